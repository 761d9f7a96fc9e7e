"""Train a network on a bounded sample, cluster its embedding, and export both as one file."""

import importlib.metadata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dbt_customer_segments.optional import require
from dbt_customer_segments.preprocessing import Preprocessing
from dbt_customer_segments.scoring import CALL_ROWS, FORMAT, Scorer, as_matrix
from dbt_customer_segments.settings import Settings

HELD_OUT_SHARE = 0.15
OUTCOME_WEIGHTS = (0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8)
"""What an outcome may count, where customers are clustered, beside the mean of the features."""
EXPLAINED = 0.94
"""Share of the predictions' variance that segments shall keep; the least weight that does is taken.
"""
RESTART_ROWS = 10_000
"""The best start of k-means, and the weight, are looked for on at most as many customers."""


@dataclass(frozen=True)
class TrainingData:
    """What training sees.

    Attributes
    ----------
    features, is_log : the features' names, and which are transformed to logarithms
    current : table of customer_id and features at as_of; a bounded sample
    snapshots : table of features, outcomes and ``sample_share`` at the training cutoffs
    sampled_share : float
        The share of customers in ``snapshots``: they have ``sample_share`` below it.
    """

    features: list[str]
    is_log: NDArray[np.bool_]
    current: pa.Table
    snapshots: pa.Table
    sampled_share: float
    as_of: str
    cutoffs: list[str]

    @property
    def has_outcomes(self) -> bool:
        """Whether there is history enough to train on outcomes."""
        return bool(self.snapshots.num_rows)

    def is_held_out(self) -> NDArray[np.bool_]:
        """Tell which rows, all those of some customers, training must not see."""
        shares: NDArray[np.float64] = self.snapshots.column("sample_share").to_numpy()
        held_out: NDArray[np.bool_] = shares / self.sampled_share >= 1 - HELD_OUT_SHARE
        return held_out

    def outcomes(self) -> NDArray[np.float64]:
        """Log revenue of the horizon and whether anything was bought, shape (rows, 2)."""
        revenue = self.snapshots.column("future_revenue").to_numpy()
        bought = self.snapshots.column("future_order_count").to_numpy() > 0
        return np.column_stack([np.log1p(np.maximum(revenue, 0)), bought])


def train(data: TrainingData, settings: Settings) -> tuple[bytes, dict[str, Any]]:
    """Train, cluster and export.

    Returns
    -------
    bytes
        The ONNX file.
    dict
        Its card: features in order, cutoffs, rows, seed, library versions, metrics.

    Raises
    ------
    MissingDependencyError
        Where PyTorch, scikit-learn or tqdm are not installed.
    """
    for module in ("torch", "sklearn", "tqdm"):
        require(module, "training segments", "train")
    from dbt_customer_segments import network as networks
    from dbt_customer_segments.export import to_onnx

    current = as_matrix(data.current, data.features)
    preprocessing, training, held_out = _prepare(data, current)
    fitted = networks.fit(training, held_out, settings.seed)
    inputs = preprocessing.apply(current)
    weights = OUTCOME_WEIGHTS if data.has_outcomes else (0.0,)
    weight, aligned = _align(fitted.network, inputs, weights, settings)
    encoder, decoder = (networks.layers(part) for part in (aligned.encoder, aligned.decoder))
    embedding = networks.embed(aligned, inputs)
    centroids = _ordered(*cluster(embedding, settings.count, settings.seed), data.current)
    card = {
        "format": FORMAT,
        "features": data.features,
        "segment_ids": [f"s{number:02d}" for number in range(1, len(centroids) + 1)],
        "as_of": data.as_of,
        "count": settings.count,
        "horizon_days": settings.horizon_days,
        "training_cutoffs": data.cutoffs,
        "training_rows": len(training.inputs),
        "held_out_rows": len(held_out.inputs),
        "has_outcomes": data.has_outcomes,
        "seed": settings.seed,
        "epochs": fitted.epochs,
        "outcome_weight": weight,
        "spread": spread(embedding, centroids),
        "reconstruction_loss": round(fitted.reconstruction_loss, 6),
        "libraries": {
            name: importlib.metadata.version(name)
            for name in ("dbt-customer-segments", "torch", "scikit-learn", "onnx", "numpy")
        },
    }
    network = to_onnx(preprocessing, encoder, decoder, centroids, card)
    card["held_out"] = evaluate(network, data)
    return to_onnx(preprocessing, encoder, decoder, centroids, card), card


