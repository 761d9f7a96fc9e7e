"""What dbt-spark is taught: the submission method ``session``, and a connection that explains."""

from typing import Any

import dbt.adapters.spark.session as dbt_spark_session
from dbt.adapters.spark.impl import SparkAdapter

from dbt_customer_segments_plugin.connection import ExplainingConnection
from dbt_customer_segments_plugin.submission import SessionPythonJobHelper

METHOD = "session"


def register() -> None:
    """Give dbt-spark's session method Python models, once a process."""
    # dbt-spark has no register of its own: both are properties of the class
    adapter: Any = SparkAdapter
    session: Any = dbt_spark_session
    if session.SessionConnectionWrapper is ExplainingConnection:
        return
    known = adapter.python_submission_helpers.fget
    default = adapter.default_python_submission_method.fget

    def helpers(self: Any) -> dict[str, Any]:
        return {**known(self), METHOD: SessionPythonJobHelper}

    def default_method(self: Any) -> str:
        is_session = self.config.credentials.method == METHOD
        return METHOD if is_session else str(default(self))

    adapter.python_submission_helpers = property(helpers)
    adapter.default_python_submission_method = property(default_method)
    # read by dbt-spark each time that it opens a connection
    session.SessionConnectionWrapper = ExplainingConnection
