"""The door through which dbt-core lets this package in; nothing but dbt imports it.

dbt-core imports every installed module whose name begins with ``dbt_`` and makes an instance of
each class in its ``plugins``. It does so after the profile is read, so the adapter of the chosen
target, and no other, has been imported by then.
"""

import sys

from dbt.plugins.manager import dbtPlugin


class PythonModelsOnSpark(dbtPlugin):
    """Runs Python models on open-source Spark, which dbt-spark leaves to Databricks."""

    def initialize(self) -> None:
        """Teach dbt-spark the submission method ``session``, where a target of it is used."""
        if "dbt.adapters.spark" in sys.modules:
            from dbt_customer_segments_plugin.registration import register

            register()


plugins = [PythonModelsOnSpark]