def cluster(
    embedding: NDArray[np.float32], count: int, seed: int
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Cluster an embedding (rows, dimensions) by k-means.

    Returns at most ``count`` centroids, fewer where there are fewer different customers, and
    each row's cluster. On one thread: the order of parallel sums would change the last digits.
    """
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    sample = embedding[_sampled(embedding)]
    count = min(count, len(np.unique(sample.round(4), axis=0)))
    with threadpool_limits(1):
        fitted = KMeans(count, n_init=10, random_state=seed % 2**32).fit(sample)
        if len(sample) < len(embedding):
            fitted = KMeans(count, init=fitted.cluster_centers_, n_init=1).fit(embedding)
    return fitted.cluster_centers_.astype(np.float32), fitted.labels_.astype(np.int64)


def spread(embedding: NDArray[np.float32], centroids: NDArray[np.float32]) -> float:
    """Mean squared distance of customers (rows, dimensions) to the nearest centroid."""
    nearest = np.full(len(embedding), np.inf)
    for centroid in centroids:
        away = (embedding - centroid).astype(np.float64)
        np.minimum(nearest, (away * away).sum(axis=1), out=nearest)
    return round(float(nearest.mean()), 6)


def _align(
    network: Any, inputs: NDArray[np.float32], weights: Sequence[float], settings: Settings
) -> tuple[float, Any]:
    """Align with the least weight with which segments keep what is predicted, or the last."""
    from dbt_customer_segments import network as networks
    from dbt_customer_segments.alignment import align

    sample = inputs[_sampled(inputs)]
    for weight in weights[:-1]:
        aligned = align(network, sample, weight)
        embedding = networks.embed(aligned, sample)
        _, labels = cluster(embedding, settings.count, settings.seed)
        if explained(labels, networks.predict(aligned, embedding)) >= EXPLAINED:
            return weight, aligned
    return weights[-1], align(network, sample, weights[-1])


def explained(labels: NDArray[np.int64], values: NDArray[np.float32]) -> float:
    """Share of the variance of values (rows, columns) between the labels, averaged by column."""
    counts = np.maximum(np.bincount(labels), 1)
    shares = []
    for column in values.T.astype(np.float64):
        means = np.bincount(labels, column) / counts
        total = column.var()
        shares.append(means[labels].var() / total if total > 0 else 1.0)
    return float(np.mean(shares))


def _sampled(rows: NDArray[Any]) -> slice:
    return slice(None, None, -(-len(rows) // RESTART_ROWS))


def evaluate(network: bytes, data: TrainingData) -> dict[str, float] | None:
    """How much a network's segments explain of held-out customers' next horizon.

    Each held-out row is predicted by the mean of its segment over the other rows. Returns the
    R2 of log revenue and the AUC of buying; None without held-out outcomes to tell apart.
    """
    if not data.has_outcomes:
        return None
    from sklearn.metrics import r2_score, roc_auc_score

    held_out, outcomes = data.is_held_out(), data.outcomes()
    if held_out.all() or len(np.unique(outcomes[held_out, 1])) < 2:
        return None
    scorer = Scorer(network)
    # in batches: the distances of all rows at once would be the largest array of training
    batches = data.snapshots.to_batches(max_chunksize=CALL_ROWS)
    segment = np.concatenate(
        [scorer.run(as_matrix(batch, scorer.features))["segment"] for batch in batches]
    )
    size = int(segment.max()) + 1
    predicted = np.empty_like(outcomes)
    for column in (0, 1):
        known = outcomes[~held_out, column]
        sums = np.bincount(segment[~held_out], known, size)
        counts = np.bincount(segment[~held_out], minlength=size)
        means = np.where(counts > 0, sums / np.maximum(counts, 1), known.mean())
        predicted[:, column] = means[segment]
    truth, guess = outcomes[held_out], predicted[held_out]
    return {
        "revenue_r2": round(float(r2_score(truth[:, 0], guess[:, 0])), 4),
        "purchase_auc": round(float(roc_auc_score(truth[:, 1], guess[:, 1])), 4),
    }


def _prepare(data: TrainingData, current: NDArray[np.float32]) -> tuple[Preprocessing, Any, Any]:
    """Preprocessing, training rows and held-out rows.

    Held-out customers' snapshots teach neither preprocessing nor network; as customers of today
    they are clustered like all others.
    """
    from dbt_customer_segments.network import Rows

    if not data.has_outcomes:
        preprocessing = Preprocessing.fit(current, data.is_log)
        inputs = preprocessing.apply(current)
        return preprocessing, Rows(inputs, None), Rows(inputs[:0], None)
    held_out, outcomes = data.is_held_out(), data.outcomes()
    if held_out.all():
        held_out = np.zeros_like(held_out)
    revenue = outcomes[:, 0]
    spread = revenue[~held_out].std() or 1.0
    outcomes[:, 0] = (revenue - revenue[~held_out].mean()) / spread
    rows = Rows(as_matrix(data.snapshots, data.features), outcomes.astype(np.float32))
    parts = [rows.take(~held_out), rows.take(held_out)]
    del rows
    preprocessing = Preprocessing.fit([parts[0].inputs, current], data.is_log)
    training, watched = (Rows(preprocessing.apply(part.inputs), part.outcomes) for part in parts)
    return preprocessing, training, watched


def _ordered(
    centroids: NDArray[np.float32], labels: NDArray[np.int64], current: pa.Table
) -> NDArray[np.float32]:
    """Centroids with the most valuable segment first, so that s01 means the same every time."""
    revenue = current.column("lifetime_revenue").to_numpy()
    means = [revenue[labels == label].mean() for label in range(len(centroids))]
    return centroids[np.argsort(-np.array(means), kind="stable")]
