"""Search: where a word was said or written, and where two things happen close together.

Every answer is a hit at a moment. A word that a million passages hold would take half a second to rank
by frequency, so only the first `WINDOW` passages are looked at and ranked by how well they fit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from app.cases.decisions import Edit
from app.cases.moments import TEXT, UTTERANCE, Moment
from app.cases.passages import SPOKEN
from app.cases.text_query import Mode, TextQuery, parse

WINDOW = 64
LOW_TRUST = 1 | 2 | 4 | 8
"""Utterance flags that each make a passage less likely to have been said (see ARCHITECTURE.md)."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. `why` says what matched, `score` orders hits of one search (higher is better)."""

    moment: Moment
    item_id: str
    score: float
    why: str
    untrusted_text: str = ""
    flags: int = 0
    unit_key: str = ""
    with_hits: tuple[Hit, ...] = ()
    """What it was found together with, in a joined search."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Hits, best first. `capped`: there are more passages than were looked at."""

    hits: tuple[Hit, ...]
    capped: bool = False


_SELECT = """
    SELECT p.text, p.flags, p.id FROM (SELECT rowid FROM {index} WHERE {index} MATCH ? LIMIT ?) f
    JOIN passages p ON p.id = f.rowid
"""
_PLACES = """
    SELECT p.id, i.sha256, p.stream, p.start_ns, p.end_ns, p.origin, p.item_id, p.unit_key
    FROM passages p JOIN items i ON i.id = p.item_id WHERE p.id IN ({marks})
"""


def search_text(
    connection: Connection,
    typed: str,
    mode: Mode = Mode.WORDS,
    limit: int = 50,
    edits: Iterable[Edit] = (),
    window: int = WINDOW,
) -> Hits:
    """Passages that say `typed`. `edits` are people's wordings of utterances, which are searched too.

    Raises EmptyQuery. Cost does not grow with how common the words are.
    """
    query = parse(typed, mode)
    index = "passages_parts" if mode is Mode.PART else "passages_words"
    rows = _rows(connection, index, query.match, window)
    if not rows and mode is Mode.WORDS and (loose := query.loose_match):
        rows = [r for r in _rows(connection, "passages_parts", loose, window) if query.fits_bare(r[0])]
    scored = sorted(((-_score(query, text, flags), key, text, flags) for text, flags, key in rows))[:limit]
    hits = _hits(connection, scored)
    hits += [_edited(edit, query) for edit in edits if query.fits(edit.text)]
    hits.sort(key=lambda h: (-h.score, h.moment))
    return Hits(tuple(hits[:limit]), capped=len(rows) >= window or len(rows) > limit)


def _rows(connection: Connection, index: str, match: str, window: int) -> Sequence[Any]:
    found = connection.exec_driver_sql(_SELECT.format(index=index), (match, window)).cursor
    return found.fetchall() if found is not None else []


def _score(query: TextQuery, text: str, flags: int) -> float:
    """Exact spelling counts most, then freedom from doubt, then brevity."""
    doubts = (flags & LOW_TRUST).bit_count() if flags else 0
    return round(1.0 + query.exactness(text) - 0.25 * doubts - min(len(text), 400) / 1000, 3)


def _hits(connection: Connection, scored: Sequence[tuple[float, int, str, int]]) -> list[Hit]:
    """The passages chosen, with their places."""
    places = {}
    for start in range(0, len(scored), 500):
        keys = tuple(key for _, key, _, _ in scored[start : start + 500])
        marks = ",".join("?" * len(keys))
        for row in connection.exec_driver_sql(_PLACES.format(marks=marks), keys):
            places[row[0]] = tuple(row)
    hits = []
    for score, key, text, flags in scored:
        _, sha256, stream, start, end, origin, item_id, unit_key = places[key]
        kind = UTTERANCE if origin == SPOKEN else TEXT
        moment = Moment(kind, sha256, stream, start, end, start)
        hits.append(Hit(moment, item_id, -score, origin, text, flags, unit_key))
    return hits


def _edited(edit: Edit, query: TextQuery) -> Hit:
    score = 1.5 + query.exactness(edit.text) - min(len(edit.text), 400) / 1000
    return Hit(edit.moment, "", round(score, 3), "edited", edit.text)


def near(first: Sequence[Hit], others: Sequence[Sequence[Hit]], window_ns: int) -> list[Hit]:
    """Hits of `first` with at least one hit of every other set at most `window_ns` away in the same item.

    The distance of two stretches is the time between them, 0 where they overlap. `O((n + m) log m)`
    plus the size of the answer; the nearest partner of each set is kept.
    """
    kept = list(first)
    for other in others:
        index = _Index(other)
        joined = []
        for hit in kept:
            partner = index.nearest(hit.moment, window_ns)
            if partner is not None:
                away = distance_ns(hit.moment, partner.moment)
                bonus = 1.0 - away / (window_ns + 1)
                joined.append(
                    replace(hit, score=round(hit.score + bonus, 3), with_hits=(*hit.with_hits, partner))
                )
        kept = joined
    return sorted(kept, key=lambda h: (-h.score, h.moment))


def distance_ns(a: Moment, b: Moment) -> int:
    return max(a.start_ns - b.end_ns, b.start_ns - a.end_ns, 0)


def _length(moment: Moment) -> int:
    return moment.end_ns - moment.start_ns


class _Index:
    """Hits per item in order of their start, with the longest stretch, so that a look reads few of them."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        by_item: dict[str, list[Hit]] = {}
        for hit in hits:
            by_item.setdefault(hit.moment.sha256, []).append(hit)
        self._hits = {k: sorted(v, key=lambda h: h.moment.start_ns) for k, v in by_item.items()}
        self._starts = {k: [h.moment.start_ns for h in v] for k, v in self._hits.items()}
        self._longest = {k: max(_length(h.moment) for h in v) for k, v in self._hits.items()}

    def nearest(self, moment: Moment, window_ns: int) -> Hit | None:
        hits = self._hits.get(moment.sha256, [])
        starts = self._starts.get(moment.sha256, [])
        reach = window_ns + self._longest.get(moment.sha256, 0)
        low = bisect_left(starts, moment.start_ns - reach)
        high = bisect_right(starts, moment.end_ns + window_ns)
        near_enough = [h for h in hits[low:high] if distance_ns(moment, h.moment) <= window_ns]
        return min(near_enough, key=lambda h: (distance_ns(moment, h.moment), h.moment), default=None)
