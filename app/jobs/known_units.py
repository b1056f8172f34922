"""Which finished units of an item still count: those that a job with its models would not make again."""

from __future__ import annotations

from collections.abc import Mapping

from app.jobs.checkpoints import StoredUnit
from engine.models.packs import PackStore
from engine.plan import UnitSlot
from engine.stage import stages


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
