"""The command line: what it prints, and every message."""

from pathlib import Path

import duckdb
import pytest

from dbt_customer_segments.cli import main, show

ROWS = """values
    ('s01', 'High value', 12, 0.75, 'Buys often. 1% of customers.', 'Keep them close.'),
    ('s02', 'Mainstream', 12345, 0.25, null, null)"""


def warehouse(folder: Path, rows: str = ROWS, schema: str = "main") -> Path:
    """A DuckDB file that holds no more than the table segments."""
    file = folder / "shop.duckdb"
    with duckdb.connect(str(file)) as connection:
        quoted = '"' + schema.replace('"', '""') + '"'
        connection.execute(f"create schema if not exists {quoted}")
        connection.execute(
            f"create table {quoted}.segments as select * from ({rows}) as given"
            "(segment_id, segment_name, customer_count, revenue_share, description, action)"
        )
    return file


def test_every_segment_is_shown_and_where_the_file_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = warehouse(tmp_path)
    assert main(["show", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "     segment                                      customers  revenue",
        "--------------------------------------------------------------------",
        "s01  High value                                          12    75.0%",
        "       Buys often. 1% of customers.",
        "       Keep them close.",
        "s02  Mainstream                                      12,345    25.0%",
        "",
        f"The tables are in {file} (schema main): select * from customer_segments;",
    ]


def test_long_names_keep_the_columns_aligned(tmp_path: Path) -> None:
    name = "Mainstream, bought this season last year, and more than that"
    rows = f"values ('s01', '{name}', 1, 1.0, null, null), ('s02', 'New', 1, null, null, null)"
    head, _, long, short = show(warehouse(tmp_path, rows)).splitlines()[:4]
    assert name in long
    assert long.index("100.0%") + len("100.0%") == len(head)
    assert short.rstrip().endswith(" 1")


def test_long_sentences_are_broken_between_words(tmp_path: Path) -> None:
    told = "What sets it apart: high revenue (average 8,376, all customers 1,355); many orders."
    rows = f"values ('s01', 'New', 1, 1.0, '{told}', 'Thank them.')"
    assert show(warehouse(tmp_path, rows)).splitlines()[3:6] == [
        "       What sets it apart: high revenue (average 8,376, all",
        "       customers 1,355); many orders.",
        "       Thank them.",
    ]


def test_chinese_takes_two_columns_a_character(tmp_path: Path) -> None:
    told = "购买频繁、消费金额高，并且近期仍然活跃。占客户总数的 8.1%，贡献收入的 50%。"
    rows = f"values ('s01', '高价值客户', 1, 1.0, '{told}', '重点维系。')"
    head, _, name, *sentences = show(warehouse(tmp_path, rows)).splitlines()[:6]
    # five characters, ten columns
    assert len(name) + 5 == len(head)
    assert sentences == [
        "       购买频繁、消费金额高，并且近期仍然活跃。占客户总数的 8.1%，贡",
        "       献收入的 50%。",
        "       重点维系。",
    ]


def test_no_customers_no_segments(tmp_path: Path) -> None:
    file = warehouse(tmp_path, f"select * from ({ROWS}) where false")
    assert "     There are no customers yet, and so no segments." in show(file).splitlines()


def test_the_schema_can_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = warehouse(tmp_path, schema='odd "name"')
    assert main(["show", str(file), "--schema", 'odd "name"']) == 0
    assert "High value" in capsys.readouterr().out


def refusal(file: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    """The one line on the standard error, without its beginning; nothing is printed."""
    assert main(["show", str(file), *options]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    before = f"customer_segments: warehouse file {file} "
    assert captured.err.startswith(before)
    return captured.err.removeprefix(before).rstrip()


def test_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refusal(tmp_path / "none.duckdb", capsys) == (
        "was not found, got no file. Build it with `dbt build` (the demo shop: `make demo`)."
    )
    assert not (tmp_path / "none.duckdb").exists()


def test_a_file_without_segments(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "empty.duckdb"
    duckdb.connect(str(file)).close()
    expected = (
        "has no segments in schema 'main', got no table main.segments of this package. Build it "
        "with `dbt build` (the demo shop: `make demo`). Built elsewhere: name the schema with "
        "--schema."
    )
    assert refusal(file, capsys) == expected
    with duckdb.connect(str(file)) as connection:
        connection.execute("create table segments as select 1 as line_segment")
    assert refusal(file, capsys) == expected


def test_another_schema(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = refusal(warehouse(tmp_path), capsys, "--schema", "elsewhere")
    assert found.startswith(
        "has no segments in schema 'elsewhere', got no table elsewhere.segments"
    )


def test_a_file_that_is_no_warehouse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "words.duckdb"
    file.write_text("no warehouse" * 1000)
    found = refusal(file, capsys)
    assert found.startswith("cannot be opened, got: IO Error: ")
    assert found.endswith(
        "Close the programs that write to it, or build it anew with this version of DuckDB."
    )
