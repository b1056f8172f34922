"""Starts the window: event loop, look, language, the core, and what happens when something goes wrong."""

from __future__ import annotations

import asyncio
import faulthandler
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from app import places
from ui.bench import Bench
from ui.contexts import Contexts
from ui.desk import Desk
from ui.exposure import Exposure
from ui.notices import Notices
from ui.place import Place
from ui.settings import Settings
from ui.shell import Shell
from ui.theme import Theme
from ui.translation import Language
from ui.undo import Undo

logger = logging.getLogger(__name__)


def run() -> int:
    """The window, until it is closed. Returns the exit status."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)
    if sys.stderr is not None:
        faulthandler.enable()
    loop = QEventLoop(app)
    with loop, opened(app, loop) as shell:
        closed = asyncio.Event()
        app.lastWindowClosed.connect(closed.set)
        shell.show()
        shell.start_page.begin()
        loop.run_until_complete(closed.wait())
    return 0


@contextmanager
def opened(app: QApplication, loop: asyncio.AbstractEventLoop) -> Iterator[Shell]:
    """A window with its core; both end with the block."""
    app.setApplicationName("AIMA")
    app.setApplicationDisplayName("AIMA")
    app.setDesktopFileName("aima")
    settings = Settings(places.home())
    language, theme, desk, notices = Language(), Theme(), Desk(loop), Notices()
    language.use(settings.text("language"))
    theme.use(settings.text("theme", "system"))
    place = Place()
    bench = Bench(loop, desk, settings, theme, notices, place, Exposure(place), Contexts(), Undo(desk))
    with _hooks(notices):
        shell = Shell(bench, language)
        try:
            yield shell
        finally:
            shell.close()
            desk.close()
            shell.deleteLater()


@contextmanager
def _hooks(notices: Notices) -> Iterator[None]:
    """Exceptions nobody caught are told in the window; what Qt complains of is logged without evidence."""

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
