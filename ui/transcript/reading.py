"""Brings what is said from the core to the sheet: one item, or the whole case a few items at a time."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from app.core_api.transcript import Said, SpokenItems, Transcripts, WhatWasHeard, WhoSpeaks
from ui.transcript.sheet import Sheet
from ui.ui_context import UiContext

AT_ONCE = 16
"""Items asked for in one question."""
SHARE = 0.1
"""What arrived is put on the sheet when it is this part of what is there: putting costs by all there is."""


class Reading(QObject):
    """`put` tells that the sheet holds something else, `renamed` that people are called otherwise."""

    put = Signal()
    renamed = Signal()
    heard = Signal()

    def __init__(self, ui: UiContext, sheet: Sheet, start: Callable[..., asyncio.Task[None]]) -> None:
        super().__init__()
        self._core, self._sheet, self._start = ui.core, sheet, start
        self._task: asyncio.Task[None] | None = None
        self.whole_case = False
        self.item_id = ""
        """Whose words are wanted too."""
        self.left_to_read = 0
        self._stale: set[str] = set()
        """Items that have to be asked for again."""
        self._naming: asyncio.Task[None] | None = None
        self._late: set[str] = set()
        """Whether names, or what was heard, changed while items were asked for."""

    def read(self, item_id: str, whole_case: bool) -> None:
        """Show an item, or all of them; what is there already stays."""
        same_kind, self.whole_case, self.item_id = whole_case == self.whole_case, whole_case, item_id
        shown = self._sheet.number(item_id) >= 0
        if whole_case and same_kind and shown:
            self.renew([item_id])
        elif whole_case:
            self._begin(self._read_all())
        else:
            self._empty(headings=False)
            self._begin(self._read_one(item_id))

    def renew(self, items: Iterable[str] = ()) -> None:
        """Something in these items (in any, if there are none) is not what it was.

        While an analysis runs this comes many times a second: what is asked for already is let finish.
        """
        known = [*(b.said.item_id for b in self._sheet.blocks), *([self.item_id] if self.item_id else ())]
        wanted = set(items)
        if not wanted and self.whole_case:
            self._begin(self._read_all())
            return
        self._stale |= {item for item in known if not wanted or item in wanted}
        if self._stale and not self._under_way:
            self._task = self._start(self._renew())

    def rename(self) -> None:
        """People are called, or grouped, otherwise; what was asked before may answer with older names."""
        if self._under_way:
            self._late.add("names")
            return
        if self._naming is not None:
            self._naming.cancel()
        self._naming = self._start(self._rename())

    def hear(self, items: Iterable[str] = ()) -> None:
        """Something else was listened to in these items, or in any."""
        if self._under_way:
            self._late.add("heard")
        else:
            self._start(self._hear(set(items)))

    def forget(self) -> None:
        """The case was closed."""
        self._task, self._naming, self.item_id, self.left_to_read = None, None, "", 0
        self._stale.clear()
        self._late.clear()
        self._sheet.clear()

    @property
    def _under_way(self) -> bool:
        return self._task is not None and not self._task.done()

    def _begin(self, work: object) -> None:
        for task in (self._task, self._naming):
            if task is not None:
                task.cancel()
        self._stale.clear()
        self._task = self._start(work)

    async def _read_one(self, item_id: str) -> None:
        said = await self._core.ask(Transcripts((item_id,))) if item_id else ()
        self._sheet.put(said)
        self.put.emit()
        await self._renew()

    def _empty(self, headings: bool) -> None:
        """No item's words stand beside another's picture, however long reading takes."""
        chosen = self._sheet.chosen
        self._sheet.clear()
        self._sheet.headings = headings
        self._sheet.choose(chosen)
        self.put.emit()

    async def _read_all(self) -> None:
        """Item after item; what arrived is put on the sheet now and then."""
        items = await self._core.ask(SpokenItems())
        self._empty(headings=True)
        waiting: list[Said] = []
        for begun in range(0, len(items), AT_ONCE):
            some = items[begun : begun + AT_ONCE]
            self.left_to_read = len(items) - begun
            waiting += await self._ask(some)
            if sum(map(len, waiting)) >= SHARE * len(self._sheet) or begun + AT_ONCE >= len(items):
                self._sheet.put(waiting)
                waiting = []
                self.put.emit()
        self.left_to_read = 0
        self.put.emit()
        await self._renew()

    async def _renew(self) -> None:
        while self._stale or self._late:
            if not self._stale:
                await (self._rename() if self._late.pop() == "names" else self._hear(set()))
                continue
            some = tuple(itertools.islice(self._stale, AT_ONCE))
            self._stale.difference_update(some)
            said = await self._ask(some)
            self._sheet.put(said)
            self.put.emit()

    async def _ask(self, items: tuple[str, ...]) -> list[Said]:
        """Transcripts in this order; with their words where these are needed now."""
        answer = await self._core.ask(Transcripts(items, words=not self.whole_case))
        found = {said.item_id: said for said in answer}
        if self.whole_case and self.item_id in found:
            (found[self.item_id],) = await self._core.ask(Transcripts((self.item_id,)))
        return [found[i] for i in items if i in found]

    async def _rename(self) -> None:
        items = [b.said.item_id for b in self._sheet.blocks]
        for begun in range(0, len(items), 1000):
            speakers = await self._core.ask(WhoSpeaks(tuple(items[begun : begun + 1000])))
            self._sheet.rename(speakers)
            self.renamed.emit()

    async def _hear(self, wanted: set[str]) -> None:
        items = [b.said.item_id for b in self._sheet.blocks if not wanted or b.said.item_id in wanted]
        for begun in range(0, len(items), 1000):
            heard = await self._core.ask(WhatWasHeard(tuple(items[begun : begun + 1000])))
            self._sheet.hear(heard)
            self.heard.emit()
