"""Segments by density: regions where customers lie close together; who is in none is unassigned."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dbt_customer_segments import clustering

UNASSIGNED = "unassigned"
"""Id of the segment of customers who are in no dense region."""
ROWS = 5_000
"""Regions are looked for among at most as many customers: memory grows with their square."""
LEAST_NEIGHBOURS = 5
LEAST_SHARE = 0.02
"""A region of fewer customers is no segment."""
MOST_POINTS = 64
"""Points that stand for a region, at most; and one for ``MEMBERS_A_POINT`` customers."""
MEMBERS_A_POINT = 8
LEAST_RADIUS = 1e-3
"""Around customers who are all alike."""
REFITS = 5

Rows = NDArray[np.float64]


@dataclass(frozen=True)
class Regions:
    """Dense regions, each the union of the balls of one radius around its points.

    A customer's distance to a region is that to the nearest of its points, in radii; that to the
    segment of the unassigned, which comes last, is 1. So who is in no ball is unassigned.

    Attributes
    ----------
    points : array of float32, shape (regions, points, dimensions)
        A region of fewer points has some twice.
    radii : array of float32, shape (regions,)
    """

    points: NDArray[np.float32]
    radii: NDArray[np.float32]

    @property
    def segments(self) -> int:
        """Number of segments, that of the unassigned included."""
        return len(self.radii) + 1

    def ordered(self, order: NDArray[np.int64]) -> "Regions":
        """Put the regions into another order."""
        return Regions(self.points[order], self.radii[order])

    def distances(self, embedding: NDArray[Any]) -> Rows:
        """Distances of an embedding (rows, dimensions), in radii, shape (rows, segments)."""
        away = [
            distance_to(embedding, points) / radius
            for points, radius in zip(self.points, self.radii, strict=True)
        ]
        return np.column_stack([*away, np.ones(len(embedding))])

    def nearest(self, embedding: NDArray[Any]) -> NDArray[np.int64]:
        """Segment of each row of an embedding."""
        labels: NDArray[np.int64] = self.distances(embedding).argmin(axis=1)
        return labels

    def spread(self, embedding: NDArray[Any]) -> float:
        """Mean squared distance of customers, in radii, to their segments."""
        return round(float((self.distances(embedding).min(axis=1) ** 2).mean()), 6)


def find(embedding: NDArray[Any], method: str, seed: int) -> Regions:
    """Find the dense regions of an embedding (rows, dimensions).

    ``method`` is ``dbscan`` or ``hdbscan``. Where nothing is dense there are no regions.
    """
    from threadpoolctl import threadpool_limits

    sample = embedding[clustering.sampled(embedding, ROWS)].astype(np.float64)
    with threadpool_limits(1):
        return summarised(sample, dense(sample, method), seed)


def dense(rows: Rows, method: str) -> NDArray[np.int64]:
    """Region of each row, from 0 on, as DBSCAN or HDBSCAN has it; -1 for none.

    Both ask for ln(rows) neighbours (Birant & Kut 2007, "ST-DBSCAN"), 5 at least. The radius of
    DBSCAN (Ester, Kriegel, Sander & Xu 1996) is at the knee of the distances to the last of
    them; HDBSCAN (Campello, Moulavi & Sander 2013) takes regions of ``LEAST_SHARE`` of the rows
    on. Where it finds less than two of them, it may call all of the rows one.
    """
    neighbours = max(LEAST_NEIGHBOURS, round(np.log(max(len(rows), 1))))
    least = max(neighbours, int(np.ceil(LEAST_SHARE * len(rows))))
    if len(rows) <= least:
        return np.full(len(rows), -1, dtype=np.int64)
    if len(np.unique(rows.round(4), axis=0)) == 1:
        return np.zeros(len(rows), dtype=np.int64)
    if method == "dbscan":
        return _large(_dbscan(rows, neighbours), least)
    return _large(_hdbscan(rows, neighbours, least), least)


def _dbscan(rows: Rows, neighbours: int) -> NDArray[np.int64]:
    from sklearn.cluster import DBSCAN
    from sklearn.neighbors import NearestNeighbors

    # each row is the first of its neighbours, for DBSCAN too
    distances, _ = NearestNeighbors(n_neighbors=neighbours).fit(rows).kneighbors(rows)
    radius = max(knee(distances[:, -1]), LEAST_RADIUS)
    labels: NDArray[np.int64] = DBSCAN(eps=radius, min_samples=neighbours).fit_predict(rows)
    return labels


def _hdbscan(rows: Rows, neighbours: int, least: int) -> NDArray[np.int64]:
    from sklearn.cluster import HDBSCAN

    labels = np.full(len(rows), -1, dtype=np.int64)
    for is_one_enough in (False, True):
        asked = {"min_samples": neighbours, "allow_single_cluster": is_one_enough, "copy": True}
        # customers who are all alike have no distance, and so no finite density
        with np.errstate(divide="ignore", invalid="ignore"):
            labels = HDBSCAN(min_cluster_size=least, **asked).fit_predict(rows)
        if (labels >= 0).any():
            break
    return labels


def knee(distances: Rows) -> float:
    """Where sorted distances begin to rise steeply: farthest below the line between their ends.

    Satopaa, Albrecht, Irwin & Raghavan 2011, "Finding a 'kneedle' in a haystack".
    """
    ascending = np.sort(distances)
    rise = ascending[-1] - ascending[0]
    if not rise > 0:
        return float(ascending[0])
    below = np.linspace(0, 1, len(ascending)) - (ascending - ascending[0]) / rise
    return float(ascending[below.argmax()])


def _large(labels: NDArray[np.int64], least: int) -> NDArray[np.int64]:
    """Give the regions of at least so many rows numbers from 0 on, and -1 to all other rows."""
    names, counts = np.unique(labels[labels >= 0], return_counts=True)
    found = np.full(len(labels), -1, dtype=np.int64)
    for number, name in enumerate(names[counts >= least]):
        found[labels == name] = number
    return found


def summarised(rows: Rows, labels: NDArray[np.int64], seed: int) -> Regions:
    """Let few points stand for each region, and find the radius that fits best.

    The points are centroids of k-means among the region's rows (vector quantisation). Of the rows
    to which a region is the nearest, those within its radius should be its own, and those beyond
    it should be in none: the radius makes the fewest mistakes.
    """
    count = int(labels.max(initial=-1)) + 1
    if not count:
        return Regions(np.zeros((0, 1, rows.shape[1]), np.float32), np.zeros(0, np.float32))
    points = [_points(rows[labels == region], seed) for region in range(count)]
    most = max(map(len, points))
    padded = np.stack([part[np.arange(most) % len(part)] for part in points])
    away = np.column_stack([distance_to(rows, part) for part in points])
    nearest = away.argmin(axis=1)
    radii = np.array(
        [
            _radius(away[here, region], labels[here] == region, labels[here] < 0)
            for region in range(count)
            for here in [nearest == region]
        ]
    )
    return Regions(padded.astype(np.float32), radii.astype(np.float32))


def _points(members: Rows, seed: int) -> Rows:
    from sklearn.cluster import KMeans

    count = min(MOST_POINTS, -(-len(members) // MEMBERS_A_POINT))
    count = min(count, len(np.unique(members.round(4), axis=0)))
    fitted = KMeans(count, n_init=1, random_state=seed % 2**32).fit(members)
    centres: Rows = fitted.cluster_centers_
    return centres


def _radius(distances: Rows, is_own: NDArray[np.bool_], is_none: NDArray[np.bool_]) -> float:
    """Radius within which own rows are, and rows of no region are not, as far as can be."""
    order = np.argsort(distances, kind="stable")
    ascending = distances[order]
    gain = np.cumsum(is_own[order].astype(np.int64) - is_none[order])
    last = int(gain.argmax())
    # midway to the next: single precision must not decide
    further = ascending[min(last + 1, len(ascending) - 1)]
    return max(float(ascending[last] + further) / 2, LEAST_RADIUS)


def distance_to(embedding: NDArray[Any], points: NDArray[Any]) -> Rows:
    """Distance of each row to the nearest of some points."""
    best = np.full(len(embedding), np.inf)
    for point in points:
        away = embedding.astype(np.float64) - point
        np.minimum(best, (away * away).sum(axis=1), out=best)
    away_from_nearest: Rows = np.sqrt(best)
    return away_from_nearest


def stability(embedding: NDArray[np.float32], regions: Regions, method: str, seed: int) -> float:
    """Mean adjusted Rand index to the regions that random halves of the rows have."""
    from sklearn.metrics import adjusted_rand_score

    rng = np.random.default_rng(seed)
    labels = regions.nearest(embedding)
    scores = []
    for _ in range(REFITS):
        half = rng.permutation(len(embedding))[: -(-len(embedding) // 2)]
        again = find(embedding[np.sort(half)], method, seed).nearest(embedding)
        scores.append(adjusted_rand_score(labels, again))
    return round(float(np.mean(scores)), 4)
