"""From raw features to the network's inputs, with numpy; the ONNX file repeats each step."""

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
    def fit(cls, raw: NDArray[Any], is_log: NDArray[np.bool_]) -> "Preprocessing":
        """Learn from raw features of shape (rows, features); no column may be all NaN."""
        values = _transform(raw.astype(np.float32), is_log)
        medians = np.nanmedian(values, axis=0).astype(np.float32)
        values = np.where(np.isnan(values), medians, values)
        scales = values.std(axis=0, dtype=np.float64)
        scales[scales < 1e-6] = 1.0
        means = values.mean(axis=0, dtype=np.float64)
        return cls(is_log, medians, means.astype(np.float32), scales.astype(np.float32))

    def apply(self, raw: NDArray[Any]) -> Matrix:
        """Raw features (rows, features), NaN allowed, to network inputs of the same shape."""
        values = _transform(raw.astype(np.float32), self.is_log)
        values = np.where(np.isnan(values), self.medians, values)
        scaled: Matrix = np.clip((values - self.means) / self.scales, -LIMIT, LIMIT)
        return scaled


def _transform(raw: Matrix, is_log: NDArray[np.bool_]) -> Matrix:
    return np.where(is_log, np.sign(raw) * np.log(1 + np.abs(raw)), raw).astype(np.float32)
