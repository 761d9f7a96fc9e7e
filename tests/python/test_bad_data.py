"""What bad input gets: a correct result or one sentence, and never a lost row."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest
from bad_order_lines import ACCEPTED, AS_OF, NO_CUSTOMERS_YET, REJECTED, TIMES, Line
from projects import CUSTOMER_TABLES, PUBLIC_TABLES, Build, build, dbt, parquet, same_names

from dbt_customer_segments import cli

pytestmark = pytest.mark.slow

Variables = dict[str, Any]
HEALTHY_ROWS = 300
# the shop in which the bad lines stand: orders of 2.5 by 40 customers in half a year
HEALTHY = f"""
    select
        'healthy ' || (i % 40) as customer_id, 'h' || i as order_id, 'p' || (i % 4) as product_id,
        '2' as quantity, '1.25' as unit_price,
        cast(timestamp '2024-01-01 09:00:00' + interval (i * 17) hour as varchar) as ordered_at,
        cast(null as varchar) as order_line_id, 'healthy' as line_name
    from range({HEALTHY_ROWS}) as numbers(i)
"""
COPIES = 3
# the same ids as doubles, integers and decimals; a missing one as pandas writes it
FEW_LINES = """
    select
        cast(1000 + i as double) as customer_id, i as order_id, i::decimal(9, 2) as product_id,
        1::tinyint as quantity, i::decimal(9, 2) as unit_price,
        timestamptz '2024-01-31 22:30:00-02:00' + interval (i) day as ordered_at,
        null::integer as channel, null::double as discount_amount
    from range(5) as numbers(i)
    union all select 'nan'::double, 9, 9, 1, 9, now(), null, null
"""
FEW_CUSTOMERS = """
    select i + 1000 as id, 'x' as word, date '2024-01-31' as signed_up_on from range(4) as t(i)
    union all select 1000, 'y', date '2024-01-01'
    union all select null, 'nobody', date '2024-01-01'
"""
FEW_PRODUCTS = """
    select i as id, '🧦' as category, null::double as list_price from range(4) as t(i)
    union all select 7, null, -1
    union all select 8, null, 'inf'::double
"""


def _built(folder: Path, variables: Variables, **keywords: Any) -> Build:
    built = build(folder, variables=variables, **keywords)
    assert "Traceback" not in built.output
    return built


def _lines(folder: Path, sql: str, *optional: str, **variables: Any) -> Variables:
    """Variables that map the rows of a query, whose columns have the contract's names."""
    relation = parquet(folder / "lines.parquet", sql)
    lines = {"relation": relation, "columns": same_names(*optional)}
    return {"segments_inputs": {"order_lines": lines}, **variables}


def _orders(customers: int, orders: int, price: str = "2.5") -> str:
    """One order of one line per day; the first of every customer on the same day."""
    return f"""
        select 'c' || c as customer_id, c || '-' || o as order_id, 'p' as product_id,
            1 as quantity, {price} as unit_price,
            timestamp '2024-01-01 10:00:00' + interval (o) day as ordered_at
        from range({customers}) as customers(c), range({orders}) as orders(o)
    """


def _bad_rows() -> list[tuple[Any, ...]]:
    lines = ACCEPTED | {time: Line("times", time, ordered_at=time) for time in TIMES}
    for cases in REJECTED.values():
        lines |= cases
    return [(*line, name) for name, line in lines.items()] + COPIES * [(*Line("copied"), "copy")]


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """All bad lines in one shop, built where the local time is not UTC."""
    folder = tmp_path_factory.mktemp("bad")
    with duckdb.connect() as connection:
        connection.execute(f"create table lines as {HEALTHY}")
        connection.executemany("insert into lines values (?, ?, ?, ?, ?, ?, ?, ?)", _bad_rows())
        connection.execute(f"copy lines to '{folder}/given.parquet'")
    variables = _lines(
        *(folder, f"select * from '{folder}/given.parquet'", "order_line_id"),
        segments_as_of=AS_OF,
    )
    columns = variables["segments_inputs"]["order_lines"]["columns"]
    columns["channel"] = "line_name -- an expression may end in a comment"
    return _built(folder, variables, environment={"TZ": "Asia/Tokyo"})


