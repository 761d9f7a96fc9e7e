"""What goes wrong on a cluster: the right table, or a sentence and the table of before."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import spark_customers
from projects import command
from spark_cluster import Cluster, standalone
from spark_projects import Table, spark_command, spark_dbt, surroundings

CUSTOMERS = 400_000
SCORES = ("run", "--select", "int_segments__scores")
SECONDS_TO_BEGIN = 120.0

SCORED = "spark/main_internal.db/int_segments__scores"
DIFFERENT = """
    select count(*)
    from read_parquet('{}/*.parquet') as here
    full join read_parquet('{}/*.parquet') as there using (customer_id)
    where
        here.segment_id is distinct from there.segment_id
        or not coalesce(abs(here.distance - there.distance) <= 1e-6 * (1 + there.distance), false)
"""


def _assert_scores_are(found: Path, expected: Path) -> None:
    """Too many rows to compare in Python."""
    counts = [
        duckdb.sql(f"select count(*), count(distinct customer_id) from '{folder}/*.parquet'")
        for folder in (found, expected)
    ]
    assert [count.fetchall() for count in counts] == [[(CUSTOMERS, CUSTOMERS)]] * 2
    assert duckdb.sql(DIFFERENT.format(found, expected)).fetchall() == [(0,)]


def _multiply(folder: Path, master: str) -> None:
    begun = command(folder, environment=surroundings(folder, master))
    subprocess.run(
        [sys.executable, spark_customers.__file__, str(CUSTOMERS)],
        env=begun["env"],
        capture_output=True,
        check=True,
    )


def _wait_until_it_writes(folder: Path, process: subprocess.Popen[str]) -> None:
    """Until a task has begun to write what it scored."""
    ends = time.monotonic() + SECONDS_TO_BEGIN
    tasks = "spark/main_internal.db/int_segments__scores__dbt_tmp_*/_temporary/**/*.parquet"
    while not any(folder.glob(tasks)):
        assert process.poll() is None, process.stdout.read() if process.stdout else ""
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_a_worker_killed_while_scoring_changes_nothing(
    spark_folder: Path, demo_on_spark: dict[str, Table], pinned: dict[str, Any], tmp_path: Path
) -> None:
    with standalone(tmp_path / "cluster") as cluster:
        _multiply(spark_folder, cluster.url)
        done = spark_dbt(spark_folder, cluster.url, *SCORES, variables=pinned)
        assert done.returncode == 0, done.output
        expected = shutil.copytree(spark_folder / SCORED, tmp_path / "expected")
        begun = spark_command(spark_folder, cluster.url, *SCORES, variables=pinned)
        with subprocess.Popen(**begun, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
            _wait_until_it_writes(spark_folder, process)
            cluster.kill_worker(1)
            assert process.poll() is None
            said = process.communicate()[0]
        assert process.returncode == 0, said
    _assert_scores_are(spark_folder / SCORED, expected)


def test_executors_without_onnxruntime_are_told_and_the_former_table_stays(
    cluster: Cluster,
    spark_folder: Path,
    demo_on_spark: dict[str, Table],
    pinned: dict[str, Any],
    tmp_path: Path,
) -> None:
    before = sorted(path.name for path in (spark_folder / SCORED).iterdir())
    absent = tmp_path / "absent" / "onnxruntime"
    absent.mkdir(parents=True)
    (absent / "__init__.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'onnxruntime'\")\n"
    )
    python = tmp_path / "python"
    python.write_text(
        f'#!/bin/sh\nPYTHONPATH="{absent.parent}:$PYTHONPATH" exec {sys.executable} "$@"\n'
    )
    python.chmod(0o755)
    done = spark_dbt(
        spark_folder,
        cluster.url,
        *SCORES,
        variables=pinned,
        environment={"PYSPARK_PYTHON": str(python)},
    )
    assert done.returncode == 1
    assert (
        "customer_segments: the executors cannot score, got no module 'onnxruntime' in their "
        "Python. Install dbt-customer-segments in the Python of every worker"
    ) in done.output
    assert "Traceback" not in done.output
    assert sorted(path.name for path in (spark_folder / SCORED).iterdir()) == before


def test_a_master_that_does_not_answer(tmp_path: Path) -> None:
    done = spark_dbt(tmp_path, "spark://127.0.0.1:9", "run", "--select", "int_segments__settings")
    assert done.returncode != 0
    assert (
        "customer_segments: no Spark master answers at spark://127.0.0.1:9, got 127.0.0.1:9: "
    ) in done.output
    assert "SEGMENTS_SPARK_MASTER" in done.output
    assert "Traceback" not in done.output


def test_no_java(tmp_path: Path) -> None:
    nowhere = {"JAVA_HOME": "", "PATH": str(tmp_path)}
    done = spark_dbt(tmp_path, "local[1]", "run", environment=nowhere)
    assert done.returncode != 0
    assert (
        "customer_segments: Spark needs Java, got neither JAVA_HOME nor java on PATH. Install Java "
        "17 or 21, and let JAVA_HOME name its folder."
    ) in done.output
    assert "Traceback" not in done.output


def test_another_java(tmp_path: Path) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n")
    java.chmod(0o755)
    done = spark_dbt(tmp_path, "local[1]", "run", environment={"JAVA_HOME": str(tmp_path)})
    assert done.returncode != 0
    assert f"customer_segments: Spark needs Java 17 or 21, got Java 11 at {java}." in done.output
    assert "Traceback" not in done.output
