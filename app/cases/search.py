"""Search: where a word was said or written, and where two things happen close together.

Every answer is a hit at a moment. To rank all of half a million passages that hold a common word would take
a second, so passages are looked at window by window, in the order in which they were stored: a window is
as many matches as can be read in a few milliseconds. What fits in one window is ranked as a whole, which is
true of all but common words; the hits of a common word are ranked within each window, and `Hits.after` goes
on where a window ended, so that nothing is out of reach.

For a beginning FTS5 merges the matches of all words that begin so before it gives the first: 20 ms where one
of them is common. So these words are read from its vocabulary, and asked for by name unless they are many.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.cases.passages import SPOKEN
from app.cases.text_query import Mode, TextQuery, parse
from app.operations.decisions import Edit
from app.operations.moments import TEXT, UTTERANCE, Moment
from engine.errors import AimaError

WINDOW = 200
"""Most matches of a window."""
BLOCK, MOST_BLOCKS = 32, 80
"""Reading a passage is decrypting the page it lies on, with about BLOCK others: a window ends where its
matches lie on more than MOST_BLOCKS pages. So a common word, whose matches lie close, has a large window."""
MOST_BEGUN = 48
"""Words that a beginning is replaced by; finding one takes 0.05 ms."""
STRIDE = 5_000
"""Matches read between two looks whether anybody still waits."""
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
    """Hits, best first. `after`: where to continue, empty at the end. `whole`: ranked among all there are."""

    hits: tuple[Hit, ...]
    after: str = ""
    whole: bool = True


_AMONG = {
    "origin": "p.origin IN (SELECT value FROM json_each(?))",
    "language": "p.language IN (SELECT value FROM json_each(?))",
    "item_id": "p.item_id IN (SELECT value FROM json_each(?))",
}


@dataclass(frozen=True, slots=True)
class Only:
    """Passages to look at: from these origins, in these languages, in these items; empty or None: any."""

    origins: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    items: frozenset[str] | None = None

    @property
    def condition(self) -> tuple[str, tuple[str, ...]]:
        """SQL of a passage `p`, and its values."""
        wanted = {"origin": self.origins or None, "language": self.languages or None, "item_id": self.items}
        asked = {name: values for name, values in wanted.items() if values is not None}
        text = " AND ".join(_AMONG[name] for name in asked)
        return text and f" WHERE {text}", tuple(json.dumps(sorted(values)) for values in asked.values())


ANY = Only()
_MATCHES = "SELECT rowid FROM {index} WHERE {index} MATCH ? AND rowid > ? LIMIT ?"
_VOCABULARY = """
    CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_spelled
    USING fts5vocab('main', 'passages_words', 'instance')
"""
_NEXT_WORD = "SELECT term FROM temp.words_spelled WHERE term >= ? AND term < ? LIMIT 1"
_TEXTS = "SELECT p.id, p.shown, p.flags FROM json_each(?) k JOIN passages p ON p.id = k.value"
_SPANS = """
    SELECT p.id, p.item_id, p.stream, p.start_ns, p.end_ns, p.origin, p.shown
    FROM json_each(?) k JOIN passages p ON p.id = k.value
"""
_PLACES = """
    SELECT p.id, i.sha256, p.stream, p.start_ns, p.end_ns, p.origin, p.item_id, p.unit_key
    FROM passages p JOIN items i ON i.id = p.item_id WHERE p.id IN ({marks})
"""


class NoSuchPlace(AimaError):
    """The search cannot continue from there. Use what the previous search gave for --after, with the
    same words.
    """

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
    only: Only = ANY,
) -> Hits:
    """Passages that say `typed`. `edits` are people's wordings of utterances, which are searched too.

    `after` goes on where earlier Hits ended. Raises EmptyQuery, NoSuchPlace. Cost does not grow with how
    common the words are.
    """
    query = parse(typed, mode)
    begin, skip = _place(after)
    index = "passages_parts" if mode is Mode.PART else "passages_words"
    match = query.match_among(lambda typed: _begun(connection, typed))
    found, more = _window(connection, index, match, begin, window)
    fits: Callable[[str], bool] | None = None
    # going on, the end of what was found as typed is an end and no reason to look for it otherwise
    typed_so = bool(found) or (begin > 0 and bool(_window(connection, index, match, 0, 1)[0]))
    if not typed_so and mode is Mode.WORDS:
        match, fits = query.loose_match, query.fits_bare
        found, more = _window(connection, index, match, begin, window)
    scored = _ranked(connection, query, found, skip + limit, fits, only)
    hits = _hits(connection, scored[skip : skip + limit])
    left = len(scored) > skip + limit
    following = f"{begin}:{skip + limit}" if left else f"{found[-1]}:0" if more else ""
    if not after:
        hits += [_edited(edit, query) for edit in edits if query.fits(edit.text)]
    hits.sort(key=lambda h: (-h.score, h.moment))
    return Hits(tuple(hits), following, whole=not (begin or more))


def matching(
    connection: Connection,
    typed: str,
    mode: Mode,
    most: int,
    only: Only = ANY,
    check: Callable[[], None] = lambda: None,
) -> tuple[list[tuple[int, str, int, int, int, str]], bool]:
    """Every passage that says `typed` as (key, item, stream, start_ns, end_ns, origin); whether that is all.

    Looks at no more than `most` matches, and calls `check` between any few of them. Raises EmptyQuery.
    """
    query = parse(typed, mode)
    index = "passages_parts" if mode is Mode.PART else "passages_words"
    fits: Callable[[str], bool] | None = None
    match = query.match_among(lambda typed: _begun(connection, typed))
    if mode is Mode.WORDS and not _window(connection, index, match, 0, 1)[0]:
        match, fits = query.loose_match, query.fits_bare
    where, values = only.condition
    rows: list[tuple[int, str, int, int, int, str]] = []
    begin, looked, more = 0, 0, True
    while more and looked < most:
        check()
        found = _all(connection, _MATCHES.format(index=index), (match, begin, STRIDE))
        keys = [key for (key,) in found]
        more, looked = len(keys) == STRIDE, looked + len(keys)
        places = _all(connection, _SPANS + where, (json.dumps(keys), *values))
        rows += [row[:6] for row in places if fits is None or fits(row[6])]
        begin = keys[-1] if keys else begin
    return rows, not more


def _begun(connection: Connection, typed: str) -> list[str]:
    """All words said or written that begin so; none where they are many."""
    connection.exec_driver_sql(_VOCABULARY)
    words: list[str] = []
    begin, end = typed, typed + "\U0010ffff"
    while found := _all(connection, _NEXT_WORD, (begin, end)):
        if len(words) == MOST_BEGUN:
            return []
        words.append(found[0][0])
        begin = words[-1] + "\x01"  # a seek; reading on would go through all places of this word
    return words


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
    only: Only,
) -> list[tuple[float, int, str, int]]:
    """The best `most` of these passages as (-score, key, text, flags)."""
    where, values = only.condition
    rows = _all(connection, _TEXTS + where, (json.dumps(list(keys)), *values))
    return sorted(
        (-_score(query, text, flags), key, text, flags)
        for key, text, flags in rows
        if fits is None or fits(text)
    )[: most + 1]


def _all(connection: Connection, statement: str, values: tuple[Any, ...]) -> Sequence[Any]:
    found = connection.exec_driver_sql(statement, values).cursor
    return found.fetchall() if found is not None else []


def _score(query: TextQuery, text: str, flags: int) -> float:
    """Exact spelling counts most, then certainty, then brevity."""
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
