"""Projects that install the package as a user does, under foreign names."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from projects import ROOT

pytestmark = pytest.mark.slow

PROJECTS = ROOT / "integration_tests"
REJECTED = """(
    select
        input_name,
        rejection_reason,
        coalesce(
            input_content ->> '$.bon_nr',
            input_content ->> '$."Bon-Nr"',
            input_content ->> '$.Klick'
        ) as bon
    from {}.rejected_rows
)"""


@dataclass(frozen=True)
class Project:
    """A copy of an integration project, with its own warehouse."""

    folder: Path

    def dbt(self, *arguments: str) -> str:
        """Run dbt in a process of its own, demand success, and return what it printed."""
        done = subprocess.run(
            [str(Path(sys.executable).with_name("dbt")), "--no-use-colors", *arguments],
            cwd=self.folder,
            env={**os.environ, "DBT_PROFILES_DIR": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Open the warehouse to read, as dbt does: with ``crm`` where the project attaches it."""
        shop = duckdb.connect(str(self.folder / "warehouse/shop.duckdb"), read_only=True)
        crm = self.folder / "warehouse/crm.duckdb"
        if crm.is_file():
            shop.execute(f"attach '{crm}' (read_only)")
        # where views look for the files of sources
        shop.execute(f"set file_search_path = '{self.folder}'")
        return shop

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the warehouse."""
        with self.connect() as shop:
            return shop.execute(sql).fetchall()

    def assert_rows(self, relation: str, expected: str) -> None:
        """Demand exactly the rows of ``expected/<expected>.csv``, in that file's columns."""
        file = self.folder / f"expected/{expected}.csv"
        with file.open(newline="") as lines:
            columns = ", ".join(next(csv.reader(lines)))
        found = f"select {columns} from {relation}"
        with self.connect() as shop:
            # every expected value is read in the type of the column that it is compared with
            shop.execute(f"create temp table expected as {found} limit 0")
            shop.execute(
                f"insert into expected from read_csv('{file}', header = true, all_varchar = true)"
            )
            missing = shop.execute(f"from expected except all ({found})").fetchall()
            surplus = shop.execute(f"({found}) except all from expected").fetchall()
        assert (missing, surplus) == ([], [])


def _install(name: str, folder: Path) -> Project:
    """Copy a project, whose builds then write below ``folder`` alone, and run ``dbt deps``."""
    for part in ("shop", name):
        shutil.copytree(
            PROJECTS / part,
            folder / part,
            ignore=shutil.ignore_patterns("dbt_packages", "logs", "onnx", "target", "warehouse"),
        )
    project = Project(folder / name)
    packages = project.folder / "packages.yml"
    assert "local: ../..\n" in packages.read_text()
    packages.write_text(f"packages:\n  - local: {ROOT}\n")
    (project.folder / "warehouse").mkdir()
    project.dbt("deps")
    return project


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Only order lines, only required columns."""
    project = _install("bare", tmp_path_factory.mktemp("bare"))
    project.dbt("build")
    return project


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Everything that can be mapped, set and overridden."""
    project = _install("full", tmp_path_factory.mktemp("full"))
    project.dbt("docs", "generate")  # on an empty warehouse; compiles every model
    project.dbt("build")
    return project


def test_bare_tables_are_as_expected(bare: Project) -> None:
    bare.assert_rows("customer_rfm", "customer_rfm")
    bare.assert_rows(REJECTED.format("main"), "rejected_rows")


@pytest.mark.parametrize(
    "table",
    [
        "customer_rfm",
        "customer_features",
        "customer_segments",
        "segments",
        "sessions",
        "session_funnel",
    ],
)
def test_full_public_tables_are_as_expected(full: Project, table: str) -> None:
    full.assert_rows(f"crm.analytics_segments.{table}", table)


@pytest.mark.parametrize("table", ["stg_segments__customers", "stg_segments__products"])
def test_full_optional_columns_arrive(full: Project, table: str) -> None:
    full.assert_rows(f"crm.analytics_internal.{table}", table)


def test_full_rejected_rows_are_as_expected(full: Project) -> None:
    full.assert_rows(REJECTED.format("crm.analytics"), "rejected_rows")


def test_a_project_decides_what_is_a_purchase(bare: Project, full: Project) -> None:
    samples = (
        "select customer_id, is_purchase from {}.stg_segments__order_lines"
        " where product_id = '0405' order by all"
    )
    assert bare.query(samples.format("main_internal")) == [("Dee", True), ("Tom", True)]
    assert full.query(samples.format("crm.analytics_internal")) == [("Dee", False), ("Tom", False)]


def test_schemas_and_databases_are_the_projects(bare: Project, full: Project) -> None:
    places = (
        "select database_name, schema_name, table_name from duckdb_tables()"
        " union all select database_name, schema_name, view_name from duckdb_views()"
        " where not internal"
    )
    public = {
        "association_rules", "customer_embeddings", "customer_features",
        "customer_open_rules", "customer_rfm", "customer_segment_history",
        "customer_segments", "frequent_itemsets", "product_associations",
        "segment_association_rules", "segment_migrations", "segment_models",
        "segment_products", "segment_profiles", "segment_rules", "segment_trends",
        "segments", "session_funnel", "sessions",
    }  # fmt: skip
    quality = {
        "basket_counts", "rejected_rows", "segment_count_search", "segment_model_comparisons",
        "segment_quality",
    }  # fmt: skip
    found: dict[tuple[str, str], set[str]] = {}
    for database, schema, table in full.query(places):
        found.setdefault((database, schema), set()).add(table)
    private = found.pop(("crm", "analytics_internal")) | found.pop(("shop", "analytics_internal"))
    assert found == {
        ("crm", "analytics"): quality,
        ("crm", "analytics_segments"): public,
        ("shop", "analytics"): {"bon_positionen"},
        ("shop", "analytics_raw"): {
            "geraete",
            "klicks",
            "kunden",
            "segment_names",
            "segment_name_rules",
        },
    }
    assert {table for _, schema, table in bare.query(places) if schema == "main"} == {
        *public, *quality,
    }  # fmt: skip
    private |= {table for _, schema, table in bare.query(places) if schema == "main_internal"}
    assert not [table for table in private if table.startswith("demo")]


def test_tests_alone_pass_after_a_build_and_leave_out_unit_tests(full: Project) -> None:
    printed = full.dbt("test")
    assert " data tests" in printed
    assert "unit test" not in printed
