"""Incremental builds of sessions, killed at any moment and then repeated, equal a full refresh."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from projects import Build, Fork, dbt
from session_builds import CREATE, KEPT, variables

pytestmark = pytest.mark.slow

SELECTED = ("--select", "+int_segments__visit_features")
BUILD = ("build", "--exclude-resource-type", "test", "unit_test", *SELECTED)
RUN = ("run", *SELECTED)
COMPARED = (
    *("main_internal.base_segments__events", "main_internal.int_segments__visitor_days"),
    *("main.sessions", "main_internal.int_segments__midnight_visits"),
    *("main_internal.int_segments__visit_days", "main_internal.int_segments__visit_features"),
)
ARRIVALS, KILLS_PER_COMPARISON, LATE_HOURS = 20, 4, 72
FIRST_DAY = pd.Timestamp("2024-03-01")
RANDOM = random.Random(4)
# minutes between the events of a visit: ties, the timeout, and what is just over it
GAPS = (0, 0.5, 4, 20, 30, 30.01)
EVENT = "event_id event_at event_type anonymous_id customer_id product_id page campaign value"
LINK = "anonymous_id customer_id other_anonymous_id linked_at"

Contents = dict[str, list[tuple[Any, ...]]]


def _visit() -> list[tuple[Any, ...]]:
    """When the events of a visit happen, in days, and what they are; many pass a midnight."""
    at = RANDOM.randrange(44) + RANDOM.choice([RANDOM.random(), 0.98])
    visitor, found = RANDOM.randrange(60), []
    for _ in range(RANDOM.randint(1, 6)):
        kind = RANDOM.choice(["view", "page_view", "search", "add_to_cart", "purchase", ""])
        customer = RANDOM.choice([None, None, None, f"c{visitor // 3}", f"c{visitor}"])
        product, page = f"p{RANDOM.randrange(9)}", RANDOM.choice(["/", "/shop", None])
        campaign = RANDOM.choice(["spring", None])
        found.append((at, kind, f"v{visitor}", customer, product, page, campaign, 2.25))
        at += RANDOM.choice(GAPS) / (24 * 60)
    return found


def events() -> pd.DataFrame:
    """Events and the number of the arrival that brings them; each hundredth id twice or more."""
    happened = [event for _ in range(700) for event in _visit()]
    rows = []
    for number, (at, *rest) in enumerate(happened):
        copies = RANDOM.choices([1, 2, 3], [96, 3, 1])[0]
        for copy in range(copies):
            day = max(at + copy * RANDOM.uniform(-1, 1), 0)
            late = RANDOM.choice([0, 0, 0, RANDOM.uniform(0, LATE_HOURS / 24)])
            happened_at = (FIRST_DAY + pd.Timedelta(days=day)).round("100ms")
            written = f"{happened_at:%Y-%m-%d %H:%M:%S.%f}"
            rows.append((int((day + late - 4) // 2) + 1, f"e{number}", written, *rest))
    return pd.DataFrame(rows, columns=["arrival", *EVENT.split()])


def links() -> pd.DataFrame:
    """Links between visitors, and to customers, that become known one by one."""
    rows = []
    for arrival in range(1, ARRIVALS + 1):
        one, other = (f"v{number}" for number in RANDOM.sample(range(60), 2))
        customer = RANDOM.choice([f"c{RANDOM.randrange(60)}", None])
        rows.append((arrival, one, customer, None if customer else other, "2024-03-02"))
    return pd.DataFrame(rows, columns=["arrival", *LINK.split()])


@dataclass(frozen=True)
class Moment:
    """Some seconds after dbt begins a model."""

    model: str
    delay: float


@dataclass(frozen=True)
class Shop:
    """A warehouse whose events arrive bit by bit."""

    folder: Path
    events: pd.DataFrame
    links: pd.DataFrame

    def receive(self, arrival: int) -> None:
        """Exchange the shop's tables for what has arrived by then."""
        self.folder.mkdir(exist_ok=True)
        known_events, known_links = (
            rows[rows["arrival"] <= arrival] for rows in (self.events, self.links)
        )
        with duckdb.connect(str(self.folder / "warehouse.duckdb")) as connection:
            connection.execute(CREATE)
            connection.execute(
                "insert into shop_lines select 'c' || i % 60, 'o' || i, 'p' || i % 9, 1, 9.5,"
                " timestamp '2023-09-01 10:00' + interval (i) day from range(180) as days(i)"
            )
            for table, name, rows in (
                ("events", EVENT, known_events),
                ("identities", LINK, known_links),
            ):
                columns = ", ".join(name.split())
                connection.register("arrived", rows)
                connection.execute(
                    f"insert into shop_{table} ({columns}) select {columns} from arrived"
                )

    def build(self, *arguments: str) -> Build:
        """Run dbt to the end."""
        done = dbt(self.folder, *arguments, variables=variables())
        assert done.returncode == 0, done.output
        return done

    def kill(self, moment: Moment) -> None:
        """Begin an incremental run, and kill it at a moment."""
        line = rf"START .* model \S+\.{moment.model} "
        Fork(self.folder, *RUN, variables=variables()).kill(line, moment.delay)

    def contents(self, *tables: str) -> Contents:
        """Every row of some tables, in one order."""
        found = Build(0, "", self.folder / "warehouse.duckdb")
        return {table: found.query(f"select * from {table} order by all") for table in tables}

    def names(self) -> list[str]:
        """The tables and views of the file."""
        found = Build(0, "", self.folder / "warehouse.duckdb")
        return [name for (name,) in found.query("select table_name from information_schema.tables")]


def moments(models: list[str]) -> list[Moment]:
    """Random ones, in turns of all models and of those that keep rows."""
    return [
        Moment(RANDOM.choice(list(KEPT) if number % 2 else models), RANDOM.uniform(0, 0.3))
        for number in range(ARRIVALS)
    ]


def assert_is_full_refresh(shop: Shop, arrival: int) -> None:
    """Build the same events in a fresh file, and compare."""
    fresh = Shop(shop.folder.with_name("fresh"), shop.events, shop.links)
    (fresh.folder / "warehouse.duckdb").unlink(missing_ok=True)
    fresh.receive(arrival)
    fresh.build(*BUILD)
    kept, made = shop.contents(*COMPARED), fresh.contents(*COMPARED)
    for table in COMPARED:
        assert kept[table], table
        assert kept[table] == made[table], (table, arrival)


def test_killed_runs_that_are_repeated_equal_a_full_refresh(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "kept", events(), links())
    assert shop.events["arrival"].max() >= ARRIVALS
    shop.receive(0)
    first = shop.build(*BUILD)
    before = shop.contents("main.sessions")
    models = re.findall(r"START \w+ \w+ model \w+\.(\w+)", first.output)
    for arrival, moment in enumerate(moments(models), start=1):
        shop.receive(arrival)
        shop.kill(moment)
        left = shop.contents("main.sessions")
        shop.build(*RUN)
        after = shop.contents("main.sessions")
        assert before != after
        assert left in (before, after), moment
        before = after
        if arrival % KILLS_PER_COMPARISON == 0:
            assert_is_full_refresh(shop, arrival)
    assert [name for name in shop.names() if "__dbt_" in name] == []
