"""Generate the clicks of an invented shop's visitors, as large as a benchmark asks for.

As in `generate`, every number is a hash of a row number and the seed. Sessions are drawn one by
one and unfolded into events; what is sorted by time is narrow, and the texts are made afterwards:
fifty million events are written within 3 GB.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb
from generate import connect, write_rows

DAYS = 100
EVENTS_PER_SESSION = 5.5
SHARE_OF_DUPLICATES = 0.005
CUSTOMERS_PER_VISITOR = 0.3
SOURCES = (
    "direct",
    "google",
    "newsletter",
    "instagram",
    "facebook",
    "bing",
    "tiktok",
    "affiliate",
    "youtube",
    "pinterest",
    "price_search",
    "partner",
)

# Sixty-four numbers of a session's key are those of its events.
_MACROS = """
create or replace temp macro customer_of(visitor) as visitor % {customers};
create or replace temp macro size_of(session) as least(
    60, 1 + floor(ln(1 - uniform(session, 30)) / ln(1 - 1 / {events_per_session}e0))
)::bigint;
create or replace temp macro gap_before(event) as case
    when event % 64 = 0 then 0
    when uniform(event, 31) < 0.01e0 then 1000 * (1500 + 600 * uniform(event, 32))
    else -60000 * ln(1 - uniform(event, 32))
end;
"""

# Sessions are dealt out in proportion to a bounded Pareto weight, so that every visitor gets one.
_VISITORS = """
create or replace temp table visitors as
with weights as (
    select
        range as visitor,
        (1000 * (pow(greatest(uniform(range, 33), 1e-3), -1 / 1.2e0) - 0.95e0))::bigint as weight,
    from range({visitors})
),
cumulated as (
    select
        visitor,
        weight,
        sum(weight) over (order by visitor rows unbounded preceding) as weight_up_to,
        (select sum(weight) from weights) as weight_of_all,
    from weights
)
select
    visitor,
    visitor + ({sessions} - {visitors}) * (weight_up_to - weight) // weight_of_all
        as first_session,
    visitor + 1 + ({sessions} - {visitors}) * weight_up_to // weight_of_all as end_session,
    uniform(visitor, 34) < 0.46e0 as is_customer,
from cumulated
"""

_MOMENTS = """
with sessions as (
    select
        visitor,
        unnest(range(first_session::bigint, end_session::bigint)) as session,
        is_customer,
    from visitors
),
begun as (
    select
        *,
        (
            86400000 * (
                floor({days} * uniform(session, 35))
                + 0.25e0 + 0.4e0 * (uniform(session, 36) + uniform(session, 37))
            )
        )::bigint as begun_at,
    from sessions
),
unfolded as (
    select
        visitor,
        session,
        is_customer,
        begun_at,
        list_transform(range(size_of(session)), lambda i: gap_before(session * 64 + i)) as gaps,
        unnest(
            list_concat(
                range(size_of(session)),
                list_filter(
                    range(size_of(session)),
                    lambda i: uniform(session * 64 + i, 38) < {share_of_duplicates}
                )
            )
        ) as position,
    from begun
    where begun_at >= 86400000::bigint * ({first_day} - 1)
        and begun_at < 86400000::bigint * {end_day}
),
timed as (
    select
        visitor::integer as visitor,
        session::integer as session,
        position::tinyint as position,
        is_customer,
        begun_at + list_sum(gaps[:position + 1])::bigint as millisecond,
    from unfolded
)
select * from timed
where millisecond >= 86400000::bigint * {first_day}
    and millisecond < 86400000::bigint * {end_day}
order by millisecond, session, position
"""

_EVENTS = """
with moments as ({moments}),
keyed as (
    select * replace (session::bigint as session), session::bigint * 64 + position as event
    from moments
),
chosen as (
    select
        *,
        uniform(event, 39) as kind,
        floor(20000 * pow(
            if(
                uniform(event, 40) < 0.5e0,
                uniform(4 * session + floor(4 * uniform(event, 41))::bigint, 42),
                uniform(event, 43)
            ), 2
        ))::bigint as product,
        is_customer and uniform(session, 44) < 0.6e0 and position >= if(
            uniform(session, 45) < 0.5e0, 0, floor(size_of(session) * uniform(session, 46))
        ) as is_signed_in,
    from keyed
)
select
    md5('{seed} event ' || event) as event_id,
    make_timestamp(1704067200000000 + 1000 * millisecond) as event_at,
    case
        when kind < 0.35e0 then 'page_view'
        when kind < 0.70e0 then 'view_item'
        when kind < 0.78e0 then 'search'
        when kind < 0.86e0 then 'add_to_cart'
        when kind < 0.87e0 then 'remove_from_cart'
        when kind < 0.91e0 then 'begin_checkout'
        when kind < 0.93e0 then 'purchase'
        else 'scroll'
    end as event_type,
    left(md5('{seed} visitor ' || visitor), 18) as anonymous_id,
    if(
        is_signed_in,
        printf('C%07d', customer_of(visitor + (uniform(session, 47) < 0.02e0)::bigint)), null
    ) as customer_id,
    if(
        event_type in ('view_item', 'add_to_cart', 'remove_from_cart', 'purchase'),
        printf('P%05d', product), null
    ) as product_id,
    printf('/shop/page-%04d', floor(5000 * pow(uniform(event, 48), 2))::bigint) as page,
    ({sources})[1 + floor(12 * pow(uniform(session, 49), 2))::bigint] as source,
    if(
        uniform(session, 50) < 0.3e0,
        printf('campaign_%02d', floor(20 * uniform(session, 51))::bigint), null
    ) as campaign,
    case
        when uniform(session, 52) < 0.60e0 then 'mobile'
        when uniform(session, 52) < 0.93e0 then 'desktop'
        else 'tablet'
    end as device,
    if(event_type = 'purchase', round(5 + 200 * pow(uniform(event, 53), 3), 2), null) as value,
