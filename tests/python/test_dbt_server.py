"""A fork answers as dbt's command line does, and never with what other inputs made of a parse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from dbt_server import shape
from projects import Fork, dbt

LINES = {"relation": "read_parquet('lines.parquet')", "columns": {"customer_id": "cid"}}
SETTINGS = ("run", "--select", "int_segments__settings")


def _shape(**variables: Any) -> str:
    return shape({"variables": variables})


def test_what_a_run_reads_needs_no_other_parse() -> None:
    other = {"relation": "read_parquet('other.parquet')", "columns": {"customer_id": "id"}}
    assert _shape(segments_as_of="2024-01-01", segments_seed=2) == _shape()
    one, two = ({"order_lines": given} for given in (LINES, other))
    assert _shape(segments_inputs=one) == _shape(segments_inputs=two) != _shape()


def test_what_the_inputs_refer_to_is_parsed() -> None:
    mapped = [
        {"order_lines": LINES},
        {"events": LINES},
        {"order_lines": LINES, "events": LINES},
        {"order_lines": LINES, "events": None},
        {"order_lines": {**LINES, "relation": "ref('one')"}},
        {"order_lines": {**LINES, "relation": "ref('two')"}},
        {"order_lines": {**LINES, "relation": "source('shop', 'one')"}},
    ]
    assert len({_shape(segments_inputs=given) for given in mapped}) == len(mapped)


@pytest.mark.slow
def test_exit_codes_are_those_of_the_command_line(tmp_path: Path) -> None:
    assert dbt(tmp_path, *SETTINGS).returncode == 0
    refused = dbt(tmp_path, *SETTINGS, variables={"segments_cout": 5})
    alone = dbt(tmp_path, *SETTINGS, variables={"segments_cout": 5}, environment={"LANG": "C"})
    assert refused.returncode == alone.returncode != 0
    assert "variable 'segments_cout' is unknown" in refused.output
    assert "variable 'segments_cout' is unknown" in alone.output
    with pytest.raises(AssertionError, match="it ended before it was killed at 'no such line'"):
        Fork(tmp_path, *SETTINGS).kill("no such line", 0)
    # the answer to that one is not taken for the next one's
    assert dbt(tmp_path, *SETTINGS).returncode == 0
