"""The face models of the OpenCV zoo in the form that ONNX Runtime runs fastest and without complaint.

What is changed, and why: graph inputs that are really weights go (they stop the runtime from folding);
block-quantised weights become float32 once instead of at every run (the published `int8bq` files only
store weights in 8 bits, they compute in float32, and current runtimes refuse some of their nodes);
PReLU, which has no blocked kernel and costs SFace half its time, becomes `s·x + (1 - s)·max(x, 0)`, two
1 × 1 depthwise convolutions that stay in the blocked layout (30 → 15 ms a face, differences below 1e-6);
YuNet takes pictures of any size that is a multiple of 32.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper, numpy_helper

from engine.models.converters.graphs import serialised

Floats = npt.NDArray[np.float32]


def convert_detector(parts: Sequence[bytes]) -> bytes:
    """YuNet (2023mar, plain or `int8bq`): `input` float32 `(1, 3, height, width)`, multiples of 32.

    Outputs per stride 8, 16, 32: `cls_s`, `obj_s` `(1, n, 1)`, `bbox_s` `(1, n, 4)`, `kps_s` `(1, n, 10)`.
    """
    model = _plain(parts[0])
    _free(model.graph.input[0], {2: "height", 3: "width"})
    for output in model.graph.output:
        _free(output, {1: "cells" + output.name[output.name.index("_") :]})
    return serialised(model)


def convert_embedder(parts: Sequence[bytes]) -> bytes:
    """SFace (2021dec, plain or `int8bq`): `data` float32 `(n, 3, 112, 112)` → `fc1` `(n, 128)`."""
    model = _plain(parts[0])
    graph = model.graph
    slopes = {weight.name: weight for weight in graph.initializer}
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        nodes += _split(node, slopes, graph) if node.op_type == "PRelu" else [node]
    _replace_nodes(graph, nodes)
    _free(graph.input[0], {0: "n"})
    _free(graph.output[0], {0: "n"})
    return serialised(model)


def _plain(data: bytes) -> onnx.ModelProto:
    """Float32 weights, no stale inputs, no dropout, no recorded shapes."""
    model = onnx.load_from_string(data)
    graph = model.graph
    values = {weight.name: numpy_helper.to_array(weight) for weight in graph.initializer}
    same: dict[str, str] = {}
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        node.input[:] = [same.get(name, name) for name in node.input]
        if node.op_type == "DequantizeLinear":
            values[node.output[0]] = _dequantised(node, values)
        elif node.op_type == "Reshape" and node.input[0] in values:
            shape = [int(n) for n in values[node.input[1]]]
            values[node.output[0]] = values[node.input[0]].reshape(shape)
        elif node.op_type == "Dropout":
            same[node.output[0]] = node.input[0]
        else:
            nodes.append(node)
    _replace_nodes(graph, nodes)
    read = {name for node in nodes for name in node.input}
    kept = [entry for entry in graph.input if entry.name in read and entry.name not in values]
    del graph.input[:], graph.value_info[:], graph.initializer[:]
    graph.input.extend(kept)
    graph.initializer.extend(
        numpy_helper.from_array(values[name], name) for name in sorted(read & set(values))
    )
    return model


def _dequantised(node: onnx.NodeProto, values: dict[str, npt.NDArray[np.generic]]) -> Floats:
    """`(q - zero point) · scale`, per tensor, per axis or in blocks (ONNX operator DequantizeLinear-21)."""
    attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
    q = values[node.input[0]].astype(np.float32)
    scale, zero = (_spread(values[name].astype(np.float32), q, attributes) for name in node.input[1:3])
    result: Floats = ((q - zero) * scale).astype(np.float32)
    return result


def _spread(parameter: Floats, like: Floats, attributes: dict[str, int]) -> Floats:
    axis, block = attributes.get("axis", 1), attributes.get("block_size", 0)
    if parameter.size == 1:
        return parameter.reshape(())
    if parameter.ndim == like.ndim and block:
        spread: Floats = np.repeat(parameter, block, axis=axis)
        return np.take(spread, np.arange(like.shape[axis]), axis=axis)
    return parameter.reshape([-1 if at == axis % like.ndim else 1 for at in range(like.ndim)])


def _split(
    node: onnx.NodeProto, slopes: dict[str, onnx.TensorProto], graph: onnx.GraphProto
) -> list[onnx.NodeProto]:
    slope = numpy_helper.to_array(slopes[node.input[1]]).reshape(-1, 1, 1, 1).astype(np.float32)
    source, name = node.input[0], node.output[0]
    graph.initializer.append(numpy_helper.from_array(slope, f"{name}.slope"))
    graph.initializer.append(numpy_helper.from_array(1 - slope, f"{name}.rest"))
    shared: dict[str, Any] = {"group": len(slope), "kernel_shape": [1, 1]}
    return [
        helper.make_node("Relu", [source], [f"{name}.positive"]),
        helper.make_node("Conv", [source, f"{name}.slope"], [f"{name}.below"], **shared),
        helper.make_node("Conv", [f"{name}.positive", f"{name}.rest"], [f"{name}.above"], **shared),
        helper.make_node("Add", [f"{name}.below", f"{name}.above"], [name]),
    ]


def _replace_nodes(graph: onnx.GraphProto, nodes: list[onnx.NodeProto]) -> None:
    copies = [onnx.NodeProto.FromString(node.SerializeToString()) for node in nodes]
    del graph.node[:]
    graph.node.extend(copies)


def _free(value: onnx.ValueInfoProto, names: dict[int, str]) -> None:
    for axis, name in names.items():
        value.type.tensor_type.shape.dim[axis].dim_param = name
