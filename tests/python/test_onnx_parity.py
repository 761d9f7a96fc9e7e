"""The ONNX file is the network: PyTorch and ONNX Runtime give the same numbers."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from projects import Build

from dbt_customer_segments import network as networks
from dbt_customer_segments.export import to_onnx
from dbt_customer_segments.preprocessing import Preprocessing

pytestmark = pytest.mark.slow


@pytest.fixture
def raw() -> np.ndarray:
    rng = np.random.default_rng(0)
    values = rng.lognormal(2, 2, (5000, 12)).astype(np.float32)
    values[rng.random(values.shape) < 0.1] = np.nan
    values[:, 3] *= -1
    return values


def test_onnx_runtime_agrees_with_pytorch(raw: np.ndarray) -> None:
    fitted = Preprocessing.fit(raw, np.arange(12) % 2 == 0)
    inputs = fitted.apply(raw)
    trained = networks.fit(
        networks.Rows(inputs, None),
        networks.Rows(inputs[:0], None),
        0,
        networks.Schedule(most_epochs=3),
    ).network
    embedding = networks.embed(trained, inputs)
    centroids = embedding[:8]
    onnx = to_onnx(
        fitted,
        networks.layers(trained.encoder),
        networks.layers(trained.decoder),
        centroids,
        {"spread": 1.0},
    )
    session = onnxruntime.InferenceSession(onnx)
    names = ["embedding", "reconstruction_error", "segment", "distances", "runner_up", "scaled"]
    found, error, segment, distances, runner_up, scaled = session.run(names, {"features": raw})
    expected = np.linalg.norm(embedding[:, None] - centroids[None], axis=2)
    with torch.no_grad():
        restored = trained.decoder(torch.from_numpy(embedding)).numpy()
    np.testing.assert_allclose(found, embedding, atol=1e-5)
    np.testing.assert_allclose(error, ((inputs - restored) ** 2).mean(axis=1), atol=1e-4)
    np.testing.assert_allclose(distances, expected, atol=1e-4)
    np.testing.assert_array_equal(segment, expected.argmin(axis=1))
    np.testing.assert_array_equal(runner_up, expected.argsort(axis=1)[:, 1])
    np.testing.assert_allclose(scaled, inputs, atol=1e-5)


def test_the_file_alone_reproduces_customer_segments(demo: Build) -> None:
    assert_reproduced(demo, next((demo.file.parent / "onnx").glob("*.onnx")))


def assert_reproduced(built: Build, file: Path) -> None:
    """A file, and nothing else, gives the segments, runners-up and reasons of a build."""
    session = onnxruntime.InferenceSession(file.read_bytes())
    card = json.loads(session.get_modelmeta().custom_metadata_map["card"])
    features = ", ".join(card["features"])
    rows = built.query(
        f"select segment_id, runner_up_segment_id, reason_1, {features} from customer_features"
        " inner join customer_segments using (customer_id)"
    )
    raw = np.array([row[3:] for row in rows], dtype=np.float32)
    segment, runner_up, contributions = session.run(
        ["segment", "runner_up", "contributions"], {"features": raw}
    )
    assert [card["segment_ids"][number] for number in segment] == [row[0] for row in rows]
    assert [card["segment_ids"][number] for number in runner_up] == [row[1] for row in rows]
    contributions[np.isnan(raw)] = 0
    heaviest = [card["features"][number] for number in contributions.argmax(axis=1)]
    is_same = [found == row[2] for found, row in zip(heaviest, rows, strict=True)]
    # of two that weigh the same within a ten-thousandth the table names the first
    assert np.mean(is_same) > 0.99
