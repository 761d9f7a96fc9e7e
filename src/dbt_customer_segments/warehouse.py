"""The seam between Python models and the engine: how frames are read and written.

DuckDB's way stands here; where a frame or a session is one of Spark, ``spark_frames`` has the same
names.
"""

import logging
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from typing import Any, TypeVar, cast

import duckdb
import pyarrow as pa

logger = logging.getLogger(__name__)

Function = TypeVar("Function", bound=Callable[..., Any])

BATCH_ROWS = 122_880
"""Rows a batch: one of DuckDB's row groups, which it writes at once."""
CACHED_BYTES = 2**26
"""What a streaming model leaves in DuckDB's cache, and half of what it lets it grow to."""
AHEAD_BATCHES = 4
"""Batches that DuckDB may hold before it has written them; its threads work on some."""
PATIENCE_SECONDS = 2.0
"""How long a batch is held back at most: DuckDB may wait for it with all that it holds."""


def _on_either_engine(on_duckdb: Function) -> Function:
    """Let the first argument, a frame or a session, choose the engine."""

    @wraps(on_duckdb)
    def chosen(first: Any, *others: Any, **named: Any) -> Any:
        if not type(first).__module__.startswith("pyspark."):
            return on_duckdb(first, *others, **named)
        from dbt_customer_segments import spark_frames

        return getattr(spark_frames, on_duckdb.__name__)(first, *others, **named)

    return cast(Function, chosen)


@_on_either_engine
def read(
    relation: Any,
    columns: Sequence[str] | None = None,
    where: str | None = None,
    order: str | None = None,
    floats: Sequence[str] = (),
) -> pa.Table:
    """Read a dbt relation into memory; for what is known to be small.

    Numbers of ``floats`` come in single precision, which is half of the memory.
    """
    if where:
        relation = relation.filter(where)
    if order:
        relation = relation.order(order)
    if columns or floats:
        narrow = [f"cast({_quoted(name)} as float) as {_quoted(name)}" for name in floats]
        relation = relation.project(", ".join([*map(_quoted, columns or ()), *narrow]))
    return relation.to_arrow_table()


