"""Segments by density: found, stood for by few points, and assigned to by the ONNX file alone."""

from typing import Any

import numpy as np
import pytest
from networks import card
from sklearn.metrics import adjusted_rand_score

from dbt_customer_segments import density
from dbt_customer_segments.density import Regions, dense, find, knee
from dbt_customer_segments.export import to_onnx
from dbt_customer_segments.preprocessing import Preprocessing
from dbt_customer_segments.scoring import EMBEDDING, Scorer

METHODS = ["dbscan", "hdbscan"]
FEATURES = 6


@pytest.fixture(scope="module")
def blobs() -> tuple[np.ndarray, np.ndarray]:
    """Three dense blobs, and a tenth of the customers all over the place, whose kind is -1."""
    rng = np.random.default_rng(0)
    centres = np.zeros((3, FEATURES))
    centres[[0, 1, 2], [0, 1, 2]] = 3
    kinds = np.repeat([0, 1, 2, -1], [600, 400, 260, 140])
    rows = centres[kinds] + rng.normal(0, 0.3, (len(kinds), FEATURES))
    rows[kinds < 0] = rng.uniform(-4, 4, (140, FEATURES))
    return rows.clip(-4, 4).astype(np.float32), kinds


def scorer(regions: Regions, spread: float = 1.0) -> Scorer:
    """A file whose embedding is the features as they are, and zeros."""
    nothing, one = np.zeros(FEATURES, np.float32), np.ones(FEATURES, np.float32)
    there = np.eye(EMBEDDING, FEATURES, dtype=np.float32)
    return Scorer(
        to_onnx(
            Preprocessing(np.zeros(FEATURES, bool), nothing, nothing, one),
            [(there, np.zeros(EMBEDDING, np.float32))],
            [(there.T.copy(), nothing)],
            regions,
            card(spread=spread, features=[f"feature_{n}" for n in range(FEATURES)]),
        )
    )


def embedded(rows: np.ndarray) -> np.ndarray:
    return np.hstack([rows, np.zeros((len(rows), EMBEDDING - FEATURES), np.float32)])


def run(regions: Regions, rows: np.ndarray) -> dict[str, np.ndarray]:
    names = ["segment", "distances", "runner_up", "confidence", "contributions", "scaled"]
    return scorer(regions).run(rows.astype(np.float32), names)


@pytest.mark.parametrize("method", METHODS)
def test_the_file_agrees_with_what_was_found(
    method: str, blobs: tuple[np.ndarray, np.ndarray]
) -> None:
    rows, kinds = blobs
    regions = find(embedded(rows), method, seed=1)
    found = dense(embedded(rows).astype(float), method)
    segments = run(regions, rows)["segment"]
    assert regions.segments == 4
    assert adjusted_rand_score(found, segments) >= 0.9
    assert adjusted_rand_score(kinds, segments) >= 0.9
    # the unassigned are the last segment
    assert ((segments == 3) == (kinds < 0)).mean() >= 0.95


@pytest.mark.parametrize("method", METHODS)
def test_customers_who_were_not_there_are_assigned(
    method: str, blobs: tuple[np.ndarray, np.ndarray]
) -> None:
    rows, kinds = blobs
    is_known = np.arange(len(rows)) % 2 == 0
    regions = find(embedded(rows[is_known]), method, seed=1)
    new = run(regions, rows[~is_known])["segment"]
    assert adjusted_rand_score(kinds[~is_known], new) >= 0.85
    far = np.full((3, FEATURES), -4.0)
    far[1, 0] = 4
    out = run(regions, far)
    assert (out["segment"] == regions.segments - 1).all()
    np.testing.assert_array_equal(out["distances"][:, -1], 1)
    assert (out["distances"][:, :-1] > 1).all()
    assert (out["runner_up"] < regions.segments - 1).all()


