"""Score customers with an ONNX file. Never imports PyTorch."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import onnxruntime
import pyarrow as pa
from numpy.typing import NDArray

EMBEDDING = 32

SCHEMA = pa.schema(
    [
        ("customer_id", pa.string()),
        ("segment_id", pa.string()),
        ("distance", pa.float32()),
        ("reconstruction_error", pa.float32()),
        *((f"embedding_{number}", pa.float32()) for number in range(1, EMBEDDING + 1)),
    ]
)


class Scorer:
    """One ONNX Runtime session over a network of this package.

    Parameters
    ----------
    network : bytes
        The ONNX file. External data is never read: the bytes hold everything.
    """

    def __init__(self, network: bytes) -> None:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            network, options, providers=["CPUExecutionProvider"]
        )
        self.card: dict[str, Any] = json.loads(
            self._session.get_modelmeta().custom_metadata_map["card"]
        )
        self.features: list[str] = self.card["features"]
        self._segment_ids = np.array(self.card["segment_ids"], dtype=object)

    def run(self, raw: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
        """Raw features (rows, features), NaN for null, to the network's outputs by name."""
        names = ["embedding", "reconstruction_error", "segment", "distances"]
        return dict(zip(names, self._session.run(names, {"features": raw}), strict=True))

    def score(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Score a batch of customer_id and features; returns a batch of ``SCHEMA``."""
        out = self.run(as_matrix(batch, self.features))
        embedding = out["embedding"]
        columns = [
            batch.column("customer_id").cast(pa.string()),
            pa.array(self._segment_ids[out["segment"]], pa.string()),
            pa.array(out["distances"].min(axis=1)),
            pa.array(out["reconstruction_error"]),
            *(pa.array(np.ascontiguousarray(column)) for column in embedding.T),
        ]
        return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)


def score_batches(network: bytes, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Score batches one by one; the same function serves a stream and a Spark worker."""
    scorer = Scorer(network)
    for batch in batches:
        if batch.num_rows:
            yield scorer.score(batch)


def as_matrix(batch: pa.RecordBatch | pa.Table, features: list[str]) -> NDArray[np.float32]:
    """Columns of a batch as a matrix of shape (rows, features), NaN for null."""
    matrix = np.empty((batch.num_rows, len(features)), dtype=np.float32)
    for position, feature in enumerate(features):
        values = batch.column(feature)
        is_array = isinstance(values, pa.Array)  # a table's columns are chunked
        matrix[:, position] = values.to_numpy(**({"zero_copy_only": False} if is_array else {}))
    return matrix
