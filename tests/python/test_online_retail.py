"""Online Retail: nothing is lost, RFM is right, and the future is told apart."""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from projects import ROOT, Build, build, online_retail

pytestmark = [pytest.mark.real_data, pytest.mark.slow]


@pytest.fixture(scope="module")
def retail(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Everything up to the newest order; features only."""
    return build(
        tmp_path_factory.mktemp("retail"),
        "--select",
        "+customer_features",
        "+rejected_rows",
        "feature_catalog",
        variables=online_retail(real_data),
    )


@pytest.fixture(scope="module")
def lines(real_data: Path) -> pd.DataFrame:
    return pd.read_parquet(real_data / "online_retail.parquet")


def test_every_row_is_accepted_or_rejected_with_its_reason(
    retail: Build, lines: pd.DataFrame
) -> None:
    accepted = retail.query("select count(*) from main_internal.stg_segments__order_lines")[0][0]
    reasons = dict(
        retail.query("select rejection_reason, count(*) from rejected_rows group by all")
    )
    missing = lines.CustomerID.isna()
    negative = ~missing & (lines.UnitPrice < 0)
    expected = {"missing_customer_id": missing.sum(), "negative_unit_price": negative.sum()}
    assert reasons == {reason: count for reason, count in expected.items() if count}
    assert accepted + sum(reasons.values()) == len(lines) == 541_909


def test_rfm_equals_pandas(retail: Build, lines: pd.DataFrame) -> None:
    bought = lines[lines.CustomerID.notna() & (lines.Quantity > 0) & (lines.UnitPrice >= 0)].copy()
    bought["amount"] = bought.Quantity * bought.UnitPrice
    bought["day"] = bought.InvoiceDate.dt.normalize()
    expected = bought.groupby(bought.CustomerID.astype(int).astype(str)).agg(
        last=("day", "max"), frequency=("InvoiceNo", "nunique"), monetary=("amount", "sum")
    )
    expected["recency"] = (bought.day.max() - expected["last"]).dt.days
    found = pd.DataFrame(
        retail.query(
            "select customer_id, recency_days, order_count, lifetime_revenue from customer_features"
        ),
        columns=["customer_id", "recency", "frequency", "monetary"],
    ).set_index("customer_id")
    assert found.monetary.sum() == pytest.approx(8_911_407.90, abs=0.01)
    pd.testing.assert_frame_equal(
        found.sort_index(),
        expected[["recency", "frequency", "monetary"]].sort_index(),
        check_dtype=False,
        check_names=False,
        atol=1e-4,
    )


def test_features_at_a_cutoff_see_nothing_after_it(
    retail: Build, real_data: Path, tmp_path: Path
) -> None:
    cutoffs = retail.query(
        "select cutoff_on from main_internal.int_segments__cutoffs"
        " where not is_as_of order by cutoff_on"
    )
    for (cutoff,) in (cutoffs[0], cutoffs[-1]):
        variables = online_retail(real_data, as_of=str(cutoff))
        variables["segments_inputs"]["order_lines"]["where"] = f"InvoiceDate < timestamp '{cutoff}'"
        cut = build(tmp_path / str(cutoff), "--select", "+customer_features", variables=variables)
        expected = cut.query("select * exclude (as_of) from customer_features order by all")
        found = retail.query(
            "select * exclude (is_as_of, cutoff_on) from"
            " main_internal.int_segments__customer_features"
            f" where cutoff_on = '{cutoff}' and not is_as_of order by all"
        )
        assert len(found) > 500
        assert found == expected


def test_segments_tell_the_future_apart(real_data: Path, tmp_path: Path) -> None:
    built = build(tmp_path, variables=online_retail(real_data, as_of="2011-09-10"))
    script = ROOT.parent / "shared/measure/segment_quality.py"
    if not script.is_file():
        pytest.skip(f"the measuring script {script.name} is not beside the project")
    done = subprocess.run(
        [
            sys.executable, str(script),
            "--orders", str(real_data / "online_retail.parquet"),
            "--segments", f"{built.file}:main.customer_segments",
            "--cutoff", "2011-09-10",
        ],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    measured = json.loads(done.stdout)
    assert measured["segments"]["groups"] <= 8
    assert measured["segments"]["r2_log_revenue"] >= 0.243
    assert measured["segments"]["auc_bought"] >= 0.722
    for cutoff in json.loads(
        built.query("select card from main_internal.int_segments__model_registry")[0][0]
    )["training_cutoffs"]:
        # with the horizon of 90 days, no training outcome lies after as_of
        assert cutoff <= "2011-06-12"
