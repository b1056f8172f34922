"""Sounds are named, and a border of units only cuts an event in two."""

from __future__ import annotations

import numpy as np

from engine.records import Table
from tests.sounds import RATE, joined, load, run_unit, spans, whole


def seconds(events: Table) -> dict[str, float]:
    total: dict[str, float] = {}
    for start, end, label in zip(events["start_ns"], events["end_ns"], events["label"], strict=True):
        total[label] = total.get(label, 0.0) + float(end - start) / 1e9
    return total


def test_a_crowd_applauds() -> None:
    crowd = load("crowd.mp3")
    assert seconds(run_unit("sound_events", crowd, whole(crowd))["events"])["Applause"] > 10


def test_a_speech_is_speech_and_silence_is_silence() -> None:
    speech = load("obama_speech.wav")
    assert seconds(run_unit("sound_events", speech, whole(speech))["events"])["Speech"] > 6
    nothing = np.zeros(10 * RATE, np.float32)
    assert set(run_unit("sound_events", nothing, whole(nothing))["events"]["label"]) == {"Silence"}


def test_units_hear_together_what_one_unit_hears() -> None:
    sound = np.concatenate([load(name) for name in ("crowd.mp3", "jfk.wav", "sample.wav")])
    once = seconds(run_unit("sound_events", sound, whole(sound))["events"])
    parts = [run_unit("sound_events", sound, span) for span in spans(sound, 30)]
    cut = seconds(joined("sound_events", parts)["events"])
    assert set(once) == set(cut)
    assert all(abs(once[label] - cut[label]) < 0.01 for label in once)
