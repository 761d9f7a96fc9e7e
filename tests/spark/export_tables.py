"""Write Spark's tables and views to files, in a process that no test shares."""

import sys
from pathlib import Path

import pyarrow.parquet as pq
from spark_customers import session_of_environment


def main(folder: Path, *names: str) -> None:
    """Write each table, named with its schema, to a file of that name."""
    folder.mkdir(parents=True, exist_ok=True)
    session = session_of_environment()
    for name in names:
        pq.write_table(session.table(name).toArrow(), folder / f"{name}.parquet")
    session.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
