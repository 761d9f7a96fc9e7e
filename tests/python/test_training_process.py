"""Training in a process of its own gives what training here gives, or says what went wrong."""

import sys
from pathlib import Path
from typing import Any

import pytest
from test_training import _data, _settings

from dbt_customer_segments import training, training_process
from dbt_customer_segments.exceptions import MissingDependencyError, TrainingError
from dbt_customer_segments.registry import Version


def _version(network: bytes, card: dict[str, Any]) -> Version:
    return Version(3, card, network, is_trained_here=True, is_promoted=True)


@pytest.fixture(scope="module")
def first() -> Version:
    return _version(*training.train(_data(300), _settings()))


def test_both_processes_train_the_same_network(first: Version) -> None:
    assert training_process.train(_data(300), _settings()) == (first.network, first.card)


def test_a_champion_is_handed_over(first: Version) -> None:
    given = (_data(300), _settings(seed=2), first, 7)
    assert training_process.train(*given) == training.train(*given)


def test_the_one_whose_segments_give_names_is_handed_over(first: Version) -> None:
    given = (_data(300), _settings(seed=2), None, 7, first)
    assert training_process.train(*given) == training.train(*given)


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of PyTorch that only the other process meets; its content is for the test."""
    package = tmp_path / "torch"
    package.mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return package / "__init__.py"


def test_a_mistake_of_the_other_process_is_one_here(broken: Path) -> None:
    broken.write_text("raise ImportError('no such processor')\n", encoding="utf-8")
    with pytest.raises(MissingDependencyError, match="'torch', got: no such processor"):
        training_process.train(_data(50), _settings())


def test_a_process_that_is_killed_is_told_of(broken: Path) -> None:
    kill = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n"
    broken.write_text(kill, encoding="utf-8")
    with pytest.raises(TrainingError) as caught:
        training_process.train(_data(50), _settings())
    assert str(caught.value) == (
        "customer_segments: training ended without a network, got the status -9. What it wrote "
        "stands above; if it was killed, give the build more memory, or lower "
        "segments_training_rows."
    )
