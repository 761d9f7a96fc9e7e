"""The features that weigh most in the choice of a segment over the runner-up."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

REASONS = 3
"""Features that are named for each customer."""
GRAIN = 1e4
"""Weights are compared in steps of 1 / GRAIN: sums of single precision may differ below that."""

FIELDS = [
    *((f"reason_{number}", pa.string()) for number in range(1, REASONS + 1)),
    *((f"reason_{number}_weight", pa.float32()) for number in range(1, REASONS + 1)),
    *((f"reason_{number}_is_high", pa.bool_()) for number in range(1, REASONS + 1)),
]


@dataclass(frozen=True)
class TopReasons:
    """Up to ``REASONS`` features of each row, the heaviest first; arrays (REASONS, rows).

    Attributes
    ----------
    features : array of int64
        Places among the network's features; -1 where there are fewer.
    weights : array of float32
        A feature's contribution as a share of the sum of the sizes of all, from -1 to 1; below 0
        it speaks for the runner-up.
    is_high : array of bool
        Whether the customer's value is above that of the average customer.
    """

    features: NDArray[np.int64]
    weights: NDArray[np.float32]
    is_high: NDArray[np.bool_]

    @classmethod
    def empty(cls, rows: int) -> "TopReasons":
        """Make room for ``rows``."""
        shape = (REASONS, rows)
        return cls(
            np.empty(shape, dtype=np.int64),
            np.empty(shape, dtype=np.float32),
            np.empty(shape, dtype=np.bool_),
        )

    def fill(
        self,
        part: slice,
        raw: NDArray[np.float32],
        contributions: NDArray[np.float32],
        scaled: NDArray[np.float32],
    ) -> None:
        """Find the reasons of some rows, from matrices (rows, features).

        What speaks for the segment comes first. Where that is fewer than ``REASONS`` features,
        those that speak most for the runner-up follow: with them the choice was made all the same.
        A feature that is null was imputed: its contribution counts in the sum, but it is no
        reason, since the customer has no value that could be called high or low. Of features that
        weigh the same the first in the network's order comes first.
        """
        # every scored customer passes here: matrices are written over, and nothing branches
        ranked = np.abs(contributions)
        total = ranked.sum(axis=1, keepdims=True)
        # only an average customer has no contribution; 1 then divides zeros
        weights = contributions / np.where(total > 0, total, np.float32(1))
        np.rint(np.multiply(weights, np.float32(GRAIN), out=ranked), out=ranked)
        is_for_segment = ranked > 0
        np.abs(ranked, out=ranked)
        ranked += is_for_segment * np.float32(GRAIN)
        ranked *= ~np.isnan(raw)
        # A whole number orders by rank, then by place, from the last. With a feature's numbers side
        # by side the greatest of many rows are found at once.
        count = contributions.shape[1]
        keys = ranked.T.astype(np.int32, order="C")
        keys *= count
        keys += np.arange(count, dtype=np.int32)[::-1, np.newaxis]
        rows = np.arange(len(raw))
        for place in range(REASONS):
            rank, from_last = np.divmod(keys.max(axis=0), count)
            best = count - 1 - from_last
            self.features[place, part] = np.where(rank > 0, best, -1)
            self.weights[place, part] = weights[rows, best]
            self.is_high[place, part] = scaled[rows, best] > 0
            keys[best, rows] = 0

    def columns(self, names: pa.Array) -> list[pa.Array]:
        """Return the columns of ``FIELDS``; null where there is no reason."""
        absent = self.features < 0
        found = list(zip(self.features, absent, strict=True))
        weights = zip(self.weights, absent, strict=True)
        is_high = zip(self.is_high, absent, strict=True)
        return [
            *(names.take(pa.array(features, mask=mask)) for features, mask in found),
            *(pa.array(values, mask=mask) for values, mask in weights),
            *(pa.array(values, mask=mask) for values, mask in is_high),
        ]
