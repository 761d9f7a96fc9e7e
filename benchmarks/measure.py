"""Run a command and measure its seconds and the peak memory of all its processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

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
        Variables added to this process's own.

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
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdout=out,
            stderr=err,
        )
        try:
            peak, status = _watch(process.pid)
        except BaseException:
            process.kill()
            process.wait()
            raise
        seconds = time.perf_counter() - started
        # the process is already reaped: tell Popen, which would otherwise warn that it still runs
        process.returncode = os.waitstatus_to_exitcode(status)
        printed, complained = _text(out), _text(err)
    if process.returncode != 0:
        tail = (printed + complained)[-4000:]
        message = f"{command[0]} returned {process.returncode}. Its last output:\n{tail}"
        raise CommandFailedError(message)
    return Measurement(seconds, peak, printed)
