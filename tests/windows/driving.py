"""Driving a real window as a person does: waiting, typing, dragging, finding things by name."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.core_api.evidence import SEPARATOR, Items
from app.core_api.protocol import Question
from app.core_api.session import Cases, OpenCase, Unlock
from tests.investigator import PASSPHRASE
from ui.shell import Shell

PATIENCE_SECONDS = 60.0
T = TypeVar("T")
W = TypeVar("W", bound=QObject)


def child(parent: QObject, kind: type[W], name: str) -> W:
    """The widget of this object name; fails the test when there is none."""
    found: W | None = parent.findChild(kind, name)
    assert found is not None, f"no {kind.__name__} called {name}"
    return found


def open_sample(shell: Shell) -> None:
    """Unlock and open the only case, without typing."""
    asked(shell, Unlock(PASSPHRASE))
    (row,) = asked(shell, Cases())
    shell.open_case(asked(shell, OpenCase(row.id)))
    quiet(shell)


def asked(shell: Shell, question: Question[T]) -> T:
    """What the core answers."""
    future: asyncio.Future[T] = shell.ui.core.ask(question)
    until(future.done, "the core did not answer")
    return future.result()


def item_called(shell: Shell, name: str) -> str:
    """The id of the item of this name."""
    listing = asked(shell, Items())
    names = listing.names.split(SEPARATOR)
    return listing.ids.split(SEPARATOR)[names.index(name)]


def until(holds: Callable[[], object], what: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Let the window live until something holds; fails the test when it never does."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, what
        QApplication.processEvents()
        QTest.qWait(5)


def quiet(shell: Shell, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until no panel waits for anything."""
    until(lambda: not any(panel.busy for panel in shell.workspace.panels), "a panel is still busy", seconds)
    settle()


def settle() -> None:
    """Let what was posted be delivered and painted."""
    for _ in range(3):
        QApplication.processEvents()
        QTest.qWait(10)


def type_text(widget: QWidget, text: str) -> None:
    """Type anything, umlauts too, as a keyboard would."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(widget, event)


def drag(source: QWidget, begin: QPoint, target: QWidget, end: QPoint, steps: int = 8) -> None:
    """Press, move, release with the left button, within one window."""
    QTest.mousePress(source, Qt.MouseButton.LeftButton, pos=begin)
    for step in range(1, steps + 1):
        spot = source.mapFromGlobal(
            source.mapToGlobal(begin) + (target.mapToGlobal(end) - source.mapToGlobal(begin)) * step / steps
        )
        QTest.mouseMove(source, spot)
        settle()
    QTest.mouseRelease(source, Qt.MouseButton.LeftButton, pos=source.mapFromGlobal(target.mapToGlobal(end)))
    settle()
