"""Small networks for tests, made without training."""

from typing import Any

import numpy as np

from dbt_customer_segments.export import to_onnx
from dbt_customer_segments.preprocessing import Preprocessing
from dbt_customer_segments.registry import Version
from dbt_customer_segments.scoring import EMBEDDING, FORMAT


def card(**facts: Any) -> dict[str, Any]:
    """Readable facts of a network of two features and two segments."""
    return {
        "format": FORMAT,
        "features": ["order_count", "lifetime_revenue"],
        "segment_ids": ["s01", "s02"],
        "as_of": "2024-01-31",
        "count": 8,
        "network": "outcome_autoencoder",
        "clustering": "kmeans",
        "horizon_days": 90,
        "spread": 1.0,
        **facts,
    }


def network(facts: dict[str, Any]) -> bytes:
    """An ONNX file whose embedding begins with the features, standardised by mean 1, spread 1.

    The first segment is centred on zeros, the second on threes.
    """
    count = len(facts["features"])
    fitted = Preprocessing.fit(np.array([[0.0] * count, [2.0] * count]), np.zeros(count, bool))
    encoder = np.eye(EMBEDDING, count, dtype=np.float32)
    decoder = np.eye(count, EMBEDDING, dtype=np.float32)
    return to_onnx(
        fitted,
        [(encoder, np.zeros(EMBEDDING, np.float32))],
        [(decoder, np.zeros(count, np.float32))],
        np.vstack([np.zeros(EMBEDDING), 3 * encoder.sum(axis=1)]).astype(np.float32),
        facts,
    )


def version(
    number: int = 1, *, is_trained_here: bool = True, is_promoted: bool = True, **facts: Any
) -> Version:
    """A version of the registry; different numbers have different bytes."""
    described = card(number=number, **facts)
    return Version(number, described, network(described), is_trained_here, is_promoted)
