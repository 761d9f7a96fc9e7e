"""Settings are read from a table of texts."""

from pathlib import Path

import pyarrow as pa

from dbt_customer_segments.settings import Settings


def _texts() -> dict[str, str | None]:
    names = ["horizon_days", "count", "count_min", "count_max", "network", "clustering"]
    names += ["max_reassigned_share", "training", "retrain_after_days", "training_rows", "seed"]
    names += ["model_file", "onnx_dir"]
    return {"project_dir": ".", **dict.fromkeys([f"segments_{name}" for name in names], "1")}


def test_settings_are_read_from_text() -> None:
    rows = {
        "project_dir": "/shop",
        "segments_horizon_days": "60",
        "segments_count": "5",
        "segments_count_min": "3",
        "segments_count_max": "9",
        "segments_network": "autoencoder",
        "segments_clustering": "dbscan",
        "segments_max_reassigned_share": "0.25",
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
        count_min=3,
        count_max=9,
        network="autoencoder",
        clustering="dbscan",
        max_reassigned_share=0.25,
        training="never",
        retrain_after_days=0,
        training_rows=1000,
        seed=7,
        model_file=Path("/shop/onnx/a b.onnx"),
        onnx_dir=Path("/else where"),
    )


def test_no_model_file_is_none() -> None:
    rows = _texts() | {"project_dir": ".", "segments_model_file": None, "segments_onnx_dir": "onnx"}
    table = pa.table({"setting_name": list(rows), "setting_value": list(rows.values())})
    assert Settings.from_table(table).model_file is None


def test_auto_compares_every_number_between_its_limits() -> None:
    limits = {"segments_count": "auto", "segments_count_min": "4", "segments_count_max": "6"}
    rows = _texts() | limits | {"segments_clustering": "kmeans"}
    table = pa.table({"setting_name": list(rows), "setting_value": list(rows.values())})
    given = Settings.from_table(table)
    assert list(given.counts()) == [4, 5, 6]
    assert given.asked_count == "auto, 4 to 6"


def test_density_is_asked_for_no_number(settings) -> None:
    counts = [settings(clustering="dbscan", count=count).question for count in ("auto", 5)]
    assert counts[0] == counts[1]
    assert counts[0] != settings(clustering="hdbscan", count=5).question


def test_a_number_compares_nothing(settings) -> None:
    given = settings(count=7)
    assert list(given.counts()) == [7]
    assert given.asked_count == 7
