"""Score customers with an ONNX file. Never imports PyTorch."""

import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import onnxruntime
import pyarrow as pa
from numpy.typing import NDArray

EMBEDDING = 32
CALL_ROWS = 8192
"""Rows a call of ONNX Runtime: it is fastest between about 2,048 and 16,384."""
MOST_WORKERS = 4
"""Batches that are scored at one time, each on a thread of its own, at most."""

SCHEMA = pa.schema(
    [
        ("customer_id", pa.string()),
        ("segment_id", pa.string()),
        ("distance", pa.float32()),
        ("reconstruction_error", pa.float32()),
    ]
)
EMBEDDING_SCHEMA = pa.schema(
    [
        ("customer_id", pa.string()),
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
        # small layers: threads that share one wait, spinning, more than they work
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            network, options, providers=["CPUExecutionProvider"]
        )
        self.card: dict[str, Any] = json.loads(
            self._session.get_modelmeta().custom_metadata_map["card"]
        )
        self.features: list[str] = self.card["features"]
        self._segment_ids = pa.array(self.card["segment_ids"], pa.string())

    def run(
        self,
        raw: NDArray[np.float32],
        names: Sequence[str] = ("embedding", "reconstruction_error", "segment", "distances"),
    ) -> dict[str, NDArray[Any]]:
        """Raw features (rows, features), NaN for null, to the network's outputs by name."""
        return dict(zip(names, self._session.run(list(names), {"features": raw}), strict=True))

    def score(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Find the segments of a batch of customer_id and features; a batch of ``SCHEMA``."""
        segments = np.empty(batch.num_rows, dtype=np.int64)
        numbers = np.empty((2, batch.num_rows), dtype=np.float32)
        for rows, raw in self._calls(batch):
            out = self.run(raw, ["reconstruction_error", "segment", "distances"])
            segments[rows] = out["segment"]
            numbers[0, rows] = out["distances"].min(axis=1)
            numbers[1, rows] = out["reconstruction_error"]
        segment_ids = self._segment_ids.take(pa.array(segments))
        return _batch(batch, [segment_ids, *map(pa.array, numbers)], SCHEMA)

    def embed(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Find the embeddings of a batch of customer_id and features, as ``EMBEDDING_SCHEMA``."""
        numbers = np.empty((EMBEDDING, batch.num_rows), dtype=np.float32)
        for rows, raw in self._calls(batch):
            numbers[:, rows] = self.run(raw, ["embedding"])["embedding"].T
        return _batch(batch, list(map(pa.array, numbers)), EMBEDDING_SCHEMA)

    def _calls(self, batch: pa.RecordBatch) -> Iterator[tuple[slice, NDArray[np.float32]]]:
        for start in range(0, batch.num_rows, CALL_ROWS):
            part = batch.slice(start, CALL_ROWS)
            yield slice(start, start + CALL_ROWS), as_matrix(part, self.features)


Method = Callable[[Scorer, pa.RecordBatch], pa.RecordBatch]


def score_batches(
    network: bytes, batches: Iterable[pa.RecordBatch], method: Method = Scorer.score
) -> Iterator[pa.RecordBatch]:
    """Score batches, some at a time, in their order."""
    scorer = Scorer(network)
    # one processor is left to the engine, which reads and writes meanwhile
    workers = min(max((os.cpu_count() or 1) - 1, 1), MOST_WORKERS)
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[pa.RecordBatch]] = deque()
        for batch in batches:
            if batch.num_rows:
                waiting.append(pool.submit(method, scorer, batch))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _batch(scored: pa.RecordBatch, columns: list[pa.Array], schema: pa.Schema) -> pa.RecordBatch:
    customers = scored.column("customer_id").cast(pa.string())
    return pa.RecordBatch.from_arrays([customers, *columns], schema=schema)


def as_matrix(batch: pa.RecordBatch | pa.Table, features: list[str]) -> NDArray[np.float32]:
    """Columns of a batch as a matrix of shape (rows, features), NaN for null."""
    matrix = np.empty((batch.num_rows, len(features)), dtype=np.float32)
    for position, feature in enumerate(features):
        values = batch.column(feature)
        is_array = isinstance(values, pa.Array)  # a table's columns are chunked
        matrix[:, position] = values.to_numpy(**({"zero_copy_only": False} if is_array else {}))
    return matrix
