"""Other networks than the default one, and other clusterings, without dbt."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from networks import card
from test_training import _data, _settings

from dbt_customer_segments import evaluation, model_files, training, variational, ways
from dbt_customer_segments import network as networks
from dbt_customer_segments.champion import Former
from dbt_customer_segments.registry import Version
from dbt_customer_segments.scoring import EMBEDDING, Scorer, as_matrix
from dbt_customer_segments.training_data import TrainingData, prepare

NETWORKS = ["autoencoder", "variational_autoencoder", "none"]
CLUSTERINGS = ["hdbscan", "dbscan"]


def version(trained: tuple[bytes, dict[str, Any]]) -> Version:
    return Version(1, trained[1], trained[0], is_trained_here=True, is_promoted=True)


def ids(trained: tuple[bytes, dict[str, Any]], data: TrainingData) -> np.ndarray:
    return np.array(trained[1]["segment_ids"])[
        evaluation.scored(trained[0], data.current, "segment")
    ]


def with_outcomes(data: TrainingData, revenue: np.ndarray) -> TrainingData:
    """The same customers, who did something else afterwards."""
    snapshots = data.snapshots
    for name, values in {"future_revenue": revenue, "future_order_count": revenue}.items():
        position = snapshots.column_names.index(name)
        snapshots = snapshots.set_column(position, name, pa.array(values))
    return TrainingData(**(vars(data) | {"snapshots": snapshots}))


@pytest.mark.parametrize("network", NETWORKS)
def test_outcomes_teach_these_networks_nothing(network: str, tmp_path: Any) -> None:
    data = _data()
    file, facts = training.train(data, _settings(network=network))
    other = with_outcomes(data, np.random.default_rng(7).random(400) * 100)
    again, _ = training.train(other, _settings(network=network))
    for output in ("embedding", "segment"):
        found = [evaluation.scored(each, data.current, output) for each in (file, again)]
        np.testing.assert_array_equal(*found)
    assert facts["held_out"]["revenue_r2"] > 0.1
    assert not facts["has_outcomes"]
    assert facts["outcome_weight"] == 0
    # the file is one that can be pinned
    (tmp_path / "file.onnx").write_bytes(file)
    assert model_files.load(tmp_path / "file.onnx")[1]["network"] == network
    assert "outcomes" not in [output.name for output in Scorer(file)._model.graph.output]


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("rows", [1, 50])
def test_few_and_equal_customers_are_one_segment(network: str, rows: int) -> None:
    same = {name: np.full(rows, 3.0) for name in _data(rows).features}
    data = _data(rows, with_outcomes=False, **same)
    file, facts = training.train(data, _settings(network=network))
    assert facts["segment_ids"] == ["s01"]
    assert np.isfinite(evaluation.scored(file, data.current, "embedding")).all()


def wide(features: int, rows: int = 300) -> TrainingData:
    """Customers with many features, some of which go together."""
    rng = np.random.default_rng(0)
    values = rng.normal(0, 1, (rows, features)) + rng.normal(0, 1, (rows, 1))
    names = [f"feature_{number}" for number in range(features)]
    ids = [f"C{number}" for number in range(rows)]
    columns = dict(zip(names, values.T, strict=True))
    current = pa.table({"customer_id": ids, "lifetime_revenue": values[:, 0], **columns})
    return TrainingData(
        names, np.zeros(features, bool), current, current.slice(0, 0), "2025-12-31", []
    )


def test_without_a_network_distances_are_those_of_the_features() -> None:
    data = wide(5)
    file, facts = training.train(data, _settings(network="none"))
    out = Scorer(file).run(as_matrix(data.current, data.features), ["embedding", "scaled"])
    embedding, scaled = out["embedding"], out["scaled"]
    pairs = np.random.default_rng(1).integers(0, 300, (2, 200))
    expected = np.linalg.norm(scaled[pairs[0]] - scaled[pairs[1]], axis=1)
    found = np.linalg.norm(embedding[pairs[0]] - embedding[pairs[1]], axis=1)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)
    # principal axes: uncorrelated, the longest first, and nothing where there is no feature
    covariance = np.cov(embedding.T.astype(float))
    np.testing.assert_allclose(covariance, np.diag(np.diag(covariance)), atol=1e-4)
    assert (np.diff(np.diag(covariance)) <= 1e-9).all()
    np.testing.assert_array_equal(embedding[:, 5:], 0)
    assert evaluation.scored(file, data.current, "reconstruction_error").max() < 1e-8
    assert facts["epochs"] == 0


def test_without_a_network_what_32_axes_lack_is_lost() -> None:
    data = wide(40)
    file, _ = training.train(data, _settings(network="none"))
    names = ["embedding", "scaled", "reconstruction_error"]
    out = Scorer(file).run(as_matrix(data.current, data.features), names)
    variances = np.linalg.eigvalsh(np.cov(out["scaled"].T.astype(float), bias=True))
    lost = variances[: 40 - EMBEDDING].sum() / 40
    assert 0.01 < out["reconstruction_error"].mean() == pytest.approx(lost, rel=1e-3)


def test_the_latent_of_the_variational_one_does_not_collapse() -> None:
    data = wide(12, rows=2000)
    prepared = prepare(data, as_matrix(data.current, data.features))
    inputs = prepared.training.inputs
    fitted = ways.teach("variational_autoencoder", prepared, inputs, 1, None)
    assert isinstance(fitted.network, variational.VariationalAutoencoder)
    # active where the mean varies by more than 0.01 (Burda, Grosse & Salakhutdinov 2016)
    means = networks.embed(fitted.network, inputs)
    assert (means.var(axis=0) > 0.01).sum() >= 8
    # a latent that tells nothing restores nothing: 1
    assert fitted.reconstruction_loss < 0.6


def test_the_divergence_keeps_the_latent_near_its_prior(monkeypatch: pytest.MonkeyPatch) -> None:
    data = wide(12, rows=1000)
    prepared = prepare(data, as_matrix(data.current, data.features))
    spreads = []
    for beta in (0.0, variational.BETA, 50.0):
        monkeypatch.setattr(variational, "BETA", beta)
        fitted = ways.teach("variational_autoencoder", prepared, prepared.training.inputs, 1, None)
        spreads.append(networks.embed(fitted.network, prepared.training.inputs).var())
    assert spreads[0] > spreads[1] > 10 * spreads[2]


def test_training_goes_on_from_a_champion_of_the_same_kind_alone() -> None:
    data = _data()
    for kind, goes_on in (("autoencoder", True), ("variational_autoencoder", False)):
        trained = version(training.train(data, _settings(network=kind)))
        known = Former.of(trained, data, kind)
        assert known is not None
        assert known.can_continue == goes_on
        other = Former.of(trained, data)
        assert other is not None
        assert not other.can_continue


@pytest.mark.parametrize("network", NETWORKS)
def test_retraining_keeps_customers_in_their_segments(network: str) -> None:
    data = wide(12, rows=1000)
    first = training.train(data, _settings(network=network))
    again = training.train(data, _settings(seed=9, network=network), version(first), issued=4)
    assert set(again[1]["segment_ids"]) == set(first[1]["segment_ids"])
    assert (ids(first, data) == ids(again, data)).mean() >= 0.9


@pytest.mark.parametrize("clustering", CLUSTERINGS)
def test_density_is_one_row_of_the_search_and_its_segments_keep_their_ids(clustering: str) -> None:
    data = _data(1000)
    first = training.train(data, _settings(clustering=clustering))
    again = training.train(data, _settings(seed=9, clustering=clustering), version(first), issued=9)
    for trained in (first, again):
        assert trained[1]["segment_ids"][-1] == "unassigned"
        assert trained[1]["segment_ids"].count("unassigned") == 1
        (only,) = trained[1]["segment_count_search"]
        assert only["is_chosen"]
        assert only["segments"] == len(np.unique(ids(trained, data)))
        assert not only["is_continued"]
    assert set(again[1]["segment_ids"]) & set(first[1]["segment_ids"]) - {"unassigned"}
    # back to k-means: nobody is unassigned, and no segment has that id
    back = training.train(data, _settings(), version(again), issued=20)
    assert "unassigned" not in back[1]["segment_ids"]


def test_test_networks_are_of_the_default_way() -> None:
    assert (card()["network"], card()["clustering"]) == ("outcome_autoencoder", "kmeans")
