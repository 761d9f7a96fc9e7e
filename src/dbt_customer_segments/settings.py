"""The package's variables, as the model int_segments__settings hands them to Python."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa


@dataclass(frozen=True)
class Settings:
    """Checked by dbt's configuration check before any model runs.

    ``count`` is "auto" or the number of segments. Paths are taken from the root project, wherever
    dbt was started.
    """

    horizon_days: int
    count: int | str
    count_min: int
    count_max: int
    network: str
    clustering: str
    max_reassigned_share: float
    training: str
    retrain_after_days: int
    training_rows: int
    seed: int
    model_file: Path | None
    onnx_dir: Path

    def counts(self) -> range:
        """Numbers of segments to compare: one, unless it is to be found."""
        if isinstance(self.count, int):
            return range(self.count, self.count + 1)
        return range(self.count_min, self.count_max + 1)

    @property
    def asked_count(self) -> int | str:
        """What is asked for, as cards have it: the number, or the limits of the search.

        By density there is nothing to ask for.
        """
        if self.clustering != "kmeans":
            return "as dense"
        if isinstance(self.count, int):
            return self.count
        return f"auto, {self.count_min} to {self.count_max}"

    @property
    def question(self) -> dict[str, int | str]:
        """What a network answers, as cards have it: of another question it is no rival."""
        return {
            "network": self.network,
            "clustering": self.clustering,
            "count": self.asked_count,
            "horizon_days": self.horizon_days,
        }

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
            count="auto" if given["count"] == "auto" else int(given["count"]),
            count_min=int(given["count_min"]),
            count_max=int(given["count_max"]),
            network=given["network"],
            clustering=given["clustering"],
            max_reassigned_share=float(given["max_reassigned_share"]),
            training=given["training"],
            retrain_after_days=int(given["retrain_after_days"]),
            training_rows=int(given["training_rows"]),
            seed=int(given["seed"]),
            model_file=root / given["model_file"] if given["model_file"] else None,
            onnx_dir=root / given["onnx_dir"],
        )
