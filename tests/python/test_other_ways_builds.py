"""Every other way to segment builds the demo shop, and its ONNX file alone gives the table."""

import shutil
from pathlib import Path

import pytest
from projects import Build, dbt
from test_onnx_parity import assert_reproduced

pytestmark = pytest.mark.slow

WAYS = [
    ("autoencoder", "kmeans"),
    ("variational_autoencoder", "kmeans"),
    ("none", "kmeans"),
    ("outcome_autoencoder", "hdbscan"),
    ("outcome_autoencoder", "dbscan"),
]


@pytest.fixture(scope="module")
def shop(demo: Build, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A copy of the demo shop's warehouse, in which one way follows the other."""
    folder = tmp_path_factory.mktemp("ways")
    shutil.copy(demo.file, folder)
    return Build(0, "", folder / demo.file.name)


def test_there_are_no_other_ways(tmp_path: Path) -> None:
    given = {"segments_network": "gan", "segments_clustering": "k-means"}
    run = dbt(tmp_path, "run", "--select", "int_segments__settings", variables=given)
    assert run.returncode != 0
    told = " ".join(run.output.split())
    assert (
        "variable 'segments_network' cannot be used, got 'gan'. Give one of outcome_autoencoder, "
        "autoencoder, variational_autoencoder, none."
    ) in told
    assert (
        "variable 'segments_clustering' cannot be used, got 'k-means'. Give one of kmeans, "
        "hdbscan, dbscan."
    ) in told


@pytest.mark.parametrize(("network", "clustering"), WAYS)
def test_the_file_of_every_way_gives_the_table(shop: Build, network: str, clustering: str) -> None:
    folder: Path = shop.file.parent
    shutil.rmtree(folder / "onnx", ignore_errors=True)
    run = dbt(
        folder,
        # from the settings to the segments and no further
        *("run", "--select", "int_segments__settings+,+segments"),
        variables={"segments_network": network, "segments_clustering": clustering},
    )
    assert run.returncode == 0, run.output
    (file,) = (folder / "onnx").glob("*.onnx")
    assert_reproduced(shop, file)
    (card,) = shop.query(
        "select card from main_internal.int_segments__model_registry where is_champion"
    )
    assert f'"network": "{network}"' in card[0]
    assert f'"clustering": "{clustering}"' in card[0]
    # another way is another question: it is promoted, whatever it is worth
    assert "changed." in card[0]
    names = dict(shop.query("select segment_id, segment_name from segments"))
    assert len(names) >= 2
    is_dense = clustering != "kmeans"
    assert ("unassigned" in names) == is_dense
    assert is_dense == (names.get("unassigned") == "Unassigned")
    assert list(names.values()).count("Unassigned") == is_dense
