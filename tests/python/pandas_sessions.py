"""Sessions as pandas makes them, apart from the package: what its own are compared with."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from projects import ROOT

KINDS = ("view", "search", "add_to_cart", "remove_from_cart", "checkout", "purchase", "other")


def usable_events(raw: pd.DataFrame) -> pd.DataFrame:
    """Events that can be read, once each, in the order of visitors, times and ids."""
    found = raw.copy()
    # of the copies of one time the smallest counts; pandas alone escapes slashes
    rows = raw.to_json(orient="records", lines=True).replace("\\/", "/")
    found["content"] = pd.Series(rows.splitlines(), index=raw.index, dtype=object)
    for column in raw.columns.drop("value"):
        texts = found[column].astype(object).where(found[column].notna(), "").str.strip()
        found[column] = texts.where(texts != "", None)
    # among others that have one, pandas reads some times without a zone as of a wrong one
    times = found["event_at"].str.replace(r"[ T]\d\d:\d\d(:\d\d)?(\.\d+)?$", r"\g<0>Z", regex=True)
    at = pd.to_datetime(times, utc=True, format="ISO8601", errors="coerce")
    found["event_at"] = at.dt.tz_localize(None).astype("datetime64[us]")
    found["value"] = pd.to_numeric(found["value"], errors="coerce")
    is_named = found["anonymous_id"].notna() | found["customer_id"].notna()
    found = found[is_named & found["event_at"].notna() & found["event_type"].notna()]
    found = found.sort_values(["event_id", "event_at", "content"]).drop_duplicates("event_id")
    names = pd.read_csv(ROOT / "seeds/event_types.csv").set_index("event_name")["event_type"]
    found["kind"] = found["event_type"].str.lower().map(names).fillna("other")
    strangers = "customer:" + found["customer_id"].astype(object)
    found["visitor_id"] = found["anonymous_id"].where(found["anonymous_id"].notna(), strangers)
    return found.sort_values(["visitor_id", "event_at", "event_id"], ignore_index=True)


def sessions(events: pd.DataFrame, longest: int | None, timeout: int = 30) -> pd.DataFrame:
    """One row per session of usable events; whose it is without a sign-in stays open."""
    times = events["event_at"]
    gap = times - events.groupby("visitor_id")["event_at"].shift()
    stretch = (~(gap <= pd.Timedelta(minutes=timeout))).cumsum()
    since = times.groupby(stretch).transform("first")
    age = (times - since).dt.total_seconds()
    piece = age // (longest * 60) if longest else age * 0
    session = events.assign(stretch=stretch, piece=piece).groupby(["stretch", "piece"]).ngroup()
    grouped = events.groupby(session)
    found = grouped[["visitor_id", "anonymous_id"]].first()
    found["signed_in_customer_id"] = grouped["customer_id"].last()
    found["entry_page"] = grouped["page"].first()
    found["exit_page"] = grouped["page"].last()
    for column in ("source", "campaign", "device"):
        found[column] = grouped[column].first()
    found["event_count"] = grouped.size()
    for kind in KINDS:
        found[f"{kind}_count"] = (events["kind"] == kind).groupby(session).sum()
    for column, kind in (("viewed", "view"), ("purchased", "purchase")):
        products = events["product_id"].where(events["kind"] == kind)
        found[f"{column}_product_count"] = products.groupby(session).nunique()
    paid = events["value"].where(events["kind"] == "purchase", 0)
    found["revenue"] = paid.groupby(session).sum().round(4)
    found["unbroken_since_at"] = since.groupby(session).first()
    found["started_at"], found["ended_at"] = grouped["event_at"].min(), grouped["event_at"].max()
    found["started_on"] = found["started_at"].dt.normalize()
    found["duration_seconds"] = (found["ended_at"] - found["started_at"]).dt.total_seconds()
    return found.assign(**_flags(found))


def _flags(found: pd.DataFrame) -> dict[str, pd.Series]:
    """What a session was."""
    steps = found[["search_count", "add_to_cart_count", "checkout_count", "purchase_count"]]
    is_fast = found["duration_seconds"] < found["event_count"]
    added, removed = found["add_to_cart_count"], found["remove_from_cart_count"]
    return {
        "is_bounce": (found["view_count"] <= 1) & (steps.sum(axis=1) == 0),
        "is_converted": found["purchase_count"] > 0,
        "is_abandoned_basket": (found["purchase_count"] == 0) & (added > removed),
        "is_suspect": (found["event_count"] >= 1000) | ((found["event_count"] >= 50) & is_fast),
    }


def with_customers(
    found: pd.DataFrame, events: pd.DataFrame, as_of: pd.Timestamp | None = None
) -> pd.DataFrame:
    """Sessions with whose they are: the customer signed in, or else the visitor's."""
    both = events[events["anonymous_id"].notna() & events["customer_id"].notna()]
    if as_of is not None:
        both = both[both["event_at"] < as_of]
    pairs = both.groupby(["anonymous_id", "customer_id"])["event_at"].agg(["size", "max"])
    ranked = pairs.reset_index().sort_values(
        ["anonymous_id", "size", "max", "customer_id"], ascending=[True, False, False, True]
    )
    owners = ranked.drop_duplicates("anonymous_id").set_index("anonymous_id")["customer_id"]
    guessed = found["anonymous_id"].map(owners)
    signed = found["signed_in_customer_id"]
    return found.assign(customer_id=signed.where(signed.notna(), guessed))


def comparable(found: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Some columns as plain objects, nulls alike, in the order of visitors and times."""
    rows = found.sort_values(["visitor_id", "started_at"], ignore_index=True)
    rows = rows[list(columns)].astype(object)
    return rows.where(rows.notna(), None)
