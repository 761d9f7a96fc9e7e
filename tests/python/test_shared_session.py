"""Two threads of dbt mine in one session of Spark, one after the other."""

from __future__ import annotations

import threading
import time
from itertools import groupby
from typing import Any

import pytest

from dbt_customer_segments import itemsets, spark_frames

# what of a session whose class is pyspark's is asked for
Session = type("SparkSession", (), {"__module__": "pyspark.sql"})


def test_nobody_names_what_another_mines(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, str]] = []

    def called(what: str) -> Any:
        def call(*_arguments: Any) -> int:
            calls.append((threading.current_thread().name, what))
            time.sleep(0.002)
            return 0

        return call

    for what in ("name", "keep", "drop", "query"):
        monkeypatch.setattr(spark_frames, what, called(what))
    session = Session()
    models = [
        threading.Thread(target=itemsets.mine, args=(session, None, 2, 4), name=name)
        for name in ("itemset_members", "segment_itemset_members")
    ]
    for model in models:
        model.start()
    for model in models:
        model.join()
    by_model = [
        (name, [what for _, what in group]) for name, group in groupby(calls, lambda c: c[0])
    ]
    assert sorted(name for name, _ in by_model) == ["itemset_members", "segment_itemset_members"]
    assert all(whats[0] == "name" and whats[-1] == "query" for _, whats in by_model)
