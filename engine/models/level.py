"""How loud sound is, and gain for what was recorded far too low."""

from __future__ import annotations

import numpy as np

from engine.stage import Vector

FRAME = 320
"""Samples of a frame (20 ms) of mono sound at 16 kHz."""
LOW_DB = -36.0
"""Below this level (dBFS of its louder frames) sound is raised before it is listened to, and called low."""
RAISED_TO_DB, MOST_GAIN_DB = -26.0, 40.0
NOTHING_DB = -120.0


def level_db(sound: Vector) -> float:
    """Level in dBFS of the louder frames: the 95th percentile of their root mean squares."""
    frames = sound[: max(1, len(sound) // FRAME) * FRAME]
    if not len(frames):
        return NOTHING_DB
    powers = np.add.reduceat(np.square(frames, dtype=np.float64), np.arange(0, len(frames), FRAME)) / FRAME
    return float(10 * np.log10(np.quantile(powers, 0.95) + 1e-12))


def raised(sound: Vector) -> Vector:
    """The sound, louder where its level is far below that of ordinary recordings; else as it is."""
    level = level_db(sound)
    if level >= LOW_DB:
        return sound
    gain = 10 ** (min(RAISED_TO_DB - level, MOST_GAIN_DB) / 20)
    return (sound * np.float32(gain)).astype(np.float32)
