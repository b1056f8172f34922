"""The lists beside the running job: its stages, what failed, what waits, what was."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.jobs.usage import StageFigures
from ui.figures import duration, number, percent
from ui.jobs.job_queue import Job
from ui.share_delegate import ShareDelegate
from ui.shared.rows_model import SHARE_ROLE, Row
from ui.shared.rows_table import RowsTable
from ui.stage_words import stage_word
from ui.theme import Theme


class StagesTable(RowsTable):
    """How far every stage of the running job is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("jobs-stages", 6, frozenset({1, 2, 3, 4, 5}))
        self._bar = ShareDelegate(theme, SHARE_ROLE)
        self.view.setItemDelegateForColumn(1, self._bar)
        for column, width in enumerate((230, 90, 100, 110, 120)):
            self.view.setColumnWidth(column, width)

    def retranslate(self) -> None:
        titles = (
            self.tr("Analysis step"), self.tr("Done"), self.tr("Segments"), self.tr("× real time"),
            self.tr("Remaining"), self.tr("Failed"),
        )  # fmt: skip
        empty = self.tr("The steps of an analysis appear here while it runs. Choose Analyse… to start one.")
        self.name(titles, self.tr("Steps of the running analysis"), empty)

    def show_figures(self, figures: Sequence[StageFigures]) -> None:
        self.show_rows([self._row(f) for f in figures])

    def _row(self, f: StageFigures) -> Row:
        share = (f.done + f.failed) / f.total if f.total else 0.0
        left = ""
        if f.done + f.failed < f.total and f.remaining_seconds is not None:
            left = duration(f.remaining_seconds)
        texts = (
            stage_word(f.stage), percent(share), f"{number(f.done + f.failed)} / {number(f.total)}",
            number(f.rate, 1) if f.rate >= 0.05 else "", left, number(f.failed) if f.failed else "",
        )  # fmt: skip
        return Row(texts, f.stage, share)


class FailedTable(RowsTable):
    """Segments that failed; each is about (item id, stage, ns)."""

    went = Signal(object)
    again = Signal()

    def __init__(self) -> None:
        super().__init__("jobs-failed", 4)
        for column, width in enumerate((200, 160, 160)):
            self.view.setColumnWidth(column, width)
        self._retry = QPushButton()
        self._retry.setObjectName("jobs-retry-button")
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 8)
        self._why = QLabel()
        self._why.setObjectName("jobs-failed-why")
        self._why.setTextFormat(Qt.TextFormat.PlainText)
        self._why.setWordWrap(True)
        row.addWidget(self._retry)
        row.addWidget(self._why, 1)
        row.setSpacing(12)
        self.column.addLayout(row)
        self.activated.connect(self.went)
        self.view.selectionModel().currentRowChanged.connect(self._tell)
        self.model.modelReset.connect(self._tell)
        self._retry.clicked.connect(self.again)

    def _tell(self) -> None:
        """The whole reason of the current row, which its cell may be too narrow for."""
        row = self.view.currentIndex().row()
        self._why.setText(str(self.model.index(row, 3).data()) if row >= 0 else "")

    def enable(self, enabled: bool) -> None:
        self._retry.setVisible(enabled)

    def retranslate(self) -> None:
        titles = (self.tr("Item"), self.tr("Analysis step"), self.tr("Segment"), self.tr("Reason and remedy"))
        self.name(titles, self.tr("Failed segments"), self.tr("Nothing has failed."))
        self._retry.setText(self.tr("Try Again"))


class HistoryTable(RowsTable):
    """What the chain of custody tells of analyses and imports."""

    again = Signal(object)

    def __init__(self) -> None:
        super().__init__("jobs-history", 6, frozenset({2, 4, 5}))
        for column, width in enumerate((150, 110, 80, 150, 90)):
            self.view.setColumnWidth(column, width)
        self.view.horizontalHeader().setSectionResizeMode(5, QHeaderView.ResizeMode.Fixed)
        self.activated.connect(self._ask_again)

    def retranslate(self) -> None:
        titles = (
            self.tr("Started"), self.tr("What"), self.tr("Items"), self.tr("Outcome"), self.tr("Done"),
            self.tr("Failed"),
        )  # fmt: skip
        self.name(titles, self.tr("Earlier analyses and imports"), self.tr("Nothing has been analysed yet."))

    def _ask_again(self, wanted: object) -> None:
        if wanted is not None:
            self.again.emit(wanted)


class WaitingList(QWidget):
    """Jobs that wait; `moved` (row, by) and `removed` (row) are what a person asks for."""

    moved = Signal(int, int)
    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setObjectName("jobs-waiting")
        self._up, self._down, self._remove = QPushButton(), QPushButton(), QPushButton()
        for name, button in (("up", self._up), ("down", self._down), ("remove", self._remove)):
            button.setObjectName(f"jobs-waiting-{name}")
        buttons = QVBoxLayout()
        buttons.setContentsMargins(0, 8, 8, 8)
        for button in (self._up, self._down, self._remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.list, 1)
        row.addLayout(buttons)
        self._up.clicked.connect(lambda: self.moved.emit(self.list.currentRow(), -1))
        self._down.clicked.connect(lambda: self.moved.emit(self.list.currentRow(), 1))
        self._remove.clicked.connect(lambda: self.removed.emit(self.list.currentRow()))
        self.list.currentRowChanged.connect(self._enable)
        self._jobs: Sequence[Job] = ()

    def retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("Queued analyses"))
        self._up.setText(self.tr("Earlier"))
        self._down.setText(self.tr("Later"))
        self._remove.setText(self.tr("Remove"))
        self.show_jobs(self._jobs, self.list.currentRow())

    def show_jobs(self, jobs: Sequence[Job], current: int = 0) -> None:
        self._jobs = list(jobs)
        self.list.clear()
        self.list.addItems([self._words(job) for job in self._jobs])
        self.list.setCurrentRow(min(max(0, current), len(self._jobs) - 1))
        self._enable()

    def _enable(self) -> None:
        row = self.list.currentRow()
        self._up.setEnabled(row > 0)
        self._down.setEnabled(0 <= row < len(self._jobs) - 1)
        self._remove.setEnabled(row >= 0)

    def _words(self, job: Job) -> str:
        wanted = job.wanted
        items = (
            self.tr("items: {count}").format(count=number(len(wanted.items)))
            if wanted.items
            else self.tr("all items")
        )
        stages = (
            ", ".join(stage_word(s) for s in wanted.stages)
            if wanted.stages
            else self.tr("all analysis steps")
        )
        parts = [items, stages]
        if wanted.preview_only:
            parts.append(self.tr("preview only"))
        if wanted.retry_failed:
            parts.append(self.tr("failed segments only"))
        return " · ".join(parts)
