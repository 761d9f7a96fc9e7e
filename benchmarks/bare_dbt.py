"""Write a dbt project with the graph of another and nothing to compute: what dbt itself takes.

Every model that a build ran becomes one row, which depends on those of the models before it that it
names and, in SQL, is kept in the same kind of table; every test becomes one that finds nothing;
every seed has one line. Macros, documents, contracts, hooks and ephemeral models are left out: a
build of the copy takes less than dbt's share of the original.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DBT_PROJECT = """\
name: bare_dbt
version: 1.0.0
config-version: 2
profile: bench_shop
flags: {send_anonymous_usage_stats: false}
"""
MODEL = "{{{{ config(materialized='{kind}') }}}}\n{depends_on}select 1 as x\n"
TEST = "{depends_on}select 1 as x where 1 = 0\n"
KINDS = {"view", "table", "incremental"}  # of dbt itself; what else a project defines is a table


def copy_graph(project: Path, folder: Path) -> None:
    """Write the copy of a project that was built.

    Parameters
    ----------
    project : Path
        A project with the ``manifest.json`` and ``run_results.json`` of its last build.
    folder : Path
        The new project's, which does not exist yet. Its profile is the other's, with a warehouse
        of its own.
    """
    manifest = json.loads((project / "target" / "manifest.json").read_text(encoding="utf-8"))
    results = json.loads((project / "target" / "run_results.json").read_text(encoding="utf-8"))
    ran = [result["unique_id"] for result in results["results"]]
    nodes = {each: manifest["nodes"][each] for each in ran if each in manifest["nodes"]}
    for name in ("models", "tests", "seeds"):
        (folder / name).mkdir(parents=True)
    for node in nodes.values():
        path, text = _as_file(node, nodes)
        (folder / path).write_text(text, encoding="utf-8")
    (folder / "dbt_project.yml").write_text(DBT_PROJECT, encoding="utf-8")
    profile = (project / "profiles.yml").read_text(encoding="utf-8")
    (folder / "profiles.yml").write_text(
        profile.replace(str(project / "warehouse.duckdb"), str(folder / "warehouse.duckdb")),
        encoding="utf-8",
    )


def _as_file(node: dict[str, Any], nodes: dict[str, Any]) -> tuple[str, str]:
    """Return the path and the text of a node's copy."""
    name = node["name"]
    if node["resource_type"] == "seed":
        return f"seeds/{name}.csv", "x\n1\n"
    depends_on = "".join(
        f"-- depends_on: {{{{ ref('{nodes[each]['name']}') }}}}\n"
        for each in node["depends_on"]["nodes"]
        if each in nodes
    )
    if node["resource_type"] == "test":
        return f"tests/{name}.sql", TEST.format(depends_on=depends_on)
    kind = node["config"]["materialized"]
    kind = kind if kind in KINDS and node["language"] == "sql" else "table"
    return f"models/{name}.sql", MODEL.format(kind=kind, depends_on=depends_on)
