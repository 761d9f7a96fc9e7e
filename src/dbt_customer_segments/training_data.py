"""What training sees: bounded samples of customers today and at the training cutoffs."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dbt_customer_segments.preprocessing import Matrix, Preprocessing

HELD_OUT_SHARE = 0.15
RFM = ("recency_days", "order_count", "lifetime_revenue")
"""Columns of the snapshots that classic RFM scores are made of."""


@dataclass(frozen=True)
class Rows:
    """Training rows: inputs (rows, features), and outcomes (rows, 2) or None without history.

    Outcomes are NaN where they are not known yet.
    """

    inputs: NDArray[np.float32]
    outcomes: NDArray[np.float32] | None

    def beside(self, inputs: NDArray[np.float32]) -> "Rows":
        """Return these rows and others (rows, features) whose outcomes are not known yet."""
        outcomes = self.outcomes
        if outcomes is not None:
            unknown = np.full((len(inputs), outcomes.shape[1]), np.nan, dtype=np.float32)
            outcomes = np.concatenate([outcomes, unknown])
        return Rows(np.concatenate([self.inputs, inputs]), outcomes)


@dataclass(frozen=True)
class TrainingData:
    """What training sees.

    Attributes
    ----------
    features, is_log : the features' names, and which are transformed to logarithms
    current : table of customer_id and features at as_of; a bounded sample
    snapshots : table of features, outcomes, ``cutoff_on``, ``sample_share`` and
        ``held_out_share`` at the training cutoffs
    """

    features: list[str]
    is_log: NDArray[np.bool_]
    current: pa.Table
    snapshots: pa.Table
    as_of: str
    cutoffs: list[str]

    @property
    def has_outcomes(self) -> bool:
        """Whether there is history enough to train on outcomes."""
        return bool(self.snapshots.num_rows)

    def is_held_out(self) -> NDArray[np.bool_]:
        """Tell which rows, all those of some customers, training must not see.

        A hash of their own decides, so that no version ever learned from these rows and their
        outcomes, however large its sample was. Features of today are restored for all customers.
        """
        shares: NDArray[np.float64] = self.snapshots.column("held_out_share").to_numpy()
        held_out: NDArray[np.bool_] = shares < HELD_OUT_SHARE
        return held_out

    def outcomes(self) -> NDArray[np.float64]:
        """Log revenue of the horizon and whether anything was bought, shape (rows, 2)."""
        revenue = self.snapshots.column("future_revenue").to_numpy()
        bought = self.snapshots.column("future_order_count").to_numpy() > 0
        return np.column_stack([np.log1p(np.maximum(revenue, 0)), bought])


@dataclass(frozen=True)
class Prepared:
    """What a network is trained on, standardised.

    Attributes
    ----------
    preprocessing : Preprocessing
    training, held_out : Rows
        Held-out rows are empty where there is no history.
    is_held_out : array of bool, shape (rows of the snapshots,)
    revenue_mean, revenue_scale : float
        Of log revenue, which the rows have standardised.
    """

    preprocessing: Preprocessing
    training: Rows
    held_out: Rows
    is_held_out: NDArray[np.bool_]
    revenue_mean: float = 0.0
    revenue_scale: float = 1.0

    def standardised(self, outcomes: NDArray[np.float64]) -> NDArray[np.float32]:
        """Outcomes (rows, 2), their log revenue standardised."""
        means = np.array([self.revenue_mean, 0.0])
        scales = np.array([self.revenue_scale, 1.0])
        standardised: NDArray[np.float32] = ((outcomes - means) / scales).astype(np.float32)
        return standardised


def prepare(data: TrainingData, current: Matrix) -> Prepared:
    """Preprocessing, training rows and held-out rows.

    Held-out customers' snapshots teach neither preprocessing nor network; as customers of today
    they are clustered like all others.
    """
    if not data.has_outcomes:
        preprocessing = Preprocessing.fit(current, data.is_log)
        inputs = preprocessing.apply(current)
        nobody = np.zeros(0, dtype=np.bool_)
        return Prepared(preprocessing, Rows(inputs, None), Rows(inputs[:0], None), nobody)
    held_out, outcomes = data.is_held_out(), data.outcomes()
    if held_out.all():
        held_out = np.zeros_like(held_out)
    revenue = outcomes[~held_out, 0]
    mean, spread = float(revenue.mean()), float(revenue.std()) or 1.0
    outcomes[:, 0] = (outcomes[:, 0] - mean) / spread
    training, watched = (_rows(data, outcomes, chosen) for chosen in (~held_out, held_out))
    preprocessing = Preprocessing.fit([training.inputs, current], data.is_log)
    for rows in (training, watched):
        preprocessing.apply(rows.inputs, out=rows.inputs)
    return Prepared(preprocessing, training, watched, held_out, mean, spread)


def _rows(data: TrainingData, outcomes: NDArray[np.float64], chosen: NDArray[np.bool_]) -> Rows:
    """Snapshots where ``chosen`` holds; column by column, so that none is there twice."""
    inputs = np.empty((int(chosen.sum()), len(data.features)), dtype=np.float32)
    for place, feature in enumerate(data.features):
        inputs[:, place] = data.snapshots.column(feature).to_numpy()[chosen]
    return Rows(inputs, outcomes[chosen].astype(np.float32))
