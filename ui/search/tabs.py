"""The tabs of results: opened, kept, pinned, closed and brought back, each with its place in the way back."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from ui.contexts import Context, ContextView
from ui.icons import icon
from ui.ui_context import UiContext

LIVE = "live"
"""Id of the tab that is always there: the search one types into."""
LONGEST = 26
ICONS = {
    "faces-like": "mdi6.account-search", "face-file": "mdi6.account-search",
    "pictures-like": "mdi6.image-search-outline",
}  # fmt: skip
KEPT_CLOSED = 30


@dataclass(slots=True)
class Tab:
    """`remembered` holds what a closed one showed."""

    id: str
    context: Context
    title: str
    view: ContextView | None
    pinned: bool = False
    remembered: Any = None


class TabStrip(QTabBar):
    """Tells which tab was clicked with the middle button."""

    middle = Signal(int)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        if event.button() is Qt.MouseButton.MiddleButton:
            self.middle.emit(self.tabAt(event.position().toPoint()))
            return
        super().mouseReleaseEvent(event)


class Tabs(QWidget):
    """Only the tab in front is shown; the others keep what they show."""

    turned = Signal()
    """Another tab is in front."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._ids = itertools.count(1)
        self._tabs: list[Tab] = []
        self._closed: list[Tab] = []
        self.strip, self._stack = TabStrip(), QStackedWidget()
        self.strip.setObjectName("context-tabs")
        self.strip.setExpanding(False)
        self.strip.setDrawBase(False)
        self.strip.setUsesScrollButtons(True)
        self.strip.setElideMode(Qt.TextElideMode.ElideRight)
        self.strip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self._stack, 1)
        self.strip.currentChanged.connect(self._chosen)
        self.strip.middle.connect(self.close_tab)
        self.strip.customContextMenuRequested.connect(self._menu)
        ui.position.context_changed.connect(self._returned)
        ui.theme.changed.connect(self._name_all)

    @property
    def views(self) -> Iterator[ContextView]:
        yield from (tab.view for tab in self._tabs if tab.view is not None)

    @property
    def front(self) -> ContextView:
        tab = self._tabs[self.strip.currentIndex()]
        assert tab.view is not None
        return tab.view

    def begin(self, context: Context) -> ContextView:
        """The first tab, which stays."""
        return self._insert(Tab(LIVE, context, context.title, self._view(context)), front=True)

    def open(self, context: Context, front: bool = True, remembered: Any = None) -> ContextView:
        """A new tab behind the others; `remembered` is what it is to show."""
        tab = Tab(f"tab {next(self._ids)}", context, context.title, self._view(context))
        if remembered is not None and tab.view is not None:
            tab.view.restore(remembered)
        return self._insert(tab, front)

    def turn(self, by: int) -> None:
        """The next tab, or the one before."""
        self.strip.setCurrentIndex((self.strip.currentIndex() + by) % self.strip.count())

    def close_tab(self, number: int) -> None:
        """Close one, unless it stays; it can be brought back."""
        if not 0 < number < len(self._tabs) or self._tabs[number].pinned:
            return
        tab = self._tabs.pop(number)
        assert tab.view is not None
        tab.remembered = tab.view.remembered()
        self._closed = [*self._closed, tab][-KEPT_CLOSED:]
        self.strip.removeTab(number)
        self._drop(tab)

    def close_front(self) -> None:
        self.close_tab(self.strip.currentIndex())

    def reopen(self, wanted: str = "") -> None:
        """Bring back the tab of this id, or the last one that was closed, as it was."""
        tab = next((t for t in reversed(self._closed) if not wanted or t.id == wanted), None)
        if tab is None:
            return
        self._closed.remove(tab)
        tab.view = self._view(tab.context)
        tab.view.restore(tab.remembered)
        tab.remembered = None
        self._insert(tab, front=True)

    def toggle_pin(self) -> None:
        """Pin the tab in front, or unpin it."""
        number = self.strip.currentIndex()
        self.pin(number, not self._tabs[number].pinned)

    def pin(self, number: int, pinned: bool) -> None:
        """A pinned tab stays beside the search until it is unpinned."""
        if not 0 < number < len(self._tabs):
            return
        front = self._tabs[self.strip.currentIndex()]
        tab = self._tabs[number]
        tab.pinned = pinned
        place = sum(t.pinned for t in self._tabs if t is not tab) + 1
        self._tabs.insert(place, self._tabs.pop(number))
        self.strip.blockSignals(True)
        self.strip.moveTab(number, place)
        self.strip.setCurrentIndex(self._tabs.index(front))
        self.strip.blockSignals(False)
        self._name_all()

    def forget(self) -> None:
        """The case was closed: only the first tab stays, with nothing in it."""
        self._closed.clear()
        for number in range(len(self._tabs) - 1, 0, -1):
            tab = self._tabs.pop(number)
            self.strip.blockSignals(True)
            self.strip.removeTab(number)
            self.strip.blockSignals(False)
            self._drop(tab)
        self._show(0)
        self.front.closed()

    def _insert(self, tab: Tab, front: bool) -> ContextView:
        assert tab.view is not None
        self._tabs.append(tab)
        self._stack.addWidget(tab.view)
        tab.view.renamed.connect(lambda title: self._rename(tab, title))
        self.strip.blockSignals(True)
        self.strip.addTab("")
        self.strip.blockSignals(False)
        self._name_all()
        if front:
            self.strip.setCurrentIndex(len(self._tabs) - 1)
            self._chosen(self.strip.currentIndex())
        return tab.view

    def _view(self, context: Context) -> ContextView:
        return self._ui.contexts.view(context)

    def _drop(self, tab: Tab) -> None:
        view, tab.view = tab.view, None
        if view is not None:
            self._stack.removeWidget(view)
            view.closed()
            view.deleteLater()

    def _chosen(self, number: int) -> None:
        if 0 <= number < len(self._tabs):
            self._show(number)
            self._ui.position.turn(self._tabs[number].id)

    def _show(self, number: int) -> None:
        view = self._tabs[number].view
        assert view is not None
        self._stack.setCurrentWidget(view)
        self.turned.emit()

    def _returned(self, wanted: str) -> None:
        """Back or forward leads to a tab, which may have been closed since."""
        numbers = [n for n, tab in enumerate(self._tabs) if tab.id == wanted]
        self.strip.blockSignals(True)
        if numbers:
            self.strip.setCurrentIndex(numbers[0])
        self.strip.blockSignals(False)
        if numbers:
            self._show(numbers[0])
        else:
            self.reopen(wanted)

    def _rename(self, tab: Tab, title: str) -> None:
        tab.title = title
        self._label(self._tabs.index(tab))

    def _label(self, number: int) -> None:
        title = self._tabs[number].title or self.tr("Search")
        short = title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"
        self.strip.setTabText(number, short.replace("&", "&&"))

    def _name_all(self) -> None:
        for number, tab in enumerate(self._tabs):
            self._label(number)
            name = "mdi6.pin" if tab.pinned else ICONS.get(tab.context.kind, "mdi6.magnify")
            self.strip.setTabIcon(number, icon(name, self._ui.theme.tokens))
            self._dress(number, closable=number > 0 and not tab.pinned)
        self.strip.setVisible(len(self._tabs) > 1)

    def _dress(self, number: int, closable: bool) -> None:
        """Give a tab a button to close it, or none."""
        side = QTabBar.ButtonPosition.RightSide
        button = self.strip.tabButton(number, side)
        if not closable:
            self.strip.setTabButton(number, side, None)
            return
        if not isinstance(button, QToolButton):
            button = QToolButton()
            button.setProperty("flat", True)
            button.setIconSize(QSize(12, 12))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._close_by, button))
            self.strip.setTabButton(number, side, button)
        button.setIcon(icon("mdi6.close", self._ui.theme.tokens))
        button.setToolTip(self.tr("Close"))
        button.setAccessibleName(self.tr("Close tab"))

    def _close_by(self, button: QToolButton) -> None:
        side = QTabBar.ButtonPosition.RightSide
        for number in range(self.strip.count()):
            if self.strip.tabButton(number, side) is button:
                self.close_tab(number)
                return

    def _menu(self, pos: QPoint) -> None:
        number = self.strip.tabAt(pos)
        if number <= 0:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        pinned = self._tabs[number].pinned
        text = self.tr("Unpin") if pinned else self.tr("Pin")
        menu.addAction(text).triggered.connect(lambda: self.pin(number, not pinned))
        close = menu.addAction(self.tr("Close"))
        close.setEnabled(not pinned)
        close.triggered.connect(lambda: self.close_tab(number))
        menu.popup(self.strip.mapToGlobal(pos))
