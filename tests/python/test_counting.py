"""How many segments: the rule that picks, and what candidates are measured by."""

from typing import Any

import numpy as np
import pytest
from networks import version
from sklearn.metrics import davies_bouldin_score, silhouette_score

from dbt_customer_segments import clustering, counting
from dbt_customer_segments.counting import NEAR, PRICE, STAY, Candidate, Measured, pick


def candidate(segments: int, value: float, **others: Any) -> Candidate:
    facts = {
        "is_continued": False,
        "outcomes_kept": 0.9,
        "embedding_kept": 0.8,
        "silhouette": 0.3,
        "davies_bouldin": 1.0,
        "stability": 0.9,
        "smallest_share": 0.1,
        "held_out": None,
    }
    return Candidate(segments=segments, value=value, **{**facts, **others})


def picked(*candidates: Candidate) -> Candidate:
    return pick(list(candidates))


def test_the_greatest_value_wins() -> None:
    best = candidate(6, 0.8)
    assert picked(candidate(4, 0.7), best, candidate(8, 0.79)) is best


def test_near_ties_go_to_fewer() -> None:
    few, many = candidate(5, 0.8 - 0.9 * NEAR), candidate(9, 0.8)
    assert picked(few, many) is few
    assert picked(candidate(5, 0.8 - 1.1 * NEAR), many) is many


@pytest.mark.parametrize("fault", [{"smallest_share": 0.01}, {"stability": 0.4}])
def test_unsound_candidates_are_passed_over_unless_all_are(fault: dict[str, float]) -> None:
    sound = candidate(4, 0.7)
    unsound = candidate(9, 0.8, **fault)
    assert picked(sound, unsound) is sound
    assert picked(candidate(4, 0.7, **fault), unsound) is unsound


def test_the_champions_segments_stay_unless_others_are_clearly_worth_more() -> None:
    former = candidate(7, 0.8 - 0.9 * STAY, is_continued=True, stability=None)
    better = candidate(8, 0.8)
    assert picked(better, former) is former
    assert picked(better, candidate(7, 0.8 - 1.1 * STAY, is_continued=True)) is better


def test_the_segment_that_two_parts_fit_best_is_split() -> None:
    rng = np.random.default_rng(0)
    spread = rng.normal(0, 0.1, (120, 8))
    # one segment of two kinds, one of one kind, one of customers who are all alike
    spread[:40, 0] += np.repeat([-3, 3], 20)
    spread[80:] = 1
    embedding, labels = spread.astype(np.float32), np.repeat([0, 1, 2], 40)
    centroids, kept = clustering.continued(embedding, labels, least=4, seed=1)
    assert kept == [0, 1, 2, None]
    assert sorted(centroids[[0, 3], 0].tolist()) == pytest.approx([-3, 3], abs=0.1)


def test_segments_that_are_too_few_are_split_where_it_pays_most() -> None:
    # 7 has two far parts, of 4 and 2 customers; 9 two near ones; nobody is left in 8
    embedding = np.array([[0], [0], [0], [0], [9], [9], [20], [20], [23]], dtype=np.float32)
    labels = np.array([7, 7, 7, 7, 7, 7, 9, 9, 9])
    found = [clustering.continued(embedding, labels, least, seed=1) for least in (1, 2, 3, 4, 9)]
    assert [kept for _, kept in found] == [
        [7, 9],
        [7, 9],
        [7, 9, None],
        [7, 9, None, None],
        # all parts are of one kind now
        [7, 9, None, None],
    ]
    assert [centroids[:, 0].tolist() for centroids, _ in found[1:4]] == [
        [3, 21],
        [0, 21, 9],
        [0, 20, 9, 23],
    ]


@pytest.fixture
def three_kinds() -> np.ndarray:
    rng = np.random.default_rng(0)
    centres = np.array([[0, 0], [10, 0], [0, 10]])
    return (centres[np.arange(300) % 3] + rng.standard_normal((300, 2))).astype(np.float32)


def test_a_candidate_is_measured_as_its_definitions_say(three_kinds: np.ndarray) -> None:
    centroids, labels = clustering.cluster(three_kinds, 3, seed=0)
    # told by the first kind alone
    predictions = (labels == labels[0])[:, None].repeat(2, axis=1).astype(np.float32)
    found = Measured(three_kinds, predictions, seed=0).describe(centroids, {"revenue_r2": 0.5})
    within = ((three_kinds - centroids[labels]) ** 2).sum()
    total = ((three_kinds - three_kinds.mean(axis=0)) ** 2).sum()
    assert found.outcomes_kept == 1
    assert found.embedding_kept == pytest.approx(1 - within / total, abs=1e-4)
    assert found.value == pytest.approx((2 - within / total) / 2 - 3 * PRICE, abs=1e-4)
    assert found.silhouette == pytest.approx(silhouette_score(three_kinds, labels), abs=1e-4)
    assert found.davies_bouldin == pytest.approx(
        davies_bouldin_score(three_kinds, labels), abs=1e-4
    )
    assert found.stability == 1  # kinds this far apart are found in every sample
    assert found.smallest_share == pytest.approx(1 / 3, abs=1e-4)
    assert found.held_out == {"revenue_r2": 0.5}


def test_without_history_the_embedding_alone_counts(three_kinds: np.ndarray) -> None:
    found = [
        Measured(three_kinds, None, seed=0).describe(
            clustering.cluster(three_kinds, count, seed=0)[0], None
        )
        for count in (2, 3, 4)
    ]
    assert pick(found).segments == 3
    assert found[0].outcomes_kept is None


def test_one_segment_has_no_shape(three_kinds: np.ndarray) -> None:
    found = Measured(three_kinds, None, seed=0).describe(np.zeros((1, 2), np.float32), None)
    assert (found.silhouette, found.davies_bouldin, found.stability) == (None, None, 1)


def test_continued_segments_are_means_of_those_who_were_in_them(three_kinds: np.ndarray) -> None:
    labels = np.where(np.arange(300) % 3 == 0, 4, 1)
    centroids, kept = clustering.continued(three_kinds, labels, least=2, seed=1)
    assert kept == [1, 4]
    np.testing.assert_allclose(centroids[1], three_kinds[labels == 4].mean(axis=0), atol=1e-5)


def test_cards_become_rows_of_a_table() -> None:
    facts = candidate(4, 0.7, held_out={"revenue_r2": 0.25, "purchase_auc": 0.75}).as_fact()
    versions = [version(1), version(2, segment_count_search=[facts, facts | {"held_out": None}])]
    rows = counting.to_table(versions).to_pylist()
    assert [row["model_version"] for row in rows] == [2, 2]
    assert [row["held_out_revenue_r2"] for row in rows] == [0.25, None]
    assert rows[0]["segment_count"] == 4
    assert rows[0]["value"] == 0.7
