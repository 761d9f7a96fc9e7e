"""The registry: every network that was trained or pinned, and which one is champion."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from dbt_customer_segments.exceptions import DamagedRegistryError

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
    """Read the registry's table.

    Raises
    ------
    DamagedRegistryError
        Where the bytes of a network do not fit their digest.
    """
    versions = []
    for row in [] if table is None else table.to_pylist():
        digest = row.pop("network_sha256")
        version = Version(**row | {"card": json.loads(row["card"])})
        if version.sha256 != digest:
            raise DamagedRegistryError(
                f"customer_segments: version {version.model_version} of the model registry is "
                f"damaged: its digest should be {digest}, got {version.sha256}. Restore "
                "int_segments__model_registry from a backup, or drop it to train anew."
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


def champion(versions: list[Version], as_of: dt.date | None) -> Version | None:
    """Return the version, trained here and promoted, that knows most of the days before as_of.

    What was trained later knows the future of ``as_of``, and never scores it. Without customers
    there is no ``as_of`` (None), and every version may be champion.
    """
    promoted = [v for v in trained_by(versions, as_of) if v.is_promoted]
    return max(promoted, key=lambda v: (v.card["as_of"], v.model_version), default=None)


def trained_by(versions: list[Version], as_of: dt.date | None) -> list[Version]:
    """Versions that were trained here on nothing from ``as_of`` on."""
    return [
        version
        for version in versions
        if version.is_trained_here and (as_of is None or version.card["as_of"] <= str(as_of))
    ]


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


def pin(
    versions: list[Version], network: bytes, card: dict[str, Any]
) -> tuple[list[Version], Version]:
    """Find the version of a pinned network, adding it where the registry lacks it."""
    digest = hashlib.sha256(network).hexdigest()
    if digest not in {version.sha256 for version in versions}:
        versions = add(versions, network, card, is_trained_here=False, is_promoted=False)
    return versions, next(version for version in versions if version.sha256 == digest)
