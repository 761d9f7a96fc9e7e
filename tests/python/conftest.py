"""Fixtures that several test modules share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from projects import ROOT, Build, build


@dataclass(frozen=True)
class DbtResult:
    """What a finished dbt command left behind."""

    returncode: int
    output: str


RunDbt = Callable[..., DbtResult]


@pytest.fixture
def run_dbt(tmp_path: Path) -> RunDbt:
    """Run dbt in a process of its own; all it writes stays below tmp_path."""

    def run(
        project_dir: Path,
        *args: str,
        vars: dict[str, Any] | None = None,  # noqa: A002 - named like dbt's own option
        env: dict[str, str] | None = None,
    ) -> DbtResult:
        command = [str(Path(sys.executable).with_name("dbt")), *args]
        command += ["--project-dir", str(project_dir), "--profiles-dir", str(project_dir)]
        given = {"segments_onnx_dir": str(tmp_path / "onnx"), **(vars or {})}
        command += ["--vars", json.dumps(given)]
        surroundings = {
            **os.environ,
            "DBT_TARGET_PATH": str(tmp_path / "target"),
            "DBT_LOG_PATH": str(tmp_path / "logs"),
            "DBT_USE_COLORS": "false",
            "SEGMENTS_DUCKDB_PATH": str(tmp_path / "warehouse.duckdb"),
            **(env or {}),
        }
        done = subprocess.run(
            command, env=surroundings, capture_output=True, text=True, check=False, cwd=project_dir
        )
        return DbtResult(done.returncode, done.stdout + done.stderr)

    return run


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
