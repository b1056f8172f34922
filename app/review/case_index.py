"""What a search of a case keeps in memory: items, occurrences, people; read beforehand, used at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import func, select

from app.cases import clocks
from app.cases.clocks import Recorded
from app.cases.clusters import FACES, STACKS, VOICES
from app.cases.findings import Item
from app.cases.occurrences import TURN, Shelf, latest_change
from app.operations.decisions import Edit
from app.review import known_people
from app.review.case_axis import Axis, case_axis
from app.review.known_people import KnownPeople
from app.review.review import Review
from app.store import schema


@dataclass
class CaseIndex:
    """`refresh` reads what is new; all else tells what was read last."""

    shelf: Shelf = field(default_factory=Shelf)
    items: Sequence[Item] = ()
    number: Mapping[str, int] = field(default_factory=dict)
    """Place in `items` by id."""
    dated: Mapping[str, int] = field(default_factory=dict)
    """When the file of an item was last changed, ns since 1970, by id."""
    people: dict[str, KnownPeople] = field(
        default_factory=lambda: {kind: known_people.nobody(kind) for kind in (FACES, VOICES, STACKS)}
    )
    names: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    """Names that this account may see, by kind and number of the group."""
    edits: Sequence[Edit] = ()
    languages: frozenset[str] = frozenset()
    """Of what is said."""
    _heard: int = 0
    """The last passage whose language is known."""
    _mark: tuple[object, ...] = ()
    _voice: Mapping[tuple[int, int], int] = field(default_factory=dict)
    _recorded: dict[str, tuple[str, Recorded]] = field(default_factory=dict)
    _axis: tuple[object, Axis] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def fresh(self, review: Review) -> bool:
        """Whether nothing is new since the last time."""
        return self._mark == _marks(review)

    def refresh(self, review: Review, check: Callable[[], None]) -> None:
        """Bring it up to date; `check` is called now and then and may raise."""
        with self._lock:
            marks = _marks(review)
            if marks == self._mark:
                return
            self.items = list(review.items.values())
            self.number = {item.id: n for n, item in enumerate(self.items)}
            self.dated = _dates(review)
            self.edits = review.state.edits
            self._listen(review)
            for kind in self.people:
                check()
                self.people[kind] = known_people.read(review, self.number, kind)
            self.names = {
                kind: {n: name for n, g in people.groups.items() if (name := review.shown_name(g.identity))}
                for kind, people in self.people.items()
            }
            heard = self.people[VOICES]
            self._voice = {
                (item, row): number
                for item, row, number in zip(
                    heard.item.tolist(), heard.row.tolist(), heard.number.tolist(), strict=True
                )
            }
            self.shelf.refresh(review.findings, self.items, check)
            self._mark = marks

    def _listen(self, review: Review) -> None:
        """Learn the languages of passages that came since; looking at all of them takes seconds."""
        p = schema.passages.c
        last = review.connection.execute(select(func.max(p.id))).scalar() or 0
        new = select(p.language).where(p.id > self._heard, p.language != "").distinct()
        self.languages |= frozenset(review.connection.execute(new).scalars())
        self._heard = last

    def axis(self, review: Review, window_ns: int, check: Callable[[], None]) -> Axis:
        """Where the items lie in time, for a join; a probe is read once."""

        def recorded_at(item: Item) -> Recorded:
            token = review.findings.views.token(item.id, (clocks.PROBE,))
            kept = self._recorded.get(item.id)
            if kept is None or kept[0] != token:
                check()
                kept = self._recorded[item.id] = token, clocks.recorded_of(review.findings, item)
            return kept[1]

        decided = {clock.decision for clock in review.state.clocks.values()}
        decided |= {time.decision for time in review.state.times.values()}
        state = (self._mark, window_ns, frozenset(decided))
        with self._lock:
            if self._axis is None or self._axis[0] != state:
                self._axis = state, case_axis(review, self.items, recorded_at, window_ns)
            return self._axis[1]

    @property
    def last_axis(self) -> Axis | None:
        """The axes of the last join."""
        return self._axis[1] if self._axis else None

    def voice_of(self, item: int, speaker: int) -> int | None:
        """Number of the voice of a speaker of an item."""
        return self._voice.get((item, speaker))

    def speaks(self, item_id: str, start_ns: int, end_ns: int) -> int | None:
        """Number of the voice heard for most of a segment."""
        turns, item = self.shelf.of(TURN), self.number.get(item_id, -1)
        low, high = np.searchsorted(turns.item, [item, item + 1])
        shared = np.minimum(turns.end[low:high], end_ns) - np.maximum(turns.start[low:high], start_ns)
        heard: dict[int, int] = {}
        for row in np.flatnonzero(shared > 0).tolist():
            speaker = int(turns.seen[low + row].label[0])
            heard[speaker] = heard.get(speaker, 0) + int(shared[row])
        most = max(heard, key=lambda s: (heard[s], -s), default=None)
        return self.voice_of(item, most) if most is not None else None


def _marks(review: Review) -> tuple[object, ...]:
    return (latest_change(review.connection), *known_people.mark(review.connection))


def _dates(review: Review) -> dict[str, int]:
    s = schema.source_paths.c
    rows = review.connection.execute(select(s.item_id, func.min(s.mtime_ns)).group_by(s.item_id))
    return {item_id: mtime for item_id, mtime in rows}
