"""What a person changes in a transcript: wordings, names, marks. Each is a decision, to be taken back."""

from __future__ import annotations

from asyncio import Future
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject

from app.core_api.deciding import Done, NameSpeaker, Reword, TakeBack
from app.core_api.transcript import Listened, Speaker
from ui.transcript.block import Block
from ui.transcript.sheet import HEARD, Sheet
from ui.ui_context import UiContext


class Corrections(QObject):
    """Asks the core; what changed comes back as events to everybody."""

    def __init__(self, ui: UiContext, sheet: Sheet, start: Callable[..., Any]) -> None:
        super().__init__()
        self._ui, self._sheet, self._start = ui, sheet, start
        self.writable = False
        """Whether a case is open here that can be written to."""

    def reword(self, block: Block, row: int, text: str) -> bool:
        """Put a person's wording over the machine's; False where nothing would change."""
        if text == " ".join(block.text(row).split()):
            return False
        self._act(self.tr("Edit Transcript"), Reword(block.said.moment(row), text))
        return True

    def revert(self, block: Block, row: int) -> None:
        """The machine's words again."""
        if reworded := block.said.reworded.get(row):
            self._act(self.tr("Restore Automatic Transcript"), TakeBack((reworded.decision,)))

    def join(self, block: Block, row: int) -> None:
        """Make an utterance and the next one of the same item one."""
        if row + 1 < len(block):
            text = " ".join(f"{block.text(row)} {block.text(row + 1)}".split())
            moment = block.said.moment(row, row + 1)
            self._act(self.tr("Join Lines"), Reword(moment, text))

    def name(self, speaker: Speaker, name: str) -> None:
        """A speaker is called so, everywhere."""
        if speaker.moment is not None and name:
            self._act(self.tr("Name Speaker"), NameSpeaker(speaker.moment, name))

    def mark_heard(self, utterances: Sequence[int]) -> None:
        """Mark utterances as listened to; where all are, take the mark away."""
        by_block: dict[str, list[tuple[Block, int]]] = {}
        for utterance in utterances:
            block, row = self._sheet.where(utterance)
            by_block.setdefault(block.said.item_id, []).append((block, row))
        heard = not all(self._sheet.mine[u] >= HEARD for u in utterances)
        label = self.tr("Mark as Heard") if heard else self.tr("Mark as Unheard")
        for item_id, rows in by_block.items():
            said = rows[0][0].said
            spans = tuple((int(said.start_ns[r]), int(said.end_ns[r])) for _, r in rows)
            stream = int(said.stream[rows[0][1]])
            self._act(label, Listened(item_id, stream, spans, heard, by_playing=False))

    def keep_heard(self, item_id: str, spans: Sequence[tuple[int, int]]) -> None:
        """Record what was played; nothing to undo in that. Asked at once, even while the case is closing."""
        if self.writable:
            at = self._sheet.number(item_id)
            said = self._sheet.blocks[at].said if at >= 0 else None
            stream = int(said.stream[0]) if said is not None and len(said) else -1
            asked = self._ui.core.ask(Listened(item_id, stream, tuple(spans)))
            asked.add_done_callback(self._kept)

    def _kept(self, asked: Future[Done]) -> None:
        if not asked.cancelled() and (error := asked.exception()) is not None and self._ui.case:
            self._ui.notices.caught(error)

    def _act(self, label: str, question: Reword | NameSpeaker | TakeBack | Listened) -> None:
        asked = self._ui.core.ask(question)  # at once, even while the case is closing
        asked.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody asks then
        self._start(self._ui.undo.act(label, asked))
