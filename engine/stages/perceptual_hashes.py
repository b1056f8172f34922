"""Hashes that say whether two pictures are copies of one another, however they were encoded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from engine.media.picture_hash import LARGEST_SIDE, Hash, distances, pdq
from engine.records import Column, Result, Schemas, Table
from engine.stage import Context, Reads, Source, Stage
from engine.units import SECOND, Kind

LOOK_HZ = 1.0
SAME = 20
"""Hamming distance up to which a picture adds nothing to the last hash kept."""
LONGEST_GAP_NS = 10 * SECOND


class PerceptualHashes(Stage):
    """PDQ hashes once a second, without those that nearly repeat the one before (at most 10 s long)."""

    name = "perceptual_hashes"
    version = 2
    reads = Reads.PICTURES
    kinds = frozenset({Kind.VIDEO, Kind.IMAGE})
    preview = True
    defaults: ClassVar[Mapping[str, Any]] = {"hz": LOOK_HZ}
    tables: ClassVar[Schemas] = {
        "hashes": {
            "t_ns": Column("i64"),
            "hash": Column("u8", (32,), "PDQ, in the order in which it is written in hex"),
            "quality": Column("f32", doc="0 to 1; below 0.5 the picture has too little structure to compare"),
        }
    }

    def run(self, source: Source, context: Context) -> Result:
        rows: list[dict[str, Any]] = []
        for frame in source.frames(context.settings["hz"]):
            context.check()
            value, quality = pdq(frame.bgr(LARGEST_SIDE))
            if not rows or _adds(value, frame.t_ns, rows[-1]):
                rows.append({"t_ns": frame.t_ns, "hash": value, "quality": quality})
        return {"hashes": Table.from_rows(self.tables["hashes"], rows)}


def _adds(value: Hash, t_ns: int, last: Mapping[str, Any]) -> bool:
    """Whether a hash says something that the last one kept does not."""
    return t_ns - last["t_ns"] >= LONGEST_GAP_NS or int(distances(value, last["hash"])) > SAME
