"""Online Retail: nothing is lost, RFM is right, and the future is told apart."""

import json
from pathlib import Path

import pandas as pd
import pytest
from projects import WITHOUT_TESTS, Build, build, online_retail
from quality import measure
from recounts import assert_rules_hold

AS_OF = "2011-09-10"

pytestmark = [pytest.mark.real_data, pytest.mark.slow]


@pytest.fixture(scope="module")
def retail(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Everything up to the newest order, in SQL alone."""
    return build(
        tmp_path_factory.mktemp("retail"),
        *("--select", "+customer_rfm", "+customer_features", "+rejected_rows"),
        variables=online_retail(real_data),
    )


@pytest.fixture(scope="module")
def lines(real_data: Path) -> pd.DataFrame:
    return pd.read_parquet(real_data / "online_retail.parquet")


@pytest.fixture(scope="module")
def expected_rfm(lines: pd.DataFrame) -> pd.DataFrame:
    """RFM of every customer, by pandas; money summed in whole ten-thousandths, so exactly."""
    bought = lines[lines.CustomerID.notna() & (lines.Quantity > 0) & (lines.UnitPrice >= 0)]
    bought = bought.assign(
        customer_id=bought.CustomerID.astype(int).astype(str),
        day=bought.InvoiceDate.dt.normalize(),
        amount=(bought.Quantity * bought.UnitPrice * 10_000).round().astype("int64"),
    )
    by_customer = bought.groupby("customer_id")
    as_of = bought.day.max() + pd.Timedelta(days=1)
    return pd.DataFrame(
        {
            "recency_days": (as_of - pd.Timedelta(days=1) - by_customer.day.max()).dt.days,
            "frequency": by_customer.InvoiceNo.nunique(),
            "monetary": by_customer.amount.sum() / 10_000,
        }
    ).sort_index()


@pytest.fixture(scope="module")
def found_rfm(retail: Build) -> pd.DataFrame:
    columns = ["recency_days", "frequency", "monetary", "r_score", "f_score", "m_score"]
    rows = retail.query(f"select customer_id, {', '.join(columns)} from customer_rfm")
    found = pd.DataFrame(rows, columns=["customer_id", *columns]).set_index("customer_id")
    assert found.index.is_unique
    return found.sort_index()


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


def test_rejected_rows_keep_their_content(retail: Build, lines: pd.DataFrame) -> None:
    kept = retail.query(
        "select json_extract_string(input_content, '$.InvoiceNo'), count(*)"
        " from rejected_rows group by all"
    )
    rejected = lines[lines.CustomerID.isna()]
    assert dict(kept) == rejected.groupby("InvoiceNo").size().to_dict()


def test_revenue_and_customers_equal_pandas(
    retail: Build, found_rfm: pd.DataFrame, expected_rfm: pd.DataFrame
) -> None:
    revenue = retail.query(
        "select cast(sum(net_amount) as double)"
        " from main_internal.stg_segments__order_lines where is_purchase"
    )[0][0]
    assert revenue == pytest.approx(expected_rfm.monetary.sum(), abs=1e-4)
    assert revenue == pytest.approx(8_911_407.90, abs=0.01)
    # 4,338 customers who paid something, and one whose only order was free
    assert len(found_rfm) == len(expected_rfm) == 4_339
    assert (found_rfm.monetary > 0).sum() == 4_338


def test_rfm_equals_pandas(found_rfm: pd.DataFrame, expected_rfm: pd.DataFrame) -> None:
    found = found_rfm[list(expected_rfm.columns)]
    pd.testing.assert_frame_equal(found, expected_rfm, check_exact=True)


def test_scores_count_the_customers_who_are_worse(
    found_rfm: pd.DataFrame, expected_rfm: pd.DataFrame
) -> None:
    better_when_larger = {
        "r_score": -expected_rfm.recency_days,
        "f_score": expected_rfm.frequency,
        "m_score": expected_rfm.monetary,
    }
    for score, values in better_when_larger.items():
        worse = values.rank(method="min").astype(int) - 1
        assert found_rfm[score].tolist() == (1 + 5 * worse // len(values)).tolist(), score


def test_features_and_rfm_agree(retail: Build, found_rfm: pd.DataFrame) -> None:
    rows = retail.query(
        "select customer_id, recency_days, order_count, lifetime_revenue"
        " from customer_features order by customer_id"
    )
    rfm = found_rfm[["recency_days", "frequency", "monetary"]]
    assert rows == list(rfm.itertuples(name=None))


@pytest.fixture(scope="module")
def early(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Everything that was known on 2011-09-10, with 90 days of future left to compare with."""
    folder = tmp_path_factory.mktemp("early")
    return build(folder, *WITHOUT_TESTS, variables=online_retail(real_data, as_of=AS_OF))


def test_no_training_outcome_lies_after_as_of(early: Build) -> None:
    cards = early.query("select card from main_internal.int_segments__model_registry")
    cutoffs = json.loads(cards[0][0])["training_cutoffs"]
    assert max(cutoffs) == "2011-06-12"  # 90 days before
    latest = early.query(
        "select max(cutoff_on) + 90 from main_internal.int_segments__customer_outcomes"
    )
    assert str(latest[0][0]) <= AS_OF


def test_segments_tell_the_future_apart(early: Build, real_data: Path) -> None:
    measured = measure(early.file, real_data, AS_OF)
    segments, cells = measured["segments"], measured["rfm cells"]
    assert segments["groups"] <= 8
    assert segments["r2"] >= max(0.250, cells["r2"])
    assert segments["auc"] >= max(0.728, cells["auc"])


def test_rules_of_segments_give_what_they_state(early: Build) -> None:
    assert_rules_hold(early)
    assert early.query("select min(overall_fidelity) from segment_rules")[0][0] >= 0.70
