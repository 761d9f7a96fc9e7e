"""Dense regions in the ONNX graph: distances to them, and what pulls a customer into one."""

import itertools

import numpy as np

from dbt_customer_segments.density import Regions
from dbt_customer_segments.graph import Graph


def distances(graph: Graph, embedding: str, regions: Regions) -> None:
    """Add the outputs ``distances``, in radii, the last to the unassigned, and ``segment``."""
    if regions.segments == 1:
        nothing = graph.node("Mul", [embedding, _zero(graph)], "nothing")
        none = graph.node("ReduceMax", [nothing], "no_distance", axes=[1], keepdims=1)
        graph.node("Add", [none, "one"], "distances")
    else:
        near = _nearest_points(graph, embedding, regions)
        axis = graph.constant("middle_axis", np.array([1], dtype=np.int64))
        wide = graph.node("Unsqueeze", [embedding, axis], "wide_embedding")
        away = graph.node("Sub", [wide, near], "away")
        euclidean = graph.node("ReduceL2", [away], "euclidean", axes=[2], keepdims=0)
        radii = graph.constant("radii", regions.radii)
        in_radii = graph.node("Div", [euclidean, radii], "in_radii")
        _one_more(graph, in_radii, "one", "distances")
    graph.node("ArgMin", ["distances"], "segment", axis=1, keepdims=0)


def _zero(graph: Graph) -> str:
    return graph.constant("nought", np.float32(0))


def _one_more(graph: Graph, columns: str, value: str, output: str) -> str:
    """Add a last column of one value."""
    pads = graph.constant(f"{output}_pads", np.array([0, 0, 0, 1], dtype=np.int64))
    return graph.node("Pad", [columns, pads, value], output)


def _nearest_points(graph: Graph, embedding: str, regions: Regions) -> str:
    """Each region's point that is nearest; shape (rows, regions, dimensions).

    |p|^2 - 2 zp finds it, without an array of all differences; its rounding decides between
    points that are equally near alone, since the distance is taken from the difference after it.
    """
    count, most, width = regions.points.shape
    points = regions.points.reshape(-1, width)
    squares = (points.astype(np.float64) ** 2).sum(axis=1).astype(np.float32)
    names = [graph.constant("minus_two_points", -2 * points), graph.constant("squares", squares)]
    flat = graph.node("Gemm", [embedding, *names], "nearness", transB=1)
    shape = graph.constant("by_region", np.array([0, count, most], dtype=np.int64))
    by_region = graph.node("Reshape", [flat, shape], "nearness_by_region")
    inside = graph.node("ArgMin", [by_region], "place_in_region", axis=2, keepdims=0)
    first = graph.constant("first_points", np.arange(count, dtype=np.int64) * most)
    graph.node("Add", [inside, first], "nearest_places")
    return graph.node("Gather", [graph.constant("points", points), "nearest_places"], "near")


def pulls(
    graph: Graph, ends: list[str], last: np.ndarray, regions: Regions, share: float
) -> list[str]:
    """Gradients of the choice before the encoder's last layer, one for each piece of the line.

    With r the radius of a region and c its point that is nearest at the customer, the choice is
    f(z) = |z - c_runner_up|^2 / r_runner_up^2 - |z - c_own|^2 / r_own^2, where 1 stands for the
    unassigned. The secant of |z - c|^2 between a and b is a + b - 2c.

    Parameters
    ----------
    ends : list of str
        The embedding where pieces begin and end.
    last : array, shape (dimensions, inputs of the last layer)
    share : float
        What gradients are multiplied by.
    """
    count, most, width = regions.points.shape
    weights = np.append(1 / regions.radii.astype(np.float64) ** 2, 0)
    # the unassigned have a point that weighs nothing
    points = np.vstack([regions.points.reshape(-1, width), np.zeros(width)])
    weighed = 2 * points * np.append(np.repeat(weights[:-1], most), 0)[:, None]
    names = [graph.constant("weights", weights.astype(np.float32)[:, None])]
    names.append(graph.constant("weighed_points", weighed.astype(np.float32)))
    names.append(graph.constant("point_of_none", np.int64(count * most)))
    places = _one_more(graph, "nearest_places", names[2], "places")
    own, other = (_of(graph, names, places, segment) for segment in ("segment", "runner_up"))
    slope = graph.node("Sub", [other[0], own[0]], "weight_of_choice")
    offset = graph.node("Sub", [other[1], own[1]], "offset_of_choice")
    layer = graph.constant("last_layer", (share * last.astype(np.float64)).astype(np.float32))
    found = []
    for piece, (start, end) in enumerate(itertools.pairwise(ends)):
        both = graph.node("Add", [start, end], f"embeddings_{piece}")
        curved = graph.node("Mul", [slope, both], f"curved_{piece}")
        secant = graph.node("Sub", [curved, offset], f"secant_{piece}")
        found.append(graph.node("MatMul", [secant, layer], f"pull_{piece}"))
    return found


def _of(graph: Graph, names: list[str], places: str, segment: str) -> tuple[str, str]:
    """Weight of a segment, shape (rows, 1), and its weighed nearest point."""
    weight = graph.node("Gather", [names[0], segment], f"weight_of_{segment}")
    axis = "columns" if "columns" in graph.names else graph.constant("columns", np.array([1]))
    column = graph.node("Unsqueeze", [segment, axis], f"column_of_{segment}")
    place = graph.node("GatherElements", [places, column], f"place_column_of_{segment}", axis=1)
    flat = graph.node("Squeeze", [place, axis], f"place_of_{segment}")
    return weight, graph.node("Gather", [names[1], flat], f"point_of_{segment}")
