"""Fixtures of the tests on every engine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from projects import ROOT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder of the real data sets."""
    folder = Path(os.environ.get("SEGMENTS_REAL_DATA", ROOT.parent / "shared" / "data")).resolve()
    if not folder.is_dir():
        message = f"no folder of real data at {folder}; set SEGMENTS_REAL_DATA"
        if os.environ.get("SEGMENTS_REQUIRE_REAL_DATA") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no process waits for another at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
