"""The registry: every network that was trained or pinned, and which one is champion."""

import hashlib
import json
import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

import onnx
from dbt_customer_segments.exceptions import ModelFileError

logger = logging.getLogger(__name__)

SCHEMA = pa.schema(
    [
        ("model_version", pa.int32()),
        ("network_sha256", pa.string()),
        ("card", pa.string()),
        ("network", pa.binary()),
        ("is_trained_here", pa.bool_()),
        ("is_promoted", pa.bool_()),
        ("is_champion", pa.bool_()),
    ]
)


@dataclass(frozen=True)
class Version:
    """One network of the registry."""

    model_version: int
    card: dict[str, Any]
    network: bytes
    is_trained_here: bool
    is_promoted: bool
    is_champion: bool = False

    @property
    def sha256(self) -> str:
        """Hex digest of the ONNX bytes."""
        return hashlib.sha256(self.network).hexdigest()


def from_table(table: pa.Table | None) -> list[Version]:
    """Read the registry's table; networks whose bytes do not fit their digest are refused."""
    versions = []
    for row in [] if table is None else table.to_pylist():
        digest = row.pop("network_sha256")
        version = Version(**row | {"card": json.loads(row["card"])})
        if version.sha256 != digest:
            raise ModelFileError(
                f"customer_segments: version {version.model_version} of the model registry is "
                f"damaged: its digest should be {digest}, got {version.sha256}. Restore the "
                "table from a backup, or drop it to train anew."
            )
        versions.append(version)
    return sorted(versions, key=lambda version: version.model_version)


def to_table(versions: list[Version]) -> pa.Table:
    """Versions as the registry's table."""
    rows = [
        {
            "model_version": version.model_version,
            "network_sha256": version.sha256,
            "card": json.dumps(version.card, sort_keys=True),
            "network": version.network,
            "is_trained_here": version.is_trained_here,
            "is_promoted": version.is_promoted,
            "is_champion": version.is_champion,
        }
        for version in versions
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def champion(versions: list[Version]) -> Version | None:
    """Return the newest version that was trained here and promoted."""
    promoted = [v for v in versions if v.is_trained_here and v.is_promoted]
    return promoted[-1] if promoted else None


def add(
    versions: list[Version],
    network: bytes,
    card: dict[str, Any],
    *,
    is_trained_here: bool,
    is_promoted: bool,
) -> list[Version]:
    """Append a network as a new version."""
    number = max((version.model_version for version in versions), default=0) + 1
    return [*versions, Version(number, card, network, is_trained_here, is_promoted)]


def crown(versions: list[Version], chosen: Version | None) -> list[Version]:
    """Mark one version as champion and no other."""
    return [
        replace(v, is_champion=chosen is not None and v.model_version == chosen.model_version)
        for v in versions
    ]


def pin(versions: list[Version], path: Path) -> tuple[list[Version], Version]:
    """Find the version of a pinned ONNX file, adding it where the registry lacks it.

    Raises
    ------
    ModelFileError
        Where the file is missing, is no ONNX, refers to other files, or is not of this package.
    """
    network, card = load(path)
    digest = hashlib.sha256(network).hexdigest()
    if digest not in {version.sha256 for version in versions}:
        versions = add(versions, network, card, is_trained_here=False, is_promoted=False)
    return versions, next(version for version in versions if version.sha256 == digest)


def load(path: Path) -> tuple[bytes, dict[str, Any]]:
    """Read an exported ONNX file and its card, without external data."""
    remedy = "Set segments_model_file to a file that this package wrote to segments_onnx_dir."
    if not path.is_file():
        raise ModelFileError(f"customer_segments: segments_model_file: no file at {path}. {remedy}")
    network = path.read_bytes()
    try:
        model = onnx.load_model_from_string(network)
        cards = {entry.key: entry.value for entry in model.metadata_props}
        card = json.loads(cards["card"])
    except (DecodeError, KeyError, ValueError, TypeError) as error:
        raise ModelFileError(
            f"customer_segments: segments_model_file: {path} is no network of this package, "
            f"got {type(error).__name__}. {remedy}"
        ) from None
    if any(tensor.external_data for tensor in model.graph.initializer):
        raise ModelFileError(
            f"customer_segments: segments_model_file: {path} refers to data in other files, "
            f"which is never read. {remedy}"
        )
    return network, card


def export(version: Version, folder: Path) -> None:
    """Write a version's ONNX file and its readable card."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"segments_v{version.model_version:04d}_{version.sha256[:8]}"
    (folder / f"{name}.onnx").write_bytes(version.network)
    card = version.card | {"model_version": version.model_version, "sha256": version.sha256}
    (folder / f"{name}.json").write_text(json.dumps(card, indent=2, sort_keys=True) + "\n")
    logger.info("customer_segments: wrote %s", folder / f"{name}.onnx")
