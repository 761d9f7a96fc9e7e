"""dbt-spark's session connection, with values bound as SQL and failures explained."""

import datetime as dt
import decimal
from typing import Any

from dbt.adapters.spark.session import Connection, Cursor, SessionConnectionWrapper
from pyspark.errors import PySparkException

from dbt_customer_segments_plugin.failures import explained
from dbt_customer_segments_plugin.sessions import open_session


class _Cursor(Cursor):
    def execute(self, sql: str, *parameters: Any) -> None:
        """Run a statement in the one session of this process."""
        session = open_session(self.server_side_parameters)
        self._rows = None
        try:
            self._df = session.sql(sql % parameters if parameters else sql)
        except PySparkException as error:
            raise explained(error) from None


class _Connection(Connection):
    def cursor(self) -> Cursor:
        """Open a cursor."""
        return _Cursor(server_side_parameters=self.server_side_parameters)


class ExplainingConnection(SessionConnectionWrapper):
    """dbt-spark's connection of the method ``session``.

    The one of dbt-spark binds None as the text 'None', and breaks at a quote within a text: a seed
    with an empty cell or an apostrophe would be loaded wrong, or not at all.
    """

    def __init__(self, handle: Connection) -> None:
        super().__init__(_Connection(server_side_parameters=handle.server_side_parameters))

    @classmethod
    def _fix_binding(cls, value: Any) -> str:
        return literal(value)


def literal(value: Any) -> str:
    """Write a value as a literal of Spark's SQL."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | decimal.Decimal):
        return f"{value}"
    if isinstance(value, float):
        return f"double('{value!r}')"
    if isinstance(value, dt.datetime):
        return f"timestamp_ntz '{value.isoformat(sep=' ')}'"
    escaped = str(value).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
