"""The table of all faces in the window, and the people in it, kept up to date by what changed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from app.desk.people import FaceChanges, Faces, FaceTable, KeepGroups, People, PeopleTable
from ui.faces.face_order import Order, Ordering, Wanted

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ui.desk import Desk


class FaceStore:
    """`table` and `people` are None before they were asked for."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.table: FaceTable | None = None
        self.people: PeopleTable | None = None
        self.likeness: npt.NDArray[np.float32] | None = None

    def clear(self) -> None:
        self.table = self.people = self.likeness = None

    async def refresh(self) -> None:
        """Ask for all faces the first time, later for what changed."""
        import numpy as np

        if self.table is None:
            self.table = await self._desk.ask(Faces())
        else:
            change = await self._desk.ask(FaceChanges(self.table.version))
            if change.whole:
                self.table, self.likeness = await self._desk.ask(Faces()), None
            elif len(change.ids):
                number = self.table.number.copy()
                order = np.argsort(self.table.ids)
                at = order[np.searchsorted(self.table.ids, change.ids, sorter=order)]
                number[at] = change.number
                self.table = replace(self.table, version=change.version, number=number)
            else:
                self.table = replace(self.table, version=change.version)
        self.people = await self._desk.ask(People())

    async def keep(self) -> None:
        """Have the core store what it found, so that the case opens faster the next time."""
        await self._desk.ask(KeepGroups())

    async def order(self, wanted: Wanted) -> Order:
        """Sorted beside the window's thread: a million faces take half a second."""
        assert self.table is not None
        names = self.people.names if self.people else {}
        shown = {n: named.untrusted_name for n, named in names.items() if named.untrusted_name}
        ordering = Ordering(self.table, shown, self.likeness)
        if len(self.table) < 5000:
            return ordering.order(wanted)
        return await asyncio.get_running_loop().run_in_executor(None, ordering.order, wanted)
