"""Writes all results of a search to a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from app.core_api.core_session import CoreSession, handles
from app.core_api.handlers.search import find
from app.core_api.search import Find, WriteFound
from app.exports import export
from app.exports.place import OneFile
from app.exports.search_results import CSV, JSON, ResultRow, ResultsOptions, SearchResults
from app.operations.moments import timecode
from app.review.search_rows import Row, Who

PAGE_ROWS = 500


@handles(WriteFound)
def write_found(session: CoreSession, question: WriteFound) -> int:
    place = OneFile(Path(question.path))
    form = JSON if place.path.suffix.lower() == ".json" else CSV
    with session.holding() as case:
        rows = (_result(row, question.kinds_called) for row in _every(session, question))
        options = ResultsOptions(rows, form, question.head)
        return export.write(SearchResults(), case, place, options, replace=True).content.records


def _every(session: CoreSession, question: WriteFound) -> Iterator[Row]:
    page = Find(question.typed, question.growing, question.kinds, question.order, "", PAGE_ROWS)
    while True:
        session.check()
        found = find(session, page)
        yield from found.rows
        if not found.after:
            return
        page = replace(page, after=found.after)


def _result(row: Row, called: Mapping[str, str]) -> ResultRow:
    m = row.moment
    beside = [f"{b.untrusted_text or _named(b.who, called)} ({timecode(b.start_ns)})" for b in row.beside]
    return ResultRow(
        row.untrusted_item,
        called.get(row.kind, row.kind),
        m.start_ns,
        -1 if row.still else m.end_ns,
        _named(row.who, called),
        row.untrusted_text,
        "; ".join(beside),
        m.uri,
    )


def _named(who: Who | None, called: Mapping[str, str]) -> str:
    return "" if who is None else who.untrusted_name or f"{called.get(who.kind, who.kind)} {who.number}"
