"""A mistake that a sentence explains is shown as that sentence, without a stack trace."""

import traceback
from pathlib import Path

import pytest

from dbt_customer_segments import exceptions
from dbt_customer_segments.exceptions import SegmentsError
from dbt_customer_segments.optional import require

HERE = Path(__file__)
MISTAKES = [
    kind
    for kind in vars(exceptions).values()
    if isinstance(kind, type) and issubclass(kind, SegmentsError) and kind is not SegmentsError
]


def test_what_is_printed_is_the_sentence() -> None:
    with pytest.raises(SegmentsError) as caught:
        require("no_such_module", "something", "extra")
    # as dbt-duckdb prints what a Python model raised
    printed = "".join(traceback.format_exception(caught.value))
    assert printed == f"{type(caught.value).__module__}.MissingDependencyError: {caught.value}\n"
    assert str(caught.value) == (
        "customer_segments: something needs the Python package 'no_such_module', got: No module "
        "named 'no_such_module'. Install it with: pip install 'dbt-customer-segments[extra]'."
    )


def test_what_is_installed_is_imported() -> None:
    assert require("json", "something", "extra").__name__ == "json"


@pytest.mark.parametrize("kind", MISTAKES)
def test_every_mistake_is_triggered_by_a_test(kind: type) -> None:
    others = [path for path in HERE.parent.glob("test_*.py") if path != HERE]
    assert any(f"pytest.raises({kind.__name__}" in path.read_text() for path in others)
