"""Whether a challenger becomes champion, and why."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from dbt_customer_segments import identity
from dbt_customer_segments.registry import Version
from dbt_customer_segments.settings import Settings

WORSE_BY = 0.01
"""A challenger whose held-out R2 is lower by more than this is not promoted."""
BETTER_BY = 0.01
"""A challenger that moves many customers must have a held-out R2 that is higher by this."""


@dataclass(frozen=True)
class Verdict:
    """A challenger beside the champion, both measured on the same held-out customers.

    ``reassigned_share`` is the share of today's customers whose segment is another one.
    """

    is_promoted: bool
    reason: str
    champion_version: int | None = None
    champion_revenue_r2: float | None = None
    champion_purchase_auc: float | None = None
    reassigned_share: float | None = None

    def as_fact(self) -> dict[str, Any]:
        """As the card keeps it."""
        return asdict(self)


def judge(
    champion: Version | None,
    card: dict[str, Any],
    network: bytes,
    data: Any,
    settings: Settings,
) -> Verdict:
    """Compare a challenger, its card and network, with the champion."""
    if champion is None:
        return Verdict(is_promoted=True, reason="There was no champion.")
    if not set(champion.card["features"]) <= set(data.current.column_names):
        reason = "The champion's features are not there any more."
        return Verdict(is_promoted=True, reason=reason, champion_version=champion.model_version)
    from dbt_customer_segments import evaluation

    ids = [
        np.array(facts["segment_ids"])[evaluation.scored(file, data.current, "segment")]
        for facts, file in ((champion.card, champion.network), (card, network))
    ]
    former = evaluation.evaluate(champion.network, data)
    moved = identity.reassigned_share(*ids)
    is_promoted, reason = _decide(champion.card, card, former, moved, settings)
    return Verdict(
        is_promoted=is_promoted,
        reason=reason,
        champion_version=champion.model_version,
        champion_revenue_r2=None if former is None else former["revenue_r2"],
        champion_purchase_auc=None if former is None else former["purchase_auc"],
        reassigned_share=moved,
    )


def _decide(
    champion: dict[str, Any],
    card: dict[str, Any],
    former: dict[str, float] | None,
    moved: float,
    settings: Settings,
) -> tuple[bool, str]:
    for name, what in (
        ("features", "The features"),
        ("network", "segments_network"),
        ("clustering", "segments_clustering"),
        ("count", "segments_count"),
        ("horizon_days", "segments_horizon_days"),
    ):
        if champion.get(name) != card[name]:
            return True, f"{what} changed."
    now = card["held_out"]
    gain = now["revenue_r2"] - former["revenue_r2"] if now and former else None
    if gain is not None and gain < -WORSE_BY:
        return False, f"It explains less of held-out revenue: R2 lower by {-gain:.4f}."
    is_better = gain is not None and gain >= BETTER_BY
    if moved > settings.max_reassigned_share and not is_better:
        return False, (
            f"It moves {moved:.1%} of the customers, more than segments_max_reassigned_share, "
            "and is not better."
        )
    if gain is None:
        return True, "It is newer; there are no held-out outcomes to compare."
    if is_better:
        return True, f"It explains more of held-out revenue: R2 higher by {gain:.4f}."
    return True, "It is newer and not worse."
