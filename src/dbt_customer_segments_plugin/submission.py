"""Python models of dbt in the driver's process, with the active Spark session."""

from typing import Any

from dbt.adapters.base.impl import PythonJobHelper
from pyspark.errors import PySparkException

from dbt_customer_segments_plugin.failures import explained
from dbt_customer_segments_plugin.sessions import open_session


class SessionPythonJobHelper(PythonJobHelper):
    """The submission method ``session`` of dbt-spark.

    Parameters
    ----------
    parsed_model : dict
        The model, as dbt knows it.
    credentials : SparkCredentials
        The target of the profile.
    """

    def __init__(self, parsed_model: dict[str, Any], credentials: Any) -> None:
        self._file = parsed_model["original_file_path"]
        self._parameters = credentials.server_side_parameters

    def submit(self, compiled_code: str) -> None:
        """Run a compiled model, which writes its table itself.

        Raises
        ------
        SparkError
            Where Spark failed for a reason that a sentence explains.
        """
        session = open_session(self._parameters)
        code = compile(compiled_code, self._file, "exec")
        try:
            exec(code, {"__name__": "dbt_model", "spark": session})
        except PySparkException as error:
            raise explained(error) from None
