"""Files that outsiders found to be read wrongly, through the whole product, beside what is in them.

`python -m tests.benchmarks.found_media FOLDER [NAME ...]`: FOLDER holds the files, which are not part of the
project; the same kinds are made by code in `tests/unit`. What is expected is known from how each was made.
The command line analyses them in a case of its own; each row is one check.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.units import SECOND
from tests.investigator import ROOT, Investigator

SPEECH = {
    "inverted.flac": "and so my fellow americans ask not what",
    "quiet30.flac": "and so my fellow americans ask not what your",
    "zero_length_cue.flac": "and so my fellow americans ask not what your",
    "six_tracks_mic4.wav": "and so my fellow americans",
    "wav_header_1s_of_3s.wav": "and so my fellow americans",
    "two_wavs.wav": "so my fellow americans",
    "ger_then_eng.ogg": "and so my fellow americans ask not what your country can do for you",
}
GERMAN = {"ger_then_eng.ogg": "guten tag hier spricht die leitstelle"}
SECONDS = {
    "ts_back.ts": 8.0, "mp4_cat.mp4": 8.0, "cat.mkv": 8.0, "two_wavs.wav": 6.0,
    "wav_header_1s_of_3s.wav": 3.0, "ts_jump_10h.ts": 8.0, "raw_12fps.h264": 4.0,
    "sound_begins_late.mkv": 7.0, "inverted.flac": 6.0,
}  # fmt: skip
SAID = {
    "fragmented_cut.mp4": "truncated", "cyrillic.jpg": "unread-writing", "ts_jump_10h.ts": "clock-jump",
    "ts_back.ts": "further-recording", "mp4_cat.mp4": "further-recording", "cat.mkv": "further-recording",
    "two_wavs.wav": "further-recording", "motion.jpg": "further-recording",
    "animated.webp": "further-recording", "wav_header_1s_of_3s.wav": "duration-mismatch",
}  # fmt: skip
WRITTEN = {
    "segment two": ("ts_back.ts", "mp4_cat.mp4", "cat.mkv", "ts_jump_10h.ts", "motion.jpg"),
    "lager 47": ("orientation2.tif", "orientation3.tif", "orientation6.tif", "grey12.png"),
}
PLATES = {"PO12345": "plate_pl.jpg", "B-OO": "plate_de.jpg"}
TIMES = {
    "offset_of_edit.jpg": "2024-05-03T08:00:00", "shared_again.mov": "2024-05-03T08:00:00",
    "bwf.wav": "2024-05-03T10:11:12", "digit_only.jpg": "2024-05-03T10:00:00",
    "xmp_only.jpg": "2024-05-03T08:00:00",
}  # fmt: skip
PERSON_1 = ("upright_1.jpg", "sideways_1.jpg")
PERSON_2 = (
    "upright_2.jpg", "sideways_2.jpg", "sideways_2b.jpg", "upsidedown_2.jpg", "orientation2.tif",
    "orientation3.tif", "orientation6.tif", "grey12.png", "motion.jpg", "animated.webp",
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What the product says of the files, by name."""

    status: Mapping[str, dict[str, Any]]
    left: Mapping[str, set[str]]
    words: Mapping[str, str]
    times: Mapping[str, str]
    persons: Mapping[str, set[str]]
    """Ids of persons seen in each file."""
    written: Mapping[str, set[str]] = field(default_factory=dict)


def plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def _time(at_ns: int) -> str:
    return datetime.fromtimestamp(at_ns / SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def asked(who: Investigator, names: set[str]) -> Found:
    """Everything the checks look at."""
    status, left, by_id = dict[str, dict[str, Any]](), dict[str, set[str]](), dict[str, str]()
    for row in who.records("status"):
        if "left" in row:
            left.setdefault(by_id[row["item"]], set()).add(row["left"])
        elif "name" in row:
            status[row["name"]] = row
            by_id[row["item"]] = row["name"]
    spoken = (SPEECH.keys() | GERMAN.keys()) & names
    words = {name: plain(" ".join(r["text"] for r in who.records("transcript", name))) for name in spoken}
    times = {by_id[r["item"]]: _time(int(r["start_ns"])) for r in who.records("clock") if r.get("start_ns")}
    persons: dict[str, set[str]] = {}
    for row in who.records("faces", "list"):
        for seen in row.get("sightings", ()):
            persons.setdefault(by_id[seen["item"]], set()).add(row["id"])
    written = {}
    for typed in (*WRITTEN, *PLATES):
        how = ("--part", typed) if typed in PLATES else (typed,)
        rows = who.records("search", *how, expect=None)
        written[typed] = {by_id[r["item"]] for r in rows if r.get("item") in by_id}
    return Found(status, left, words, times, persons, written)


def checks(found: Found) -> Iterator[tuple[str, str, str, bool]]:
    """File, what is expected, what is said, and whether that is right."""
    for name, seconds in SECONDS.items():
        if name in found.status:
            said = float(found.status[name]["seconds"])
            yield name, f"{seconds} s", f"{said:.2f} s", abs(said - seconds) < 0.3
    for name, code in SAID.items():
        if name in found.status:
            codes = found.left.get(name, set())
            yield name, code, ", ".join(sorted(codes)), code in codes
    for wanted in (SPEECH, GERMAN):
        for name, text in wanted.items():
            if name in found.words:
                yield name, text, found.words[name][:60], text in found.words[name]
    for name, time in TIMES.items():
        if name in found.status:
            yield name, time, found.times.get(name, ""), found.times.get(name) == time
    yield from _pictures(found)


def _pictures(found: Found) -> Iterator[tuple[str, str, str, bool]]:
    for text, names in WRITTEN.items():
        for name in names:
            if name in found.status:
                yield name, f"text {text}", "", name in found.written[text]
    for typed, name in PLATES.items():
        if name in found.status:
            yield name, f"search --part {typed}", "", name in found.written[typed]
    first, second = ({p for n in names for p in found.persons.get(n, ())} for names in (PERSON_1, PERSON_2))
    if PERSON_1[0] in found.status and PERSON_2[0] in found.status:
        both = ", ".join(sorted(first & second)) or "none"
        yield "two people", "never one person", f"in both: {both}", not first & second
        for name in (*PERSON_1, *PERSON_2):
            mine = found.persons.get(name, set())
            own = found.persons.get(PERSON_1[0] if name in PERSON_1 else PERSON_2[0], set())
            yield name, "its person, or set aside", f"{len(mine)} persons", mine <= own or not mine


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    files = [p for p in sorted(args.folder.iterdir()) if p.suffix not in (".sh", ".py")]
    files = [p for p in files if not args.names or p.name in args.names]
    models = Path(os.environ.get("AIMA_MODELS", ROOT / ".aima" / "models"))
    with tempfile.TemporaryDirectory() as folder:
        who = Investigator.set_up(Path(folder) / "home", models)
        who.new_case()
        who.run("add", *map(str, files))
        who.run("analyze", "--workers", "1")
        wrong = 0
        for name, wanted, said, right in checks(asked(who, {p.name for p in files})):
            print(f"{'ok   ' if right else 'WRONG'}  {name:24} {wanted:44} {said}")
            wrong += not right
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
