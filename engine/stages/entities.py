"""Plates, telephone numbers, accounts, addresses, dates, sums and names in what is said and written."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, ClassVar

from engine.records import Column, Result, Schemas, Table
from engine.stage import Context, Reads, Scope, Source, Stage
from engine.text.accounts import ibans
from engine.text.addresses import emails, links
from engine.text.columns import Columns
from engine.text.found import Finder, Line, without_overlaps
from engine.text.names import names
from engine.text.phones import phones
from engine.text.plates import plates
from engine.text.quantities import dates, sums
from engine.units import SECOND, Kind

SAID, SEEN = "transcription", "screen_text"
FINDERS: tuple[Finder, ...] = (ibans, emails, links, dates, sums, phones, plates, names)
"""The surest kinds first: what one of them takes, a later one cannot."""
PAUSE_NS = 3 * SECOND // 2
"""Utterances closer than this are searched as one text: numbers are read out in pieces."""
LONGEST_TEXT = 4000
TABLE, MOST_BESIDE = 3, 200
"""Lines of digits beside a line from which it stands in a table; lines looked at for it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A line, the stage it comes from, and where in time its characters lie.

    `times` are (first character, start_ns, end_ns) in order of characters.
    """

    line: Line
    origin: str
    times: list[tuple[int, int, int]]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From the beginning of the word at `start` to the end of the word before `end`."""
        first = max(0, bisect_right(self.times, start, key=_place) - 1)
        last = max(first + 1, bisect_left(self.times, end, key=_place))
        start_ns = self.times[first][1]
        return start_ns, max(start_ns + 1, *(time[2] for time in self.times[first:last]))


def _place(time: tuple[int, int, int]) -> int:
    return time[0]


class Entities(Stage):
    """Things with a canonical value in utterances and lines of text, with the time of the very words.

    `value` is made for comparing: E.164, IBAN without blanks, plates without gaps, ISO dates, sums like
    “12.50 EUR”. A name is a guess by cues. No model and no network is used.
    """

    name = "entities"
    version = 3
    scope = Scope.ITEM
    reads = Reads.NOTHING
    kinds = frozenset({Kind.VIDEO, Kind.AUDIO, Kind.IMAGE})
    after = (SAID, SEEN)
    defaults: ClassVar[Mapping[str, Any]] = {}
    tables: ClassVar[Schemas] = {
        "entities": {
            "kind": Column("str", doc="plate, phone, iban, email, url, date, money or name"),
            "text": Column("str", doc="as it was said or written"),
            "value": Column("str", doc="canonical form"),
            "origin": Column("str", doc="transcription or screen_text"),
            "start_ns": Column("i64"),
            "end_ns": Column("i64"),
            "confidence": Column("f32"),
        }
    }

    def run(self, source: Source, context: Context) -> Result:
        rows: list[dict[str, Any]] = []
        for passage in chain(spoken(source.upstream_parts(SAID)), written(source.upstream_parts(SEEN))):
            context.check()
            rows += _entities(passage)
        rows.sort(key=lambda row: (row["start_ns"], row["end_ns"], row["kind"], row["value"], row["origin"]))
        return {"entities": Table.from_rows(self.tables["entities"], rows)}


def _entities(passage: Passage) -> Iterator[dict[str, Any]]:
    text = passage.line.untrusted_text
    for found in without_overlaps(one for finder in FINDERS for one in finder(passage.line)):
        start_ns, end_ns = passage.span(found.start, found.end)
        yield {
            "kind": found.kind,
            "text": text[found.start : found.end],
            "value": found.value,
            "origin": passage.origin,
            "start_ns": start_ns,
            "end_ns": end_ns,
            "confidence": found.confidence,
        }


def written(parts: list[Result]) -> Iterator[Passage]:
    """One passage per line of text in the picture."""
    for part in parts:
        rows = list(part["texts"])
        columns = Columns(rows)
        numbers = [row for row in rows if _mostly_digits(row["text"])]
        for row in rows:
            times = [(0, int(row["start_ns"]), int(row["end_ns"]))]
            beside = sum(
                other is not row and other["start_ns"] < row["end_ns"] and row["start_ns"] < other["end_ns"]
                for other in numbers[:MOST_BESIDE]
            )
            line = Line(row["text"], seen=True, in_table=beside >= TABLE, in_column=columns.holds(row))
            yield Passage(line, SEEN, times)


def _mostly_digits(text: str) -> bool:
    return sum(c.isdecimal() for c in text) * 2 > sum(not c.isspace() for c in text)


def spoken(parts: list[Result]) -> Iterator[Passage]:
    """Utterances joined where no pause parts them, with the times of their words."""
    text, language, times, end_ns = "", "", list[tuple[int, int, int]](), 0
    for row, words in _utterances(parts):
        start_ns = int(row["start_ns"])
        apart = start_ns - end_ns > PAUSE_NS or row["language"] != language
        if text and (apart or len(text) + len(row["text"]) > LONGEST_TEXT):
            yield Passage(Line(text, language), SAID, times)
            text, times = "", []
        offset = len(text) + bool(text)
        text = f"{text} {row['text']}" if text else row["text"]
        times = times + _word_times(row, words, offset)
        language, end_ns = row["language"], int(row["end_ns"])
    if text:
        yield Passage(Line(text, language), SAID, times)


def _utterances(parts: list[Result]) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each utterance with its words; word rows refer to the utterances of their own unit."""
    for part in parts:
        words: dict[int, list[dict[str, Any]]] = {}
        for word in part["words"]:
            words.setdefault(int(word["utterance"]), []).append(word)
        for number, row in enumerate(part["utterances"]):
            yield row, words.get(number, [])


def _word_times(row: dict[str, Any], words: list[dict[str, Any]], offset: int) -> list[tuple[int, int, int]]:
    """First character and time of each word found in the utterance's text; of the whole where none is."""
    times = []
    place = 0
    for word in words:
        found = row["text"].find(word["text"].strip(), place)
        if found >= 0:
            times.append((offset + found, int(word["start_ns"]), int(word["end_ns"])))
            place = found + len(word["text"].strip())
    if not times or times[0][0] > offset:
        times.insert(0, (offset, int(row["start_ns"]), times[0][1] if times else int(row["end_ns"])))
    return times
