"""NanoDet-g 416 (RangiLyu, 80 COCO classes) from its TensorFlow.js form.

The published graph computes in NHWC between pairs of transpositions; here a transposition only
changes how a value is read, so that the ONNX graph stays NCHW without any.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.models.converters.graphs import GraphWriter
from engine.models.errors import PackDamaged

Nodes = Mapping[str, Mapping[str, Any]]
Weights = Mapping[str, npt.NDArray[Any]]

_STRIDES = (8, 16, 32)
_CHANNELS_LAST = (0, 2, 3, 1)


@dataclass(frozen=True, slots=True)
class _Value:
    """The TensorFlow value is `transpose(stored, axes)`."""

    stored: str
    axes: tuple[int, ...]


class _Reader:
    """Walks the TensorFlow graph backwards from its outputs and writes what they need."""

    def __init__(self, nodes: Nodes, weights: Weights) -> None:
        self.graph = GraphWriter("nanodet")
        self._nodes = nodes
        self._weights = weights
        self._values: dict[str, _Value] = {"input_1": _Value("image", (0, 1, 2, 3))}
        self._kinds: dict[str, Callable[[Mapping[str, Any], list[str]], _Value]] = {
            "Transpose": self._transpose,
            "Pad": self._pad,
            "PadV2": self._pad,
            "Conv2D": self._convolution,
            "MaxPool": self._pool,
            "Add": self._add,
            "LeakyRelu": self._leaky,
            "Sigmoid": self._sigmoid,
            "ConcatV2": self._concatenate,
            "ResizeBilinear": self._resize,
            "SplitV": self._split,
            "Reshape": self._reshape,
            "Identity": self._same,
        }

    def value(self, name: str) -> _Value:
        """The value called `name`, written with everything it reads."""
        node, _, output = name.partition(":")
        if node not in self._values:
            entry = self._nodes[node]
            self._values[node] = self._kinds[entry["op"]](entry, entry["input"])
        value = self._values[node]
        return _Value(f"{value.stored}:{output}", value.axes) if output not in ("", "0") else value

    def numbers(self, name: str) -> npt.NDArray[Any]:
        """A constant; sums with an all-zero sparse tensor are the only arithmetic among them."""
        if name in self._weights:
            return self._weights[name]
        node = self._nodes[name]
        if node["op"] == "AddV2":
            total: npt.NDArray[Any] = self.numbers(node["input"][0]) + self.numbers(node["input"][1])
            return total
        if node["op"] == "SparseToDense" and self.numbers(node["input"][0]).size == 0:
            return np.full(self.numbers(node["input"][1]), self.numbers(node["input"][3]))
        raise PackDamaged("nanodet.onnx", why=f"unexpected constant {node['op']}")

    def _transpose(self, _: Mapping[str, Any], inputs: list[str]) -> _Value:
        value = self.value(inputs[0])
        return _Value(value.stored, tuple(value.axes[axis] for axis in self.numbers(inputs[1])))

    def _pad(self, _: Mapping[str, Any], inputs: list[str]) -> _Value:
        value, around = self.value(inputs[0]), self.numbers(inputs[1])
        stored = np.zeros_like(around)
        stored[list(value.axes)] = around
        with_what = self.numbers(inputs[2]) if len(inputs) > 2 else np.zeros((), np.float32)
        pads = self.graph.constant(stored.T.reshape(-1).astype(np.int64))
        fill = self.graph.constant(with_what.astype(np.float32).reshape(()))
        return _Value(self.graph.node("Pad", value.stored, pads, fill), value.axes)

    def _convolution(self, node: Mapping[str, Any], inputs: list[str]) -> _Value:
        value = self._channels_last(inputs[0])
        kernel = self.numbers(inputs[1]).transpose(3, 2, 0, 1)
        strides = [int(step) for step in node["attr"]["strides"]["list"]["i"]][1:3]
        return _Value(
            self.graph.node("Conv", value.stored, self.graph.weight(inputs[1], kernel), strides=strides),
            value.axes,
        )

    def _pool(self, node: Mapping[str, Any], inputs: list[str]) -> _Value:
        value = self._channels_last(inputs[0])
        size, strides = (
            [int(step) for step in node["attr"][name]["list"]["i"]][1:3] for name in ("ksize", "strides")
        )
        pooled = self.graph.node("MaxPool", value.stored, kernel_shape=size, strides=strides)
        return _Value(pooled, value.axes)

    def _add(self, _: Mapping[str, Any], inputs: list[str]) -> _Value:
        value = self.value(inputs[0])
        if inputs[1] in self._weights:
            bias = self.numbers(inputs[1])
            shape = [1] * len(value.axes)
            shape[value.axes[-1]] = -1
            other = self.graph.weight(inputs[1], bias.reshape(shape))
        else:
            right = self.value(inputs[1])
            if right.axes != value.axes:
                raise PackDamaged("nanodet.onnx", why="two layouts meet in one sum")
            other = right.stored
        return _Value(self.graph.node("Add", value.stored, other), value.axes)

    def _leaky(self, node: Mapping[str, Any], inputs: list[str]) -> _Value:
        value, slope = self.value(inputs[0]), float(node["attr"]["alpha"]["f"])
        return _Value(self.graph.node("LeakyRelu", value.stored, alpha=slope), value.axes)

    def _sigmoid(self, _: Mapping[str, Any], inputs: list[str]) -> _Value:
        value = self.value(inputs[0])
        return _Value(self.graph.node("Sigmoid", value.stored), value.axes)

    def _concatenate(self, _: Mapping[str, Any], inputs: list[str]) -> _Value:
        values = [self.value(name) for name in inputs[:-1]]
        axes = values[0].axes
        if any(value.axes != axes for value in values):
            raise PackDamaged("nanodet.onnx", why="two layouts meet in one concatenation")
        axis = axes[int(self.numbers(inputs[-1]))]
        return _Value(self.graph.node("Concat", *(value.stored for value in values), axis=axis), axes)

    def _resize(self, _: Mapping[str, Any], inputs: list[str]) -> _Value:
        """Up and down the pyramid: sizes 52, 26, 13 of a 416 pixel input, written as factors."""
        value, height = self._channels_last(inputs[0]), int(self.numbers(inputs[1])[0])
        factor = 2.0 if _rows(self._nodes, self._weights, inputs[0]) < height else 0.5
        scales = self.graph.constant(np.array([1, 1, factor, factor], np.float32))
        return _Value(
            self.graph.node(
                "Resize",
                value.stored,
                "",
                scales,
                mode="linear",
                coordinate_transformation_mode="half_pixel",
            ),
            value.axes,
        )

    def _split(self, _: Mapping[str, Any], inputs: list[str]) -> _Value:
        value = self.value(inputs[0])
        sizes, axis = self.numbers(inputs[1]), value.axes[int(self.numbers(inputs[2]))]
        parts = self.graph.constant(sizes.astype(np.int64))
        first = self.graph.node("Split", value.stored, parts, outputs=len(sizes), axis=axis)
        return _Value(first, value.axes)

    def _reshape(self, _: Mapping[str, Any], inputs: list[str]) -> _Value:
        """Flatten the map: the batch, first in the shape, is left open."""
        value, shape = self.value(inputs[0]), self.numbers(inputs[1]).astype(np.int64)
        if value.axes != (0, 1, 2, 3):
            raise PackDamaged("nanodet.onnx", why="a map is flattened in another layout")
        stored = self.graph.node("Reshape", value.stored, self.graph.constant(np.array([0, *shape[1:]])))
        return _Value(stored, (0, 1, 2))

    def _same(self, _: Mapping[str, Any], inputs: list[str]) -> _Value:
        return self.value(inputs[0])

    def _channels_last(self, name: str) -> _Value:
        value = self.value(name)
        if value.axes != _CHANNELS_LAST:
            raise PackDamaged("nanodet.onnx", why="a convolution reads another layout")
        return value


def convert(parts: Sequence[bytes]) -> bytes:
    """`nanodet.json` and `nanodet.bin` to ONNX.

    Input `image` float32 `(n, 3, h, w)`, BGR, mean (103.53, 116.28, 123.675) taken off and divided
    by (57.375, 57.12, 58.395), h and w multiples of 32 (trained on 416). For each stride s of 8, 16
    and 32 the outputs `scores_s` `(n, h/s · w/s, 80)`, after the sigmoid, and `distances_s`
    `(n, h/s · w/s, 44)`: for each side (left, top, right, bottom) 11 logits over 0 to 10 strides.
    """
    document = json.loads(parts[0])
    nodes = {node["name"]: node for node in document["modelTopology"]["node"]}
    reader = _Reader(nodes, _weights(document["weightsManifest"], parts[1]))
    outputs: dict[str, tuple[str, tuple[int | str, ...]]] = {}
    for index, stride in enumerate(_STRIDES):
        for kind, at, size in (("scores", index, 80), ("distances", index + 3, 44)):
            value = reader.value("Identity" if at == 0 else f"Identity_{at}")
            stored = reader.graph.node("Transpose", value.stored, perm=list(value.axes))
            outputs[f"{kind}_{stride}"] = (stored, ("n", f"cells_{stride}", size))
    return reader.graph.bytes({"image": ("n", 3, "h", "w")}, outputs)


def _weights(manifest: Sequence[Mapping[str, Any]], data: bytes) -> dict[str, npt.NDArray[Any]]:
    """Weights by name; float16 ones widened to float32, which is exact."""
    found: dict[str, npt.NDArray[Any]] = {}
    offset = 0
    for entry in manifest[0]["weights"]:
        packed = np.dtype("<f2") if "quantization" in entry else np.dtype("<i4")
        count = int(np.prod(entry["shape"], dtype=np.int64))
        values = np.frombuffer(data, packed, count, offset).reshape(entry["shape"])
        found[entry["name"]] = values.astype(np.float32) if packed.kind == "f" else values
        offset += values.nbytes
    if offset != len(data):
        raise PackDamaged("nanodet.onnx", why="its weights do not fill their file")
    return found


def _rows(nodes: Nodes, weights: Weights, name: str) -> int:
    """Rows of a feature map for a 416 pixel input, followed back to the input or a resize."""
    node = nodes[name.partition(":")[0]]
    if node["op"] == "Placeholder":
        return 416
    if node["op"] == "ResizeBilinear":
        return int(weights[node["input"][1]][0])
    rows = _rows(nodes, weights, node["input"][0])
    if node["op"] in ("Conv2D", "MaxPool"):
        return rows // int(node["attr"]["strides"]["list"]["i"][1])
    return rows
