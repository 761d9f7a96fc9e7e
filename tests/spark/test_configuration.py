"""A project that installs the package is told what Spark would otherwise do to it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from projects import ROOT
from spark_projects import spark_command

PROJECT = """
name: shop
version: 1.0.0
config-version: 2
profile: customer_segments
flags: {send_anonymous_usage_stats: false}
vars:
  customer_segments:
    segments_inputs:
      order_lines:
        relation: ref('lines')
        columns:
          customer_id: customer_id
          order_id: order_id
          product_id: product_id
          quantity: quantity
          unit_price: unit_price
          ordered_at: ordered_at
"""
LINES = """
select
    'c' as customer_id, 'o' as order_id, 'p' as product_id, 1 as quantity, 2.5 as unit_price,
    timestamp_ntz '2024-01-01 10:00:00' as ordered_at
"""


def _dbt(project: Path, *arguments: str) -> str:
    """Run dbt in a project that installs this one, with a time zone of its own."""
    begun = spark_command(project, "local[1]", *arguments, project=project)
    begun["args"][begun["args"].index("--profiles-dir") + 1] = str(project)
    done = subprocess.run(**begun, capture_output=True, check=False)
    return done.stdout + done.stderr


def _install(project: Path, zone: str) -> None:
    profile = (ROOT / "profiles.yml").read_text()
    (project / "profiles.yml").write_text(profile.replace("timeZone: UTC", f"timeZone: {zone}"))
    (project / "dbt_project.yml").write_text(PROJECT)
    (project / "packages.yml").write_text(f"packages: [{{local: '{ROOT}'}}]\n")
    (project / "models").mkdir()
    (project / "models" / "lines.sql").write_text(LINES)
    _dbt(project, "deps")


def test_a_project_without_the_materialization_in_another_time_zone(tmp_path: Path) -> None:
    _install(tmp_path, "Europe/Berlin")
    said = _dbt(tmp_path, "run")
    assert "customer_segments: 2 mistakes in the configuration:" in said
    assert "are not days of UTC, got 'Europe/Berlin'. Set spark.sql.session.timeZone to UTC" in said
    assert "project 'shop' has no materialization of tables on Spark" in said
    assert "Traceback" not in said


def test_a_project_with_the_lines_of_the_readme(tmp_path: Path) -> None:
    _install(tmp_path, "UTC")
    readme = (ROOT / "README.md").read_text()
    begins = readme.index("{% materialization table")
    lines = readme[begins : readme.index("```", begins)]
    (tmp_path / "macros").mkdir()
    (tmp_path / "macros" / "table.sql").write_text(lines)
    without = ("--exclude-resource-type", "test", "unit_test")
    said = _dbt(tmp_path, "build", *without, "--select", "+rejected_rows")
    assert "Completed successfully" in said, said
