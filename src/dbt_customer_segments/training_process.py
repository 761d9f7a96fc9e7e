"""Train in a process of its own, which gives back what PyTorch takes when it ends.

Tables and facts are handed over in a folder that is gone afterwards: tables as Arrow's files,
which the other process maps and does not copy.
"""

import dataclasses
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from dbt_customer_segments import exceptions, registry
from dbt_customer_segments.exceptions import SegmentsError, TrainingError
from dbt_customer_segments.optional import require
from dbt_customer_segments.registry import Version
from dbt_customer_segments.settings import Settings
from dbt_customer_segments.training_data import TrainingData

NEEDED = ("torch", "sklearn", "tqdm")


def train(
    data: TrainingData,
    settings: Settings,
    champion: Version | None = None,
    issued: int = 0,
    named_after: Version | None = None,
) -> tuple[bytes, dict[str, Any]]:
    """Do what ``training.train`` does, with its parameters and its answer.

    Raises
    ------
    MissingDependencyError
        Where PyTorch, scikit-learn or tqdm are not installed.
    TrainingError
        Where the process ended without a network.
    """
    for module in NEEDED:
        # what is found is not imported here
        if importlib.util.find_spec(module) is None:
            require(module, "training segments", "train")
    with tempfile.TemporaryDirectory(prefix="segments_training_") as name:
        folder = Path(name)
        _hand_over(folder, data, settings, issued, {"champion": champion, "former": named_after})
        ended = subprocess.run(
            [sys.executable, "-m", __name__],
            # first in its search path: what lies in the user's own folder is no module
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.DEVNULL,
            check=False,
        )
        return _answer(folder, ended.returncode)


def _hand_over(
    folder: Path,
    data: TrainingData,
    settings: Settings,
    issued: int,
    versions: dict[str, Version | None],
) -> None:
    facts = {
        "settings": dataclasses.asdict(settings),
        "issued": issued,
        "features": data.features,
        "is_log": data.is_log.tolist(),
        "sampled_share": data.sampled_share,
        "as_of": data.as_of,
        "cutoffs": data.cutoffs,
    }
    (folder / "facts.json").write_text(json.dumps(facts, default=str), encoding="utf-8")
    tables = {"current": data.current, "snapshots": data.snapshots}
    for name, version in versions.items():
        tables[name] = registry.to_table([version] if version else [])
    for name, table in tables.items():
        with pa.ipc.new_file(str(folder / f"{name}.arrow"), table.schema) as writer:
            writer.write_table(table)


def _answer(folder: Path, status: int) -> tuple[bytes, dict[str, Any]]:
    mistake = folder / "mistake.json"
    if mistake.exists():
        told = json.loads(mistake.read_text(encoding="utf-8"))
        raise getattr(exceptions, told["type"])(told["sentence"])
    if status:
        raise TrainingError(
            "customer_segments: training ended without a network, got the status "
            f"{status}. What it wrote stands above; if it was killed, give the build more memory, "
            "or lower segments_training_rows."
        )
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    return (folder / "network.onnx").read_bytes(), card


def main(folder: Path) -> None:
    """Train with what is handed over in a folder, and leave the answer there."""
    from dbt_customer_segments import training

    try:
        network, card = training.train(*_handed_over(folder))
    except SegmentsError as mistake:
        told = {"type": type(mistake).__name__, "sentence": str(mistake)}
        (folder / "mistake.json").write_text(json.dumps(told), encoding="utf-8")
        return
    (folder / "network.onnx").write_bytes(network)
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")


def _handed_over(
    folder: Path,
) -> tuple[TrainingData, Settings, Version | None, int, Version | None]:
    facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    given = facts["settings"]
    paths = {name: given[name] and Path(given[name]) for name in ("model_file", "onnx_dir")}
    names = ("current", "snapshots", "champion", "former")
    tables = {
        name: pa.ipc.open_file(pa.memory_map(str(folder / f"{name}.arrow"))).read_all()
        for name in names
    }
    data = TrainingData(
        features=facts["features"],
        is_log=np.array(facts["is_log"], dtype=np.bool_),
        current=tables["current"],
        snapshots=tables["snapshots"],
        sampled_share=facts["sampled_share"],
        as_of=facts["as_of"],
        cutoffs=facts["cutoffs"],
    )
    champion, former = (next(iter(registry.from_table(tables[name])), None) for name in names[2:])
    return data, Settings(**given | paths), champion, facts["issued"], former


if __name__ == "__main__":
    main(Path.cwd())
