"""Find, for each segment, a conjunction of a few readable comparisons that approximates it.

A beam search adds comparisons one by one and keeps the best conjunctions of every length (as in
CN2, Clark & Niblett 1989, Machine Learning 3(4)); which of its finds a segment gets is then chosen
for all segments together, so that the conditions part the customers well as a list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

MOST_COMPARISONS = 4
BEAM = 20
"""Conjunctions of each length that are made longer."""
THRESHOLDS = 32
"""Thresholds a feature, at most."""
FIDELITY = 0.85
"""Share of customers for whom a condition should agree with the membership."""
WORTH = 0.003
"""F1 that a comparison must add, to be worth reading."""
GIVEN_UP = 0.05
"""Share of its F1 that a condition may give up for the list as a whole."""

Rows = NDArray[np.int64]


@dataclass(frozen=True, order=True)
class Comparison:
    """A feature beside a number; does not hold where the feature is null."""

    feature: int
    is_below: bool
    threshold: float

    def sql(self, features: Sequence[str]) -> str:
        """Write it as SQL, the number without an exponent and exactly as it is compared."""
        number = np.format_float_positional(self.threshold, trim="-")
        return f"{features[self.feature]} {'<' if self.is_below else '>='} {number}"


@dataclass(frozen=True)
class Condition:
    """A conjunction and what it selects: counts of customers, and which they are."""

    comparisons: tuple[Comparison, ...]
    rows: Rows
    hits: int
    members: int
    customers: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.hits / (len(self.rows) + self.members)

    @property
    def agreement(self) -> float:
        """Share of customers who are selected and members, or neither."""
        return 1 - (len(self.rows) + self.members - 2 * self.hits) / self.customers

    @property
    def precision(self) -> float:
        """Share of the selected who are members."""
        return self.hits / max(len(self.rows), 1)

    @property
    def worth(self) -> float:
        """F1 less a little for every comparison."""
        return self.f1 - WORTH * len(self.comparisons)

    def sql(self, features: Sequence[str]) -> str:
        """Write it to stand behind ``where``."""
        return " and ".join(one.sql(features) for one in self.comparisons) or "true"


def find(values: NDArray[np.float64], segments: NDArray[np.str_]) -> dict[str, Condition]:
    """Find the condition of every segment.

    Parameters
    ----------
    values : array of shape (customers, features)
        Features in double precision, NaN for null.
    segments : array of shape (customers,)
        Ids.

    Returns
    -------
    dict
        Conditions of the segments, the most precise first: where several hold, the first counts.
    """
    table = _Table(values)
    ids = sorted(set(segments.tolist()))
    pools = [_pool(table, segments == segment) for segment in ids]
    codes = np.searchsorted(ids, segments)
    found = dict(zip(ids, _agreed(pools, codes), strict=True))
    return dict(sorted(found.items(), key=lambda item: (-item[1].precision, item[0])))


def thresholds(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Find at most ``THRESHOLDS`` readable numbers that split the values of a feature.

    They are quantiles in two significant digits; of few different values, the shortest numbers
    between them.
    """
    known = np.unique(values[~np.isnan(values)])
    if len(known) <= THRESHOLDS:
        return np.array([shortest_between(low, high) for low, high in pairwise(known)])
    places = np.linspace(0, 1, THRESHOLDS + 2)[1:-1]
    quantiles = np.quantile(values[~np.isnan(values)], places, method="nearest")
    rounded = np.unique(np.array([float(f"{quantile:.1e}") for quantile in quantiles]))
    inside: NDArray[np.float64] = rounded[(rounded > known[0]) & (rounded <= known[-1])]
    return inside


def shortest_between(low: float, high: float) -> float:
    """Return the number above ``low``, and up to ``high``, of the fewest significant digits."""
    for digits in range(17):
        for number in (high, (low + high) / 2):
            rounded = float(f"{number:.{digits}e}")
            if low < rounded <= high:
                return rounded
    return high


