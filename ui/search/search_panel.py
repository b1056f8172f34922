"""Search across everything: its tabs, its commands, and what all searches of a sitting share."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial

import PySide6QtAds as ads
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QDialog, QMenu, QVBoxLayout, QWidget

from app.core_api.jobs import JobProgress
from app.core_api.protocol import Changed, Event
from app.core_api.search import Ask, SavedSearches
from app.core_api.session import CaseFacts
from ui.contexts import Context
from ui.panel import Panel
from ui.search.keeping import Keeping
from ui.search.known import Known
from ui.search.likeness_view import FACE_FILE, FACES, PICTURES, LikenessView
from ui.search.search_view import SearchView
from ui.search.tabs import Tabs
from ui.ui_context import UiContext

ANEW_MS = 800
"""Findings are read again once nothing has changed for this long."""

UNSEEN = frozenset({"listened", "claims", "clocks", "marks", "searches"})
"""Changes that no search can see."""
OVER = frozenset({"findings", "items"})
"""What changed when a job has ended; while it runs, findings alone do."""


class SearchPanel(Panel):
    """The tab in front plays, steps and is kept by the panel's commands."""

    name = "search"
    icon = "mdi6.magnify"

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self.known = Known()
        self.keeping = Keeping(self)
        contexts = ui.contexts
        contexts.register("search", self._search_view)
        for kind in (FACES, PICTURES, FACE_FILE):
            contexts.register(kind, lambda context: LikenessView(ui, context, self.known))
        contexts.opened.connect(self._opened_context)
        self.tabs = Tabs(ui)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        first = self.tabs.begin(Context("search", "", {}))
        assert isinstance(first, SearchView)
        self.live = first
        self.setFocusProxy(self.live.field)
        self._anew = QTimer(self, singleShot=True, interval=ANEW_MS)
        self._anew.timeout.connect(self._read_anew)
        self._reading: asyncio.Task[None] | None = None
        self._player_keys: list[QAction] = []
        self._actions = self._make_commands()
        self.tabs.turned.connect(self._turned)
        self.retranslate()

    def _make_commands(self) -> Mapping[str, QAction]:
        make = self.command
        return {
            "find": make("search", self.focus, "Ctrl+Shift+F"),
            "here": make("search", self._focus_here, "Ctrl+F", everywhere=False),
            "next": make("search", partial(self.step, 1), "F8"),
            "previous": make("search", partial(self.step, -1), "Shift+F8"),
            "again": make("search", self._again, "Ctrl+R", everywhere=False),
            "keep-tab": make("search", self.keep_tab, "Ctrl+T"),
            "reopen": make("search", self.tabs.reopen, "Ctrl+Shift+T"),
            "close": make("search", self.tabs.close_front, "Ctrl+F4"),
            "pin": make("search", self.tabs.toggle_pin, "Ctrl+Shift+P", everywhere=False),
            "next-tab": make("search", partial(self.tabs.turn, 1), "Ctrl+PgDown", everywhere=False),
            "last-tab": make("search", partial(self.tabs.turn, -1), "Ctrl+PgUp", everywhere=False),
            "save": make("search", lambda: self.keeping.save(self._search_in_front)),
            "export": make("search", lambda: self.keeping.export(self._search_in_front)),
            "face": make("search", lambda: self.keeping.choose_face()),
        }

    def title(self) -> str:
        return self.tr("Search")

    def retranslate(self) -> None:
        texts = {
            "find": self.tr("Search the Case"),
            "here": self.tr("Back to the Search Field"),
            "next": self.tr("Play Next Result"),
            "previous": self.tr("Play Previous Result"),
            "again": self.tr("Search Again"),
            "keep-tab": self.tr("Keep Search in a Tab"),
            "reopen": self.tr("Reopen Closed Tab"),
            "close": self.tr("Close Tab"),
            "pin": self.tr("Pin or Unpin Tab"),
            "next-tab": self.tr("Next Tab"),
            "last-tab": self.tr("Previous Tab"),
            "save": self.tr("Save Search …"),
            "export": self.tr("Export Results …"),
            "face": self.tr("Search for a Face from a Picture …"),
        }
        for name, text in texts.items():
            self._actions[name].setText(text)
        self.tabs.strip.setAccessibleName(self.tr("Tabs of results"))

    @property
    def busy(self) -> bool:
        views = (view.busy if isinstance(view, SearchView) else view.tasks.busy for view in self.tabs.views)
        return self._tasks.busy or self._anew.isActive() or any(views)

    def opened(self, case: CaseFacts) -> None:
        self.known.allows_faces = case.face_search
        self._actions["face"].setEnabled(case.face_search)
        self._read_anew()
        self.start(self._read_saved())

    def closed(self) -> None:
        super().closed()
        self._anew.stop()
        for asking in self.findChildren(QDialog):
            asking.reject()
        self.tabs.forget()
        self.known.forget()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  (Qt's name)
        self._reach_from_player()
        super().showEvent(event)

    def on_event(self, event: Event) -> None:
        for view in self.tabs.views:
            view.on_event(event)
        match event:
            case JobProgress() if not self.known.analysing:
                self._say_analysing(True)
            case Changed(what, _):
                if what >= OVER:
                    self._say_analysing(False)
                if "searches" in what:
                    self.start(self._read_saved())
                if what - UNSEEN:
                    self._anew.start()

    def focus(self) -> None:
        """Bring the panel to the front and put the cursor into the field."""
        self._come_forward()
        if not isinstance(self.tabs.front, SearchView):
            self.tabs.strip.setCurrentIndex(0)
        self._focus_here()

    def step(self, by: int) -> None:
        self.tabs.front.step(by)

    def keep_tab(self) -> None:
        """A copy of what is in front stays in a tab of its own; typing continues where it was."""
        view = self.tabs.front
        if isinstance(view, SearchView):
            typed = view.typed.strip()
            if typed:
                context = Context("search", typed, {})
                self.tabs.open(context, front=False, remembered=view.remembered())

    def _read_anew(self) -> None:
        """An answer that was asked for before is about what was so before."""
        if self._reading is not None:
            self._reading.cancel()
        self._reading = self.start(self._read())

    async def _read(self) -> None:
        self.known.vocabulary = await self.ui.core.ask(Ask())
        self.known.changed.emit()
        for view in self.tabs.views:
            if isinstance(view, SearchView):
                view.catch_up()

    async def _read_saved(self) -> None:
        self.known.saved = await self.ui.core.ask(SavedSearches())

    def _opened_context(self, context: Context) -> None:
        self.tabs.open(context)
        self._come_forward()

    def _come_forward(self) -> None:
        dock: QWidget | None = self
        while dock is not None and not isinstance(dock, ads.CDockWidget):
            dock = dock.parentWidget()
        if isinstance(dock, ads.CDockWidget):
            dock.toggleView(True)
            dock.raise_()

    def _search_view(self, context: Context) -> SearchView:
        view = SearchView(self.ui, context, self.known)
        view.more.clicked.connect(partial(self._offer, view))
        return view

    @property
    def _search_in_front(self) -> SearchView | None:
        front = self.tabs.front
        return front if isinstance(front, SearchView) else None

    def _offer(self, view: SearchView) -> None:
        """Kept searches, and what can be done with this one."""
        menu = QMenu(self)
        menu.setObjectName("search-offers")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for saved in self.known.saved:
            entry = menu.addAction(saved.name.replace("&", "&&"))
            entry.triggered.connect(partial(view.type, saved.typed))
        if self.known.saved:
            forget = menu.addMenu(self.tr("Delete"))
            for saved in self.known.saved:
                entry = forget.addAction(saved.name.replace("&", "&&"))
                entry.triggered.connect(partial(self.keeping.forget, saved.id))
        menu.addSeparator()
        menu.addActions([self._actions[name] for name in ("save", "keep-tab", "export", "face")])
        menu.popup(view.more.mapToGlobal(QPoint(0, view.more.height())))

    def _turned(self) -> None:
        front = self.tabs.front
        self.setFocusProxy(front.field if isinstance(front, SearchView) else front)

    def _focus_here(self) -> None:
        front = self.tabs.front
        if isinstance(front, SearchView):
            front.focus_field()

    def _again(self) -> None:
        front = self.tabs.front
        if isinstance(front, SearchView):
            front.refresh()

    def _say_analysing(self, analysing: bool) -> None:
        self.known.analysing = analysing
        self.known.changed.emit()

    def _reach_from_player(self) -> None:
        """N and P step through results while the player has the focus."""
        player = self.window().findChild(QWidget, "player")
        if player is None or self._player_keys:
            return
        for keys, by in (("N", 1), ("P", -1)):
            action = QAction(player)
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(partial(self.step, by))
            player.addAction(action)
            self._player_keys.append(action)
