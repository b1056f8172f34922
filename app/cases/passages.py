"""Puts what was said and written where text search finds it; called in the transaction that stores a unit."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert

from app.store.schema import passages
from engine.records import Result

SPOKEN, WRITTEN, ENTITY = "spoken", "written", "entity"
Row = dict[str, Any]


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
    rows = [common | row for row in rows_of(tables) if row["text"]]
    if rows:
        connection.execute(insert(passages), rows)
    return len(rows)


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
        "text": composed,
        "language": language,
        "flags": flags,
    }


_readers: Mapping[str, Callable[[Result], Iterator[Row]]] = {
    "transcription": _utterances,
    "screen_text": _texts,
    "entities": _entities,
}
