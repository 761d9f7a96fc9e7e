"""What segments tell of held-out customers' next horizon, beside classic RFM cells."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dbt_customer_segments.scoring import CALL_ROWS, Scorer, as_matrix
from dbt_customer_segments.training_data import RFM, TrainingData

Figures = dict[str, float]
DRAWS = 500
"""Bootstrap samples."""


def evaluate(network: bytes, data: TrainingData) -> Figures | None:
    """How much a network's segments explain of held-out customers' next horizon.

    Returns ``revenue_r2`` and ``purchase_auc`` as ``explained_outcomes`` has them; None without
    held-out outcomes to tell apart.
    """
    if not data.has_outcomes:
        return None
    segments = scored(network, data.snapshots, "segment")
    return explained_outcomes(segments, data)


def beside_rfm(network: bytes, data: TrainingData) -> Figures | None:
    """Measure a network's segments, RFM cells, and what they differ by.

    Returns
    -------
    dict or None
        ``revenue_r2``, ``purchase_auc``, the same with the prefix ``rfm_`` for cells of five by
        five by five scores within each cutoff, and ``r2_gain`` with a 95 % interval from
        ``r2_gain_low`` to ``r2_gain_high`` over bootstrap samples of the held-out customers.
    """
    if not data.has_outcomes:
        return None
    groups = [scored(network, data.snapshots, "segment"), rfm_cells(data)]
    figures, cells = (explained_outcomes(found, data) for found in groups)
    if figures is None:
        return None
    assert cells is not None  # the same rows as those of the segments
    low, high = _interval_of_gain(groups, data)
    gain = figures["revenue_r2"] - cells["revenue_r2"]
    return {
        **figures,
        **{f"rfm_{name}": value for name, value in cells.items()},
        "r2_gain": round(gain, 4),
        "r2_gain_low": low,
        "r2_gain_high": high,
    }


def _interval_of_gain(groups: list[NDArray[np.int64]], data: TrainingData) -> tuple[float, float]:
    """Where 95 % of the differences in R2 lie; customers are drawn, with all of their rows."""
    held_out, truth = data.is_held_out(), data.outcomes()[:, 0]
    errors = [(truth[held_out] - _guesses(found, held_out, truth)) ** 2 for found in groups]
    # the hash of a customer tells his rows from others'
    shares = data.snapshots.column("sample_share").to_numpy()[held_out]
    customers, rows = np.unique(shares, return_inverse=True)
    # around the mean, so that the difference of squares cancels nothing out
    away = truth[held_out] - truth[held_out].mean()
    # every sum over rows is one over customers: a draw is a few products
    known = np.stack(
        [
            np.bincount(rows, values, len(customers))
            for values in (errors[1] - errors[0], np.ones(len(rows)), away, away**2)
        ],
        axis=1,
    )
    rng = np.random.default_rng(0)
    gains = []
    for _ in range(DRAWS):
        drawn = rng.integers(0, len(customers), len(customers))
        gain, count, total, square = np.bincount(drawn, minlength=len(customers)) @ known
        variation = square - total**2 / count
        gains.append(float(gain / variation) if variation > 1e-9 * square else 0.0)
    low, high = np.quantile(gains, [0.025, 0.975])
    return round(float(low), 4), round(float(high), 4)


def rfm_cells(data: TrainingData) -> NDArray[np.int64]:
    """Cell of each snapshot, 0 to 124: recency, order count and revenue in five scores each."""
    _, cutoffs = np.unique(data.snapshots.column("cutoff_on").to_numpy(), return_inverse=True)
    cells = np.zeros(data.snapshots.num_rows, dtype=np.int64)
    for name in RFM:
        values = data.snapshots.column(name).to_numpy().astype(np.float64)
        # a long silence is worse
        better = -values if name == "recency_days" else values
        for cutoff in range(cutoffs.max() + 1):
            here = cutoffs == cutoff
            cells[here] = 5 * cells[here] + quintiles(better[here])
    return cells


def quintiles(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Scores 0 to 4 by the share of strictly lower values, as ``customer_rfm`` has them."""
    lower = np.searchsorted(np.sort(values), values)
    return (5 * lower) // max(len(values), 1)


def explained_outcomes(groups: NDArray[np.int64], data: TrainingData) -> Figures | None:
    """Predict each held-out row by the mean of its group over the other rows.

    Returns
    -------
    dict or None
        ``revenue_r2``, the R2 of log revenue, and ``purchase_auc``, the area under the ROC curve
        of buying at all; None where nobody is held out, or all of them did the same.
    """
    from sklearn.metrics import r2_score, roc_auc_score

    held_out, outcomes = data.is_held_out(), data.outcomes()
    if held_out.all() or len(np.unique(outcomes[held_out, 1])) < 2:
        return None
    guesses = [_guesses(groups, held_out, outcomes[:, column]) for column in (0, 1)]
    truth = outcomes[held_out]
    return {
        "revenue_r2": round(float(r2_score(truth[:, 0], guesses[0])), 4),
        "purchase_auc": round(float(roc_auc_score(truth[:, 1], guesses[1])), 4),
    }


def _guesses(
    groups: NDArray[np.int64], held_out: NDArray[np.bool_], outcome: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Mean of the group over the rows that are not held out, for each row that is."""
    size, known = int(groups.max()) + 1, outcome[~held_out]
    counts = np.bincount(groups[~held_out], minlength=size)
    sums = np.bincount(groups[~held_out], known, size)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), known.mean())
    guesses: NDArray[np.float64] = means[groups[held_out]]
    return guesses


def scored(network: bytes, table: Any, output: str) -> NDArray[Any]:
    """One output of a network for the rows of a table."""
    scorer = Scorer(network)
    # in batches: the distances of all rows at once would be the largest array of training
    batches = table.to_batches(max_chunksize=CALL_ROWS)
    found = [scorer.run(as_matrix(batch, scorer.features), [output])[output] for batch in batches]
    return np.concatenate(found)
