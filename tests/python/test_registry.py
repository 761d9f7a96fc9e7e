"""The registry, pinned files and exports: what is kept is what was trained, or a sentence."""

import json
from pathlib import Path
from typing import Any

import pytest
from networks import card, network, version

import onnx
from dbt_customer_segments import model_files, registry
from dbt_customer_segments.exceptions import DamagedRegistryError, ModelFileError
from dbt_customer_segments.scoring import FORMAT

REMEDY = (
    "Set segments_model_file to an ONNX file that this package wrote to segments_onnx_dir, or to "
    "null."
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An exported network of another warehouse."""
    path = tmp_path / "network.onnx"
    path.write_bytes(network(card()))
    return path


def refusal(path: Path) -> str:
    """The sentence with which a file is refused, without its beginning and its remedy."""
    with pytest.raises(ModelFileError) as caught:
        model_files.load(path)
    sentence = str(caught.value)
    before = f"customer_segments: segments_model_file: {path} "
    assert sentence.startswith(before)
    assert sentence.endswith(f". {REMEDY}")
    return sentence.removeprefix(before).removesuffix(f". {REMEDY}")


def test_the_table_gives_back_what_was_kept() -> None:
    versions = registry.crown([version(1), version(2, is_trained_here=False)], version(2))
    table = registry.to_table(versions)
    assert table.schema == registry.SCHEMA
    assert registry.from_table(table) == versions


def test_versions_come_in_order_whatever_the_order_of_the_rows() -> None:
    table = registry.to_table([version(2), version(10), version(1)])
    assert [found.model_version for found in registry.from_table(table)] == [1, 2, 10]


def test_before_the_first_build_there_are_no_versions() -> None:
    assert registry.from_table(None) == []
    assert registry.from_table(registry.to_table([])) == []


def test_a_damaged_network_is_refused() -> None:
    rows = registry.to_table([version(1), version(2)]).to_pylist()
    digest = rows[1]["network_sha256"]
    rows[1]["network"] = rows[0]["network"]
    damaged = registry.to_table([]).from_pylist(rows, schema=registry.SCHEMA)
    with pytest.raises(DamagedRegistryError) as caught:
        registry.from_table(damaged)
    assert str(caught.value) == (
        "customer_segments: version 2 of the model registry is damaged: its digest should be "
        f"{digest}, got {rows[0]['network_sha256']}. Restore int_segments__model_registry from a "
        "backup, or drop it to train anew."
    )


def test_a_number_is_never_used_again() -> None:
    given = {"is_trained_here": True, "is_promoted": True}
    one = registry.add([], b"one", card(), **given)
    assert [found.model_version for found in registry.add(one, b"two", card(), **given)] == [1, 2]
    after_a_gap = registry.add([version(7)], b"eight", card(), **given)
    assert after_a_gap[-1].model_version == 8


def test_the_champion_is_the_newest_that_won() -> None:
    won, lost = version(2), version(3, is_promoted=False)
    pinned = version(4, is_trained_here=False)
    assert registry.champion([version(1), won, lost, pinned], None) == won
    assert registry.champion([lost, pinned], None) is None
    assert registry.champion([], None) is None


def test_one_version_is_crowned_and_no_other() -> None:
    former = registry.crown([version(1), version(2)], version(1))
    assert [found.is_champion for found in registry.crown(former, version(2))] == [False, True]
    assert [found.is_champion for found in registry.crown(former, None)] == [False, False]


def test_a_pinned_unknown_file_becomes_a_version(file: Path) -> None:
    versions, pinned = registry.pin([version(1)], *model_files.load(file))
    assert versions == [version(1), pinned]
    assert pinned.model_version == 2
    assert pinned.network == file.read_bytes()
    assert not pinned.is_trained_here
    assert not pinned.is_promoted


def test_a_pinned_known_file_is_its_version(tmp_path: Path) -> None:
    known = version(1)
    model_files.export(known, tmp_path)
    path = next(tmp_path.glob("*.onnx"))
    versions, pinned = registry.pin([known, version(2)], *model_files.load(path))
    assert versions == [known, version(2)]
    assert pinned == known


def test_a_file_pinned_twice_is_one_version(file: Path) -> None:
    once, first = registry.pin([], *model_files.load(file))
    assert registry.pin(once, *model_files.load(file)) == (once, first)


def test_unpinned_the_champion_is_back(file: Path) -> None:
    trained = version(1)
    versions, pinned = registry.pin([trained], *model_files.load(file))
    assert registry.champion(registry.crown(versions, pinned), None) == trained


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.onnx") == "was not found, got no file"
    assert refusal(tmp_path) == "was not found, got no file"


def test_a_file_that_is_no_onnx_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.onnx"
    path.write_text("no network")
    assert refusal(path) == "is no ONNX file, got 10 other bytes"


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.onnx"
    path.write_bytes(b"")
    assert refusal(path) == "is no network of this package, got an ONNX file without a card"


@pytest.fixture
def altered(file: Path) -> Any:
    """Load the file's model, alter it, and write it back."""

    def alter(change: Any) -> Path:
        model = onnx.load_model_from_string(file.read_bytes())
        change(model)
        file.write_bytes(model.SerializeToString())
        return file

    return alter


def test_an_onnx_file_without_a_card_is_refused(altered: Any) -> None:
    path = altered(lambda model: model.ClearField("metadata_props"))
    assert refusal(path) == "is no network of this package, got an ONNX file without a card"


@pytest.mark.parametrize(
    "text",
    [
        "not json",
        "[1, 2]",
        "{}",
        json.dumps({"features": ["a"], "segment_ids": ["s01"]}),
        json.dumps({"features": "ab", "segment_ids": ["s01"], "as_of": "2024-01-31"}),
        json.dumps({"features": ["a"], "segment_ids": [], "as_of": "2024-01-31"}),
    ],
)
def test_a_foreign_card_is_refused(altered: Any, text: str) -> None:
    path = altered(lambda model: onnx.helper.set_model_props(model, {"card": text}))
    assert refusal(path) == "is no network of this package, got an ONNX file with another card"


def refer_to_another_file(tensor: onnx.TensorProto) -> None:
    tensor.ClearField("raw_data")
    tensor.data_location = onnx.TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="/etc/passwd")


