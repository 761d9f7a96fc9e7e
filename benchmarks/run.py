"""Run one of the benchmarks by its name; without a name, the full build."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import associations
import full_build
import history
import quality
import scoring
import sessions

BENCHMARKS: dict[str, Callable[[Sequence[str]], None]] = {
    "full-build": full_build.main,
    "scoring": scoring.main,
    "quality": quality.main,
    "associations": associations.main,
    "sessions": sessions.main,
    "history": history.main,
}
SPARK = "spark-scoring"
USAGE = f"usage: run.py [{' | '.join([*BENCHMARKS, SPARK])}] [options of the benchmark]"


def main(arguments: Sequence[str]) -> None:
    """Hand the options to the benchmark that the first argument names."""
    name, options = "full-build", arguments
    if arguments and not arguments[0].startswith("-"):
        name, options = arguments[0], arguments[1:]
    if name == SPARK:
        # alone needs what `make test-spark` installs
        import spark_scoring

        spark_scoring.main(options)
        return
    if name not in BENCHMARKS:
        sys.exit(f"run.py: there is no benchmark {name!r}.\n{USAGE}")
    BENCHMARKS[name](options)


if __name__ == "__main__":
    main(sys.argv[1:])
