"""Whole builds that must not train: a pinned file, and segments_training 'never'."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from networks import card, network
from projects import ROOT, Build, dbt

from dbt_customer_segments.settings import Settings

pytestmark = pytest.mark.slow

# from the settings on: they carry the variables to the Python models
SELECTED = ("run", "--select", "int_segments__settings+")
PUBLIC = ["customer_segments", "customer_embeddings", "segments", "segment_profiles"]


@pytest.fixture
def built(demo: Build, tmp_path: Path) -> Build:
    """A copy of the demo shop's warehouse, free to change."""
    folder = tmp_path / "shop"
    folder.mkdir()
    shutil.copy(demo.file, folder)
    return Build(0, "", folder / demo.file.name)


@pytest.fixture
def without_torch(tmp_path: Path) -> dict[str, str]:
    """Surroundings in which an import of torch fails the build."""
    (tmp_path / "poison/torch").mkdir(parents=True)
    (tmp_path / "poison/torch/__init__.py").write_text("raise AssertionError('torch imported')\n")
    return {"PYTHONPATH": str(tmp_path / "poison")}


def contents(built: Build) -> dict[str, list[tuple]]:
    return {table: sorted(built.query(f"select * from {table}"), key=str) for table in PUBLIC}


def assert_refused(result: Build, sentence: str) -> None:
    assert result.returncode != 0, result.output
    assert sentence in " ".join(result.output.split()), result.output
    assert "Traceback" not in result.output


def test_a_pinned_file_is_scored_without_training(
    built: Build, demo: Build, without_torch: dict[str, str], tmp_path: Path
) -> None:
    before = contents(demo)
    file = tmp_path / "foreign.onnx"
    file.write_bytes(network(card()))
    run = dbt(
        built.file.parent,
        *SELECTED,
        variables={"segments_model_file": str(file), "segments_training": "always"},
        environment=without_torch,
    )
    assert run.returncode == 0, run.output
    expected = built.query(
        # nearer to the means than to three deviations above them, in the sense of the network
        "select customer_id, case when greatest(least(order_count - 1, 4), -4) +"
        " greatest(least(lifetime_revenue - 1, 4), -4) > 3 then 's02' else 's01' end"
        " from customer_features order by customer_id"
    )
    found = built.query("select customer_id, segment_id from customer_segments order by 1")
    assert found == expected
    versions = built.query(
        "select model_version, is_trained_here, is_champion from segment_models order by 1"
    )
    assert versions == [(1, True, False), (2, False, True)]
    # its s01 is not the shop's
    issuers = "select issuer, count(*) from main_internal.int_segments__kept_names group by 1"
    own = demo.query("select count(*) from segments")[0][0]
    assert sorted(count for _, count in built.query(issuers)) == [2, own]
    unpinned = dbt(built.file.parent, *SELECTED, environment=without_torch)
    assert unpinned.returncode == 0, unpinned.output
    assert contents(built) == before


def test_never_without_a_champion_is_one_sentence_and_changes_no_table(
    built: Build, demo: Build
) -> None:
    known = built.query("select distinct as_of from customer_segments")[0][0]
    with duckdb.connect(str(built.file)) as connection:
        connection.execute("drop table main_internal.int_segments__model_registry")
    run = dbt(built.file.parent, *SELECTED, variables={"segments_training": "never"})
    assert_refused(
        run,
        "customer_segments: segments_training is 'never', but no network was trained in this "
        f"warehouse on what was known on {known}, got 0 versions in the model registry. "
        "Build once with 'auto', or set segments_model_file.",
    )
    assert contents(built) == contents(demo)


def spoilt(path: Path) -> Path:
    path.write_text("no network")
    return path


@pytest.mark.parametrize(
    ("make", "found"),
    [(spoilt, "is no ONNX file, got 10 other bytes."), (Path, "was not found, got no file.")],
)
def test_a_pinned_file_that_cannot_be_used_changes_no_table(
    built: Build, demo: Build, tmp_path: Path, make: Callable[[Path], Path], found: str
) -> None:
    path = make(tmp_path / "pinned.onnx")
    run = dbt(built.file.parent, *SELECTED, variables={"segments_model_file": str(path)})
    assert_refused(run, f"customer_segments: segments_model_file: {path} {found}")
    assert contents(built) == contents(demo)


def test_paths_are_taken_from_the_root_project(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    run = dbt(
        tmp_path / "shop",
        *("run", "--select", "int_segments__settings"),
        variables={"segments_model_file": "onnx/pinned.onnx", "segments_onnx_dir": "it's here"},
        start=elsewhere,
    )
    assert run.returncode == 0, run.output
    with duckdb.connect(str(run.file), read_only=True) as connection:
        query = "select * from main_internal.int_segments__settings"
        table = connection.sql(query).to_arrow_table()
    settings = Settings.from_table(table)
    assert settings.model_file == ROOT / "onnx/pinned.onnx"
    assert settings.onnx_dir == ROOT / "it's here"
