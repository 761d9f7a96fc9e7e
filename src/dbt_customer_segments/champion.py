"""What a retraining takes from the champion: its weights, its predictions, its segments."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import onnx
from dbt_customer_segments.evaluation import scored
from dbt_customer_segments.registry import Version
from dbt_customer_segments.settings import Settings
from dbt_customer_segments.training_data import TrainingData
from onnx import numpy_helper

OUTCOME_AUTOENCODER = "outcome_autoencoder"
CONTINUED = (OUTCOME_AUTOENCODER, "autoencoder")
"""Networks that can go on from their weights; a variational one's latent was given a scale that
its prior does not know, and without a network there is nothing to train."""

WAY = ("count", "network", "clustering")
"""Of the questions of a card, those that make the segments."""


def foretold(network: str, data: TrainingData) -> bool:
    """Whether a network of this kind learns to foretell outcomes."""
    return network == OUTCOME_AUTOENCODER and data.has_outcomes


def _knows_enough(card: dict[str, Any], data: TrainingData) -> bool:
    """Whether a version saw at least half of the rows that there are now."""
    rows = data.snapshots.num_rows or data.current.num_rows
    seen = int(card.get("training_rows", 0)) + int(card.get("held_out_rows", 0))
    return bool(2 * seen >= rows)


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
    def of(
        cls,
        version: Version | None,
        data: TrainingData,
        network: str = OUTCOME_AUTOENCODER,
        horizon_days: int | None = None,
    ) -> "Former | None":
        """Ask a version; None where there is none, or customers lack what it reads.

        ``network`` is the kind of the one that is trained now, ``horizon_days`` its horizon, by
        default that of the version. One that answers another horizon, or saw less than half as
        many rows, names its segments and teaches nothing.
        """
        needed = set(version.card["features"]) if version else set()
        if version is None or not needed <= set(data.current.column_names):
            return None
        teaches = _knows_enough(version.card, data)
        teaches &= horizon_days in (None, version.card.get("horizon_days"))
        foretells = teaches and bool(version.card.get("has_outcomes")) and data.has_outcomes
        return cls(
            version=version,
            segments=scored(version.network, data.current, "segment"),
            outcomes=scored(version.network, data.snapshots, "outcomes").astype(np.float64)
            if foretells
            else None,
            can_continue=teaches
            and network in CONTINUED
            and version.card.get("network") == network
            and version.card["features"] == data.features
            and bool(version.card.get("has_outcomes")) == foretold(network, data),
        )

    @property
    def card(self) -> dict[str, Any]:
        """Facts of the version."""
        return self.version.card

    def answers(self, settings: Settings) -> bool:
        """Whether it was found in the way that these settings ask for."""
        asked = settings.question
        return all(self.card.get(name) == asked[name] for name in WAY)

    def weights(self) -> dict[str, NDArray[Any]]:
        """Every constant of its file, by name."""
        graph = onnx.load_model_from_string(self.version.network).graph
        return {array.name: numpy_helper.to_array(array) for array in graph.initializer}
