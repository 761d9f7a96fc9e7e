"""Which anonymous visitors are one: the connected components of the links between them."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dbt_customer_segments import warehouse

SCHEMA = pa.schema(
    [("anonymous_id", pa.string()), ("group_id", pa.string()), ("cutoff_on", pa.date32())]
)


def visitor_groups(session: Any, identities: Any, cutoffs: Any) -> Any:
    """Follow the links that were known at each cutoff to their ends.

    Parameters
    ----------
    session
        The engine's session.
    identities
        Relation with ``anonymous_id``, ``other_anonymous_id`` and ``linked_on``, null for what
        was always known. Its links between visitors are read into memory.
    cutoffs
        Relation with ``cutoff_on``.
    """
    links = warehouse.read(
        identities,
        columns=["anonymous_id", "other_anonymous_id", "linked_on"],
        where="other_anonymous_id is not null",
    )
    tables = [SCHEMA.empty_table()]
    # without links there is nothing to ask the cutoffs for
    dates = warehouse.read(cutoffs, columns=["cutoff_on"])["cutoff_on"] if links.num_rows else []
    for cutoff in dates:
        known = pc.fill_null(pc.less(links["linked_on"], cutoff), True)
        tables.append(_groups(links.filter(known), cutoff))
    return warehouse.frame(session, pa.concat_tables(tables))


def _groups(links: pa.Table, cutoff: pa.Scalar) -> pa.Table:
    """Every visitor of some links, with the smallest one that they lead to."""
    ends = [links[name].combine_chunks() for name in ("anonymous_id", "other_anonymous_id")]
    visitors = pc.unique(pa.concat_arrays(ends))
    visitors = visitors.take(pc.sort_indices(visitors))
    left, right = (pc.index_in(end, value_set=visitors).to_numpy() for end in ends)
    smallest = components(left, right, len(visitors))
    cutoffs = pa.repeat(cutoff, len(visitors)).cast(pa.date32())
    return pa.table([visitors, visitors.take(pa.array(smallest)), cutoffs], schema=SCHEMA)


def components(left: NDArray[Any], right: NDArray[Any], nodes: int) -> NDArray[np.int64]:
    """Label every node with the smallest node of its connected component.

    Every round hooks roots onto smaller labels that their members' links show, and then halves
    the ways to the roots (Shiloach and Vishkin 1982): a chain of n links takes about log n rounds.

    Parameters
    ----------
    left, right : arrays of int, shape (links,)
        The two ends of each link.
    nodes : int
        Number of nodes; the ends are from 0 to ``nodes - 1``.

    Returns
    -------
    array of int64, shape (nodes,)
    """
    label = np.arange(nodes, dtype=np.int64)
    while True:
        smaller = np.minimum(label[left], label[right])
        hooked = label.copy()
        for end in (left, right):
            np.minimum.at(hooked, label[end], smaller)
            np.minimum.at(hooked, end, smaller)
        while not np.array_equal(shorter := hooked[hooked], hooked):
            hooked = shorter
        if np.array_equal(hooked, label):
            return label
        label = hooked
