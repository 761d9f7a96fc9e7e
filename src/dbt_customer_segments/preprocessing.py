"""From raw features to the network's inputs, with numpy; the ONNX file repeats each step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

LIMIT = 4.0
"""Standardised features are cut off at this many standard deviations."""


@dataclass(frozen=True)
class Preprocessing:
    """Impute the median, take logarithms, standardise, cut off.

    Both methods work column by column: beside the result they hold a few columns, no matrices.

    Attributes
    ----------
    is_log : array of bool, shape (features,)
        Where ``sign(x) * log(1 + |x|)`` replaces x.
    medians, means, scales : arrays of float32, shape (features,)
        Of the transformed features.
    """

    is_log: NDArray[np.bool_]
    medians: Matrix
    means: Matrix
    scales: Matrix

    @classmethod
    def fit(
        cls, raw: NDArray[Any] | Sequence[NDArray[Any]], is_log: NDArray[np.bool_]
    ) -> "Preprocessing":
        """Learn from raw features of shape (rows, features), in one array or several.

        NaN and what overflowed to infinity tell nothing: they are imputed. A column of nothing
        else gets the median 0, and a constant one the scale 1.
        """
        blocks = [raw] if isinstance(raw, np.ndarray) else raw
        medians, means, scales = np.zeros((3, is_log.size), dtype=np.float32)
        for column in range(is_log.size):
            values = np.concatenate([block[:, column] for block in blocks]).astype(np.float32)
            values = _transform(values, bool(is_log[column]))
            is_known = np.isfinite(values)
            if is_known.any():
                medians[column] = np.median(values[is_known])
            values[~is_known] = medians[column]
            # in float64 even the largest float32 has a square
            means[column] = values.mean(dtype=np.float64)
            scales[column] = values.astype(np.float64).std()
        scales[scales < 1e-6] = 1.0
        return cls(is_log, medians, means, scales)

    def apply(self, raw: NDArray[Any], out: Matrix | None = None) -> Matrix:
        """Raw features (rows, features), NaN allowed, to network inputs of the same shape.

        They are written into ``out``, which may be ``raw`` itself, where it is given.
        """
        scaled = np.empty(raw.shape, dtype=np.float32) if out is None else out
        for column in range(raw.shape[1]):
            values = _transform(raw[:, column].astype(np.float32), bool(self.is_log[column]))
            values[np.isnan(values)] = self.medians[column]
            standardised = (values - self.means[column]) / self.scales[column]
            np.clip(standardised, -LIMIT, LIMIT, out=scaled[:, column])
        return scaled


def _transform(raw: Matrix, is_log: bool) -> Matrix:
    return np.sign(raw) * np.log(1 + np.abs(raw)) if is_log else raw
