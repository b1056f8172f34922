"""A dock that shows one thing: what every panel must say and may use."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from app.core_api.protocol import Event
from app.core_api.session import CaseFacts
from ui import reading_order
from ui.ui_context import UiContext

MENUS = ("file", "edit", "view", "play", "people", "transcript", "search", "jobs", "dossier", "help")
"""Menus in their order; a command names the one it belongs to."""
TAB, BACKTAB = Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason


class Panel(QWidget):
    """Subclasses build their widgets in `__init__` and end it with `self.retranslate()`."""

    name: ClassVar[str]
    """Stable: layouts, tests and screenshots know the panel by it."""
    icon: ClassVar[str]
    """A QtAwesome name."""

    tabbed_out = Signal(bool)
    """Tab was pressed on the last control (True), or Shift+Tab on the first."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self.ui = ui
        self._tasks = ui.tasks()
        self._commands: list[QAction] = []
        self.setObjectName(self.name)

    @abstractmethod
    def title(self) -> str:
        """What the dock is called, in the person's language."""

    @abstractmethod
    def retranslate(self) -> None:
        """Set all texts."""

    def opened(self, case: CaseFacts) -> None:
        """A case was opened: ask for what is shown."""

    def closed(self) -> None:
        """The case was closed or locked: show nothing of it, keep nothing of it. Call the base as well."""
        self._tasks.cancel()

    def locked(self) -> None:
        """The window was locked over an open case: show and keep nothing of it except what keeps running."""
        self.closed()

    def unlocked(self, case: CaseFacts) -> None:
        """The same case is shown again."""
        self.opened(case)

    def on_event(self, event: Event) -> None:
        """The core sent an event; `match` what concerns this panel."""

    def commands(self) -> list[QAction]:
        """What this panel adds to the menus."""
        return self._commands

    def command(
        self, menu: str, slot: Callable[[], object], keys: str = "", everywhere: bool = True
    ) -> QAction:
        """A menu entry; its text is set in `retranslate`. `keys` as in "Ctrl+E", several parted by ", ".

        `everywhere` False: the keys count only while the panel has the focus.
        """
        assert menu in MENUS
        action = QAction(self)
        action.setProperty("menu", menu)
        action.setShortcuts([QKeySequence(k) for k in keys.split(", ") if k])
        context = Qt.ShortcutContext
        action.setShortcutContext(
            context.WindowShortcut if everywhere else context.WidgetWithChildrenShortcut
        )
        action.triggered.connect(lambda: slot())
        self.addAction(action)
        self._commands.append(action)
        return action

    def start(self, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run a coroutine that ends with the case; its errors become notices."""
        return self._tasks.start(coroutine)

    @property
    def at_work(self) -> bool:
        """Whether something runs that would stop with the case: an analysis, an import."""
        return False

    @property
    def busy(self) -> bool:
        """Whether something asked for has not arrived yet."""
        return self._tasks.busy

    def focusNextPrevChild(self, on: bool) -> bool:  # noqa: N802  (Qt's name)
        """Tab goes through the panel as it is read and then to the next one.

        Qt's own order is that in which widgets were made and put into docks: it led round in a circle inside
        one panel, with no way out by the keyboard.
        """
        beside = reading_order.beside(
            reading_order.controls(self), QApplication.focusWidget(), 1 if on else -1
        )
        if beside is None:
            self.tabbed_out.emit(on)
        else:
            beside.setFocus(TAB if on else BACKTAB)
        return True

    def enter(self, at_first: bool) -> bool:
        """Give the focus to the first control, or to the last; False where there is none."""
        order = reading_order.controls(self)
        if order:
            order[0 if at_first else -1].setFocus(TAB if at_first else BACKTAB)
        return bool(order)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  (Qt's name)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
