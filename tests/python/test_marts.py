"""The public tables of the demo shop, recounted from one another and from its order lines."""

import pytest
from projects import Build

pytestmark = pytest.mark.slow

BUYERS = """select distinct customer_id from main_internal.stg_segments__order_lines
    where is_purchase"""


@pytest.mark.parametrize(
    "table", ["customer_features", "customer_rfm", "customer_segments", "customer_embeddings"]
)
def test_a_customer_table_holds_every_buyer_and_nobody_else(demo: Build, table: str) -> None:
    lost = demo.query(f"({BUYERS}) except select customer_id from {table}")
    added = demo.query(f"select customer_id from {table} except ({BUYERS})")
    assert (lost, added) == ([], [])
    assert demo.query(f"select count(*) from ({BUYERS})") == demo.query(
        f"select count(*) from {table}"
    )


def test_segments_are_those_of_the_customers(demo: Build) -> None:
    recounted = demo.query(
        """select segment_id, segment_name, count(*), cast(sum(amount) as double)
        from customer_segments
        inner join (
            select customer_id, sum(net_amount) as amount
            from main_internal.stg_segments__order_lines where is_purchase group by all
        ) using (customer_id)
        group by all order by all"""
    )
    found = demo.query(
        "select segment_id, segment_name, customer_count, lifetime_revenue from segments order by 1"
    )
    assert [row[:3] for row in found] == [row[:3] for row in recounted]
    assert [row[3] for row in found] == pytest.approx([row[3] for row in recounted], abs=0.01)


def test_profiles_are_means_of_the_features(demo: Build) -> None:
    found = demo.query(
        """select segment_id, feature_mean, feature_median, overall_mean
        from segment_profiles where feature_name = 'average_order_value' order by 1"""
    )
    recounted = demo.query(
        """select segment_id, avg(average_order_value), median(average_order_value),
            (select avg(average_order_value) from customer_features)
        from customer_segments inner join customer_features using (customer_id)
        group by segment_id order by 1"""
    )
    assert [row[0] for row in found] == [row[0] for row in recounted]
    for one, other in zip(found, recounted, strict=True):
        # profiles are summed in six digits, so that they do not depend on the order of the rows
        assert one[1:] == pytest.approx(other[1:], abs=1e-5)


def test_every_segment_has_every_feature_once_and_ranked(demo: Build) -> None:
    ranks = demo.query(
        "select segment_id, list(difference_rank order by difference_rank)"
        " from segment_profiles group by 1"
    )
    assert len(ranks) == demo.query("select count(*) from segments")[0][0]
    for _, given in ranks:
        assert given == list(range(1, len(given) + 1))


def test_one_version_is_champion_and_scored_everybody(demo: Build) -> None:
    champions = demo.query("select model_version from segment_models where is_champion")
    assert demo.query("select distinct model_version from customer_segments") == champions
    assert len(champions) == 1
