"""Reasons: what is named is what was moved, and contributions are the integrated gradients."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import torch
from networks import card
from projects import Build

from dbt_customer_segments.export import to_onnx
from dbt_customer_segments.preprocessing import Preprocessing
from dbt_customer_segments.scoring import Scorer, as_matrix
from onnx import numpy_helper

STEPS = 256
OUTPUTS = ("segment", "runner_up", "confidence", "contributions", "scaled", "distances")


class Network:
    """The demo shop's champion, with its constants as PyTorch tensors."""

    def __init__(self, network: bytes) -> None:
        self.scorer = Scorer(network)
        found = self.scorer._model.graph.initializer
        self.constants = {value.name: numpy_helper.to_array(value) for value in found}

    def tensor(self, name: str) -> torch.Tensor:
        return torch.from_numpy(self.constants[name].astype(np.float64))

    def raw(self, scaled: np.ndarray) -> np.ndarray:
        """Raw features of standardised ones."""
        values = scaled * self.constants["scales"] + self.constants["means"]
        powers = np.sign(values) * np.expm1(np.abs(values))
        return np.where(self.constants["is_log"], powers, values).astype(np.float32)

    def choice(self, inputs: torch.Tensor, own: np.ndarray, runner_up: np.ndarray) -> torch.Tensor:
        """By how much the squared distance to the runner-up is larger."""
        for layer in range(3):
            weight, bias = (self.tensor(f"encoder_{layer}_{part}") for part in ("weight", "bias"))
            inputs = inputs @ weight.T + bias
            inputs = inputs.relu() if layer < 2 else inputs
        near, far = (self.tensor("centroids")[chosen] for chosen in (own, runner_up))
        return ((inputs - far) ** 2).sum(dim=1) - ((inputs - near) ** 2).sum(dim=1)

    def integrated_gradients(self, out: dict[str, Any]) -> np.ndarray:
        """By autograd, at many steps of the straight line from the average customer."""
        inputs = torch.from_numpy(out["scaled"].astype(np.float64))
        total = torch.zeros_like(inputs)
        for step in range(STEPS):
            at = ((step + 0.5) / STEPS * inputs).requires_grad_()
            chosen = self.choice(at, out["segment"], out["runner_up"])
            total += torch.autograd.grad(chosen.sum(), at)[0]
        found: np.ndarray = (inputs * total / STEPS).numpy()
        return found


@pytest.fixture(scope="module")
def champion(demo: Build) -> Network:
    rows = demo.query(
        "select network from main_internal.int_segments__model_registry where is_champion"
    )
    return Network(rows[0][0])


@pytest.fixture(scope="module")
def customers(demo: Build, champion: Network) -> dict[str, np.ndarray]:
    """What the network says of the shop's customers, and their raw features."""
    features = champion.scorer.features
    rows = demo.query(f"select {', '.join(features)} from customer_features order by customer_id")
    raw = np.array(rows, dtype=np.float32)
    return champion.scorer.run(raw, OUTPUTS) | {"raw": raw}


def grid(features: int, moved: int, most: int) -> np.ndarray:
    """Average customers but for 1 to 3 features, moved up or down, near or far; standardised."""
    chosen = list(itertools.combinations(range(features), moved))
    order = np.random.default_rng(0).permutation(len(chosen))[:most]
    rows = []
    for place in order:
        for signs in itertools.product((-1, 1), repeat=moved):
            for size in (2, 3, 3.9):
                row = np.zeros(features)
                row[list(chosen[place])] = np.multiply(signs, size)
                rows.append(row)
    return np.array(rows)


@pytest.mark.slow
@pytest.mark.parametrize(("moved", "most"), [(1, 99), (2, 500), (3, 500)])
def test_what_is_named_is_what_was_moved(champion: Network, moved: int, most: int) -> None:
    features = champion.scorer.features
    cases = grid(len(features), moved, most)
    raw = champion.raw(cases)
    average = champion.scorer.run(champion.raw(np.zeros_like(cases[:1])), ["segment"])["segment"]
    out = champion.scorer.run(raw, ["segment", "contributions"])
    shares = np.abs(out["contributions"])
    shares /= shares.sum(axis=1, keepdims=True)
    table = scores(champion.scorer, raw)
    changed = np.flatnonzero(out["segment"] != average)
    assert len(changed) > 100
    named, unnamed = set(), 0
    for place in changed:
        found = {name: is_high for name, _, is_high in reasons(table[place])}
        where = {features[number]: number for number in np.flatnonzero(cases[place])}
        assert found == {name: cases[place, where[name]] > 0 for name in found}
        # what was moved and is not named moves the choice by less than what is told apart
        without = [number for name, number in where.items() if name not in found]
        assert all(shares[place, number] < 1e-4 for number in without)
        unnamed += bool(without)
        named |= set(found)
    assert unnamed <= len(changed) / 1000
    # most features can change the segment by themselves
    assert len(named) >= 0.75 * len(features)


