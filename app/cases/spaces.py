"""In which space the vectors of a case lie: known from the model digests its units record.

What the cosines of a space mean comes with the pack. The list of packs that this version ships knows its own;
what others mean, a job keeps with the case (`facts_of`), so that a machine without the pack can still group
and search.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from app.cases.units_current import Unit
from app.store import schema
from engine.models.catalogue import Catalogue, catalogue, default_space
from engine.models.choice import label_for
from engine.models.packs import PackStore
from engine.models.tasks import EMBEDDINGS, Task
from engine.vectors import Space

PREFIX = "space "
"""Facts of a case that begin with this hold a space; the digest of its pack and its task follow."""
MADE_BY: Mapping[Task, str] = {
    Task.FACE_EMBEDDING: "face_embeddings",
    Task.SPEAKER_EMBEDDING: "speaker_embeddings",
    Task.PICTURE_EMBEDDING: "image_embeddings",
}
"""Stage that makes the vectors of a task."""


class Spaces:
    """The spaces of one case, read once."""

    def __init__(self, connection: Connection) -> None:
        self._known = {
            (task, pack.digest): pack.space(task) for task in EMBEDDINGS for pack in catalogue().filling(task)
        }
        self._known |= _noted(connection)

    def of_unit(self, unit: Unit, task: Task, width: int) -> Space:
        """Where the vectors of `width` values lie that a unit made for `task`."""
        return self._of(unit.digests, task, width)

    def of_units(self, units: Iterable[Unit], task: Task, width: int) -> Space:
        """The same for what a later stage made of such vectors; `units` are the current ones of the item."""
        first = next((u for u in units if u.stage == MADE_BY[task] and u.done), None)
        return self._of(first.digests if first else {}, task, width)

    def _of(self, digests: Mapping[str, str], task: Task, width: int) -> Space:
        """Where no model is noted, vectors are taken to be the shipped model's, if they are as long."""
        shipped = default_space(task).model
        digest = _digest(digests, task, catalogue()) if digests else shipped
        known = self._known.get((task, digest))
        if known is not None and known.width == width:
            return known
        return Space(" ".join(sorted(digests.values())), width)


def _digest(digests: Mapping[str, str], task: Task, packs: Catalogue) -> str:
    if len(digests) == 1:
        return next(iter(digests.values()))
    label = label_for(digests, task, packs)
    if label:
        return digests[label]
    # a pack that is not on the list: it is the one that no pack of the list explains
    others = [digest for label, digest in digests.items() if label not in packs]
    return others[0] if len(others) == 1 else ""


def _noted(connection: Connection) -> dict[tuple[Task, str], Space]:
    known = {}
    facts = schema.facts.c
    for key, value in connection.execute(
        select(facts.key, facts.value).where(facts.key.startswith(PREFIX, autoescape=True))
    ):
        digest, _, task = key.removeprefix(PREFIX).partition(" ")
        try:
            known[Task(task), digest] = Space.from_facts(value)
        except (KeyError, TypeError, ValueError):
            continue
    return known


def facts_of(packs: PackStore, tasks: Iterable[Task]) -> dict[str, dict[str, Any]]:
    """Facts to keep with a case about the embeddings of a job that no shipped list of packs knows."""
    chosen = {task: packs.chosen(task) for task in EMBEDDINGS.intersection(tasks)}
    return {
        f"{PREFIX}{pack.digest} {task.value}": pack.space(task).facts()
        for task, pack in chosen.items()
        if pack.own
    }
