"""Make sessions of a folder of events, by DuckDB alone or by pandas, and say how long it took.

One of pandas and one of DuckDB drop events that were sent twice, and that of DuckDB also keeps the
events in a table, for the next day. No other does, and none checks anything.
Reading and writing are timed, imports are not. DuckDB orders events of the same time by their ids;
pandas takes them as they stand in the file, and needs no ids. There are two of it: with its own
sort and groupby, and on arrays, where rows that are sorted already are counted without grouping.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

PAUSE_SECONDS = 30 * 60
# Names of the file, by what the package calls them.
TYPES = {
    "view": ("page_view", "view_item"),
    "search": ("search",),
    "add_to_cart": ("add_to_cart",),
    "remove_from_cart": ("remove_from_cart",),
    "checkout": ("begin_checkout",),
    "purchase": ("purchase",),
    "other": ("scroll",),
}
AT_START = {"entry_page": "page", "source": "source", "campaign": "campaign", "device": "device"}
# Products of which type of event are counted once.
DISTINCT = {"products_viewed": "view_item", "products_purchased": "purchase"}
# Texts of few values: as numbers, they are what makes the rows that windows sort narrow.
CODED = ("customer_id", "product_id", "page", "source", "campaign", "device")

_ENUM = """
create type {column}_type as enum (select distinct {column} from {file} where {column} is not null)
"""
# Of events that share an id, the first in time; ids are kept as the numbers that they are.
_KEPT = """
create table repeated_hashes as
select hash(event_id) as id_hash from {file} group by hash(event_id) having count(*) > 1;
create table kept_events as
select * replace (event_id::uuid as event_id) from {file}
where hash(event_id) not in (from repeated_hashes)
union all
select * replace (event_id::uuid as event_id) from {file}
where hash(event_id) in (from repeated_hashes)
qualify row_number() over (partition by event_id order by event_at) = 1;
"""
_SESSIONS = """
create table sessions as
with narrow as (
    select
        anonymous_id,
        {coded},
        event_id::uuid as event_id,
        case event_type {kinds} end::utinyint as kind,
        value,
        event_at,
    from {file}
),
bounded as (
    select
        *,
        coalesce(event_at - lag(event_at) over visit > interval {pause} seconds, true)
            as is_first,
        coalesce(lead(event_at) over visit - event_at > interval {pause} seconds, true)
            as is_last,
    from narrow
    window visit as (partition by anonymous_id order by event_at, event_id)
),
numbered as (
    select
        *,
        -- over peers too: of an event that stands there twice, either may have come first
        sum(is_first::integer) over (
            partition by anonymous_id order by event_at, event_id
        )::integer as session_number,
    from bounded
)
select
    anonymous_id,
    session_number,
    arg_max(customer_id, event_at) as customer_id,
    {at_start},
    any_value(page) filter (is_last) as exit_page,
    count(*) as events,
    {counts},
    count(distinct product_id) filter (kind = {viewed}) as products_viewed,
    count(distinct product_id) filter (kind = {purchased}) as products_purchased,
    sum(value) as revenue,
    min(event_at) as started_at,
    max(event_at) as ended_at,
