"""Builds for tests: dbt in a process of its own, with files of its own."""

import functools
import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).resolve().parents[2]
CUSTOMER_TABLES = ("customer_segments", "customer_features", "customer_rfm", "customer_embeddings")
WITHOUT_TESTS = ("--exclude-resource-type", "test")
PUBLIC_TABLES = (
    *CUSTOMER_TABLES,
    *("segments", "segment_profiles", "segment_rules", "segment_models", "rejected_rows"),
    *("frequent_itemsets", "association_rules", "product_associations", "basket_counts"),
    *("segment_products", "segment_association_rules", "customer_open_rules"),
    *("sessions", "session_funnel"),
    *("customer_segment_history", "segment_migrations", "segment_trends"),
    *("segment_count_search", "segment_model_comparisons", "segment_quality"),
)


@dataclass(frozen=True)
class Build:
    """What a dbt command printed and left behind."""

    returncode: int
    output: str
    file: Path

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the built file."""
        with duckdb.connect(str(self.file), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every public table, in an order that does not depend on how it is stored."""
        with duckdb.connect(str(self.file), read_only=True) as connection:
            return {
                table: connection.execute(f"select * from {table} order by all").fetchall()
                for table in PUBLIC_TABLES
            }


def command(
    folder: Path,
    *arguments: str,
    project: Path = ROOT,
    start: Path | None = None,
    variables: dict[str, Any] | None = None,
    environment: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Keywords for subprocess: dbt on a project, with all that it writes in ``folder``.

    It is started in ``start``, by default in the project.
    """
    given = {"segments_onnx_dir": str(folder / "onnx"), **(variables or {})}
    surroundings = {
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        # nobody reads the file, and it takes one second of fourteen
        "DBT_LOG_LEVEL_FILE": "none",
        "SEGMENTS_DUCKDB_PATH": str(folder / "warehouse.duckdb"),
    }
    return {
        "args": [
            str(Path(sys.executable).with_name("dbt")),
            "--no-use-colors",
            *arguments,
            *("--project-dir", str(project), "--profiles-dir", str(ROOT)),
            *("--vars", json.dumps(given)),
        ],
        "env": {**os.environ, **surroundings, **(environment or {})},
        "cwd": start or project,
        "text": True,
    }


def dbt(folder: Path, *arguments: str, **keywords: Any) -> Build:
    """Run dbt on a project, by default this one, with all that it writes in ``folder``.

    With other variables at most, a fork of a process that has parsed this project answers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if keywords.keys() <= {"variables"}:
        return Fork(folder, *arguments, **keywords).end()
    done = subprocess.run(
        **command(folder, *arguments, **keywords), capture_output=True, check=False
    )
    return Build(done.returncode, done.stdout + done.stderr, folder / "warehouse.duckdb")


class Fork:
    """dbt on this project, begun in a fork of a process that has parsed it."""

    def __init__(self, folder: Path, *arguments: str, **keywords: Any) -> None:
        given = command(folder, *arguments, **keywords)
        self.folder, self.output = folder, folder / "output.txt"
        self.output.unlink(missing_ok=True)
        request = {
            "program": given["args"][0],
            "arguments": given["args"][1:],
            "env": given["env"],
            "cwd": str(given["cwd"]),
            "output": str(self.output),
            "variables": keywords.get("variables") or {},
        }
        server = _server()
        assert server.stdin
        print(json.dumps(request), file=server.stdin, flush=True)
        self.pid = self._answer()

    def _answer(self) -> int:
        server = _server()
        assert server.stdout
        return int(server.stdout.readline())

    def kill(self, line: str, delay: float) -> None:
        """Kill it some seconds after it has printed a line, a regular expression."""
        try:
            while not (self.output.exists() and re.search(line, self.output.read_text())):
                os.kill(self.pid, 0)  # fails once it has ended
                time.sleep(0.01)
            time.sleep(delay)
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # its exit code says so
        assert self._answer() == -signal.SIGKILL, f"it ended before it was killed at '{line}'"

    def end(self) -> Build:
        """Wait until it ends."""
        returncode = self._answer()
        return Build(returncode, self.output.read_text(), self.folder / "warehouse.duckdb")


def build(folder: Path, *arguments: str, **keywords: Any) -> Build:
    """Run ``dbt build`` without unit tests, and demand success."""
    done = dbt(folder, "build", "--exclude-resource-type", "unit_test", *arguments, **keywords)
    assert done.returncode == 0, done.output
    return done


def parquet(file: Path, sql: str) -> str:
    """Write the rows of a query to a file; returns the relation to map."""
    with duckdb.connect() as connection:
        connection.execute(f"copy ({sql}) to '{file}' (format parquet)")
    return f"read_parquet('{file}')"


def same_names(*columns: str) -> dict[str, str]:
    """Mapping of the required columns of order_lines, and others, to columns of their name."""
    required = ("customer_id", "order_id", "product_id", "quantity", "unit_price", "ordered_at")
    return {column: column for column in (*required, *columns)}


def online_retail(data: Path, as_of: str | None = None) -> dict[str, Any]:
    """Variables that map the Online Retail file."""
    return {
        "segments_as_of": as_of,
        "segments_inputs": {
            "order_lines": {
                "relation": f"read_parquet('{data / 'online_retail.parquet'}')",
                "columns": {
                    "customer_id": "CustomerID",
                    "order_id": "InvoiceNo",
                    "product_id": "StockCode",
                    "quantity": "Quantity",
                    "unit_price": "UnitPrice",
                    "ordered_at": "InvoiceDate",
                },
            }
        },
    }


@functools.cache
def _server() -> subprocess.Popen[str]:
    """Start what forks dbt; it ends with its standard input, that is, with this process."""
    script = str(Path(__file__).with_name("dbt_server.py"))
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, script], stdin=pipe, stdout=pipe, text=True)
