"""Generate the orders of an invented shop, as large as a benchmark asks for.

Every number is a hash of a row number and the seed. So the same arguments give the same rows,
whatever the number of threads, and nothing has to be held in memory but one row per customer:
four million customers with eighty million order lines are written on a small machine.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb

CATEGORIES = (
    "bath",
    "books",
    "candles",
    "garden",
    "jewellery",
    "kitchen",
    "lamps",
    "party",
    "stationery",
    "storage",
    "textiles",
    "toys",
)
PRICE_TIERS = (3.0, 8.0, 20.0, 60.0)
PRODUCTS_PER_CATEGORY_AND_TIER = 100

# Seventeen bits of the key separate the customers' orders; six more separate the random draws.
_MACROS = """
create or replace temp macro uniform(row_key, draw) as (
    (hash(xor((row_key * 64 + draw)::ubigint, hash({seed}::bigint))) >> 11)
    / 9007199254740992e0
);
create or replace temp macro category_of(product) as ({categories})[1 + product % 12];
create or replace temp macro price_of(product) as (
    round(({tiers})[1 + (product // 12) % 4] * exp(0.9e0 * (uniform(product, 0) - 0.5e0)), 2)
);
create or replace temp macro product_name(product) as printf('P%05d', product);
"""

# Lines are dealt out in proportion to a bounded Pareto weight, in whole numbers, so that every
# customer gets at least one and the sum is exact.
_CUSTOMERS = """
create or replace temp table customers as
with weights as (
    select
        range as customer,
        (1000 * (pow(greatest(uniform(range, 1), 1e-3), -1 / 1.2e0) - 0.95e0))::bigint as weight,
    from range({customers})
),
cumulated as (
    select
        customer,
        sum(weight) over (order by customer rows unbounded preceding) as weight_up_to,
        weight,
        (select sum(weight) from weights) as weight_of_all,
    from weights
),
dealt as (
    select
        customer,
        customer
            + ({order_lines} - {customers}) * (weight_up_to - weight) // weight_of_all
            as first_line,
        customer + 1
            + ({order_lines} - {customers}) * weight_up_to // weight_of_all
            as end_line,
        700 * pow(uniform(customer, 2), 1.5e0) as start_day,
        uniform(customer, 3) as staying,
    from cumulated
)
select
    customer,
    first_line::bigint as first_line,
    (end_line - first_line)::bigint as lines,
    least(
        131072,
        ceil((end_line - first_line) / (1 + 4 * pow(uniform(customer, 4), 2)))
    )::bigint as orders,
    start_day,
    (731 - start_day) * if(staying < 0.55e0, 1, uniform(customer, 5)) as active_days,
    uniform(customer, 6) as rhythm,
from dealt
"""

# Narrow rows: what an order is made of is drawn again from the keys after they are sorted.
_LINES = """
with lines as (
    select
        * exclude (first_line, orders),
        unnest(range(first_line, first_line + lines)) as line,
        orders,
    from customers
),
numbered as (
    select
        *,
        floor(orders * uniform(line, 7))::bigint as order_number,
        customer * 131072 + order_number as order_key,
        uniform(order_key, 8) as moment,
    from lines
),
dated as (
    select
        customer,
        line,
        order_key,
        case
            when rhythm < 0.30e0
                then start_day + active_days * (order_number + 0.3e0 * moment) / orders
            when rhythm < 0.60e0 then start_day + active_days * moment
            when rhythm < 0.75e0 then start_day + active_days * moment * moment
            when rhythm < 0.85e0 then start_day + active_days * sqrt(moment)
            when uniform(order_key, 9) < 0.5e0 then 305 + 60 * moment
            else 670 + 61 * moment
        end::bigint as any_day,
        uniform(line, 10) < 0.02e0 as is_return,
    from numbered
),
habitual as (
    select
        * exclude (any_day),
        if(
            any_day >= 7 and uniform(customer, 11) < 0.25e0 and uniform(order_key, 12) < 0.7e0,
            any_day - any_day % 7 - 1 - (order_key % 2),
            least(any_day, 730)
        ) as day,
        if(uniform(customer, 13) < 0.3e0, 17.5e0, 8.0e0) as first_hour,
        if(uniform(customer, 13) < 0.3e0, 6, 11) as open_hours,
    from dated
)
select
    customer,
    line,
    order_key,
    is_return,
    least(
        86400 * (day + if(is_return, 3 + floor(18 * uniform(line, 14)), 0))
            + floor(3600 * (first_hour + open_hours * uniform(order_key, 15))),
        86400 * 731 - 1
    )::bigint as second,
from habitual
order by second, line
"""

_ORDERS = """
with lines as ({lines}),
chosen as (
    select
        *,
        if(
            uniform(line, 16) < 0.5e0, floor(12 * uniform(customer, 17)),
            floor(12 * uniform(line, 18))
        ) as category_number,
        if(
            uniform(line, 19) < 0.6e0, floor(4 * pow(uniform(customer, 20), 1.5e0)),
            floor(4 * uniform(line, 21))
        ) as tier_number,
        (
            category_number + 12 * tier_number
            + 48 * floor({ranks} * pow(uniform(line, 22), 3))
        )::bigint as product,
        case
            when uniform(customer, 23) < 0.15e0 then 0.6e0
            when uniform(customer, 23) < 0.40e0 then 0.25e0
            else 0.04e0
        end as discount_habit,
        1 + floor(if(uniform(customer, 24) < 0.1e0, 24, 4) * pow(uniform(line, 25), 3))
            as units,
    from lines
)
select
    printf('C%07d', customer) as customer_id,
    if(
        is_return, printf('R%d', line), printf('O%d-%d', customer, order_key % 131072)
    ) as order_id,
    product_name(product) as product_id,
    category_of(product) as category,
    (if(is_return, -1, 1) * units)::integer as quantity,
    price_of(product) as unit_price,
    if(
        not is_return and uniform(line, 26) < discount_habit,
        round(units * price_of(product) * (0.1e0 + 0.3e0 * uniform(line, 27)), 2), 0
    ) as discount_amount,
    timestamp '2024-01-01' + to_seconds(second) as ordered_at,
from chosen
"""

_PRODUCTS = """
select product_name(range) as product_id, category_of(range) as category
from range({products})
order by product_id
"""


def generate_orders(customers: int, order_lines: int, seed: int, path: Path) -> None:
    """Write the order lines of an invented shop to one Parquet file.

    Columns: ``customer_id``, ``order_id``, ``product_id``, ``category`` (text), ``quantity``
    (whole, negative for the two lines in a hundred that are returns), ``unit_price`` and
    ``discount_amount`` (double), ``ordered_at`` (timestamp in 2024 and 2025). The rows stand in
    the order of time, as in a shop's own table.

    Parameters
    ----------
    customers : int
        Number of customers; each has at least one line.
    order_lines : int
        Number of rows written, exactly.
    seed : int
        The same seed gives the same rows.
    path : Path
        The file to write; its folder also takes what does not fit in memory.

    Raises
    ------
    ValueError
        If there is not at least one customer and one line for each.
    """
    if customers < 1 or order_lines < customers:
        message = f"need 1 <= customers <= order_lines, got {customers} and {order_lines}"
        raise ValueError(message)
    with connect(seed, path) as connection:
        connection.execute(_CUSTOMERS.format(customers=customers, order_lines=order_lines))
        rows = _ORDERS.format(lines=_LINES, ranks=PRODUCTS_PER_CATEGORY_AND_TIER)
        write_rows(connection, rows, path)


def generate_products(seed: int, path: Path) -> None:
    """Write the products of the invented shop, ``product_id`` and ``category``, to Parquet.

    Parameters
    ----------
    seed : int
        The seed given to `generate_orders`.
    path : Path
        The file to write.
    """
    products = PRODUCTS_PER_CATEGORY_AND_TIER * len(CATEGORIES) * len(PRICE_TIERS)
    with connect(seed, path) as connection:
        write_rows(connection, _PRODUCTS.format(products=products), path)


def connect(seed: int, path: Path) -> duckdb.DuckDBPyConnection:
    """Open a database in memory that spills beside `path` and knows the random draws."""
    connection = duckdb.connect()
    connection.execute("set memory_limit = '3GB'")
    connection.execute(f"set temp_directory = {_quoted(path.parent / 'spilled')}")
    connection.execute(
        _MACROS.format(seed=seed, categories=list(CATEGORIES), tiers=list(PRICE_TIERS))
    )
    return connection


def write_rows(connection: duckdb.DuckDBPyConnection, rows: str, path: Path) -> None:
    """Write the result of a query to a Parquet file."""
    connection.execute(f"copy ({rows}) to {_quoted(path)} (format parquet, compression zstd)")


def _quoted(path: Path) -> str:
    """Return a path as an SQL string."""
    return "'" + str(path).replace("'", "''") + "'"


def main() -> None:
    """Write ``orders.parquet`` and ``products.parquet`` into a folder."""
    parser = argparse.ArgumentParser(description="Generate the orders of an invented shop.")
    parser.add_argument("--customers", type=int, default=200_000)
    parser.add_argument("--order-lines", type=int, default=4_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="folder, made if missing")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    generate_orders(
        arguments.customers,
        arguments.order_lines,
        arguments.seed,
        arguments.out / "orders.parquet",
    )
    generate_products(arguments.seed, arguments.out / "products.parquet")


if __name__ == "__main__":
    main()
