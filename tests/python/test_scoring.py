"""Scoring: batches keep their order, and the engine forgets what a stream has passed."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from networks import card, network

from dbt_customer_segments import scoring, warehouse

ONNX = network(card())


def batch(first: int, rows: int) -> pa.RecordBatch:
    numbers = np.arange(first, first + rows, dtype=np.float64)
    return pa.RecordBatch.from_pydict(
        {
            "customer_id": [f"c{number:.0f}" for number in numbers],
            "order_count": numbers,
            "lifetime_revenue": pa.array(numbers, mask=numbers % 7 == 0),
        }
    )


def test_batches_of_any_size_are_scored_in_their_order() -> None:
    # the second is longer than a call of ONNX Runtime, the third is empty
    sizes = [3, scoring.CALL_ROWS + 5, 0, 1, 4, 2, 9, 8]
    starts = np.cumsum([0, *sizes[:-1]])
    batches = [batch(int(start), rows) for start, rows in zip(starts, sizes, strict=True)]
    found = pa.Table.from_batches(scoring.score_batches(ONNX, batches))
    whole = batch(0, sum(sizes))
    assert found.column("customer_id").to_pylist() == whole.column("customer_id").to_pylist()
    scorer = scoring.Scorer(ONNX)
    expected = scorer.run(scoring.as_matrix(whole, scorer.features))
    names = [f"s{number + 1:02d}" for number in expected["segment"]]
    assert found.column("segment_id").to_pylist() == names
    np.testing.assert_array_equal(found.column("distance"), expected["distances"].min(axis=1))
    embedded = pa.Table.from_batches(
        scoring.score_batches(ONNX, batches, scoring.Scorer.embed), scoring.EMBEDDING_SCHEMA
    )
    assert embedded.column("customer_id") == found.column("customer_id")
    for number in range(scoring.EMBEDDING):
        np.testing.assert_array_equal(
            embedded.column(f"embedding_{number + 1}"), expected["embedding"][:, number]
        )


def test_an_error_while_scoring_reaches_the_reader() -> None:
    lacking = batch(0, 5).drop_columns(["order_count"])
    with pytest.raises(KeyError, match="order_count"):
        list(scoring.score_batches(ONNX, [lacking]))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A file with a table of some megabytes that does not fit into the cache allowed below."""
    file = str(tmp_path / "warehouse.duckdb")
    with duckdb.connect(file) as connection:
        connection.execute("create table numbers as select random() as number from range(2000000)")
    with duckdb.connect(file) as connection:
        yield connection


def cached_bytes(session: duckdb.DuckDBPyConnection) -> int:
    return session.execute(
        "select memory_usage_bytes from duckdb_memory() where tag = 'BASE_TABLE'"
    ).fetchall()[0][0]


def test_the_engine_forgets_what_a_stream_has_passed(
    session: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warehouse, "CACHED_BYTES", 2**20)
    limit = session.execute("select current_setting('memory_limit')").fetchall()
    most, total = 0, 0.0
    stream = warehouse.stream(session.table("numbers"), ["number"])
    for passed in warehouse.uncached(session, stream):
        total += sum(passed.column("number").to_pylist())
        most = max(most, cached_bytes(session.cursor()))
    assert total == pytest.approx(
        session.execute("select sum(number) from numbers").fetchall()[0][0]
    )
    assert 0 < most < 6 * 2**20
    assert session.execute("select current_setting('memory_limit')").fetchall() == limit


def test_without_forgetting_the_engine_keeps_the_whole_table(
    session: duckdb.DuckDBPyConnection,
) -> None:
    for _ in warehouse.stream(session.table("numbers"), ["number"]):
        pass
    assert cached_bytes(session) > 12 * 2**20


def test_locked_settings_are_left_alone(
    session: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warehouse, "CACHED_BYTES", 2**20)
    session.execute("set lock_configuration = true")
    stream = warehouse.stream(session.table("numbers"), ["number"])
    assert sum(passed.num_rows for passed in warehouse.uncached(session, stream)) == 2_000_000


@pytest.mark.parametrize(("is_held", "has_waited"), [(True, True), (False, False)])
def test_a_batch_waits_while_the_engine_holds_what_it_has_not_written(
    session: duckdb.DuckDBPyConnection,
    monkeypatch: pytest.MonkeyPatch,
    is_held: bool,
    has_waited: bool,
) -> None:
    monkeypatch.setattr(warehouse, "PATIENCE_SECONDS", 0.05)
    waited: list[float] = []
    monkeypatch.setattr(warehouse.time, "sleep", waited.append)
    batches = [batch(first, 3).slice(1) for first in range(0, 60, 3)]
    held, seen = [], []
    for passed in warehouse.uncached(session, batches):
        seen.append(passed.to_pylist())
        held = [*held, passed] if is_held else []
        del passed
    assert seen == [given.to_pylist() for given in batches]
    assert bool(waited) is has_waited
