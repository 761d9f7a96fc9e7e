"""The mapping of Google Analytics 4, word for word as `docs/events.md` has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from projects import ROOT, dbt

# an export's columns, as far as the page reads them
EXPORT = """
create schema analytics;
create table analytics.events as
select
    epoch_us(moment::timestamp) as event_timestamp,
    what as event_name,
    device as user_pseudo_id,
    who as user_id,
    {'category': 'mobile'} as device,
    [
        {'key': 'page_location', 'value': {'string_value': '/' || what, 'int_value': null::bigint}},
        {'key': 'ga_session_id', 'value': {'string_value': null, 'int_value': visit}}
    ] as event_params,
    {'manual_source': 'mail', 'manual_campaign_name': null::varchar} as collected_traffic_source,
    {'transaction_id': bought, 'purchase_revenue': money} as ecommerce
from (values
    ('2024-03-01 10:00', 'view_item', 'a', null, 1, '(not set)', null),
    ('2024-03-01 10:01', 'view_item', 'a', null, 1, '(not set)', null),
    ('2024-03-01 10:02', 'begin_checkout', 'a', 'x', 1, 't1', null),
    ('2024-03-01 10:03', 'begin_checkout', 'a', 'x', 1, 't1', null),
    ('2024-03-01 10:04', 'purchase', 'a', 'x', 1, 't1', 9.5),
    ('2024-03-01 10:09', 'purchase', 'a', 'x', 1, 't1', 9.5),
    ('2024-03-02 10:00', 'page_view', 'b', 'y', 2, null, null),
    ('2024-03-02 10:05', 'purchase', 'b', 'y', 2, '(not set)', 3),
    ('2024-03-03 10:05', 'purchase', 'a', 'x', 3, '(not set)', 4)
) as rows(moment, what, device, who, visit, bought, money)
"""


def documented(language: str) -> str:
    """Return the section's block of code."""
    page = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
    section = page.partition("### Google Analytics 4")[2].partition("\n### ")[0]
    return section.partition(f"```{language}\n")[2].partition("```")[0]


@pytest.mark.slow
def test_an_export_of_ga4_loses_no_event(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        connection.execute(EXPORT)
        connection.execute(f"create view ga4_events as {documented('sql')}")
    inputs: dict[str, Any] = yaml.safe_load(documented("yaml"))
    assert inputs["events"]["relation"] == "ref('ga4_events')"
    inputs["events"]["relation"] = "main.ga4_events"
    chosen = ("+sessions", "+rejected_rows", "+stg_segments__order_lines")
    built = dbt(
        tmp_path,
        *("build", "--exclude-resource-type", "unit_test", "--exclude", "path:seeds/demo"),
        *("--select", *chosen),
        variables={"segments_inputs": inputs},
    )
    assert built.returncode == 0, built.output
    assert built.query("select rejection_reason, count(*) from rejected_rows group by all") == [
        ("duplicate_event_id", 1)
    ]
    assert built.query(
        "select visitor_id, customer_id, event_count, checkout_count, revenue::double, entry_page"
        " from sessions order by started_at"
    ) == [
        ("a", "x", 5, 2, 9.5, "/view_item"),
        ("b", "y", 2, 0, 3.0, "/page_view"),
        ("a", "x", 1, 0, 4.0, "/purchase"),
    ]
    assert built.query(
        "select customer_id, count(distinct order_id), sum(net_amount)::double"
        " from main_internal.stg_segments__order_lines group by all order by all"
    ) == [("x", 2, 13.5), ("y", 1, 3.0)]
