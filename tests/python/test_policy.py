"""The training policy: when a build trains, and what it promotes."""

import datetime as dt
from typing import Any

import pytest
from networks import card, version

from dbt_customer_segments.exceptions import NoChampionError
from dbt_customer_segments.policy import reason_to_train
from dbt_customer_segments.registry import Version, champion
from dbt_customer_segments.settings import Settings

FEATURES = card()["features"]
TRAINED = dt.date(2024, 1, 31)


def reason(
    settings: Settings, versions: list[Version], days: int = 0, features: list[str] | None = None
) -> str | None:
    return reason_to_train(
        settings, versions, features or FEATURES, TRAINED + dt.timedelta(days=days)
    )


@pytest.fixture
def auto(settings: Any) -> Settings:
    return settings(training="auto", retrain_after_days=30)


def test_auto_trains_without_a_champion(auto: Settings) -> None:
    assert reason(auto, []) == "there is no champion"


def test_auto_does_not_take_a_pinned_file_for_a_champion(auto: Settings) -> None:
    pinned = version(is_trained_here=False, is_promoted=False)
    assert reason(auto, [pinned]) == "there is no champion"


def test_auto_trains_when_the_features_changed(auto: Settings) -> None:
    assert reason(auto, [version()], features=[*FEATURES, "return_share"]) == "the features changed"
    assert reason(auto, [version()], features=FEATURES[:1]) == "the features changed"


def test_auto_trains_when_another_version_of_the_package_trained(auto: Settings) -> None:
    expected = "the champion is of another version of this package"
    assert reason(auto, [version(format=0)]) == expected
    unnumbered = version()
    del unnumbered.card["format"]
    assert reason(auto, [unnumbered]) == expected


def test_auto_trains_after_the_days_of_the_variable_and_not_on_them(auto: Settings) -> None:
    assert reason(auto, [version()], days=31) == "the newest version is 31 days old"
    assert reason(auto, [version()], days=30) is None


def test_auto_does_not_train_again_on_the_same_day(auto: Settings) -> None:
    assert reason(auto, [version()]) is None


def test_age_counts_from_the_newest_attempt_also_if_it_lost(auto: Settings) -> None:
    lost = version(2, is_promoted=False, as_of="2024-03-01")
    assert reason(auto, [version(), lost], days=40) is None
    assert reason(auto, [version(), lost], days=61) == "the newest version is 31 days old"


def test_age_does_not_count_from_a_pinned_file(auto: Settings) -> None:
    pinned = version(2, is_trained_here=False, is_promoted=False, as_of="2024-03-01")
    assert reason(auto, [version(), pinned], days=40) == "the newest version is 40 days old"


def test_what_was_trained_later_is_no_champion_of_the_past(auto: Settings) -> None:
    assert reason(auto, [version()], days=-1) == "there is no champion"
    earlier = version(2, as_of="2024-01-10")
    assert reason(auto, [version(), earlier], days=-1) is None
    assert champion([version(), earlier], TRAINED - dt.timedelta(days=1)) == earlier


def test_a_version_trained_for_the_past_takes_no_crown_of_today(auto: Settings) -> None:
    backtest = version(2, as_of="2023-01-31")
    assert champion([version(), backtest], TRAINED) == version()
    assert reason(auto, [version(), backtest]) is None


def test_auto_trains_when_the_question_changed(settings: Any) -> None:
    assert reason(settings(count=5), [version()]) == "segments_count changed"
    assert reason(settings(network="none"), [version()]) == "segments_network changed"
    assert reason(settings(clustering="dbscan"), [version()]) == "segments_clustering changed"
    dense = version(clustering="dbscan", count="as dense")
    assert reason(settings(clustering="dbscan", count=5), [dense]) is None
    assert reason(settings(horizon_days=30), [version()]) == "segments_horizon_days changed"


def test_always_trains_whatever_there_is(settings: Any) -> None:
    assert reason(settings(training="always"), [version()]) == "segments_training is 'always'"
    assert reason(settings(training="always"), []) == "segments_training is 'always'"


def test_never_does_not_train_with_a_champion(settings: Any) -> None:
    assert reason(settings(training="never"), [version()], days=999, features=["other"]) is None


@pytest.mark.parametrize(
    ("versions", "found"),
    [([], "0 versions"), ([version(is_trained_here=False, is_promoted=False)], "1 version")],
)
def test_never_without_a_champion_says_what_to_do(
    settings: Any, versions: list[Version], found: str
) -> None:
    with pytest.raises(NoChampionError) as caught:
        reason(settings(training="never"), versions)
    assert str(caught.value) == (
        "customer_segments: segments_training is 'never', but no network was trained in this "
        f"warehouse on what was known on 2024-01-31, got {found} in the model registry. "
        "Build once with 'auto', or set segments_model_file."
    )
