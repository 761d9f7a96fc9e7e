"""Builds on Spark for tests, and tables of both engines to compare."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
import spark_cluster
from projects import PUBLIC_TABLES, ROOT, Build, command, dbt

DRIVER_MEMORY = "2g"
# A test ends before what the second compiler does would pay, and Spark's own classes are sound.
# The first compiler alone has room for 48 MB of code, which a build fills, and Java then fails
# where it cannot go on without: this is the room that both have.
QUICK_JAVA = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC -Xverify:none"
# the tables are small: 4 partitions in place of 200
SETTINGS = {"spark.executor.extraJavaOptions": QUICK_JAVA, "spark.sql.shuffle.partitions": "4"}
# what a network computes is sums of single-precision numbers
SUMS_OF_FLOATS = {
    *("distance", "runner_up_distance", "confidence", "reconstruction_error"),
    *(f"reason_{n}_weight" for n in range(1, 4)),
    *(f"embedding_{n}" for n in range(1, 33)),
}

# every engine hashes in its own way
HASHES = {"events_checksum"}


@dataclass(frozen=True)
class Table:
    """Columns in their order, and rows in one that both engines share."""

    columns: list[str]
    rows: list[tuple[Any, ...]]

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection, source: str) -> Table:
        """Read whatever DuckDB can name."""
        found = connection.execute(f"select * from {source}")
        columns = [column[0] for column in found.description]
        return cls(columns, sorted(found.fetchall(), key=_keys))


def surroundings(folder: Path, master: str) -> dict[str, str]:
    """Environment of dbt on a Spark master, with all that it writes in ``folder``."""
    settings = [word for pair in SETTINGS.items() for word in ("--conf", "=".join(pair))]
    return {
        **spark_cluster.environment(),
        "SPARK_SUBMIT_OPTS": QUICK_JAVA,
        "PYSPARK_SUBMIT_ARGS": shlex.join([*settings, "pyspark-shell"]),
        "SEGMENTS_SPARK_MASTER": master,
        "SEGMENTS_SPARK_WAREHOUSE": str(folder / "spark"),
        "SEGMENTS_SPARK_DRIVER_MEMORY": DRIVER_MEMORY,
    }


def spark_command(folder: Path, master: str, *arguments: str, **keywords: Any) -> dict[str, Any]:
    """Keywords for subprocess: dbt on Spark."""
    (folder / "spark").mkdir(parents=True, exist_ok=True)
    return command(
        folder,
        *arguments,
        *("--target", "spark"),
        environment={**surroundings(folder, master), **keywords.pop("environment", {})},
        **keywords,
    )


def spark_dbt(folder: Path, master: str, *arguments: str, **keywords: Any) -> Build:
    """Run dbt on Spark."""
    (folder / "spark").mkdir(parents=True, exist_ok=True)
    environment = {**surroundings(folder, master), **keywords.pop("environment", {})}
    return dbt(folder, *arguments, "--target", "spark", environment=environment, **keywords)


def spark_build(folder: Path, master: str, *arguments: str, **keywords: Any) -> Build:
    """Run ``dbt build`` on Spark, and demand success."""
    done = spark_dbt(folder, master, "build", *arguments, **keywords)
    assert done.returncode == 0, done.output
    return done


def spark_tables(folder: Path, master: str) -> dict[str, Table]:
    """Read every public table of a build on Spark, views too."""
    export = folder / "exported"
    given = command(folder, environment=surroundings(folder, master))
    helpers = [str(ROOT / "benchmarks"), given["env"].get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("export_tables.py")), str(export)]
        + [f"main.{name}" for name in PUBLIC_TABLES],
        env={**given["env"], "PYTHONPATH": ":".join(helpers)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with duckdb.connect() as connection:
        return {
            name: Table.of(connection, f"'{export}/main.{name}.parquet'") for name in PUBLIC_TABLES
        }


def duckdb_tables(build: Build) -> dict[str, Table]:
    """Read every public table of a build on DuckDB."""
    with duckdb.connect(str(build.file), read_only=True) as connection:
        return {name: Table.of(connection, name) for name in PUBLIC_TABLES}


def assert_equal(found: Table, expected: Table) -> None:
    """Same columns, keys and texts; numbers within a billionth, sums of floats a millionth."""
    assert found.columns == expected.columns
    assert len(found.rows) == len(expected.rows)
    by_column = [zip(*table.rows, strict=True) for table in (found, expected)]
    for name, ours, theirs in zip(expected.columns, *by_column, strict=bool(expected.rows)):
        if name in HASHES:
            assert None not in ours, name
        elif any(isinstance(value, float) for value in theirs):
            tolerance = 1e-6 if name in SUMS_OF_FLOATS else 1e-9
            least = 1e-6 if name in SUMS_OF_FLOATS else 1e-12
            assert _numbers(ours) == pytest.approx(_numbers(theirs), rel=tolerance, abs=least), name
            assert [v is None for v in ours] == [v is None for v in theirs], name
        else:
            assert ours == theirs, name


def _keys(row: tuple[Any, ...]) -> list[str]:
    """What orders a row: all but the numbers that may differ in their last digits."""
    return [str(value) for value in row if not isinstance(value, float)]


def _numbers(values: Iterable[float | None]) -> list[float]:
    return [0.0 if value is None else value for value in values]
