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
ODD = """number,said,amount,is_so,at
1,"it's a ""quote"" \\n back\\\\",1.50,true,2024-01-02 03:04:05
2,,,,
3,"🛒 %s {{ x }} \\'",-2e3,false,2024-01-02 00:00:00
4,None,0,true,2024-02-02 00:00:00
"""
# a text of Spark knows the backslash as well
IS_AS_WRITTEN = r"""
{{ config(materialized='table') }}
{% set written %}
    values
    (1, 'it\'s a "quote" \\n back\\\\', 1.5, true, timestamp_ntz '2024-01-02 03:04:05'),
    (2, null, null, null, null),
    (3, '🛒 %s {{ '{{ x }}' }} \\\'', -2000, false, timestamp_ntz '2024-01-02'),
    (4, 'None', 0, true, timestamp_ntz '2024-02-02')
{% endset %}
select
    case
        when count(*) = 4 and count(written.number) = 4 then 1
        else raise_error('the seed is not as written')
    end as is_as_written
from {{ ref('odd') }} as odd
left join ({{ written }}) as written (number, said, amount, is_so, at)
    on odd.number = written.number
    and odd.said <=> written.said
    and odd.amount <=> written.amount
    and odd.is_so <=> written.is_so
    and odd.at <=> written.at
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


def _follow_readme(project: Path) -> None:
    """Write the macro that the README asks for."""
    readme = (ROOT / "README.md").read_text()
    begins = readme.index("{% materialization table")
    (project / "macros").mkdir()
    (project / "macros" / "table.sql").write_text(readme[begins : readme.index("```", begins)])


def test_a_project_without_the_materialization_in_another_time_zone(tmp_path: Path) -> None:
    _install(tmp_path, "Europe/Berlin")
    said = _dbt(tmp_path, "run")
    assert "customer_segments: 2 mistakes in the configuration:" in said
    assert "are not days of UTC, got 'Europe/Berlin'. Set spark.sql.session.timeZone to UTC" in said
    assert "project 'shop' has no materialization of tables on Spark" in said
    assert "Traceback" not in said


def test_a_project_with_the_lines_of_the_readme(tmp_path: Path) -> None:
    _install(tmp_path, "UTC")
    _follow_readme(tmp_path)
    without = ("--exclude-resource-type", "test", "unit_test")
    said = _dbt(tmp_path, "build", *without, "--select", "+rejected_rows")
    assert "Completed successfully" in said, said


def test_a_seed_of_odd_texts_is_as_written(tmp_path: Path) -> None:
    _install(tmp_path, "UTC")
    _follow_readme(tmp_path)
    loads = "spark__load_csv_rows.sql"
    (tmp_path / "macros" / loads).write_text((ROOT / "macros" / "seeds" / loads).read_text())
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "odd.csv").write_text(ODD)
    (tmp_path / "models" / "is_as_written.sql").write_text(IS_AS_WRITTEN)
    said = _dbt(tmp_path, "build", "--select", "odd", "is_as_written")
    assert "PASS=3" in said, said  # the hook that checks the configuration is one
