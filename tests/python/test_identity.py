"""Ids of segments over retrains: matched by shared customers, never given twice."""

import numpy as np
import pytest

from dbt_customer_segments.identity import highest, matched, named, reassigned_share


def test_segments_are_matched_by_most_shared_customers() -> None:
    former = np.array([0, 0, 0, 1, 1, 1, 2, 2])
    now = np.array([2, 2, 2, 0, 0, 1, 1, 1])
    assert matched(former, now, 3, 3) == [1, 2, 0]


def test_the_whole_decides_and_not_the_first_pair() -> None:
    # 0 shares most with old 0, yet more customers keep theirs if old 0 goes to new 1
    former = np.repeat([0, 0, 1], [5, 4, 4])
    now = np.repeat([0, 1, 0], [5, 4, 4])
    assert matched(former, now, 2, 2) == [1, 0]


def test_a_segment_that_shares_too_little_is_a_new_one() -> None:
    former = np.zeros(10, dtype=np.int64)
    # 2 of 10 customers are shared by either: less than three tenths
    now = np.array([1, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    assert matched(former, now, 1, 2) == [0, None]
    assert matched(former[:2], np.array([2, 2]), 1, 3) == [None, None, 0]


def test_a_segment_that_nobody_is_in_has_no_partner() -> None:
    assert matched(np.array([0, 0]), np.array([0, 0]), 2, 2) == [0, None]


def test_customers_who_are_in_no_segment_make_none() -> None:
    # old 1 and new 2 are the unassigned: they share most, but neither is the other's partner
    former = np.repeat([0, 1, 1, 1], [2, 9, 4, 2])
    now = np.repeat([2, 2, 1, 0], [2, 9, 4, 2])
    assert matched(former, now, 2, 3) == [None, None, 1]
    assert matched(former, now, 2, 3, ([1], [2])) == [None, None, None]
    # nor do they stand in the way of others
    assert matched(np.repeat([0, 0], [6, 4]), np.repeat([1, 0], [6, 4]), 1, 2) == [None, 0]
    assert matched(np.repeat([0, 0], [6, 4]), np.repeat([1, 0], [6, 4]), 1, 2, ([], [1])) == [
        0,
        None,
    ]


def test_new_segments_get_numbers_above_all_that_were_issued() -> None:
    assert named([1, None, 0, None], ["s01", "s07"], issued=9) == ["s07", "s10", "s01", "s11"]
    assert named([None, None], [], issued=0) == ["s01", "s02"]
    assert named([None], [], issued=99) == ["s100"]


def test_the_highest_number_is_that_of_any_version() -> None:
    cards = [{"segment_ids": ["s01", "s12"]}, {"segment_ids": ["s03", "gold"]}]
    assert highest(cards) == 12
    assert highest([]) == 0


def test_reassigned_are_those_whose_id_differs() -> None:
    now = np.array(["s01", "s02", "s02", "s09"])
    assert reassigned_share(np.array(["s01", "s02", "s03", "s01"]), now) == pytest.approx(0.5)
