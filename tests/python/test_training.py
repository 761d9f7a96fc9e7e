"""Training without dbt: repeatable, blind to held-out customers, and unimpressed by bad columns."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import torch

from dbt_customer_segments import clustering, evaluation, training
from dbt_customer_segments import network as networks
from dbt_customer_segments.scoring import Scorer, as_matrix
from dbt_customer_segments.settings import Settings
from dbt_customer_segments.training_data import TrainingData

FEATURES = ["order_count", "lifetime_revenue", "recency_days", "return_line_share"]


def _settings(
    seed: int = 1,
    count: int = 4,
    network: str = "outcome_autoencoder",
    clustering: str = "kmeans",
) -> Settings:
    return Settings(
        horizon_days=90,
        count=count,
        count_min=4,
        count_max=10,
        network=network,
        clustering=clustering,
        max_reassigned_share=0.2,
        training="auto",
        retrain_after_days=30,
        training_rows=200_000,
        seed=seed,
        model_file=None,
        onnx_dir=Path("onnx"),
    )


def _columns(rows: int, seed: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    orders = 1.0 + rng.poisson(np.repeat([1, 8], [rows // 2, rows - rows // 2]))
    return {
        "order_count": orders,
        "lifetime_revenue": orders * rng.lognormal(3, 0.5, rows),
        "recency_days": rng.exponential(60 / orders),
        "return_line_share": rng.random(rows) / 5,
    }


def _data(customers: int = 400, *, with_outcomes: bool = True, **changes: Any) -> TrainingData:
    """Two kinds of customer. ``changes`` replace a column, at as_of and at the cutoff."""
    rng = np.random.default_rng(2)
    future_orders = rng.poisson(np.repeat([0.3, 3], [customers // 2, customers - customers // 2]))
    outcomes = {
        "cutoff_on": np.full(customers, np.datetime64("2025-10-02")),
        "future_revenue": future_orders * rng.lognormal(3, 0.5, customers),
        "future_order_count": future_orders,
        "sample_share": rng.random(customers),
        "held_out_share": rng.random(customers),
    }
    snapshots = pa.table(_columns(customers, seed=1) | changes | outcomes)
    ids = [f"C{number:04d}" for number in range(customers)]
    return TrainingData(
        features=FEATURES,
        is_log=np.array([True, True, True, False]),
        current=pa.table({"customer_id": ids, **_columns(customers, seed=0), **changes}),
        snapshots=snapshots if with_outcomes else snapshots.slice(0, 0),
        as_of="2025-12-31",
        cutoffs=["2025-10-02"] if with_outcomes else [],
    )


def _scored(network: bytes, data: TrainingData) -> dict[str, np.ndarray]:
    scorer = Scorer(network)
    return scorer.run(as_matrix(data.current, scorer.features))


def test_one_seed_gives_one_network_and_another_seed_another() -> None:
    data = _data()
    first, again, other = (training.train(data, _settings(seed))[0] for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_training_leaves_the_process_as_it_was() -> None:
    threads, state = torch.get_num_threads(), torch.get_rng_state()
    training.train(_data(), _settings())
    assert torch.get_num_threads() == threads
    assert torch.equal(torch.get_rng_state(), state)


def test_held_out_customers_teach_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    fit = networks.fit

    def spy(rows: networks.Rows, held_out: networks.Rows, *rest: Any) -> networks.Fitted:
        seen.append((rows, held_out))
        return fit(rows, held_out, *rest)

    monkeypatch.setattr(networks, "fit", spy)
    data = _data()
    is_held_out = data.is_held_out()
    _, card = training.train(data, _settings())
    # the same customers, but those held out are now unlike any other
    untouched = ("sample_share", "held_out_share", "cutoff_on")
    columns = {name: data.snapshots.column(name).to_numpy() for name in data.snapshots.column_names}
    spoiled = {
        name: values if name in untouched else np.where(is_held_out, 1e6, values)
        for name, values in columns.items()
    }
    other = TrainingData(**(vars(data) | {"snapshots": pa.table(spoiled)}))
    training.train(other, _settings())
    # two teachers and who learns from them, twice
    for (rows, held_out), (other_rows, other_held_out) in zip(seen[:3], seen[3:], strict=True):
        assert len(held_out.inputs) == is_held_out.sum() == card["held_out_rows"] > 0
        # the one that is kept sees customers today too, whose outcomes nobody knows
        today = np.isnan(rows.outcomes[:, 0])
        assert today.sum() == (400 if rows is seen[2][0] else 0)
        assert len(rows.inputs) - today.sum() == (~is_held_out).sum() == card["training_rows"]
        np.testing.assert_array_equal(rows.inputs, other_rows.inputs)
        assert (held_out.inputs != other_held_out.inputs).any()
    for teacher in (0, 1):
        np.testing.assert_array_equal(seen[teacher][0].outcomes, seen[teacher + 3][0].outcomes)


def test_rows_without_outcomes_teach_to_restore_alone() -> None:
    torch.manual_seed(0)
    network = networks.OutcomeAutoencoder(3)
    inputs, outcomes = torch.randn(6, 3), torch.rand(6, 2).round()
    of_all, told = network.losses(inputs, outcomes, noise=0)
    halved = torch.where(torch.arange(6)[:, None] < 3, outcomes, torch.nan)
    assert network.losses(inputs, halved, noise=0)[0] == of_all
    assert (
        network.losses(inputs, halved, noise=0)[1]
        == network.losses(inputs[:3], outcomes[:3], noise=0)[1]
    )
    assert told > 0
    assert network.losses(inputs, outcomes * torch.nan, noise=0)[1] == 0


def test_who_is_held_out_stays_so_in_a_smaller_sample() -> None:
    data = _data()
    is_held_out = data.is_held_out()
    assert 0.1 < is_held_out.mean() < 0.2
    sampled = data.snapshots.column("sample_share").to_numpy() < 0.5
    smaller = TrainingData(**(vars(data) | {"snapshots": data.snapshots.filter(pa.array(sampled))}))
    np.testing.assert_array_equal(smaller.is_held_out(), is_held_out[sampled])
    assert 0.1 < smaller.is_held_out().mean() < 0.2


def test_evaluation_in_batches_equals_all_rows_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    data = _data()
    network, card = training.train(data, _settings())
    monkeypatch.setattr(evaluation, "CALL_ROWS", 7)
    assert evaluation.beside_rfm(network, data) == card["held_out"]


def test_segments_explain_held_out_outcomes() -> None:
    _, card = training.train(_data(2000), _settings())
    assert card["held_out"]["revenue_r2"] > 0.3
    assert card["held_out"]["purchase_auc"] > 0.6


def test_without_outcomes_the_features_alone_teach() -> None:
    data = _data(with_outcomes=False)
    network, card = training.train(data, _settings())
    assert card["held_out"] is None
    assert card["training_rows"] == 400
    assert len(np.unique(_scored(network, data)["segment"])) == 4


def test_nobody_is_left_out_where_all_customers_would_be() -> None:
    data = _data()
    position = data.snapshots.column_names.index("held_out_share")
    snapshots = data.snapshots.set_column(position, "held_out_share", pa.array(np.zeros(400)))
    _, card = training.train(TrainingData(**(vars(data) | {"snapshots": snapshots})), _settings())
    assert (card["training_rows"], card["held_out_rows"], card["held_out"]) == (400, 0, None)


@pytest.mark.parametrize("with_outcomes", [True, False])
def test_one_customer_is_one_segment(with_outcomes: bool) -> None:
    data = _data(1, with_outcomes=with_outcomes)
    network, card = training.train(data, _settings())
    assert card["segment_ids"] == ["s01"]
    assert np.isfinite(_scored(network, data)["embedding"]).all()


def test_identical_customers_are_one_segment() -> None:
    same = {name: np.full(50, 3.0) for name in FEATURES}
    data = _data(50, **same)
    network, card = training.train(data, _settings())
    assert card["segment_ids"] == ["s01"]
    assert np.isfinite(_scored(network, data)["distances"]).all()


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(np.full(400, 7.0), id="constant"),
        pytest.param(np.full(400, np.nan), id="all null"),
        pytest.param(np.where(np.arange(400) < 5, 1e300, 5.0), id="extreme"),
        pytest.param(np.where(np.arange(400) < 5, -np.inf, 5.0), id="infinite"),
    ],
)
@pytest.mark.parametrize("feature", ["order_count", "return_line_share"])
def test_a_bad_column_poisons_nothing(feature: str, values: np.ndarray) -> None:
    data = _data(**{feature: values})
    network, card = training.train(data, _settings())
    scored = _scored(network, data)
    assert np.isfinite(scored["embedding"]).all()
    assert np.isfinite(scored["reconstruction_error"]).all()
    assert len(np.unique(scored["segment"])) == len(card["segment_ids"]) == 4
    assert card["held_out"]["revenue_r2"] > 0.1


def test_large_shops_train_on_larger_batches_for_no_longer() -> None:
    schedule = networks.Schedule()
    for rows in (10, 1_000, 20_000, 170_000, 1_000_000):
        steps = -(-rows // schedule.batch_for(rows))
        assert steps <= schedule.most_steps
        # the last epoch is finished
        assert rows * (schedule.epochs_for(rows) - 1) < schedule.most_rows
    assert schedule.epochs_for(1_000_000) < schedule.epochs_for(170_000) < schedule.most_epochs
    assert schedule.epochs_for(10) == schedule.most_epochs


def test_explained_is_one_for_what_labels_tell_and_nothing_for_what_they_do_not() -> None:
    labels = np.array([0, 0, 2, 2])
    told = np.array([[1.0], [1.0], [5.0], [5.0]])
    untold = np.array([[1.0], [2.0], [2.0], [1.0]])
    constant = np.full((4, 1), 3.0)
    assert clustering.explained(labels, told) == 1
    assert clustering.explained(labels, untold) == 0
    assert clustering.explained(labels, constant) == 1
    assert clustering.explained(labels, np.hstack([told, untold])) == 0.5


def test_the_least_weight_that_explains_enough_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = {}
    for goal in (0.0, 0.5, 1.01):
        monkeypatch.setattr(training, "EXPLAINED", goal)
        weights[goal] = training.train(_data(), _settings())[1]["outcome_weight"]
    assert weights[0.0] == training.OUTCOME_WEIGHTS[0]
    assert weights[1.01] == training.OUTCOME_WEIGHTS[-1]
    assert weights[0.0] <= weights[0.5] <= weights[1.01]


def test_k_means_looks_for_its_start_on_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    centres = rng.standard_normal((4, 3)) * 10
    kinds = rng.integers(0, 4, 1000)
    rows = (centres[kinds] + rng.standard_normal((1000, 3)) / 10).astype(np.float32)
    monkeypatch.setattr(clustering, "RESTART_ROWS", 100)
    centroids, labels = clustering.cluster(rows, 4, seed=0)
    assert len(labels) == 1000
    for label in range(4):
        assert len(set(kinds[labels == label])) == 1
        np.testing.assert_allclose(centroids[label], rows[labels == label].mean(0), atol=1e-4)


def test_training_stops_early_and_keeps_the_best_epoch() -> None:
    rng = np.random.default_rng(0)
    inputs = rng.standard_normal((200, 4)).astype(np.float32)
    # nothing in the inputs tells these outcomes: what is learned is learned by heart
    noise = np.column_stack([rng.standard_normal(200), rng.random(200) < 0.5]).astype(np.float32)
    halves = [networks.Rows(inputs[half], noise[half]) for half in (slice(100), slice(100, None))]
    schedule = networks.Schedule(
        batch=8, most_epochs=200, patience=3, noise=0.0, outcome_weight=100.0
    )
    fitted = networks.fit(*halves, 0, schedule)
    assert len(fitted.history) == fitted.epochs + schedule.patience < 50
    assert min(fitted.history) == pytest.approx(fitted.history[fitted.epochs - 1], abs=1e-3)


def test_rows_pass_through_the_network_within_the_budget() -> None:
    inputs = np.random.default_rng(3).standard_normal((1000, 5)).astype(np.float32)
    rows = networks.Rows(inputs, None)
    nobody = networks.Rows(inputs[:0], None)
    fitted = networks.fit(rows, nobody, 0, networks.Schedule(most_rows=3500, patience=99))
    assert len(fitted.history) == 4