def stream(relation: Any, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Stream a dbt relation in batches, so that memory does not grow with its rows."""
    yield from relation.project(_listed(columns)).to_arrow_reader(BATCH_ROWS)


@_on_either_engine
def sample(relation: Any, columns: Sequence[str], key: str, rows: int, count: int) -> pa.Table:
    """Read about ``rows`` of ``count`` rows, ordered by a text: every so many-th."""
    step = -(-count // rows)
    batches = []
    offset = 0
    for batch in stream(relation.order(_quoted(key)), columns):
        chosen = pa.array(range(-offset % step, batch.num_rows, step), pa.int64())
        batches.append(batch.take(chosen))
        offset += batch.num_rows
    return pa.Table.from_batches(batches)


@_on_either_engine
def aggregate(relation: Any, expressions: Sequence[str]) -> list[Any]:
    """Evaluate aggregate expressions over a dbt relation."""
    return list(relation.aggregate(", ".join(expressions)).fetchall()[0])


@_on_either_engine
def frame(_session: Any, table: pa.Table) -> Any:
    """Turn a small table into what a Python model returns."""
    return table


@_on_either_engine
def scored(
    session: Any,
    relation: Any,
    columns: Sequence[str],
    network: bytes,
    method: Callable[..., pa.RecordBatch],
    schema: pa.Schema,
) -> Any:
    """Score a dbt relation in a stream, as what a Python model returns."""
    from dbt_customer_segments.scoring import score_batches

    batches = score_batches(network, stream(relation, columns), method)
    return pa.RecordBatchReader.from_batches(schema, uncached(session, batches))


def uncached(session: Any, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Pass a stream on, and let DuckDB forget the tables that it has read and written meanwhile.

    DuckDB reads a stream as fast as it comes, and holds what it has not written: a batch waits
    until few are held.
    """
    cursor = session.cursor()
    held: list[weakref.ref[Any]] = []
    for batch in batches:
        yield _told_of(batch, held)
        cached = cursor.execute(
            "select sum(memory_usage_bytes) from duckdb_memory() where tag = 'BASE_TABLE'"
        ).fetchall()[0][0]
        if cached > 2 * CACHED_BYTES:
            forget(cursor)
        until = time.monotonic() + PATIENCE_SECONDS
        while sum(ref() is not None for ref in held) > AHEAD_BATCHES and time.monotonic() < until:
            time.sleep(0.005)


class _Data:
    """A column's data, and somebody to ask whether they are needed still."""

    def __init__(self, data: pa.Buffer) -> None:
        self.data = data


def _told_of(batch: pa.RecordBatch, held: list[weakref.ref[Any]]) -> pa.RecordBatch:
    """Return the batch with a column of numbers, if any, known to ``held`` as long as it lives."""
    places = [n for n, kind in enumerate(batch.schema.types) if pa.types.is_floating(kind)]
    if not places:
        return batch
    place = places[0]
    column = batch.column(place)
    validity, data = column.buffers()
    owner = _Data(data)
    held[:] = [*(ref for ref in held if ref() is not None), weakref.ref(owner)]
    same = pa.foreign_buffer(data.address, data.size, base=owner)
    told = pa.Array.from_buffers(column.type, len(column), [validity, same], offset=column.offset)
    return batch.set_column(place, batch.schema.field(place), told)


@_on_either_engine
def forget(session: Any, kept: int | None = None) -> None:
    """Let DuckDB drop tables from its cache, and give back what it holds for later queries.

    DuckDB keeps every block of a table in memory until ``memory_limit``, by default 80 % of the
    machine's, and its allocator keeps what a query has freed. Both are let go when the limit is
    lowered, before the lower limit holds; the next statement lifts it again. ``kept`` bytes of
    tables, by default ``CACHED_BYTES``, may stay. Where other queries need the memory, or settings
    are locked, DuckDB refuses, and all stays as it is.
    """
    cached, used, shown = session.execute(
        "select coalesce(sum(memory_usage_bytes) filter (where tag = 'BASE_TABLE'), 0),"
        " sum(memory_usage_bytes), current_setting('memory_limit') from duckdb_memory()"
    ).fetchall()[0]
    number, unit = shown.split()
    # shown cut off after one digit: the middle of what it may be is shown the same
    limit = f"{float(number) + 0.05:.2f} {unit}"
    lowest = int(used - cached) + (CACHED_BYTES if kept is None else kept)
    try:
        session.execute(f"set memory_limit = '{lowest}B'; set memory_limit = '{limit}'")
    except duckdb.Error as refusal:
        logger.debug("customer_segments: the cache was not emptied: %s", refusal)


@_on_either_engine
def former(session: Any, this: Any) -> pa.Table | None:
    """Read the table that this model built last time; None before the first build."""
    found = session.execute(
        "select count(*) from information_schema.tables"
        " where table_catalog = ? and table_schema = ? and table_name = ?",
        [this.database, this.schema, this.identifier],
    ).fetchall()[0][0]
    if not found:
        return None
    parts = ".".join(_quoted(part) for part in (this.database, this.schema, this.identifier))
    return session.query(f"select * from {parts}").to_arrow_table()


@_on_either_engine
def alone(_session: Any) -> AbstractContextManager[Any]:
    """Hold off other models that give names to this session: on DuckDB there are none."""
    return nullcontext()


@_on_either_engine
def name(session: Any, relation: Any, view: str) -> None:
    """Let this session's SQL read a dbt relation under a name."""
    session.register(view, relation)


@_on_either_engine
def keep(session: Any, table: str, sql: str) -> int:
    """Keep the rows of a query under a name for this session's SQL; returns how many there are."""
    session.execute(f"create or replace temporary table {table} as {sql}")
    return int(session.execute(f"select count(*) from {table}").fetchall()[0][0])


@_on_either_engine
def drop(session: Any, table: str) -> None:
    """Let go of the rows that ``keep`` has kept."""
    session.execute(f"drop table {table}")


@_on_either_engine
def query(session: Any, sql: str) -> Any:
    """Turn a query into what a Python model returns."""
    return session.sql(sql)


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(_quoted(column) for column in columns)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
