"""Mine frequent itemsets of any length, level by level, in the warehouse's SQL.

An itemset is its first items, the prefix, and one item more. Two frequent itemsets with one prefix
that stand in a basket together are a candidate one item longer: their union, whose prefix is the
first of them. So every candidate has two frequent subsets already, and a basket is only looked at
for the itemsets that it holds (Zaki 2000, equivalence classes; Agrawal and Srikant 1994, pruning).
"""

from dataclasses import dataclass
from typing import Any

from dbt_customer_segments import warehouse
from dbt_customer_segments.exceptions import TooManyItemsetsError

# Baskets of all customers are one group.
_ONE_GROUP = """
(select basket_key, item_id, '' as group_id, {minimum} as least_count from mined_baskets)
"""
# Rare items stand first: classes of one prefix are then small.
_ITEMS = """
select
    item_id,
    group_id,
    least_count,
    row_number() over (order by count(*), group_id, item_id) as item,
    count(*) as basket_count
from {baskets} as basket_items
group by item_id, group_id, least_count
having count(*) >= least_count
"""
_OCCURRENCES = """
select cast(0 as bigint) as prefix, items_1.item as itemset, basket_items.basket_key
from {baskets} as basket_items
inner join items_1
    on basket_items.item_id = items_1.item_id
    and basket_items.group_id = items_1.group_id
"""
_SETS = """
select
    item as itemset, cast(0 as bigint) as prefix, item, basket_count, group_id, least_count
from items_1
"""
_MEMBERS = "select item as itemset, item_id from items_1"

# Itemsets are numbered by prefix and last item, so siblings stand in the order of their items.
_JOINED = """
    from occurrences_{level} as earlier
    inner join occurrences_{level} as later
        on earlier.basket_key = later.basket_key
        and earlier.prefix = later.prefix
        and earlier.itemset < later.itemset
"""
_LONGER_SETS = """
with candidates as (
    select earlier.itemset, later.itemset as sibling, count(*) as basket_count
    {joined}
    group by earlier.itemset, later.itemset
    having count(*) >= {minimum}
)
select
    {offset} + row_number() over (order by candidates.itemset, candidates.sibling) as itemset,
    candidates.itemset as prefix,
    candidates.sibling,
    siblings.item,
    candidates.basket_count,
    shorter.group_id,
    shorter.least_count
from candidates
inner join sets_{level} as shorter on candidates.itemset = shorter.itemset
inner join sets_{level} as siblings on candidates.sibling = siblings.itemset
where candidates.basket_count >= shorter.least_count
"""
# A prefix with one item more makes no candidate: its baskets are not needed. One number stands for
# both parts of an itemset: it is only known where they meet, so no engine joins it sooner.
_LONGER_OCCURRENCES = """
with siblings as (
    select prefix from sets_{longer} group by prefix having count(*) > 1
),
growing as (
    select
        sets_{longer}.prefix,
        sets_{longer}.itemset,
        sets_{longer}.prefix * {numbers} + sets_{longer}.sibling as parts
    from sets_{longer}
    inner join siblings on sets_{longer}.prefix = siblings.prefix
)
select growing.prefix, growing.itemset, earlier.basket_key
{joined}
inner join growing on earlier.itemset * {numbers} + later.itemset = growing.parts
"""
_LONGER_MEMBERS = """
select sets_{longer}.itemset, members_{level}.item_id
from sets_{longer}
inner join members_{level} on sets_{longer}.prefix = members_{level}.itemset
union all
select sets_{longer}.itemset, items_1.item_id
from sets_{longer}
inner join items_1 on sets_{longer}.item = items_1.item
"""
_ALL = """
select
    members_{level}.itemset,
    cast({level} as int) as itemset_length,
    sets_{level}.basket_count,
    members_{level}.item_id,
    sets_{level}.group_id
from members_{level}
inner join sets_{level} on members_{level}.itemset = sets_{level}.itemset
"""


