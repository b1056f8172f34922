"""The transcript: what is said, by whom, how sure, listened to or not; read, followed, corrected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout

from app.core_api.protocol import Changed, Event
from app.core_api.session import CaseFacts
from ui.panel import Panel
from ui.transcript.block import Block
from ui.transcript.captions import Captions
from ui.transcript.corrections import Corrections
from ui.transcript.cursor import copied
from ui.transcript.finding import Finding
from ui.transcript.listening import Listening
from ui.transcript.name_dialog import NameDialog
from ui.transcript.reading import Reading
from ui.transcript.rewording import Rewording
from ui.transcript.sheet import HEARD, Chosen, Sheet
from ui.transcript.transcript_commands import AT_THE_CURSOR, TranscriptCommands
from ui.transcript.transcript_page import TranscriptPage
from ui.transcript.transcript_view import TranscriptView
from ui.transcript.writing_dialog import WritingDialog
from ui.ui_context import UiContext


class TranscriptPanel(Panel):
    """Follows the place; whatever a person changes is asked of the core and comes back to everybody."""

    name = "transcript"
    icon = "mdi6.text-box-outline"

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self.sheet, self.captions = Sheet(), Captions()
        self.view = TranscriptView(ui.theme, self.sheet, self.captions)
        self.view.setObjectName("transcript-view")
        self.reading = Reading(ui, self.sheet, self.start)
        self.corrections = Corrections(ui, self.sheet, self.start)
        self.listening = Listening(ui.position, ui.exposure)
        self.page = TranscriptPage(ui.theme, ui.position, self.sheet, self.captions, self.view)
        self.find_bar, self.speakers, self.filter = (
            self.page.find_bar,
            self.page.speakers,
            self.page.filter,
        )
        self.finding = Finding(self.find_bar, self.view, self.start)
        self.rewording = Rewording(self.view, self.corrections)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.setFocusProxy(self.view)
        self._make_commands()
        self._connect()
        self.retranslate()

    @property
    def standing_label(self) -> QLabel:
        """What is said about all of it."""
        return self.page.standing_label

    def title(self) -> str:
        return self.tr("Transcript")

    def retranslate(self) -> None:
        self.commands_of.retranslate()
        self.page.retranslate()
        self.rewording.edit.setAccessibleName(self.tr("Wording; Enter saves it, Escape discards it"))
        self.view.setAccessibleName(self.tr("Transcript"))
        self._renamed()

    # the case

    def opened(self, case: CaseFacts) -> None:
        self.captions.me, self.corrections.writable = case.me, case.writable
        self._show_standing()

    def closed(self) -> None:
        self.rewording.finish()
        for dialog in self.findChildren(QDialog):
            dialog.reject()
        self.listening.end()
        self.corrections.writable = False
        self.reading.forget()
        self.find_bar.field.setText("")  # `clear` could be undone, in another case
        self.view.cursor_at.clear()
        self.view.setAccessibleDescription("")
        self.view.hits.take(None)
        self.page.whole_button.setChecked(False)
        self._put()
        super().closed()

    def on_event(self, event: Event) -> None:
        match event:
            case Changed(what, items) if what & {"transcript", "findings"}:
                self.reading.renew(items)
            case Changed(what) if "voices" in what:
                self.reading.rename()
            case Changed(what, items) if "listened" in what:
                self.reading.hear(items)

    def _make_commands(self) -> None:
        on_row, finding = self._on_row, self.finding
        self.commands_of = TranscriptCommands(
            self,
            {
                "find": finding.begin,
                "next": lambda: finding.step(1),
                "previous": lambda: finding.step(-1),
                "edit": self._reword,
                "join": lambda: on_row(self.corrections.join),
                "revert": lambda: on_row(self.corrections.revert),
                "machine": self._show_machine,
                "name": self._name,
                "heard": self._mark,
                "doubtful": lambda: self._next_doubtful(),
                "doubtful-back": lambda: self._next_doubtful(back=True),
                "unheard": self._next_unheard,
                "follow": lambda: self.view.follow(not self.view.following),
                "whole": self.page.whole_button.click,
                "copy": self._copy,
                "write": self._write,
            },
        )
        self.acts = self.commands_of.acts
        self.view.own = self.commands_of.meant
        self.view.addActions([self.acts[name] for name in AT_THE_CURSOR])
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _connect(self) -> None:
        place, view = self.ui.position, self.view
        place.item_changed.connect(self._entered)
        place.moved.connect(lambda _: view.follow(True))
        place.time_changed.connect(lambda t_ns: view.show_time(place.item_id, t_ns))
        view.went.connect(lambda item, t_ns, play: place.go(item, t_ns, play=play))
        view.name_asked.connect(lambda u: self._ask_name(int(self.sheet.speaker[u])))
        view.following_changed.connect(self.acts["follow"].setChecked)
        self.reading.put.connect(self._put)
        self.reading.renamed.connect(self._renamed)
        self.reading.heard.connect(self._heard)
        self.listening.heard.connect(self._hear)
        self.listening.kept.connect(self.corrections.keep_heard)
        self.filter.chosen.connect(self._choose)
        self.speakers.chosen.connect(self._choose_speakers)
        self.speakers.name_asked.connect(self._ask_name)
        self.page.everything.clicked.connect(lambda: self._choose(Chosen()))
        self.page.whole_button.toggled.connect(self._turn_whole)
        self.ui.theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.page.dress()
        self._show_people()  # the view redraws itself

    # reading

    def _entered(self, item_id: str) -> None:
        self.rewording.finish()
        if self.ui.case is not None:
            self.reading.read(item_id, self.page.whole_button.isChecked())

    def _turn_whole(self, whole: bool) -> None:
        self.acts["whole"].setChecked(whole)
        self.rewording.finish()
        if self.ui.case is not None:
            self.view.cursor_at.clear()
            self.reading.read(self.ui.position.item_id, whole)

    def _put(self) -> None:
        """The sheet holds something else."""
        self.view.cursor_at.recall()
        self._show_people()
        self.finding.search(stay=True)
        self.view.refresh()
        self.view.show_time(self.ui.position.item_id, self.ui.position.t_ns)
        if self.view.following:
            self.view.follow(True)

    def _renamed(self) -> None:
        self._show_people()
        self.view.refresh()

    def _show_people(self) -> None:
        self.page.show_people()
        self._show_chosen()

    def _show_standing(self) -> None:
        self.page.show_standing(self.reading.left_to_read)

    # choosing and finding

    def _choose_speakers(self, groups: frozenset[int]) -> None:
        self._choose(replace(self.sheet.chosen, speakers=groups))

    def _choose(self, chosen: Chosen) -> None:
        self.sheet.choose(chosen)
        self.view.hits.count()
        self._show_chosen()
        self.view.refresh()

    def _show_chosen(self) -> None:
        self.page.show_chosen()
        self.finding.tell()
        self._show_standing()

    # what a person does

    def _row(self) -> tuple[Block, int] | None:
        at = self.view.ensure_cursor()
        return self.sheet.where(at.utterance) if at is not None else None

    def _on_row(self, act: Callable[[Block, int], object]) -> None:
        if not self.rewording.edit.open and (found := self._row()) is not None and self._may_write():
            act(*found)

    def _may_write(self) -> bool:
        case = self.ui.case
        if case is not None and not case.writable:
            self.ui.notices.warn(self.tr("The case is open elsewhere and is read-only here."))
        return case is not None and case.writable

    def _reword(self) -> None:
        if self._may_write():
            self.rewording.begin()

    def _show_machine(self) -> None:
        self.view.show_machine(not self.view.machine_shown)
        self.acts["machine"].setChecked(self.view.machine_shown)

    def _name(self) -> None:
        if (found := self.view.ensure_cursor()) is not None:
            self._ask_name(int(self.sheet.speaker[found.utterance]))

    def _ask_name(self, group: int) -> None:
        speaker = self.sheet.speakers.get(group)
        if speaker is None or not self._may_write():
            return
        known = {s.untrusted_name for s in self.sheet.speakers.values() if s.untrusted_name}
        dialog = NameDialog(self, self.captions.speaker(speaker), speaker.untrusted_name, known)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # who was asked about, whatever number their voice has by the time of the answer
        dialog.accepted.connect(lambda: self.corrections.name(speaker, dialog.name))
        dialog.open()

    def _mark(self) -> None:
        self.view.ensure_cursor()
        chosen = self.view.cursor_at.utterances()
        if chosen and self._may_write():
            self.corrections.mark_heard(chosen)

    def _next_doubtful(self, back: bool = False) -> None:
        self._next(self.sheet.flags != 0, back, self.tr("Nothing here is uncertain."))

    def _next_unheard(self) -> None:
        unheard = (self.sheet.mine < HEARD) & (self.sheet.others < HEARD)
        self._next(unheard, False, self.tr("Everything here has been heard."))

    def _next(self, marked: Any, back: bool, none: str) -> None:
        at = self.view.cursor_at.at
        line = self.sheet.line_of(at.utterance) if at is not None else -1
        found = self.sheet.next_marked(line, marked, back)
        if found >= 0:
            self.view.put_cursor(self.view.cursor_at.first(int(self.sheet.lines[found])))
            self.view.setFocus()
        else:
            self.ui.notices.say(none)

    def _copy(self) -> None:
        lines = []
        for utterance in self.view.cursor_at.utterances():
            block, row = self.sheet.where(utterance)
            letters = self.view.cursor_at.letters(utterance)
            lines.append(copied(block, row, letters, self.view.name_of(utterance)))
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))

    def _write(self) -> None:
        items = tuple(b.said.item_id for b in self.sheet.blocks)
        if not len(self.sheet):
            self.ui.notices.say(self.tr("There is no transcript to export."))
            return
        WritingDialog(self, self.ui, items, self.start).open()

    # listening

    def _hear(self, item_id: str, start_ns: int, end_ns: int) -> None:
        at = self.sheet.number(item_id)
        if at >= 0:
            self.sheet.blocks[at].hear(start_ns, end_ns)
            self._heard()

    def _heard(self) -> None:
        self.sheet.count_heard()
        self._show_standing()
        self.view.viewport().update()