def refer_to_another_file_from_a_node(model: onnx.ModelProto) -> None:
    attribute = model.graph.node[0].attribute.add(name="value")
    attribute.type = onnx.AttributeProto.TENSOR
    refer_to_another_file(attribute.t)


@pytest.mark.parametrize(
    "change",
    [
        lambda model: refer_to_another_file(model.graph.initializer[0]),
        refer_to_another_file_from_a_node,
    ],
    ids=["initializer", "attribute"],
)
def test_a_file_with_external_data_is_refused(altered: Any, change: Any) -> None:
    assert refusal(altered(change)) == "is not complete, got references to data in other files"


@pytest.mark.parametrize(
    "facts", [{"features": ["a", "b", "c"]}, {"segment_ids": ["s01", "s02", "s03"]}]
)
def test_a_network_that_does_not_fit_its_card_is_refused(
    altered: Any, facts: dict[str, Any]
) -> None:
    def claim(model: onnx.ModelProto) -> None:
        onnx.helper.set_model_props(model, {"card": json.dumps(card(**facts))})

    assert refusal(altered(claim)) == (
        "does not fit its card, got inputs and outputs: features (2), embedding (32), "
        "reconstruction_error, segment, distances (2), runner_up, confidence, "
        "contributions (2), scaled (2)"
    )


def test_a_network_without_segments_is_refused(altered: Any) -> None:
    assert refusal(altered(lambda model: model.graph.output.pop(2))) == (
        "does not fit its card, got inputs and outputs: features (2), embedding (32), "
        "reconstruction_error, distances (2), runner_up, confidence, "
        "contributions (2), scaled (2)"
    )


@pytest.mark.parametrize(("facts", "found"), [({}, "none"), ({"format": 99}, "99")])
def test_a_network_of_another_version_is_refused(
    file: Path, facts: dict[str, Any], found: str
) -> None:
    described = card()
    del described["format"]
    file.write_bytes(network(described | facts))
    assert refusal(file) == f"is of another version: its format should be {FORMAT}, got {found}"


def test_an_export_is_the_network_and_its_readable_card(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "onnx"
    kept = version(3)
    model_files.export(kept, folder)
    name = f"segments_v0003_{kept.sha256[:8]}"
    assert {path.name for path in folder.iterdir()} == {f"{name}.onnx", f"{name}.json"}
    assert model_files.load(folder / f"{name}.onnx") == (kept.network, kept.card)
    described = json.loads((folder / f"{name}.json").read_text())
    assert described == kept.card | {"model_version": 3, "sha256": kept.sha256}


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "onnx"
    folder.write_text("a file, not a folder")
    with pytest.raises(ModelFileError) as caught:
        model_files.export(version(), folder)
    assert str(caught.value) == (
        f"customer_segments: segments_onnx_dir: {folder} cannot be written to, got: File exists. "
        "Name a folder that can be."
    )
