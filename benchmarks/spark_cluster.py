"""A standalone Spark cluster on this machine: one master, some workers, the loopback alone."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyspark

SECONDS_TO_START = 60.0
_MASTER_AT = re.compile(r"Starting Spark master at (spark://\S+)")
_REGISTERED = re.compile(r"Successfully registered with master")


@dataclass
class Cluster:
    """Processes that this one started, and ends by their ids.

    Attributes
    ----------
    url : str
        What ``spark.master`` is told.
    folder : Path
        Holds logs and the workers' files.
    """

    url: str
    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def kill_worker(self, number: int) -> None:
        """End a worker and its executors at once, as a machine's failure does."""
        worker = self.processes[1 + number]
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def stop(self) -> None:
        """End every process that is left, and wait for it."""
        for process in reversed(self.processes):
            if process.poll() is None:
                # each began a group of its own, and so did its executors
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def environment() -> dict[str, str]:
    """Return what the cluster and its drivers need: this Python, and nothing but the loopback."""
    return {
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        # it has a fixed port
        "SPARK_DAEMON_JAVA_OPTS": "-Dspark.master.rest.enabled=false",
        "PYSPARK_PYTHON": sys.executable,
    }


@contextlib.contextmanager
def standalone(folder: Path, workers: int = 2, memory: str = "1g") -> Iterator[Cluster]:
    """Start a master and workers of one core each; stop them in any case.

    Parameters
    ----------
    folder : Path
        A new folder for their logs and files.
    workers : int
        How many worker processes.
    memory : str
        What each worker may give to its executors.
    """
    folder.mkdir(parents=True)
    cluster = Cluster("", folder)
    try:
        _start(cluster, "master.Master", "--port", "0")
        cluster.url = _said(cluster, "master.Master", 0, _MASTER_AT)
        for number in range(workers):
            options = ["--cores", "1", "--memory", memory]
            work = ["--work-dir", str(folder / f"worker_{number}")]
            _start(cluster, "worker.Worker", *options, *work, cluster.url)
            _said(cluster, "worker.Worker", number + 1, _REGISTERED)
        yield cluster
    finally:
        cluster.stop()


def _log(cluster: Cluster, role: str, number: int) -> Path:
    return cluster.folder / f"{number}_{role}.log"


def _start(cluster: Cluster, role: str, *arguments: str) -> None:
    """Start a master or a worker, which listens on a free port of the loopback."""
    spark_class = Path(pyspark.__file__).parent / "bin" / "spark-class"
    places = ["--host", "127.0.0.1", "--webui-port", "0"]
    command = [str(spark_class), f"org.apache.spark.deploy.{role}", *places, *arguments]
    with _log(cluster, role, len(cluster.processes)).open("wb") as log:
        cluster.processes.append(
            subprocess.Popen(
                command,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **environment()},
                cwd=cluster.folder,
                start_new_session=True,
            )
        )


def _said(cluster: Cluster, role: str, number: int, pattern: re.Pattern[str]) -> str:
    """Wait until a process says something; returns the pattern's first group, or all of it."""
    log, process = _log(cluster, role, number), cluster.processes[number]
    ends = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < ends and process.poll() is None:
        found = pattern.search(log.read_text(errors="replace"))
        if found:
            return found[found.re.groups]
        time.sleep(0.1)
    message = f"{role} did not start; it said:\n{log.read_text(errors='replace')[-2000:]}"
    raise RuntimeError(message)
