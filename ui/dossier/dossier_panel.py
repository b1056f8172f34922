"""The dossier: every statement with its sources, what people say of it, and writing it up."""

from __future__ import annotations

from asyncio import Future
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
)

from app.desk.deciding import Done
from app.desk.dossier import JudgeStatement, Writing
from app.desk.protocol import Changed, Event, Refused
from app.desk.session import CaseFacts
from ui.bench import Bench
from ui.dossier.check_dialog import CheckDialog
from ui.dossier.drafts_dialog import DraftsDialog
from ui.dossier.export_dialog import ExportDialog
from ui.dossier.filter_bar import FilterBar
from ui.dossier.sheet import Chosen, Ints, Sheet, Source, Verdict
from ui.dossier.statement_pages import NewerNotice, StatementPages
from ui.dossier.statement_reading import StatementReading
from ui.dossier.statements_view import StatementsView
from ui.icons import icon
from ui.panel import Panel

VERDICTS = {"accept": "accepted", "reject": "rejected", "edit": "edited"}


class DossierPanel(Panel):
    """Statements by section. What the analysis adds while somebody reads waits for a word of theirs."""

    name = "dossier"
    icon = "mdi6.file-document-check-outline"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._case: CaseFacts | None = None
        self._dialog: ExportDialog | None = None
        self.sheet = Sheet()
        self.view = StatementsView(bench.theme, self.sheet)
        self.view.setObjectName("statements")
        self.filters = FilterBar()
        self.reading = StatementReading(bench, self.view, self.start, self.isVisible)
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
        bench.theme.changed.connect(self._draw_icons)
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
        self.start(self.bench.undo.undo())

    def next_undecided(self) -> None:
        """Go on with the next statement about the evidence that nobody has judged."""
        row = self.sheet.next_undecided(self.view.current)
        if row >= 0:
            self.view.go(row)
            self.view.setFocus()
        else:
            self.bench.notices.say(self.tr("Nothing shown here is left to judge."))

    def look_for(self) -> None:
        """Type what to find."""
        self.filters.text.setFocus()
        self.filters.text.selectAll()

    def write(self) -> None:
        """Offer to write the dossier to files."""
        if self._case is not None:
            self._dialog = ExportDialog(self.bench, self._case, self.reading.language, self)
            self._dialog.destroyed.connect(self._dialog_gone)
            self._dialog.open()

    def check(self) -> None:
        CheckDialog(self.bench, self).open()

    def show_drafts(self) -> None:
        DraftsDialog(self.bench, self).open()

    def update_now(self) -> None:
        """Take in what the analysis has found since."""
        self.newer.hide()
        self.reading.read()

    def retranslate(self) -> None:
        texts = {
            self._accept: self.tr("Accept Statement"),
            self._reject: self.tr("Reject Statement"),
            self._edit: self.tr("Word Statement Anew"),
            self._undo: self.tr("Take Back Last Decision"),
            self._next: self.tr("Next Undecided Statement"),
            self._follow: self.tr("Show Source of Statement"),
            self._find_text: self.tr("Find in Statements"),
            self._update: self.tr("Update Dossier"),
            self._first: self.tr("Show First Draft of Edited Statements"),
            self._drafts: self.tr("Drafts…"),
            self._write: self.tr("Write Dossier…"),
            self._check: self.tr("Check a Dossier…"),
        }
        for action, text in texts.items():
            action.setText(text)
        short = {
            self._accept: self.tr("Accept"),
            self._reject: self.tr("Reject"),
            self._edit: self.tr("Edit"),
            self._next: self.tr("Next undecided"),
            self._write: self.tr("Write…"),
        }
        for action, button in self._buttons.items():
            keys = action.shortcut().toString()
            button.setText(short[action])
            button.setAccessibleName(action.text())
            button.setToolTip(f"{action.text()} ({keys})" if keys else action.text())
        self.view.setAccessibleName(self.tr("Statements"))
        self._progress.setAccessibleName(self.tr("Share of statements judged"))
        self._tell_progress()
        if self._case is not None:
            self.reading.use_language()

    # how it is built

    def _make_commands(self) -> None:
        add = self.command
        self._accept = add("dossier", self.accept, "A", everywhere=False)
        self._reject = add("dossier", self.reject, "R", everywhere=False)
        self._edit = add("dossier", self.edit, "E, F2", everywhere=False)
        self._undo = add("dossier", self.take_back, "U", everywhere=False)
        self._next = add("dossier", self.next_undecided, "N", everywhere=False)
        self._follow = add("dossier", lambda: self.view.open_source())
        self._find_text = add("dossier", self.look_for, "Ctrl+F", everywhere=False)
        self._update = add("dossier", self.update_now, "F5", everywhere=False)
        self._first = add("dossier", lambda: self.view.show_first_drafts(self._first.isChecked()))
        self._first.setCheckable(True)
        self._first.setChecked(True)
        self._drafts = add("dossier", self.show_drafts)
        self._write = add("dossier", self.write, "Ctrl+E")
        self._check = add("dossier", self.check)

    def _build(self) -> None:
        self._state, self._progress = QLabel(), QProgressBar()
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._progress.setTextVisible(False)
        self._progress.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._buttons = {
            a: self._button(a) for a in (self._accept, self._reject, self._edit, self._next, self._write)
        }
        top = QHBoxLayout()
        top.setContentsMargins(8, 8, 8, 0)
        top.setSpacing(8)
        top.addWidget(self._state)
        top.addWidget(self._progress, 1)
        top.addWidget(self._buttons[self._write])
        bottom = QHBoxLayout()
        bottom.setContentsMargins(8, 0, 8, 8)
        bottom.setSpacing(8)
        for action in (self._accept, self._reject, self._edit):
            bottom.addWidget(self._buttons[action])
        bottom.addStretch(1)
        bottom.addWidget(self._buttons[self._next])
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
        self._draw_icons()

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"dossier-{len(self.findChildren(QToolButton))}")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(action.trigger)
        action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
        return button

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
            "edit": self.tr("Word statement anew"),
        }
        key, undecided = self.sheet.key(row), self.sheet.said(row) is None
        question = JudgeStatement(known.version, key.decode(), verdict, self.reading.language, text)
        asked, said = self.bench.desk.ask(question), Verdict(VERDICTS[verdict], text=text)
        self.reading.say(row, said)
        self.view.redraw()
        self._tell_progress()
        if undecided and verdict != "edit":
            self._go_on(row)
        self.start(self._judging(labels[verdict], key, said, asked))

    async def _judging(self, label: str, key: bytes, said: Verdict, asked: Future[Done]) -> None:
        try:
            await self.bench.undo.act(label, asked)
        except Refused:
            self.reading.settled(key, said, refused=True)
            self._offer_again(key, said.text)
            raise
        self.reading.settled(key, said, refused=False)

    def _offer_again(self, key: bytes, wording: str) -> None:
        """A wording that was refused is not lost on whoever still is where they wrote it."""
        row = self.sheet.row_called(key)
        if wording and row == self.view.current >= 0 and self.view.hasFocus():
            self.view.begin_edit(wording)

    def _go_on(self, row: int) -> None:
        """One key for each decision: the next statement below that nobody has judged."""
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
        self.bench.place.go(source.item_id, source.t_ns, source.box, span, play)

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
        text = self.tr("{judged} of {count} judged").format(judged=judged, count=count) if count else ""
        if self.sheet.lost:
            text += " · " + self.tr("%n judgement(s) of what is no longer stated", "", self.sheet.lost)
        self._state.setText(text)
        self._progress.setRange(0, max(count, 1))
        self._progress.setValue(judged)

    def _enable(self) -> None:
        may, known = self._writable and self.view.current >= 0, self.sheet.statements is not None
        for action in (self._accept, self._reject, self._edit):
            action.setEnabled(may)
        self._follow.setEnabled(self.view.current >= 0)
        for action in (self._next, self._find_text):
            action.setEnabled(known)
        for action in (self._update, self._drafts, self._write):
            action.setEnabled(self._case is not None)

    def _draw_icons(self) -> None:
        names = {
            self._accept: "mdi6.check",
            self._reject: "mdi6.close",
            self._edit: "mdi6.pencil-outline",
            self._next: "mdi6.skip-next-outline",
            self._write: "mdi6.file-export-outline",
        }
        for action, name in names.items():
            self._buttons[action].setIcon(icon(name, self.bench.theme.tokens))

    def _dialog_gone(self) -> None:
        self._dialog = None
