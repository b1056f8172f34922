"""MobileNetV2 (Sandler et al. 2018, table 2) from torchvision's weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.models.converters.graphs import GraphWriter
from engine.models.converters.torch_files import Weights, read_weights

_SETTING = (
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)
"""Expansion, channels, blocks, stride of the first block."""


class _Writer:
    def __init__(self, weights: Weights) -> None:
        self.graph = GraphWriter("mobilenet_v2")
        self.weights = weights

    def convolution(self, x: str, name: str, norm: str, stride: int, relu: bool = True) -> str:
        """Convolution, batch normalisation (left to the runtime to fuse) and ReLU6."""
        kernel = self.weights[f"{name}.weight"]
        out, size = kernel.shape[0], kernel.shape[2]
        groups = out if kernel.shape[1] == 1 else 1
        x = self.graph.node(
            "Conv",
            x,
            self.graph.weight(f"{name}.weight", kernel),
            kernel_shape=[size, size],
            pads=[size // 2] * 4,
            strides=[stride, stride],
            group=groups,
        )
        parts = [
            self.graph.weight(f"{norm}.{part}", self.weights[f"{norm}.{part}"])
            for part in ("weight", "bias", "running_mean", "running_var")
        ]
        x = self.graph.node("BatchNormalization", x, *parts, epsilon=1e-5)
        if not relu:
            return x
        low, high = self.graph.constant(np.float32(0)), self.graph.constant(np.float32(6))
        return self.graph.node("Clip", x, low, high)

    def block(self, x: str, at: int, expansion: int, stride: int, joined: bool) -> str:
        name, start, row = f"features.{at}.conv", x, 0
        if expansion != 1:
            x = self.convolution(x, f"{name}.0.0", f"{name}.0.1", 1)
            row = 1
        x = self.convolution(x, f"{name}.{row}.0", f"{name}.{row}.1", stride)
        x = self.convolution(x, f"{name}.{row + 1}", f"{name}.{row + 2}", 1, relu=False)
        return self.graph.node("Add", start, x) if joined else x


def convert(parts: Sequence[bytes]) -> bytes:
    """`mobilenet_v2-b0353104.pth` to ONNX.

    Input `image` float32 `(n, 3, h, w)`, RGB, ImageNet mean and deviation taken off; outputs
    `features` `(n, 1280)` (pooled, before the classifier) and `logits` `(n, 1000)`.
    """
    writer = _Writer(read_weights(parts[0]))
    graph = writer.graph
    x = writer.convolution("image", "features.0.0", "features.0.1", 2)
    at, channels = 1, 32
    for expansion, out, blocks, first in _SETTING:
        for index in range(blocks):
            stride = first if index == 0 else 1
            x = writer.block(x, at, expansion, stride, stride == 1 and channels == out)
            at, channels = at + 1, out
    x = writer.convolution(x, "features.18.0", "features.18.1", 1)
    pooled = graph.node("Flatten", graph.node("GlobalAveragePool", x), axis=1)
    logits = graph.node(
        "Gemm",
        pooled,
        graph.weight("classifier.weight", writer.weights["classifier.1.weight"]),
        graph.weight("classifier.bias", writer.weights["classifier.1.bias"]),
        transB=1,
    )
    return graph.bytes(
        {"image": ("n", 3, "h", "w")},
        {"features": (pooled, ("n", 1280)), "logits": (logits, ("n", 1000))},
    )
