"""Who speaks when, within seconds: local speakers of a window, and a voice's vector.

Segmentation: Bredin and Plaquet, "Powerset multi-class cross entropy loss for neural speaker
diarization", Interspeech 2023 (pyannote segmentation-3.0): up to three speakers in 10 s, two at a
time. Vectors: Wang et al., "CAM++", Interspeech 2023, on 80 mel bands as Kaldi computes them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from engine.models.adapters import Files, Options
from engine.models.sessions import open_session
from engine.stage import Vector

RATE = 16_000
WINDOW = 10 * RATE
"""Samples of a window."""
HOP, CENTRE = 270, 495
"""Frame i of the segmentation is centred on sample `CENTRE + HOP * i` of its window."""
LOCAL = 3
BANDS = 80
FEATURE_HOP = 160
_powerset = np.array(
    [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1]], dtype=np.bool_
)

Activity = npt.NDArray[np.bool_]


class SpeakerSegmenter:
    """Local speakers of windows, from a session of `segmentation.onnx`."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def activity(self, windows: Vector) -> Activity:
        """Bool `(n, frames, 3)`: which local speaker is heard in which frame of windows `(n, WINDOW)`."""
        scores = self._session.run(None, {"waveform": windows[:, None, :]})[0]
        return np.asarray(_powerset[np.argmax(scores, axis=2)])


class VoiceEmbedder:
    """Vectors of voices, from a session of `campplus.onnx`."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def features(self, sound: Vector) -> Vector:
        """Log mel energies float32 `(frames, 80)`, one frame per 10 ms (25 ms windows, no dither)."""
        import kaldi_native_fbank

        options = kaldi_native_fbank.FbankOptions()
        options.frame_opts.samp_freq = RATE
        options.frame_opts.dither = 0.0
        options.frame_opts.window_type = "povey"
        options.mel_opts.num_bins = BANDS
        bank = kaldi_native_fbank.OnlineFbank(options)
        bank.accept_waveform(RATE, (sound * 32768.0).tolist())
        bank.input_finished()
        frames = [bank.get_frame(i) for i in range(bank.num_frames_ready)]
        return np.array(frames, dtype=np.float32).reshape(-1, BANDS)

    def vector(self, features: Vector) -> Vector:
        """Unit vector float32 `(192,)` of the voice in `features` `(frames, 80)`."""
        centred = features - features.mean(axis=0, keepdims=True)
        vector = self._session.run(None, {"features": centred[None].astype(np.float32)})[0][0]
        unit: Vector = (vector / max(float(np.linalg.norm(vector)), 1e-9)).astype(np.float32)
        return unit


def load_segmenter(files: Files, options: Options, device: str) -> SpeakerSegmenter:
    return SpeakerSegmenter(open_session(files["model"], device))


def load_embedder(files: Files, options: Options, device: str) -> VoiceEmbedder:
    return VoiceEmbedder(open_session(files["model"], device))
