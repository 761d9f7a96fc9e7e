"""What the Python dbt models call."""

import logging
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from dbt_customer_segments import (
    counting,
    identity,
    intervals,
    itemsets,
    model_files,
    policy,
    promotion,
    registry,
    rules,
    scoring,
    warehouse,
)
from dbt_customer_segments.exceptions import MissingFeatureError, OutdatedNetworkError
from dbt_customer_segments.registry import Version
from dbt_customer_segments.scoring import Scorer
from dbt_customer_segments.settings import Settings

logger = logging.getLogger(__name__)

CLUSTERING_ROWS = 50_000


def model_registry(
    dbt: Any,
    session: Any,
    settings: Any,
    catalog: Any,
    cutoffs: Any,
    current: Any,
    snapshots: Any,
) -> Any:
    """Build the registry: what it was, and a new version where the policy asks for one."""
    chosen = Settings.from_table(warehouse.read(settings))
    versions = registry.from_table(warehouse.former(session, dbt.this))
    champion: Version | None
    if chosen.model_file is not None:
        versions, champion = registry.pin(versions, *model_files.load(chosen.model_file))
    else:
        source = _Source(chosen, catalog, cutoffs, current, snapshots)
        reason = source.reason_to_train(versions)
        if reason:
            logger.info("customer_segments: training, because %s", reason)
            versions = _train(versions, source, session)
        champion = registry.champion(versions, source.as_of)
    if champion is not None:
        _require_format(champion)
        _require_features(champion, chosen.model_file, current)
    return warehouse.frame(session, registry.to_table(registry.crown(versions, champion)))


def scores(session: Any, versions: Any, current: Any) -> Any:
    """Find the champion's segment of every customer, in batches."""
    return _scored(session, versions, current, Scorer.score, scoring.SCHEMA)


def embeddings(session: Any, versions: Any, current: Any) -> Any:
    """Find the champion's embedding of every customer, in batches."""
    return _scored(session, versions, current, Scorer.embed, scoring.EMBEDDING_SCHEMA)


def count_candidates(session: Any, versions: Any) -> Any:
    """List the numbers of segments that each version compared, and which one it chose."""
    found = registry.from_table(warehouse.read(versions))
    return warehouse.frame(session, counting.to_table(found))


def itemset_members(session: Any, totals: Any, basket_items: Any) -> Any:
    """Mine the frequent itemsets of the baskets, one row per itemset and item."""
    least, longest, most = _itemset_limits(totals)
    return itemsets.mine(session, basket_items, least, longest, most)


def segment_itemset_members(session: Any, totals: Any, basket_items: Any) -> Any:
    """Mine the frequent itemsets of every segment's baskets, one row per itemset and item."""
    _, longest, most = _itemset_limits(totals)
    return itemsets.mine_groups(session, basket_items, longest, most)


def segment_conditions(session: Any, customers: Any, catalog: Any) -> Any:
    """Find a readable condition for every segment, one row each."""
    return rules.conditions(session, customers, catalog)


def difference_intervals(session: Any, bucket_sums: Any, catalog: Any) -> Any:
    """Find the bootstrap interval of every standardised difference, one row each."""
    return intervals.intervals(session, bucket_sums, catalog)


def _itemset_limits(totals: Any) -> tuple[int, int, int]:
    """Baskets that must hold an itemset, most items of one, and most of one length."""
    (row,) = warehouse.read(totals).to_pylist()
    names = ("least_itemset_count", "longest_itemset", "most_itemsets")
    least, longest, most = (int(row[name]) for name in names)
    return least, longest, most


def _scored(
    session: Any, versions: Any, current: Any, method: scoring.Method, schema: pa.Schema
) -> Any:
    found = warehouse.read(versions, where="is_champion")
    if not found.num_rows:
        return warehouse.frame(session, schema.empty_table())
    champion = registry.from_table(found)[0]
    columns = ["customer_id", *champion.card["features"]]
    return warehouse.scored(session, current, columns, champion.network, method, schema)


def _require_format(champion: Version) -> None:
    """Refuse a network that gives other outputs than scoring asks for; pinned files were read."""
    found = champion.card.get("format", "none")
    if found != scoring.FORMAT:
        raise OutdatedNetworkError(
            f"customer_segments: the champion, version {champion.model_version}, is of another "
            f"version of this package: its format should be {scoring.FORMAT}, got {found}. Build "
            "once with segments_training 'auto', or install the version that trained it."
        )


