"""segment_rules of the demo shop: what is printed is what its conditions give."""

import pytest
from projects import Build
from recounts import assert_rules_hold

pytestmark = pytest.mark.slow


def test_rules_of_the_demo_shop_give_what_they_state(demo: Build) -> None:
    assert_rules_hold(demo)


def test_rules_of_the_demo_shop_find_the_segments(demo: Build) -> None:
    overall, worst = demo.query(
        "select min(overall_fidelity), min(recall_share) from segment_rules"
    )[0]
    assert overall >= 0.9
    assert worst >= 0.8