@pytest.mark.slow
def test_contributions_sum_to_the_choice(
    champion: Network, customers: dict[str, np.ndarray]
) -> None:
    inputs = torch.from_numpy(customers["scaled"].astype(np.float64))
    chosen = (customers["segment"], customers["runner_up"])
    difference = champion.choice(inputs, *chosen) - champion.choice(0 * inputs, *chosen)
    found = customers["contributions"].sum(axis=1)
    np.testing.assert_allclose(found, difference.numpy(), atol=2e-5)


@pytest.mark.slow
def test_contributions_are_the_integrated_gradients(
    champion: Network, customers: dict[str, np.ndarray]
) -> None:
    some = {name: values[::10] for name, values in customers.items()}
    expected = champion.integrated_gradients(some)
    found = some["contributions"]
    errors = np.abs(found - expected).sum(axis=1) / np.abs(expected).sum(axis=1)
    assert np.median(errors) < 0.03
    assert np.quantile(errors, 0.95) < 0.07
    is_first = found.argmax(axis=1) == expected.argmax(axis=1)
    assert is_first.mean() > 0.95


@pytest.mark.slow
def test_the_runner_up_is_second_nearest(customers: dict[str, np.ndarray]) -> None:
    order = customers["distances"].argsort(axis=1, kind="stable")
    np.testing.assert_array_equal(customers["segment"], order[:, 0])
    np.testing.assert_array_equal(customers["runner_up"], order[:, 1])


@pytest.mark.slow
def test_the_table_says_what_the_file_says(
    demo: Build, champion: Network, customers: dict[str, np.ndarray]
) -> None:
    names = champion.scorer.card["segment_ids"]
    rows = demo.query(
        "select runner_up_segment_id, confidence, runner_up_distance, distance"
        " from customer_segments order by customer_id"
    )
    runners_up, confidence, *distances = zip(*rows, strict=True)
    assert list(runners_up) == [names[number] for number in customers["runner_up"]]
    assert confidence == pytest.approx(customers["confidence"], abs=1e-6)
    ordered = np.sort(customers["distances"], axis=1)
    np.testing.assert_allclose(distances, [ordered[:, 1], ordered[:, 0]], atol=1e-6)


@pytest.mark.slow
def test_real_customers_have_reasons_in_words(demo: Build) -> None:
    without = "select count(*) from customer_segments where reasons is null or reason_3 is null"
    assert demo.query(without) == [(0,)]
    against = "select count(*) from customer_segments where reason_3_weight <= 0"
    assert demo.query(against) == [(0,)]
    disordered = """select count(*) from customer_segments
        where not (reason_1_weight >= reason_2_weight - 1e-4
            and reason_2_weight >= reason_3_weight - 1e-4)"""
    assert demo.query(disordered) == [(0,)]
    nulls = demo.query("select count(*) from customer_features where mean_gap_days is null")
    assert nulls[0][0] > 0
    named = """select count(*) from customer_segments
        inner join customer_features using (customer_id)
        where mean_gap_days is null and 'mean_gap_days' in (reason_1, reason_2, reason_3)"""
    assert demo.query(named) == [(0,)]


def made(centroids: list[list[float]], spread: float = 1.0, features: int = 2) -> Scorer:
    """A network without hidden layers: the embedding is the features, standardised as they are."""
    fitted = Preprocessing(
        np.zeros(features, bool),
        *(np.full(features, value, np.float32) for value in (0.5, 0, 1)),
    )
    same = [(np.eye(features, dtype=np.float32), np.zeros(features, np.float32))]
    names = [f"feature_{number}" for number in range(features)]
    ids = [f"s{number}" for number in range(len(centroids))]
    facts = card(features=names, segment_ids=ids, spread=spread)
    return Scorer(to_onnx(fitted, same, same, np.array(centroids, np.float32), facts))


