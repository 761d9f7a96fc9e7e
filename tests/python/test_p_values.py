"""The SQL of Fisher's exact test, against SciPy on tables of every kind."""

from __future__ import annotations

import math
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from projects import dbt
from scipy import stats

pytestmark = pytest.mark.slow


def test_p_values_are_fishers(tmp_path: Path) -> None:
    measures = "{{ customer_segments.rule_measures('tables') }}"
    compiled = dbt(tmp_path, "--quiet", "compile", "--inline", measures)
    assert compiled.returncode == 0, compiled.output
    rng = np.random.default_rng(1)
    tables = []
    for total in np.ceil(10 ** rng.uniform(0.5, 6.5, 20_000)).astype(int):
        left, right = np.ceil(total * 10 ** rng.uniform(-4, 0, 2)).astype(int)
        left = total - left + 1 if rng.random() < 0.15 else left
        expected = left * right / total
        spread = 0.3 + math.sqrt(expected * (1 - left / total) * (1 - right / total))
        both = round(expected + spread * rng.uniform(-3, 9))
        both = int(np.clip(both, max(1, left + right - total), min(left, right)))
        tables.append((both, int(left), int(right), int(total)))
    columns = ["basket_count", "antecedent_count", "consequent_count", "all_count"]
    with duckdb.connect() as connection:
        connection.register("tables", pd.DataFrame(tables, columns=columns))
        found = connection.execute(compiled.output).df()
    expected = stats.hypergeom.sf(
        found["basket_count"] - 1, *(found[name] for name in ["all_count", *columns[1:3]])
    )
    is_known = expected > 1e-280
    assert found["p_value"][is_known].to_numpy() == pytest.approx(expected[is_known], rel=4e-3)
    few = found["antecedent_count"] * found["consequent_support"] < 5
    assert np.allclose(found["p_value"][few & is_known], expected[few & is_known], rtol=1e-6)
    # every way to compute them, and both tails
    assert 1_000 < few.sum() < 19_000
    assert (expected > 0.5).sum() > 1_000
