"""Spark's failures, in a sentence where one explains them."""

import re

from dbt_common.exceptions import DbtRuntimeError

OURS = ("dbt_customer_segments", "numpy", "onnxruntime", "pyarrow")
"""What scoring imports on an executor."""
MISSING = re.compile(r"(?:ModuleNotFoundError|ImportError): No module named '([\w.]+)'")


class SparkError(DbtRuntimeError):
    """Spark cannot start, or what it runs cannot go on."""


def explained(error: Exception) -> Exception:
    """Return the error to raise instead: a sentence where one explains it, else Spark's own."""
    text = str(error)
    missing = MISSING.search(text)
    if missing and missing[1].partition(".")[0] in OURS:
        return SparkError(
            f"customer_segments: the executors cannot score, got no module '{missing[1]}' in their "
            "Python. Install dbt-customer-segments in the Python of every worker (PYSPARK_PYTHON), "
            "in the version that the driver has."
        )
    return SparkError(text.partition("\n\nJVM stacktrace")[0])