@pytest.mark.parametrize("method", METHODS)
def test_distances_of_the_file_are_those_to_the_nearest_points(
    method: str, blobs: tuple[np.ndarray, np.ndarray]
) -> None:
    rows = blobs[0]
    regions = find(embedded(rows), method, seed=1)
    assert regions.points.shape[1] <= density.MOST_POINTS
    out = run(regions, rows)
    expected = regions.distances(embedded(rows))
    np.testing.assert_allclose(out["distances"], expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(out["segment"], expected.argmin(axis=1))
    np.testing.assert_array_equal(out["runner_up"], expected.argsort(axis=1)[:, 1])
    assert ((out["confidence"] >= 0.5) & (out["confidence"] <= 1)).all()


def test_contributions_sum_to_the_choice(blobs: tuple[np.ndarray, np.ndarray]) -> None:
    rows = blobs[0]
    regions = find(embedded(rows), "hdbscan", seed=1)
    out = run(regions, rows)
    assert set(out["segment"]) == {0, 1, 2, 3}
    for row in range(0, len(rows), 9):
        choice = 0.0
        for sign, segment in ((1, out["runner_up"][row]), (-1, out["segment"][row])):
            if segment == 3:
                continue  # 1 here and 1 at the average customer
            points = regions.points[segment, :, :FEATURES].astype(float)
            nearest = points[((points - rows[row]) ** 2).sum(axis=1).argmin()]
            squares = ((nearest - rows[row]) ** 2).sum() - (nearest**2).sum()
            choice += sign * squares / float(regions.radii[segment]) ** 2
        scale = np.abs(out["contributions"][row]).sum() + 1
        assert out["contributions"][row].sum() == pytest.approx(choice, abs=1e-4 * float(scale))


def test_who_left_a_region_by_one_feature_hears_of_it() -> None:
    points = np.zeros((1, 1, EMBEDDING), np.float32)
    regions = Regions(points, np.ones(1, np.float32))
    rows = np.zeros((2, FEATURES), np.float32)
    rows[0, 4], rows[1, 4] = 2, 0.5
    out = run(regions, rows)
    assert out["segment"].tolist() == [1, 0]
    # 2^2 - 1 for being unassigned, of which the average customer has -1
    np.testing.assert_allclose(out["contributions"][0], [0, 0, 0, 0, 4, 0], atol=1e-6)
    # half a radius is nearer than 1, but the average customer was nearer still
    np.testing.assert_allclose(out["contributions"][1], [0, 0, 0, 0, -0.25, 0], atol=1e-6)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("rows", "segments"),
    [
        pytest.param(np.zeros((1, FEATURES)), 1, id="one customer"),
        pytest.param(np.eye(3, FEATURES), 1, id="three customers"),
        pytest.param(np.ones((50, FEATURES)), 2, id="all alike"),
        pytest.param(np.repeat(np.eye(2, FEATURES), 40, axis=0), 3, id="two kinds, all alike"),
    ],
)
def test_few_or_strange_customers_are_no_error(
    method: str, rows: np.ndarray, segments: int
) -> None:
    regions = find(embedded(rows.astype(np.float32)), method, seed=1)
    assert regions.segments == segments
    out = run(regions, rows)
    assert out["distances"].shape == (len(rows), segments)
    assert np.isfinite(out["distances"]).all()
    assert np.isfinite(out["contributions"]).all()
    if segments == 1:
        assert (out["runner_up"] == -1).all()
    else:
        # nearly all are in a region
        assert (out["segment"] < segments - 1).mean() >= 0.8
    again = run(regions, np.full((2, FEATURES), 4.0))
    assert (again["segment"] == segments - 1).all()


def test_one_dense_region_is_one_segment() -> None:
    rows = np.random.default_rng(1).normal(0, 0.2, (500, FEATURES)).astype(np.float32)
    regions = find(embedded(rows), "dbscan", seed=1)
    assert regions.segments == 2
    assert (run(regions, rows)["segment"] == 0).mean() > 0.8


def test_hdbscan_calls_all_one_where_it_finds_no_two_regions() -> None:
    # ever thinner outwards, and too few for a region but the whole
    rows = np.random.default_rng(5).normal(0, 1, (1000, EMBEDDING))
    labels = dense(rows, "hdbscan")
    assert set(labels) == {-1, 0}


@pytest.mark.parametrize("method", METHODS)
def test_customers_all_over_the_place_are_no_error(method: str) -> None:
    rows = np.random.default_rng(2).uniform(-4, 4, (400, FEATURES)).astype(np.float32)
    regions = find(embedded(rows), method, seed=1)
    out = run(regions, rows)
    assert out["distances"].shape == (400, regions.segments)
    assert np.isfinite(out["distances"]).all()


def test_regions_are_looked_for_among_few(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    real = density.dense

    def spy(rows: np.ndarray, method: str) -> Any:
        seen.append(len(rows))
        return real(rows, method)

    monkeypatch.setattr(density, "dense", spy)
    monkeypatch.setattr(density, "ROWS", 300)
    rows = np.random.default_rng(0).normal(0, 1, (1000, EMBEDDING)).astype(np.float32)
    regions = find(rows, "dbscan", seed=1)
    assert seen == [250]
    assert len(regions.nearest(rows)) == 1000


def test_small_regions_are_none() -> None:
    labels = density._large(np.array([0, 0, 0, 1, 2, 2, -1]), least=2)
    assert labels.tolist() == [0, 0, 0, -1, 1, 1, -1]


def test_the_knee_is_where_distances_begin_to_rise() -> None:
    # the line from 1 to 9 is at 5 in the middle
    assert knee(np.array([9.0, 1.0, 1.0, 2.0, 1.5])) == 2
    assert knee(np.array([3.0, 3.0])) == 3


def test_the_radius_makes_the_fewest_mistakes() -> None:
    distances = np.array([1.0, 2.0, 5.0, 4.0])
    own, none = np.array([True, True, True, False]), np.array([False, False, False, True])
    # within 3 two are right and one of its own is missed; within 5 one is wrong
    assert density._radius(distances, own, none) == 3
    assert density._radius(distances[:2], own[:2], none[:2]) == 2
    assert density._radius(np.zeros(2), own[:2], none[:2]) == density.LEAST_RADIUS
