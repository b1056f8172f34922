"""Which pack fills which task: as the deployment has it, as a case overrides that, and as a job does.

Resolved once per job. A unit's key holds the digests of the packs that made it, each under a label from which
one can tell who did what: the pack's name, and where a pack could do more of the stage's tasks than it was
chosen for, also those it did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.models.adapters import adapter
from engine.models.catalogue import Catalogue, Pack
from engine.models.errors import PackUnfit
from engine.models.tasks import Task

Choice = Mapping[Task, str]
"""Task → name of a pack."""


def resolved(packs: Catalogue, *overrides: Mapping[str, str]) -> dict[Task, str]:
    """The choice of a job: the defaults, then each of `overrides`, the last of which wins.

    What is overridden is checked: raises PackUnfit, UnknownPack.
    """
    chosen = dict(packs.defaults)
    for override in overrides:
        for name, pack in override.items():
            task = task_called(name)
            adapter(packs[pack], task)
            chosen[task] = pack
    return chosen


def task_called(name: str) -> Task:
    """The task of this name. Raises PackUnfit."""
    try:
        return Task(name)
    except ValueError:
        known = ", ".join(task.value for task in Task)
        raise PackUnfit(name, why=f"there is no such task; there are {known}") from None


def chosen_for(packs: Catalogue, choice: Choice, task: Task) -> Pack:
    """The pack that fills `task`. Raises PackUnfit where nothing does."""
    name = choice.get(task) or packs.defaults.get(task)
    if name is None:
        raise PackUnfit(task.value, why="no pack was chosen for it")
    return packs[name]


def labelled(packs: Catalogue, choice: Choice, needs: Iterable[Task]) -> dict[str, Pack]:
    """The packs that a stage with these `needs` uses, by label."""
    wanted = tuple(needs)
    does: dict[str, list[Task]] = {}
    for task in wanted:
        does.setdefault(chosen_for(packs, choice, task).name, []).append(task)
    return {_label(packs[name], tasks, wanted): packs[name] for name, tasks in does.items()}


def _label(pack: Pack, does: list[Task], needs: tuple[Task, ...]) -> str:
    could = [task for task in needs if task in pack.tasks]
    return pack.name if could == does else f"{pack.name} ({', '.join(task.value for task in does)})"


def pack_named(label: str) -> str:
    """Name of the pack in a label."""
    return label.partition(" (")[0]


def label_for(labels: Iterable[str], task: Task, packs: Catalogue) -> str:
    """The label under which a unit notes the pack that did `task`; empty where none did, or none known."""
    for label in labels:
        name, _, did = label.partition(" (")
        if did and task.value in did.rstrip(")").split(", "):
            return label
        if not did and name in packs and task in packs[name].tasks:
            return label
    return ""
