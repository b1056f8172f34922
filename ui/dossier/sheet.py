"""All statements and what a person chose to see of them. Knows no Qt.

A *row* is a statement. A *line* is what stands below another: a row that fits what was chosen, or the heading
of a section, written as `-1 - section`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from app.core_api.dossier import CITED, NO_STAGE, VERDICTS, Judgements, Statements
from app.operations.moments import timecode

Ints = npt.NDArray[np.int32]
Small = npt.NDArray[np.uint8]
ALL, UNDECIDED, ASSESSMENTS, ACCEPTED, REJECTED, EDITED, STALE = range(7)
"""What of the statements is shown."""
_COUNTS = [VERDICTS.index(word) for word in ("accepted", "edited")]
_WITH_VERDICT = {UNDECIDED: "", ACCEPTED: "accepted", REJECTED: "rejected", EDITED: "edited"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person wants to see; everything by default."""

    show: int = ALL
    section: str = ""
    subject: int = -1
    """Number of a person or voice."""
    item: int = -1
    accepted_only: bool = False
    """Only statements that were accepted or reworded as they are now; the work stays whole."""
    found: Ints | None = field(default=None, compare=False)
    """Rows in which a text was found; None: none was looked for."""

    @property
    def everything(self) -> bool:
        """Whether nothing is filtered out."""
        return self == Chosen() and self.found is None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A review of a statement; `who` is empty for this account."""

    word: str
    stale: bool = False
    text: str = field(default="", repr=False)
    who: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A citation as it is shown: where it leads, and what is written on it."""

    kind: str
    label: str = field(repr=False)
    item_id: str
    untrusted_item: str = field(repr=False)
    when: str
    stage: str
    start_ns: int
    end_ns: int
    t_ns: int
    box: tuple[float, ...]
    still: bool

    @property
    def leads_somewhere(self) -> bool:
        """Whether there is an item to go to."""
        return bool(self.item_id)