def _require_features(champion: Version, model_file: Path | None, current: Any) -> None:
    """Refuse a network that needs columns which are not there; nulls in them are imputed."""
    absent = [name for name in champion.card["features"] if name not in current.columns]
    if absent:
        who = f"segments_model_file: {model_file}" if model_file else "the champion"
        raise MissingFeatureError(
            f"customer_segments: {who} needs features that customer_features does not have, got "
            f"{', '.join(absent)}. Train anew with segments_training 'always' and "
            "segments_model_file null, or install the version of this package that trained it."
        )


def _train(versions: list[Version], source: "_Source", session: Any) -> list[Version]:
    from dbt_customer_segments import training

    champion = registry.champion(versions, source.as_of)
    own = [version for version in versions if version.is_trained_here]
    # without one of its own days, a backtest's segments are named after the oldest ones
    former = champion or min(own, key=lambda version: version.card["as_of"], default=None)
    if former is not None and former.card.get("format") != scoring.FORMAT:
        champion = former = None
    data = source.training_data(former)
    # training asks the engine for nothing more
    warehouse.forget(session, kept=2**20)
    issued = identity.highest(version.card for version in own)
    network, card = training.train(data, source.settings, champion, issued, former)
    verdict = promotion.judge(champion, card, network, data, source.settings)
    card = card | {"comparison": verdict.as_fact()}
    versions = registry.add(
        versions, network, card, is_trained_here=True, is_promoted=verdict.is_promoted
    )
    model_files.export(versions[-1], source.settings.onnx_dir)
    return versions


class _Source:
    """The relations that training reads, and what the policy needs to know of them."""

    def __init__(
        self, settings: Settings, catalog: Any, cutoffs: Any, current: Any, snapshots: Any
    ) -> None:
        self.settings, self._current, self._snapshots = settings, current, snapshots
        listed = warehouse.read(catalog, where="is_used_by_segmentation").to_pylist()
        # in the catalogue's order, which Spark's tables do not keep
        listed.sort(key=lambda row: current.columns.index(row["feature_name"]))
        filled = [f"count({row['feature_name']})" for row in listed]
        self._customers, *counts = warehouse.aggregate(current, ["count(*)", *filled])
        used = [row for row, count in zip(listed, counts, strict=True) if count]
        self.features = [row["feature_name"] for row in used]
        self._is_log = np.array([row["transform"] == "log" for row in used])
        dates = warehouse.read(cutoffs).to_pylist()
        # without customers there is no as_of, and the policy asks for nothing
        self.as_of: Any = next((row["cutoff_on"] for row in dates if row["is_as_of"]), None)
        self._cutoffs = sorted(row["cutoff_on"] for row in dates if not row["is_as_of"])

    def reason_to_train(self, versions: list[Version]) -> str | None:
        """Ask the policy; without customers there is nothing to train on."""
        if not self._customers:
            return None
        return policy.reason_to_train(self.settings, versions, self.features, self.as_of)

    def training_data(self, former: Version | None = None) -> Any:
        """Read the bounded samples, with what a former network reads where it is there."""
        from dbt_customer_segments.training_data import RFM, TrainingData

        share = self._sampled_share()
        rows = min(CLUSTERING_ROWS, self.settings.training_rows)
        others = [*RFM, *(former.card["features"] if former else [])]
        there = [name for name in others if name in self._current.columns]
        numbers = list(dict.fromkeys([*self.features, *there]))
        needed = ["customer_id", *numbers]
        return TrainingData(
            features=self.features,
            is_log=self._is_log,
            current=warehouse.sample(self._current, needed, "customer_id", rows, self._customers),
            snapshots=warehouse.read(
                self._snapshots,
                columns=[
                    *("future_revenue", "future_order_count", "cutoff_on"),
                    *("sample_share", "held_out_share"),
                ],
                floats=numbers,
                where=f"sample_share < {share!r}",
                order="customer_id, cutoff_on",
            ),
            as_of=str(self.as_of),
            cutoffs=[str(cutoff) for cutoff in self._cutoffs],
        )

    def _sampled_share(self) -> float:
        """Share of customers, by hash, whose snapshots are as many rows as training may use."""
        ages = [(self.as_of - cutoff).days for cutoff in self._cutoffs]
        if not ages:
            return 1.0
        counts = [f"count(*) filter (where customer_age_days >= {age})" for age in ages]
        total = sum(warehouse.aggregate(self._current, counts))
        return float(min(1.0, self.settings.training_rows / max(total, 1)))
