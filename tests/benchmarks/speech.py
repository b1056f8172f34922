"""Speech: word errors and CPU seconds of `transcription` beside sequential faster-whisper, same model.

Comparator: `faster_whisper.WhisperModel.transcribe`, int8, one thread, beam 5, its defaults otherwise (no
voice activity filter, no word times); further its `vad_filter=True`. Ours counts voice activity and word
times. Rounds are interleaved; each is all English samples in another order with other pauses between
them, the first as recorded, the others at 93 to 107 % speed under a crowd 20 to 26 dB below.

Gates: median of the ratios of CPU seconds at least 1.5, word error rate at most 0.5 points above. German is
reported without a gate: the only sample is synthetic.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import jiwer
import numpy as np

from engine.stage import Vector
from tests.sounds import DATA, RATE, ROOT, heard_text, load, plain, spoken_truth, transcribe

ROUNDS = 5
FASTER, WORSE = 1.5, 0.5


def mixture(seed: int) -> tuple[Vector, str]:
    """Sound of a round and what is said in it."""
    random = np.random.default_rng(seed)
    texts = spoken_truth()
    names = sorted(texts)
    random.shuffle(names)
    parts = []
    for name in names:
        sound = load(name)
        if seed:
            speed = random.uniform(0.93, 1.07)
            places = np.arange(int(len(sound) / speed)) * speed
            sound = np.interp(places, np.arange(len(sound)), sound).astype(np.float32)
        parts += [sound, np.zeros(int(RATE * random.uniform(0.3, 3)), np.float32)]
    mixed = np.concatenate(parts)
    if seed:
        crowd = np.resize(load("crowd.mp3"), len(mixed))
        below = 10 ** (-random.uniform(20, 26) / 20)
        mixed = mixed + crowd * below * np.sqrt(np.mean(mixed**2) / np.mean(crowd**2))
    return mixed.astype(np.float32), plain(" ".join(texts[name] for name in names))


def main() -> int:
    from faster_whisper import WhisperModel  # type: ignore[import-untyped]

    folder = ROOT / ".aima" / "models" / "speech-whisper-base"
    stock: Any = WhisperModel(
        str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True
    )

    def sequential(sound: Vector, vad: bool = False) -> str:
        segments, _ = stock.transcribe(sound, beam_size=5, vad_filter=vad)
        return " ".join(segment.text for segment in segments)

    ways: dict[str, Callable[[Vector], str]] = {
        "sequential": sequential,
        "sequential with vad_filter": lambda sound: sequential(sound, vad=True),
        "packed (ours)": lambda sound: heard_text(transcribe(sound)),
    }
    jfk = load("jfk.wav")
    for way in ways.values():
        way(jfk)
    spent: dict[str, list[float]] = {name: [] for name in ways}
    heard: dict[str, list[str]] = {name: [] for name in ways}
    truth, seconds = [], 0.0
    for seed in range(ROUNDS):
        sound, said = mixture(seed)
        truth.append(said)
        seconds += len(sound) / RATE
        for name, way in ways.items():
            began = time.process_time()
            heard[name].append(plain(way(sound)))
            spent[name].append(time.process_time() - began)
    errors = {name: 100 * jiwer.wer(truth, texts) for name, texts in heard.items()}
    print(f"{ROUNDS} rounds, {seconds:.0f} s of sound, {sum(len(t.split()) for t in truth)} words")
    for name in ways:
        clean = 100 * jiwer.wer(truth[0], heard[name][0])
        rate = sum(spent[name]) / seconds
        print(f"{name:28} WER {errors[name]:5.2f} % (clean {clean:5.2f} %)  {rate:.4f} CPU s per s")
    ratios = [a / b for a, b in zip(spent["sequential"], spent["packed (ours)"], strict=True)]
    ratio = statistics.median(ratios)
    worse = errors["packed (ours)"] - errors["sequential"]
    print(f"CPU seconds sequential / ours: median {ratio:.2f}, {min(ratios):.2f} to {max(ratios):.2f}; "
          f"WER {worse:+.2f} points")  # fmt: skip
    german = plain((DATA / "german_synthetic.txt").read_text(encoding="utf-8"))
    sound = load("german_synthetic.flac")
    ours = transcribe(sound)
    print(f"German (synthetic): WER sequential {100 * jiwer.wer(german, plain(sequential(sound))):.1f} %, "
          f"ours {100 * jiwer.wer(german, plain(heard_text(ours))):.1f} %, "
          f"language {sorted(set(ours['utterances']['language']))}")  # fmt: skip
    return 0 if ratio >= FASTER and worse <= WORSE else 1


if __name__ == "__main__":
    sys.exit(main())
