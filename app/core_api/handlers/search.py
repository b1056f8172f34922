"""Answers of a search."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from app.cases.clusters import FACES, VOICES
from app.cases.occurrences import ENTITY as MENTIONED
from app.cases.occurrences import OBJECT as SEEN
from app.cases.occurrences import PICTURE as TAGGED
from app.cases.occurrences import SOUND as HEARD
from app.cases.search import WINDOW, Hit, Hits, Only, search_text
from app.cases.snippets import harmless
from app.cases.text_query import EmptyQuery, Mode
from app.core_api.core_session import CoreSession, handles
from app.core_api.search import Analysed, Ask, Count, Crops, Find, Found, Vocabulary, Word
from app.operations.decisions import Edit
from app.review import search_rows
from app.review import search_terms as terms
from app.review.case_index import CaseIndex
from app.review.result_rows import ResultRows
from app.review.review import Review
from app.review.search_engine import ORIGINS, Finder
from app.review.search_matches import Matches
from app.review.search_rows import IN_TIME, Row
from app.review.search_terms import Term, parse
from app.review.unread import UnreadIndex
from app.store import schema
from engine.records import unpack

Longs = npt.NDArray[np.int64]
PATIENCE_SECONDS = 0.1
"""How long to continue through windows without a wanted match before reporting."""
TIMED_WINDOW = 10_000
"""Matches of words that are brought into order of time at once."""
FEW = 8
"""Things called as typed that stand beside passages; the others are behind their kind."""
MOST_WORDS = 400


def index_of(session: CoreSession) -> CaseIndex:
    """What is kept in memory of the open case."""
    return session.kept("case index", session.case.id, CaseIndex)


@handles(Find)
def find(session: CoreSession, question: Find) -> Found:
    asked = parse(question.typed, question.growing)
    if not asked.terms:
        return Found(())
    with session.holding(), session.review() as review:
        index = index_of(session)
        finder = Finder(review, index, asked, session.check)
        fresh = index.fresh(review)
        if not asked.joined and asked.terms[0].kind in (terms.WORDS, terms.PART):
            return _words(finder, question, fresh)
        found = finder.all()
        shown = found.of_kinds(question.kinds).ordered(question.order)
        return _page(finder, question, shown, found, fresh)


def _page(finder: Finder, question: Find, shown: Matches, every: Matches, fresh: bool) -> Found:
    begin = int(question.after[1:]) if question.after.startswith("n") else 0
    rows = ResultRows(finder.review, finder.index, finder.asked.terms)
    page = shown.take(_range(begin, min(begin + question.limit, len(shown))))
    return Found(
        tuple(rows.of(page)),
        tuple(Count(kind, count) for kind, count in every.counts()),
        f"n{begin + question.limit}" if begin + question.limit < len(shown) else "",
        unknown=tuple(finder.unknown),
        cut=finder.cut,
        reading=not fresh,
    )


def _words(finder: Finder, question: Find, fresh: bool) -> Found:
    """Words alone: passages window by window, and beside the first of them what is called so."""
    term, kinds = finder.asked.terms[0], question.kinds
    named = finder.of(term, passages=False)
    if kinds and not kinds & set(ORIGINS):
        return _page(finder, question, named.of_kinds(kinds).ordered(question.order), named, fresh)
    hits = _passages(finder, question, term)
    rows = ResultRows(finder.review, finder.index, (term,))
    said = _without_echoes(rows.of_hits(hits.hits), kinds)
    counts = {kind: Count(kind, count) for kind, count in named.counts()}
    for kind in ORIGINS:
        seen = sum(row.kind == kind for row in said) + (counts[kind].count if kind in counts else 0)
        if seen or (hits.after and not kinds and kind != search_rows.ENTITY):
            counts[kind] = Count(kind, seen, bool(hits.after))
    before: list[Row] = []
    behind: list[Row] = []
    if not question.after and not kinds:
        for kind, _ in named.counts():
            best = named.of_kinds(frozenset({kind})).ordered(question.order)
            some = rows.of(best.take(_range(0, min(FEW, len(best)))))
            (before if kind in (search_rows.PERSON, search_rows.VOICE) else behind).extend(some)
    shown = [*before, *said, *behind]
    if question.order == IN_TIME:
        shown.sort(key=lambda row: (finder.index.number.get(row.item_id, -1), row.moment.start_ns))
    return Found(
        tuple(shown), tuple(c for kind in search_rows.KINDS if (c := counts.get(kind))),
        hits.after, hits.whole,
        reading=not fresh,
    )  # fmt: skip


def _passages(finder: Finder, question: Find, term: Term) -> Hits:
    """The next wanted passages; continues through windows without any, for a while."""
    mode = Mode.PART if term.kind == terms.PART else Mode.WORDS
    window = TIMED_WINDOW if question.order == IN_TIME else WINDOW
    limit = window if question.order == IN_TIME else question.limit
    only, began, after = finder.only(question.kinds), time.monotonic(), question.after
    edits = _edits(finder, only)
    found: list[Hit] = []
    whole = True
    while True:
        finder.check()
        try:
            hits = search_text(finder.review.connection, term.value, mode, limit, edits, after, window, only)
        except EmptyQuery:
            return Hits(())
        found += hits.hits
        whole = whole and hits.whole
        after = hits.after
        late = time.monotonic() - began > PATIENCE_SECONDS
        if not after or len(found) >= question.limit // 2 or late:
            return Hits(tuple(found), after, whole)


def _edits(finder: Finder, only: Only) -> list[Edit]:
    """People's wordings in the items that are wanted; their language is not known."""
    if only.languages or (only.origins and ORIGINS[search_rows.SPEECH] not in only.origins):
        return []
    wanted = {i.sha256 for i, w in zip(finder.index.items, finder.wanted, strict=True) if w}
    return [edit for edit in finder.index.edits if edit.moment.sha256 in wanted]


