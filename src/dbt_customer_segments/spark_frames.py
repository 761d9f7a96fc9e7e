"""How Python models read and write frames on Spark; ``warehouse`` is the door to it.

What is asked of a frame runs on the executors. Only what a model reads, aggregates or samples comes
to the driver, and all of that is small by its nature.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

import pyarrow as pa

SHARE = "cast(conv(substr(md5({key}), 1, 8), 16, 10) as double) / 4294967296"
"""A number in [0, 1) that depends on a text alone: the macro hash_share."""
_NAMES = Lock()
"""Held by who names views: all of dbt's threads share one session, and so its names."""


def read(
    relation: Any,
    columns: Sequence[str] | None = None,
    where: str | None = None,
    order: str | None = None,
    floats: Sequence[str] = (),
) -> pa.Table:
    """Read a DataFrame into the driver's memory; for what is known to be small."""
    if where:
        relation = relation.where(where)
    if order:
        relation = relation.orderBy(*(name.strip() for name in order.split(",")))
    if columns or floats:
        narrow = [f"cast({_quoted(name)} as float) as {_quoted(name)}" for name in floats]
        relation = relation.selectExpr(*map(_quoted, columns or ()), *narrow)
    return relation.toArrow()


def sample(relation: Any, columns: Sequence[str], key: str, rows: int, count: int) -> pa.Table:
    """Read about ``rows`` of ``count`` rows, ordered by a text: those whose hash is small."""
    if count > rows:
        share = SHARE.format(key=_quoted(key))
        relation = relation.where(f"{share} < {rows / count!r}")
    return read(relation, columns, order=key)


def aggregate(relation: Any, expressions: Sequence[str]) -> list[Any]:
    """Evaluate aggregate expressions over a DataFrame."""
    return list(relation.selectExpr(*expressions).collect()[0])


def frame(session: Any, table: pa.Table) -> Any:
    """Turn a small table into what a Python model returns."""
    return session.createDataFrame(table)


def scored(
    session: Any,
    relation: Any,
    columns: Sequence[str],
    network: bytes,
    method: Callable[..., pa.RecordBatch],
    schema: pa.Schema,
) -> Any:
    """Score a DataFrame on the executors; nothing of it comes to the driver.

    The network is sent to each executor once, and each of its Python workers keeps one session of
    ONNX Runtime over it.
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    broadcast = session.sparkContext.broadcast(network)

    def score(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        scorer = _scorer(broadcast.value)
        for batch in batches:
            if batch.num_rows:
                yield method(scorer, batch)

    listed = relation.select(*map(_quoted, columns))
    return listed.mapInArrow(score, from_arrow_schema(schema))


def forget(session: Any, kept: int | None = None) -> None:
    """Do nothing: Spark lets go of what it has read by itself."""


def former(session: Any, this: Any) -> pa.Table | None:
    """Read the table that this model built last time; None before the first build."""
    name = f"{_quoted(this.schema)}.{_quoted(this.identifier)}"
    return session.table(name).toArrow() if session.catalog.tableExists(name) else None


def alone(_session: Any) -> Lock:
    """Hold off other models that give names to this session."""
    return _NAMES


def name(_session: Any, relation: Any, view: str) -> None:
    """Let the session's SQL read a DataFrame under a name."""
    relation.createOrReplaceTempView(view)


def keep(session: Any, table: str, sql: str) -> int:
    """Keep the rows of a query on the executors, under a name; returns how many there are.

    What is kept no longer knows how it was made: plans made of plans would double with each.
    Where an executor that keeps rows is lost, the model fails, and its former table stays.
    """
    frame = session.sql(sql).localCheckpoint()
    frame.createOrReplaceTempView(table)
    return int(frame.count())


def drop(session: Any, table: str) -> None:
    """Let go of the rows that ``keep`` has kept; Spark frees what nothing names."""
    session.catalog.dropTempView(table)


def query(session: Any, sql: str) -> Any:
    """Turn a query into what a Python model returns."""
    return session.sql(sql)


@lru_cache(maxsize=1)
def _scorer(network: bytes) -> Any:
    from dbt_customer_segments.scoring import Scorer

    return Scorer(network)


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
