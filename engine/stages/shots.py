"""Shots of a whole item: unbroken camera runs, joined over the borders of segments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from engine.media.looks import difference
from engine.records import Column, Result, Schemas, Table
from engine.stage import Context, Reads, Scope, Source, Stage, Vector
from engine.units import SECOND, Kind


class Shots(Stage):
    """From the changes within segments and the looks on both sides of every border between two.

    A border lies on a keyframe, and encoders put one on every cut: a cut at a border is the border. A
    black picture between two shots is no shot: what is shorter than a quarter of a second joins the shot
    before it, or at the start the one after.
    """

    name = "shots"
    version = 1
    scope = Scope.ITEM
    reads = Reads.NOTHING
    kinds = frozenset({Kind.VIDEO})
    after = ("shot_changes",)
    defaults: ClassVar[Mapping[str, Any]] = {"cut": 0.3, "shortest_ns": SECOND // 4}
    tables: ClassVar[Schemas] = {"shots": {"start_ns": Column("i64"), "end_ns": Column("i64")}}

    def run(self, source: Source, context: Context) -> Result:
        moments: set[int] = set()
        last: Vector | None = None
        reached = -1
        for part in source.upstream_parts("shot_changes"):
            context.check()
            moments.update(part["changes"]["t_ns"].tolist())
            edges = part["edges"]
            if not len(edges):
                continue
            begins = int(edges["t_ns"][0])
            if begins <= reached:
                last = None  # another stream begins
            if last is not None and difference(last, edges["signature"][0]) >= context.settings["cut"]:
                moments.add(begins)
            last, reached = edges["signature"][-1], int(edges["t_ns"][-1])
        start, end = source.span.start_ns, source.span.end_ns
        inside = _lasting(
            sorted(t for t in moments if start < t < end), start, context.settings["shortest_ns"]
        )
        borders = np.array([start, *inside, end], np.int64)
        return {"shots": Table(self.tables["shots"], {"start_ns": borders[:-1], "end_ns": borders[1:]})}


def _lasting(moments: list[int], start_ns: int, shortest_ns: int) -> list[int]:
    """The moments that begin a shot of some length."""
    kept: list[int] = []
    for moment in moments:
        if kept and moment - kept[-1] < shortest_ns:
            kept[-1] = moment
        elif moment - start_ns >= shortest_ns:
            kept.append(moment)
    return kept
