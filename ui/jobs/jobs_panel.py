"""Analysing: the job that runs, those that wait, what failed and why, and what was done before."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QTabWidget, QVBoxLayout, QWidget

from app.core_api.jobs import (
    Failures,
    History,
    JobEnded,
    JobProgress,
    RunJob,
    StopJob,
    Wanted,
    WhatFailed,
)
from app.core_api.protocol import CORE_LOST, Changed, Event, Refused
from app.core_api.session import CaseFacts
from ui.figures import duration, number
from ui.jobs.analyse_dialog import AnalyseDialog
from ui.jobs.desktop import announce
from ui.jobs.job_queue import Job, JobQueue
from ui.jobs.past_words import failed_rows, left_over, past_row
from ui.jobs.status_view import StatusView
from ui.jobs.tables import FailedTable, HistoryTable, StagesTable, WaitingList
from ui.panel import Panel
from ui.ui_context import UiContext

LEFT_WIDTH = 380
COMPLETE = ("done", "running")
"""States of the last analysis after which nothing is offered."""


class JobsPanel(Panel):
    """One job at a time; further ones wait where they can be seen and moved."""

    name = "jobs"
    icon = "mdi6.progress-clock"
    ended = Signal(object)
    """A job has ended: its JobEnded."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self.queue = JobQueue()
        self._again: Wanted | None = None
        self._failures: Failures | None = None
        self._failed_before = 0
        self._build()
        self._make_commands()
        self._connect()
        self.retranslate()
        self._enable()

    def title(self) -> str:
        return self.tr("Jobs")

    def retranslate(self) -> None:
        self._analyse.setText(self.tr("Analyse…"))
        self._continue.setText(self.tr("Continue Analysis"))
        self._stop.setText(self.tr("Stop Analysis"))
        self._retry.setText(self.tr("Retry Failed Segments"))
        for part in (self.status, self.stages, self.failed, self.waiting, self.history):
            part.retranslate()
        self._name_tabs()
        if self.ui.case is not None:
            self.start(self._look_back())

    def opened(self, case: CaseFacts) -> None:
        self.status.rest()
        self.start(self._look_back())

    def closed(self) -> None:
        super().closed()
        self.queue.clear()
        self._again = self._failures = None
        for table in (self.stages, self.failed, self.history):
            table.show_rows(())
        self.waiting.show_jobs(())
        self.status.rest()
        self._enable()
        self._name_tabs()

    def locked(self) -> None:
        """A running job and the queued ones continue; what they are about is not shown."""
        if self.queue.running is None:
            self.closed()
            return
        self._failures = None
        for table in (self.stages, self.failed, self.history):
            table.show_rows(())
        self.status.rest()

    def unlocked(self, case: CaseFacts) -> None:
        if self.queue.running is None:
            self.opened(case)
            return
        self.status.beginning()
        self.start(self._look_back())
        self._enable()

    @property
    def at_work(self) -> bool:
        return self.queue.running is not None

    def on_event(self, event: Event) -> None:
        if self.ui.case is None:
            return
        match event:
            case JobProgress():
                self._progress(event)
            case Changed(what, _) if "items" in what and self.queue.running is None:
                self.start(self._ask_failures())

    def analyse(self, wanted: Wanted | None = None) -> None:
        """Ask what to analyse; the quote stands in the dialog before anything starts."""
        chosen = Wanted(device=self.ui.settings.text("device", "cpu"))
        dialog = AnalyseDialog(self.ui, wanted or chosen, self.ui.window)
        dialog.wanted.connect(self.enqueue)
        dialog.open()

    def enqueue(self, wanted: Wanted) -> None:
        """Start this now, or as soon as what is before it has ended."""
        self.queue.add(wanted)
        self._next()

    def stop(self) -> None:
        """Ask the running job to stop; what is finished stays."""
        if self.queue.running is not None:
            self.status.stopping()
            self.ui.core.ask(StopJob(self.queue.running.number))

    def go_on(self) -> None:
        """Do what an interrupted or stopped analysis left."""
        if self._again is not None:
            self.enqueue(self._again)

    def retry(self) -> None:
        """Try the marked failed segments again, all of them where none is marked."""
        rows = self.failed.marked() or self.failed.everything()
        if rows:
            items = dict.fromkeys(item for item, _, _ in rows)
            stages = dict.fromkeys(stage for _, stage, _ in rows)
            wanted = Wanted(items=tuple(items), stages=tuple(stages), retry_failed=True)
            if "probe" in stages:  # nothing is known of such an item, so everything is to be done
                wanted = Wanted(items=tuple(items), retry_failed=True)
            self.enqueue(wanted)

    def _build(self) -> None:
        self.status = StatusView()
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.status)
        scroll.setWidgetResizable(True)
        for part in (scroll.viewport(), self.status):
            part.setBackgroundRole(QPalette.ColorRole.Base)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stages, self.failed = StagesTable(self.ui.theme), FailedTable()
        self.waiting, self.history = WaitingList(), HistoryTable()
        self.tabs = QTabWidget()
        self.tabs.setObjectName("jobs-tabs")
        self.tabs.setDocumentMode(True)
        for part in (self.stages, self.failed, self.waiting, self.history):
            page = QWidget()
            inside = QVBoxLayout(page)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(part)
            self.tabs.addTab(page, "")
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(scroll)
        parts.addWidget(self.tabs)
        parts.setSizes([LEFT_WIDTH, 3 * LEFT_WIDTH])
        parts.setStretchFactor(1, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(parts)
        self.setFocusProxy(self.status.analyse)

    def _make_commands(self) -> None:
        self._analyse = self._named("jobs-analyse", self.analyse, "F5")
        self._continue = self._named("jobs-continue", self.go_on, "Shift+F5")
        self._stop = self._named("jobs-stop", self.stop, "Ctrl+F5")
        self._retry = self._named("jobs-retry", self.retry)

    def _named(self, name: str, slot: Any, keys: str = "") -> QAction:
        action = self.command("jobs", slot, keys)
        action.setObjectName(name)
        return action

    def _connect(self) -> None:
        self.status.analyse.clicked.connect(self._analyse.trigger)
        self.status.go_on.clicked.connect(self._continue.trigger)
        self.status.stop.clicked.connect(self._stop.trigger)
        self.failed.went.connect(lambda about: self.ui.position.go(about[0], about[2]))
        self.failed.again.connect(self.retry)
        self.waiting.moved.connect(self._move)
        self.waiting.removed.connect(self._remove)
        self.history.again.connect(self.analyse)
        self.ui.analyses.wanted.connect(self.analyse)

    def _enable(self) -> None:
        running = self.queue.running is not None
        self._stop.setEnabled(running)
        self._continue.setEnabled(not running and self._again is not None)
        self._retry.setEnabled(self._failures is not None and self._failures.total > 0)
        self.failed.enable(self._retry.isEnabled())
        self.status.stop.setVisible(running)
        self.status.stop.setEnabled(running)
        self.status.go_on.setVisible(self._continue.isEnabled())

    def _next(self) -> None:
        job = self.queue.begin()
        if job is not None:
            self._failed_before = 0
            self.stages.show_rows(())
            self.status.beginning()
            self.tabs.setCurrentIndex(0)
            self.start(self._run(job))
        self.waiting.show_jobs(self.queue.waiting)
        self._enable()
        self._name_tabs()

    async def _run(self, job: Job) -> None:
        try:
            ended = await self.ui.core.ask(RunJob(job.number, job.wanted))
        except Refused as refused:
            if refused.failed.code != CORE_LOST.code:
                raise
            self.queue.clear()  # the window tells it; once the case is open again, what is left is offered
            return
        self._ended(job, ended)

    def _progress(self, progress: JobProgress) -> None:
        running = self.queue.running
        if running is None or running.number != progress.number:
            return
        self.status.progress(progress)
        self.stages.show_figures(progress.stages)
        if progress.failed_units > self._failed_before:
            self._failed_before = progress.failed_units
            self.start(self._ask_failures())

    def _ended(self, job: Job, ended: JobEnded) -> None:
        self.queue.ended(job.number)
        self._again = job.wanted if ended.state != "done" else None
        self.status.ended(ended)
        if ended.problem is not None and ended.state != "partly":
            self.ui.notices.fail(ended.problem, (self.tr("Continue"), self.go_on))
        self._announce(ended)
        self.start(self._look_back(asked=True))
        self._next()
        self.ended.emit(ended)

    def _announce(self, ended: JobEnded) -> None:
        if ended.state == "done":
            title = self.tr("The analysis is complete")
            text = self.tr("Duration: {time}.").format(time=duration(ended.seconds))
            if ended.failed_units:
                text += " " + self.tr("Failed segments: {count}.").format(count=number(ended.failed_units))
            tell = self.ui.notices.warn if ended.failed_units else self.ui.notices.say
            tell(f"{title}. {text}")
        elif ended.state == "partly":
            title = self.tr("The analysis is incomplete")
            text = self.tr("Missing segments: {count}.").format(count=number(ended.missing_units))
            self.ui.notices.warn(f"{title}. {text}")
        elif ended.state == "cancelled":
            return
        else:
            title, text = self.tr("The analysis failed"), self.tr("Open the window for details.")
        window = self.ui.window
        if window is not None and not window.isActiveWindow():
            announce(window, title, text)

    async def _look_back(self, asked: bool = False) -> None:
        """History and failures; what an earlier sitting left unfinished is offered."""
        past = await self.ui.core.ask(History())
        self.history.show_rows([past_row(p) for p in past])
        last = next((p for p in past if p.what == "analysis"), None)
        if not asked and self.queue.running is None and last is not None and last.state not in COMPLETE:
            self._again = last.wanted
            self.status.rest(left_over(last))
            self._enable()
        await self._ask_failures()

    async def _ask_failures(self) -> None:
        found = self._failures = await self.ui.core.ask(WhatFailed())
        self.failed.show_rows(list(failed_rows(found)))
        self._enable()
        self._name_tabs()

    def _name_tabs(self) -> None:
        failed = self._failures.total if self._failures else 0
        names = (
            self.tr("Analysis steps"),
            self.tr("Failed ({count})").format(count=number(failed)) if failed else self.tr("Failed"),
            self.tr("Queued ({count})").format(count=number(len(self.queue.waiting)))
            if self.queue.waiting
            else self.tr("Queued"),
            self.tr("History"),
        )
        for at, name in enumerate(names):
            self.tabs.setTabText(at, name)

    def _move(self, at: int, by: int) -> None:
        to = self.queue.move(at, by)
        self.waiting.show_jobs(self.queue.waiting, to)

    def _remove(self, at: int) -> None:
        self.queue.remove(at)
        self.waiting.show_jobs(self.queue.waiting, at)
        self._name_tabs()
