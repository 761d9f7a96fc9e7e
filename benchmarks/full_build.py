"""Measure a whole `dbt build` of the package against a notebook that does the same.

The data are generated, the notebook runs on them, and so does a user's project that installs the
package: with training on all but the last day, then on the same warehouse with the last day too,
where the champion is kept, and once more with nothing kept but the champion. At last dbt builds as
many nodes that compute nothing: what it takes by itself, whatever a package does.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import bare_dbt
import duckdb
from measure import CommandFailedError, Measurement, run_measured
from stages import build_stages

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
SEED = 1
MEGABYTE = 1e6
DBT_PROJECT = """\
name: bench_shop
version: 1.0.0
config-version: 2
profile: bench_shop
flags: {{send_anonymous_usage_stats: false}}
vars:
  customer_segments:
    segments_association_features: false
    segments_inputs:
      order_lines:
        relation: "read_parquet('{orders}')"
        columns:
          customer_id: customer_id
          order_id: order_id
          product_id: product_id
          quantity: quantity
          unit_price: unit_price
          discount_amount: discount_amount
          ordered_at: ordered_at
      products:
        relation: "read_parquet('{products}')"
        columns:
          product_id: product_id
          category: category
"""

PACKAGES = """\
packages:
  - local: '{repository}'
"""

PROFILES = """\
bench_shop:
  target: duckdb
  outputs:
    duckdb:
      type: duckdb
      path: '{warehouse}'
      threads: {threads}
      settings: {settings}
"""
# Of dbt: with more of them the stages would overlap.
THREADS = 1
# DuckDB keeps what it has read and written in memory up to its limit.
LITTLE_MEMORY = "400MB"
MALLOC_ARENAS = "2"  # of glibc, for all that is measured: each keeps what threads have freed

logger = logging.getLogger("full_build")


@dataclass(frozen=True)
class Run:
    """What one way of making segments took, as a whole and stage by stage."""

    name: str
    customers: int
    networks_trained: int
    seconds: float
    peak_mb: float
    stages: dict[str, float]


def write_project(
    folder: Path, data: Path, threads: int = 1, settings: dict[str, str] | None = None
) -> None:
    """Write the project of a user who installs the package, maps two files and sets DuckDB up."""
    folder.mkdir()
    texts = {
        "dbt_project.yml": DBT_PROJECT.format(
            orders=data / "orders.parquet", products=data / "products.parquet"
        ),
        "packages.yml": PACKAGES.format(repository=REPOSITORY),
        "profiles.yml": PROFILES.format(
            warehouse=folder / "warehouse.duckdb",
            threads=threads,
            settings=json.dumps(settings or {}),
        ),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def run_dbt(folder: Path, *command: str) -> Measurement:
    """Run one dbt command in a project."""
    dbt = Path(sys.executable).parent / "dbt"
    return run_measured([dbt, *command, "--profiles-dir", folder], folder)


def run_notebook(data: Path, folder: Path) -> Run:
    """Run the notebook's pipeline in a process of its own."""
    script = HERE / "notebook_pipeline.py"
    measured = run_measured(
        [sys.executable, script, data / "orders.parquet", "--out", folder / "notebook"]
    )
    answer = json.loads(measured.stdout.splitlines()[-1])
    stages = answer["seconds"]
    stages["start-up"] = measured.seconds - sum(stages.values())
    return _run("notebook", answer["customers"], 1, measured, stages)


def run_build(project: Path, name: str, trained_before: int, *options: str) -> Run:
    """Run `dbt build`, without what the notebook does not do; read how long each part took."""
    measured = run_dbt(project, "build", "--exclude", "tag:associations", *options)
    stages = build_stages(project / "target")
    stages["start-up"] = measured.seconds - sum(stages.values())
    trained = count_rows(project, "segment_models") - trained_before
    return _run(name, count_rows(project, "customer_segments"), trained, measured, stages)


def run_bare(project: Path, folder: Path) -> list[Run]:
    """Build the graph of a project's last build with nothing in it, then once more."""
    bare_dbt.copy_graph(project, folder)
    return [
        _run(name, 0, 0, run_dbt(folder, "build"), {})
        for name in ("dbt alone, first build", "dbt alone, next build")
    ]


def _run(
    name: str, customers: int, trained: int, measured: Measurement, stages: dict[str, float]
) -> Run:
    """Round a measurement."""
    return Run(
        name,
        customers,
        trained,
        round(measured.seconds, 2),
        round(measured.peak_bytes / MEGABYTE, 1),
        {stage: round(seconds, 2) for stage, seconds in stages.items()},
    )


def count_rows(project: Path, table: str, schema: str = "main") -> int:
    """Count a table's rows after a build."""
    with duckdb.connect(str(project / "warehouse.duckdb"), read_only=True) as connection:
        row = connection.execute(f"select count(*) from {schema}.{table}").fetchone()
    return int(row[0]) if row else 0


