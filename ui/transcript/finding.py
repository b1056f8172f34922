"""Searches for what is typed, in slices so that the window stays responsive; then steps from hit to hit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt

from ui.transcript.find_bar import FindBar
from ui.transcript.sheet import Sheet
from ui.transcript.text_hits import Hits
from ui.transcript.transcript_view import TranscriptView


class Finding(QObject):
    """Between the field and the text."""

    def __init__(self, bar: FindBar, view: TranscriptView, start: Callable[..., asyncio.Task[None]]) -> None:
        super().__init__()
        self._bar, self._view, self._start = bar, view, start
        self._task: asyncio.Task[None] | None = None
        self._left_at: tuple[str, int, int] | None = None
        """Item and time of the utterance gone to, and which of its hits: found again in another text."""
        bar.typed.connect(lambda _: self.search())
        bar.stepped.connect(self.step)
        bar.left.connect(view.setFocus)

    @property
    def _sheet(self) -> Sheet:
        return self._view.sheet

    def begin(self) -> None:
        """Let a person type."""
        self._bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._bar.field.selectAll()

    def search(self, stay: bool = False) -> None:
        """Find what is typed: then go to the first hit, or `stay`, if only the text is another."""
        if self._task is not None:
            self._task.cancel()
        if not stay:
            self._left_at = None
        self._view.hits.take(None)
        typed = self._bar.field.text()
        if typed.strip() and len(self._sheet):
            self._task = self._start(self._search(typed, stay))
        self.tell()

    def step(self, way: int) -> None:
        """To the next hit, or the one before."""
        hits, at = self._view.hits, self._view.cursor_at.at
        found = hits.step(way, at.utterance if at else 0)
        if found is not None:
            utterance = found[0]
            letters = hits.current_letters(utterance)
            block, row = self._sheet.where(utterance)
            self._left_at = block.said.item_id, block.start_of(row), found[1]
            word = block.word_under(row, letters[0]) if letters else -1
            self._view.follow(False)
            self._view.reveal(utterance, word, gently=False)
        self.tell()

    def tell(self) -> None:
        """How many there are, among what is shown."""
        hits = self._view.hits
        self._bar.say(hits.number, hits.total, ready=hits.hits is not None and hits.hits.ready)
        self._view.viewport().update()

    async def _search(self, typed: str, stay: bool) -> None:
        hits = Hits(typed)
        for _ in hits.search([b.said for b in self._sheet.blocks]):
            await asyncio.sleep(0)
        self._view.hits.take(hits)
        if stay:
            self._return()
            self.tell()
        else:
            self.step(1)

    def _return(self) -> None:
        """To the hit that was gone to, where it is still there."""
        if self._left_at is None or (at := self._sheet.number(self._left_at[0])) < 0:
            return
        _, start_ns, which = self._left_at
        row = self._sheet.blocks[at].row_at(start_ns)
        utterance = self._sheet.utterance(at, row)
        if utterance >= 0 and which < len(self._view.hits.letters(utterance)):
            self._view.hits.at = utterance, which
