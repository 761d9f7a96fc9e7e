"""Score customers with an ONNX file. Never imports PyTorch."""

import json
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import onnxruntime
import pyarrow as pa
from numpy.typing import NDArray

import onnx
from dbt_customer_segments.top_reasons import FIELDS, TopReasons

FORMAT = 1
"""Of the networks that this version reads: the outputs that they give. A card says its own."""
EMBEDDING = 32
CALL_ROWS = 4096
"""Rows a call of ONNX Runtime: it is fastest between about 2,048 and 4,096."""
MOST_WORKERS = 4
"""Batches that are scored at one time, each on a thread of its own, at most."""

SCHEMA = pa.schema(
    [
        ("customer_id", pa.string()),
        ("segment_id", pa.string()),
        ("distance", pa.float32()),
        ("reconstruction_error", pa.float32()),
        ("confidence", pa.float32()),
        ("runner_up_segment_id", pa.string()),
        ("runner_up_distance", pa.float32()),
        *FIELDS,
    ]
)
EMBEDDING_SCHEMA = pa.schema(
    [
        ("customer_id", pa.string()),
        *((f"embedding_{number}", pa.float32()) for number in range(1, EMBEDDING + 1)),
    ]
)
SCORED = (
    *("segment", "distances", "reconstruction_error", "runner_up", "confidence"),
    *("contributions", "scaled"),
)
"""Outputs of a network that the scores are made of."""


class Scorer:
    """One ONNX Runtime session over a network of this package.

    Parameters
    ----------
    network : bytes
        The ONNX file. External data is never read: the bytes hold everything.
    """

    def __init__(self, network: bytes) -> None:
        self._model = onnx.load_model_from_string(network)
        texts = {entry.key: entry.value for entry in self._model.metadata_props}
        self.card: dict[str, Any] = json.loads(texts["card"])
        self.features: list[str] = self.card["features"]
        self._segment_ids = pa.array(self.card["segment_ids"], pa.string())
        self._feature_names = pa.array(self.features, pa.string())
        self._sessions: dict[tuple[str, ...], onnxruntime.InferenceSession] = {}
        self._lock = threading.Lock()

    def run(
        self,
        raw: NDArray[np.float32],
        names: Sequence[str] = ("embedding", "reconstruction_error", "segment", "distances"),
    ) -> dict[str, NDArray[Any]]:
        """Raw features (rows, features), NaN for null, to the network's outputs by name."""
        session = self._session(tuple(names))
        return dict(zip(names, session.run(list(names), {"features": raw}), strict=True))

    def _session(self, names: tuple[str, ...]) -> onnxruntime.InferenceSession:
        """Session over what these outputs need; ONNX Runtime would compute all the others too."""
        with self._lock:
            if names not in self._sessions:
                options = onnxruntime.SessionOptions()
                options.log_severity_level = 3
                # small layers: threads that share one wait, spinning, more than they work
                options.intra_op_num_threads = 1
                self._sessions[names] = onnxruntime.InferenceSession(
                    _only(self._model, names), options, providers=["CPUExecutionProvider"]
                )
            return self._sessions[names]

    def score(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Find the segments of a batch of customer_id and features; a batch of ``SCHEMA``."""
        rows = batch.num_rows
        segments, runners_up = np.empty((2, rows), dtype=np.int64)
        numbers = np.empty((4, rows), dtype=np.float32)
        found = TopReasons.empty(rows)
        for part, raw in self._calls(batch):
            out = self.run(raw, SCORED)
            segments[part], runners_up[part] = out["segment"], out["runner_up"]
            nearest = np.stack([out["segment"], out["runner_up"]], axis=1)
            numbers[:2, part] = np.take_along_axis(out["distances"], nearest, axis=1).T
            numbers[2, part] = out["reconstruction_error"]
            numbers[3, part] = out["confidence"]
            found.fill(part, raw, out["contributions"], out["scaled"])
        alone = runners_up < 0
        columns = [
            self._segment_ids.take(pa.array(segments)),
            pa.array(numbers[0]),
            pa.array(numbers[2]),
            pa.array(numbers[3]),
            self._segment_ids.take(pa.array(runners_up, mask=alone)),
            pa.array(numbers[1], mask=alone),
            *found.columns(self._feature_names),
        ]
        return _batch(batch, columns, SCHEMA)

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
    # reading and writing take the engine little of the time that the network takes
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[pa.RecordBatch]] = deque()
        for batch in batches:
            if batch.num_rows:
                waiting.append(pool.submit(method, scorer, batch))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _only(model: onnx.ModelProto, names: Sequence[str]) -> bytes:
    """Cut a model down to what some of its outputs need."""
    needed, kept = set(names), []
    for node in reversed(model.graph.node):
        if needed.intersection(node.output):
            needed.update(node.input)
            kept.append(node)
    cut = onnx.ModelProto()
    cut.CopyFrom(model)
    del cut.graph.node[:], cut.graph.output[:], cut.graph.initializer[:]
    cut.graph.node.extend(reversed(kept))
    cut.graph.output.extend(value for value in model.graph.output if value.name in names)
    cut.graph.initializer.extend(
        constant for constant in model.graph.initializer if constant.name in needed
    )
    network: bytes = cut.SerializeToString()
    return network


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
