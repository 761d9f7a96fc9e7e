"""The command line: look at the segments of a warehouse file."""

import argparse
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import duckdb

from dbt_customer_segments.exceptions import SegmentsError

COLUMNS = [
    *("segment_id", "segment_name", "customer_count", "revenue_share"),
    *("description", "action"),
]
MARGIN = 7


class WarehouseFileError(SegmentsError):
    """A DuckDB file is missing, cannot be opened or holds no segments."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="customer-segments", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    show_parser = commands.add_parser("show", help="print the segments of a DuckDB file")
    show_parser.add_argument("file", type=Path)
    show_parser.add_argument("--schema", default="main", help="where the public tables stand")
    given = parser.parse_args(arguments)
    try:
        sys.stdout.write(show(given.file, given.schema))
    except SegmentsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def show(file: Path, schema: str = "main") -> str:
    """Describe the segments of a DuckDB file as text: one block a segment, and where it is.

    Raises
    ------
    WarehouseFileError
        Where the file is missing, cannot be opened, or has no segments in the schema.
    """
    rows = _segments(file, schema)
    width = max([42, *(_columns(row[1]) for row in rows)]) + 2
    lines = [f"{'':5}{'segment':{width}}{'customers':>10}{'revenue':>9}", "-" * (width + 24)]
    for segment_id, name, customers, share, *sentences in rows:
        revenue = "" if share is None else f"{share:.1%}"
        padded = name + " " * (width - _columns(name))
        lines.append(f"{segment_id:5}{padded}{customers:>10,}{revenue:>9}")
        for sentence in filter(None, sentences):
            lines += [" " * MARGIN + line for line in _wrapped(sentence, width + 24 - MARGIN)]
    if not rows:
        lines.append(f"{'':5}There are no customers yet, and so no segments.")
    lines.append(f"\nThe tables are in {file} (schema {schema}): select * from customer_segments;")
    return "\n".join(lines) + "\n"


def _columns(text: str) -> int:
    """Count the columns that a text takes on a terminal: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines of a width: between words, or anywhere in Chinese."""
    lines = [""]
    # Chinese stops and commas may not begin a line: they stay with the sign before them
    for part in re.findall(
        r"[!-\u2e7f]+|[^!-\u2e7f\s][\uff0c\u3002\uff1b\uff1a\u3001\uff09]*|\s+", text
    ):
        if lines[-1] and _columns(lines[-1] + part.rstrip()) > width:
            lines = [*lines[:-1], lines[-1].rstrip(), ""]
        lines[-1] += part if lines[-1] else part.lstrip()
    return lines


def _segments(file: Path, schema: str) -> list[tuple[Any, ...]]:
    """Rows of ``COLUMNS``."""
    remedy = "Build it with `dbt build` (the demo shop: `make demo`)."
    if not file.is_file():
        raise WarehouseFileError(
            f"customer_segments: warehouse file {file} was not found, got no file. {remedy}"
        )
    quoted = schema.replace('"', '""')
    try:
        with duckdb.connect(str(file), read_only=True) as connection:
            return connection.execute(
                f'select {", ".join(COLUMNS)} from "{quoted}".segments order by segment_id'
            ).fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        raise WarehouseFileError(
            f"customer_segments: warehouse file {file} has no segments in schema '{schema}', got "
            f"no table {schema}.segments of this package. {remedy} Built elsewhere: name the "
            "schema with --schema."
        ) from None
    except duckdb.Error as error:
        raise WarehouseFileError(
            f"customer_segments: warehouse file {file} cannot be opened, got: "
            f"{str(error).splitlines()[0]} Close the programs that write to it, or build it anew "
            "with this version of DuckDB."
        ) from None


if __name__ == "__main__":
    sys.exit(main())
