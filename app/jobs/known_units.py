"""Which finished units of an item still count: those that a job with its models would not make again."""

from __future__ import annotations

from collections.abc import Mapping

from app.jobs.checkpoints import DONE, FAILED, StoredUnit
from engine.errors import OutOfMemory, StageBroken
from engine.models.packs import PackStore
from engine.plan import UnitSlot
from engine.stage import stages

MAY_PASS = frozenset({OutOfMemory.code, StageBroken.code})
"""Failures that say nothing sure of the evidence: the machine or the program may do better next time."""


def is_settled(unit: StoredUnit, retry_failed: bool) -> bool:
    """Whether a job leaves the unit as it is. What failed in passing is tried again by every job."""
    return unit.state == DONE or (unit.state == FAILED and not retry_failed and unit.error not in MAY_PASS)


def still_known(ended: Mapping[UnitSlot, StoredUnit], packs: PackStore) -> dict[UnitSlot, StoredUnit]:
    """Units of the stages' present versions and the chosen models, all that they read included."""
    every = stages()
    digests = {name: packs.digests(stage.needs) for name, stage in every.items()}
    known = {
        slot: unit
        for slot, unit in ended.items()
        if slot.stage in every
        and unit.version == every[slot.stage].version
        and unit.digests == digests[slot.stage]
    }
    while True:
        keys = {unit.key for unit in known.values()}
        sound = {slot: unit for slot, unit in known.items() if keys.issuperset(unit.upstream)}
        if len(sound) == len(known):
            return sound
        known = sound
