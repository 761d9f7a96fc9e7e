"""Clusters of an embedding, and what they are worth."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

RESTART_ROWS = 10_000
"""The best start of k-means, and the weight, are looked for on at most as many customers."""
PIECE = 4096
"""Rows whose distances are taken at one time: they stay in the processor's cache."""


def cluster(
    embedding: NDArray[np.float32], count: int, seed: int
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Cluster an embedding (rows, dimensions) by k-means.

    Returns at most ``count`` centroids, fewer where there are fewer different customers, and
    each row's cluster. On one thread: the order of parallel sums would change the last digits.
    """
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    sample = embedding[sampled(embedding)]
    count = min(count, len(np.unique(sample.round(4), axis=0)))
    with threadpool_limits(1):
        fitted = KMeans(count, n_init=10, random_state=seed % 2**32).fit(sample)
        if len(sample) < len(embedding):
            fitted = KMeans(count, init=fitted.cluster_centers_, n_init=1).fit(embedding)
    return fitted.cluster_centers_.astype(np.float32), fitted.labels_.astype(np.int64)


def continued(
    embedding: NDArray[np.float32], labels: NDArray[np.int64], least: int, seed: int
) -> tuple[NDArray[np.float32], list[int | None]]:
    """Centroids of the segments that customers were in, and which of these there still are.

    One step of k-means from where the champion stands: enough to follow what customers do, too
    little to tear segments up. Where fewer than ``least`` are left, one is split in two until
    there are as many: that which two parts fit best. The larger part goes on with the segment, the
    other is a new one (None).
    """
    kept: list[int | None] = np.unique(labels).tolist()
    parts = [embedding[labels == label] for label in kept]
    splits: list[list[NDArray[np.float32]]] = []
    while len(kept) < least:
        splits += [_halves(part, seed) for part in parts[len(splits) :]]
        gains = [
            _inertia(part) - sum(map(_inertia, halves))
            for part, halves in zip(parts, splits, strict=True)
        ]
        best = int(np.argmax(gains))
        if len(splits[best]) < 2:
            break
        parts[best], smaller = splits[best]
        splits[best] = _halves(parts[best], seed)
        parts.append(smaller)
        kept.append(None)
    centroids = [part.mean(axis=0, dtype=np.float64) for part in parts]
    return np.array(centroids, dtype=np.float32), kept


def _halves(part: NDArray[np.float32], seed: int) -> list[NDArray[np.float32]]:
    """Two parts, the larger first; one where all customers are alike."""
    _, labels = cluster(part, 2, seed)
    return sorted((part[labels == label] for label in np.unique(labels)), key=len, reverse=True)


def _inertia(part: NDArray[np.float32]) -> float:
    return float(_squared_distances(part, part.mean(axis=0, keepdims=True)).sum())


def nearest(embedding: NDArray[np.float32], centroids: NDArray[np.float32]) -> NDArray[np.int64]:
    """Nearest centroid of each row."""
    labels = np.zeros(len(embedding), dtype=np.int64)
    for start in range(0, len(embedding), PIECE):
        distances = _squared_distances(embedding[start : start + PIECE], centroids)
        labels[start : start + PIECE] = distances.argmin(axis=0)
    return labels


def spread(embedding: NDArray[np.float32], centroids: NDArray[np.float32]) -> float:
    """Mean squared distance of customers (rows, dimensions) to the nearest centroid."""
    least = np.empty(len(embedding))
    for start in range(0, len(embedding), PIECE):
        distances = _squared_distances(embedding[start : start + PIECE], centroids)
        least[start : start + PIECE] = distances.min(axis=0)
    return round(float(least.mean()), 6)


def explained(labels: NDArray[np.int64], values: NDArray[np.float32]) -> float:
    """Share of the variance of values (rows, columns) between the labels, averaged by column."""
    return float(np.mean([_between(labels, column) for column in values.T]))


def explained_in_all(labels: NDArray[np.int64], values: NDArray[np.float32]) -> float:
    """Share of the variance of values (rows, columns) between the labels, all columns together."""
    totals = values.astype(np.float64).var(axis=0)
    if not totals.sum() > 0:
        return 1.0
    shares = [_between(labels, column) for column in values.T]
    return float(np.average(shares, weights=totals))


def _between(labels: NDArray[np.int64], values: NDArray[np.float32]) -> float:
    column = values.astype(np.float64)
    means = np.bincount(labels, column) / np.maximum(np.bincount(labels), 1)
    total = column.var()
    return float(means[labels].var() / total) if total > 0 else 1.0


def _squared_distances(
    embedding: NDArray[np.float32], centroids: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Squared distances, shape (centroids, rows)."""
    squares = np.empty((len(centroids), len(embedding)))
    for place, centroid in enumerate(centroids):
        away = (embedding - centroid).astype(np.float64)
        np.sum(away * away, axis=1, out=squares[place])
    return squares


def sampled(rows: NDArray[Any], most: int = RESTART_ROWS) -> slice:
    """Every so many-th of the rows, at most ``most``."""
    return slice(None, None, -(-len(rows) // most))
