"""dbt for tests: imported once, each shape of the inputs parsed once, forked for every command.

Starting dbt and parsing the project take longer than most commands of the tests. A command still
runs in a process of its own. Requests are lines of JSON on the standard input; the standard output
answers each with the number of its process, and when that has ended, with its exit code.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest


def shape(request: dict[str, Any]) -> str:
    """What parsing depends on: what the inputs refer to.

    Other variables are read when a node runs. One that made a node refer to another would fail
    there, because dbt refuses what it has not seen while parsing.
    """
    inputs = request["variables"].get("segments_inputs")
    if isinstance(inputs, dict):
        inputs = {name: _refers_to(given) for name, given in sorted(inputs.items())}
    return json.dumps(inputs)


def _refers_to(given: Any) -> str | bool:
    """Return the relation of an input if dbt resolves it, else whether there is one."""
    relation = str(given.get("relation")) if isinstance(given, dict) else ""
    return relation if relation.startswith(("ref", "source")) else bool(given)


def enter(request: dict[str, Any]) -> None:
    """Take the place that a command expects."""
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])


def parse(request: dict[str, Any]) -> Manifest | None:
    """Parse the project; a mistake is left to the command, which finds it again and says it."""
    enter(request)
    common = request["arguments"][request["arguments"].index("--project-dir") :]
    found = dbtRunner().invoke(["--quiet", "parse", "--no-partial-parse", *common])
    gc.collect()
    gc.freeze()  # the forks' collections leave alone what they share
    return found.result if found.success else None


def run(request: dict[str, Any], manifest: Manifest | None) -> int:
    """Run a command in this process, a fork, and return what dbt's own command line would."""
    enter(request)
    with Path(request["output"]).open("w") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    if manifest is None:
        os.execv(request["program"], [request["program"], *request["arguments"]])
    done = dbtRunner(manifest).invoke(request["arguments"])
    if done.success:
        return 0
    return 1 if done.exception is None else 2


def end(returncode: int) -> NoReturn:
    """End a fork at once: DuckDB's import opens a database whose threads a fork does not have."""
    DuckDBConnectionManager.close_all_connections()  # what dbt leaves to the interpreter's end
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(returncode)


def main() -> None:
    """Answer requests until there are no more."""
    answers = os.fdopen(os.dup(1), "w")
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)  # dbt prints while it parses
    manifests: dict[str, Manifest | None] = {}
    for line in sys.stdin:
        request = json.loads(line)
        key = shape(request)
        if key not in manifests:
            manifests[key] = parse(request)
        child = os.fork()
        if not child:
            end(run(request, manifests[key]))
        print(child, file=answers, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


if __name__ == "__main__":
    main()
