"""Which model packs a case uses: facts about the case that override what the deployment has chosen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app.cases.case import Case
from engine.models.choice import task_called
from engine.models.packs import PackStore

PREFIX = "model for "
"""Facts of a case that begin with this name the pack for a task, which follows."""


def case_choice(case: Case) -> dict[str, str]:
    """Task → pack, for the tasks about which this case says something."""
    said = ((key, value) for key, value in case.facts.items() if key.startswith(PREFIX))
    return {key.removeprefix(PREFIX): str(pack) for key, pack in said if pack}


def packs_for(case: Case, models: Path, job: Mapping[str, str] | None = None) -> PackStore:
    """The packs in the folder `models` as this case and a job choose among them.

    Raises PackUnfit, UnknownPack, LicenceForbids for what cannot be chosen.
    """
    return PackStore(models, case.profile.uses, overrides=[case_choice(case), job or {}])


def choose(case: Case, models: Path, chosen: Mapping[str, str]) -> None:
    """Let the case use these packs from now on; an empty name takes a choice back.

    Nothing is analysed again by that; the next job does what is missing then. Raises as `packs_for`, and
    PackMissing or PackDamaged for a pack that is not there.
    """
    tasks = {task_called(task): pack for task, pack in chosen.items()}
    packs = packs_for(case, models, {task.value: pack for task, pack in tasks.items() if pack})
    packs.check(task for task, pack in tasks.items() if pack)
    case.tell({f"{PREFIX}{task.value}": pack for task, pack in tasks.items()})