def _without_echoes(rows: Sequence[Row], kinds: frozenset[str]) -> list[Row]:
    """Without mentions that a passage among the rows already shows; all where only mentions are wanted."""
    said = [(r.item_id, r.moment.start_ns, r.moment.end_ns) for r in rows if r.kind != search_rows.ENTITY]
    by_item: dict[str, list[tuple[int, int]]] = {}
    for item_id, start, end in said:
        by_item.setdefault(item_id, []).append((start, end))

    def echo(row: Row) -> bool:
        here = by_item.get(row.item_id, ())
        return row.kind == search_rows.ENTITY and any(
            a < row.moment.end_ns and row.moment.start_ns < b for a, b in here
        )

    return [row for row in rows if not echo(row)]


def _range(begin: int, end: int) -> Longs:
    return np.arange(begin, max(begin, end), dtype=np.int64)


@handles(Crops)
def crops(session: CoreSession, question: Crops) -> Mapping[tuple[str, int], bytes]:
    found: dict[tuple[str, int], bytes] = {}
    rows_of: dict[str, set[int]] = {}
    for key, row in question.wanted:
        rows_of.setdefault(key, set()).add(row)
    u = schema.units.c
    with session.review() as review:
        columns = select(u.item_id, u.result).where(u.stage == "face_embeddings", u.state == "done")
        for key, rows in rows_of.items():
            session.check()
            stored = review.connection.execute(columns.where(u.key == key)).one_or_none()
            if stored is None:
                continue
            tables = review.findings.stages["face_embeddings"].tables
            seen = unpack(session.case.open_result(stored.item_id, key, stored.result), tables)["crops"]
            for row, jpeg in zip(seen["tracklet"].tolist(), seen["jpeg"], strict=True):
                if row in rows:
                    found[key, row] = jpeg
    return found


@handles(Ask)
def ask(session: CoreSession, _: Ask) -> Vocabulary:
    with session.holding(), session.review() as review:
        index = index_of(session)
        index.refresh(review, session.check)
        words = tuple(_vocabulary(review, index))
        return Vocabulary(words, tuple(sorted(index.languages)), _analysed(session, review))


def _vocabulary(review: Review, index: CaseIndex) -> list[Word]:
    words: list[Word] = []
    for kind, groups in ((terms.PERSON, FACES), (terms.VOICE, VOICES)):
        people = index.people[groups]
        numbers, counts = np.unique(people.number, return_counts=True)
        for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
            name = review.shown_name(people.groups[number].identity)
            words.append(Word(kind, harmless(name) or str(number), count))
    for kind, source in ((terms.OBJECT, SEEN), (terms.OBJECT, TAGGED), (terms.SOUND, HEARD)):
        found = index.shelf.of(source)
        counted = np.bincount(found.label, minlength=len(found.labels)).tolist()
        words += [
            Word(kind, harmless(label[0]), count) for label, count in zip(found.labels, counted, strict=True)
        ]
    mentioned = index.shelf.of(MENTIONED)
    kinds: dict[str, int] = {}
    for label in mentioned.label.tolist():
        kind = mentioned.labels[label][0]
        kinds[kind] = kinds.get(kind, 0) + 1
    words += [Word(kind, "", count) for kind, count in kinds.items()]
    return sorted(words, key=lambda w: (terms.TERMS.index(w.kind), -w.count, w.untrusted_value))[:MOST_WORDS]


def _analysed(session: CoreSession, review: Review) -> tuple[Analysed, ...]:
    """For each kind of finding, how many items were looked through whole, and what of the footage was not."""
    index = session.kept("unread", session.case.id, UnreadIndex)
    index.refresh(review.findings, session.check)
    out = []
    for kind in search_rows.KINDS:
        left = index.of({kind})
        out.append(Analysed(kind, *index.whole(kind), left.percent, tuple(code for code, _ in left.reasons)))
    return tuple(out)
