"""Stages on a plain file that is no item of any case: the example of a search, a sample in a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.jobs.work import request_at
from engine.models.packs import PackStore
from engine.plan import PROBE, PROBE_PLACE, Place, plan
from engine.records import Result, unpack
from engine.stage import stages
from engine.units import Kind, Media, UnitRequest


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
        self._sha256, self._media = sha256, Media(str(path))
        self._compute, self._packs, self._settings = compute, packs, settings or {}
        self._packed: dict[Place, tuple[str, bytes]] = {}

    def run(self, wanted: Sequence[str], scout: bool = False) -> Mapping[str, list[Result]]:
        """Results of `wanted` and of the stages those read, one per unit in order of time.

        With `scout` the keyframe pass alone, else the grid pass alone. Raises PackError for a pack that is
        not there, and what `compute` raises.
        """
        self._unit(PROBE_PLACE, {})
        planned = plan(self.results[PROBE][0], wanted, scout)
        self.kind = planned.kind
        groups = [g for g in planned.groups if g.scouting is scout or planned.kind is not Kind.VIDEO]
        places = [place for group in groups for place in group.places]
        for place in places if scout else [*places, *planned.whole]:
            self._unit(place, planned.upstream[place])
        return self.results

    def _unit(self, place: Place, upstream: Mapping[str, Sequence[Place]]) -> None:
        stage = stages()[place.stage]
        for pack in stage.packs:
            self._packs.require(pack)
        request = request_at(
            place,
            sha256=self._sha256,
            kind=self.kind,
            media=self._media,
            settings=self._settings,
            digests={pack: self._packs.digest(pack) for pack in stage.packs},
            upstream_keys={n: [self._packed[p][0] for p in places] for n, places in upstream.items()},
            upstream={n: [self._packed[p][1] for p in places] for n, places in upstream.items()},
        )
        result = self._compute(request)
        self._packed[place] = (request.key, result)
        self.results.setdefault(place.stage, []).append(unpack(result, stage.tables))
