"""The rules of the segments: found on a sample of customers, and counted on all of them."""

from typing import Any

import numpy as np
import pyarrow as pa

from dbt_customer_segments import rule_search, warehouse

SAMPLED_CUSTOMERS = 10_000
"""Customers that the search looks at, at most."""
SCHEMA = pa.schema(
    [
        ("segment_id", pa.string()),
        ("condition", pa.string()),
        ("condition_count", pa.int32()),
        ("rule_rank", pa.int32()),
        ("selected_count", pa.int64()),
        ("hit_count", pa.int64()),
        ("member_count", pa.int64()),
        ("named_count", pa.int64()),
        ("customer_count", pa.int64()),
    ]
)


def conditions(session: Any, customers: Any, catalog: Any) -> Any:
    """Find and count a condition for every segment.

    Parameters
    ----------
    session
        The engine's session.
    customers
        Relation of customer_id, segment_id, sample_share (the customer's hash, from 0 to 1) and
        every feature.
    catalog
        Relation of the features and whether segmentation uses them.

    Returns
    -------
    relation
        Rows of ``SCHEMA``, one per segment. The counts are those of the condition's own text in
        the engine, over all customers: how many it selects, how many of these and of all are
        members, and, the same in every row, how many customers have the segment of the first
        condition, by rank, that holds for them.
    """
    listed = warehouse.read(catalog, where="is_used_by_segmentation").to_pylist()
    used = {row["feature_name"] for row in listed}
    # in the order of the columns, which Spark's tables do not keep
    features = [name for name in customers.columns if name in used]
    total, segments = warehouse.aggregate(customers, ["count(*)", "array_agg(distinct segment_id)"])
    if not total:
        return warehouse.frame(session, SCHEMA.empty_table())
    found = _searched(_sample(customers, features, total, segments), features)
    return warehouse.frame(session, _counted(customers, found, int(total)))


def _sample(customers: Any, features: list[str], total: int, segments: list[str]) -> pa.Table:
    """Read about ``SAMPLED_CUSTOMERS``, and all of a segment that is too rare to be among them."""

    def read(where: str) -> pa.Table:
        columns = ["segment_id", *features]
        return warehouse.read(customers, columns=columns, where=where, order="customer_id")

    sample = read(f"sample_share < {min(1.0, SAMPLED_CUSTOMERS / total)!r}")
    rare = sorted(set(segments) - set(sample.column("segment_id").to_pylist()))
    added = [read(f"segment_id = {_literal(segment)}") for segment in rare]
    return pa.concat_tables([sample, *added])


def _searched(sample: pa.Table, features: list[str]) -> dict[str, tuple[str, int]]:
    """Conditions, as SQL and number of comparisons, the most precise first."""
    values = np.empty((sample.num_rows, len(features)))
    for place, name in enumerate(features):
        column = sample.column(name).cast(pa.float64())
        values[:, place] = column.to_numpy(zero_copy_only=False)
    segments = np.array(sample.column("segment_id").to_pylist(), dtype=np.str_)
    found = rule_search.find(values, segments)
    return {
        segment: (condition.sql(features), len(condition.comparisons))
        for segment, condition in found.items()
    }


def _counted(customers: Any, found: dict[str, tuple[str, int]], total: int) -> pa.Table:
    """Count what each condition selects among all customers."""
    counts, branches = [], []
    for segment, (condition, _) in found.items():
        member = f"segment_id = {_literal(segment)}"
        counts += [f"({condition})", f"({condition}) and {member}", member]
        branches.append(f"when {condition} then {_literal(segment)}")
    counts.append(f"case {' '.join(branches)} end = segment_id")
    *numbers, named = warehouse.aggregate(
        customers, [f"count(*) filter (where {count})" for count in counts]
    )
    rows = []
    for place, (segment, (condition, length)) in enumerate(found.items()):
        selected, hits, members = numbers[3 * place : 3 * place + 3]
        described = (segment, condition, length, place + 1)
        rows.append((*described, selected, hits, members, named, total))
    columns = [dict(zip(SCHEMA.names, row, strict=True)) for row in rows]
    return pa.Table.from_pylist(columns, schema=SCHEMA)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
