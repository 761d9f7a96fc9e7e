"""Train a network on a bounded sample, cluster its embedding, and export both as one file."""

import bisect
import importlib.metadata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dbt_customer_segments import clustering, counting, density, evaluation, identity
from dbt_customer_segments.champion import Former, foretold
from dbt_customer_segments.counting import Candidate, Measured
from dbt_customer_segments.density import UNASSIGNED, Regions
from dbt_customer_segments.evaluation import Figures
from dbt_customer_segments.optional import require
from dbt_customer_segments.registry import Version
from dbt_customer_segments.scoring import FORMAT, as_matrix
from dbt_customer_segments.settings import Settings
from dbt_customer_segments.training_data import Prepared, TrainingData, prepare

OUTCOME_WEIGHTS = (0.06, 0.085, 0.12, 0.17, 0.24, 0.34, 0.48, 0.68, 0.96, 1.36, 1.92, 2.72, 3.84)
"""What an outcome may count, where customers are clustered, beside the mean of the features."""
EXPLAINED = 0.94
"""Share of the predictions' variance that segments shall keep; the least weight that does is taken.
"""
USUAL_COUNT = 8
"""Segments with which the weight is looked for where their number is not given."""


@dataclass(frozen=True)
class Fitted:
    """A trained network with its embedding of customers today.

    Attributes
    ----------
    network : OutcomeAutoencoder or Axes
        Aligned with the outcomes' ``weight``.
    embedding : array of float32, shape (customers today, dimensions)
    predictions : array of float32, shape (customers today, 2), or None where none are learned
    seen : array of float32, shape (rows of the snapshots, dimensions), or None
        Embedding of the snapshots.
    """

    network: Any
    weight: float
    embedding: NDArray[np.float32]
    predictions: NDArray[np.float32] | None
    seen: NDArray[np.float32] | None


def train(
    data: TrainingData,
    settings: Settings,
    champion: Version | None = None,
    issued: int = 0,
    named_after: Version | None = None,
) -> tuple[bytes, dict[str, Any]]:
    """Train, cluster and export.

    Parameters
    ----------
    data : TrainingData
    settings : Settings
    champion : Version, optional
        From which training goes on, and whose segments keep their ids.
    issued : int
        The highest number that an id has; new segments get higher ones.
    named_after : Version, optional
        Where there is no champion: whose segments give their ids, and nothing else.

    Returns
    -------
    bytes
        The ONNX file.
    dict
        Its card: features in order, cutoffs, rows, seed, library versions, metrics.

    Raises
    ------
    MissingDependencyError
        Where PyTorch, scikit-learn or tqdm are not installed.
    """
    for module in ("torch", "sklearn", "tqdm"):
        require(module, "training segments", "train")
    from dbt_customer_segments import network as networks
    from dbt_customer_segments import teaching, ways
    from dbt_customer_segments.export import to_onnx

    current = as_matrix(data.current, data.features)
    prepared = prepare(data, current)
    inputs = prepared.preprocessing.apply(current)
    known = Former.of(champion, data, settings.network, settings.horizon_days)
    trained = ways.teach(settings.network, prepared, inputs, settings.seed, known)
    fitted = _embed(trained.network, data, prepared, inputs, settings, known)
    found = _segments(fitted, data, settings, known)
    known = known or Former.of(named_after, data)
    places, segment_ids = _identified(fitted.embedding, found, data, known, issued)
    card = _card(data, settings, prepared, segment_ids) | {
        "outcome_weight": fitted.weight,
        "spread": places.spread(fitted.embedding)
        if isinstance(places, Regions)
        else clustering.spread(fitted.embedding, places),
        "epochs": trained.epochs,
        "reconstruction_loss": round(trained.reconstruction_loss, 6),
        "segment_count_search": [candidate.as_fact() for candidate in found.candidates],
    }
    heads = teaching.heads(fitted.network, prepared) if card["has_outcomes"] else None
    encoder, decoder = map(networks.layers, (fitted.network.encoder, fitted.network.decoder))

    def exported() -> bytes:
        return to_onnx(prepared.preprocessing, encoder, decoder, places, card, heads)

    card["held_out"] = evaluation.beside_rfm(exported(), data)
    return exported(), card


def _card(
    data: TrainingData, settings: Settings, prepared: Prepared, segment_ids: list[str]
) -> dict[str, Any]:
    """Write down what was known before the segments are."""
    return {
        "format": FORMAT,
        "features": data.features,
        "segment_ids": segment_ids,
        "as_of": data.as_of,
        **settings.question,
        "training_cutoffs": data.cutoffs,
        "training_rows": len(prepared.training.inputs),
        "held_out_rows": len(prepared.held_out.inputs),
        "has_outcomes": foretold(settings.network, data),
        "seed": settings.seed,
        "libraries": {
            name: importlib.metadata.version(name)
            for name in ("dbt-customer-segments", "torch", "scikit-learn", "onnx", "numpy")
        },
    }


def _embed(
    network: Any,
    data: TrainingData,
    prepared: Prepared,
    inputs: NDArray[np.float32],
    settings: Settings,
    known: Former | None,
) -> Fitted:
    """Align, and embed customers today and the snapshots."""
    from dbt_customer_segments import network as networks

    foretells = foretold(settings.network, data)
    weights: Sequence[float] = OUTCOME_WEIGHTS if foretells else (0.0,)
    if known is not None and known.can_continue:
        weights = (known.card["outcome_weight"],)
    weight, aligned = 0.0, network
    if settings.network != "none":
        weight, aligned = _align(network, inputs, weights, settings)
    embedding = networks.embed(aligned, inputs)
    if not data.has_outcomes:
        return Fitted(aligned, weight, embedding, None, None)
    seen = np.empty((data.snapshots.num_rows, embedding.shape[1]), dtype=np.float32)
    seen[~prepared.is_held_out] = networks.embed(aligned, prepared.training.inputs)
    seen[prepared.is_held_out] = networks.embed(aligned, prepared.held_out.inputs)
    predictions = networks.predict(aligned, embedding) if foretells else None
    return Fitted(aligned, weight, embedding, predictions, seen)


