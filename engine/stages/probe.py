"""What an item is: container, streams, real duration, keyframes, metadata, oddities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from engine.media.recordings import MOST_STREAMS
from engine.records import Column, Result, Schema, Table
from engine.stage import Context, Reads, Scope, Source, Stage
from engine.units import Kind


class Probe(Stage):
    """The first stage of every item; what the planner cuts into units is what it yields."""

    name = "probe"
    version = 5
    scope = Scope.ITEM
    reads = Reads.CONTAINER
    kinds = frozenset(Kind)
    tables = {  # noqa: RUF012 -- declared ClassVar in Stage
        "container": {
            "format": Column("str", doc="libavformat's or Pillow's name"),
            "duration_ns": Column("i64", doc="end of the last packet found, not what the header says"),
            "kind": Column("str", doc="video, audio, image or other"),
            "metadata": Column("str", doc="JSON: recorded_at, location, make, model, software, title, c2pa"),
        },
        "streams": {
            "index": Column("i32"),
            "kind": Column("str", doc="video, audio, cover, image, subtitle, data, attachment"),
            "codec": Column("str"),
            "width": Column("i32", doc="upright, square pixels"),
            "height": Column("i32"),
            "rotation": Column("i32", doc="degrees clockwise by which stored pictures are turned"),
            "frame_rate": Column("f64", doc="mean pictures a second, 0 if unknown"),
            "sample_rate": Column("i32"),
            "channels": Column("i32"),
            "language": Column("str", doc="as written in the file"),
            "default": Column("bool"),
            "start_ns": Column("i64"),
            "duration_ns": Column("i64"),
        },
        "keyframes": {"stream": Column("i32"), "t_ns": Column("i64")},
        "metadata": {"scope": Column("str"), "key": Column("str"), "value": Column("str")},
        "warnings": {
            "code": Column("str"),
            "detail": Column("str", doc="numbers, no text of the file"),
        },
        "parts": {
            "start": Column("i64", doc="first byte of a recording, where the file holds several"),
            "end": Column("i64"),
            "head": Column("i64", doc="bytes of the file's beginning that are read before it"),
            "page": Column("i64", doc="number of a still picture among those bytes; -1: a film"),
            "offset_ns": Column("i64", doc="where it begins on the item's time line"),
            "length_ns": Column("i64"),
            "streams": Column("i32", (MOST_STREAMS, 2), "(number in the item, in the recording); -1: none"),
        },
        "account": {
            "code": Column("str", doc="read, or a code of engine.media.account"),
            "stream": Column("i32", doc="-1: of no stream"),
            "start_ns": Column("i64"),
            "end_ns": Column("i64", doc="as start_ns where no time is known"),
            "bytes": Column("i64", doc="0 where not known"),
            "count": Column("i64", doc="pictures, recordings, streams; ns by which a clock jumped"),
        },
    }

    def run(self, source: Source, context: Context) -> Result:
        from engine.media.inspection import inspect
        from engine.media.recordings import row_of

        found = inspect(source.media)
        context.check()
        container = {
            "format": found.format,
            "duration_ns": found.duration_ns,
            "kind": str(found.kind),
            "metadata": found.metadata_json,
        }
        tables = self.tables
        return {
            "container": Table.from_rows(tables["container"], [container]),
            "streams": Table.from_rows(tables["streams"], found.rows()),
            "keyframes": _table(tables["keyframes"], found.keyframes),
            "metadata": _table(tables["metadata"], found.metadata),
            "warnings": _table(tables["warnings"], found.warnings),
            "parts": Table.from_rows(tables["parts"], map(row_of, found.parts)),
            "account": Table.from_rows(tables["account"], map(asdict, found.account)),
        }


def _table(schema: Schema, rows: Sequence[tuple[object, ...]]) -> Table:
    return Table(schema, {name: [row[i] for row in rows] for i, name in enumerate(schema)})
