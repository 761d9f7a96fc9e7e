"""Run a command and measure its seconds and the peak memory of all its processes."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

SAMPLED_EVERY_SECONDS = 0.05


class CommandFailedError(RuntimeError):
    """A measured command ended with an error."""


@dataclass(frozen=True)
class Measurement:
    """What one command took.

    Attributes
    ----------
    seconds : float
        Wall time from start to end.
    peak_bytes : int
        The most memory resident at one time, summed over the command and its descendants. Pages
        that two processes share count twice.
    stdout : str
        What it printed.
    """

    seconds: float
    peak_bytes: int
    stdout: str


class MemoryWatch(threading.Thread):
    """A thread that samples the memory of a process and its descendants until it is stopped.

    Parameters
    ----------
    root : int
        The process's id.
    """

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root = root
        self.peak_bytes = 0
        self._ended = threading.Event()

    def run(self) -> None:
        """Sample until `stop`."""
        while not self._ended.wait(SAMPLED_EVERY_SECONDS):
            self.peak_bytes = max(self.peak_bytes, tree_bytes(self.root))

    def stop(self) -> int:
        """End the thread and return the peak in bytes."""
        self._ended.set()
        self.join()
        return self.peak_bytes


def run_measured(
    command: Sequence[str | Path],
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Measurement:
    """Run a command to its end.

    Parameters
    ----------
    command : sequence of str or Path
        The program and its arguments.
    folder : Path, optional
        Where it runs; here by default.
    environment : mapping, optional
        What is added to this process's environment.

    Returns
    -------
    Measurement
        Seconds, peak memory and standard output.

    Raises
    ------
    CommandFailedError
        If it returns anything but 0; the message holds the end of its output.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.perf_counter()
        surroundings = {**os.environ, **(environment or {})}
        with subprocess.Popen(
            command, cwd=folder, stdout=out, stderr=err, env=surroundings
        ) as process:
            watch = MemoryWatch(process.pid)
            watch.start()
            try:
                status = process.wait()
                seconds = time.perf_counter() - started
            finally:
                process.kill()  # when interrupted; nothing once it has ended
                peak = watch.stop()
        printed, complained = _text(out), _text(err)
    if status != 0:
        tail = (printed + complained)[-4000:]
        message = f"{command[0]} returned {status}. Its last output:\n{tail}"
        raise CommandFailedError(message)
    return Measurement(seconds, peak, printed)


def tree_bytes(root: int) -> int:
    """Return the resident bytes of a process and its descendants; 0 if it has ended."""
    processes = _from_proc() if Path("/proc/self/stat").exists() else _from_ps()
    children: dict[int, list[int]] = {}
    for process, (parent, _) in processes.items():
        children.setdefault(parent, []).append(process)
    waiting, total = [root], 0
    while waiting:
        process = waiting.pop()
        total += processes.get(process, (0, 0))[1]
        waiting += children.get(process, [])
    return total


def _from_proc() -> dict[int, tuple[int, int]]:
    """Return parent and resident bytes of every process, from Linux's /proc."""
    page = os.sysconf("SC_PAGE_SIZE")
    processes = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text(errors="replace")
        except OSError:  # it ended meanwhile
            continue
        # the name in brackets may hold anything; parent and pages are fields 4 and 24
        fields = stat.rpartition(")")[2].split()
        processes[int(folder.name)] = (int(fields[1]), int(fields[21]) * page)
    return processes


def _from_ps() -> dict[int, tuple[int, int]]:
    """Return parent and resident bytes of every process, where there is no /proc."""
    listing = subprocess.run(
        ["ps", "-axo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True
    ).stdout
    rows = (line.split() for line in listing.splitlines())
    return {int(process): (int(parent), int(rss) * 1024) for process, parent, rss in rows}


def _text(file: IO[bytes]) -> str:
    """Return what was written to a temporary file."""
    file.seek(0)
    return file.read().decode(errors="replace")
