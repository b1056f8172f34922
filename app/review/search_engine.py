"""Finds what a person asked for: each term as a set of matches, joined in time, filtered, page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

from app.cases import folding
from app.cases.clusters import FACES, STACKS, VOICES
from app.cases.occurrences import ENTITY as MENTIONED
from app.cases.occurrences import OBJECT as SEEN
from app.cases.occurrences import PICTURE as TAGGED
from app.cases.occurrences import SOUND as HEARD
from app.cases.occurrences import TURN, Labels
from app.cases.passages import ENTITY as OF_ENTITY
from app.cases.passages import SPOKEN, WRITTEN
from app.cases.search import Only, matching
from app.cases.text_query import EmptyQuery, Mode
from app.review import search_terms as terms
from app.review.case_index import CaseIndex
from app.review.known_people import KnownPeople
from app.review.review import Review
from app.review.search_matches import Matches, joined, matches
from app.review.search_rows import ENTITY, OBJECT, PERSON, PICTURE, SCREEN, SOUND, SPEECH, VOICE
from app.review.search_terms import Asked, Term

MOST_JOINED = 200_000
"""Passages of a term that a join looks at."""
ORIGINS = {SPEECH: SPOKEN, SCREEN: WRITTEN, ENTITY: OF_ENTITY}
CODES = ("plate", "iban")
"""Entities whose letters a reader may have taken for others."""
KIND_OF = {origin: kind for kind, origin in ORIGINS.items()}


@dataclass
class Finder:
    """One search of one case. `check` may raise when nobody waits any more."""

    review: Review
    index: CaseIndex
    asked: Asked
    check: Callable[[], None] = lambda: None
    unknown: list[str] = field(default_factory=list)
    """Values of terms that name nothing in the case."""
    cut: int = 0

    def all(self) -> Matches:
        """Everything that answers to the terms, in no order."""
        first, *others = [self.of(term) for term in self.asked.terms]
        if others:
            axis = self.index.axis(self.review, self.asked.within_ns, self.check)
        for other in others:
            self.check()
            first = first.near(other, self.asked.within_ns, axis)
        return first

    def of(self, term: Term, passages: bool = True) -> Matches:
        """What one term matches; with `passages` False, without what is said and written."""
        self.check()
        parts = self._of(term, passages)
        if not any(map(len, parts)) and term.value and term.kind not in (terms.WORDS, terms.PART):
            self.unknown.append(term.value)
        return joined(parts).within(self.wanted)

    def _of(self, term: Term, passages: bool) -> list[Matches]:
        match term.kind:
            case terms.WORDS:
                return [*(self._passages(term) if passages else ()), *self._named(term.value)]
            case terms.PART:
                found = self._labels(MENTIONED, ENTITY, lambda label: _holds(label[2], term.value))
                return [*(self._passages(term) if passages else ()), found]
            case terms.PERSON:
                return [self._people(term.value)]
            case terms.VOICE:
                return [self._voices(term.value)]
            case terms.COPIES:
                return [self._copies(term.value)]
            case terms.OBJECT:
                return [self._labels(SEEN, OBJECT, _begins(term.value)),
                        self._labels(TAGGED, PICTURE, _begins(term.value))]  # fmt: skip
            case terms.SOUND:
                return [self._labels(HEARD, SOUND, _begins(term.value))]
        kind, value = term.kind, term.value
        return [self._labels(MENTIONED, ENTITY, lambda label: label[0] == kind and _mentions(label, value))]

    def _named(self, value: str) -> list[Matches]:
        """People, voices and labels that are called what was typed as words."""
        typed = value.replace('"', " ").replace("*", " ").strip()
        if len(typed) < terms.SHORTEST_BEGINNING:
            return []
        begins = _begins(typed)
        return [
            self._people(typed, numbered=False),
            self._voices(typed, numbered=False),
            self._labels(SEEN, OBJECT, begins),
            self._labels(TAGGED, PICTURE, begins),
            self._labels(HEARD, SOUND, begins),
        ]

    def _labels(self, source: str, kind: str, fits: Callable[[Labels], bool]) -> Matches:
        found = self.index.shelf.of(source)
        rows = found.of(fits)
        ref = -1 - rows if kind == ENTITY else rows  # others of that kind are passages
        return matches(kind, found.item[rows], found.start[rows], found.end[rows], found.score[rows], ref)

    def _people(self, value: str, numbered: bool = True) -> Matches:
        people = self.index.people[FACES]
        rows = people.of(self._numbers(people, value, numbered))
        return matches(
            PERSON, people.item[rows], people.start[rows], people.end[rows], people.score[rows], rows
        )

    def _voices(self, value: str, numbered: bool = True) -> Matches:
        wanted = set(self._numbers(self.index.people[VOICES], value, numbered))
        turns = self.index.shelf.of(TURN)
        speakers = [int(label[0]) for label in turns.labels]
        rows = np.array(
            [
                row
                for row, (item, label) in enumerate(
                    zip(turns.item.tolist(), turns.label.tolist(), strict=True)
                )
                if self.index.voice_of(item, speakers[label]) in wanted
            ]
            if wanted
            else [],
            np.int64,
        )
        return matches(VOICE, turns.item[rows], turns.start[rows], turns.end[rows], turns.score[rows], rows)

    def _numbers(self, people: KnownPeople, value: str, numbered: bool) -> list[int]:
        """Groups of a number or a name; all of them for nothing. Names are those the person may see."""
        if numbered and not value:
            return list(people.groups)
        if numbered and value.isdecimal():
            return [int(value)] if int(value) in people.groups else []
        fits = _begins(value)
        return [n for n, name in self.index.names.get(people.kind, {}).items() if fits((name,))]

    def _copies(self, value: str) -> Matches:
        stacks = self.index.people[STACKS]
        named = [n for n, item in enumerate(self.index.items) if _holds(item.untrusted_name, value)]
        numbers = stacks.number[np.isin(stacks.item, named)]
        rows = stacks.of(sorted(set(numbers.tolist())))
        score = np.zeros(len(rows))
        return matches(
            PICTURE, stacks.item[rows], stacks.start[rows], stacks.start[rows] + 1, score, -1 - rows
        )

    def _passages(self, term: Term) -> list[Matches]:
        mode = Mode.PART if term.kind == terms.PART else Mode.WORDS
        try:
            rows, whole = matching(
                self.review.connection, term.value, mode, MOST_JOINED, self.only(), self.check
            )
        except EmptyQuery:
            return []
        self.cut = self.cut if whole else MOST_JOINED
        number = self.index.number
        out = []
        for origin, kind in KIND_OF.items():
            own = [
                (number.get(item, -1), start, end, key) for key, item, _, start, end, o in rows if o == origin
            ]
            columns = np.array(own, np.int64).reshape(-1, 4)
            score = np.full(len(own), 1.0)
            out.append(matches(kind, columns[:, 0], columns[:, 1], columns[:, 2], score, columns[:, 3]))
        return out

    def only(self, kinds: frozenset[str] = frozenset()) -> Only:
        """Which passages are wanted."""
        return Only(
            frozenset(ORIGINS[k] for k in kinds if k in ORIGINS),
            frozenset(self.asked.wanted(terms.LANGUAGE)),
            None if self.wanted.all() else frozenset(
                item.id for item, wanted in zip(self.index.items, self.wanted, strict=True) if wanted
            ),
        )  # fmt: skip

    @cached_property
    def wanted(self) -> npt.NDArray[np.bool_]:
        """Which items the filters let through, `(items,)`."""
        asked = self.asked
        names, kinds = asked.wanted(terms.ITEM), asked.wanted(terms.MEDIA)
        since = min(map(_day_ns, asked.wanted(terms.SINCE)), default=None)
        until = max((_day_ns(day, 1) for day in asked.wanted(terms.UNTIL)), default=None)
        out = np.ones(len(self.index.items), np.bool_)
        for n, item in enumerate(self.index.items if asked.filters else ()):
            dated = self.index.dated.get(item.id, 0)
            out[n] = (
                (not names or any(_holds(item.untrusted_name, name) for name in names))
                and (not kinds or item.kind in kinds)
                and (since is None or dated >= since)
                and (until is None or dated < until)
            )
        return out


def _day_ns(day: str, later: int = 0) -> int:
    """When a day begins (UTC), or the one after; what is no day begins at the beginning."""
    try:
        begin = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(days=later)
    except (ValueError, OverflowError):
        return 0 if not later else 1 << 62
    return int(begin.timestamp()) * terms.SECOND


def _begins(typed: str) -> Callable[[Labels], bool]:
    """Whether every word typed begins a word of a label, in any spelling."""
    wanted = folding.fold(typed).split(), folding.bare(typed).split()
    return lambda label: any(
        all(any(w.startswith(part) for w in words) for part in parts)
        for parts, words in zip(
            wanted, (folding.fold(label[0]).split(), folding.bare(label[0]).split()), strict=True
        )
    )


def _holds(text: str, part: str) -> bool:
    return any(
        form(part).replace(" ", "") in form(text).replace(" ", "") for form in (folding.fold, folding.bare)
    )


def _mentions(label: Labels, value: str) -> bool:
    """Whether an entity has this value, spelled anyhow; punctuation, blanks and what looks alike aside."""
    alike = label[0] in CODES and folding.code(value) in folding.code(label[2])
    return not value or alike or _holds(label[1], value) or _holds(label[2], value)
