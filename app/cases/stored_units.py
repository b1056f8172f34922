"""Reads the units of a case without their results; an item of 24 h has sixty thousand of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, cast, select

from app.cases.units_current import Unit
from app.store import schema
from engine.units import Sampling, Span

_SAMPLINGS = {sampling.value: sampling for sampling in Sampling}


def stored_units(connection: Connection, of_these: ColumnElement[bool]) -> dict[str, list[Unit]]:
    """Units of these rows by item, current or not."""
    found: dict[str, list[Unit]] = {}
    for unit in _read(connection, of_these):
        found.setdefault(unit.item_id, []).append(unit)
    return found


def _read(connection: Connection, of_these: ColumnElement[bool]) -> Iterator[Unit]:
    u = schema.units.c
    # JSON as text: what many units share is parsed once
    plain = [cast(column, Text) for column in (u.digests, u.settings, u.upstream_keys)]
    columns = (
        u.key, u.item_id, u.stage, u.version, u.stream, u.start_ns, u.end_ns, u.sampling, u.state, u.error,
        u.finished_at, u.device, u.arithmetic,
    )  # fmt: skip
    for row in connection.execute(select(*columns, *plain).where(of_these)):
        key, item, stage, version, stream, start, end, sampling, state, error, at, device, how = row[:13]
        digests, settings, upstream = row[13:]
        yield Unit(
            key, item, stage, version, stream, Span(start, end), _SAMPLINGS[sampling], state, error, at,
            device, _shared(digests), _shared(settings), _read_by(upstream), how,
        )  # fmt: skip


@lru_cache(maxsize=4096)
def _shared(text: str) -> Mapping[str, Any]:
    parsed: Mapping[str, Any] = json.loads(text)
    return parsed


def _read_by(text: str) -> tuple[str, ...]:
    if text == "{}":
        return ()
    read = json.loads(text)
    return tuple(key for name in sorted(read) for key in read[name])