def scores(scorer: Scorer, raw: Any) -> list[dict[str, Any]]:
    values = np.array(raw, dtype=np.float32)
    columns = {name: values[:, place] for place, name in enumerate(scorer.features)}
    table = {"customer_id": [f"c{row}" for row in range(len(values))]}
    arrays = {name: pa.array(column, from_pandas=True) for name, column in columns.items()}
    batch = pa.RecordBatch.from_pydict(table | arrays)
    np.testing.assert_array_equal(as_matrix(batch, scorer.features), values)
    return scorer.score(batch).to_pylist()


def reasons(row: dict[str, Any]) -> list[tuple[str, float, bool]]:
    """The named features, their weights, and whether their values are high."""
    columns = [[row[f"reason_{n}{end}"] for n in (1, 2, 3)] for end in ("", "_weight", "_is_high")]
    found = list(zip(*columns, strict=True))
    named = [reason for reason in found if reason[0] is not None]
    # nothing stands behind a null, and nothing beside one
    assert found == named + [(None, None, None)] * (3 - len(named))
    return named


def test_a_choice_that_can_be_reckoned_by_hand() -> None:
    # f(x) = |x - (0, 0)|^2 - |x - (4, 2)|^2 = 8 x0 + 4 x1 - 20
    (row,) = scores(made([[0, 0], [4, 2]], spread=20), [[3, 1]])
    assert (row["segment_id"], row["runner_up_segment_id"]) == ("s1", "s0")
    assert row["distance"] == pytest.approx(2**0.5)
    assert row["runner_up_distance"] == pytest.approx(10**0.5)
    # 10 - 2 over twice the variance 20 / 5
    assert row["confidence"] == pytest.approx(1 / (1 + np.exp(-1)))
    assert reasons(row) == [
        ("feature_0", pytest.approx(24 / 28), True),
        ("feature_1", pytest.approx(4 / 28), True),
    ]


def test_on_the_border_the_first_segment_is_chosen_with_even_chances() -> None:
    (row,) = scores(made([[0, 0], [2, 0]]), [[1, 0]])
    assert (row["segment_id"], row["runner_up_segment_id"]) == ("s0", "s1")
    assert row["confidence"] == 0.5


def test_of_runners_up_equally_near_the_first_is_named() -> None:
    (row,) = scores(made([[0, 0], [2, 0], [0, 2]]), [[0, 0]])
    assert row["runner_up_segment_id"] == "s1"


def test_one_segment_has_no_runner_up_and_no_reasons() -> None:
    rows = scores(made([[1, 1]]), [[0, 0], [3, 2], [np.nan, 1]])
    for row in rows:
        assert row["segment_id"] == "s0"
        assert (row["runner_up_segment_id"], row["runner_up_distance"]) == (None, None)
        assert row["confidence"] == 1
        assert reasons(row) == []


def test_the_average_customer_has_no_reasons() -> None:
    (row,) = scores(made([[0, 0], [2, 0]]), [[0, 0]])
    assert reasons(row) == []
    assert row["confidence"] > 0.5


def test_what_speaks_for_the_runner_up_comes_last_and_is_negative() -> None:
    # f(x) = 8 x0 - 4 x1 - 12 + ...: the second feature is high, which speaks for s0
    (row,) = scores(made([[0, 1], [4, -1]]), [[4, 3]])
    assert row["segment_id"] == "s1"
    (first, second) = reasons(row)
    assert first == ("feature_0", pytest.approx(32 / 44), True)
    assert second == ("feature_1", pytest.approx(-12 / 44), True)


def test_a_null_feature_weighs_but_is_no_reason() -> None:
    # the median, 0.5, is above the mean, 0, and speaks for s1
    (row,) = scores(made([[0, 0], [4, 2]]), [[3, np.nan]])
    assert reasons(row) == [("feature_0", pytest.approx(24 / 26), True)]


def test_what_weighs_the_same_comes_in_the_order_of_the_features() -> None:
    (row,) = scores(made([[0] * 4, [2] * 4], features=4), [[2, 2, 2, 2]])
    names = [name for name, *_ in reasons(row)]
    assert names == ["feature_0", "feature_1", "feature_2"]


def test_low_values_are_low() -> None:
    (row,) = scores(made([[0, 0], [-4, 2]]), [[-3, 1]])
    assert reasons(row) == [
        ("feature_0", pytest.approx(24 / 28), False),
        ("feature_1", pytest.approx(4 / 28), True),
    ]


def test_without_spread_the_nearest_is_certain() -> None:
    near, border = scores(made([[0, 0], [2, 0]], spread=0.0), [[0, 0], [1, 0]])
    assert (near["confidence"], border["confidence"]) == (1, 0.5)
