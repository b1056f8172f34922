"""The menus: the window's own commands and those of every panel, each also found by the command palette."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from ui.panel import MENUS, Panel

Slot = Callable[[], object]
Titles = Mapping[str, str]


class Menus:
    """Belongs to the main window; panels add theirs when they are made."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self._menus: dict[str, QMenu] = {}
        self._actions: dict[str, QAction] = {}
        self._own: dict[str, list[QAction | None]] = {}

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def add(self, menu: str, name: str, slot: Slot, keys: str | QKeySequence.StandardKey = "") -> QAction:
        """A command of the window itself, by a name that stays."""
        action = QAction(self._window)
        action.setObjectName(name)
        if isinstance(keys, QKeySequence.StandardKey):
            action.setShortcuts(QKeySequence.keyBindings(keys))
        elif keys:
            action.setShortcuts([QKeySequence(keys)])
        action.triggered.connect(lambda: slot())
        self._window.addAction(action)
        self._actions[name] = action
        self._own.setdefault(menu, []).append(action)
        return action

    def own(self) -> Iterator[tuple[str, QAction]]:
        """The window's own commands by their names."""
        yield from self._actions.items()

    def put(self, menu: str, actions: Iterable[QAction]) -> None:
        """Commands made and named elsewhere."""
        self._own.setdefault(menu, []).extend(actions)

    def part(self, menu: str) -> None:
        """A line between the commands before and those after."""
        self._own.setdefault(menu, []).append(None)

    def build(self, panels: Sequence[Panel], titles: Titles) -> None:
        """Fill the menu bar: in each menu first what the panels offer, then the window's own."""
        bar = self._window.menuBar()
        bar.clear()
        for name in MENUS:
            menu = self._menus[name] = bar.addMenu(titles[name])
            for panel in panels:
                offered = [a for a in panel.commands() if a.property("menu") == name]
                menu.addActions(offered)
                if offered:
                    menu.addSeparator()
            for action in self._own.get(name, []):
                if action is None:
                    menu.addSeparator()
                else:
                    menu.addAction(action)
            menu.menuAction().setVisible(any(not a.isSeparator() for a in menu.actions()))

    def retitle(self, titles: Titles) -> None:
        for name, menu in self._menus.items():
            menu.setTitle(titles[name])

    def clear(self) -> None:
        """No case is open: no menus, their keys do nothing."""
        self._window.menuBar().clear()
        self._menus.clear()

    def commands(self) -> Iterator[tuple[str, QAction]]:
        """Every command with the title of its menu."""
        for menu in self._menus.values():
            for action in menu.actions():
                if not action.isSeparator() and action.menu() is None:
                    yield menu.title().replace("&", ""), action
