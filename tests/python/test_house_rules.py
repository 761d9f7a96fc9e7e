"""Rules of the house that no checker reaches."""

from __future__ import annotations

import ast
import csv
import hashlib
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from projects import ROOT

MODELS = sorted((ROOT / "models").rglob("*.sql"))
MACROS = sorted((ROOT / "macros").rglob("*.sql"))
PYTHON = sorted(
    path
    for folder in ("src", "python_models", "benchmarks", "tests/python", "tests/spark", "seeds")
    for path in (ROOT / folder).rglob("*.py")
)
SQL = [*MODELS, *MACROS, *sorted((ROOT / "tests/dbt").rglob("*.sql"))]
DECLARED = re.compile(r"{%-?\s*(?:macro|test|materialization)\s+(\w+)")
# Macros of dbt's own that this project replaces on an engine.
TAKEN_FROM_DBT = {"load_csv_rows"}
DISPATCHED = re.compile(r"adapter\.dispatch\(\s*'(\w+)'")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def by_name(paths: list[Path]) -> pytest.MarkDecorator:
    assert paths
    return pytest.mark.parametrize("path", paths, ids=named)


def properties(kind: str) -> dict[str, dict[str, Any]]:
    """Entries of a kind ("macros", "seeds") over all property files, by name."""
    found = {}
    for path in (*ROOT.glob("macros/**/*.yml"), *ROOT.glob("seeds/**/*.yml")):
        for entry in yaml.safe_load(path.read_text()).get(kind, []):
            assert entry["name"] not in found, entry["name"]
            found[entry["name"]] = entry | {"folder": path.parent}
    return found


@pytest.mark.parametrize(
    ("paths", "most"), [(MODELS, 100), (MACROS, 80), (PYTHON, 300)], ids=["sql", "macros", "python"]
)
def test_files_are_short(paths: list[Path], most: int) -> None:
    lengths = {named(path): len(path.read_text().splitlines()) for path in paths}
    assert {name: lines for name, lines in lengths.items() if lines > most} == {}


def test_lines_of_sql_have_at_most_88_columns() -> None:
    # sqlfluff reads no macros
    assert [
        f"{named(path)}:{number}"
        for path in SQL
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > 88
    ] == []


