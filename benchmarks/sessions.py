"""Measure the models of sessions against DuckDB alone and pandas, and a day's build against a full.

Events of a hundred days are generated. On all of them, bare DuckDB makes sessions, and so does a
project that installs the package: first on the events of 99 days, then on the same warehouse with
the last day too, and at last anew. On fewer events, pandas is measured beside both.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import full_build
from full_build import HERE, MEGABYTE, count_rows, run_dbt, working_folder
from measure import CommandFailedError, run_measured

# What `dbt run` builds.
SELECTION = ("--select", "+int_segments__visit_features", "sessions")
PEERS = {
    "bare DuckDB": "duckdb",
    "bare DuckDB, events kept": "duckdb_kept",
    "pandas": "pandas",
    "pandas, each id once": "pandas_once",
    "pandas on arrays": "arrays",
}
DUCKDB_SETTINGS = {"memory_limit": "8GB", "threads": "2"}
# Ratio: whether it should be at most or at least this.
AIMS = {
    "day's build / full build": ("at most", 0.05),
    "full build / bare DuckDB": ("at most", 1.5),
    "pandas / full build": ("at least", 2.5),
}
OTHER_RATIOS = (
    "full build / bare DuckDB, events kept",
    "pandas, each id once / full build",
    "pandas on arrays / full build",
    "pandas / bare DuckDB",
    "pandas on arrays / bare DuckDB",
)
COLUMNS = {
    "events": (
        "event_id",
        "event_at",
        "event_type",
        "anonymous_id",
        "customer_id",
        "product_id",
        "page",
        "source",
        "campaign",
        "device",
        "value",
    ),
    "order_lines": (
        "customer_id",
        "order_id",
        "product_id",
        "quantity",
        "unit_price",
        "ordered_at",
    ),
}
PARTS = ("1.parquet", "2.parquet")

logger = logging.getLogger("sessions")


@dataclass(frozen=True)
class Run:
    """What one way of making sessions took: its own seconds, and those of the whole process."""

    name: str
    sessions: int
    seconds: float
    wall_seconds: float
    peak_mb: float


def generate(folder: Path, events: int, visitors: int, seed: int) -> Path:
    """Generate a shop's events in a process of its own; returns its folder."""
    logger.info("generating %s events of %s visitors", f"{events:,}", f"{visitors:,}")
    size = ["--events", str(events), "--visitors", str(visitors), "--seed", str(seed)]
    run_measured([sys.executable, HERE / "generate_events.py", *size, "--out", folder])
    return folder


def run_peer(name: str, data: Path, folder: Path) -> Run:
    """Make sessions by a library, in a process of its own."""
    logger.info("making sessions by %s", name)
    out = folder / f"{PEERS[name]}_{data.name}"
    script = HERE / "session_peers.py"
    measured = run_measured([sys.executable, script, PEERS[name], data / "events", out])
    answer = json.loads(measured.stdout.splitlines()[-1])
    out.unlink()
    return Run(
        name,
        answer["sessions"],
        round(answer["seconds"], 2),
        round(measured.seconds, 2),
        round(measured.peak_bytes / MEGABYTE, 1),
    )


def write_project(project: Path, shop: Path) -> None:
    """Write the project of a user who maps folders of events and orders; install the package."""
    full_build.write_project(project, shop, settings=DUCKDB_SETTINGS)
    inputs = {
        name: {
            "relation": f"read_parquet('{shop / name}/*.parquet')",
            "columns": {column: column for column in columns},
        }
        for name, columns in COLUMNS.items()
    }
    head = full_build.DBT_PROJECT.format(orders="", products="").partition("vars:")[0]
    # YAML reads JSON
    given = json.dumps({"customer_segments": {"segments_inputs": inputs}})
    (project / "dbt_project.yml").write_text(f"{head}vars: {given}\n", encoding="utf-8")
    run_dbt(project, "deps")
    run_dbt(project, "seed")


def run_build(project: Path, name: str, *options: str) -> Run:
    """Run the models; their seconds are what dbt says that each took, added up."""
    logger.info("%s", name)
    measured = run_dbt(project, "run", *SELECTION, *options)
    results = json.loads((project / "target" / "run_results.json").read_text(encoding="utf-8"))
    models = [each for each in results["results"] if each["unique_id"].startswith("model.")]
    slowest = sorted(models, key=lambda each: -float(each["execution_time"]))[:6]
    for each in slowest:
        logger.info("  %-60s %8.2f s", each["unique_id"], each["execution_time"])
    return Run(
        name,
        count_rows(project, "sessions"),
        round(sum(each["execution_time"] for each in models), 2),
        round(measured.seconds, 2),
        round(measured.peak_bytes / MEGABYTE, 1),
    )


