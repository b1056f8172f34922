"""Puts what was said and written where text search finds it; called in the transaction that stores a unit."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from app.cases import folding
from app.store.schema import passages
from engine.records import Result

SPOKEN, WRITTEN, ENTITY = "spoken", "written", "entity"
Row = dict[str, Any]
AT_ONCE = 5_000
"""Passages folded again at once."""


def index_unit(
    connection: Connection, item_id: str, unit_key: str, stage: str, tables: Result, stream: int = -1
) -> int:
    """Replace the passages of one unit by those its tables hold; returns how many.

    Stages without text leave nothing. Runs in the caller's transaction, so a unit and its text are
    stored together or not at all. `stream` is the stream the unit read (-1: the whole item).
    """
    rows_of = _readers.get(stage)
    if rows_of is None:
        return 0
    connection.execute(delete(passages).where(passages.c.unit_key == unit_key))
    common = {"unit_key": unit_key, "item_id": item_id, "stream": stream}
    rows = [common | row for row in rows_of(tables) if row["shown"]]
    if rows:
        connection.execute(insert(passages), rows)
    return len(rows)


def folded_earlier(connection: Connection) -> bool:
    """Whether there are passages of an earlier version of the folding."""
    p = passages.c
    return connection.execute(select(p.id).where(p.fold < folding.VERSION).limit(1)).first() is not None


def fold_again(connection: Connection) -> int:
    """Fold the passages of earlier versions again, in the caller's writing transaction; returns how many."""
    p, count = passages.c, 0
    wanted = select(p.id, p.shown).where(p.fold < folding.VERSION).order_by(p.id).limit(AT_ONCE)
    change = update(passages).where(p.id == bindparam("key"))
    while rows := connection.execute(wanted).all():
        values = [{"key": r.id, "text": folding.indexed(r.shown), "fold": folding.VERSION} for r in rows]
        connection.execute(change, values)
        count += len(rows)
    return count


def _utterances(tables: Result) -> Iterator[Row]:
    for row in tables["utterances"]:
        yield _row(SPOKEN, row, row["text"], row["language"], int(row["flags"]))


def _texts(tables: Result) -> Iterator[Row]:
    for row in tables["texts"]:
        yield _row(WRITTEN, row, row["text"])


def _entities(tables: Result) -> Iterator[Row]:
    for row in tables["entities"]:
        spelled = row["text"] if row["text"] == row["value"] else f"{row['text']} {row['value']}"
        yield _row(ENTITY, row, spelled)


def _row(origin: str, row: Mapping[str, Any], text: str, language: str = "", flags: int = 0) -> Row:
    start, end = int(row["start_ns"]), int(row["end_ns"])
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    return {
        "origin": origin,
        "start_ns": start,
        "end_ns": end,
        "shown": composed,
        "text": folding.indexed(composed),
        "fold": folding.VERSION,
        "language": language,
        "flags": flags,
    }


_readers: Mapping[str, Callable[[Result], Iterator[Row]]] = {
    "transcription": _utterances,
    "screen_text": _texts,
    "entities": _entities,
}
