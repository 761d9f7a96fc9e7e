"""Texts of the seeds: every one in both languages, and none twice."""

import csv
from pathlib import Path

import pytest
from projects import ROOT

CHINESE = range(0x4E00, 0xA000)


def rows(seed: str) -> list[dict[str, str]]:
    with (ROOT / f"seeds/{seed}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_texts_are_in_their_language(language: str) -> None:
    texts = [
        row[f"{column}_{language}"]
        for seed, columns in (
            ("segment_names", ("name", "description", "action")),
            ("feature_catalog", ("label_high", "label_low")),
        )
        for row in rows(seed)
        for column in columns
    ]
    assert all(texts)
    has_chinese = [any(ord(sign) in CHINESE for sign in text) for text in texts]
    assert set(has_chinese) == {language == "zh"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_labels_tell_features_and_directions_apart(language: str) -> None:
    # two segments of one name differ by a label: the same for two features would be none
    labels = [
        row[f"label_{direction}_{language}"]
        for row in rows("feature_catalog")
        for direction in ("high", "low")
    ]
    assert len(set(labels)) == len(labels)
    names = [row[f"name_{language}"] for row in rows("segment_names")]
    assert len(set(names)) == len(names) == 14


def test_units_have_chinese_words() -> None:
    macro = Path(ROOT / "macros/names/readable_value.sql").read_text(encoding="utf-8")
    units = {row["unit"] for row in rows("feature_catalog")} - {"share", "money", "ratio"}
    assert [unit for unit in sorted(units) if f"'{unit}': '" not in macro] == []
