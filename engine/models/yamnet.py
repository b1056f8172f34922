"""YAMNet: 521 classes of sound for every 0.48 s.

Model: Plakal and Ellis, "YAMNet", TensorFlow Models, 2020, after Hershey et al., "CNN Architectures for
Large-Scale Audio Classification", ICASSP 2017; trained on AudioSet. Here with 8-bit weights and
activations. Features: magnitude of a 25 ms Hann window every 10 ms, 64 mel bands of 125 to 7,500 Hz,
natural logarithm of band + 0.001.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from engine.models.adapters import Files, Options
from engine.models.sessions import open_session
from engine.stage import Vector

RATE = 16_000
FRAME, HOP, FFT, BANDS = 400, 160, 512, 64
PATCH_FRAMES = 96
PATCH_HOP = 7680
"""Samples between patches (0.48 s)."""
PATCH = (PATCH_FRAMES - 1) * HOP + FRAME
INPUT_SCALE, INPUT_ZERO = 0.04793788, 144
OUTPUT_SCALE, OUTPUT_ZERO = 0.7565417, 190
"""Quantisation of the pack's model (its initialisers `audio_*` and `class_scores_*`); the pack is pinned."""


class SoundTagger:
    """Class likelihoods from a session of `yamnet.onnx`; `classes` are their names in order."""

    def __init__(self, session: Any, classes: list[str]) -> None:
        self._session, self.classes = session, classes

    def scores(self, sound: Vector) -> Vector:
        """Likelihood float32 `(patches, 521)`; patch n covers 0.96 s from sample `PATCH_HOP * n`.

        As many patches as begin within `sound`; what a patch lacks at the end is silence.
        """
        count = -(-len(sound) // PATCH_HOP)
        padded = np.zeros((count - 1) * PATCH_HOP + PATCH if count else 0, np.float32)
        padded[: len(sound)] = sound[: len(padded)]
        scores = np.zeros((count, 521), np.float32)
        for n in range(count):
            features = _features(padded[n * PATCH_HOP : n * PATCH_HOP + PATCH])
            codes = np.clip(np.round(features / INPUT_SCALE + INPUT_ZERO), 0, 255).astype(np.uint8)
            output = self._session.run(None, {"audio": codes[None, None]})[0][0]
            scores[n] = (output.astype(np.float32) - OUTPUT_ZERO) * OUTPUT_SCALE
        return _likelihood(scores)


def _likelihood(logits: Vector) -> Vector:
    half: Vector = (0.5 + 0.5 * np.tanh(logits / 2)).astype(np.float32)
    return half


def read_classes(path: Path) -> list[str]:
    """Names of the 521 classes in order, from `classes.csv`."""
    with path.open(newline="", encoding="utf-8") as file:
        return [row["display_name"] for row in csv.DictReader(file)]


def _features(sound: Vector) -> Vector:
    frames = np.lib.stride_tricks.sliding_window_view(sound, FRAME)[::HOP][:PATCH_FRAMES]
    window = np.sin(np.pi * np.arange(FRAME) / FRAME) ** 2
    spectrum = np.abs(np.fft.rfft(frames * window, FFT, axis=1))
    features: Vector = np.log(spectrum @ _mel() + 1e-3).astype(np.float32)
    return features


@cache
def _mel() -> Any:
    """Triangles on the HTK mel scale `(257, 64)`, straight in mel as TensorFlow draws them."""

    def mel(hertz: Any) -> Any:
        return 1127.0 * np.log1p(np.asarray(hertz) / 700.0)

    bins = mel(np.linspace(0, RATE / 2, FFT // 2 + 1))[:, None]
    edges = np.linspace(mel(125.0), mel(7500.0), BANDS + 2)
    low, centre, high = edges[:-2], edges[1:-1], edges[2:]
    weights = np.maximum(0, np.minimum((bins - low) / (centre - low), (high - bins) / (high - centre)))
    weights[0] = 0
    return weights


def load(files: Files, options: Options, device: str) -> SoundTagger:
    """On the processor: it is quantised for those, and an accelerator would run it no faster."""
    return SoundTagger(open_session(files["model"], "cpu"), read_classes(files["classes"]))
