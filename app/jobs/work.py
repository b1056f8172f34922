"""One item on its way through a job: its plan, what is settled, and which units come next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.jobs.checkpoints import Checkpoint, Checkpoints
from engine.models.packs import PackStore
from engine.plan import PROBE_SLOT, Group, Plan, UnitSlot, request_at
from engine.records import Result
from engine.stage import stages
from engine.units import Kind, Media, UnitRequest


@dataclass(slots=True)
class ItemWork:
    """State of one item within a job."""

    item_id: str
    sha256: str
    bytes: int
    media: Media
    order: int
    known: dict[UnitSlot, Checkpoint]
    probe: Result | None = None
    plan: Plan | None = None
    settled: dict[UnitSlot, str | None] = field(default_factory=dict)
    """Place → key of the finished unit, or None where it failed."""
    open_groups: int = 0
    open_previews: int = 0
    """Preview groups that are not settled; the full pass waits for them to know what is interesting."""
    interesting: list[int] = field(default_factory=list)
    """Times at which the preview pass found faces."""

    def upstream_keys(self, slot: UnitSlot) -> dict[str, list[str]]:
        """Keys of the finished units that `slot` reads. Failed ones are left out, and so change the key."""
        if self.plan is None:
            return {}
        read = self.plan.upstream.get(slot, {})
        return {
            name: [key for p in slots if (key := self.settled.get(p)) is not None]
            for name, slots in read.items()
        }


@dataclass(slots=True, eq=False)
class Cursor:
    """Places that run one after the other: one segment, or the stages over a whole item, or the probe."""

    work: ItemWork
    slots: Iterator[UnitSlot]
    group: Group | None = None
    probing: bool = False

    @classmethod
    def of_probe(cls, work: ItemWork) -> Cursor:
        return cls(work, iter([PROBE_SLOT]), probing=True)

    @classmethod
    def of_group(cls, work: ItemWork, group: Group) -> Cursor:
        return cls(work, iter(group.slots), group)

    @classmethod
    def of_whole(cls, work: ItemWork) -> Cursor:
        assert work.plan is not None
        return cls(work, iter(work.plan.whole))


class Requests:
    """Builds unit requests; knows settings, packs and where upstream results lie."""

    def __init__(self, checkpoints: Checkpoints, packs: PackStore, settings: Mapping[str, Any]) -> None:
        self._checkpoints, self._packs, self._settings = checkpoints, packs, settings
        self._known: dict[str, Mapping[str, Any]] = {}

    def bare(self, work: ItemWork, slot: UnitSlot) -> UnitRequest:
        """The request without upstream results, which is enough for its key. Raises PackError."""
        return request_at(
            slot,
            sha256=work.sha256,
            kind=work.plan.kind if work.plan else Kind.OTHER,
            media=work.media,
            settings=self._settings,
            upstream_keys=work.upstream_keys(slot),
            **self._models(slot.stage),
        )

    def full(self, work: ItemWork, bare: UnitRequest) -> UnitRequest:
        """The same with the upstream results a worker needs."""
        read = {n: self._checkpoints.results(work.item_id, keys) for n, keys in bare.upstream_keys.items()}
        return replace(bare, upstream=read)

    def check_packs(self, stage: str) -> None:
        """Read the packs of a stage anew. Raises PackError for what is wrong with them."""
        for task in stages()[stage].needs:
            for fault in self._packs.verify(self._packs.chosen(task).name):
                raise fault.error

    def _models(self, stage: str) -> Mapping[str, Any]:
        if stage not in self._known:
            known, packs = stages()[stage], self._packs
            packs.check(known.needs)
            models = packs.models((*known.needs, *known.spaces))
            self._known[stage] = {"digests": packs.digests(known.needs), "models": models}
        return self._known[stage]
