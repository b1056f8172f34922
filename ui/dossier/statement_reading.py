"""Brings statements, and what people say of them, from the core to the sheet while people work on them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from app.core_api.dossier import Judged, Judgements, Matching, WholeDossier
from app.core_api.protocol import Refused
from ui.dossier.sheet import Verdict
from ui.dossier.statements_view import StatementsView
from ui.translation import current
from ui.ui_context import UiContext

SOON_MS, LATER_MS = 120, 1500
"""After a decision: what was said is asked for soon, the logs, which are part of the dossier, later."""
BY_MACHINES = frozenset({"findings", "items"})
NO_STATEMENT = frozenset({"listened", "jobs", "searches"})
"""Changes that no statement tells of."""


class StatementReading(QObject):
    """Asks once it is visible. While a statement is being worded nothing moves; what came then is asked
    for again afterwards. `seen` tells whether the dossier is in view.
    """

    put = Signal()
    """The sheet holds other statements."""
    told = Signal(bool)
    """The reviews are up to date; True if there are newer findings than those shown."""
    found = Signal(object)
    """Rows that hold the text looked for."""
    broken = Signal()

    def __init__(
        self,
        ui: UiContext,
        view: StatementsView,
        start: Callable[..., asyncio.Task[Any]],
        seen: Callable[[], bool],
    ) -> None:
        super().__init__()
        self._core, self._view, self._sheet = ui.core, view, view.sheet
        self._start, self._seen = start, seen
        self.language = window_language()
        """Of the statements shown, or asked for."""
        self._behind = self._held_back = False
        """Whether there is more to state; and whether it was to be shown while something was being worded."""
        self._reading: asyncio.Task[Any] | None = None
        self._finding: asyncio.Task[Any] | None = None
        self._under_way: dict[bytes, Verdict] = {}
        self.soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self.soon.timeout.connect(lambda: self._start(self._ask_judged()))
        self._later.timeout.connect(self.read_if_seen)
        view.edit_ended.connect(self._go_on)

    def forget(self) -> None:
        """The case was closed, which ends what is asked."""
        self.soon.stop()
        self._later.stop()
        self._behind = self._held_back = False
        self._reading = self._finding = None
        self._under_way.clear()

    def read(self) -> None:
        """Ask for all statements; what was asked for before is too old."""
        self._behind = self._held_back = False
        self.language = window_language()
        if self._reading is not None:
            self._reading.cancel()
        self._reading = self._start(self._ask_whole())

    def read_if_seen(self) -> None:
        """The same, or once the panel is visible, or once an edit has ended."""
        self._behind, self._held_back = True, self._view.edit.open
        if self._seen() and not self._held_back:
            self.read()

    def catch_up(self) -> None:
        """Ask for what had to wait."""
        if self._behind:
            self.read_if_seen()

    def use_language(self) -> None:
        """Another language may be spoken now."""
        if self.language != window_language():
            self.language = window_language()
            self.read_if_seen()

    def changed(self, what: frozenset[str]) -> None:
        """Something in the case is not what it was."""
        if what <= NO_STATEMENT:
            return
        self._behind = True
        self.soon.start()
        if not what & BY_MACHINES:
            self._later.start()

    def find(self, text: str) -> None:
        """Look for a text; what was looked for before is no longer wanted."""
        if self._finding is not None:
            self._finding.cancel()
        if text.strip() and self._sheet.statements is not None:
            self._finding = self._start(self._find(text))
        else:
            self.found.emit(None)

    def say(self, row: int, verdict: Verdict) -> None:
        """Show what is being said of a row, also where an answer from before it arrives."""
        self._under_way[self._sheet.key(row)] = verdict
        self._sheet.say(row, verdict)

    def settled(self, key: bytes, verdict: Verdict, refused: bool) -> None:
        """The case holds what was said of a statement, or refused it: then it is shown no longer."""
        if self._under_way.get(key) is verdict:
            del self._under_way[key]
        if refused:
            self.soon.start()

    def _go_on(self) -> None:
        """Nothing is being worded any more."""
        if self._held_back:
            self.read_if_seen()

    async def _ask_whole(self) -> None:
        try:
            statements = await self._core.ask(WholeDossier(self.language))
            judged, under_way = await self._judged(statements.version)
        except Refused:
            self.broken.emit()
            raise
        if self._view.edit.open:
            self._behind = self._held_back = True  # another would stand where one is being worded
            return
        key = self._sheet.key(self._view.current) if self._view.current >= 0 else b""
        self._sheet.put(statements)
        self._take(judged, under_way)
        self._view.current = self._sheet.row_called(key) if key else -1
        self.put.emit()

    async def _ask_judged(self) -> None:
        known = self._sheet.statements
        if known is None:
            return
        judged, under_way = await self._judged(known.version)
        if known is not self._sheet.statements:
            return
        if not judged.here or self._view.edit.open:
            self.read_if_seen()
            return
        before = self._sheet.lines
        self._take(judged, under_way)
        if np.array_equal(before, self._sheet.lines):
            self._view.redraw()
        else:
            self._view.refresh()
        self.told.emit(judged.newer and not self._later.isActive())

    async def _judged(self, version: str) -> tuple[Judgements, dict[bytes, Verdict]]:
        """What was said, and what was being said when that was asked for."""
        under_way = dict(self._under_way)
        return await self._core.ask(Judged(version)), under_way

    def _take(self, judged: Judgements, under_way: dict[bytes, Verdict]) -> None:
        self._sheet.take(judged)
        for key, verdict in {**under_way, **self._under_way}.items():
            if (row := self._sheet.row_called(key)) >= 0:
                self._sheet.say(row, verdict)
        self._sheet.draw_up()

    async def _find(self, text: str) -> None:
        known = self._sheet.statements
        assert known is not None
        rows = await self._core.ask(Matching(known.version, self.language, text))
        if known is self._sheet.statements:  # else it is looked for again in those that came since
            self.found.emit(rows)


def window_language() -> str:
    """The code of the window's language: dossiers are written in each there is."""
    return current().code
