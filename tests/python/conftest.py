"""Fixtures that several test modules share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from projects import WITHOUT_TESTS, Build, build

from dbt_customer_segments.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Callable[..., Settings]:
    """Make settings that differ from the defaults in what is given."""

    def make(**given: Any) -> Settings:
        defaults = {
            "horizon_days": 90,
            "count": 8,
            "count_min": 4,
            "count_max": 10,
            "network": "outcome_autoencoder",
            "clustering": "kmeans",
            "max_reassigned_share": 0.2,
            "training": "auto",
            "retrain_after_days": 30,
            "training_rows": 200_000,
            "seed": 1,
            "model_file": None,
            "onnx_dir": tmp_path / "onnx",
        }
        return Settings(**{**defaults, **given})

    return make


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build the demo shop; make test runs its data tests."""
    return build(tmp_path_factory.mktemp("demo"), *WITHOUT_TESTS)
