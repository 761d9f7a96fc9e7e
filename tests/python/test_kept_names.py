"""Names of segments: they stay while profiles, networks, languages and seeds change."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from projects import Build, dbt

pytestmark = pytest.mark.slow

# what reads the profiles, which the tests change by hand
NAMING = (
    *("int_segments__segment_base_names", "int_segments__segment_issuer"),
    *("int_segments__kept_names", "int_segments__segment_names"),
    # customer_segments alone would select the whole package
    *("int_segments__segment_highlights", "path:models/marts/segments/customer_segments.sql"),
    "path:models/marts/segments/segments.sql",
)
PROFILED = ("scores", "standard_profiles", "difference_intervals")
NAMES = "select segment_id, segment_name from segments order by 1"
EVERYTHING = "select * from segments order by 1"
KEPT = "main_internal.int_segments__kept_names"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all tests: dbt reads the project once."""
    return tmp_path_factory.mktemp("names")


@pytest.fixture
def shop(demo: Build, folder: Path) -> Build:
    """A copy of the demo shop's warehouse, free to change."""
    shutil.copy(demo.file, folder)
    return Build(0, "", folder / demo.file.name)


def change(shop: Build, *statements: str) -> None:
    with duckdb.connect(str(shop.file)) as connection:
        for statement in statements:
            connection.execute(statement)


def run(shop: Build, *options: str, **variables: str) -> dict[str, str]:
    """Build the names anew; returns those of the segments that have customers."""
    done = dbt(shop.file.parent, "run", "--select", *NAMING, *options, variables=variables)
    assert done.returncode == 0, done.output
    return dict(shop.query(NAMES))


def move(shop: Build, *pairs: tuple[str, str]) -> None:
    """Give the customers and profiles of segments to others."""
    cases = " ".join(f"when '{one}' then '{other}'" for one, other in pairs)
    for table in PROFILED:
        change(
            shop,
            f"update main_internal.int_segments__{table}"
            f" set segment_id = case segment_id {cases} else segment_id end",
        )


def test_a_name_stays_whatever_its_segment_turns_into(demo: Build, shop: Build) -> None:
    before = dict(demo.query(NAMES))
    move(shop, ("s01", "s08"), ("s08", "s01"))
    assert run(shop) == before
    turned = dict(shop.query("select segment_id, description from segments"))
    assert "high revenue" in turned["s08"]
    assert run(shop, "--full-refresh") == before
    # an empty build knows no segment, and forgets no name
    assert run(shop, "--empty") == {}
    assert len(shop.query(f"from {KEPT}")) == len(before)
    move(shop, ("s01", "s08"), ("s08", "s01"))
    assert run(shop) == before
    assert shop.query(EVERYTHING) == demo.query(EVERYTHING)


def test_new_segments_get_names_that_no_other_has_or_had(demo: Build, shop: Build) -> None:
    before = dict(demo.query(NAMES))
    # s01 ends, and what it was is found under a new id; half of the one-time buyers become a
    # segment of their own
    (once,) = (segment for segment, name in before.items() if name == "One-time buyer")
    move(shop, ("s01", "s19"))
    change(
        shop,
        "update main_internal.int_segments__scores set segment_id = 's20'"
        f" where segment_id = '{once}' and hash(customer_id) % 2 = 0",
        "insert into main_internal.int_segments__standard_profiles"
        " select * replace ('s20' as segment_id, standardised_difference * 1.25 as"
        " standardised_difference) from main_internal.int_segments__standard_profiles"
        f" where segment_id = '{once}'",
    )
    names = run(shop)
    ended = before.pop("s01")
    assert set(names) == {*before, "s19", "s20"}
    assert {segment: names[segment] for segment in before} == before
    assert names["s19"].startswith("High value, ")
    assert names["s20"].startswith("One-time buyer, ")
    table = "main_internal.int_segments__segment_names"
    every = dict(shop.query(f"select segment_id, segment_name from {table}"))
    assert every == {**names, "s01": ended}
    assert len(set(every.values())) == len(every)
    # s01 comes back with what it was
    move(shop, ("s19", "s01"))
    assert run(shop)["s01"] == ended == "High value"


def test_another_networks_ids_are_named_by_themselves(demo: Build, shop: Build) -> None:
    before = dict(demo.query(NAMES))
    registry = "main_internal.int_segments__model_registry"
    digest = shop.query(f"select network_sha256 from {registry}")[0][0]
    # as if a pinned network had been scored, whose s02 are those who buy much
    move(shop, ("s01", "s02"), ("s02", "s01"))
    change(shop, f"update {registry} set is_trained_here = false, network_sha256 = 'foreign'")
    foreign = run(shop)
    assert (foreign["s01"], foreign["s02"]) == (before["s02"], before["s01"])
    move(shop, ("s01", "s02"), ("s02", "s01"))
    change(shop, f"update {registry} set is_trained_here = true, network_sha256 = '{digest}'")
    assert run(shop) == before
    assert len(shop.query(f"from {KEPT}")) == 2 * len(before)


def test_names_are_those_of_the_language(demo: Build, shop: Build) -> None:
    chinese = run(shop, segments_language="zh")
    english = dict(demo.query(NAMES))
    translated = {english[segment]: name for segment, name in chinese.items()}
    assert translated["High value"] == "高价值客户"
    assert translated["Discount-sensitive"] == "折扣敏感型客户"
    new = [name for known, name in translated.items() if known.startswith("New")]
    assert new
    assert all(name.startswith("新手客户") for name in new)
    told = shop.query("select segment_name || description || action from segments")
    assert not [text for (text,) in told if any(sign.isascii() and sign.isalpha() for sign in text)]
    run(shop, segments_language="en")
    assert shop.query(EVERYTHING) == demo.query(EVERYTHING)


def test_edited_seeds_change_what_is_shown(demo: Build, shop: Build) -> None:
    before = dict(demo.query(NAMES))
    own = {name: segment for segment, name in before.items()}
    change(
        shop,
        "update main_internal.segment_names set name_en = 'Stars' where name_key = 'high_value'",
        "update main_internal.segment_names set name_en = 'Stars' where name_key = 'seasonal'",
        "delete from main_internal.segment_names where name_key = 'lapsed'",
        "delete from main_internal.segment_name_rules where name_key = 'lapsed'",
    )
    names = run(shop)
    assert names[own["High value"]] == "Stars"
    # two keys of one text: the later id says which it is
    assert names[own["Seasonal"]] == f"Stars ({own['Seasonal']})"
    assert not names[own["Lapsed"]].startswith("Lapsed")
    changed = {own[name] for name in ("High value", "Seasonal", "Lapsed")}
    rest = set(before) - changed
    assert {key: names[key] for key in rest} == {key: before[key] for key in rest}


def test_a_text_that_the_language_lacks_fails_a_test(shop: Build) -> None:
    change(shop, "update main_internal.segment_names set action_zh = '' where name_key = 'new'")
    test = ("test", "--select", "assert_names_are_written_in_the_language")
    done = dbt(shop.file.parent, *test, variables={"segments_language": "zh"})
    assert done.returncode != 0
    assert "Got 1 result" in done.output
