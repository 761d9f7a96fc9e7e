"""CDNOW: the columns that purchase models read equal the published summary."""

from pathlib import Path

import duckdb
import pandas as pd
import pytest
from projects import build

pytestmark = [pytest.mark.real_data, pytest.mark.slow]


def test_purchase_model_columns_equal_the_published_summary(
    real_data: Path, tmp_path: Path
) -> None:
    sample = pd.read_csv(
        real_data / "cdnow_sample.txt",
        sep=r"\s+",
        header=None,
        names=["master_id", "sample_id", "date", "cds", "dollars"],
    )
    sample["date"] = pd.to_datetime(sample["date"], format="%Y%m%d")
    duckdb.from_df(sample).to_parquet(str(tmp_path / "cdnow.parquet"))
    columns = {
        "customer_id": "sample_id",
        "order_id": "sample_id || '-' || date || '-' || dollars",
        "product_id": "'cd'",
        "quantity": "cds",
        "unit_price": "dollars / cds",
        "ordered_at": "date",
    }
    relation = f"read_parquet('{tmp_path / 'cdnow.parquet'}')"
    inputs = {"order_lines": {"relation": relation, "columns": columns}}
    built = build(
        tmp_path,
        *("--select", "+customer_rfm"),
        # the last day seen is 1997-09-30
        variables={"segments_as_of": "1997-10-01", "segments_inputs": inputs},
    )
    found = built.query(
        "select cast(customer_id as int), repeat_purchase_days,"
        " days_first_to_last_purchase, customer_age_days from customer_rfm order by 1"
    )
    summary = pd.read_csv(real_data / "cdnow_summary.csv").sort_values("ID")
    assert len(found) == len(summary) == 2357
    # the summary gives weeks, rounded to two decimals
    in_weeks = [(*row[:2], *(round(days / 7, 2) for days in row[2:])) for row in found]
    assert in_weeks == list(summary.itertuples(index=False, name=None))
