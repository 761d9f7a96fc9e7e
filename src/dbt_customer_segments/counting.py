"""How many segments: every candidate compared, and one rule that picks."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dbt_customer_segments import clustering
from dbt_customer_segments.registry import Version

PRICE = 0.007
"""What one more segment must add to the value of all."""
NEAR = 0.002
"""Candidates whose values differ by no more are near ties: the fewest segments win."""
LEAST_SHARE = 0.02
"""A candidate whose smallest segment holds fewer customers is passed over, if others do not."""
LEAST_STABILITY = 0.5
"""A candidate of less stability is passed over, if others do not."""
STAY = 0.02
"""By how much new segments must be worth more than those of the champion, to replace them."""
SEARCH_ROWS = 4_000
SILHOUETTE_ROWS = 2_000
REFITS = 5


@dataclass(frozen=True)
class Candidate:
    """One way to cut customers into segments, and what is known of it.

    Attributes
    ----------
    is_continued : whether it is the champion's segments, continued
    outcomes_kept : share of the variance of what the network predicts for customers today that
        lies between segments; None without history
    embedding_kept : the same of the embedding
    value : what the rule compares: the mean of both, less ``PRICE`` a segment
    silhouette, davies_bouldin : on a sample; None where there is one segment
    stability : mean adjusted Rand index to refits on bootstrap samples; None where continued
    smallest_share : of customers
    held_out : R2 and AUC of held-out customers' next horizon; None without history
    """

    segments: int
    is_continued: bool
    outcomes_kept: float | None
    embedding_kept: float
    value: float
    silhouette: float | None
    davies_bouldin: float | None
    stability: float | None
    smallest_share: float
    held_out: dict[str, float] | None
    is_chosen: bool = False

    def as_fact(self) -> dict[str, Any]:
        """As the card keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class Measured:
    """What candidates are measured on: a sample of customers today.

    Attributes
    ----------
    embedding : array, shape (rows, dimensions)
    predictions : array, shape (rows, 2), or None without history
    """

    embedding: NDArray[np.float32]
    predictions: NDArray[np.float32] | None
    seed: int

    def describe(
        self,
        centroids: NDArray[np.float32],
        held_out: dict[str, float] | None,
        *,
        is_continued: bool = False,
    ) -> Candidate:
        """Measure the candidate with these centroids."""
        labels = clustering.nearest(self.embedding, centroids)
        stability = None if is_continued else self._stability(labels, len(centroids))
        return self.measure(labels, len(centroids), stability, held_out, is_continued=is_continued)

    def measure(
        self,
        labels: NDArray[np.int64],
        segments: int,
        stability: float | None,
        held_out: dict[str, float] | None,
        *,
        is_continued: bool = False,
    ) -> Candidate:
        """Measure the candidate that gives these labels."""
        kept = clustering.explained_in_all(labels, self.embedding)
        told = None
        if self.predictions is not None:
            told = clustering.explained(labels, self.predictions)
        shape = _shape(self.embedding, labels)
        value = (kept if told is None else (kept + told) / 2) - PRICE * segments
        return Candidate(
            segments=segments,
            is_continued=is_continued,
            outcomes_kept=_rounded(told),
            embedding_kept=round(kept, 4),
            value=round(value, 4),
            silhouette=_rounded(shape[0]),
            davies_bouldin=_rounded(shape[1]),
            stability=stability,
            smallest_share=round(float(np.bincount(labels).min() / len(labels)), 4),
            held_out=held_out,
        )

    def _stability(self, labels: NDArray[np.int64], count: int) -> float:
        """Mean adjusted Rand index to the clusters of bootstrap samples."""
        from sklearn.cluster import KMeans
        from sklearn.metrics import adjusted_rand_score
        from threadpoolctl import threadpool_limits

        rng = np.random.default_rng(self.seed)
        scores = []
        with threadpool_limits(1):
            for _ in range(REFITS):
                drawn = self.embedding[rng.integers(0, len(self.embedding), len(self.embedding))]
                count = min(count, len(np.unique(drawn.round(4), axis=0)))
                start = int(rng.integers(2**32))
                refitted = KMeans(count, n_init=3, random_state=start).fit(drawn)
                again = clustering.nearest(self.embedding, refitted.cluster_centers_)
                scores.append(adjusted_rand_score(labels, again))
        return round(float(np.mean(scores)), 4)


def pick(candidates: list[Candidate]) -> Candidate:
    """Choose the candidate of the greatest value; of near ties that with the fewest segments.

    Candidates with a tiny segment, or of little stability, are passed over unless all are. The
    champion's segments stay unless others are worth more by ``STAY``.
    """
    fresh = [candidate for candidate in candidates if not candidate.is_continued]
    sound = [candidate for candidate in fresh if _is_sound(candidate)] or fresh
    best = max((candidate.value for candidate in sound), default=-np.inf)
    for candidate in candidates:
        if candidate.is_continued and candidate.value >= best - STAY:
            return candidate
    near = [candidate for candidate in sound if candidate.value >= best - NEAR]
    return min(near, key=lambda candidate: candidate.segments)


SCHEMA = pa.schema(
    [
        ("model_version", pa.int32()),
        ("segment_count", pa.int32()),
        ("is_continued", pa.bool_()),
        ("outcomes_kept", pa.float64()),
        ("embedding_kept", pa.float64()),
        ("value", pa.float64()),
        ("held_out_revenue_r2", pa.float64()),
        ("held_out_purchase_auc", pa.float64()),
        ("silhouette", pa.float64()),
        ("davies_bouldin", pa.float64()),
        ("stability", pa.float64()),
        ("smallest_share", pa.float64()),
        ("is_chosen", pa.bool_()),
    ]
)


def to_table(versions: list[Version]) -> pa.Table:
    """List what the cards of these versions say of their candidates, as ``SCHEMA``."""
    rows = []
    for version in versions:
        for found in version.card.get("segment_count_search", []):
            told = found["held_out"] or {}
            rows.append(
                found
                | {
                    "model_version": version.model_version,
                    "segment_count": found["segments"],
                    "held_out_revenue_r2": told.get("revenue_r2"),
                    "held_out_purchase_auc": told.get("purchase_auc"),
                }
            )
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _is_sound(candidate: Candidate) -> bool:
    is_stable = candidate.stability is None or candidate.stability >= LEAST_STABILITY
    return is_stable and candidate.smallest_share >= LEAST_SHARE


def _shape(
    embedding: NDArray[np.float32], labels: NDArray[np.int64]
) -> tuple[float | None, float | None]:
    """Silhouette (Rousseeuw 1987) and Davies-Bouldin index (1979) on a sample."""
    from sklearn.metrics import davies_bouldin_score, silhouette_score

    some = clustering.sampled(embedding, SILHOUETTE_ROWS)
    seen = len(np.unique(labels[some]))
    if not 1 < seen < len(labels[some]):
        return None, None
    return (
        float(silhouette_score(embedding[some], labels[some])),
        float(davies_bouldin_score(embedding[some], labels[some])),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
