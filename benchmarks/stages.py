"""How long each stage of a build took, from what dbt leaves of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

STAGE_OF_PYTHON_MODEL = {
    "int_segments__model_registry": "training",
    "int_segments__scores": "scoring",
    "int_segments__embeddings": "scoring",
}


def build_stages(target: Path) -> dict[str, float]:
    """Add up the seconds of the nodes of the last build, by stage.

    Parameters
    ----------
    target : Path
        The folder in which dbt leaves ``run_results.json`` and ``manifest.json``.

    Returns
    -------
    dict
        Seconds of each stage, in the order of a build.
    """
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    order = ("features", "training", "scoring", "marts", "seeds", "tests", "other")
    stages = dict.fromkeys(order, 0.0)
    for result in results:
        stages[stage_of(nodes.get(result["unique_id"], {}), result["unique_id"])] += result[
            "execution_time"
        ]
    return stages


def stage_of(node: dict[str, Any], unique_id: str) -> str:
    """Name the stage that a node of dbt's graph belongs to."""
    kind = unique_id.split(".", maxsplit=1)[0]
    if kind in {"test", "unit_test"}:
        return "tests"
    if kind == "seed":
        return "seeds"
    if kind != "model":
        return "other"
    if node["language"] == "python":
        return STAGE_OF_PYTHON_MODEL.get(node["name"], "other")
    # the steps before it are views: the customers' marts are where features are computed
    folders = ("models/staging/", "models/intermediate/", "models/marts/customers/")
    return "features" if node["original_file_path"].startswith(folders) else "marts"
