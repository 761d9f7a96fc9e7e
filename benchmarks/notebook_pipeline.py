"""Segment customers the way a notebook does: pandas, scikit-learn and PyTorch in one process.

This is the peer that the package is measured against, so it is written to be fast: categories
instead of text keys, grouped aggregates instead of loops, batches taken by index instead of a
`DataLoader`. It prints the seconds of each stage and the peak memory as one JSON object.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler
from torch import nn

SEGMENTS = 8
EPOCHS = 100
BATCH = 256
DAY = pd.Timedelta(days=1)


class Autoencoder(nn.Module):
    """A network that squeezes the features into 32 numbers and restores them.

    Parameters
    ----------
    features : int
        Number of columns.
    """

    def __init__(self, features: int) -> None:
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(features, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 32)
        )
        self.decoder = nn.Sequential(
            nn.Linear(32, 64), nn.ReLU(), nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, features)
        )

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        """Restore a batch of rows, shape (rows, features)."""
        restored: torch.Tensor = self.decoder(self.encoder(rows))
        return restored


def read_lines(path: Path) -> pd.DataFrame:
    """Read the order lines, drop unusable ones and add what each line was worth."""
    # Arrow's text takes a fraction of the memory of Python's, and of the time to group by
    lines = pd.read_parquet(path, dtype_backend="pyarrow")
    lines = lines.dropna(subset=["customer_id", "order_id", "product_id", "ordered_at"])
    lines = lines[(lines["unit_price"] >= 0) & (lines["quantity"] != 0)]
    lines = lines.fillna({"discount_amount": 0.0})
    lines["order_id"] = pd.factorize(lines["order_id"])[0]  # millions: do not sort them
    lines = lines.astype(
        {
            "customer_id": "category",
            "product_id": "category",
            "category": "category",
            "quantity": "int64",
            "unit_price": "float64",
            "discount_amount": "float64",
            "ordered_at": "datetime64[ns]",
        }
    )
    lines["gross"] = lines["quantity"] * lines["unit_price"]
    lines["revenue"] = lines["gross"] - lines["discount_amount"]
    return lines


def aggregate_orders(purchases: pd.DataFrame) -> pd.DataFrame:
    """Return one row per order, each customer's in the order of time."""
    orders = (
        purchases.groupby(["customer_id", "order_id"], observed=True, sort=False)
        .agg(
            ordered_at=("ordered_at", "min"),
            revenue=("revenue", "sum"),
            units=("quantity", "sum"),
            lines=("product_id", "size"),
        )
        .reset_index()
        .sort_values(["customer_id", "ordered_at", "order_id"], ignore_index=True)
    )
    previous = orders.groupby("customer_id", observed=True)["ordered_at"].shift()
    orders["gap_days"] = days(orders["ordered_at"] - previous)
    orders["is_weekend"] = orders["ordered_at"].dt.dayofweek >= 5
    orders["is_evening"] = orders["ordered_at"].dt.hour >= 18
    orders["is_morning"] = orders["ordered_at"].dt.hour < 12
    return orders


def days(durations: pd.Series) -> pd.Series:
    """Return durations as numbers of days."""
    return durations.dt.total_seconds() / 86400


