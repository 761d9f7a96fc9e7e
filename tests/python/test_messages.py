"""Every message of the configuration check, triggered; all mistakes come in one message."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from projects import ROOT, Build, dbt

SETTINGS = ("run", "--select", "int_segments__settings")
COLUMNS = {
    "customer_id": "cid",
    "order_id": "oid",
    "product_id": "pid",
    "quantity": "qty",
    "unit_price": "price",
    "ordered_at": "CREATED",  # DuckDB's names know no case
}
LINES = (
    "select 'c1' as cid, 'o1' as oid, 'p1' as pid, 1 as qty, 2.5 as price,"
    " timestamp '2024-01-01' as created"
)


@pytest.fixture
def lines_reader(tmp_path: Path) -> str:
    file = tmp_path / "lines.parquet"
    duckdb.sql(f"copy ({LINES}) to '{file}'")
    return f"read_parquet('{file}')"


def warehouse(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(tmp_path / "warehouse.duckdb"))


def assert_refused(result: Build, *sentences: str) -> None:
    assert result.returncode != 0, result.output
    assert "Traceback" not in result.output
    for sentence in sentences:
        assert f"  customer_segments: {sentence}" in result.output, result.output
    number = f"{len(sentences)} mistake{'s' if len(sentences) > 1 else ''}"
    assert f"customer_segments: {number} in the configuration:" in result.output, result.output


def test_known_variables_are_those_of_the_project(tmp_path: Path) -> None:
    declared = yaml.safe_load((ROOT / "dbt_project.yml").read_text())["vars"]["customer_segments"]
    show = "{{ customer_segments.known_variables() | tojson }}"
    result = dbt(tmp_path, "--quiet", "compile", "--inline", show)
    assert set(json.loads(result.output)) == set(declared), result.output


def test_all_variable_mistakes_in_one_message(tmp_path: Path) -> None:
    given: dict[str, Any] = {
        "segments_cout": 5,
        "segmens_seed": 1,
        "segments_zzzzzzzzzzzzzzzzzz": 1,
        "my_shop": {"segments_count": 3},
        "segments_as_of": "2023-02-29",
        "segments_backfill": "yes",
        "segments_horizon_days": 0,
        "segments_training_cutoffs": 61,
        "segments_count": "eight",
        "segments_association_features": "yes",
        "segments_training": "sometimes",
        "segments_retrain_after_days": -1,
        "segments_training_rows": 99,
        "segments_seed": 1.5,
        "segments_model_file": 7,
        "segments_onnx_dir": "",
        "segments_inputs": "orders",
    }
    assert_refused(
        dbt(tmp_path, *SETTINGS, variables=given),
        "variable 'segments_cout' is unknown. Did you mean 'segments_count'?",
        "variable 'segmens_seed' is unknown. Did you mean 'segments_seed'?",
        "variable 'segments_zzzzzzzzzzzzzzzzzz' is unknown. Known are: segments_inputs, ",
        "variable 'segments_count' has no effect where it stands, got it under --vars: my_shop.",
        "variable 'segments_as_of' cannot be used, got '2023-02-29'. Give a date",
        "variable 'segments_backfill' cannot be used, got 'yes'. Give true or false, without",
        "variable 'segments_horizon_days' cannot be used, got 0. Give a whole number from 1 to",
        "variable 'segments_training_cutoffs' cannot be used, got 61. Give a whole number from 0",
        "variable 'segments_count' cannot be used, got 'eight'. Give a whole number from 2 to 100,",
        "variable 'segments_association_features' cannot be used, got 'yes'. Give true or false",
        "variable 'segments_training' cannot be used, got 'sometimes'. Give one of auto, always,",
        "variable 'segments_retrain_after_days' cannot be used, got -1. Give a whole number of at",
        "variable 'segments_training_rows' cannot be used, got 99. Give a whole number of at least",
        "variable 'segments_seed' cannot be used, got 1.5. Give a whole number from 0",
        "variable 'segments_model_file' cannot be used, got 7. Give a path in quotes, or null.",
        "variable 'segments_onnx_dir' cannot be used, got ''. Give a path in quotes.",
        "variable 'segments_inputs' cannot be used, got 'orders'. Give a mapping",
    )


def test_values_that_models_cannot_be_parsed_with(tmp_path: Path) -> None:
    given: dict[str, Any] = {
        "segments_horizon_days": "ninety",
        "segments_training_cutoffs": None,
        "segments_as_of": "2199-01-01",
        "segments_inputs": {
            "customers": 5,
            "products": {"columns": {"product_id": "id"}},
            "order_lines": {"relation": 5, "columns": ["id"]},
        },
    }
    assert_refused(
        dbt(tmp_path, *SETTINGS, variables=given),
        "variable 'segments_horizon_days' cannot be used, got 'ninety'. Give a whole number",
        "variable 'segments_training_cutoffs' cannot be used, got null. Give a whole number",
        "variable 'segments_as_of' cannot be used, got '2199-01-01'. Give a date from 1900 to tomo",
        "input 'customers' is no mapping, got 5. Give it relation and columns.",
        "input 'products' has no relation. Give ",
        "input 'order_lines' has a relation that is no text, got 5. Give ",
        "input 'order_lines' has no mapping of columns, got ['id']. Add customer_id, ",
    )


MISTAKEN: dict[str, Any] = {
    "orderlines": {},
    "order_lines": {
        "colums": {},
        "where": 5,
        "columns": {
            **COLUMNS,
            "order_id": "oidd",
            "ordered_at": None,
            "unit_pric": "price",
            "product_id": [],
            "channel": True,
            "currency": " ",
        },
    },
    "customers": {
        "relation": "nowhere.people",
        "columns": {
            "customer_idd": "x",
            "home town": "y",
            "row_reason": "z",
            "city": "c",
            "City": "d",
        },
    },
    "products": {"columns": {"product_id": 5, "colour": "x"}},
}


def test_all_mapping_mistakes_in_one_message(tmp_path: Path, lines_reader: str) -> None:
    lines, products = MISTAKEN["order_lines"], MISTAKEN["products"]
    given = {
        **MISTAKEN,
        "order_lines": {**lines, "relation": lines_reader},
        "products": {**products, "relation": f"read_csv('{tmp_path}/none.csv')"},
    }
    found = "columns found: cid, oid, pid, qty, price, created. "
    who = "input 'order_lines' "
    neither = "to what is neither a column nor SQL, got"
    assert_refused(
        dbt(tmp_path, *SETTINGS, variables={"segments_inputs": given}),
        "input 'orderlines' is unknown. Did you mean 'order_lines'?",
        f"{who}has an unknown key 'colums'. Did you mean 'columns'?",
        f"{who}has a where that is no text, got 5. Give an SQL condition in quotes.",
        f"{who}has no column mapped for 'ordered_at'; {found}Add it under vars: "
        "customer_segments: segments_inputs: order_lines: columns.",
        f"{who}has an unknown column 'unit_pric'. Did you mean 'unit_price'?",
        f"{who}maps 'product_id' {neither} []. Give a name or an expression in quotes.",
        f"{who}maps 'channel' {neither} True. Give a name or an expression in quotes.",
        f"{who}maps 'currency' {neither} ' '. Give a name or an expression in quotes.",
        f"{who}maps 'order_id' to a column that {lines_reader} does not have, got 'oidd'; {found}"
        "Did you mean 'oid'? Correct it under",
        "input 'customers' has a relation that does not exist, got 'nowhere.people'. Correct",
        "input 'customers' has no column mapped for 'customer_id'. Add it under",
        "input 'customers' has an unknown column 'customer_idd'. Did you mean 'customer_id'?",
        "input 'customers' has an attribute that cannot be a column's name, got 'home town'. Use",
        "input 'customers' has an attribute that cannot be a column's name, got 'row_reason'. Use",
        "input 'customers' has two attributes that differ in case alone, got 'City'. Rename one: ",
        "input 'products' has a relation that does not exist, got 'read_csv(",
        "input 'products' has an unknown column 'colour'. Known are: product_id, ",
    )


def test_relations_written_in_a_way_that_cannot_be_read(tmp_path: Path) -> None:
    given = {
        "order_lines": {"relation": "{{ ref('orders') }}", "columns": COLUMNS},
        "customers": {"relation": "source('shop')", "columns": {"customer_id": "id"}},
    }
    assert_refused(
        dbt(tmp_path, *SETTINGS, variables={"segments_inputs": given}),
        "input 'order_lines' has a relation that cannot be read, got '{{ ref('orders') }}'. Give ",
        "input 'customers' has a relation that cannot be read, got 'source('shop')'. Give ",
    )


def test_tables_of_a_former_build_are_untouched(tmp_path: Path) -> None:
    with warehouse(tmp_path) as connection:
        connection.execute("create schema main_internal")
        connection.execute("create table main_internal.int_segments__settings as select 42 as n")
        connection.execute(f"create table Raw_Lines as {LINES}")
    mapped = {"order_lines": {"relation": "raw_lines", "columns": {**COLUMNS, "order_id": "nr"}}}
    assert_refused(
        dbt(tmp_path, *SETTINGS, variables={"segments_inputs": mapped}),
        "input 'order_lines' maps 'order_id' to a column that raw_lines does not have, got 'nr'; ",
    )
    with warehouse(tmp_path) as connection:
        found = connection.sql("select n from main_internal.int_segments__settings").fetchall()
    assert found == [(42,)]


def test_order_lines_not_mapped_prints_the_yaml(tmp_path: Path) -> None:
    with warehouse(tmp_path) as connection:
        connection.execute("create table people as select 1 as id")
    mapped = {"customers": {"relation": "main.people", "columns": {"customer_id": "id"}}}
    result = dbt(tmp_path, *SETTINGS, variables={"segments_inputs": mapped})
    assert_refused(result, "input 'order_lines' is not mapped, got customers. Write the lines")
    assert_prints_yaml(result)


def test_correct_configuration_passes(lines_reader: str, tmp_path: Path) -> None:
    mapped = {"order_lines": {"relation": lines_reader, "columns": COLUMNS, "where": "qty > 0"}}
    others = {"other_variable": 1, "segments": 1, "pigments_seed": 1}
    given = {"segments_inputs": mapped, "segments_as_of": "2024-02-29", **others}
    result = dbt(tmp_path, *SETTINGS, variables=given)
    assert result.returncode == 0, result.output


def assert_prints_yaml(result: Build) -> None:
    """The printed lines are YAML that maps every required column of order_lines."""
    lines = result.output.splitlines()
    start = lines.index("  vars:")
    stop = next(i for i in range(start, len(lines)) if "> in macro" in lines[i])
    inputs = yaml.safe_load("\n".join(lines[start:stop]))["vars"]["customer_segments"]
    assert set(inputs["segments_inputs"]["order_lines"]["columns"]) == set(COLUMNS)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A user's project that installs the package: a source, and a model for a ref."""
    folder = tmp_path / "shop"
    (folder / "models").mkdir(parents=True)
    project = {"name": "shop", "version": "1.0", "profile": "customer_segments"}
    (folder / "dbt_project.yml").write_text(json.dumps(project))
    (folder / "packages.yml").write_text(json.dumps({"packages": [{"local": str(ROOT)}]}))
    (folder / "models" / "lines.sql").write_text(LINES)
    sources = [{"name": "raw", "schema": "main", "tables": [{"name": "lines"}]}]
    (folder / "models" / "sources.yml").write_text(json.dumps({"sources": sources}))
    assert dbt(tmp_path, "deps", project=folder).returncode == 0
    return folder


