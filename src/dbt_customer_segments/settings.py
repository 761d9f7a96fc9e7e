"""The package's variables, as the model int_segments__settings hands them to Python."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa


@dataclass(frozen=True)
class Settings:
    """Checked by dbt's configuration check before any model runs.

    Paths are taken from the root project, wherever dbt was started.
    """

    horizon_days: int
    count: int
    training: str
    retrain_after_days: int
    training_rows: int
    seed: int
    model_file: Path | None
    onnx_dir: Path

    @classmethod
    def from_table(cls, table: pa.Table) -> "Settings":
        """Read rows of (setting_name, setting_value): the variables and ``project_dir``."""
        names, values = (table.column(name).to_pylist() for name in table.column_names[:2])
        given = {
            name.removeprefix("segments_"): value for name, value in zip(names, values, strict=True)
        }
        root = Path(given["project_dir"])
        return cls(
            horizon_days=int(given["horizon_days"]),
            count=int(given["count"]),
            training=given["training"],
            retrain_after_days=int(given["retrain_after_days"]),
            training_rows=int(given["training_rows"]),
            seed=int(given["seed"]),
            model_file=root / given["model_file"] if given["model_file"] else None,
            onnx_dir=root / given["onnx_dir"],
        )