def hand_over(data: Path, shop: Path, part: str) -> None:
    """Put a part of the generated files where the project reads."""
    for name in COLUMNS:
        (shop / name).mkdir(parents=True, exist_ok=True)
        os.link(data / name / part, shop / name / part)


def measure_days(data: Path, folder: Path) -> list[Run]:
    """Build on 99 days, then with the last day too, then everything anew."""
    project, shop = folder / f"project_{data.name}", folder / f"shop_{data.name}"
    hand_over(data, shop, PARTS[0])
    write_project(project, shop)
    first = run_build(project, "first build")
    hand_over(data, shop, PARTS[1])
    day = run_build(project, "day's build")
    full = run_build(project, "full build", "--full-refresh")
    shutil.rmtree(project)
    return [first, day, full]


def measure_full(data: Path, folder: Path) -> Run:
    """Build on all days in a new warehouse."""
    project, shop = folder / f"project_{data.name}", folder / f"shop_{data.name}"
    for part in PARTS:
        hand_over(data, shop, part)
    write_project(project, shop)
    full = run_build(project, "full build")
    shutil.rmtree(project)
    return full


def compare(runs: list[Run]) -> dict[str, float]:
    """Return the ratios that the runs on one file allow."""
    seconds = {run.name: run.seconds for run in runs}
    pairs = [name.split(" / ") for name in (*AIMS, *OTHER_RATIOS)]
    return {
        f"{one} / {other}": round(seconds[one] / seconds[other], 3)
        for one, other in pairs
        if one in seconds and other in seconds
    }


def report(answer: dict[str, list[Run]]) -> str:
    """Return the measurements as a table to read."""
    lines = []
    for size, runs in answer.items():
        lines.append(f"{size:<30}{'sessions':>12}{'seconds':>10}{'wall':>10}{'peak MB':>10}")
        lines += [
            f"  {run.name:<28}{run.sessions:>12,}{run.seconds:>10.1f}{run.wall_seconds:>10.1f}"
            f"{run.peak_mb:>10,.0f}"
            for run in runs
        ]
        for name, ratio in compare(runs).items():
            aim = "aim: {} {}".format(*AIMS[name]) if name in AIMS else ""
            lines.append(f"  {name:<40}{ratio:>10.3f}  {aim}".rstrip())
        lines.append("")
    return "\n".join(lines)


def parse(options: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure the models of sessions.")
    parser.add_argument("--events", type=int, default=50_000_000, help="0: only --pandas-events")
    parser.add_argument("--visitors", type=int, default=1_000_000)
    parser.add_argument("--pandas-events", type=int, default=5_000_000, help="0: without pandas")
    parser.add_argument("--pandas-visitors", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers-only", action="store_true", help="leave the package out")
    parser.add_argument("--keep", type=Path, help="new folder that keeps the data")
    given = parser.parse_args(options)
    if given.keep is not None and given.keep.exists():
        parser.error(f"--keep needs a folder that does not exist yet, got {given.keep}")
    return given


def measure_all(given: argparse.Namespace, folder: Path) -> dict[str, list[Run]]:
    """Generate and measure both sizes, the smaller first."""
    answer = {}
    if given.pandas_events:
        size = (given.pandas_events, given.pandas_visitors)
        data = generate(folder / "small", *size, given.seed)
        runs = [run_peer(name, data, folder) for name in PEERS]
        answer[f"{size[0]:,} events"] = [
            *runs,
            *([] if given.peers_only else [measure_full(data, folder)]),
        ]
    if given.events:
        data = generate(folder / "large", given.events, given.visitors, given.seed)
        bare = [run_peer(name, data, folder) for name in PEERS if name.startswith("bare")]
        days = [] if given.peers_only else measure_days(data, folder)
        answer[f"{given.events:,} events, all"] = [*bare, *days]
    return answer


def main(options: Sequence[str] | None = None) -> None:
    """Measure, then print a table and one JSON object."""
    given = parse(options)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        with working_folder(given.keep) as folder:
            answer = measure_all(given, folder)
    except CommandFailedError as error:
        sys.exit(str(error))
    print(report(answer))
    sizes = {
        size: {"runs": [asdict(run) for run in runs], "ratios": compare(runs)}
        for size, runs in answer.items()
    }
    print(json.dumps({"cpus": os.cpu_count(), **sizes}))


if __name__ == "__main__":
    main()
