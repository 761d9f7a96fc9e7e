"""Why a customer is in one segment and not in the runner-up, computed by the ONNX graph itself.

The choice is f(x) = |z - c_runner_up|^2 - |z - c_own|^2, which is linear in the embedding z(x);
dense regions have theirs in ``density_graph``.
Its integrated gradients (Sundararajan, Taly & Yan 2017, ICML, "Axiomatic attribution for deep
networks") from the average customer, standardised inputs 0, along the straight line to x say what
each input adds to it. The line is cut into ``PIECES`` equal pieces. On each, a ReLU's gradient is
the slope of the secant over that piece (the rescale rule of Shrikumar, Greenside & Kundaje 2017,
ICML, "Learning important features through propagating activation differences"), so that however
few the pieces the contributions sum to f(x) - f(0) exactly; with more they become the integral.
"""

import numpy as np
from numpy.typing import NDArray

from dbt_customer_segments import density_graph
from dbt_customer_segments.density import Regions
from dbt_customer_segments.graph import Graph, Layers
from onnx import TensorProto

DIRECTIONS = 5
"""In how many directions of the embedding, measured, customers of one segment differ in effect."""
PIECES = 2
TINY = np.float32(1e-30)
"""What no number that matters is smaller than, added so that nothing is divided by 0."""


def add(
    graph: Graph,
    scaled: str,
    encoder: Layers,
    points: NDArray[np.float32] | Regions,
    spread: float,
) -> None:
    """Add the outputs ``runner_up``, ``confidence`` and ``contributions``.

    Parameters
    ----------
    graph : Graph
        With the encoder's layers, and the outputs ``segment`` and ``distances``.
    scaled : str
        The encoder's inputs.
    encoder : sequence of (weight, bias)
    points : array of float32, shape (segments, embedding), or Regions
        What represents each segment.
    spread : float
        Mean squared distance of customers to what represents their segment.
    """
    segments = points.segments if isinstance(points, Regions) else len(points)
    if segments == 1:
        minus_one = graph.constant("minus_one", np.int64(-1))
        graph.node("Add", ["segment", minus_one], "runner_up")
        zeros = graph.node("Cast", ["segment"], "zeros", to=TensorProto.FLOAT)
        graph.node("Add", [zeros, "one"], "confidence")
        graph.node("Mul", [scaled, graph.constant("zero", np.float32(0))], "contributions")
        return
    others = _runner_up(graph, segments)
    _confidence(graph, others, spread)
    last, _ = encoder[-1]
    # half for each slope, of which twice is computed, and the mean over the pieces
    share = 0.5 ** (len(encoder) - 1) / PIECES
    stations = _stations(graph, encoder[:-1]) if len(encoder) > 1 else []
    if isinstance(points, Regions):
        ends = _ends(graph, encoder, stations)
        pulls = density_graph.pulls(graph, ends, last, points, share)
    else:
        pulled = (2 * share * (points.astype(np.float64) @ last)).astype(np.float32)
        pulls = [_pull(graph, pulled)] * PIECES
    gradient = _gradient(graph, encoder[:-1], stations, pulls)
    graph.node("Mul", [scaled, gradient], "contributions")


def _runner_up(graph: Graph, segments: int) -> str:
    """Nearest of the others; of several equally near the first, as ArgMin has it.

    Returns the distances, infinite for the segment itself.
    """
    own = graph.constant("is_own", np.eye(segments, dtype=bool))
    is_own = graph.node("Gather", [own, "segment"], "is_own_segment")
    never = graph.constant("never", np.float32(np.inf))
    others = graph.node("Where", [is_own, never, "distances"], "distances_of_others")
    graph.node("ArgMin", [others], "runner_up", axis=1, keepdims=0)
    return others


def _confidence(graph: Graph, others: str, spread: float) -> None:
    """Chance of the segment against the runner-up, were both equal, spherical normal clouds."""
    variance = max(spread / DIRECTIONS, float(TINY))
    near = graph.node("ReduceMin", ["distances"], "nearest", axes=[1], keepdims=0)
    next_near = graph.node("ReduceMin", [others], "next_nearest", axes=[1], keepdims=0)
    margin = graph.node("Sub", [next_near, near], "margin")
    # (b - a) (b + a): squares of what is nearly equal would cancel out
    choice = graph.node("Mul", [margin, graph.node("Add", [near, next_near], "sum")], "choice")
    scale = graph.constant("two_variances", np.float32(2 * variance))
    graph.node("Sigmoid", [graph.node("Div", [choice, scale], "log_odds")], "confidence")


def _pull(graph: Graph, pulls: NDArray[np.float32]) -> str:
    """Gradient of f before the last layer, from what each segment adds to it."""
    table = graph.constant("pulls", pulls)
    towards = graph.node("Gather", [table, "segment"], "pull_of_own")
    away = graph.node("Gather", [table, "runner_up"], "pull_of_runner_up")
    return graph.node("Sub", [towards, away], "pull")


