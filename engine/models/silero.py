"""Silero VAD v6: how likely each 32 ms of sound holds speech, and where long speech may be cut.

Model: Silero Team, "Silero VAD", 2021–2025 (MIT). The network is recurrent; here its state starts
afresh before every block of a fixed grid from the start of the stream, so that the likelihood of a
frame depends on the sound around it and never on where a unit of work happened to begin.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from engine.models.adapters import Files, Options
from engine.models.level import raised
from engine.models.sessions import open_session
from engine.stage import Vector

RATE = 16_000
FRAME = 512
"""Samples of one frame (32 ms)."""
CONTEXT = 64
"""Samples of the frame before that the network sees too."""
BLOCK = 320
"""Frames of a block (10.24 s), and before each block those that warm the network up (2.05 s)."""
WARM_UP = 64
QUIET = 1e-5


class VoiceDetector:
    """Speech likelihood per frame, from an ONNX session of `silero_vad_v6.onnx`."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def likelihoods(self, sound: Vector, first_sample: int) -> tuple[int, Vector]:
        """Speech likelihood of whole frames within `sound`, mono 16 kHz.

        `first_sample` is the place of `sound[0]` in the stream. Returns the number of the first
        frame (frame n covers samples `[512 n, 512 n + 512)` of the stream) and float32 `(frames,)`.
        A last frame that the sound covers in part is filled with zeros.
        """
        first = -(-first_sample // FRAME)
        count = -(-(first_sample + len(sound)) // FRAME) - first
        if count <= 0:
            return first, np.zeros(0, dtype=np.float32)
        lead = first * FRAME - first_sample
        frames = np.zeros((count, FRAME), dtype=np.float32)
        frames.reshape(-1)[: len(sound) - lead] = sound[lead:]
        context = np.zeros((count, CONTEXT), dtype=np.float32)
        context[1:] = frames[:-1, -CONTEXT:]
        inputs = np.concatenate([context, frames], axis=1)
        parts = []
        start = first
        while start < first + count:
            end = min((start // BLOCK + 1) * BLOCK, first + count)
            begin = max(first, (start // BLOCK) * BLOCK - WARM_UP)
            parts.append(self._run(inputs[begin - first : end - first])[start - begin :])
            start = end
        return first, np.concatenate(parts)

    def _run(self, inputs: Vector) -> Vector:
        state = np.zeros((1, 1, 128), dtype=np.float32)
        # each block as loud as the network knows speech: what is quiet is looked at as closely
        loud = raised(inputs.reshape(-1)).reshape(inputs.shape)
        output: Vector = self._session.run(None, {"input": loud, "h": state, "c": state})[0]
        return output.reshape(-1)


def quietest(sound: Vector, width: int = 2560) -> int:
    """The sample in the middle of the quietest `width` samples of `sound`; the first of equals."""
    if len(sound) <= width:
        return len(sound) // 2
    step = FRAME // 2
    energy = np.add.reduceat(np.square(sound, dtype=np.float64), np.arange(0, len(sound), step))
    sums = np.convolve(energy[: len(sound) // step], np.ones(width // step), mode="valid")
    return int(np.argmin(np.log(sums + QUIET))) * step + width // 2


def speech_runs(
    likelihoods: Vector, on: float, off: float, least_silence: int, least_speech: int
) -> npt.NDArray[np.int64]:
    """Runs of speech as int64 `(runs, 2)`, half-open in frames.

    Speech begins where the likelihood reaches `on` and ends where it fell below `off` and stayed
    below `on` for `least_silence` frames; runs shorter than `least_speech` frames are dropped.
    """
    runs: list[tuple[int, int]] = []
    start, fell = -1, -1
    for i, likelihood in enumerate(likelihoods.tolist()):
        if likelihood >= on:
            start, fell = (i if start < 0 else start), -1
        elif start >= 0 and likelihood < off and fell < 0:
            fell = i
        if start >= 0 and fell >= 0 and i - fell + 1 >= least_silence:
            runs.append((start, fell))
            start, fell = -1, -1
    if start >= 0:
        runs.append((start, fell if fell >= 0 else len(likelihoods)))
    kept = [run for run in runs if run[1] - run[0] >= least_speech]
    return np.array(kept, dtype=np.int64).reshape(-1, 2)


def load(files: Files, options: Options, device: str) -> VoiceDetector:
    """On the processor: copying to an accelerator would cost more than this network of 300 kB does."""
    return VoiceDetector(open_session(files["model"], "cpu"))