@by_name(PYTHON)
def test_functions_have_at_most_40_lines(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            # a docstring may take the room that it needs
            first = node.body[1] if ast.get_docstring(node) and node.body[1:] else node.body[0]
            assert (node.end_lineno or 0) - first.lineno < 40, node.name


@by_name(MACROS)
def test_a_file_has_one_public_macro_named_like_it(path: Path) -> None:
    names = DECLARED.findall(path.read_text())
    dispatched = {name for name in names if "__" in name} - {f"spark__{n}" for n in TAKEN_FROM_DBT}
    public = [name for name in names if not name.startswith("_") and name not in dispatched]
    assert public == [path.stem]
    assert {name.split("__")[1] for name in dispatched} <= {name.lstrip("_") for name in names}


def test_every_macro_is_described_in_its_folder() -> None:
    described = {
        # dbt's name for a materialization
        re.sub(r"^materialization_(\w+)_[a-z]+$", r"\1", name): entry
        for name, entry in properties("macros").items()
    }
    written = {name: path.parent for path in MACROS for name in DECLARED.findall(path.read_text())}
    assert {name: entry["folder"] for name, entry in described.items()} == written


def test_every_name_of_a_macro_is_used_once() -> None:
    names = Counter(name for path in MACROS for name in DECLARED.findall(path.read_text()))
    assert [name for name, count in names.items() if count > 1] == []


def test_what_is_dispatched_has_a_default_and_is_all_that_is_dispatched() -> None:
    text = "\n".join(path.read_text() for path in MACROS)
    dispatched = set(DISPATCHED.findall(text))
    implementations = [name.split("__") for name in DECLARED.findall(text) if "__" in name]
    assert {name for prefix, name in implementations if prefix == "default"} == dispatched
    assert {name for _, name in implementations} == dispatched | TAKEN_FROM_DBT
    assert {prefix for prefix, _ in implementations} <= {"default", "duckdb", "spark"}


@by_name([*SQL, *sorted((ROOT / "python_models").glob("*.py"))])
def test_nothing_asks_for_the_engine(path: Path) -> None:
    assert not re.search(r"target\.(type|name)|adapter\.type\(", path.read_text())


@by_name([*MODELS, *sorted((ROOT / "python_models").glob("*.py"))])
def test_no_model_names_an_engine(path: Path) -> None:
    assert not re.search(r"duckdb|spark|databricks", path.read_text(), re.IGNORECASE)


def test_what_differs_between_engines_is_tested_on_each() -> None:
    # dbt runs these tests with a build, on whatever engine that is
    text = "\n".join(path.read_text() for path in (ROOT / "macros/engines").glob("*.sql"))
    tested = {path.stem for path in (ROOT / "tests/dbt/engines").glob("*.sql")}
    assert {f"assert_{name}" for name in DISPATCHED.findall(text)} <= tested


@by_name(SQL)
def test_sql_is_read_by_every_engine(path: Path) -> None:
    text = re.sub(r"{#.*?#}|--[^\n]*", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"\bqualify\b|\bgroup by all\b|\bexclude\s*\(", text, re.IGNORECASE)


@by_name(MODELS)
def test_models_ask_nothing_while_they_compile(path: Path) -> None:
    assert not re.search(r"run_query|load_result|statement\(", path.read_text())


def test_what_is_kept_knows_the_macros_that_made_it() -> None:
    folders = ("engines", "inputs", "sessions")
    made_by = [path for path in MACROS if path.parent.name in folders]
    text = "\n".join(path.read_text() for path in made_by)
    words = re.sub(r"{#.*?#}", "", text, flags=re.DOTALL).split()
    checksum = hashlib.md5(" ".join(words).encode()).hexdigest()
    kept = (ROOT / "macros/kept/kept_recipe.sql").read_text()
    assert checksum in kept, "macros changed: write the checksum into kept_recipe.sql"


def test_variables_are_read_through_one_door() -> None:
    doors = {"segments_var.sql", "variable_mistakes.sql", "validate_configuration.sql"}
    readers = {path.name for path in SQL if re.search(r"(?<![\w.])var\(", path.read_text())}
    assert readers <= doors


def test_every_variable_has_a_comment_and_the_prefix() -> None:
    lines = (ROOT / "dbt_project.yml").read_text().splitlines()
    declared = yaml.safe_load("\n".join(lines))["vars"]["customer_segments"]
    for name in declared:
        assert name.startswith("segments_")
        place = next(i for i, line in enumerate(lines) if line.startswith(f"    {name}:"))
        comment = lines[place - 1].strip()
        assert comment.startswith("# "), name
        assert not comment.startswith("# -"), name


def test_the_catalogue_lists_the_features_in_their_order() -> None:
    with (ROOT / "seeds/feature_catalog.csv").open(newline="") as file:
        listed = [row["feature_name"] for row in csv.DictReader(file)]
    macro = (ROOT / "macros/features/feature_names.sql").read_text()
    assert re.findall(r"'(\w+)'", macro) == listed


@pytest.mark.parametrize("path", sorted(ROOT.glob("seeds/**/*.csv")), ids=named)
def test_seeds_are_typed_and_described_as_they_are(path: Path) -> None:
    with path.open() as file:
        header = file.readline().strip().split(",")
    entry = properties("seeds")[path.stem]
    assert [column["name"] for column in entry["columns"]] == header
    assert entry["config"]["column_types"] == {
        column["name"]: column["data_type"] for column in entry["columns"]
    }
    assert all(column["description"] for column in entry["columns"])


def test_the_demo_shop_is_small() -> None:
    sizes = sum(path.stat().st_size for path in (ROOT / "seeds/demo").glob("*.csv"))
    assert sizes < 10_000_000


def test_the_version_stands_where_the_package_says() -> None:
    project = yaml.safe_load((ROOT / "dbt_project.yml").read_text())["version"]
    assert f'version = "{project}"' in (ROOT / "pyproject.toml").read_text()