from numbered
group by anonymous_id, session_number
"""


def by_duckdb(folder: Path, out: Path, is_kept: bool = False) -> int:
    """Write a table of sessions into a new warehouse; if asked, a table of events before it."""
    import duckdb

    given = f"read_parquet('{folder}/*.parquet')"
    file = "kept_events" if is_kept else given
    raw = [name for names in TYPES.values() for name in names]
    kinds = [f"when '{name}' then {number}" for number, name in enumerate(raw)]
    counts = [
        f"count(*) filter (kind in ({', '.join(str(raw.index(name)) for name in names)}))"
        f" as {type_name}_events"
        for type_name, names in TYPES.items()
    ]
    at_start = [f"any_value({of}) filter (is_first) as {name}" for name, of in AT_START.items()]
    query = _SESSIONS.format(
        file=file,
        pause=PAUSE_SECONDS,
        coded=", ".join(f"{column}::{column}_type as {column}" for column in CODED),
        kinds=" ".join(kinds),
        at_start=", ".join(at_start),
        counts=", ".join(counts),
        viewed=raw.index("view_item"),
        purchased=raw.index("purchase"),
    )
    with duckdb.connect(str(out)) as warehouse:
        warehouse.execute("set threads = 2; set memory_limit = '8GB'")
        if is_kept:
            warehouse.execute(_KEPT.format(file=given))
        for column in CODED:
            warehouse.execute(_ENUM.format(column=column, file=file))
        ((sessions,),) = warehouse.execute(query).fetchall()
    return int(sessions)


def _read_by_pandas(folder: Path, is_once: bool) -> Any:
    """Return the events; of those that share an id, the first in the order of the file."""
    import pandas as pd

    texts = ["anonymous_id", "event_type", *CODED]
    columns = [*texts, "event_at", "value", *(["event_id"] if is_once else [])]
    events = pd.read_parquet(folder, columns=columns, read_dictionary=texts)
    return events.drop_duplicates("event_id", ignore_index=True) if is_once else events


def by_pandas(folder: Path, out: Path, is_once: bool = False) -> int:
    """Write a file of sessions, by sort_values, diff, cumsum and groupby; each id once if asked."""
    import pandas as pd

    events = _read_by_pandas(folder, is_once)
    texts = ["anonymous_id", "event_type", *CODED]
    categories = {name: events[name].cat.categories for name in texts}
    kinds = {kind: code for code, kind in enumerate(categories["event_type"])}
    codes = pd.DataFrame({name: events[name].cat.codes for name in texts})
    codes["customer_id"] = codes["customer_id"].where(codes["customer_id"] >= 0)
    codes = codes.assign(event_at=events["event_at"], value=events["value"])
    codes = codes.sort_values(["anonymous_id", "event_at"], kind="stable", ignore_index=True)
    paused = codes["event_at"].diff() > pd.Timedelta(seconds=PAUSE_SECONDS)
    codes["session"] = (paused | (codes["anonymous_id"].diff() != 0)).cumsum()
    wanted = {name: (of, "first") for name, of in AT_START.items()}
    for name, raw in TYPES.items():
        codes[f"is_{name}"] = codes["event_type"].isin([kinds.get(each) for each in raw])
        wanted[f"{name}_events"] = (f"is_{name}", "sum")
    grouped = codes.groupby("session")
    sessions = grouped.agg(
        anonymous_id=("anonymous_id", "first"),
        customer_id=("customer_id", "last"),
        exit_page=("page", "last"),
        events=("page", "size"),
        started_at=("event_at", "first"),
        ended_at=("event_at", "last"),
        **wanted,
    )
    sessions["revenue"] = grouped["value"].sum(min_count=1)
    for name, raw_name in DISTINCT.items():
        of_kind = codes["event_type"] == kinds.get(raw_name)
        products = codes.loc[of_kind, ["session", "product_id"]]
        counted = products.drop_duplicates().groupby("session").size()
        sessions[name] = counted.reindex(sessions.index, fill_value=0)
    of_column = {"anonymous_id": "anonymous_id", "customer_id": "customer_id", "exit_page": "page"}
    for name, of in {**of_column, **AT_START}.items():
        found = sessions[name].fillna(-1).astype("int32")
        sessions[name] = pd.Categorical.from_codes(found.to_numpy(), categories[of])
    sessions.to_parquet(out, index=False)
    return len(sessions)


def by_arrays(folder: Path, out: Path) -> int:
    """Write a file of sessions, by NumPy on the arrays of a frame."""
    import numpy as np
    import pandas as pd

    texts = ["anonymous_id", "event_type", *CODED]
    events = pd.read_parquet(folder, columns=[*texts, "event_at", "value"], read_dictionary=texts)
    visitor = events["anonymous_id"].cat.codes.to_numpy()
    order = np.lexsort((events["event_at"].to_numpy(), visitor))
    visitor, moment = visitor[order], events["event_at"].to_numpy()[order]
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = (np.diff(visitor) != 0) | (np.diff(moment) > np.timedelta64(PAUSE_SECONDS, "s"))
    first = np.flatnonzero(is_first)
    last = np.append(first[1:], len(order)) - 1
    session = np.cumsum(is_first) - 1
    sessions = pd.DataFrame({"started_at": moment[first], "ended_at": moment[last]})
    for name, column in {"anonymous_id": "anonymous_id", **AT_START}.items():
        sessions[name] = events[column].array[order[first]]
    sessions["exit_page"] = events["page"].array[order[last]]
    sessions["events"] = last - first + 1
    coded = pd.DataFrame(
        {name: events[name].cat.codes.to_numpy()[order] for name in ("customer_id", "product_id")}
    ).assign(session=session, value=events["value"].to_numpy()[order])
    signed_in = coded[coded["customer_id"] >= 0].groupby("session")["customer_id"].last()
    customers = signed_in.reindex(sessions.index, fill_value=-1)
    categories = events["customer_id"].cat.categories
    sessions["customer_id"] = pd.Categorical.from_codes(customers.to_numpy(), categories)
    sessions["revenue"] = coded.groupby("session")["value"].sum(min_count=1)
    _count_types(sessions, coded, events["event_type"].array[order])
    sessions.to_parquet(out, index=False)
    return len(sessions)


def _count_types(sessions: Any, coded: Any, types: Any) -> None:
    """Add the events of each type and the distinct products viewed and purchased."""
    import numpy as np

    many, kinds = len(sessions), len(types.categories)
    # one pass over all types
    cells = coded["session"].to_numpy() * kinds + types.codes
    counts = np.bincount(cells, minlength=many * kinds).reshape(many, kinds)
    for name, names in TYPES.items():
        columns = [types.categories.get_loc(raw) for raw in names if raw in types.categories]
        sessions[f"{name}_events"] = counts[:, columns].sum(axis=1)
    for name, raw in DISTINCT.items():
        products = coded.loc[types == raw, ["session", "product_id"]].drop_duplicates()
        found = np.bincount(products["session"].to_numpy(), minlength=many)
        sessions[name] = found


PEERS: dict[str, Callable[[Path, Path], int]] = {
    "duckdb": by_duckdb,
    "duckdb_kept": partial(by_duckdb, is_kept=True),
    "pandas": by_pandas,
    "pandas_once": partial(by_pandas, is_once=True),
    "arrays": by_arrays,
}


def main(peer: str, folder: str, out: str) -> None:
    """Print seconds and sessions as one JSON object."""
    if not peer.startswith("duckdb"):
        # imports are not timed
        import pandas as pd

        importlib.import_module("pyarrow.parquet")
        pd.DataFrame({"warm": [1]}).groupby("warm").size()
    begun = time.perf_counter()
    sessions = PEERS[peer](Path(folder), Path(out))
    print(json.dumps({"seconds": time.perf_counter() - begun, "sessions": sessions}))


if __name__ == "__main__":
    main(*sys.argv[1:])
