"""What was said in an item: utterances, speakers and people's corrections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from app.cases.appearances import Voice, voices
from app.cases.current_units import SCHEMAS as UNIT_COLUMNS
from app.cases.current_units import CurrentUnits
from app.cases.findings import Findings, Item
from app.cases.item_views import View
from app.cases.units_current import Unit
from app.cases.word_times import timed_anew
from app.operations.decisions import Edit
from app.operations.moments import UTTERANCE, Moment, shared_ns
from engine.across.speaker_words import NOBODY, Said, SpokenWord, Turn, who_said
from engine.records import Column, Result, Schemas, Table

DOUBTS = {
    1: "repetition",
    2: "no-speech",
    4: "outside-voice",
    8: "low-confidence",
    16: "low-level",
    32: "unsure-language",
}


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
    edit: str = ""
    """Id of the decision that reworded it."""
    unit: Unit | None = None
    words: tuple[SpokenWord, ...] = field(default=(), repr=False)
    """In order; only where they were asked for. Those of an edit are laid over the machine's times."""

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why it may not have been said so; empty once a person has worded it."""
        return () if self.edited_by else tuple(word for bit, word in DOUBTS.items() if self.flags & bit)


def transcript(
    findings: Findings, item: Item, edits: Iterable[Edit] = (), words: bool = False
) -> list[Utterance]:
    """All utterances of an item in order of time, parted where the speaker changes.

    `edits` may be those of the whole case. They keep their words only if `words`: these take ten times the
    memory of all the rest.
    """
    said = _with_words(findings, item) if words else utterances(item, SPOKEN.of(findings, item))
    return apply_edits(said, [e for e in edits if e.moment.sha256 == item.sha256])


def _with_words(findings: Findings, item: Item) -> list[Utterance]:
    found, spoken = _read(findings, item)
    return part_by_speaker(found, spoken, list(voices(findings, item)), keep=True)


def _read(findings: Findings, item: Item) -> tuple[list[Utterance], list[SpokenWord]]:
    """Utterances as they were recognised, and their words, whose `utterance` counts over the item."""
    found: list[Utterance] = []
    words: list[SpokenWord] = []
    for part in findings.parts(item.id, "transcription"):
        number: dict[int, int] = {}
        kept = part.spoken("utterances")
        for index, row in enumerate(part.tables["utterances"]):
            if not kept[index]:
                continue
            number[index] = len(found)
            start, end = int(row["start_ns"]), int(row["end_ns"])
            place = Moment(UTTERANCE, item.sha256, part.unit.stream, start, end, start)
            said = str(row["text"]).strip()
            confidence = round(float(row["confidence"]), 3)
            found.append(
                Utterance(place, said, said, row["language"], confidence, int(row["flags"]), unit=part.unit)
            )
        words += [
            SpokenWord(
                int(w["start_ns"]),
                int(w["end_ns"]),
                str(w["text"]).strip(),
                number[w["utterance"]],
                float(w["probability"]),
            )
            for w in part.tables["words"]
            if int(w["utterance"]) in number
        ]
    return found, words


def _packed(findings: Findings, item: Item) -> Result:
    """What is said without people's corrections, as columns."""
    found, spoken = _read(findings, item)
    said = part_by_speaker(found, spoken, list(voices(findings, item)))
    units = {u.unit.key: u.unit for u in said if u.unit}
    numbers = {key: n for n, key in enumerate(units)}
    rows = [
        {
            "stream": u.moment.stream, "start_ns": u.moment.start_ns, "end_ns": u.moment.end_ns,
            "text": u.machine_text, "language": u.language, "confidence": u.confidence, "flags": u.flags,
            "speaker": u.speaker, "unit": numbers[u.unit.key] if u.unit else -1,
        }
        for u in said
    ]  # fmt: skip
    return {"said": Table.from_rows(SCHEMAS["said"], rows), **CurrentUnits(units.values()).columns()}


def utterances(item: Item, kept: Result) -> list[Utterance]:
    """The rows of `SPOKEN` one by one."""
    units, said = CurrentUnits.kept(item.id, kept).of("transcription"), kept["said"]
    columns = [c.tolist() if isinstance(c := said[name], np.ndarray) else c for name in SCHEMAS["said"]]
    return [
        Utterance(
            Moment(UTTERANCE, item.sha256, stream, start, end, start), text, text, language, confidence,
            flags, speaker, unit=units[unit],
        )
        for stream, start, end, text, language, confidence, flags, speaker, unit in zip(*columns, strict=True)
    ]  # fmt: skip


SCHEMAS: Schemas = {
    "said": {
        "stream": Column("i32"), "start_ns": Column("i64"), "end_ns": Column("i64"), "text": Column("str"),
        "language": Column("str"), "confidence": Column("f64"), "flags": Column("i32"),
        "speaker": Column("i32"), "unit": Column("i32", (), "place in `units`"),
    },
    **UNIT_COLUMNS,
}  # fmt: skip
SPOKEN = View("transcript", ("transcription", "speakers"), SCHEMAS, _packed)


