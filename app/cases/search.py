"""Search: where a word was said or written, and where two things happen close together.

Every answer is a hit at a moment. To rank all of half a million passages that hold a common word would take
a second, so passages are looked at window by window, in the order in which they were stored: a window is
as many matches as can be read in a few milliseconds. What fits in one window is ranked as a whole, which is
true of all but common words; the hits of a common word are ranked within each window, and `Hits.after` goes
on where a window ended, so that nothing is out of reach.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from app.cases.decisions import Edit
from app.cases.moments import TEXT, UTTERANCE, Moment
from app.cases.passages import SPOKEN
from app.cases.text_query import Mode, TextQuery, parse
from engine.errors import AimaError

WINDOW = 200
"""Most matches of a window."""
BLOCK, MOST_BLOCKS = 32, 80
"""Reading a passage is decrypting the page it lies on, with about BLOCK others: a window ends where its
matches lie on more than MOST_BLOCKS pages. So a common word, whose matches lie close, has a large window."""
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
    """Hits, best first. `after`: where to go on, empty at the end. `whole`: ranked among all there are."""

    hits: tuple[Hit, ...]
    after: str = ""
    whole: bool = True


_MATCHES = "SELECT rowid FROM {index} WHERE {index} MATCH ? AND rowid > ? LIMIT ?"
_DOUBTS = " + ".join(f"(flags >> {bit} & 1)" for bit in range(4))
_TEXTS = "SELECT p.id, p.text, p.flags FROM json_each(?) k JOIN passages p ON p.id = k.value"
_BEST = f"{_TEXTS} ORDER BY 0.25 * ({_DOUBTS}) + min(length(p.text), 400) / 1000.0, p.id LIMIT ?"
_PLACES = """
    SELECT p.id, i.sha256, p.stream, p.start_ns, p.end_ns, p.origin, p.item_id, p.unit_key
    FROM passages p JOIN items i ON i.id = p.item_id WHERE p.id IN ({marks})
"""


class NoSuchPlace(AimaError):
    """That is no place to go on from. Use what the search before gave for --after, with the same words."""

    code = "no-such-place"
    exit_code = 2


def search_text(
    connection: Connection,
    typed: str,
    mode: Mode = Mode.WORDS,
    limit: int = 50,
    edits: Iterable[Edit] = (),
    after: str = "",
    window: int = WINDOW,
) -> Hits:
    """Passages that say `typed`. `edits` are people's wordings of utterances, which are searched too.

    `after` goes on where earlier Hits ended. Raises EmptyQuery, NoSuchPlace. Cost does not grow with how
    common the words are.
    """
    query = parse(typed, mode)
    begin, skip = _place(after)
    index = "passages_parts" if mode is Mode.PART else "passages_words"
    match = query.match
    found, more = _window(connection, index, match, begin, window)
    fits: Callable[[str], bool] | None = None
    # going on, the end of what was found as typed is an end and no reason to look for it otherwise
    typed_so = bool(found) or (begin > 0 and bool(_window(connection, index, match, 0, 1)[0]))
    if not typed_so and mode is Mode.WORDS and (loose := query.loose_match):
        index, match, fits = "passages_parts", loose, query.fits_bare
        found, more = _window(connection, index, match, begin, window)
    scored = _ranked(connection, query, found, skip + limit, fits)
    hits = _hits(connection, scored[skip : skip + limit])
    left = len(scored) > skip + limit
    following = f"{begin}:{skip + limit}" if left else f"{found[-1]}:0" if more else ""
    if not after:
        hits += [_edited(edit, query) for edit in edits if query.fits(edit.text)]
    hits.sort(key=lambda h: (-h.score, h.moment))
    return Hits(tuple(hits), following, whole=not (begin or more))


def _place(after: str) -> tuple[int, int]:
    """Where a window begins and how many of its hits were shown. Raises NoSuchPlace."""
    begin, _, skip = (after or "0:0").partition(":")
    if not (begin.isdecimal() and skip.isdecimal()) or len(after) > 30:
        raise NoSuchPlace
    return int(begin), int(skip)


def _window(connection: Connection, index: str, match: str, begin: int, most: int) -> tuple[list[int], bool]:
    """The next matches that can be read at little cost, in the order stored; and whether there are more.

    Who asks for more than WINDOW wants them at any cost.
    """
    rows = _all(connection, _MATCHES.format(index=index), (match, begin, most + 1))
    keys, blocks = [], set[int]()
    for (key,) in rows[:most]:
        blocks.add(key // BLOCK)
        if len(blocks) > MOST_BLOCKS and most <= WINDOW:
            break
        keys.append(key)
    return keys, len(rows) > len(keys)


def _ranked(
    connection: Connection,
    query: TextQuery,
    keys: Sequence[int],
    most: int,
    fits: Callable[[str], bool] | None,
) -> list[tuple[float, int, str, int]]:
    """The best `most` of these passages as (-score, key, text, flags)."""
    # where all matches are spelled alike, the database can choose the best without handing over the rest
    alike = fits is None and query.spelled_alike
    wanted: tuple[Any, ...] = (json.dumps(list(keys)), *((most + 1,) if alike else ()))
    rows = _all(connection, _BEST if alike else _TEXTS, wanted)
    return sorted(
        (-_score(query, text, flags), key, text, flags)
        for key, text, flags in rows
        if fits is None or fits(text)
    )[: most + 1]


def _all(connection: Connection, statement: str, values: tuple[Any, ...]) -> Sequence[Any]:
    found = connection.exec_driver_sql(statement, values).cursor
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
        for row in _all(connection, _PLACES.format(marks=marks), keys):
            places[row[0]] = row
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
