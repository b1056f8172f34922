"""Where a stream is damaged: data that are missing, or that could not be decoded soundly."""

from __future__ import annotations

from dataclasses import asdict
from typing import ClassVar

from engine.records import Column, Result, Schemas, Table
from engine.stage import Context, Reads, Source, Stage
from engine.units import Kind


class Damage(Stage):
    """Looks at what decoding a segment showed (`engine/media/damage.py`); pictures are not decoded again."""

    name = "damage"
    version = 1
    reads = Reads.EITHER
    kinds = frozenset({Kind.VIDEO, Kind.AUDIO, Kind.IMAGE})
    tables: ClassVar[Schemas] = {
        "damage": {
            "start_ns": Column("i64"),
            "end_ns": Column("i64"),
            "bytes": Column("i64", doc="coded data that were lost or not sound; 0 where not known"),
            "count": Column("i64", doc="packets (pictures, blocks of sound) that are corrupt or missing"),
        }
    }

    def run(self, source: Source, context: Context) -> Result:
        context.check()
        return {"damage": Table.from_rows(self.tables["damage"], map(asdict, source.harms()))}
