"""Mine the frequent itemsets of a file of baskets by one library, and say how long it took.

The file has a basket a line, its items separated by blanks. Reading it is not timed, nor is the
import; what a library needs to make of lists of items is. The package's baskets lie in a table of
the warehouse already, one row per basket and item; what it needs to make of that is timed, and the
table of itemsets that it leaves.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

Baskets = list[list[str]]
LONGEST = 99
_ITEMSETS = """
create table found as
select
    cast(to_json(list_sort(list(item_id))) as varchar) as items,
    itemset_length,
    basket_count
from all_members
group by itemset, itemset_length, basket_count
"""


def by_mlxtend(baskets: Baskets, least: int) -> int:
    """Encode as mlxtend's documentation does, sparse so that it fits, and run its fpgrowth."""
    import pandas as pd
    from mlxtend.frequent_patterns import fpgrowth
    from mlxtend.preprocessing import TransactionEncoder

    encoder = TransactionEncoder()
    encoded = encoder.fit(baskets).transform(baskets, sparse=True)
    frame = pd.DataFrame.sparse.from_spmatrix(  # type: ignore[attr-defined]
        encoded, columns=encoder.columns_
    )
    return len(fpgrowth(frame, min_support=least / len(baskets), use_colnames=True))


def by_pyfim(baskets: Baskets, least: int) -> int:
    """Run PyFIM's eclat, which is C."""
    import fim

    return len(fim.eclat(baskets, supp=-least, zmin=1, report="a"))


PEERS: dict[str, Callable[[Baskets, int], int]] = {"mlxtend": by_mlxtend, "pyfim": by_pyfim}


def in_warehouse(baskets: Baskets, least: int) -> tuple[float, int]:
    """Mine a table of DuckDB, and leave a table of itemsets with their items in order."""
    import duckdb
    import pyarrow as pa

    from dbt_customer_segments import itemsets

    rows = [(number, item) for number, items in enumerate(baskets) for item in items]
    keys, items = (pa.array(column) for column in zip(*rows, strict=True))
    given = pa.table({"basket_key": keys, "item_id": items})
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(f"{folder}/baskets") as warehouse:
        warehouse.register("given", given)
        warehouse.execute("create table basket_items as select * from given")
        begun = time.perf_counter()
        itemsets.mine(warehouse, warehouse.table("basket_items"), least, LONGEST)
        warehouse.execute(_ITEMSETS)
        seconds = time.perf_counter() - begun
        ((found,),) = warehouse.execute("select count(*) from found").fetchall()
    return seconds, int(found)


def main(peer: str, file: str, least: str) -> None:
    """Print seconds and itemsets as one JSON object."""
    baskets = [line.split() for line in Path(file).read_text(encoding="ascii").splitlines()]
    if peer == "package":
        seconds, found = in_warehouse(baskets, int(least))
    else:
        mine = PEERS[peer]
        # imported beforehand, since imports are not timed
        mine([["warm"], ["warm"]], 1)
        begun = time.perf_counter()
        found = mine(baskets, int(least))
        seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "itemsets": found}))


if __name__ == "__main__":
    main(*sys.argv[1:])