from chosen
"""

_ORDER_LINES = """
with customers as (
    select customer_of(visitor) as customer from visitors
    where is_customer
    order by uniform(visitor, 54), visitor
    limit 1000
),
lines as (
    select customer, customer * 8 + unnest(range(5)) as line from customers
)
select
    printf('C%07d', customer) as customer_id,
    printf('O%d', line) as order_id,
    printf('P%05d', floor(20000 * pow(uniform(line, 55), 2))::bigint) as product_id,
    1 as quantity,
    round(5 + 200 * pow(uniform(line, 56), 3), 2) as unit_price,
    make_timestamp(1704067200000000 + (86400000000 * {days} * uniform(line, 57))::bigint)
        as ordered_at,
from lines
where ordered_at >= make_timestamp(1704067200000000 + 86400000000 * {first_day})
    and ordered_at < make_timestamp(1704067200000000 + 86400000000 * {end_day})
order by ordered_at, line
"""


def generate_events(events: int, visitors: int, seed: int, folder: Path) -> None:
    """Write the events and a few orders of the invented shop, the last day apart from the others.

    Events have ``event_id``, ``event_at`` (timestamp, to the millisecond), ``event_type`` (eight
    names), ``anonymous_id``, ``customer_id`` (null where not signed in), ``product_id`` (null where
    there is none), ``page``, ``source``, ``campaign`` (mostly null), ``device`` and ``value``
    (double, of a purchase). One in two hundred stands there twice. The rows stand in the order of
    time.

    Parameters
    ----------
    events : int
        Number of rows, within about a hundredth.
    visitors : int
        Number of visitors; each has at least one session.
    seed : int
        The same seed gives the same rows.
    folder : Path
        Receives ``events/1.parquet`` with the first 99 days, ``events/2.parquet`` with the last,
        ``order_lines/1.parquet`` and ``order_lines/2.parquet``.

    Raises
    ------
    ValueError
        If there is not at least one visitor, and one session for each.
    """
    sessions = round(events / (1 + SHARE_OF_DUPLICATES) / EVENTS_PER_SESSION)
    if not 1 <= visitors <= sessions:
        message = f"need 1 <= visitors <= sessions, got {visitors} and {sessions}"
        raise ValueError(message)
    for name in ("events", "order_lines"):
        (folder / name).mkdir(parents=True)
    with connect(seed, folder / "events") as connection:
        customers = max(1, round(CUSTOMERS_PER_VISITOR * visitors))
        connection.execute(
            _MACROS.format(customers=customers, events_per_session=EVENTS_PER_SESSION)
        )
        connection.execute(_VISITORS.format(visitors=visitors, sessions=sessions))
        _write_days(connection, seed, folder, "1.parquet", (0, DAYS - 1))
        _write_days(connection, seed, folder, "2.parquet", (DAYS - 1, DAYS))


def _write_days(
    connection: duckdb.DuckDBPyConnection,
    seed: int,
    folder: Path,
    name: str,
    days: tuple[int, int],
) -> None:
    """Write the events and order lines from the first of two days until before the second."""
    bounds = {"days": DAYS, "first_day": days[0], "end_day": days[1]}
    moments = _MOMENTS.format(share_of_duplicates=SHARE_OF_DUPLICATES, **bounds)
    events = _EVENTS.format(moments=moments, seed=seed, sources=list(SOURCES))
    write_rows(connection, events, folder / "events" / name)
    write_rows(connection, _ORDER_LINES.format(**bounds), folder / "order_lines" / name)


def main() -> None:
    """Write the files of an invented shop into a folder."""
    parser = argparse.ArgumentParser(description="Generate the events of an invented shop.")
    parser.add_argument("--events", type=int, default=50_000_000)
    parser.add_argument("--visitors", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="new folder")
    given = parser.parse_args()
    generate_events(given.events, given.visitors, given.seed, given.out)


if __name__ == "__main__":
    main()
