"""Fixtures that several test modules share."""

import os
from pathlib import Path

import pytest
from projects import ROOT, Build, build


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


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build the demo shop."""
    return build(tmp_path_factory.mktemp("demo"))
