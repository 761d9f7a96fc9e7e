"""Public tables counted anew, the slow and plain way."""

import pytest
from projects import Build

COLUMNS = (
    "segment_id, condition, condition_count, coverage, fidelity, precision_share, recall_share,"
    " overall_fidelity"
)


def assert_rules_hold(found: Build) -> None:
    """Recount every share by running the printed SQL, and demand what is promised of it."""
    segments = dict(found.query("select customer_id, segment_id from customer_segments"))
    rules = found.query(f"select {COLUMNS} from segment_rules order by rule_rank")
    assert sorted(rule[0] for rule in rules) == sorted(set(segments.values()))
    named: dict[str, str] = {}
    for segment, condition, length, coverage, fidelity, precision, recall, _ in rules:
        assert 1 <= length == condition.count(" and ") + 1 <= 4
        rows = found.query(f"select customer_id from customer_features where {condition}")
        selected = {customer for (customer,) in rows}
        members = {customer for customer, own in segments.items() if own == segment}
        named = {**dict.fromkeys(selected, segment), **named}
        assert coverage == pytest.approx(len(selected) / len(segments))
        assert fidelity == pytest.approx(1 - len(selected ^ members) / len(segments))
        assert precision == pytest.approx(len(selected & members) / len(selected))
        assert recall == pytest.approx(len(selected & members) / len(members))
        assert fidelity >= 0.85
        # a rule that selects nobody would agree with most, too
        assert fidelity > 1 - len(members) / len(segments)
    right = sum(segments[customer] == segment for customer, segment in named.items())
    assert [rule[-1] for rule in rules] == pytest.approx([right / len(segments)] * len(rules))
