"""Writing ONNX graphs so that the same weights always give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Array = npt.NDArray[Any]
Shape = Sequence[int | str]

OPSET = 17
IR_VERSION = 8
"""Read by every ONNX Runtime since 1.14 and by OpenCV 5."""


class GraphWriter:
    """Collects nodes and weights of one graph, names them by position and writes the file."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._nodes: list[onnx.NodeProto] = []
        self._weights: list[onnx.TensorProto] = []

    def weight(self, name: str, values: Array) -> str:
        """Store `values` under `name` (little-endian, C order) and return the name."""
        self._weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, *inputs: str, outputs: int = 1, **attributes: Any) -> str:
        """Add a node and return the name of its first output; further ones end in `:1`, `:2` …"""
        name = f"{kind}_{len(self._nodes)}"
        names = [name, *(f"{name}:{index}" for index in range(1, outputs))]
        self._nodes.append(helper.make_node(kind, list(inputs), names, name=name, **attributes))
        return name

    def constant(self, values: Array | np.generic) -> str:
        """Store a small constant under a name of its own."""
        return self.weight(f"constant_{len(self._weights)}", np.asarray(values))

    def bytes(self, inputs: Mapping[str, Shape], outputs: Mapping[str, tuple[str, Shape]]) -> bytes:
        """The ONNX file. `inputs`: name to shape; `outputs`: name to (what was computed, shape); float32."""
        for name, (computed, _) in outputs.items():
            self._nodes.append(helper.make_node("Identity", [computed], [name], name=name))
        graph = helper.make_graph(
            self._nodes,
            self._name,
            [helper.make_tensor_value_info(k, TensorProto.FLOAT, list(s)) for k, s in inputs.items()],
            [helper.make_tensor_value_info(k, TensorProto.FLOAT, list(s)) for k, (_, s) in outputs.items()],
            self._weights,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])
        model.ir_version = IR_VERSION
        model.producer_name = "aima"
        onnx.checker.check_model(model)
        return serialised(model)


def serialised(model: onnx.ModelProto) -> bytes:
    """The bytes of `model` in protobuf's deterministic form."""
    written: bytes = model.SerializeToString(deterministic=True)
    return written
