"""The dossier: every statement with its sources, what people say of it, and writing it up."""

from __future__ import annotations

from asyncio import Future
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
)

from app.core_api.deciding import Done
from app.core_api.dossier import JudgeStatement, Writing
from app.core_api.protocol import Changed, Event, Refused
from app.core_api.session import CaseFacts
from ui.dossier.check_dialog import CheckDialog
from ui.dossier.dossier_commands import JUDGING, DossierCommands
from ui.dossier.drafts_dialog import DraftsDialog
from ui.dossier.export_dialog import ExportDialog
from ui.dossier.filter_bar import FilterBar
from ui.dossier.sheet import Chosen, Ints, Sheet, Source, Verdict
from ui.dossier.statement_pages import NewerNotice, StatementPages
from ui.dossier.statement_reading import StatementReading
from ui.dossier.statements_view import StatementsView
from ui.panel import Panel
from ui.ui_context import UiContext

VERDICTS = {"accept": "accepted", "reject": "rejected", "edit": "edited"}


class DossierPanel(Panel):
    """Statements by section. New findings wait until the reader asks for them."""

    name = "dossier"
    icon = "mdi6.file-document-check-outline"

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self._case: CaseFacts | None = None
        self._dialog: ExportDialog | None = None
        self.sheet = Sheet()
        self.view = StatementsView(ui.theme, self.sheet)
        self.view.setObjectName("statements")
        self.filters = FilterBar()
        self.reading = StatementReading(ui, self.view, self.start, self.isVisible)
        self._make_commands()
        self._build()
        self.reading.put.connect(self._put)
        self.reading.told.connect(self._told)
        self.reading.found.connect(self._found)
        self.reading.broken.connect(self._broken)
        self.view.current_changed.connect(self._enable)
        self.view.opened.connect(self._open)
        self.view.worded.connect(lambda row, text: self._judge("edit", text, row))
        self.filters.chosen.connect(self._choose)
        self.filters.typed.connect(self.reading.find)
        self.retranslate()
        self._enable()

    def title(self) -> str:
        return self.tr("Dossier")

    def opened(self, case: CaseFacts) -> None:
        self._case = case
        self.reading.use_language()
        self.reading.read_if_seen()  # of a large case it takes seconds, which what is seen would wait for
        self._enable()

    def closed(self) -> None:
        self.view.edit.finish()
        self._case = None
        for dialog in self.findChildren(QDialog):
            dialog.reject()
        self.sheet.clear()
        self.view.make_current(-1)
        self.view.refresh()
        self.filters.clear()
        self.newer.hide()
        self.pages.show_page("waiting")
        self._tell_progress()
        self._enable()
        super().closed()
        self.reading.forget()

    def on_event(self, event: Event) -> None:
        match event:
            case Writing() if self._dialog is not None:
                self._dialog.tell(event)
            case Changed(what=what) if self._case is not None:
                self.reading.changed(what)
            case _:
                pass

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  (Qt's name)
        super().showEvent(event)
        if self._case is not None and not self.newer.isVisibleTo(self):
            self.reading.catch_up()

    # what a person does

    def accept(self) -> None:
        self._judge("accept")

    def reject(self) -> None:
        self._judge("reject")

    def edit(self) -> None:
        if self._writable:
            self.view.begin_edit()

    def take_back(self) -> None:
        self.start(self.ui.undo.undo())

    def next_undecided(self) -> None:
        """Go to the next statement about the evidence that is not reviewed."""
        row = self.sheet.next_undecided(self.view.current)
        if row >= 0:
            self.view.go(row)
            self.view.setFocus()
        else:
            self.ui.notices.say(self.tr("All statements shown are reviewed."))

    def look_for(self) -> None:
        """Type what to find."""
        self.filters.text.setFocus()
        self.filters.text.selectAll()

    def write(self) -> None:
        """Offer to write the dossier to files."""
        if self._case is not None:
            accepted = self.filters.accepted_only.isChecked()
            self._dialog = ExportDialog(self.ui, self._case, self.reading.language, accepted, self)
            self._dialog.destroyed.connect(self._dialog_gone)
            self._dialog.open()

    def check(self) -> None:
        CheckDialog(self.ui, self).open()

    def show_drafts(self) -> None:
        DraftsDialog(self.ui, self).open()

    def update_now(self) -> None:
        """Take in what the analysis has found since."""
        self.newer.hide()
        self.reading.read()

    def retranslate(self) -> None:
        self.commands_of.retranslate()
        self.view.setAccessibleName(self.tr("Statements"))
        self._progress.setAccessibleName(self.tr("Share of statements reviewed"))
        self._tell_progress()
        if self._case is not None:
            self.reading.use_language()

    # how it is built

    def _make_commands(self) -> None:
        self.commands_of = DossierCommands(
            self,
            {
                "accept": self.accept,
                "reject": self.reject,
                "edit": self.edit,
                "undo": self.take_back,
                "next": self.next_undecided,
                "follow": self.view.open_source,
                "find": self.look_for,
                "update": self.update_now,
                "first": lambda: self.view.show_first_drafts(self.acts["first"].isChecked()),
                "drafts": self.show_drafts,
                "write": self.write,
                "check": self.check,
            },
        )
        self.acts = self.commands_of.acts

    def _build(self) -> None:
        self._state, self._progress = QLabel(), QProgressBar()
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._progress.setTextVisible(False)
        self._progress.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        buttons = self.commands_of.buttons
        top = QHBoxLayout()
        top.setContentsMargins(8, 8, 8, 0)
        top.setSpacing(8)
        top.addWidget(self._state)
        top.addWidget(self._progress, 1)
        top.addWidget(buttons["write"])
        bottom = QHBoxLayout()
        bottom.setContentsMargins(8, 0, 8, 8)
        bottom.setSpacing(8)
        for name in JUDGING:
            bottom.addWidget(buttons[name])
        bottom.addStretch(1)
        bottom.addWidget(buttons["next"])
        self.newer = NewerNotice()
        self.newer.wanted.connect(self.update_now)
        self.pages = StatementPages(self.view)
        self.pages.everything.connect(self.filters.show_everything)
        self.pages.again.connect(self.reading.read)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.filters)
        column.addWidget(self.newer)
        column.addWidget(self.pages, 1)
        column.addLayout(bottom)
        self.setFocusProxy(self.view)

    # what happens then

    @property
    def _writable(self) -> bool:
        return self._case is not None and self._case.writable

    def _put(self) -> None:
        """The sheet holds other statements."""
        assert self.sheet.statements is not None
        self.filters.offer(self.sheet.statements)
        self.view.refresh()
        self._choose(self.filters.choice)
        self.reading.find(self.filters.text.text())
        self.newer.hide()

    def _told(self, newer: bool) -> None:
        self.newer.setVisible(newer)
        self._show_page()

    def _broken(self) -> None:
        if self.sheet.statements is None:
            self.pages.show_page("broken")

    def _judge(self, verdict: str, text: str = "", row: int = -1) -> None:
        """Asked at once, even while the case is closing."""
        row = row if row >= 0 else self.view.current
        known = self.sheet.statements
        if not self._writable or row < 0 or known is None:
            return
        labels = {
            "accept": self.tr("Accept statement"),
            "reject": self.tr("Reject statement"),
            "edit": self.tr("Reword statement"),
        }
        key, undecided = self.sheet.key(row), self.sheet.said(row) is None
        question = JudgeStatement(known.version, key.decode(), verdict, self.reading.language, text)
        asked, said = self.ui.core.ask(question), Verdict(VERDICTS[verdict], text=text)
        asked.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody asks then
        self.reading.say(row, said)
        self.view.redraw()
        self._tell_progress()
        if undecided and verdict != "edit":
            self._go_on(row)
        self.start(self._judging(labels[verdict], key, said, asked))

    async def _judging(self, label: str, key: bytes, said: Verdict, asked: Future[Done]) -> None:
        try:
            await self.ui.undo.act(label, asked)
        except Refused:
            self.reading.settled(key, said, refused=True)
            self._offer_again(key, said.text)
            raise
        self.reading.settled(key, said, refused=False)

    def _offer_again(self, key: bytes, wording: str) -> None:
        """A refused wording is not lost while the user is still where it was written."""
        row = self.sheet.row_called(key)
        if wording and row == self.view.current >= 0 and self.view.hasFocus():
            self.view.begin_edit(wording)

    def _go_on(self, row: int) -> None:
        """One key for each decision: the next statement below that is not reviewed."""
        left = self.sheet.lines[self.sheet.lines > row]
        later = left[self.sheet.verdict[left] == 0]
        if len(later):
            self.view.go(int(later[0]))

    def _found(self, rows: Ints | None) -> None:
        self._choose(replace(self.filters.choice, found=rows))

    def _choose(self, chosen: Chosen) -> None:
        if chosen.found is None and self.filters.text.text().strip() and self.sheet.chosen.found is not None:
            chosen = replace(chosen, found=self.sheet.chosen.found)
        self.sheet.choose(chosen)
        self.view.refresh()
        self._show_page()

    def _open(self, source: Source) -> None:
        span = None if source.still else (source.start_ns, source.end_ns)
        play = not source.still and source.kind == "evidence"
        self.ui.position.go(source.item_id, source.t_ns, source.box, span, play)

    def _show_page(self) -> None:
        page = "statements"
        if self.sheet.statements is None:
            page = "waiting"
        elif not len(self.sheet.lines):
            page = "unfit"
        elif not self.sheet.progress[1] and self.sheet.chosen.everything:
            page = "bare"
        self.pages.show_page(page)
        self._tell_progress()
        self._enable()

    def _tell_progress(self) -> None:
        judged, count = self.sheet.progress
        text = self.tr("{judged} of {count} reviewed").format(judged=judged, count=count) if count else ""
        if self.sheet.lost:
            text += " · " + self.tr("%n review(s) of statements that no longer exist", "", self.sheet.lost)
        self._state.setText(text)
        self._progress.setRange(0, max(count, 1))
        self._progress.setValue(judged)

    def _enable(self) -> None:
        current = self.view.current >= 0
        self.commands_of.enable(
            may_judge=self._writable and current,
            has_current=current,
            has_statements=self.sheet.statements is not None,
            has_case=self._case is not None,
        )

    def _dialog_gone(self) -> None:
        self._dialog = None
