"""One ONNX file holds everything: preprocessing, encoder, decoder, centroids, reasons."""

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dbt_customer_segments import density_graph, reasons
from dbt_customer_segments.density import Regions
from dbt_customer_segments.graph import Graph, Layer, Layers
from dbt_customer_segments.preprocessing import Preprocessing
from onnx import checker, helper


def to_onnx(
    preprocessing: Preprocessing,
    encoder: Layers,
    decoder: Layers,
    centroids: NDArray[np.float32] | Regions,
    card: dict[str, Any],
    heads: Layer | None = None,
) -> bytes:
    """Build the network's ONNX file.

    Parameters
    ----------
    preprocessing : Preprocessing
        Of the features that the network uses.
    encoder, decoder : sequences of (weight, bias)
    centroids : array of float32, shape (segments, embedding), or Regions
    card : dict
        Readable facts; kept as JSON under ``metadata_props['card']``. ``spread`` among them is
        the mean squared distance of customers to their centroids.
    heads : (weight, bias), optional
        Of log revenue and of the logit of buying, linear in the embedding.

    Returns
    -------
    bytes
        A model with the input ``features`` (rows, features), float32, NaN for null, and the
        outputs ``embedding`` (rows, embedding), ``reconstruction_error`` (rows,), ``segment``
        (rows,) int64, ``distances`` (rows, segments), Euclidean or in radii of the regions,
        ``runner_up`` (rows,) int64,
        the second nearest segment, -1 without one, ``confidence`` (rows,), from 0.5 to 1,
        ``contributions`` (rows, features), what each feature adds to the choice of the segment
        over the runner-up, and ``scaled`` (rows, features), what the encoder sees: standardised,
        so that the average customer has 0. With ``heads`` also ``outcomes`` (rows, 2): log
        revenue of the next horizon, and the chance to buy in it.
    """
    graph = Graph()
    scaled = graph.preprocess("features", preprocessing)
    embedding = graph.layers(scaled, encoder, "encoder", output="embedding")
    restored = graph.layers(embedding, decoder, "decoder", output="restored")
    graph.reconstruction_error(scaled, restored)
    if isinstance(centroids, Regions):
        density_graph.distances(graph, embedding, centroids)
        segments = centroids.segments
    else:
        graph.distances(embedding, centroids)
        segments = len(centroids)
    if heads is not None:
        graph.outcomes(embedding, heads)
    reasons.add(graph, scaled, encoder, centroids, card["spread"])
    model = graph.model(
        preprocessing.means.size, embedding_size=len(encoder[-1][1]), segments=segments
    )
    helper.set_model_props(model, {"card": json.dumps(card, sort_keys=True)})
    checker.check_model(model, full_check=True)
    network: bytes = model.SerializeToString()
    return network
