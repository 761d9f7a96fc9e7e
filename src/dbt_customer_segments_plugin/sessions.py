"""The one Spark session of dbt's process, opened after a look at what it needs."""

import os
import sys
from collections.abc import Mapping

from pyspark.sql import SparkSession

from dbt_customer_segments_plugin.preconditions import require_java, require_master

DEFAULTS = {
    # what it derives from views on views grows with every level: planning took minutes
    "spark.sql.constraintPropagation.enabled": "false",
}
"""Settings that the package's models need; the target's own go before them."""


def open_session(parameters: Mapping[str, str]) -> SparkSession:
    """Return the process's session; the first call starts it.

    Parameters
    ----------
    parameters : mapping
        Spark's settings: ``server_side_parameters`` of the target.

    Raises
    ------
    SparkError
        Where there is no Java that Spark runs on, or the master cannot be reached.
    """
    session = SparkSession.getActiveSession()
    if session is not None:
        return session
    master = parameters.get("spark.master", "")
    require_java()
    require_master(master)
    if master.startswith("local"):
        # the workers are of this machine, so they may be of this environment
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.enableHiveSupport()
    for name, value in {**DEFAULTS, **parameters}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