def compare(notebook: Run, builds: list[Run]) -> dict[str, float]:
    """Return how much faster each build is than the notebook, and its share of the memory."""
    ratios = {}
    for build in builds:
        ratios[f"notebook seconds / {build.name} seconds"] = notebook.seconds / build.seconds
        ratios[f"{build.name} memory / notebook memory"] = build.peak_mb / notebook.peak_mb
    return {name: round(ratio, 3) for name, ratio in ratios.items()}


def measure_all(customers: int, order_lines: int, memory: str, folder: Path) -> list[Run]:
    """Generate data and measure the notebook and the three builds."""
    data = folder / "data"
    logger.info("generating %s customers, %s order lines", f"{customers:,}", f"{order_lines:,}")
    size = ["--customers", str(customers), "--order-lines", str(order_lines), "--seed", str(SEED)]
    # in a process of its own, as are all the others: this one stays small
    run_measured([sys.executable, HERE / "generate.py", *size, "--out", data])
    logger.info("running the notebook's pipeline")
    notebook = run_notebook(data, folder)
    project, shop = folder / "project", folder / "shop"
    shop.mkdir()
    copy_orders(data, shop, is_last_day_known=False)
    write_project(project, shop, THREADS, {"memory_limit": memory})
    run_dbt(project, "deps")
    logger.info("building with the package, training included")
    first = run_build(project, "first build", 0)
    copy_orders(data, shop, is_last_day_known=True)
    logger.info("building with a day more, without training")
    second = run_build(project, "next day's build", first.networks_trained)
    logger.info("building everything anew, without training")
    full = run_build(project, "full refresh", 1, "--full-refresh")
    logger.info("building as many nodes with nothing in them")
    return [notebook, first, second, full, *run_bare(project, folder / "bare")]


def copy_orders(data: Path, shop: Path, *, is_last_day_known: bool) -> None:
    """Hand a shop its products and orders, with or without those of the last day."""
    shutil.copy(data / "products.parquet", shop / "products.parquet")
    orders = f"from read_parquet('{data / 'orders.parquet'}')"
    until = "true" if is_last_day_known else f"ordered_at < (select max(ordered_at)::date {orders})"
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select * {orders} where {until})"
            f" to '{shop / 'orders.parquet'}' (format parquet)"
        )


def report(runs: list[Run], ratios: dict[str, float]) -> str:
    """Return the measurements as a table to read."""
    lines = [f"{'':<28}{'customers':>12}{'trained':>9}{'seconds':>10}{'peak MB':>10}"]
    for run in runs:
        lines.append(
            f"{run.name:<28}{run.customers:>12,}{run.networks_trained:>9}"
            f"{run.seconds:>10.1f}{run.peak_mb:>10,.0f}"
        )
        lines += [f"  {stage:<47}{seconds:>10.1f}" for stage, seconds in run.stages.items()]
    lines += ["", *(f"{name:<49}{ratio:>10.2f}" for name, ratio in ratios.items())]
    return "\n".join(lines)


@contextmanager
def working_folder(keep: Path | None) -> Iterator[Path]:
    """Give a folder to work in: a new one that is kept, or a temporary one."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="segments_benchmark_") as folder:
            yield Path(folder)
    else:
        keep.mkdir(parents=True)
        yield keep.resolve()


def main(options: Sequence[str] | None = None) -> None:
    """Measure, then print a table and one JSON object."""
    parser = argparse.ArgumentParser(description="Measure dbt build against a notebook.")
    parser.add_argument("--customers", type=int, default=200_000)
    parser.add_argument("--order-lines", type=int, default=4_000_000)
    parser.add_argument("--memory", default=LITTLE_MEMORY, help="DuckDB's memory_limit in builds")
    parser.add_argument("--keep", type=Path, help="new folder that keeps data and results")
    given = parser.parse_args(options)
    if given.keep is not None and given.keep.exists():
        parser.error(f"--keep needs a folder that does not exist yet, got {given.keep}")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    os.environ.setdefault("MALLOC_ARENA_MAX", MALLOC_ARENAS)
    try:
        with working_folder(given.keep) as folder:
            runs = measure_all(given.customers, given.order_lines, given.memory, folder)
    except CommandFailedError as error:
        sys.exit(str(error))
    ratios = compare(runs[0], runs[1:])
    print(report(runs, ratios))
    size = {"customers": given.customers, "order_lines": given.order_lines}
    answer = {**size, "cpus": os.cpu_count(), "runs": [asdict(run) for run in runs]}
    print(json.dumps(answer | {"memory_limit": given.memory, "ratios": ratios}))


if __name__ == "__main__":
    main()
