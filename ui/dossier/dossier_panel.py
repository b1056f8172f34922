"""The dossier: every statement with its sources, what people say of it, and writing it up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
)

from app.desk.dossier import Judged, JudgeStatement, Matching, WholeDossier, Writing
from app.desk.protocol import Changed, Event, Refused
from app.desk.session import CaseFacts
from ui.bench import Bench
from ui.dossier.check_dialog import CheckDialog
from ui.dossier.drafts_dialog import DraftsDialog
from ui.dossier.export_dialog import ExportDialog
from ui.dossier.filter_bar import FilterBar
from ui.dossier.sheet import Chosen, Sheet, Source, Verdict
from ui.dossier.statement_pages import NewerNotice, StatementPages
from ui.dossier.statements_view import StatementsView
from ui.icons import icon
from ui.panel import Panel

SOON_MS, LATER_MS = 120, 1500
"""After a decision: what was said is asked for soon, the logs, which are part of the dossier, later."""
BY_MACHINES = frozenset({"findings", "items"})
VERDICTS = {"accept": "accepted", "reject": "rejected", "edit": "edited"}


class DossierPanel(Panel):
    """Statements by section. What the analysis adds while somebody reads waits for a word of theirs."""

    name = "dossier"
    icon = "mdi6.file-document-check-outline"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._case: CaseFacts | None = None
        self._language = "en"
        self._behind = False
        self._dialog: ExportDialog | None = None
        self.sheet = Sheet()
        self.view = StatementsView(bench.theme, self.sheet)
        self.view.setObjectName("statements")
        self.filters = FilterBar()
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self._make_commands()
        self._build()
        self._soon.timeout.connect(lambda: self.start(self._ask_judged()))
        self._later.timeout.connect(self._reload_if_seen)
        self.view.current_changed.connect(self._enable)
        self.view.opened.connect(self._open)
        self.view.worded.connect(lambda row, text: self._judge("edit", text, row))
        self.filters.chosen.connect(self._choose)
        self.filters.typed.connect(lambda text: self.start(self._find(text)))
        bench.theme.changed.connect(self._draw_icons)
        self.retranslate()
        self._enable()

    def title(self) -> str:
        return self.tr("Dossier")

    def opened(self, case: CaseFacts) -> None:
        self._case, self._language = case, _language()
        self._reload_if_seen()  # of a large case it takes seconds, which what is seen would wait for

    def closed(self) -> None:
        self._case = None
        self._soon.stop()
        self._later.stop()
        self.view.edit.hide()
        self.sheet.clear()
        self.view.make_current(-1)
        self.view.refresh()
        self.filters.clear()
        self.newer.hide()
        self.pages.show_page("waiting")
        self._tell_progress()
        super().closed()

    def on_event(self, event: Event) -> None:
        match event:
            case Writing() if self._dialog is not None:
                self._dialog.tell(event)
            case Changed(what=what) if self._case is not None:
                self._behind |= not what <= {"listened", "jobs"}
                self._soon.start()
                if not what & BY_MACHINES:
                    self._later.start()
            case _:
                pass

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  (Qt's name)
        super().showEvent(event)
        if self._behind and not self.newer.isVisibleTo(self):
            self._reload_if_seen()

    # what a person does

    def accept(self) -> None:
        self._judge("accept")

    def reject(self) -> None:
        self._judge("reject")

    def edit(self) -> None:
        if self._may_judge:
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
            self._dialog = ExportDialog(self.bench, self._case, self._language, self)
            self._dialog.destroyed.connect(self._dialog_gone)
            self._dialog.open()

    def check(self) -> None:
        CheckDialog(self.bench, self).open()

    def show_drafts(self) -> None:
        DraftsDialog(self.bench, self).open()

    def update_now(self) -> None:
        """Take in what the analysis has found since."""
        self.newer.hide()
        self._reload()

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
        if self._case is not None and self._language != _language():
            self._language, self._behind = _language(), True
            if self.isVisible():
                self._reload()

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
        self.pages.again.connect(self._reload)
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
    def _may_judge(self) -> bool:
        return self._case is not None and self._case.writable and self.view.current >= 0

    def _reload(self) -> None:
        self._behind = False
        self.start(self._ask_whole())

    def _reload_if_seen(self) -> None:
        if not self.isVisible() or self.view.edit.isVisible():
            self._behind = True
        elif self._case is not None:
            self._reload()

    async def _ask_whole(self) -> None:
        self._language = _language()
        try:
            statements = await self.bench.desk.ask(WholeDossier(self._language))
            judged = await self.bench.desk.ask(Judged(statements.version))
        except Refused:
            if self.sheet.statements is None:
                self.pages.show_page("broken")
            raise
        key = self.sheet.key(self.view.current) if self.view.current >= 0 else b""
        self.sheet.put(statements)
        self.sheet.take(judged)
        self.view.current = self.sheet.row_called(key) if key else -1
        self.filters.offer(statements)
        self.view.refresh()
        if self.filters.text.text():
            await self._find(self.filters.text.text())
        else:
            self._choose(self.filters.choice)
        self.newer.hide()

    async def _ask_judged(self) -> None:
        if self.sheet.statements is None:
            return
        judged = await self.bench.desk.ask(Judged(self.sheet.statements.version))
        if not judged.here:
            self._reload()
            return
        before = self.sheet.lines
        self.sheet.take(judged)
        if np.array_equal(before, self.sheet.lines):
            self.view.redraw()
        else:
            self.view.refresh()
        self.newer.setVisible(judged.newer and not self._later.isActive())
        self._show_page()

    def _judge(self, verdict: str, text: str = "", row: int = -1) -> None:
        row = row if row >= 0 else self.view.current
        if self._may_judge and row >= 0:
            self.start(self._judging(row, verdict, text))

    async def _judging(self, row: int, verdict: str, text: str) -> None:
        assert self.sheet.statements is not None
        labels = {
            "accept": self.tr("Accept statement"),
            "reject": self.tr("Reject statement"),
            "edit": self.tr("Word statement anew"),
        }
        key, undecided = self.sheet.key(row).decode(), self.sheet.said(row) is None
        question = JudgeStatement(self.sheet.statements.version, key, verdict, self._language, text)
        asked = self.bench.desk.ask(question)
        self.sheet.say(row, Verdict(VERDICTS[verdict], text=text))
        self.view.redraw()
        self._tell_progress()
        if undecided and verdict != "edit":
            self._go_on(row)
        try:
            await self.bench.undo.act(labels[verdict], asked)
        except Refused:
            self._soon.start()  # what was shown in advance did not come about
            raise

    def _go_on(self, row: int) -> None:
        """One key for each decision: the next statement below that nobody has judged."""
        left = self.sheet.lines[self.sheet.lines > row]
        later = left[self.sheet.verdict[left] == 0]
        if len(later):
            self.view.go(int(later[0]))

    async def _find(self, text: str) -> None:
        known = self.sheet.statements
        found = None
        if known is not None and text.strip():
            found = await self.bench.desk.ask(Matching(known.version, self._language, text))
            if known is not self.sheet.statements:
                return  # another one has come since, which asks by itself
        self._choose(replace(self.filters.choice, found=found))

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
        may, known = self._may_judge, self.sheet.statements is not None
        for action in (self._accept, self._reject, self._edit):
            action.setEnabled(may)
        self._follow.setEnabled(self.view.current >= 0)
        for action in (self._next, self._find_text, self._update, self._drafts, self._write):
            action.setEnabled(known)

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


def _language() -> str:
    return "de" if QLocale().language() is QLocale.Language.German else "en"
