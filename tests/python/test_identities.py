"""Linked visitors are one, over any number of links: compared with a union-find."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbt_customer_segments.identities import components

Links = list[tuple[int, int]]

PATH_ORDER = np.random.default_rng(1).permutation(1000).tolist()
STEPS = list(pairwise(PATH_ORDER))
SHUFFLED = [STEPS[place] for place in np.random.default_rng(2).permutation(len(STEPS))]
GRAPHS: dict[str, tuple[Links, int]] = {
    "no node": ([], 0),
    "no link": ([], 3),
    "a link to itself": ([(1, 1)], 3),
    "one link, twice and both ways": ([(2, 1), (1, 2), (2, 1)], 3),
    "two components": ([(0, 3), (3, 5), (4, 1)], 6),
    "a cycle": ([(2, 3), (3, 4), (4, 2)], 6),
    "cycles that share a node": ([(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 2)], 5),
    "a star around the largest": ([(9, node) for node in range(9)], 10),
    "a path in order": ([(node, node + 1) for node in range(999)], 1000),
    "a path backwards": ([(node + 1, node) for node in reversed(range(999))], 1000),
    "a path of nodes in random order": (STEPS, 1000),
    "a path of nodes and links in random order": (SHUFFLED, 1000),
}


def labels(links: Links, nodes: int) -> list[int]:
    """What the package finds."""
    left, right = np.array(links, dtype=np.int64).reshape(-1, 2).T
    return [int(label) for label in components(left, right, nodes)]


def union_find(links: Links, nodes: int) -> list[int]:
    """The smallest node that each leads to, link by link."""
    parents = list(range(nodes))

    def root(node: int) -> int:
        while parents[node] != node:
            node = parents[node]
        return node

    for one, other in links:
        smaller, larger = sorted((root(one), root(other)))
        parents[larger] = smaller
    return [root(node) for node in range(nodes)]


@pytest.mark.parametrize("name", GRAPHS)
def test_components_are_those_of_a_union_find(name: str) -> None:
    links, nodes = GRAPHS[name]
    assert labels(links, nodes) == union_find(links, nodes)


def test_a_path_is_one_component() -> None:
    assert set(labels(SHUFFLED, 1000)) == {0}


@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=40))
def test_components_of_any_links_are_those_of_a_union_find(links: Links) -> None:
    assert labels(links, 20) == union_find(links, 20)