class _Table:
    """Features as numbers of intervals between thresholds, to count with."""

    def __init__(self, values: NDArray[np.float64]) -> None:
        self.thresholds = [thresholds(column) for column in values.T]
        self.customers, self._features = values.shape
        longest = max((len(numbers) for numbers in self.thresholds), default=0)
        # the last interval is that of nulls
        self._width = longest + 2
        self._codes = np.empty(values.shape, np.int64)
        for place, numbers in enumerate(self.thresholds):
            column = values[:, place]
            codes = np.searchsorted(numbers, column, side="right")
            self._codes[:, place] = np.where(np.isnan(column), self._width - 1, codes)
        self._cells = self._codes + np.arange(self._features) * self._width
        lengths = np.array([len(numbers) for numbers in self.thresholds], np.int64)
        self.exists = np.arange(longest) < lengths[:, None]

    def counts(
        self, rows: Rows, is_member: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Count rows at or above, and below, every threshold, and those of them who are members.

        Both are of shape (2, features, thresholds).
        """
        cells = self._cells[rows]
        own = self._totals(cells[is_member[rows]])
        return own + self._totals(cells[~is_member[rows]]), own

    def _totals(self, cells: Rows) -> NDArray[np.int64]:
        counted = np.bincount(cells.ravel(), minlength=self._features * self._width)
        known = counted.reshape(self._features, self._width)[:, :-1]
        below = np.cumsum(known, axis=1)[:, :-1]
        return np.stack([known.sum(axis=1, keepdims=True) - below, below])

    def selected(self, rows: Rows, is_below: int, feature: int, place: int) -> Rows:
        """Rows for which a comparison holds."""
        codes = self._codes[rows, feature]
        holds = codes <= place if is_below else (codes > place) & (codes < self._width - 1)
        selected: Rows = rows[holds]
        return selected


def _pool(table: _Table, is_member: NDArray[np.bool_]) -> list[Condition]:
    """Conditions to choose from, the best first; all agree with the membership where any does."""
    found = [*_beam(table, is_member, 1.0), *_beam(table, is_member, 0.5)]
    good = [condition for condition in found if condition.agreement >= FIDELITY]
    best = good or [max(found, key=lambda condition: condition.agreement)]
    return sorted(best, key=lambda condition: (-condition.worth, condition.comparisons))


def _beam(table: _Table, is_member: NDArray[np.bool_], beta: float) -> list[Condition]:
    """All conjunctions that a beam search meets which is led by the F measure of ``beta``."""
    members, weight = int(is_member.sum()), beta * beta
    everybody = Condition((), np.arange(table.customers), members, members, table.customers)
    if members == table.customers:
        return [everybody]
    level, found = [everybody], []
    for _ in range(MOST_COMPARISONS):
        longer = []
        for place, condition in enumerate(level):
            selected, hits = table.counts(condition.rows, is_member)
            scores = (1 + weight) * hits / (selected + weight * members)
            scores = np.where(table.exists, scores, -1.0)
            for best in np.argsort(-scores, axis=None, kind="stable")[: 2 * BEAM].tolist():
                cell = tuple(int(number) for number in np.unravel_index(best, scores.shape))
                if scores[cell] > 0:
                    longer.append((-scores[cell], place, cell, selected[cell], hits[cell]))
        former, level, seen = level, [], set()
        for _, place, cell, count, hit in sorted(longer):
            # what selects as many, and as many members, selects the same customers as a rule
            if (count, hit) not in seen and len(level) < BEAM:
                seen.add((count, hit))
                level.append(_longer(table, former[place], cell, int(hit)))
        found += level
    return found or [everybody]


def _longer(table: _Table, condition: Condition, cell: tuple[int, ...], hits: int) -> Condition:
    is_below, feature, place = cell
    added = Comparison(feature, bool(is_below), float(table.thresholds[feature][place]))
    bounds = condition.comparisons
    # a tighter bound stands for a wider one
    same = [one for one in bounds if (one.feature, one.is_below) == (feature, added.is_below)]
    others = [one for one in bounds if one not in same]
    bound = min if is_below else max
    tightest = bound([*same, added], key=lambda comparison: comparison.threshold)
    return Condition(
        tuple(sorted([*others, tightest])),
        table.selected(condition.rows, is_below, feature, place),
        hits,
        condition.members,
        condition.customers,
    )


def _agreed(pools: list[list[Condition]], segments: NDArray[np.int64]) -> list[Condition]:
    """One condition of each pool, so that as a list they name most customers' segments."""
    chosen = [pool[0] for pool in pools]
    best = _named(chosen, segments)
    former: list[Condition] = []
    while former != chosen:
        former = list(chosen)
        for place, pool in enumerate(pools):
            least = (1 - GIVEN_UP) * pool[0].worth
            for condition in pool:
                changed = [*chosen[:place], condition, *chosen[place + 1 :]]
                named = _named(changed, segments) if condition.worth >= least else 0
                if named > best:
                    best, chosen = named, changed
    return chosen


def _named(chosen: list[Condition], segments: NDArray[np.int64]) -> int:
    """Count the customers whose segment is that of the most precise condition that holds."""
    named = np.full(len(segments), -1)
    for place in sorted(range(len(chosen)), key=lambda place: (chosen[place].precision, -place)):
        named[chosen[place].rows] = place
    return int((named == segments).sum())
