"""Rewords an utterance in place; the text stays tied to that utterance whatever happens around it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.shared.wording_edit import WordingEdit
from ui.transcript.block import Block
from ui.transcript.corrections import Corrections
from ui.transcript.transcript_view import TranscriptView


class Rewording(QObject):
    """One edit at a time."""

    def __init__(self, view: TranscriptView, corrections: Corrections) -> None:
        super().__init__()
        self._view, self._corrections = view, corrections
        self._of: tuple[Block, int] | None = None
        """The utterance as it was when editing began; the sheet may hold another by now, or none."""
        self.edit = WordingEdit(view.viewport())
        self.edit.kept.connect(self._keep)
        self.edit.left.connect(self._end)
        self.edit.grown.connect(self._place)
        view.drawn_up.connect(self._place)

    def begin(self) -> None:
        """Word the utterance the cursor is at; an edit in progress continues."""
        if self.edit.open:
            self.edit.setFocus()
            return
        at = self._view.ensure_cursor()
        if at is None:
            return
        block, row = self._view.sheet.where(at.utterance)
        self._view.follow(False)
        self._view.reveal(at.utterance, at.word, gently=False)
        self._of = block, row
        self._view.held = True
        self.edit.begin(block.text(row), block.letters(at.word)[0] if at.word >= 0 else 0)
        self._place()

    def finish(self) -> None:
        """Something else is to be shown, or the case closed: what was written is kept."""
        self.edit.finish()
        self.edit.clear()

    def _place(self) -> None:
        if not self.edit.isVisible() or (found := self._row()) is None:
            return
        block, row = found
        utterance = self._view.sheet.utterance(self._view.sheet.number(block.said.item_id), row)
        area = self._view.area_of(utterance).adjusted(-7, -5, 7, 5)
        self.edit.setGeometry(area)  # how high it has to be follows from how wide it is
        self.edit.resize(area.width(), max(area.height(), self.edit.wanted_height()))

    def _row(self) -> tuple[Block, int] | None:
        """Where what is being worded stands; found by its beginning, since others may have come and gone."""
        if self._of is None or (at := self._view.sheet.number(self._of[0].said.item_id)) < 0:
            return None
        block = self._view.sheet.blocks[at]
        row = block.row_at(self._of[0].start_of(self._of[1]))
        return (block, row) if row >= 0 else None

    def _keep(self, text: str) -> None:
        of = self._of
        self._end()
        if of is not None and text:
            self._corrections.reword(*of, text)

    def _end(self) -> None:
        self._of, self._view.held = None, False
        self._view.setFocus()
        self._view.viewport().update()
