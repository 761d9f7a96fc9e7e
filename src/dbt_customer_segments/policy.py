"""The training policy: whether a build trains a new version, and why."""

import datetime as dt

from dbt_customer_segments.exceptions import NoChampionError
from dbt_customer_segments.registry import Version, champion, trained_by
from dbt_customer_segments.scoring import FORMAT
from dbt_customer_segments.settings import Settings


def reason_to_train(
    settings: Settings, versions: list[Version], features: list[str], as_of: dt.date
) -> str | None:
    """Why the policy asks for training now; None where it does not.

    Parameters
    ----------
    settings : Settings
    versions : list of Version
        The registry as the last build left it.
    features : list of str
        Those that the shop has, in the order of the catalogue.
    as_of : date
        The date that "now" means.

    Raises
    ------
    NoChampionError
        Where training is switched off and no version can score.
    """
    best = champion(versions, as_of)
    if settings.training == "never":
        if best is None:
            found = "1 version" if len(versions) == 1 else f"{len(versions)} versions"
            raise NoChampionError(
                "customer_segments: segments_training is 'never', but no network was trained in "
                f"this warehouse on what was known on {as_of}, got {found} in the model registry. "
                "Build once with 'auto', or set segments_model_file."
            )
        return None
    if settings.training == "always":
        return "segments_training is 'always'"
    if best is None:
        return "there is no champion"
    if best.card.get("format") != FORMAT:
        return "the champion is of another version of this package"
    if best.card["features"] != features:
        return "the features changed"
    for name, value in settings.question.items():
        if best.card.get(name) != value:
            return f"segments_{name} changed"
    # from the newest attempt: a challenger that lost is not trained again every day
    newest = max(version.card["as_of"] for version in trained_by(versions, as_of))
    age = (as_of - dt.date.fromisoformat(newest)).days
    if age > settings.retrain_after_days:
        return f"the newest version is {age} days old"
    return None