def _words(findings: Findings, item: Item) -> Result:
    found = findings.table(item.id, "transcription", "words")
    columns = {name: found[name] for name in ("start_ns", "end_ns", "probability")}
    texts = [text.strip() for text in found["text"]]
    return {"words": Table(WORD_COLUMNS["words"], {**columns, "text": texts})}


WORD_COLUMNS: Schemas = {
    "words": {
        "start_ns": Column("i64"), "end_ns": Column("i64"), "probability": Column("f32"),
        "text": Column("str", (), "without the blanks around it"),
    },
}  # fmt: skip
WORDS = View("spoken words", ("transcription",), WORD_COLUMNS, _words)


def part_by_speaker(
    utterances: Sequence[Utterance],
    words: Iterable[SpokenWord],
    known: Sequence[Voice],
    keep: bool = False,
) -> list[Utterance]:
    """Utterances with their speakers; one in which several speak becomes several.

    One without words goes to the one who speaks for most of it. With `keep` they hold their words.
    """
    turns = [Turn(t.start_ns, t.end_ns, voice.row) for voice in known for t in voice.turns]
    parts: dict[int, list[Said]] = {}
    for said in who_said(words, turns):
        own = parts.setdefault(said.utterance, [])
        if own and own[-1].speaker == said.speaker:
            own[-1] = Said(said.speaker, said.utterance, (*own[-1].words, *said.words))
        else:
            own.append(said)
    out = []
    for number, utterance in enumerate(utterances):
        own = parts.get(number, [])
        if len(own) > 1:
            out += _parted(utterance, own, keep)
        else:
            speaker = own[0].speaker if own else _loudest(utterance.moment, known)
            held = own[0].words if own and keep else ()
            out.append(replace(utterance, speaker=speaker, words=held))
    return sorted(out, key=lambda u: u.moment)


def _parted(utterance: Utterance, parts: Sequence[Said], keep: bool) -> list[Utterance]:
    """The pieces, which together last as long as the whole."""
    whole = utterance.moment
    edges = [whole.start_ns, *(part.start_ns for part in parts[1:]), whole.end_ns]
    out = []
    for part, start, end in zip(parts, edges, edges[1:], strict=False):
        place = replace(whole, start_ns=start, end_ns=max(start, end), t_ns=start)
        out.append(
            replace(
                utterance,
                moment=place,
                untrusted_text=part.text,
                machine_text=part.text,
                speaker=part.speaker,
                words=part.words if keep else (),
            )
        )
    return out


def _loudest(moment: Moment, known: Sequence[Voice]) -> int:
    shares = [(v.heard_ns(moment.start_ns, moment.end_ns), -v.row) for v in known]
    most = max(shares, default=(0, 0))
    return -most[1] if most[0] else NOBODY


def apply_edits(utterances: Sequence[Utterance], edits: Sequence[Edit]) -> list[Utterance]:
    """Put each correction in place of the utterances it rewords: those that mostly lie in it.

    Where these cover less than half of it, what it corrected is no longer there: see `lost_edits`.
    """
    out = list(utterances)
    for edit in edits:
        worded = _worded(edit.moment, out)
        if not worded:
            continue
        most = max(worded, key=lambda u: shared_ns(edit.moment, u.moment))
        start, end = worded[0].moment.start_ns, max(u.moment.end_ns for u in worded)
        words = tuple(w for u in worded for w in u.words)
        joined = replace(
            most,
            moment=replace(most.moment, start_ns=start, end_ns=end, t_ns=start),
            words=timed_anew(edit.text, words, start, end) if words else (),
            machine_text=" ".join(u.machine_text for u in worded),
            untrusted_text=edit.text,
            edited_by=edit.author,
            edit=edit.decision,
        )
        out = sorted([*(u for u in out if u not in worded), joined], key=lambda u: u.moment)
    return out


def lost_edits(utterances: Sequence[Utterance], edits: Iterable[Edit]) -> list[Edit]:
    """Corrections that fit no utterance of a re-run; they are kept, and shown as such."""
    return [e for e in edits if not _worded(e.moment, utterances)]


def _worded(moment: Moment, utterances: Sequence[Utterance]) -> list[Utterance]:
    inside = [
        u
        for u in utterances
        if (u.moment.sha256, u.moment.stream) == (moment.sha256, moment.stream) and _mostly(u.moment, moment)
    ]
    covered = sum(shared_ns(moment, u.moment) for u in inside)
    return inside if covered * 2 >= moment.end_ns - moment.start_ns else []


def _mostly(moment: Moment, other: Moment) -> bool:
    length = moment.end_ns - moment.start_ns
    return shared_ns(moment, other) * 2 >= length and shared_ns(moment, other) > 0
