"""One item on its way through a job: its plan, where its units stand, and what opens when some have ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from app.jobs.checkpoints import Checkpoints, StoredUnit
from app.jobs.unit_states import State, UnitStates
from engine.models.packs import PackStore
from engine.plan import PROBE_SLOT, Group, Plan, UnitSlot, request_at
from engine.records import Result
from engine.stage import stages
from engine.units import Kind, Media, MediaPart, UnitRequest

FIRST, PICTURES, FULL_PASS = 0, 1, 2
"""The preview pass of everything, what else there is to see in pictures, the full pass of the rest."""
Priority = tuple[int, ...]


@dataclass(slots=True, eq=False)
class TaskChain:
    """Units that run one after the other: the probe, one segment (`group`), or the stages over an item."""

    work: ItemWork
    priority: Priority
    slots: Sequence[UnitSlot]
    group: Group | None = None
    at: int = 0
    """Index of the unit that is next, or runs."""
    place: int = -1
    """Number of the back end that had its last unit, and has the segment decoded."""
    avoided: int = -1
    """Number of the back end that sent the unit back."""

    @property
    def slot(self) -> UnitSlot | None:
        return self.slots[self.at] if self.at < len(self.slots) else None

    @property
    def is_probe(self) -> bool:
        return self.group is None and list(self.slots) == [PROBE_SLOT]


@dataclass(slots=True)
class ItemWork:
    """State of one item within a job."""

    item_id: str
    sha256: str
    bytes: int
    find_media: Callable[[], Media]
    """Looks up how the item opens: not before its turn, as a case may hold very many."""
    order: int
    known: dict[UnitSlot, StoredUnit]
    units: UnitStates = field(default_factory=UnitStates)
    probe: Result | None = None
    plan: Plan | None = None
    interesting: list[int] = field(default_factory=list)
    """Times at which the preview pass found faces."""
    _media: Media | None = None
    _open_groups: int = 0
    _open_previews: int = 0
    """Preview groups that are not settled; the full pass waits for them to know what is interesting."""

    @property
    def media(self) -> Media:
        if self._media is None:
            self._media = self.find_media()
        return self._media

    def consists_of(self, parts: tuple[MediaPart, ...]) -> None:
        """The probe has told what recordings the item holds."""
        self._media = replace(self.media, parts=parts)

    def begin(self) -> TaskChain:
        """What an item begins with: its probe."""
        self.units.expect([PROBE_SLOT])
        return TaskChain(self, (FIRST, self.order, 0), [PROBE_SLOT])

    def planned(self, probe: Result, plan: Plan) -> list[TaskChain]:
        """The item was probed: what can begin at once."""
        self.probe, self.plan = probe, plan
        self.units.expect(plan.slots())
        previews = [g for g in plan.groups if g.is_preview]
        self._open_groups, self._open_previews = len(plan.groups), len(previews)
        if previews:
            return [TaskChain(self, (FIRST, self.order, 1, g.span.start_ns), g.slots, g) for g in previews]
        return self._full_pass() if plan.groups else [self._whole()]

    def ended(self, chain: TaskChain) -> list[TaskChain]:
        """All units of a segment are settled: what has waited for it."""
        if chain.group is None:
            return []
        opened: list[TaskChain] = []
        self._open_groups -= 1
        if chain.group.is_preview:
            self._open_previews -= 1
            if self._open_previews == 0:
                opened += self._full_pass()
        if self._open_groups == 0:
            opened.append(self._whole())
        return opened

    def upstream_keys(self, slot: UnitSlot) -> dict[str, list[str]]:
        """Keys of the finished units that `slot` reads. Failed ones are left out, and so change the key."""
        return {
            name: [key for p in slots if (key := self.units.key_read(p)) is not None]
            for name, slots in self._reads(slot).items()
        }

    def lacks(self, slot: UnitSlot) -> str:
        """Why a unit that `slot` reads is missing; empty if none is."""
        return self.units.missing_among(p for slots in self._reads(slot).values() for p in slots)

    @property
    def complete(self) -> bool:
        """Whether all that belongs to the job is durable."""
        return not self.units.all(State.WAITING, State.RUNNING, State.MISSING)

    def _reads(self, slot: UnitSlot) -> Mapping[str, Iterable[UnitSlot]]:
        return self.plan.upstream.get(slot, {}) if self.plan is not None else {}

    def _whole(self) -> TaskChain:
        assert self.plan is not None
        return TaskChain(self, (FIRST, self.order, 2), self.plan.whole)

    def _full_pass(self) -> list[TaskChain]:
        """Those with the most previewed faces first; all pictures before films, which cost more."""
        assert self.plan is not None
        times = np.sort(np.asarray(self.interesting, dtype=np.int64))
        phase = PICTURES if self.plan.kind is Kind.IMAGE else FULL_PASS
        chains = []
        for group in self.plan.groups:
            if not group.is_preview:
                low, high = np.searchsorted(times, [group.span.start_ns, group.span.end_ns])
                priority = (phase, int(low - high), self.order, group.span.start_ns)
                chains.append(TaskChain(self, priority, group.slots, group))
        return chains


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
        """Read the packs of a stage again. Raises PackError for what is wrong with them."""
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