def order_features(orders: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return recency, frequency, money, baskets, rhythm and habits, one row per customer."""
    customers = orders.groupby("customer_id", observed=True).agg(
        first_at=("ordered_at", "min"),
        last_at=("ordered_at", "max"),
        frequency=("revenue", "size"),
        monetary=("revenue", "sum"),
        order_value_mean=("revenue", "mean"),
        order_value_median=("revenue", "median"),
        order_value_max=("revenue", "max"),
        order_value_std=("revenue", "std"),
        basket_lines_mean=("lines", "mean"),
        basket_units_mean=("units", "mean"),
        gap_days_mean=("gap_days", "mean"),
        gap_days_std=("gap_days", "std"),
        weekend_share=("is_weekend", "mean"),
        evening_share=("is_evening", "mean"),
        morning_share=("is_morning", "mean"),
    )
    customers["recency_days"] = days(as_of - customers["last_at"])
    customers["tenure_days"] = days(as_of - customers["first_at"])
    customers["gap_overdue"] = customers["recency_days"] / customers["gap_days_mean"].clip(lower=1)
    for window in (30, 90, 180):
        recent = orders[orders["ordered_at"] >= as_of - window * DAY]
        revenue = recent.groupby("customer_id", observed=True)["revenue"].agg(["size", "sum"])
        customers[f"orders_{window}"] = revenue["size"]
        customers[f"revenue_{window}"] = revenue["sum"]
    customers["recent_revenue_share"] = customers["revenue_90"] / customers["monetary"]
    return customers.drop(columns=["first_at", "last_at"])


def line_features(lines: pd.DataFrame, purchases: pd.DataFrame) -> pd.DataFrame:
    """Return returns, discounts, price level and volume, one row per customer."""
    marked = purchases.assign(is_discounted=purchases["discount_amount"] > 0)
    customers = marked.groupby("customer_id", observed=True).agg(
        units=("quantity", "sum"),
        gross=("gross", "sum"),
        discount=("discount_amount", "sum"),
        discounted_line_share=("is_discounted", "mean"),
        price_mean=("unit_price", "mean"),
        price_median=("unit_price", "median"),
        price_max=("unit_price", "max"),
        purchased_lines=("unit_price", "size"),
    )
    returns = lines[lines["quantity"] < 0].groupby("customer_id", observed=True)
    returned = returns["gross"].agg(["size", "sum"]).reindex(customers.index, fill_value=0)
    customers["return_line_share"] = returned["size"] / (
        returned["size"] + customers["purchased_lines"]
    )
    customers["return_value_share"] = -returned["sum"] / customers["gross"]
    customers["discount_share"] = customers["discount"] / customers["gross"]
    return customers.drop(columns=["gross", "discount", "purchased_lines"])


def breadth_features(purchases: pd.DataFrame, key: str, name: str) -> pd.DataFrame:
    """Return how many of `key` a customer bought and how concentrated on few, by revenue."""
    spent = purchases.groupby(["customer_id", key], observed=True, sort=False)["revenue"].sum()
    squares = (spent**2).groupby("customer_id", observed=True).sum()
    customers = spent.groupby("customer_id", observed=True).agg(["size", "sum"])
    return pd.DataFrame(
        {
            f"distinct_{name}": customers["size"],
            f"{name}_concentration": squares / customers["sum"] ** 2,
        }
    )


def build_features(lines: pd.DataFrame) -> pd.DataFrame:
    """Return 35 features, one row per customer, missing values filled."""
    as_of = lines["ordered_at"].max().normalize() + DAY
    purchases = lines[lines["quantity"] > 0]
    features = pd.concat(
        [
            order_features(aggregate_orders(purchases), as_of),
            line_features(lines, purchases),
            breadth_features(purchases, "product_id", "products"),
            breadth_features(purchases, "category", "categories"),
        ],
        axis=1,
    )
    gaps = ["gap_days_mean", "gap_days_std", "gap_overdue"]
    features[gaps] = features[gaps].fillna(features[gaps].median())
    return features.replace([np.inf, -np.inf], np.nan).fillna(0.0)


def score_rfm(features: pd.DataFrame) -> pd.DataFrame:
    """Return quintile scores from 1 to 5, ties broken by position, and the cell they make."""
    ranks = pd.DataFrame(
        {
            "recency_score": (-features["recency_days"]).rank(method="first"),
            "frequency_score": features["frequency"].rank(method="first"),
            "monetary_score": features["monetary"].rank(method="first"),
        }
    )
    scores = ranks.apply(lambda rank: np.ceil(5 * rank / len(rank))).astype(int)
    scores["rfm_cell"] = (
        100 * scores["recency_score"] + 10 * scores["frequency_score"] + scores["monetary_score"]
    )
    return scores


def train_embedding(features: pd.DataFrame, threads: int) -> np.ndarray:
    """Train the autoencoder on all customers; return their embedding, shape (customers, 32)."""
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    scaled = StandardScaler().fit_transform(np.log1p(features.clip(lower=0)))
    rows = torch.from_numpy(scaled.astype(np.float32, order="C"))
    model = Autoencoder(rows.shape[1])
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for _ in range(EPOCHS):
        for batch in rows[torch.randperm(len(rows))].split(BATCH):
            optimizer.zero_grad()
            nn.functional.mse_loss(model(batch), batch).backward()
            optimizer.step()
    with torch.no_grad():
        embedding: np.ndarray = model.encoder(rows).numpy()
    return embedding


def write_tables(features: pd.DataFrame, segments: np.ndarray, folder: Path) -> None:
    """Write the customers with their segments, and the profile of each segment, to Parquet."""
    customers = features.join(score_rfm(features)).assign(segment_id=segments)
    customers.reset_index().to_parquet(folder / "customers.parquet", index=False)
    grouped = customers.groupby("segment_id")
    profiles = grouped[list(features.columns)].agg(["mean", "median"])
    profiles.columns = profiles.columns.map("_".join)
    profiles["customers"] = grouped.size()
    profiles["revenue_share"] = grouped["monetary"].sum() / customers["monetary"].sum()
    profiles.reset_index().to_parquet(folder / "segments.parquet", index=False)


def peak_rss_bytes() -> int:
    """Return the most memory that this process has held; macOS counts bytes, Linux kilobytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def run(path: Path, folder: Path, threads: int = 1) -> dict[str, float | dict[str, float]]:
    """Run all stages.

    Parameters
    ----------
    path : Path
        The Parquet file of order lines.
    folder : Path
        Where ``customers.parquet`` and ``segments.parquet`` are written.
    threads : int
        Threads of PyTorch. On matrices as small as these a second one gains next to nothing on an
        idle machine, and on a busy one the two wait for each other most of the time.

    Returns
    -------
    dict
        ``customers`` and ``features`` (counts), ``seconds`` per stage and ``peak_rss_bytes``.
    """
    clock = [time.perf_counter()]
    lines = read_lines(path)
    clock.append(time.perf_counter())
    features = build_features(lines)
    del lines
    clock.append(time.perf_counter())
    embedding = train_embedding(features, threads)
    clock.append(time.perf_counter())
    segments = KMeans(n_clusters=SEGMENTS, n_init=10, random_state=0).fit_predict(embedding)
    clock.append(time.perf_counter())
    write_tables(features, segments, folder)
    clock.append(time.perf_counter())
    stages = ("read", "features", "training", "clustering", "profiles and write")
    seconds = [end - start for start, end in itertools.pairwise(clock)]
    return {
        "customers": features.shape[0],
        "features": features.shape[1],
        "seconds": {stage: round(taken, 3) for stage, taken in zip(stages, seconds, strict=True)},
        "peak_rss_bytes": peak_rss_bytes(),
    }


def main() -> None:
    """Run the pipeline on one file and print the measurements."""
    parser = argparse.ArgumentParser(description="Segment customers as a notebook would.")
    parser.add_argument("orders", type=Path, help="Parquet file written by generate.py")
    parser.add_argument("--out", type=Path, required=True, help="folder, made if missing")
    parser.add_argument("--training-threads", type=int, default=1)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    print(json.dumps(run(arguments.orders, arguments.out, arguments.training_threads)))


if __name__ == "__main__":
    main()
