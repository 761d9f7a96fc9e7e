"""Days that a build keeps: they equal those of a full refresh, and nothing else is read again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from projects import dbt, same_names

pytestmark = pytest.mark.slow

STEPS = ("changed_lines", "customer_days")
DAYS = "main_internal.int_segments__customer_days"
READ = "main_internal.int_segments__changed_lines"
CREATE = """
create or replace table shop_lines (
    customer_id text, order_id text, product_id text,
    quantity double, unit_price double, ordered_at timestamp
);
create or replace table shop_products (product_id text, category text)
"""
VARIABLES = {
    "segments_inputs": {
        "order_lines": {"relation": "main.shop_lines", "columns": same_names()},
        "products": {
            "relation": "main.shop_products",
            "columns": {"product_id": "product_id", "category": "category"},
        },
    }
}

Line = tuple[Any, ...]
Shop = dict[str, list[Line]]

LINES = st.tuples(
    st.sampled_from(["o1", "o2", "o3"]),
    st.sampled_from(["p", "q", "r"]),
    st.sampled_from([-1, 1, 2, 0.5]),
    st.sampled_from([5, 7.25, 0]),
    st.sampled_from(["2024-03-01 09:00", "2024-03-01 23:59", "2024-03-02", "2024-04-07 12:00"]),
)
# what a build finds: some customers' new lines, none where they are gone, and new categories
CHANGES = st.tuples(
    st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.lists(LINES, max_size=4)),
    st.dictionaries(st.sampled_from(["p", "q", "r"]), st.sampled_from([None, "x", "y"])),
)


@dataclass(frozen=True)
class Built:
    """A warehouse, and the SQL by which dbt makes a step there, first and again."""

    connection: duckdb.DuckDBPyConnection
    first: dict[str, str]
    again: dict[str, str]

    def make(self, step: str, sql: str) -> None:
        """Materialise a step as dbt does: beside the former table, then in its place."""
        name = f"int_segments__{step}"
        self.connection.execute(
            f"create table main_internal.{name}__new as {sql};"
            f" drop table main_internal.{name};"
            f" alter table main_internal.{name}__new rename to {name}"
        )

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the warehouse."""
        return self.connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """Let dbt make the days twice, and keep the SQL of both times."""
    folder = tmp_path_factory.mktemp("kept_days")
    with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
        connection.execute(CREATE)
        connection.execute("insert into shop_lines values ('a', 'o', 'p', 1, 1, '2024-01-01')")
    found = []
    for _ in range(2):
        assert _run(folder).returncode == 0
        found.append({step: _compiled(folder, step) for step in STEPS})
    with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
        yield Built(connection, *found)


def _run(folder: Path, *arguments: str) -> Any:
    return dbt(
        folder,
        *("run", "--select", "+int_segments__customer_days", *arguments),
        variables=VARIABLES,
    )


def _compiled(folder: Path, step: str) -> str:
    models = folder / "target/compiled/customer_segments/models/intermediate"
    return (models / f"int_segments__{step}.sql").read_text(encoding="utf-8")


def _write(built: Built, shop: Shop, categories: dict[str, str | None]) -> None:
    built.connection.execute(CREATE)
    rows = [(customer, *line) for customer, lines in shop.items() for line in lines]
    if rows:
        built.connection.executemany("insert into shop_lines values (?, ?, ?, ?, ?, ?)", rows)
    if categories:
        built.connection.executemany(
            "insert into shop_products values (?, ?)", list(categories.items())
        )


def _seen(shop: Shop, categories: dict[str, str | None]) -> dict[str, list[str]]:
    """What the days of a customer are made of."""
    return {
        customer: sorted(str((*line, categories.get(line[1]))) for line in lines)
        for customer, lines in shop.items()
        if lines
    }


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(builds=st.lists(CHANGES, min_size=2, max_size=4))
def test_kept_days_equal_a_full_refresh(built: Built, builds: list[Any]) -> None:
    shop: Shop = {}
    categories: dict[str, str | None] = {}
    before: dict[str, list[str]] | None = None
    for new_lines, new_categories in builds:
        shop, categories = {**shop, **new_lines}, {**categories, **new_categories}
        _write(built, shop, categories)
        sql = built.first if before is None else built.again
        for step in STEPS:
            built.make(step, sql[step])

        now = _seen(shop, categories)
        read = built.query(f"select distinct customer_id from {READ} where not is_unchanged")
        assert {row[0] for row in read} == {
            customer for customer in now if now[customer] != (before or {}).get(customer)
        }
        before = now
        kept = built.query(f"select * from {DAYS} order by all")
        built.make("changed_lines", built.first["changed_lines"])
        assert kept == built.query(f"select * from ({built.first['customer_days']}) order by all")


def test_what_was_made_by_other_sql_or_is_refreshed_is_read_again(tmp_path: Path) -> None:
    file = str(tmp_path / "warehouse.duckdb")
    with duckdb.connect(file) as connection:
        connection.execute(CREATE)
        connection.execute("insert into shop_lines values ('a', 'o', 'p', 1, 1, '2024-01-01')")
    read_again = []
    for change, arguments in {
        "select 1": (),
        "select 2": (),
        f"update {DAYS} set recipe = 'of another version'": (),
        "select 3": ("--full-refresh",),
        f"alter table {DAYS} drop column recipe": (),
        f"drop table {DAYS}": (),
    }.items():
        with duckdb.connect(file) as connection:
            connection.execute(change)
        run = _run(tmp_path, *arguments)
        assert run.returncode == 0, run.output
        read_again += run.query(f"select count(*) from {READ} where not is_unchanged")
        assert run.query(f"select customer_id from {DAYS}") == [("a",)]
    assert [row[0] for row in read_again] == [1, 0, 1, 1, 1, 1]


def test_parts_built_alone_neither_lose_nor_double_a_customer(tmp_path: Path) -> None:
    lines, days = "int_segments__changed_lines", "int_segments__customer_days"
    file = str(tmp_path / "warehouse.duckdb")

    def run(*selected: str) -> Any:
        return dbt(tmp_path, "run", "--select", *selected, variables=VARIABLES)

    def assert_all_are_there(done: Any) -> None:
        assert done.returncode == 0, done.output
        assert done.query(f"select customer_id, ordered_on::text from {DAYS} order by all") == [
            *(("a", "2024-01-01"), ("b", "2024-01-01"), ("b", "2024-01-02")),
        ]

    with duckdb.connect(file) as connection:
        connection.execute(CREATE)
        connection.execute(
            "insert into shop_lines values ('a', 'o', 'p', 1, 1, '2024-01-01'),"
            " ('b', 'o', 'p', 1, 1, '2024-01-01')"
        )
    assert _run(tmp_path).returncode == 0
    with duckdb.connect(file) as connection:
        connection.execute("insert into shop_lines values ('b', 'o2', 'p', 1, 1, '2024-01-02')")
    for _ in range(2):
        assert run(lines).returncode == 0
    assert_all_are_there(run(days))
    assert_all_are_there(run(days, "--full-refresh"))
    assert run(lines).returncode == 0
    with duckdb.connect(file) as connection:
        connection.execute(f"drop table {DAYS}")
    refused = run(days)
    assert refused.returncode == 1
    assert (
        "int_segments__customer_days cannot be built without int_segments__changed_lines, which "
        "keeps the days of 2 customers that are not there. Run dbt build --select "
        "int_segments__changed_lines+, or build everything."
    ) in refused.output
    assert_all_are_there(run(lines, days))
