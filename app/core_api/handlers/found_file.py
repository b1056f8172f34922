"""Writes all results of a search to a table that can be opened anywhere and acts nowhere."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from app.core_api.core_session import CoreSession, handles
from app.core_api.handlers.search import find
from app.core_api.search import Find, Row, Who, WriteFound
from app.operations.moments import timecode
from app.store.files import write_whole
from engine.errors import AimaError

PAGE_ROWS = 500
ACTING = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet take a cell for a formula when it begins so (OWASP, CSV injection)."""


class FoundNotWritten(AimaError):
    """The results could not be written there. Choose another folder, in which you may write."""

    code = "not-writable"
    exit_code = 4


class FoundDiskFull(AimaError):
    """There is no space left where the results were to be written. Make space, or choose another folder."""

    code = "disk-full"
    exit_code = 4


@handles(WriteFound)
def write_found(session: CoreSession, question: WriteFound) -> int:
    with session.holding() as case:
        data, count = _table(session, question)
        try:
            write_whole(Path(question.path), data)
        except OSError as error:
            kind = FoundDiskFull if error.errno == errno.ENOSPC else FoundNotWritten
            raise kind(question.path) from error
        details = {"sha256": hashlib.sha256(data).hexdigest(), "results": count}
        case.custody.record("search results written", case.id, details)
    return count


def _table(session: CoreSession, question: WriteFound) -> tuple[bytes, int]:
    text, count = io.StringIO(), 0
    writer = csv.writer(text)
    writer.writerow([inert(name) for name in question.head])
    for row in _every(session, question):
        writer.writerow([inert(cell) for cell in _cells(row, question)])
        count += 1
    return text.getvalue().encode("utf-8-sig", "replace"), count  # spreadsheets know UTF-8 by the mark


def _every(session: CoreSession, question: WriteFound) -> Iterator[Row]:
    page = Find(question.typed, question.growing, question.kinds, question.order, "", PAGE_ROWS)
    while True:
        session.check()
        found = find(session, page)
        yield from found.rows
        if not found.after:
            return
        page = replace(page, after=found.after)


def _cells(row: Row, question: WriteFound) -> list[str]:
    m, called = row.moment, question.kinds_called
    beside = [f"{b.untrusted_text or _named(b.who, called)} ({timecode(b.start_ns)})" for b in row.beside]
    return [
        row.untrusted_item,
        called.get(row.kind, row.kind),
        "" if row.still else timecode(m.start_ns),
        "" if row.still else timecode(m.end_ns),
        _named(row.who, called),
        row.untrusted_text,
        "; ".join(beside),
        m.uri,
    ]


def _named(who: Who | None, called: Mapping[str, str]) -> str:
    return "" if who is None else who.untrusted_name or f"{called.get(who.kind, who.kind)} {who.number}"


def inert(cell: str) -> str:
    """A cell that is text to every spreadsheet."""
    return f"'{cell}" if cell.lstrip(" ").startswith(ACTING) else cell
