"""The command line: look at the segments of a warehouse file."""

import argparse
import sys
from pathlib import Path

import duckdb

from dbt_customer_segments.exceptions import SegmentsError


class WarehouseFileError(SegmentsError):
    """A DuckDB file is missing or holds no segments."""


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
        Where the file is missing or has no table ``segments`` in the schema.
    """
    remedy = "Build it with `dbt build` (the demo shop: `make demo`)."
    if not file.is_file():
        raise WarehouseFileError(f"customer_segments: no warehouse file at {file}. {remedy}")
    with duckdb.connect(str(file), read_only=True) as connection:
        name = schema.replace('"', '""')
        try:
            rows = connection.execute(
                "select segment_id, segment_name, customer_count, revenue_share, action"
                f' from "{name}".segments order by segment_id'
            ).fetchall()
        except duckdb.CatalogException:
            raise WarehouseFileError(
                f"customer_segments: {file} has no table {schema}.segments. {remedy}"
            ) from None
    lines = [f"{'':5}{'segment':44}{'customers':>10}{'revenue':>9}", "-" * 68]
    for segment_id, segment_name, customers, share, action in rows:
        lines.append(f"{segment_id:5}{segment_name:44}{customers:>10,}{share or 0:>9.1%}")
        lines.append(f"{'':5}  {action}")
    lines.append(f"\nThe tables are in {file} (schema {schema}): select * from customer_segments;")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
