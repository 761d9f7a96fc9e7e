"""Which challengers become champion, and what is written down of it."""

from typing import Any

import pyarrow as pa
import pytest
from networks import card, network, version

from dbt_customer_segments import evaluation, promotion
from dbt_customer_segments.promotion import BETTER_BY, WORSE_BY, Verdict, judge
from dbt_customer_segments.training_data import TrainingData

FORMER = 0.3


@pytest.fixture
def data() -> TrainingData:
    """Four customers, near to the first segment of test networks and to the second in turn."""
    current = {"customer_id": list("abcd"), "order_count": [1.0, 9, 1, 9]}
    table = pa.table(current | {"lifetime_revenue": [1.0, 9, 1, 9]})
    return TrainingData(["order_count"], None, table, table, "2024-02-01", [])


@pytest.fixture
def judged(data: TrainingData, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Judge a challenger whose held-out R2 is higher by ``gain``; ``facts`` are its card's."""

    def judged(gain: float | None, share: float = 0.2, **facts: Any) -> Verdict:
        former = None if gain is None else {"revenue_r2": FORMER, "purchase_auc": 0.7}
        monkeypatch.setattr(evaluation, "evaluate", lambda *_: former)
        told = None if gain is None else {"revenue_r2": FORMER + gain, "purchase_auc": 0.7}
        described = card(**facts)
        given = settings(max_reassigned_share=share)
        return judge(version(7), described | {"held_out": told}, network(described), data, given)

    return judged


def test_the_first_version_is_promoted(data: TrainingData, settings: Any) -> None:
    verdict = judge(None, card(), network(card()), data, settings())
    assert verdict == Verdict(is_promoted=True, reason="There was no champion.")


def test_a_version_that_is_not_worse_is_promoted(judged: Any) -> None:
    verdict = judged(-0.9 * WORSE_BY)
    assert verdict.is_promoted
    assert verdict.reason == "It is newer and not worse."
    assert verdict.champion_version == 7
    assert (verdict.champion_revenue_r2, verdict.champion_purchase_auc) == (FORMER, 0.7)
    assert verdict.reassigned_share == 0


def test_a_worse_version_is_not(judged: Any) -> None:
    verdict = judged(-0.02)
    assert not verdict.is_promoted
    assert verdict.reason == "It explains less of held-out revenue: R2 lower by 0.0200."


def test_a_version_that_moves_many_must_be_better(judged: Any) -> None:
    swapped = {"segment_ids": ["s01", "s03"]}  # half of the customers are in s02
    verdict = judged(0.9 * BETTER_BY, **swapped)
    assert not verdict.is_promoted
    assert verdict.reassigned_share == 0.5
    assert verdict.reason == (
        "It moves 50.0% of the customers, more than segments_max_reassigned_share, and is not "
        "better."
    )
    assert judged(0.9 * BETTER_BY, share=0.5, **swapped).is_promoted
    better = judged(0.02, **swapped)
    assert better.is_promoted
    assert better.reason == "It explains more of held-out revenue: R2 higher by 0.0200."


def test_without_held_out_outcomes_only_moves_count(judged: Any) -> None:
    assert judged(None).reason == "It is newer; there are no held-out outcomes to compare."
    assert not judged(None, segment_ids=["s01", "s03"]).is_promoted


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"features": ["lifetime_revenue"]}, "The features changed."),
        ({"count": 5}, "segments_count changed."),
        ({"network": "none"}, "segments_network changed."),
        ({"clustering": "dbscan"}, "segments_clustering changed."),
        ({"horizon_days": 30}, "segments_horizon_days changed."),
    ],
)
def test_who_answers_another_question_is_promoted(
    judged: Any, facts: dict[str, Any], reason: str
) -> None:
    verdict = judged(-0.2, **facts)
    assert verdict.is_promoted
    assert verdict.reason == reason


def test_a_champion_that_cannot_score_any_more_gives_way(data: TrainingData, settings: Any) -> None:
    former = version(7, features=["shoe_size"])
    verdict = promotion.judge(former, card(), network(card()), data, settings())
    assert verdict.is_promoted
    assert verdict.reason == "The champion's features are not there any more."