def _align(
    network: Any, inputs: NDArray[np.float32], weights: Sequence[float], settings: Settings
) -> tuple[float, Any]:
    """Align with the least weight with which segments keep what is predicted, or the last."""
    from dbt_customer_segments import network as networks
    from dbt_customer_segments.alignment import align

    sample = inputs[clustering.sampled(inputs)]
    count = max(min(settings.counts(), key=lambda number: abs(number - USUAL_COUNT)), 1)

    def is_enough(weight: float) -> bool:
        aligned = align(network, sample, weight)
        embedding = networks.embed(aligned, sample)
        _, labels = clustering.cluster(embedding, count, settings.seed)
        told = clustering.explained(labels, networks.predict(aligned, embedding))
        return told >= EXPLAINED

    # what weighs more is kept better: halving the weights that are left takes four of thirteen
    weight = weights[bisect.bisect_left(weights[:-1], x=True, key=is_enough)]
    return weight, align(network, sample, weight)


@dataclass(frozen=True)
class Found:
    """Segments before they have ids.

    Attributes
    ----------
    places : array of float32, shape (segments, dimensions), or Regions
        Centroids, or dense regions.
    candidates : what was compared
    kept : where the champion's segments are continued, which of these they are; None is a new one
    """

    places: NDArray[np.float32] | Regions
    candidates: list[Candidate]
    kept: list[int | None] | None = None


def _segments(
    fitted: Fitted, data: TrainingData, settings: Settings, known: Former | None
) -> Found:
    """Find the segments."""
    some = clustering.sampled(fitted.embedding, counting.SEARCH_ROWS)
    told = None if fitted.predictions is None else fitted.predictions[some]
    measured = Measured(fitted.embedding[some], told, settings.seed)
    if settings.clustering != "kmeans":
        return _dense(fitted, measured, data, settings)
    candidates: dict[int, Candidate] = {}

    def compare(centroids: NDArray[np.float32], *, is_continued: bool = False) -> Candidate:
        figures: Figures | None = None
        if fitted.seen is not None:
            labels = clustering.nearest(fitted.seen, centroids)
            figures = evaluation.explained_outcomes(labels, data)
        return measured.describe(centroids, figures, is_continued=is_continued)

    for count in settings.counts():
        centroids, _ = clustering.cluster(measured.embedding, count, settings.seed)
        candidates.setdefault(len(centroids), compare(centroids))
    compared = list(candidates.values())
    before: tuple[NDArray[np.float32], list[int | None]] | None = None
    if known is not None and known.answers(settings):
        least = min(candidates)
        before = clustering.continued(fitted.embedding, known.segments, least, settings.seed)
        if len(before[1]) in candidates:
            compared.append(compare(before[0], is_continued=True))
    chosen = counting.pick(compared)
    listed = [replace(candidate, is_chosen=candidate is chosen) for candidate in compared]
    if before is not None and chosen.is_continued:
        return Found(before[0], listed, before[1])
    centroids, _ = clustering.cluster(fitted.embedding, chosen.segments, settings.seed)
    return Found(centroids, listed)


def _dense(fitted: Fitted, measured: Measured, data: TrainingData, settings: Settings) -> Found:
    """Find dense regions; their number is what it is, so that there is nothing to compare."""
    regions = density.find(fitted.embedding, settings.clustering, settings.seed)
    figures: Figures | None = None
    if fitted.seen is not None:
        figures = evaluation.explained_outcomes(regions.nearest(fitted.seen), data)
    # those that have customers
    there, labels = np.unique(regions.nearest(measured.embedding), return_inverse=True)
    stability = density.stability(measured.embedding, regions, settings.clustering, settings.seed)
    only = measured.measure(labels.astype(np.int64), len(there), stability, figures)
    return Found(regions, [replace(only, is_chosen=True)])


def _identified(
    embedding: NDArray[np.float32],
    found: Found,
    data: TrainingData,
    known: Former | None,
    issued: int,
) -> tuple[NDArray[np.float32] | Regions, list[str]]:
    """Places with the most valuable segment first, who is unassigned last, and their ids."""
    places = found.places
    if isinstance(places, Regions):
        labels, segments, none = places.nearest(embedding), places.segments, [UNASSIGNED]
    else:
        labels, segments, none = clustering.nearest(embedding, places), len(places), []
    named = segments - len(none)
    revenue = data.current.column("lifetime_revenue").to_numpy()
    counts = np.bincount(labels, minlength=segments)
    means = np.bincount(labels, revenue, segments) / np.maximum(counts, 1)
    order = np.argsort(-means[:named], kind="stable")
    partners: list[int | None] = [None] * segments
    former_ids: list[str] = []
    if known is not None:
        former_ids = known.card["segment_ids"]
        nobodys = [number for number, name in enumerate(former_ids) if name == UNASSIGNED]
        partners = (
            list(found.kept)
            if found.kept is not None
            else identity.matched(
                known.segments, labels, len(former_ids), segments, (nobodys, range(named, segments))
            )
        )
    ids = identity.named([partners[position] for position in order], former_ids, issued)
    ordered = places.ordered(order) if isinstance(places, Regions) else places[order]
    return ordered, [*ids, *none]
