"""Stages on a plain file that is no item of any case: the example of a search, a sample in a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.media.recordings import parts_of
from engine.models.packs import PackStore
from engine.plan import PROBE, PROBE_SLOT, UnitSlot, plan, request_at
from engine.records import Result, unpack
from engine.stage import stages
from engine.units import Kind, MediaPath, UnitRequest


class OneFile:
    """Runs the planned units of one file through `compute`, which gives the packed result of a request."""

    def __init__(
        self,
        path: Path,
        sha256: str,
        compute: Callable[[UnitRequest], bytes],
        packs: PackStore,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        self.kind = Kind.OTHER
        self.results: dict[str, list[Result]] = {}
        self._sha256, self._media = sha256, MediaPath(str(path))
        self._compute, self._packs, self._settings = compute, packs, settings or {}
        self._packed: dict[UnitSlot, tuple[str, bytes]] = {}

    def run(self, wanted: Sequence[str], preview: bool = False) -> Mapping[str, list[Result]]:
        """Results of `wanted` and of the stages those read, one per unit in order of time.

        With `preview` the keyframe pass alone, else the grid pass alone. Raises PackError for a pack that is
        not there, and what `compute` raises.
        """
        self._unit(PROBE_SLOT, {})
        self._media = replace(self._media, parts=parts_of(self.results[PROBE][0]))
        planned = plan(self.results[PROBE][0], wanted, preview)
        self.kind = planned.kind
        groups = [g for g in planned.groups if g.is_preview is preview or planned.kind is not Kind.VIDEO]
        slots = [slot for group in groups for slot in group.slots]
        for slot in slots if preview else [*slots, *planned.whole]:
            self._unit(slot, planned.upstream[slot])
        return self.results

    def _unit(self, slot: UnitSlot, upstream: Mapping[str, Sequence[UnitSlot]]) -> None:
        stage = stages()[slot.stage]
        self._packs.check(stage.needs)
        request = request_at(
            slot,
            sha256=self._sha256,
            kind=self.kind,
            media=self._media,
            settings=self._settings,
            digests=self._packs.digests(stage.needs),
            models=self._packs.models((*stage.needs, *stage.spaces)),
            upstream_keys={n: [self._packed[p][0] for p in slots] for n, slots in upstream.items()},
            upstream={n: [self._packed[p][1] for p in slots] for n, slots in upstream.items()},
        )
        result = self._compute(request)
        self._packed[slot] = (request.key, result)
        self.results.setdefault(slot.stage, []).append(unpack(result, stage.tables))
