"""The job that runs, as one sees it at a glance: how far, how fast, how long yet, and where it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.core_api.jobs import JobEnded, JobProgress
from ui.error_texts import error_text
from ui.figures import duration, number, percent, span
from ui.sandbox_words import sandbox_words
from ui.stage_words import stage_word

STEPS = 1000
LINES = 4
"""Current segments that are named; more workers than that are counted."""
SLOW_SECONDS = 5.0
"""From then on the view shows how long a segment has been running."""


class StatusView(QFrame):
    """Says what is, and holds the buttons; its owner connects them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jobs-status")
        self._head, self._figures, self._now, self._sandbox = (QLabel() for _ in range(4))
        self._head.setProperty("role", "heading")
        self._head.setObjectName("jobs-headline")
        self._figures.setObjectName("jobs-figures")
        self._now.setObjectName("jobs-now")
        self._sandbox.setObjectName("jobs-sandbox")
        self._now.setProperty("role", "muted")
        self._sandbox.setProperty("role", "muted")
        for label in (self._head, self._figures, self._now, self._sandbox):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.analyse, self.go_on, self.stop = QPushButton(), QPushButton(), QPushButton()
        for name, button in (("analyse", self.analyse), ("continue", self.go_on), ("stop", self.stop)):
            button.setObjectName(f"jobs-{name}-button")
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.analyse, self.go_on, self.stop):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addWidget(self._head)
        column.addWidget(self.bar)
        column.addWidget(self._figures)
        column.addLayout(row)
        column.addWidget(self._now)
        column.addWidget(self._sandbox)
        column.addStretch(1)
        self._shown: JobProgress | JobEnded | str = ""

    def retranslate(self) -> None:
        self.analyse.setText(self.tr("Analyse…"))
        self.go_on.setText(self.tr("Continue"))
        self.stop.setText(self.tr("Stop"))
        self.bar.setAccessibleName(self.tr("Progress of the analysis"))
        self._draw()

    @property
    def headline(self) -> str:
        """The first line, for tests and screen readers."""
        return self._head.text()

    def rest(self, text: str = "") -> None:
        """Nothing runs; `text` says what there is to know instead."""
        self._shown = text
        self._draw()

    def beginning(self) -> None:
        """A job was started and has not reported yet."""
        self._shown = ""
        self._fill(self.tr("Starting the analysis …"), "", "", "")
        self.bar.setRange(0, 0)
        self.bar.show()

    def stopping(self) -> None:
        self._head.setText(self.tr("Stopping; finished work is kept …"))
        self.stop.setEnabled(False)

    def progress(self, progress: JobProgress) -> None:
        self._shown = progress
        self._draw()

    def ended(self, ended: JobEnded) -> None:
        self._shown = ended
        self._draw()

    def _draw(self) -> None:
        match self._shown:
            case JobProgress() as progress:
                self._draw_progress(progress)
            case JobEnded() as ended:
                self.bar.hide()
                self._fill(*self._end(ended), "", "")
            case text:
                self.bar.hide()
                self._fill(self.tr("No analysis is running."), text, "", "")

    def _fill(self, head: str, figures: str, now: str, sandbox: str) -> None:
        texts = ((self._head, head), (self._figures, figures), (self._now, now), (self._sandbox, sandbox))
        for label, text in texts:
            label.setText(text)
            label.setVisible(bool(text))

    def _draw_progress(self, p: JobProgress) -> None:
        self.bar.setRange(0, STEPS)
        self.bar.setValue(round(p.share * STEPS))
        self.bar.show()
        head = self.tr("Analysing: {share}").format(share=percent(p.share))
        if p.remaining_seconds is not None:
            head += " · " + self.tr("about {time} left").format(time=duration(p.remaining_seconds))
        if not self.stop.isEnabled() and self.stop.isVisible():
            head = self._head.text()  # somebody asked to stop
        parts = []
        if p.rate >= 0.05:
            parts.append(self.tr("{rate} × real time").format(rate=number(p.rate, 1)))
        if p.failed_units:
            parts.append(self.tr("{count} failed").format(count=number(p.failed_units)))
        parts.append(self.tr("running for {time}").format(time=duration(p.seconds)))
        sandbox = self.tr("Workers: {how}").format(how=sandbox_words(p.confinement)) if p.confinement else ""
        self._fill(head, " · ".join(parts), self._current(p), sandbox)

    def _current(self, p: JobProgress) -> str:
        lines = []
        for segment, name in list(zip(p.running, p.names, strict=True))[:LINES]:
            parts = [stage_word(segment.stage), name, span(segment.start_ns, segment.end_ns)]
            if segment.seconds >= SLOW_SECONDS:
                parts.append(duration(segment.seconds))
            lines.append(" · ".join(part for part in parts if part))
        if len(p.running) > LINES:
            lines.append(self.tr("and {count} more").format(count=len(p.running) - LINES))
        return "\n".join(lines)

    def _end(self, ended: JobEnded) -> tuple[str, str]:
        figures = self.tr("Duration: {time}.").format(time=duration(ended.seconds))
        if ended.failed_units:
            figures += " " + self.tr("Failed segments: {count}.").format(count=number(ended.failed_units))
        if ended.state == "partly" and ended.problem is not None:
            missing = self.tr("Missing segments: {count}.").format(count=number(ended.missing_units))
            words = f"{missing} {error_text(ended.problem)}\n{figures} "
            return self.tr("The analysis is incomplete."), words + self.tr("Choose Continue to finish it.")
        if ended.problem is not None:
            return self.tr("The analysis failed."), f"{error_text(ended.problem)}\n{figures}"
        if ended.state == "cancelled":
            return self.tr("The analysis was stopped."), figures + " " + self.tr(
                "Choose Continue to finish it."
            )
        if ended.failed_units:
            return self.tr("The analysis is complete; some segments failed."), figures
        return self.tr("The analysis is complete."), figures
