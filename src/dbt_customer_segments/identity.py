"""Segments keep their ids over retrains: matched by the customers that they share."""

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

LEAST_OVERLAP = 0.3
"""Customers that two segments must share, of those in either, to be one and the same."""


def matched(
    former: NDArray[np.int64],
    now: NDArray[np.int64],
    former_count: int,
    count: int,
    alone: tuple[Sequence[int], Sequence[int]] = ((), ()),
) -> list[int | None]:
    """Match new segments to old ones so that as many customers as possible keep theirs.

    The assignment problem (Kuhn 1955, Naval Research Logistics 2, "The Hungarian method") over
    the numbers of customers that each pair shares.

    Parameters
    ----------
    former, now : arrays of int, shape (customers,)
        The same customers' old and new segments.
    former_count, count : int
        How many segments there were and are.
    alone : pair of sequences of int
        Old and new segments that are matched with none: those of customers who are in no other.

    Returns
    -------
    list of int or None, one for each new segment
        The old segment; None where no old one shares enough customers.
    """
    from scipy.optimize import linear_sum_assignment

    shared = np.zeros((count, former_count), dtype=np.int64)
    np.add.at(shared, (now, former), 1)
    either = shared.sum(axis=1)[:, None] + shared.sum(axis=0)[None, :] - shared
    shared[:, list(alone[0])] = 0
    shared[list(alone[1])] = 0
    partners: list[int | None] = [None] * count
    for new, old in zip(*linear_sum_assignment(-shared), strict=True):
        if shared[new, old] > 0 and shared[new, old] >= LEAST_OVERLAP * either[new, old]:
            partners[new] = int(old)
    return partners


def named(partners: Sequence[int | None], former_ids: Sequence[str], issued: int) -> list[str]:
    """Ids of new segments: that of the partner, or a number above the ``issued`` ones."""
    ids = []
    for partner in partners:
        if partner is None:
            issued += 1
            ids.append(f"s{issued:02d}")
        else:
            ids.append(former_ids[partner])
    return ids


def highest(cards: Iterable[dict[str, list[str]]]) -> int:
    """Highest number that any of these cards has issued; ids are never given again."""
    numbers = [
        int(found.group(1))
        for card in cards
        for segment_id in card["segment_ids"]
        if (found := re.fullmatch(r"s(\d+)", segment_id))
    ]
    return max(numbers, default=0)


def reassigned_share(former: NDArray[np.str_], now: NDArray[np.str_]) -> float:
    """Share of the customers whose segment's id is another one now."""
    return round(float(np.mean(former != now)), 4)
