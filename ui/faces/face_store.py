"""The table of all faces in the window, and the people in it, kept up to date by what changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from app.core_api.people import FaceChange, FaceChanges, Faces, FaceTable, Likeness, People, PeopleTable
from ui.faces.face_order import Order, Ordering, Wanted

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ui.core_link import CoreLink

Made = TypeVar("Made")
SMALL = 5000
"""Faces that are sorted within a frame."""


class FaceStore:
    """`table` and `people` are None before they were asked for."""

    def __init__(self, core: CoreLink) -> None:
        self._core = core
        self.table: FaceTable | None = None
        self.people: PeopleTable | None = None
        self.likeness: npt.NDArray[np.float32] | None = None

    def clear(self) -> None:
        self.table = self.people = self.likeness = None

    async def refresh(self) -> None:
        """Ask for all faces the first time, later for what changed."""
        if self.table is None:
            self.table = await self._core.ask(Faces())
        else:
            table = self.table
            change = await self._core.ask(FaceChanges(table.version))
            if change.whole:
                self.table, self.likeness = await self._core.ask(Faces()), None
            else:
                self.table = await _beside(table, lambda: changed(table, change))
        self.people = await self._core.ask(People())

    async def compare(self, faces: tuple[int, ...]) -> None:
        """Ask how alike all are to these; of a table that is another by then the answer is dropped."""
        asked_of = self.table
        likeness = await self._core.ask(Likeness(faces))
        if asked_of is not None and self.table is not None and asked_of.ids is self.table.ids:
            self.likeness = likeness

    async def order(self, wanted: Wanted) -> Order:
        """Sorted beside the window's thread: a million faces take half a second."""
        assert self.table is not None
        names = self.people.names if self.people else {}
        shown = {n: named.untrusted_name for n, named in names.items() if named.untrusted_name}
        ordering = Ordering(self.table, shown, self.likeness)
        return await _beside(self.table, lambda: ordering.order(wanted))


def changed(table: FaceTable, change: FaceChange) -> FaceTable:
    """The table with these faces counted with other people."""
    import numpy as np

    if not len(change.ids):
        return replace(table, version=change.version)
    number, order = table.number.copy(), np.argsort(table.ids)
    number[order[np.searchsorted(table.ids, change.ids, sorter=order)]] = change.number
    return replace(table, version=change.version, number=number)


async def _beside(table: FaceTable, work: Callable[[], Made]) -> Made:
    """Work on a large table in another thread; a small one is done before that has begun."""
    if len(table) < SMALL:
        return work()
    return await asyncio.get_running_loop().run_in_executor(None, work)
