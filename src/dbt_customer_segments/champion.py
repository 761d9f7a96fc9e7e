"""What a retraining takes from the champion: its weights, its predictions, its segments."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import onnx
from dbt_customer_segments.evaluation import scored
from dbt_customer_segments.registry import Version
from dbt_customer_segments.training_data import TrainingData
from onnx import numpy_helper


@dataclass(frozen=True)
class Former:
    """The champion, and what it says of the customers that a new network is trained on.

    Attributes
    ----------
    version : Version
    segments : array of int, shape (customers today,)
    outcomes : array, shape (rows of the snapshots, 2), or None
        Log revenue and chance to buy, as it predicts them.
    can_continue : bool
        Whether a new network can begin with its weights.
    """

    version: Version
    segments: NDArray[np.int64]
    outcomes: NDArray[np.float64] | None
    can_continue: bool

    @classmethod
    def of(cls, version: Version | None, data: TrainingData) -> "Former | None":
        """Ask a version; None where there is none, or customers lack what it reads."""
        needed = set(version.card["features"]) if version else set()
        if version is None or not needed <= set(data.current.column_names):
            return None
        foretells = bool(version.card.get("has_outcomes")) and data.has_outcomes
        return cls(
            version=version,
            segments=scored(version.network, data.current, "segment"),
            outcomes=scored(version.network, data.snapshots, "outcomes").astype(np.float64)
            if foretells
            else None,
            can_continue=version.card["features"] == data.features
            and bool(version.card.get("has_outcomes")) == data.has_outcomes,
        )

    @property
    def card(self) -> dict[str, Any]:
        """Facts of the version."""
        return self.version.card

    def weights(self) -> dict[str, NDArray[Any]]:
        """Every constant of its file, by name."""
        graph = onnx.load_model_from_string(self.version.network).graph
        return {array.name: numpy_helper.to_array(array) for array in graph.initializer}
