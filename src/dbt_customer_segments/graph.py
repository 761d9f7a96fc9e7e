"""The ONNX graph that an exported network is made of, piece by piece."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dbt_customer_segments.preprocessing import LIMIT, Preprocessing
from onnx import ModelProto, TensorProto, helper, numpy_helper

OPSET = 17
IR_VERSION = 8
Layer = tuple[NDArray[np.float32], NDArray[np.float32]]
"""(weight of shape (out, in), bias of shape (out,)) of a linear layer."""
Layers = Sequence[Layer]
"""Linear layers with ReLU between them."""


class Graph:
    """Collects nodes and constants."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.names: set[str] = set()

    def constant(self, name: str, values: Any) -> str:
        """Add an array under a name; returns the name."""
        self.names.add(name)
        self.constants.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """Add an operation with one output, which names it; returns the name."""
        self.names.add(output)
        self.nodes.append(helper.make_node(operator, inputs, [output], output, **attributes))
        return output

    def preprocess(self, raw: str, fitted: Preprocessing) -> str:
        """Impute, transform, standardise, cut off; returns ``scaled``."""
        size = self.node("Abs", [raw], "size")
        one_more = self.node("Add", [size, self.constant("one", np.float32(1))], "one_more")
        logarithm = self.node("Log", [one_more], "logarithm")
        signed = self.node("Mul", [self.node("Sign", [raw], "sign"), logarithm], "signed_log")
        is_log = self.constant("is_log", fitted.is_log)
        transformed = self.node("Where", [is_log, signed, raw], "transformed")
        is_null = self.node("IsNaN", [raw], "is_null")
        medians = self.constant("medians", fitted.medians)
        imputed = self.node("Where", [is_null, medians, transformed], "imputed")
        means = self.constant("means", fitted.means)
        centred = self.node("Sub", [imputed, means], "centred")
        scales = self.constant("scales", fitted.scales)
        standardised = self.node("Div", [centred, scales], "standardised")
        bounds = [
            self.constant("lowest", np.float32(-LIMIT)),
            self.constant("highest", np.float32(LIMIT)),
        ]
        return self.node("Clip", [standardised, *bounds], "scaled")

    def layers(self, current: str, layers: Layers, prefix: str, output: str) -> str:
        """Add linear layers with ReLU between them.

        Layer n is named ``<prefix>_n`` before its ReLU, the last one ``output``.
        """
        for number, (weight, bias) in enumerate(layers):
            is_last = number == len(layers) - 1
            names = [
                self.constant(f"{prefix}_{number}_weight", weight),
                self.constant(f"{prefix}_{number}_bias", bias),
            ]
            current = self.node(
                "Gemm", [current, *names], output if is_last else f"{prefix}_{number}", transB=1
            )
            if not is_last:
                current = self.node("Relu", [current], f"{prefix}_{number}_relu")
        return current

    def reconstruction_error(self, scaled: str, restored: str) -> None:
        """Add the output ``reconstruction_error``."""
        difference = self.node("Sub", [scaled, restored], "difference")
        squared = self.node("Mul", [difference, difference], "squared_difference")
        self.node("ReduceMean", [squared], "reconstruction_error", axes=[1], keepdims=0)

    def distances(self, embedding: str, centroids: NDArray[np.float32]) -> None:
        """Add the outputs ``distances`` and ``segment``."""
        # differences first: |a|^2 - 2ab + |b|^2 would lose the small distances in float32
        axis = self.constant("middle_axis", np.array([1], dtype=np.int64))
        wide = self.node("Unsqueeze", [embedding, axis], "wide_embedding")
        away = self.node("Sub", [wide, self.constant("centroids", centroids)], "away")
        self.node("ReduceL2", [away], "distances", axes=[2], keepdims=0)
        self.node("ArgMin", ["distances"], "segment", axis=1, keepdims=0)

    def outcomes(self, embedding: str, heads: Layer) -> None:
        """Add the output ``outcomes``: log revenue of the horizon, and the chance to buy."""
        weight, bias = heads
        names = [self.constant("heads_weight", weight), self.constant("heads_bias", bias)]
        linear = self.node("Gemm", [embedding, *names], "linear_outcomes", transB=1)
        chance = self.node("Sigmoid", [linear], "chances")
        is_chance = self.constant("is_chance", np.array([False, True]))
        self.node("Where", [is_chance, chance, linear], "outcomes")

    def model(self, features: int, embedding_size: int, segments: int) -> ModelProto:
        """Make the model, with its input and its outputs."""

        def tensor(name: str, kind: int, *shape: int) -> Any:
            return helper.make_tensor_value_info(name, kind, ["rows", *shape])

        graph = helper.make_graph(
            self.nodes,
            "customer_segments",
            [tensor("features", TensorProto.FLOAT, features)],
            [
                tensor("embedding", TensorProto.FLOAT, embedding_size),
                tensor("reconstruction_error", TensorProto.FLOAT),
                tensor("segment", TensorProto.INT64),
                tensor("distances", TensorProto.FLOAT, segments),
                tensor("runner_up", TensorProto.INT64),
                tensor("confidence", TensorProto.FLOAT),
                tensor("contributions", TensorProto.FLOAT, features),
                tensor("scaled", TensorProto.FLOAT, features),
                *([tensor("outcomes", TensorProto.FLOAT, 2)] if "outcomes" in self.names else []),
            ],
            initializer=self.constants,
        )
        return helper.make_model(
            graph,
            producer_name="dbt-customer-segments",
            ir_version=IR_VERSION,
            opset_imports=[helper.make_opsetid("", OPSET)],
        )
