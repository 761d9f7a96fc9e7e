"""Retraining goes on from the champion: segments keep their ids, customers their segments."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from networks import card
from test_training import FEATURES, _data

from dbt_customer_segments import evaluation, teaching, training
from dbt_customer_segments import network as networks
from dbt_customer_segments.champion import Former
from dbt_customer_segments.registry import Version
from dbt_customer_segments.scoring import as_matrix
from dbt_customer_segments.training_data import TrainingData, prepare


def _version(network: bytes, facts: dict[str, Any]) -> Version:
    return Version(1, facts, network, is_trained_here=True, is_promoted=True)


def _ids(network: bytes, facts: dict[str, Any], data: TrainingData) -> np.ndarray:
    return np.array(facts["segment_ids"])[evaluation.scored(network, data.current, "segment")]


@pytest.fixture(scope="module")
def first() -> Version:
    from test_training import _settings

    return _version(*training.train(_data(1000), _settings(count=4)))


@pytest.fixture
def asked(settings: Any) -> Any:
    return lambda **given: settings(**{"count": 4, "onnx_dir": Path("onnx"), **given})


def test_another_seed_moves_hardly_anybody(first: Version, asked: Any) -> None:
    data = _data(1000)
    network, facts = training.train(data, asked(seed=9), first, issued=4)
    assert facts["segment_ids"] == first.card["segment_ids"]
    same = _ids(first.network, first.card, data) == _ids(network, facts, data)
    assert same.mean() >= 0.95
    (chosen,) = [found for found in facts["segment_count_search"] if found["is_chosen"]]
    assert chosen["is_continued"]


def test_another_number_of_segments_keeps_the_ids_of_those_that_stay(
    first: Version, asked: Any
) -> None:
    data = _data(1000)
    network, facts = training.train(data, asked(count=6), first, issued=11)
    kept = set(facts["segment_ids"]) & set(first.card["segment_ids"])
    new = sorted(set(facts["segment_ids"]) - kept)
    assert len(kept) >= 2
    assert new == [f"s{number}" for number in range(12, 12 + len(new))]
    former, now = _ids(first.network, first.card, data), _ids(network, facts, data)
    for name in kept:
        shared = ((former == name) & (now == name)).sum()
        assert shared >= 0.3 * ((former == name) | (now == name)).sum()


def test_where_a_segment_died_out_the_living_ones_go_on(first: Version, asked: Any) -> None:
    data = _data(1000)
    former = _ids(first.network, first.card, data)
    died = first.card["segment_ids"][1]
    living = TrainingData(
        **(vars(data) | {"current": data.current.filter(pa.array(former != died))})
    )
    for given, found in (
        ({}, first),
        # the same below the least number that auto compares
        (
            {"count": "auto", "count_max": 4},
            replace(first, card=first.card | {"count": "auto, 4 to 4"}),
        ),
    ):
        network, facts = training.train(living, asked(seed=9, **given), found, issued=4)
        assert sorted(facts["segment_ids"]) == sorted({*first.card["segment_ids"], "s05"} - {died})
        now, before = _ids(network, facts, living), former[former != died]
        is_new = now == "s05"
        assert (now == before)[~is_new].mean() >= 0.95
        # hardly more than a part of one former segment, and not the larger one
        names, counts = np.unique(before[is_new], return_counts=True)
        assert counts.max() >= 0.9 * is_new.sum()
        assert is_new.sum() <= (now == names[counts.argmax()]).sum()
        (chosen,) = [each for each in facts["segment_count_search"] if each["is_chosen"]]
        assert (chosen["is_continued"], chosen["segments"]) == (True, 4)


def test_other_features_begin_anew_and_still_keep_ids(first: Version, asked: Any) -> None:
    data = _data(1000)
    fewer = TrainingData(
        **(vars(data) | {"features": FEATURES[:3], "is_log": np.array([True, True, True])})
    )
    known = Former.of(first, fewer)
    assert known is not None
    assert not known.can_continue
    _, facts = training.train(fewer, asked(), first, issued=4)
    assert set(facts["segment_ids"]) & set(first.card["segment_ids"])


def test_a_champion_whose_features_are_gone_tells_nothing(first: Version) -> None:
    data = _data(50)
    lacking = data.current.drop_columns(["order_count"])
    assert Former.of(first, TrainingData(**(vars(data) | {"current": lacking}))) is None
    assert Former.of(None, data) is None


def test_who_only_names_segments_teaches_nothing(first: Version, asked: Any) -> None:
    data = _data(1000)
    alone, facts = training.train(data, asked(seed=5))
    named, named_facts = training.train(data, asked(seed=5), None, 4, first)
    former = _ids(first.network, first.card, data)
    assert (_ids(named, named_facts, data) == former).mean() > 0.5
    positions = [evaluation.scored(file, data.current, "segment") for file in (alone, named)]
    np.testing.assert_array_equal(*positions)
    assert facts["epochs"] == named_facts["epochs"]


def test_the_champions_network_is_made_again_from_its_file(first: Version) -> None:
    data = _data(1000)
    prepared = prepare(data, as_matrix(data.current, data.features))
    known = Former.of(first, data)
    assert known is not None
    again = teaching._network(prepared, known)
    # the same customers: the same preprocessing, and so the same embedding and predictions
    inputs = prepared.preprocessing.apply(as_matrix(data.current, data.features))
    embedding = networks.embed(again, inputs)
    expected = evaluation.scored(first.network, data.current, "embedding")
    np.testing.assert_allclose(embedding, expected, atol=1e-4)
    told = evaluation.scored(first.network, data.current, "outcomes")
    np.testing.assert_allclose(
        networks.predict(again, embedding), prepared.standardised(told), atol=1e-4
    )


def test_teachers_are_fewer_the_more_rows_there_are() -> None:
    counts = [teaching._teachers(rows) for rows in (10, 12_000, 20_000, 40_000, 1_000_000)]
    assert counts == [2, 2, 1, 0, 0]


def test_rfm_cells_are_scored_within_each_cutoff() -> None:
    first_days, second_days = np.datetime64("2024-01-01"), np.datetime64("2024-02-01")
    snapshots = pa.table(
        {
            "cutoff_on": np.array([first_days] * 5 + [second_days]),
            "recency_days": [1.0, 2, 3, 4, 5, 400],
            "order_count": [5.0, 4, 3, 2, 1, 1],
            "lifetime_revenue": [5.0, 5, 5, 5, 5, 1],
        }
    )
    data = TrainingData([], np.array([]), snapshots, snapshots, card()["as_of"], [])
    # best recency and orders 4 4 0; the last is alone at its cutoff, and so the worst and the best
    assert evaluation.rfm_cells(data).tolist() == [120, 90, 60, 30, 0, 0]


@pytest.mark.parametrize("rows", [257, 300, 512])
def test_a_few_hundred_rows_go_on_from_a_network(rows: int) -> None:
    inputs = np.random.default_rng(0).standard_normal((rows, 3)).astype(np.float32)
    given = (networks.Rows(inputs, None), networks.Rows(inputs[:0], None), 0)
    start = networks.fit(*given).network
    assert networks.fit(*given, teaching.CONTINUED, start).epochs > 0


def test_without_teachers_the_champion_and_the_outcomes_teach(
    first: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teaching, "TEACHER_ROWS", 0)
    data = _data(1000)
    prepared = prepare(data, as_matrix(data.current, data.features))
    known = Former.of(first, data)
    assert known is not None
    assert known.outcomes is not None
    taught, _ = teaching._taught(prepared, 0, known)
    told = prepared.standardised(known.outcomes)[~prepared.is_held_out]
    np.testing.assert_allclose(taught.outcomes, (prepared.training.outcomes + told) / 2, atol=1e-5)
    assert teaching._taught(prepared, 0, None)[0] is prepared.training


def test_a_champion_of_another_horizon_or_of_few_rows_only_names(first: Version) -> None:
    data = _data(1000)
    for known in (
        Former.of(first, data, horizon_days=30),
        Former.of(_version(first.network, first.card | {"training_rows": 300}), data),
    ):
        assert known is not None
        assert known.outcomes is None
        assert not known.can_continue
        assert len(np.unique(known.segments)) > 1


def test_a_champion_of_three_customers_does_not_hold_back(asked: Any) -> None:
    poor = _version(*training.train(_data(3), asked()))
    _, facts = training.train(_data(1000), asked(), poor, issued=3)
    _, fresh = training.train(_data(1000), asked())
    assert facts["held_out"]["revenue_r2"] > fresh["held_out"]["revenue_r2"] - 0.05