def test_every_line_is_accepted_or_rejected_with_its_reason(bad: Build) -> None:
    accepted = bad.query("select channel from main_internal.stg_segments__order_lines")
    names = [*ACCEPTED, *TIMES, *(COPIES * ["copy"]), *(HEALTHY_ROWS * ["healthy"])]
    assert Counter(name for (name,) in accepted) == Counter(names)
    rejected = bad.query(
        "select json_extract_string(input_content, '$.line_name'), rejection_reason"
        " from rejected_rows where input_name = 'order_lines'"
    )
    reasons = [(name, reason) for reason, cases in REJECTED.items() for name in cases]
    assert sorted(rejected) == sorted(reasons)
    assert len(accepted) + len(rejected) == HEALTHY_ROWS + len(_bad_rows())


def test_ids_stay_as_they_were_given(bad: Build) -> None:
    given = {line.customer_id.strip(" ") for line in ACCEPTED.values() if line.customer_id}
    expected = given | {"times", "copied"} | {f"healthy {number}" for number in range(40)}
    for table in CUSTOMER_TABLES:
        found = bad.query(f"select customer_id from {table}")
        assert len(found) == len(set(found)), table
        assert {customer for (customer,) in found} == expected - NO_CUSTOMERS_YET, table


def test_times_are_utc_whatever_the_local_time(bad: Build) -> None:
    found = bad.query(
        "select order_id, ordered_at from main_internal.stg_segments__order_lines"
        " where customer_id = 'times'"
    )
    assert dict(found) == TIMES


def test_money_is_exact(bad: Build) -> None:
    found = dict(bad.query("select customer_id, monetary from customer_rfm"))
    assert {customer: found[customer] for customer in ("c", "copied", "ann", "Ann", "times")} == {
        "c": 3 * 2.5, "copied": COPIES * 2.5, "ann": 2 * 2.5, "Ann": 2.5, "times": len(TIMES) * 2.5,
    }  # fmt: skip
    assert (found["richest"], found["poorest"]) == (1e11, 0.0001)
    assert (found["free"], found["vanishing"]) == (0, 0)
    healthy = [value for customer, value in found.items() if customer.startswith("healthy")]
    assert sum(healthy) == HEALTHY_ROWS * 2.5


def test_segments_cover_every_customer_once(bad: Build) -> None:
    sizes = bad.query("select segment_name, count(*) from customer_segments group by all")
    assert dict(sizes) == dict(bad.query("select segment_name, customer_count from segments"))
    assert 4 <= len(sizes) <= 10
    assert bad.query("select sum(revenue_share) from segments")[0][0] == pytest.approx(1)


def few_variables(folder: Path) -> Variables:
    """Five customers with one order each, and ids, attributes and types of every kind."""
    variables = _lines(folder, FEW_LINES, "channel", "discount_amount")
    variables["segments_inputs"] |= {
        "customers": {
            "relation": parquet(folder / "customers.parquet", FEW_CUSTOMERS),
            "columns": {
                "customer_id": "id", "signed_up_at": "signed_up_on", "order": "word",
                "group": "word",
            },
        },
        "products": {
            "relation": parquet(folder / "products.parquet", FEW_PRODUCTS),
            "columns": {"product_id": "id", "category": "category", "list_price": "list_price"},
        },
    }  # fmt: skip
    return variables


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("few")
    return _built(folder, few_variables(folder), environment={"TZ": "America/New_York"})


def test_fewer_customers_than_segments(few: Build) -> None:
    found = few.query(
        "select customer_id, frequency, monetary, recency_days from customer_rfm order by all"
    )
    assert found == [(str(1000 + i), 1, float(i), 4 - i) for i in range(5)]
    assert few.query("select sum(customer_count), sum(customer_share) from segments") == [(5, 1.0)]
    (segments,) = few.query("select count(*) from segments")[0]
    assert 1 <= segments <= 5
    names = few.query("select count(distinct segment_name) from segments")
    assert names == [(segments,)]


def test_ids_are_equal_whatever_their_type(few: Build) -> None:
    found = few.query(
        "select customer_id, category_count, days_to_first_order from customer_features"
        " order by customer_id"
    )
    # the last customer and product are in no other table
    assert found == [*((str(1000 + i), 1, 1 + i) for i in range(4)), ("1004", None, None)]


