"""Builds for tests: dbt in a process of its own, with files of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).resolve().parents[2]


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


def dbt(
    folder: Path,
    *arguments: str,
    project: Path = ROOT,
    start: Path | None = None,
    variables: dict[str, Any] | None = None,
    environment: dict[str, str] | None = None,
) -> Build:
    """Run dbt on a project, by default this one, with all that it writes in ``folder``.

    It is started in ``start``, by default in the project.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "warehouse.duckdb"
    given = {"segments_onnx_dir": str(folder / "onnx"), **(variables or {})}
    command = [
        str(Path(sys.executable).with_name("dbt")),
        "--no-use-colors",
        *arguments,
        *("--project-dir", str(project), "--profiles-dir", str(ROOT)),
        *("--vars", json.dumps(given)),
    ]
    surroundings = {
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "SEGMENTS_DUCKDB_PATH": str(file),
    }
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=start or project,
        env={**os.environ, **surroundings, **(environment or {})},
    )
    return Build(done.returncode, done.stdout + done.stderr, file)


def build(folder: Path, *arguments: str, **keywords: Any) -> Build:
    """Run ``dbt build`` without unit tests, and demand success."""
    done = dbt(folder, "build", "--exclude-resource-type", "unit_test", *arguments, **keywords)
    assert done.returncode == 0, done.output
    return done


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
