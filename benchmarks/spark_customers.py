"""Multiply the customers of a Spark warehouse, so that scoring them takes a while.

Runs in a process of its own, on the master and the warehouse that the environment names, as dbt's
target ``spark`` does. Every generated customer has the nulls of a customer of the shop and its
values within a tenth; whole numbers stay whole.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from pyspark.sql import SparkSession

_SHOP = "main.customer_features_of_shop"
_CUSTOMERS = """
create table main.customer_features using parquet as
with shop as (
    select row_number() over (order by customer_id) - 1 as shop_number, * from {shop}
)
select format_string('C%09d', customers.id) as customer_id, {features}, shop.as_of
from range(0, {customers}, 1, 8) as customers
inner join shop on customers.id % {shop_size} = shop.shop_number
"""
_FEATURE = """
    case
        when {name} = floor({name}) then round({name} * (0.9e0 + 0.2e0 * {draw}))
        else {name} * (0.9e0 + 0.2e0 * {draw})
    end as {name}"""
_DRAW = "(pmod(xxhash64(customers.id * 64 + {place}), 1000003) / 1000003e0)"


def multiply(session: SparkSession, customers: int) -> None:
    """Fill ``customer_features`` with generated customers; the shop's own are kept apart."""
    if not session.catalog.tableExists(_SHOP):
        session.sql(f"create table {_SHOP} using parquet as select * from main.customer_features")
    shop = session.table(_SHOP)
    names = [name for name, kind in shop.dtypes if kind == "double"]
    features = [
        _FEATURE.format(name=name, draw=_DRAW.format(place=place))
        for place, name in enumerate(names)
    ]
    session.sql("drop table if exists main.customer_features")
    session.sql(
        _CUSTOMERS.format(
            shop=_SHOP, features=",".join(features), customers=customers, shop_size=shop.count()
        )
    )


def session_of_environment() -> SparkSession:
    """Open a session as the profile does, on the master and warehouse of the environment."""
    warehouse = os.environ["SEGMENTS_SPARK_WAREHOUSE"]
    return (
        SparkSession.builder.master(os.environ["SEGMENTS_SPARK_MASTER"])
        .config("spark.sql.warehouse.dir", warehouse)
        .config(
            "spark.hadoop.javax.jdo.option.ConnectionURL",
            f"jdbc:derby:;databaseName={warehouse}/metastore_db;create=true",
        )
        .config("spark.driver.extraJavaOptions", f"-Dderby.stream.error.file={warehouse}/derby.log")
        .config("spark.ui.enabled", "false")
        .config("spark.log.level", "FATAL")
        .enableHiveSupport()
        .getOrCreate()
    )


def main(options: Sequence[str] | None = None) -> None:
    """Multiply the customers of the environment's warehouse."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("customers", type=int)
    session = session_of_environment()
    multiply(session, parser.parse_args(options).customers)
    session.stop()


if __name__ == "__main__":
    main()
