"""Settings are read from a table of texts."""

from pathlib import Path

import pyarrow as pa

from dbt_customer_segments.settings import Settings


def test_settings_are_read_from_text() -> None:
    rows = {
        "project_dir": "/shop",
        "segments_horizon_days": "60",
        "segments_count": "5",
        "segments_training": "never",
        "segments_retrain_after_days": "0",
        "segments_training_rows": "1000",
        "segments_seed": "7",
        "segments_model_file": "onnx/a b.onnx",
        "segments_onnx_dir": "/else where",
    }
    table = pa.table({"setting_name": list(rows), "setting_value": list(rows.values())})
    assert Settings.from_table(table) == Settings(
        horizon_days=60,
        count=5,
        training="never",
        retrain_after_days=0,
        training_rows=1000,
        seed=7,
        model_file=Path("/shop/onnx/a b.onnx"),
        onnx_dir=Path("/else where"),
    )


def test_no_model_file_is_none() -> None:
    names = ["horizon_days", "count", "training", "retrain_after_days", "training_rows", "seed"]
    rows = dict.fromkeys([f"segments_{name}" for name in names], "1")
    rows |= {"project_dir": ".", "segments_model_file": None, "segments_onnx_dir": "onnx"}
    table = pa.table({"setting_name": list(rows), "setting_value": list(rows.values())})
    assert Settings.from_table(table).model_file is None