def test_attributes_may_be_named_like_keywords(few: Build) -> None:
    found = few.query(
        'select customer_id, "order", "group" from main_internal.stg_segments__customers'
        " order by customer_id"
    )
    assert found == [(str(1000 + i), "x", "x") for i in range(4)]


def test_rows_of_every_input_are_rejected_with_their_reason(few: Build) -> None:
    found = few.query("select input_name, rejection_reason from rejected_rows order by all")
    assert found == [
        ("customers", "duplicate_customer_id"),
        ("customers", "missing_customer_id"),
        ("order_lines", "missing_customer_id"),
        ("products", "negative_list_price"),
        ("products", "non_finite_list_price"),
    ]


@pytest.mark.parametrize(
    ("mistake", "sentence"),
    [
        ({"where": "unit_price = = 1"}, 'Parser Error: syntax error at or near "="'),
        (
            {"columns": same_names() | {"quantity": "cast(product_id || 'x' as integer)"}},
            "Conversion Error: Could not convert string '0.00x' to INT32",
        ),
    ],
)
def test_sql_that_fails_is_named_and_leaves_the_tables(
    few: Build, mistake: Variables, sentence: str
) -> None:
    folder, former = few.file.parent, few.contents()
    variables = few_variables(folder)
    variables["segments_inputs"]["order_lines"] |= mistake
    failed = dbt(folder, "run", variables=variables)
    assert failed.returncode == 1
    assert sentence in failed.output
    assert "Traceback" not in failed.output
    assert few.contents() == former


def test_nothing_before_as_of_empties_the_tables(few: Build) -> None:
    folder, former = few.file.parent, few.contents()
    earlier = {"segments_as_of": "2024-01-01", "segments_backfill": True}
    built = _built(folder, few_variables(folder) | earlier)
    found = built.contents()
    # a date on which nothing was known is no run
    of_models = ("segment_models", "segment_model_comparisons", "segment_quality")
    search = "segment_count_search"
    for kept in (*of_models, search, "customer_segment_history", "segment_trends"):
        assert found.pop(kept) == former[kept]
    assert len(found.pop("rejected_rows")) == 5
    assert found.pop("basket_counts") == [(0, 0, 0, 2)]
    assert found == {table: [] for table in found}


def test_no_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    built = _built(tmp_path, _lines(tmp_path, _orders(0, 0)))
    found = built.contents()
    assert found.pop("basket_counts") == [(0, 0, 0, 2)]
    assert found == {table: [] for table in PUBLIC_TABLES if table != "basket_counts"}
    assert cli.main(["show", str(built.file)]) == 0
    assert "Traceback" not in capsys.readouterr().out


def test_one_customer(tmp_path: Path) -> None:
    found = _built(tmp_path, _lines(tmp_path, _orders(1, 100))).contents()
    (segment,) = found["segments"]
    assert segment[:2] == ("s01", "Mainstream")
    assert segment[4:] == (1, 250.0, 1.0, 1.0, dt.date(2024, 4, 10))
    assert found["customer_segments"][0][:3] == ("c0", "s01", "Mainstream")
    assert {table: len(found[table]) for table in CUSTOMER_TABLES} == dict.fromkeys(
        CUSTOMER_TABLES, 1
    )


def test_identical_customers(tmp_path: Path) -> None:
    """They share one segment; that nobody paid anything leaves no share of revenue."""
    built = _built(tmp_path, _lines(tmp_path, _orders(30, 2, price="0")))
    (segment,) = built.contents()["segments"]
    assert segment[:2] == ("s01", "Mainstream")
    assert segment[4:] == (30, 0.0, 1.0, None, dt.date(2024, 1, 3))
    for table in CUSTOMER_TABLES:
        # in another batch, a sum of floats may differ in its last digit
        (values, *others) = built.query(f"select distinct * exclude (customer_id) from {table}")
        for other in others:
            assert [
                pytest.approx(value, abs=1e-5) if isinstance(value, float) else value
                for value in values
            ] == list(other), table
        assert len(built.query(f"select distinct customer_id from {table}")) == 30, table
