"""Sessions equal those that pandas makes of the same raw events."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from pandas_sessions import comparable, sessions, usable_events, with_customers
from projects import ROOT, Build, dbt
from session_builds import Warehouse, compiled, variables
from test_kept_sessions import LATE_DAYS, STREAMS, arrivals

pytestmark = pytest.mark.slow

SEEDS = ROOT / "seeds/demo"
SESSIONS = "select * replace (cast(revenue as double) as revenue) from main.sessions"
BUILD = ("build", "--exclude-resource-type", "test", "unit_test", "--select", "+sessions")
# what pandas does not know: the package's ids and checksums, and sessions that the input brings
ITS_OWN = {"session_id", "input_session_id", "rules_checksum", "events_checksum"}
DEFAULT_LONGEST = 24 * 60


def assert_alike(made: pd.DataFrame, expected: pd.DataFrame) -> None:
    """Every column of the package that pandas can give."""
    columns = [str(column) for column in made if column not in ITS_OWN]
    pd.testing.assert_frame_equal(
        comparable(made, columns), comparable(expected, columns), check_dtype=False
    )


def plain_rule(events: pd.DataFrame) -> int:
    """How many sessions there are when only a gap of more than 30 minutes ends one."""
    gaps = events.groupby("visitor_id")["event_at"].diff()
    is_first = ~events["visitor_id"].duplicated()
    return int((is_first | (gaps > pd.Timedelta(minutes=30))).sum())


def made_sessions(built: Build) -> pd.DataFrame:
    """The table of a built file."""
    with duckdb.connect(str(built.file), read_only=True) as connection:
        return connection.execute(SESSIONS).df()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The demo shop's sessions."""
    built = dbt(tmp_path_factory.mktemp("demo_sessions"), *BUILD)
    assert built.returncode == 0, built.output
    return built


@pytest.fixture(scope="module")
def demo_events() -> pd.DataFrame:
    """The usable events of the demo shop."""
    return usable_events(pd.read_csv(SEEDS / "demo_events.csv", dtype=str))


@pytest.fixture(scope="module")
def demo_as_of(demo_events: pd.DataFrame) -> pd.Timestamp:
    """The midnight after the newest order or event of the demo shop."""
    lines = pd.read_csv(SEEDS / "demo_order_lines.csv", dtype=str)
    ordered_at = pd.to_datetime(lines["ordered_at"], format="ISO8601", errors="coerce")
    newest = max(ordered_at.max(), demo_events["event_at"].max())
    return pd.Timestamp(newest).normalize() + pd.Timedelta(days=1)


def test_the_demo_shops_sessions_are_those_of_pandas(
    shop: Build, demo_events: pd.DataFrame, demo_as_of: pd.Timestamp
) -> None:
    expected = sessions(demo_events, longest=DEFAULT_LONGEST)
    assert_alike(made_sessions(shop), with_customers(expected, demo_events, demo_as_of))


def test_the_demo_shops_visitors_are_their_customers(
    shop: Build, demo_events: pd.DataFrame, demo_as_of: pd.Timestamp
) -> None:
    made = made_sessions(shop)
    expected = with_customers(sessions(demo_events, None), demo_events, demo_as_of)
    is_stitched = made["signed_in_customer_id"].isna() & made["customer_id"].notna()
    assert is_stitched.sum() > 100
    owners, expected_owners = (
        comparable(found, ["visitor_id", "customer_id"]).drop_duplicates(ignore_index=True)
        for found in (made, expected)
    )
    pd.testing.assert_frame_equal(owners, expected_owners)


def test_without_optional_rules_the_demo_shop_has_the_sessions_of_the_plain_rule(
    shop: Build, demo_events: pd.DataFrame
) -> None:
    given = {"segments_session_max_minutes": None}
    # other rules than those of the table that is there
    built = dbt(shop.file.parent, "run", "--select", "sessions", variables=given)
    assert built.returncode == 0, built.output
    assert len(made_sessions(built)) == plain_rule(demo_events) > 5000


@pytest.mark.parametrize("longest", [None, DEFAULT_LONGEST, 45])
def test_sessions_of_any_stream_are_those_of_pandas(longest: int | None, tmp_path: Path) -> None:
    rules: dict[str, Any] = {}
    if longest != DEFAULT_LONGEST:
        rules["segments_session_max_minutes"] = longest
    folder = tmp_path / "shop"
    warehouse = Warehouse(folder, compiled(folder, variables(**rules)))

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(drawn=STREAMS)
    def holds(drawn: Any) -> None:
        rows = arrivals(drawn[0])
        # some shops know no value of a purchase
        rows = [(*row[:-1], row[-1] if row[7] == "/" else None) for row in rows]
        warehouse.receive(rows, [])
        warehouse.build(LATE_DAYS, is_full=True)
        raw = warehouse.connection.execute("select * from main.shop_events").df()
        events = usable_events(raw)
        made = warehouse.connection.execute(SESSIONS).df()
        assert_alike(made, with_customers(sessions(events, longest), events))
        if longest is None:
            assert len(made) == plain_rule(events)

    holds()
