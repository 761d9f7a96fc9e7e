"""Variables of segments that cannot be used: every mistake in one message."""

from pathlib import Path

from projects import dbt
from test_messages import SETTINGS, assert_refused


def test_mistakes_in_the_variables_of_segments(tmp_path: Path) -> None:
    given = {
        "segments_count_min": 9,
        "segments_count_max": 8,
        "segments_max_reassigned_share": 1.5,
        "segments_switch_confidence": 1,
        "segments_language": "fr",
    }
    assert_refused(
        dbt(tmp_path, *SETTINGS, variables=given),
        "variable 'segments_count_min' is above segments_count_max, got 9 and 8. Lower it, or give",
        "variable 'segments_max_reassigned_share' cannot be used, got 1.5. Give a number of at",
        "variable 'segments_switch_confidence' cannot be used, got 1. Give a number of at least 0.5"
        " and below 1.",
        "variable 'segments_language' cannot be used, got 'fr'. Give one of en, zh.",
    )


def test_names_that_are_nearly_ours(tmp_path: Path) -> None:
    names = ("SegmentsCount", "segments-count", "segment_count", "sgments_count")
    assert_refused(
        dbt(tmp_path, *SETTINGS, variables=dict.fromkeys(names, 5)),
        *(f"variable '{name}' is unknown. Did you mean 'segments_count'?" for name in names),
    )