class Sheet:
    """Statements, verdicts and lines."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Nothing is known."""
        self.statements: Statements | None = None
        self.chosen = Chosen()
        self.lost = 0
        self._verdicts: dict[int, Verdict] = {}
        self._row: dict[bytes, int] = {}
        self.lines: Ints = np.zeros(0, np.int32)
        self._section: Ints = np.zeros(0, np.int32)
        self._counted = np.zeros(0, np.bool_)
        self.verdict: Small = np.zeros(0, np.uint8)
        self.stale = np.zeros(0, np.bool_)

    def put(self, statements: Statements) -> None:
        """Show these; their reviews have to be read again. What was found stays found, where it is
        still stated.
        """
        found = self.chosen.found
        keys = [] if self.statements is None or found is None else self.statements.ids[found].tolist()
        self.statements = statements
        count = len(statements)
        lengths = np.diff(statements.section_at)
        self._section = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        counted = np.array([s.counted for s in statements.sections], np.bool_)
        self._counted = counted[self._section] if count else np.zeros(0, np.bool_)
        self._row = {key: row for row, key in enumerate(statements.ids.tolist())}
        self._forget_verdicts()
        if found is not None:
            rows = sorted(self._row[key] for key in keys if key in self._row)
            self.chosen = replace(self.chosen, found=np.array(rows, np.int32))
        self.draw_up()

    def take(self, judged: Judgements) -> None:
        """People said this."""
        self._forget_verdicts()
        self.lost = judged.lost
        self.verdict[judged.rows] = judged.verdict
        self.stale[judged.rows] = judged.stale != 0
        told = zip(judged.rows.tolist(), judged.texts, judged.who, judged.at, strict=True)
        for row, text, who, at in told:
            word = VERDICTS[self.verdict[row]]
            self._verdicts[row] = Verdict(word, bool(self.stale[row]), text, who, at)
        self.draw_up()

    def say(self, row: int, verdict: Verdict) -> None:
        """Show a review at once, before the core confirms it. Lines stay, so that nothing jumps away."""
        self._verdicts[row] = verdict
        self.verdict[row] = VERDICTS.index(verdict.word)
        self.stale[row] = verdict.stale

    def choose(self, chosen: Chosen) -> None:
        self.chosen = chosen
        self.draw_up()

    def draw_up(self) -> None:
        """Lines of what was chosen."""
        known = self.statements
        if known is None:
            self.lines = np.zeros(0, np.int32)
            return
        fits = self._fitting(known)
        pieces = []
        for n, heading in enumerate(known.sections):
            start, end = int(known.section_at[n]), int(known.section_at[n + 1])
            own = start + np.flatnonzero(fits[start:end]).astype(np.int32)
            if len(own) or (self.chosen.everything and heading.key):
                pieces += [np.array([-1 - n], np.int32), own]
        self.lines = np.concatenate(pieces) if pieces else np.zeros(0, np.int32)

    def _fitting(self, known: Statements) -> npt.NDArray[np.bool_]:
        chosen, fits = self.chosen, np.ones(len(known), np.bool_)
        if chosen.section:
            keys = [heading.key for heading in known.sections]
            fits &= self._section == (keys.index(chosen.section) if chosen.section in keys else -1)
        if chosen.show in _WITH_VERDICT:
            fits &= self.verdict == VERDICTS.index(_WITH_VERDICT[chosen.show])
        elif chosen.show == ASSESSMENTS:
            fits &= known.assessment != 0
        elif chosen.show == STALE:
            fits &= self.stale
        if chosen.accepted_only:
            fits &= ~self._counted | (np.isin(self.verdict, _COUNTS) & ~self.stale)
        if chosen.subject >= 0:
            fits &= known.subject == chosen.subject
        if chosen.item >= 0:
            of = np.repeat(np.arange(len(known)), np.diff(known.cites_at))
            about = np.zeros(len(known), np.bool_)
            about[of[known.cite_item == chosen.item]] = True
            fits &= about
        if chosen.found is not None:
            found = np.zeros(len(known), np.bool_)
            found[chosen.found] = True
            fits &= found
        return fits

    def line_of(self, row: int) -> int:
        """Where a row stands; -1 where it is not shown."""
        at = np.flatnonzero(self.lines == row)
        return int(at[0]) if len(at) else -1

    def row_called(self, key: bytes) -> int:
        """The row of a statement's id; -1 where it is no longer stated."""
        return self._row.get(key, -1)

    def key(self, row: int) -> bytes:
        """Id of a row's statement."""
        assert self.statements is not None
        return bytes(self.statements.ids[row])

    def text(self, row: int) -> str:
        """What was written by rule."""
        known = self.statements
        assert known is not None
        return known.text[known.text_at[row] : known.text_at[row + 1]].tobytes().decode("utf-8", "replace")

    def letters(self) -> npt.NDArray[np.int64]:
        """About how many letters each row has."""
        return np.diff(self.statements.text_at) if self.statements else np.zeros(0, np.int64)

    def said(self, row: int) -> Verdict | None:
        """The review of a row; None if there is none."""
        return self._verdicts.get(row)

    def wording(self, row: int) -> str:
        """A statement as it counts: in a person's wording where there is one."""
        said = self.said(row)
        return (said.text if said else "") or self.text(row)

    def unreviewed(self, row: int) -> bool:
        """Whether a statement about the evidence waits for somebody to say what they think of it."""
        return bool(self._counted[row]) and row not in self._verdicts

    def section(self, row: int) -> int:
        return int(self._section[row])

    @property
    def progress(self) -> tuple[int, int]:
        """How many statements about the evidence were reviewed, and how many there are."""
        return int(np.count_nonzero(self.verdict[self._counted])), int(np.count_nonzero(self._counted))

    def section_progress(self, section: int) -> tuple[int, int]:
        """How many statements of a section were reviewed, and how many it has."""
        own = self.verdict[self._section == section]
        return int(np.count_nonzero(own)), len(own)

    def next_undecided(self, row: int) -> int:
        """The next row shown that nobody judged, round the end; -1 if there is none.

        Statements about the work done are left out unless their section was chosen.
        """
        rows = self.lines[self.lines >= 0]
        wanted = self.verdict[rows] == 0
        if not self.chosen.section:
            wanted &= self._counted[rows]
        left = rows[wanted]
        left = left[left != row]
        if not len(left):
            return -1
        later = left[left > row]
        return int(later[0] if len(later) else left[0])

    def source_count(self, row: int) -> int:
        """Number of sources of a row."""
        at = self.statements.cites_at if self.statements else [0, 0]
        return int(at[row + 1] - at[row])

    def sources(self, row: int) -> Iterator[Source]:
        """What a row rests on."""
        known = self.statements
        assert known is not None
        for n in range(int(known.cites_at[row]), int(known.cites_at[row + 1])):
            yield self._source(known, n)

    def _source(self, known: Statements, n: int) -> Source:
        kind, item = CITED[known.cite_kind[n]], int(known.cite_item[n])
        start, end, at = (int(v) for v in known.cite_ns[n])
        stage = "" if known.cite_stage[n] == NO_STAGE else known.stages[known.cite_stage[n]]
        boxed = at >= 0 and not np.isnan(known.cite_box[n, 0])
        still = item >= 0 and bool(known.item_still[item])
        when = "" if still or item < 0 else timecode(at if boxed else start)
        return Source(
            kind=kind,
            label=bytes(known.cite_entry[n]).decode(),
            item_id=known.items[item] if item >= 0 else "",
            untrusted_item=known.item_names[item] if item >= 0 else "",
            when=when,
            stage=stage,
            start_ns=start,
            end_ns=end,
            t_ns=at if boxed else start,
            box=tuple(float(v) for v in known.cite_box[n]) if boxed else (),
            still=still,
        )

    def _forget_verdicts(self) -> None:
        count = len(self.statements) if self.statements else 0
        self._verdicts = {}
        self.verdict = np.zeros(count, np.uint8)
        self.stale = np.zeros(count, np.bool_)
