"""Starts the window: what is seen first, then event loop and core; tells of what goes wrong.

Somebody is waiting: nothing is imported before the first picture that it can do without.
"""

from __future__ import annotations

import faulthandler
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app import places
from ui.imports import leave_sources_unread
from ui.settings import Settings
from ui.shell import Shell
from ui.single_instance import SingleInstance
from ui.theme import Theme
from ui.translation import Language

if TYPE_CHECKING:
    import asyncio
    import threading
    from types import TracebackType

    from PySide6.QtCore import QMessageLogContext, QtMsgType

    from ui.notices import Notices

ICON = Path(__file__).resolve().parents[1] / "resources" / "icons" / "aima.png"
"""Drawn from the file of the same name in SVG, whose reader would be one more library in every window."""
LONGEST_WAIT_MILLISECONDS = 500
"""A window that is not to be seen, such as on another desktop, gets its core all the same."""


def run() -> int:
    """The window, until it is closed. Returns the exit status."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)
    if sys.stderr is not None:
        faulthandler.enable()
    shell = _shell(app)
    instance = SingleInstance(places.home())
    try:
        if not instance.first:
            return _second(instance)
        shell.show()
        _until_seen(app, shell)
        return _live(app, shell, instance)
    finally:
        instance.release()


@contextmanager
def opened(app: QApplication, loop: asyncio.AbstractEventLoop) -> Iterator[Shell]:
    """A window with its core, not yet shown; both end with the block."""
    shell = _shell(app)
    with set_up(shell, loop):
        yield shell


@contextmanager
def set_up(shell: Shell, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Give a window its core and all that belongs to it; both end with the block."""
    from ui.ui_context import UiContext

    shell.setWindowIcon(QIcon(str(ICON)))
    ui = UiContext.made(loop, shell.settings, shell.theme)
    with _hooks(ui.notices):
        shell.initialise(ui)
        try:
            yield
        finally:
            shell.leaving.agree()
            shell.close()
            ui.core.close()
            shell.deleteLater()


def _shell(app: QApplication) -> Shell:
    leave_sources_unread()
    app.setApplicationName("AIMA")
    app.setApplicationDisplayName("AIMA")
    app.setDesktopFileName("aima")
    settings, language, theme = Settings(places.home()), Language(), Theme()
    language.use(settings.text("language"))
    theme.use(settings.text("theme", "system"))
    return Shell(settings, theme, language)


def _until_seen(app: QApplication, shell: Shell) -> None:
    """Until the first picture is on the screen: Qt paints while it handles the exposure."""
    waited = QTimer(singleShot=True)
    waited.start(LONGEST_WAIT_MILLISECONDS)
    handle = shell.windowHandle()
    while waited.isActive() and not handle.isExposed():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _live(app: QApplication, shell: Shell, instance: SingleInstance) -> int:
    import asyncio

    from qasync import QEventLoop as Loop

    loop = Loop(app)
    with loop, set_up(shell, loop):
        instance.listen(shell.come_forward)
        closed = asyncio.Event()
        app.lastWindowClosed.connect(closed.set)
        shell.start_page.begin()
        loop.run_until_complete(closed.wait())
    return 0


def _second(instance: SingleInstance) -> int:
    """Another window has this folder: it comes forward, and this process ends."""
    if instance.ask_first():
        return 0
    from ui.start.already_open import tell

    return tell()


@contextmanager
def _hooks(notices: Notices) -> Iterator[None]:
    """Uncaught exceptions become notices; Qt's complaints are logged without evidence."""
    import logging
    import threading

    from PySide6.QtCore import QtMsgType, qInstallMessageHandler

    logger = logging.getLogger(__name__)

    def uncaught(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
        notices.caught(error)

    def in_thread(args: threading.ExceptHookArgs) -> None:
        logger.error("%s in a thread", args.exc_type.__name__)

    def from_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            logger.error("Qt: %s", context.category)
        elif kind is QtMsgType.QtWarningMsg:
            logger.info("Qt: %s", context.category)

    before = sys.excepthook, threading.excepthook, qInstallMessageHandler(from_qt)
    sys.excepthook, threading.excepthook = uncaught, in_thread
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = before[:2]
        qInstallMessageHandler(before[2])
