"""Exported networks: written for people and other runtimes, read when pinned."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from google.protobuf.message import DecodeError, Message  # type: ignore[import-untyped]

import onnx
from dbt_customer_segments.exceptions import ModelFileError
from dbt_customer_segments.registry import Version
from dbt_customer_segments.scoring import EMBEDDING, FORMAT

logger = logging.getLogger(__name__)


def load(path: Path) -> tuple[bytes, dict[str, Any]]:
    """Read an exported ONNX file and its card; what it refers to in other files is never read.

    Raises
    ------
    ModelFileError
        Where the file is missing, is no ONNX, refers to other files, or is not of this package.
    """
    if not path.is_file():
        raise _refused(path, "was not found, got no file")
    network = path.read_bytes()
    try:
        model = onnx.load_model_from_string(network)
    except DecodeError:
        raise _refused(path, f"is no ONNX file, got {len(network)} other bytes") from None
    if any(tensor.data_location == onnx.TensorProto.EXTERNAL for tensor in _tensors(model)):
        raise _refused(path, "is not complete, got references to data in other files")
    texts = {entry.key: entry.value for entry in model.metadata_props}
    card = _card(texts.get("card"))
    if card is None:
        raise _refused(path, f"is no network of this package, got {_described(texts)}")
    if card.get("format") != FORMAT:
        found = card.get("format", "none")
        raise _refused(path, f"is of another version: its format should be {FORMAT}, got {found}")
    given = {value.name: _width(value) for value in (*model.graph.input, *model.graph.output)}
    if given != _expected(card):
        names = [f"{name} ({width})" if width else name for name, width in given.items()]
        raise _refused(path, f"does not fit its card, got inputs and outputs: {', '.join(names)}")
    return network, card


def export(version: Version, folder: Path) -> None:
    """Write a version's ONNX file and its readable card.

    Raises
    ------
    ModelFileError
        Where the folder cannot be written to.
    """
    name = f"segments_v{version.model_version:04d}_{version.sha256[:8]}"
    card = version.card | {"model_version": version.model_version, "sha256": version.sha256}
    text = json.dumps(card, indent=2, sort_keys=True) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for suffix, content in {".onnx": version.network, ".json": text.encode()}.items():
            # under another name first, so that no build leaves half a file
            unfinished = folder / f"{name}{suffix}.part"
            unfinished.write_bytes(content)
            unfinished.replace(folder / f"{name}{suffix}")
    except OSError as error:
        raise ModelFileError(
            f"customer_segments: segments_onnx_dir: {folder} cannot be written to, "
            f"got: {error.strerror}. Name a folder that can be."
        ) from None
    logger.info("customer_segments: wrote %s", folder / f"{name}.onnx")


def _refused(path: Path, what: str) -> ModelFileError:
    return ModelFileError(
        f"customer_segments: segments_model_file: {path} {what}. Set segments_model_file to an "
        "ONNX file that this package wrote to segments_onnx_dir, or to null."
    )


def _card(text: str | None) -> dict[str, Any] | None:
    """Return the card if it says what scoring and the registry need."""
    try:
        card = json.loads(text or "null")
    except ValueError:
        return None
    if not isinstance(card, dict):
        return None
    lists = [card.get("features"), card.get("segment_ids")]
    if not all(isinstance(names, list) and names for names in lists):
        return None
    return card if isinstance(card.get("as_of"), str) else None


def _expected(card: dict[str, Any]) -> dict[str, int | None]:
    """Return the inputs and outputs that a card promises, with the columns of matrices."""
    return {
        "features": len(card["features"]),
        "embedding": EMBEDDING,
        "reconstruction_error": None,
        "segment": None,
        "distances": len(card["segment_ids"]),
        "runner_up": None,
        "confidence": None,
        "contributions": len(card["features"]),
        "scaled": len(card["features"]),
        **({"outcomes": 2} if card.get("has_outcomes") else {}),
    }


def _described(texts: dict[str, str]) -> str:
    return "an ONNX file with another card" if "card" in texts else "an ONNX file without a card"


def _tensors(message: Message) -> Iterator[onnx.TensorProto]:
    """Every tensor of a model, also those within attributes, subgraphs and functions."""
    for descriptor, value in message.ListFields():
        if descriptor.message_type is None:
            continue
        for part in [value] if isinstance(value, Message) else value:
            if isinstance(part, onnx.TensorProto):
                yield part
            elif isinstance(part, Message):
                yield from _tensors(part)


def _width(value: onnx.ValueInfoProto) -> int | None:
    """Columns of a matrix; None for anything else."""
    sizes = value.type.tensor_type.shape.dim
    return sizes[1].dim_value if len(sizes) == 2 else None