def mine(
    session: Any, basket_items: Any, minimum: int, max_length: int, max_count: int = 1_000_000
) -> Any:
    """Find every itemset that at least ``minimum`` baskets hold.

    Parameters
    ----------
    session
        The engine's session, in which work tables are kept until the end.
    basket_items
        Relation of basket_key and item_id, an item once a basket.
    minimum : int
        Least number of baskets.
    max_length : int
        Most items of an itemset.
    max_count : int
        Most itemsets of one length.

    Raises
    ------
    TooManyItemsetsError
        Where there are more of one length.

    Returns
    -------
    relation
        One row per itemset and item: itemset (a number), itemset_length, basket_count, item_id,
        and group_id, which is empty.
    """
    remedy = "Raise segments_itemset_min_support"
    limits = _Limits(minimum, max_length, max_count, f"lie in {minimum:,} baskets", remedy)
    return _mine(session, basket_items, _ONE_GROUP.format(minimum=minimum), limits)


def mine_groups(session: Any, basket_items: Any, max_length: int, max_count: int) -> Any:
    """Find the itemsets of groups of baskets, such as those of a segment, all in one go.

    Besides the columns of ``mine``, ``basket_items`` has group_id, the same in a basket's rows, and
    least_count, the least number of baskets in the group. Returns and raises what ``mine`` does.
    """
    (least,) = warehouse.aggregate(basket_items, ["min(least_count)"])
    remedy = "Raise segments_segment_rule_min_count or segments_itemset_min_support"
    limits = _Limits(int(least or 1), max_length, max_count, "are frequent in segments", remedy)
    return _mine(session, basket_items, "mined_baskets", limits)


@dataclass(frozen=True)
class _Limits:
    minimum: int
    max_length: int
    max_count: int
    where: str
    remedy: str

    def check(self, found: int, length: int) -> None:
        if found > self.max_count:
            raise TooManyItemsetsError(
                f"customer_segments: more than {self.max_count:,} itemsets of {length} items "
                f"{self.where}, got {found:,}. {self.remedy}, lower segments_itemset_max_length "
                "or segments_basket_max_items, or raise segments_itemset_max_count."
            )


def _mine(session: Any, basket_items: Any, baskets: str, limits: _Limits) -> Any:
    # the work tables have the same names for whoever mines
    with warehouse.alone(session):
        warehouse.name(session, basket_items, "mined_baskets")
        return _mined(session, baskets, limits)


def _mined(session: Any, baskets: str, limits: _Limits) -> Any:
    found = warehouse.keep(session, "items_1", _ITEMS.format(baskets=baskets))
    warehouse.keep(session, "sets_1", _SETS)
    warehouse.keep(session, "members_1", _MEMBERS)
    warehouse.keep(session, "occurrences_1", _OCCURRENCES.format(baskets=baskets))
    level, offset = 1, 0
    while level < limits.max_length and found:
        offset += found
        longer = level + 1
        joined = _JOINED.format(level=level)
        parts = {"level": level, "longer": longer, "joined": joined, "offset": offset}
        parts.update(minimum=limits.minimum, numbers=offset + 1)
        found = warehouse.keep(session, f"sets_{longer}", _LONGER_SETS.format(**parts))
        limits.check(found, longer)
        warehouse.keep(session, f"members_{longer}", _LONGER_MEMBERS.format(**parts))
        if longer < limits.max_length:
            warehouse.keep(session, f"occurrences_{longer}", _LONGER_OCCURRENCES.format(**parts))
        warehouse.drop(session, f"occurrences_{level}")
        level = longer
    levels = range(1, level + 1)
    union = "union all".join(_ALL.format(level=number) for number in levels)
    warehouse.keep(session, "all_members", union)
    for table in _work_tables(levels):
        warehouse.drop(session, table)
    if level < limits.max_length or level == 1:
        warehouse.drop(session, f"occurrences_{level}")
    return warehouse.query(session, "select * from all_members")


def _work_tables(levels: range) -> list[str]:
    tables = [f"{kind}_{number}" for number in levels for kind in ("members", "sets")]
    return [*tables, "items_1"]