def _ends(graph: Graph, encoder: Layers, stations: list[list[str]]) -> list[str]:
    """Embeddings where pieces begin and end, the last one that of the customer."""
    values = np.zeros(encoder[0][0].shape[1], dtype=np.float32)
    for number, (weight, bias) in enumerate(encoder):
        values = weight @ (np.maximum(values, 0) if number else values) + bias
    start = graph.constant("embedding_0", values.astype(np.float32))
    names = [f"encoder_{len(encoder) - 1}_{part}" for part in ("weight", "bias")]
    ends = [start]
    for number in range(1, PIECES):
        name = f"embedding_{number}"
        if stations:
            active = graph.node("Relu", [stations[number][-1]], f"{name}_relu")
            ends.append(graph.node("Gemm", [active, *names], name, transB=1))
        else:
            # the one layer is linear on the line
            share = number / PIECES
            part = graph.constant(f"{name}_share", np.float32(share))
            rest = graph.constant(f"{name}_rest", (1 - share) * values.astype(np.float32))
            scaled = graph.node("Mul", ["embedding", part], f"{name}_part")
            ends.append(graph.node("Add", [scaled, rest], name))
    return [*ends, "embedding"]


def _gradient(graph: Graph, hidden: Layers, stations: list[list[str]], pulls: list[str]) -> str:
    """Gradient of f at the inputs, averaged over the line, from those before the last layer."""
    parts = []
    for piece in range(PIECES):
        part = pulls[piece]
        for layer in reversed(range(len(hidden))):
            name = f"piece_{piece}_{layer}"
            ends = stations[piece][layer], stations[piece + 1][layer]
            part = graph.node("Mul", [part, _twice_slope(graph, *ends, name)], f"{name}_through")
            if layer:
                part = graph.node("MatMul", [part, f"encoder_{layer}_weight"], f"{name}_back")
        parts.append(part)
    total = parts[0]
    for piece, part in enumerate(parts[1:], 1):
        total = graph.node("Add", [total, part], f"pieces_to_{piece}")
    # the one layer was the last, which the pulls have passed already
    return graph.node("MatMul", [total, "encoder_0_weight"], "gradient") if hidden else total


def _stations(graph: Graph, hidden: Layers) -> list[list[str]]:
    """Hidden layers before their ReLU where pieces begin and end: x / PIECES, 2 x / PIECES..."""
    start: list[str] = []
    values = np.zeros(hidden[0][0].shape[1], dtype=np.float32)
    for layer, (weight, bias) in enumerate(hidden):
        before = (weight @ values + bias).astype(np.float32)
        start.append(graph.constant(f"station_0_{layer}", before))
        values = np.maximum(before, 0)
    stations = [start]
    for number in range(1, PIECES):
        share = number / PIECES
        # the first layer is linear on the line: no product of matrices is needed
        part = graph.constant(f"station_{number}_share", np.float32(share))
        rest = graph.constant(f"station_{number}_rest", (1 - share) * hidden[0][1])
        scaled = graph.node("Mul", ["encoder_0", part], f"station_{number}_part")
        at = [graph.node("Add", [scaled, rest], f"station_{number}_0")]
        for layer in range(1, len(hidden)):
            active = graph.node("Relu", [at[-1]], f"{at[-1]}_relu")
            names = [active, f"encoder_{layer}_weight", f"encoder_{layer}_bias"]
            at.append(graph.node("Gemm", names, f"station_{number}_{layer}", transB=1))
        stations.append(at)
    return [*stations, [f"encoder_{layer}" for layer in range(len(hidden))]]


def _twice_slope(graph: Graph, start: str, end: str, name: str) -> str:
    """2 (relu(b) - relu(a)) / (b - a) = 1 + (a + b) / (|a| + |b|), where nothing cancels out."""
    both = graph.node("Add", [start, end], f"{name}_sum")
    sizes = [_size(graph, start), _size(graph, end)]
    size = graph.node("Add", sizes, f"{name}_size")
    ratio = graph.node("Div", [both, size], f"{name}_ratio")
    return graph.node("Add", [ratio, "one"], f"{name}_twice_slope")


def _size(graph: Graph, name: str) -> str:
    """Return |a| of a station, computed once for the two pieces that meet there.

    At the end of the line it may be 0; elsewhere it is at least ``TINY``, and so every sum of two.
    """
    size = f"{name}_size"
    if size in graph.names:
        return size
    if name.startswith("encoder"):
        return graph.node("Abs", [name], size)
    tiny = "tiny" if "tiny" in graph.names else graph.constant("tiny", TINY)
    return graph.node("Max", [graph.node("Abs", [name], f"{name}_abs"), tiny], size)
