"""Runs stages on one plain file in this process, planned as the product plans them."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.jobs.plan import PROBE_PLACE, Place, Plan, plan
from engine.execute import run_unit
from engine.media.source import MediaCache
from engine.models.packs import PackStore
from engine.records import Result, unpack
from engine.stage import Context, stages
from engine.units import Kind, Media, UnitRequest


def run_stages(
    path: Path,
    wanted: Sequence[str],
    models: Path,
    scout: bool = False,
    settings: Mapping[str, object] | None = None,
    context: Context | None = None,
    spent: dict[str, float] | None = None,
) -> dict[str, list[Result]]:
    """Results of the stages `wanted` and of those they read, per stage in order of the plan.

    With `scout`, only the keyframe pass runs; without, only the grid pass. `settings` overrides defaults.
    A `context` given again keeps its loaded models; `spent` gathers CPU seconds per stage.
    """
    runner = _Runner(path, models, settings or {})
    runner.context = context or runner.context
    runner.spent = {} if spent is None else spent
    runner.run(PROBE_PLACE, {})
    probe = runner.results["probe"][0]
    planned: Plan = plan(probe, wanted, scout=scout)
    runner.kind = planned.kind
    for group in planned.groups:
        if group.scouting is scout or planned.kind is not Kind.VIDEO:
            for place in group.places:
                runner.run(place, planned.upstream[place])
    if not scout:
        for place in planned.whole:
            runner.run(place, planned.upstream[place])
    runner.cache.close()
    return runner.results


class _Runner:
    def __init__(self, path: Path, models: Path, settings: Mapping[str, object]) -> None:
        self.path, self.settings, self.kind = path, settings, Kind.OTHER
        self.sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        self.cache = MediaCache()
        self.context = Context(settings={}, packs=PackStore(models))
        self.packed: dict[Place, tuple[str, bytes]] = {}
        self.results: dict[str, list[Result]] = {}
        self.spent: dict[str, float] = {}

    def run(self, place: Place, upstream: Mapping[str, Sequence[Place]]) -> None:
        stage = stages()[place.stage]
        settings = {**stage.defaults, **{k: v for k, v in self.settings.items() if k in stage.defaults}}
        request = UnitRequest(
            stage=stage.name,
            version=stage.version,
            sha256=self.sha256,
            kind=self.kind,
            stream=place.stream,
            span=place.span,
            sampling=place.sampling,
            settings=settings,
            digests={pack: self.context.packs.digest(pack) for pack in stage.packs},
            upstream_keys={name: [self.packed[p][0] for p in places] for name, places in upstream.items()},
            upstream={name: [self.packed[p][1] for p in places] for name, places in upstream.items()},
            media=Media(str(self.path)),
        )
        begun = time.process_time()
        data = run_unit(request, self.context, self.cache)
        self.spent[stage.name] = self.spent.get(stage.name, 0.0) + time.process_time() - begun
        self.packed[place] = (request.key, data)
        self.results.setdefault(stage.name, []).append(unpack(data, stage.tables))
