"""CAM++ speaker embedding (Wang et al. 2023, arXiv 2303.00332) from 3D-Speaker's weights.

Context masks are computed once per segment of 100 frames and spread over its frames afterwards:
1×1 convolutions commute with repeating, so the numbers are those of the original at a hundredth
of the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.models.converters.graphs import GraphWriter
from engine.models.converters.torch_files import Weights, read_weights

_BLOCKS = ((12, 1), (24, 2), (16, 2))
"""Layers and dilation of each dense block."""
_SEGMENT = 100


class _Writer:
    def __init__(self, weights: Weights) -> None:
        self.graph = GraphWriter("campplus")
        self.weights = weights
        self.last = self.graph.constant(np.array([-1], np.int64))
        self.counts = self.spread = self.padding = self.split = ""

    def stored(self, name: str) -> str:
        return self.graph.weight(name, self.weights[name])

    def convolution(self, x: str, name: str, **attributes: Any) -> str:
        inputs = [x, self.stored(f"{name}.weight")]
        if f"{name}.bias" in self.weights:
            inputs.append(self.stored(f"{name}.bias"))
        return self.graph.node("Conv", *inputs, **attributes)

    def normalised(self, x: str, name: str) -> str:
        """Batch normalisation; the last one of the network has no scale and offset of its own."""
        size = len(self.weights[f"{name}.running_mean"])
        if f"{name}.weight" in self.weights:
            scale, offset = self.stored(f"{name}.weight"), self.stored(f"{name}.bias")
        else:
            scale = self.graph.constant(np.ones(size, np.float32))
            offset = self.graph.constant(np.zeros(size, np.float32))
        mean, variance = self.stored(f"{name}.running_mean"), self.stored(f"{name}.running_var")
        return self.graph.node("BatchNormalization", x, scale, offset, mean, variance, epsilon=1e-5)

    def activated(self, x: str, name: str) -> str:
        return self.graph.node("Relu", self.normalised(x, name))

    def residual(self, x: str, name: str, stride: int) -> str:
        y = self.convolution(x, f"{name}.conv1", pads=[1] * 4, strides=[stride, 1])
        y = self.activated(y, f"{name}.bn1")
        y = self.normalised(self.convolution(y, f"{name}.conv2", pads=[1] * 4), f"{name}.bn2")
        if f"{name}.shortcut.0.weight" in self.weights:
            x = self.convolution(x, f"{name}.shortcut.0", strides=[stride, 1])
            x = self.normalised(x, f"{name}.shortcut.1")
        return self.graph.node("Relu", self.graph.node("Add", y, x))

    def head(self, features: str) -> str:
        """Two-dimensional residual front end over mel bands and time: (n, 320, t)."""
        graph = self.graph
        x = graph.node("Transpose", features, perm=[0, 2, 1])
        x = graph.node("Unsqueeze", x, graph.constant(np.array([1], np.int64)))
        x = self.activated(self.convolution(x, "head.conv1", pads=[1] * 4), "head.bn1")
        for layer in ("layer1", "layer2"):
            for index, stride in enumerate((2, 1)):
                x = self.residual(x, f"head.{layer}.{index}", stride)
        x = self.activated(self.convolution(x, "head.conv2", pads=[1] * 4, strides=[2, 1]), "head.bn2")
        rows = self.weights["head.conv2.weight"].shape[0] * 10
        shape = graph.constant(np.array([0, rows, -1], np.int64))
        return graph.node("Reshape", x, shape)

    def measure(self, x: str) -> None:
        """What the context masks need to know about the number of frames, once for all layers."""
        graph, size = self.graph, self.graph.constant(np.array([_SEGMENT], np.int64))
        frames = graph.node("Shape", x, start=2, end=3)
        zero = graph.constant(np.array([0], np.int64))
        missing = graph.node("Mod", graph.node("Neg", frames), size)
        none = graph.constant(np.zeros(5, np.int64))
        self.padding = graph.node("Concat", none, missing, axis=0)
        self.split = graph.constant(np.array([0, 0, -1, _SEGMENT], np.int64))
        scalar = graph.node("Squeeze", frames)
        steps = graph.node("Range", graph.constant(np.int64(0)), scalar, graph.constant(np.int64(1)))
        self.spread = graph.node("Div", steps, size)
        ones = graph.node("Expand", graph.constant(np.ones(1, np.float32)), frames)
        padded = graph.node("Pad", ones, graph.node("Concat", zero, missing, axis=0))
        rows = graph.node("Reshape", padded, graph.constant(np.array([-1, _SEGMENT], np.int64)))
        self.counts = graph.node("ReduceSum", rows, self.last, keepdims=0)

    def masked(self, x: str, name: str, dilation: int) -> str:
        """Context-aware masking (section 2.2): local convolution × sigmoid of pooled context."""
        graph = self.graph
        local = self.convolution(x, f"{name}.linear_local", pads=[dilation] * 2, dilations=[dilation])
        segments = graph.node("Reshape", graph.node("Pad", x, self.padding), self.split)
        means = graph.node("Div", graph.node("ReduceSum", segments, self.last, keepdims=0), self.counts)
        context = graph.node("Add", graph.node("ReduceMean", x, axes=[-1], keepdims=1), means)
        hidden = graph.node("Relu", self.convolution(context, f"{name}.linear1"))
        mask = graph.node("Sigmoid", self.convolution(hidden, f"{name}.linear2"))
        return graph.node("Mul", local, graph.node("Gather", mask, self.spread, axis=2))

    def dense_block(self, x: str, name: str, layers: int, dilation: int) -> str:
        for index in range(1, layers + 1):
            layer = f"{name}.tdnnd{index}"
            y = self.convolution(self.activated(x, f"{layer}.nonlinear1.batchnorm"), f"{layer}.linear1")
            y = self.activated(y, f"{layer}.nonlinear2.batchnorm")
            x = self.graph.node("Concat", x, self.masked(y, f"{layer}.cam_layer", dilation), axis=1)
        return x

    def pooled(self, x: str) -> str:
        """Mean and unbiased deviation over time, (n, 2c, 1)."""
        graph = self.graph
        mean = graph.node("ReduceMean", x, axes=[-1], keepdims=1)
        away = graph.node("Sub", x, mean)
        squares = graph.node("ReduceSum", graph.node("Mul", away, away), self.last, keepdims=1)
        frames = graph.node("Cast", graph.node("Shape", x, start=2, end=3), to=1)
        fewer = graph.node("Sub", frames, graph.constant(np.ones(1, np.float32)))
        deviation = graph.node("Sqrt", graph.node("Div", squares, fewer))
        return graph.node("Concat", mean, deviation, axis=1)


def convert(parts: Sequence[bytes]) -> bytes:
    """`campplus_cn_en_common.pt` to ONNX.

    Input `features` float32 `(n, t, 80)`: Kaldi log mel bands of 16 kHz sound (25 ms every 10 ms,
    no dither), their mean over time taken off, t ≥ 4. Output `embedding` `(n, 192)`, not normalised.
    """
    writer = _Writer(read_weights(parts[0]))
    x = writer.head("features")
    x = writer.convolution(x, "xvector.tdnn.linear", pads=[2, 2], strides=[2])
    x = writer.activated(x, "xvector.tdnn.nonlinear.batchnorm")
    writer.measure(x)
    for index, (layers, dilation) in enumerate(_BLOCKS, start=1):
        x = writer.dense_block(x, f"xvector.block{index}", layers, dilation)
        transit = f"xvector.transit{index}"
        x = writer.convolution(writer.activated(x, f"{transit}.nonlinear.batchnorm"), f"{transit}.linear")
    x = writer.activated(x, "xvector.out_nonlinear.batchnorm")
    x = writer.convolution(writer.pooled(x), "xvector.dense.linear")
    x = writer.normalised(x, "xvector.dense.nonlinear.batchnorm")
    x = writer.graph.node("Squeeze", x, writer.last)
    return writer.graph.bytes({"features": ("n", "t", 80)}, {"embedding": (x, ("n", 192))})