def test_nothing_mapped_in_a_package_prints_the_yaml(shop: Path, tmp_path: Path) -> None:
    result = dbt(tmp_path, *SETTINGS, project=shop)
    assert_refused(result, "input 'order_lines' is not mapped, got nothing. Write the lines below")
    assert_prints_yaml(result)


def test_project_scopes_are_read(shop: Path, tmp_path: Path) -> None:
    with warehouse(tmp_path) as connection:
        connection.execute("create table lines as select 1 as id")
    project = json.loads((shop / "dbt_project.yml").read_text())
    project["vars"] = {
        "segments_trainings": "auto",
        "customer_segments": {
            "training": "never",
            "segments_count": 1,
            "segments_inputs": {
                "order_lines": {"relation": "source('raw', 'lines')", "columns": COLUMNS},
            },
        },
        "shop": {"segments_seed": 1},
    }
    (shop / "dbt_project.yml").write_text(json.dumps(project))
    absent = [
        f"input 'order_lines' maps '{column}' to a column that source('raw', 'lines') does not "
        f"have, got '{given}'; columns found: id. "
        for column, given in COLUMNS.items()
    ]
    assert_refused(
        dbt(tmp_path, *SETTINGS, project=shop),
        "variable 'segments_trainings' is unknown. Did you mean 'segments_training'?",
        "variable 'training' is unknown. ",
        "variable 'segments_seed' has no effect where it stands, got it under vars: shop. Move it",
        "variable 'segments_count' cannot be used, got 1. ",
        *absent,
    )


def test_absent_column_of_a_ref_is_told_before_staging(shop: Path, tmp_path: Path) -> None:
    mapped = {"relation": "ref('lines')", "columns": {**COLUMNS, "unit_price": "prize"}}
    given = {"segments_inputs": {"order_lines": mapped}}
    select = ("--select", "lines", "base_segments__order_lines")
    result = dbt(tmp_path, "run", *select, project=shop, variables=given)
    assert_refused(
        result,
        "input 'order_lines' maps 'unit_price' to a column that ref('lines') does not have, got "
        "'prize'; columns found: cid, oid, pid, qty, price, created. Did you mean 'price'?",
    )
