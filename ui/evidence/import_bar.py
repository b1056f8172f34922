"""An import as one sees it: how far, how fast, how long yet; and what did not come in."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.core_api.evidence import ImportEnded, ImportProgress, OpenImport
from ui.error_texts import error_text
from ui.figures import day_and_time, duration, number, size

WINDOW_SECONDS = 5.0
STEPS = 1000


class Speed:
    """Bytes a second over the last few seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque()

    def note(self, count: int) -> float:
        """The speed, now that `count` bytes are read; 0 where it is not known yet."""
        now = self._clock()
        self._seen.append((now, count))
        while now - self._seen[0][0] > WINDOW_SECONDS:
            self._seen.popleft()
        then, before = self._seen[0]
        spent = now - then
        return (count - before) / spent if spent > 0.2 else 0.0


class ImportBar(QFrame):
    """Hidden while there is nothing to tell. Emits what a person asks for."""

    stopped = Signal()
    continued = Signal()
    listed = Signal()
    """Show what was not added."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import-bar")
        self.setProperty("role", "card")
        self._text, self._bar = QLabel(), QProgressBar()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar.setTextVisible(False)
        self._stop, self._go_on, self._list, self._close = (QPushButton() for _ in range(4))
        for name, button in (
            ("import-stop", self._stop),
            ("import-continue", self._go_on),
            ("import-list", self._list),
            ("import-close", self._close),
        ):
            button.setObjectName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._text)
        column.addWidget(self._bar)
        for button in (self._stop, self._go_on, self._list, self._close):
            column.addWidget(button)  # below each other: the dock may be narrow
        self._stop.clicked.connect(self.stopped)
        self._go_on.clicked.connect(self.continued)
        self._list.clicked.connect(self.listed)
        self._close.clicked.connect(self.forget)
        self._state: ImportProgress | ImportEnded | OpenImport | None = None
        self._stopping, self._speed = False, Speed()
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._text.text()

    def retranslate(self) -> None:
        self._stop.setText(self.tr("Stop"))
        self._go_on.setText(self.tr("Continue"))
        self._list.setText(self.tr("Skipped Files…"))
        self._close.setText(self.tr("Close"))
        self._bar.setAccessibleName(self.tr("Progress of the import"))
        self._draw()

    def begin(self) -> None:
        """An import was asked for; nothing is known of it yet."""
        self._speed, self._stopping = Speed(), False
        self._show(ImportProgress(0, 0, 0, 0))

    def stopping(self) -> None:
        """A person asked to stop; the file at hand ends first."""
        self._stopping = True
        self._draw()

    def progress(self, progress: ImportProgress) -> None:
        if isinstance(self._state, ImportProgress):
            self._show(progress)

    def ended(self, ended: ImportEnded) -> None:
        self._show(ended)

    def interrupted(self, left: OpenImport) -> None:
        """An earlier import did not come to its end."""
        self._show(left)

    def forget(self) -> None:
        self._state = None
        self._text.clear()
        self.hide()

    def _show(self, state: ImportProgress | ImportEnded | OpenImport) -> None:
        self._state = state
        self._draw()
        self.show()

    def _draw(self) -> None:
        state = self._state
        if state is None:
            return
        running = isinstance(state, ImportProgress)
        again = isinstance(state, OpenImport) or (isinstance(state, ImportEnded) and _unfinished(state))
        self._bar.setVisible(running)
        self._stop.setVisible(running)
        self._stop.setEnabled(not self._stopping)
        self._go_on.setVisible(again)
        self._list.setVisible(isinstance(state, ImportEnded) and bool(state.not_added))
        self._close.setVisible(not running)
        match state:
            case ImportProgress():
                self._draw_progress(state)
            case ImportEnded():
                self._text.setText(self._end(state))
            case OpenImport():
                self._text.setText(self._left(state))
        self._text.setAccessibleName(self._text.text())

    def _draw_progress(self, state: ImportProgress) -> None:
        if not state.of_files:
            self._bar.setRange(0, 0)
            text = self.tr("Looking for files …")
            if state.scanned:
                text = self.tr("Looking for files: {count} found").format(count=number(state.scanned))
            self._text.setText(self.tr("Stopping …") if self._stopping else text)
            return
        share = state.bytes / state.of_bytes if state.of_bytes else state.files / state.of_files
        self._bar.setRange(0, STEPS)
        self._bar.setValue(round(share * STEPS))
        parts = [
            self.tr("Adding: {files} of {of_files} files").format(
                files=number(state.files), of_files=number(state.of_files)
            ),
            self.tr("{bytes} of {of_bytes}").format(bytes=size(state.bytes), of_bytes=size(state.of_bytes)),
        ]
        speed = self._speed.note(state.bytes)
        if speed > 0:
            parts.append(self.tr("{bytes}/s").format(bytes=size(round(speed))))
            left = duration((state.of_bytes - state.bytes) / speed)
            parts.append(self.tr("about {time} left").format(time=left))
        if self._stopping:
            parts.append(self.tr("stopping …"))
        self._text.setText(" · ".join(parts))

    def _end(self, ended: ImportEnded) -> str:
        parts = [
            self.tr("added: {count}").format(count=number(ended.added)),
            self.tr("already in the case: {count}").format(count=number(ended.duplicates)),
            self.tr("skipped: {count}").format(count=number(ended.failed)),
        ]
        text = ", ".join(parts) + "."
        if ended.stopped is not None and ended.stopped.code == "cancelled":
            return self.tr("Import stopped: {parts} Choose Continue to add the rest.").format(parts=text)
        if ended.stopped is not None:
            return f"{text}\n{error_text(ended.stopped)}"
        full = next((n.problem for n in ended.not_added if n.problem.code == "disk-full"), None)
        return (
            f"{text}\n{error_text(full)}" if full else self.tr("Import finished: {parts}").format(parts=text)
        )

    def _left(self, left: OpenImport) -> str:
        if left.pending:
            return self.tr(
                "The import of {date} was interrupted: {done} of {all} files were added."
                " Choose Continue to add the rest."
            ).format(
                date=day_and_time(left.started_at),
                done=number(left.done),
                all=number(left.done + left.pending),
            )
        return self.tr(
            "Files of an earlier import that could not be read: {count}. Choose Continue to try again."
        ).format(count=number(left.failed))


def _unfinished(ended: ImportEnded) -> bool:
    return ended.stopped is not None or ended.failed > 0
