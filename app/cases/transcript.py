"""What was said in an item: utterances, speakers, people's corrections, and the forms of writing it down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.cases.appearances import Voice, voices
from app.cases.decisions import Edit
from app.cases.findings import Findings, Item
from app.cases.moments import UTTERANCE, Moment, shared_ns, timecode
from app.cases.units_current import Unit
from engine.units import SECOND

DOUBTS = {1: "repetition", 2: "no-speech", 4: "outside-voice", 8: "low-confidence"}


@dataclass(frozen=True, slots=True)
class Utterance:
    """One utterance. `untrusted_text` is a person's wording where there is one, else the machine's."""

    moment: Moment
    untrusted_text: str
    machine_text: str
    language: str
    confidence: float
    flags: int
    speaker: int = -1
    """Number of the speaker within the item, -1 where nobody's turn fits."""
    edited_by: str = ""
    unit: Unit | None = None

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why it may not have been said so; empty once a person has worded it."""
        return () if self.edited_by else tuple(word for bit, word in DOUBTS.items() if self.flags & bit)


def transcript(findings: Findings, item: Item, edits: Iterable[Edit] = ()) -> list[Utterance]:
    """All utterances of an item in order of time."""
    found = []
    for part in findings.parts(item.id, "transcription"):
        for row in part.rows("utterances"):
            start, end = int(row["start_ns"]), int(row["end_ns"])
            place = Moment(UTTERANCE, item.sha256, part.unit.stream, start, end, start)
            said = str(row["text"]).strip()
            confidence = round(float(row["confidence"]), 3)
            found.append(
                Utterance(place, said, said, row["language"], confidence, int(row["flags"]), unit=part.unit)
            )
    spoken = assign_speakers(found, list(voices(findings, item)))
    spoken.sort(key=lambda u: u.moment)
    return apply_edits(spoken, [e for e in edits if e.moment.sha256 == item.sha256])


def assign_speakers(utterances: Sequence[Utterance], known: Sequence[Voice]) -> list[Utterance]:
    """Give each utterance the speaker whose turns share the most time with it."""
    out = []
    for utterance in utterances:
        shares = [(sum(shared_ns(utterance.moment, t) for t in v.turns), -v.row) for v in known]
        most = max(shares, default=(0, 0))
        out.append(replace(utterance, speaker=-most[1] if most[0] else -1))
    return out


def apply_edits(utterances: Sequence[Utterance], edits: Sequence[Edit]) -> list[Utterance]:
    """Put each correction on the utterance that shares the most of its time; at least half of it."""
    out = list(utterances)
    for edit in edits:
        shares = np.array([shared_ns(edit.moment, u.moment) for u in out], dtype=np.int64)
        if not len(shares) or shares.max() * 2 < edit.moment.end_ns - edit.moment.start_ns:
            continue
        best = int(shares.argmax())
        out[best] = replace(out[best], untrusted_text=edit.text, edited_by=edit.author)
    return out


def lost_edits(utterances: Sequence[Utterance], edits: Iterable[Edit]) -> list[Edit]:
    """Corrections that fit no utterance of a re-run; they are kept, and people are told."""
    return [e for e in edits if not any(_mostly(e.moment, u.moment) for u in utterances)]


def _mostly(moment: Moment, other: Moment) -> bool:
    return shared_ns(moment, other) * 2 >= moment.end_ns - moment.start_ns


Namer = Callable[[Utterance], str]


def as_text(utterances: Iterable[Utterance], name: Namer) -> str:
    """A line per utterance: time, who, what; doubtful ones marked with `[?]`."""
    lines = []
    for u in utterances:
        who = name(u)
        mark = "[?] " if u.doubts else ""
        lines.append(f"{timecode(u.moment.start_ns)}  {who + ': ' if who else ''}{mark}{u.untrusted_text}")
    return "\n".join(lines) + ("\n" if lines else "")


def as_subtitles(utterances: Iterable[Utterance], name: Namer, form: str) -> str:
    """SubRip (`srt`) or WebVTT (`vtt`); text is written so that it can not act as markup or a new cue."""
    blocks = ["WEBVTT\n"] if form == "vtt" else []
    for number, u in enumerate(utterances, 1):
        start, end = _stamp(u.moment.start_ns, form), _stamp(u.moment.end_ns, form)
        text = " ".join(u.untrusted_text.split()).replace("-->", "→")
        who = " ".join(name(u).split())
        if form == "vtt":
            text = _escaped(text)
            line = f"<v {_escaped(who)}>{text}" if who else text
            blocks.append(f"{start} --> {end}\n{line}\n")
        else:
            line = f"{who}: {text}" if who else text
            blocks.append(f"{number}\n{start} --> {end}\n{line.replace('<', '‹').replace('>', '›')}\n")
    return "\n".join(blocks)


def as_records(utterances: Iterable[Utterance], name: Namer) -> list[Mapping[str, object]]:
    """One mapping per utterance, with its place, doubts and who corrected it."""
    return [
        {
            "start_ns": u.moment.start_ns,
            "end_ns": u.moment.end_ns,
            "uri": u.moment.uri,
            "speaker": name(u),
            "text": u.untrusted_text,
            "machine_text": u.machine_text,
            "language": u.language,
            "confidence": u.confidence,
            "doubts": list(u.doubts),
            "edited_by": u.edited_by,
        }
        for u in utterances
    ]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(t_ns: int, form: str) -> str:
    seconds, rest = divmod(t_ns, SECOND)
    clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{clock}{'.' if form == 'vtt' else ','}{rest * 1000 // SECOND:03d}"
