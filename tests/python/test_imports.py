"""What is imported when: dbt imports this package at every start, and scoring needs no torch."""

import subprocess
import sys

import pytest

HEAVY = {"torch", "sklearn", "onnx", "onnxruntime", "duckdb", "numpy", "pyarrow"}
TRAINING = {"torch", "sklearn", "scipy", "tqdm"}


def imported_by(code: str) -> set[str]:
    """Top-level modules that are imported after running code in a process of its own."""
    script = f"{code}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_package_itself_is_light() -> None:
    assert not imported_by("import dbt_customer_segments") & HEAVY


@pytest.mark.parametrize("module", ["cli", "models", "policy", "registry", "scoring"])
def test_nothing_but_training_imports_what_training_needs(module: str) -> None:
    assert not imported_by(f"import dbt_customer_segments.{module}") & TRAINING


def test_training_imports_torch_only_when_it_trains() -> None:
    found = imported_by("import dbt_customer_segments.training")
    assert "onnxruntime" in found
    assert not found & TRAINING


def test_without_a_target_of_spark_nothing_of_spark_is_imported() -> None:
    found = imported_by("from dbt_customer_segments_plugin import plugins\nplugins[0]('shop')")
    assert "dbt_customer_segments_plugin" in found
    assert not found & {"pyspark", "onnxruntime", "pyarrow"}
