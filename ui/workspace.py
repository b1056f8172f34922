"""The docks of an open case and where they lie; a layout is remembered, and can be chosen by task."""

from __future__ import annotations

import importlib

import PySide6QtAds as ads
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.core_api.protocol import Event
from app.core_api.session import CaseFacts
from ui import layouts, reading_order
from ui.icons import icon
from ui.panel import Panel
from ui.ui_context import UiContext

PANELS: tuple[str, ...] = (
    "ui.evidence.evidence_panel:EvidencePanel",
    "ui.player.player_panel:PlayerPanel",
    "ui.timeline.timeline_panel:TimelinePanel",
    "ui.transcript.transcript_panel:TranscriptPanel",
    "ui.search.search_panel:SearchPanel",
    "ui.faces.faces_panel:FacesPanel",
    "ui.people.people_panel:PeoplePanel",
    "ui.coverage.coverage_panel:CoveragePanel",
    "ui.jobs.jobs_panel:JobsPanel",
    "ui.dossier.dossier_panel:DossierPanel",
)
"""`module:class` of every panel, in the order of their shortcuts (Alt+1 …)."""


class Workspace(QWidget):
    """All panels, made once; a case that opens or closes passes through them.

    Making them takes a third of a second: `grow` makes one at a time, before anybody waits.
    """

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self.ui = ui
        layouts.configure()
        self.docks = ads.CDockManager(self)
        self.docks.setStyleSheet("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.docks, 1)
        self._panels: dict[str, Panel] = {}
        self._docks: dict[str, ads.CDockWidget] = {}
        self._left: Panel
        self._arranged = False
        self._missing = list(PANELS)
        ui.core.events.connect(self._on_event)
        ui.theme.changed.connect(self._repaint)
        ui.people.faces_wanted.connect(lambda _: self.reveal("faces"))

    def grow(self, size: QSize) -> bool:
        """Make one more panel, and at last lay all out in this size. False when that is done."""
        if self._missing:
            self._add(self._missing.pop(0))
        elif not self._arranged:
            self._repaint()
            self._arranged = True
            self.resize(size)  # proportions need the size it will have; laying out costs less unseen
            self.arrange("review")
            layouts.recall(self.docks, self.ui.settings)
        return not self._arranged

    def complete(self, size: QSize) -> None:
        """Make all that is missing."""
        while self.grow(size):
            pass

    def _add(self, where: str) -> None:
        module, _, name = where.partition(":")
        panel: Panel = getattr(importlib.import_module(module), name)(self.ui)
        dock = ads.CDockWidget(self.docks, panel.title())
        dock.setObjectName(panel.name)
        dock.setWidget(panel, ads.CDockWidget.ForceNoScrollArea)
        dock.setFeature(ads.CDockWidget.DockWidgetClosable, True)
        dock.setFeature(ads.CDockWidget.DockWidgetFocusable, True)
        dock.setMinimumSizeHintMode(ads.CDockWidget.MinimumSizeHintFromDockWidget)
        panel.tabbed_out.connect(lambda on: self._go_on(panel, on))
        self._panels[panel.name], self._docks[panel.name] = panel, dock

    def _go_on(self, panel: Panel, on: bool) -> None:
        """Tab goes from panel to panel, of those in view, and from the last to what lies below them."""
        shown = [p for p in self.panels if p.isVisible()]
        if not on:
            shown.reverse()
        later = shown[shown.index(panel) + 1 :] if panel in shown else []
        if any(p.enter(at_first=on) for p in later):
            return
        around = self._around()
        if around:
            around[0 if on else -1].setFocus()
        elif shown:
            shown[0].enter(at_first=on)

    def tab(self, on: bool) -> bool:
        """Tab was pressed outside the docks: on through what lies around them, and then into them."""
        beside = reading_order.beside(self._around(), QApplication.focusWidget(), 1 if on else -1)
        if beside is not None:
            beside.setFocus()
            return True
        shown = [p for p in self.panels if p.isVisible()]
        return any(p.enter(at_first=on) for p in (shown if on else reversed(shown)))

    def _around(self) -> list[QWidget]:
        """Controls of the window that are in no dock."""
        return [w for w in reading_order.controls(self.window()) if not self.isAncestorOf(w)]

    def arrange(self, layout: str) -> None:
        """One of `layouts.LAYOUTS`: the docks lie as the task wants them."""
        layouts.arrange(self.docks, self._docks, layouts.LAYOUTS[layout])

    @property
    def panels(self) -> list[Panel]:
        """In the order of their keys."""
        return list(self._panels.values())

    def panel(self, name: str) -> Panel:
        return self._panels[name]

    def dock(self, name: str) -> ads.CDockWidget:
        return self._docks[name]

    def reveal(self, name: str) -> None:
        """Bring a panel to the front and give it the focus."""
        dock = self._docks[name]
        dock.toggleView(True)
        dock.raise_()
        self._panels[name].setFocus()

    def opened(self, case: CaseFacts) -> None:
        self.ui.window = self.window()
        for panel in self.panels:
            panel.opened(case)
        self._panels["evidence"].setFocus()

    def closed(self) -> None:
        for panel in self.panels:
            panel.closed()

    def locked(self) -> None:
        focused = self.focusWidget()  # the last one within, though the start page is shown by now
        inside = (p for p in self.panels if focused is not None and p.isAncestorOf(focused))
        self._left = next(inside, self._panels["evidence"])
        for panel in self.panels:
            panel.locked()

    def unlocked(self, case: CaseFacts) -> None:
        """After `locked`: the focus is in the panel it was in."""
        for panel in self.panels:
            panel.unlocked(case)
        self._left.setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  (Qt's name)
        super().showEvent(event)
        for window in self.docks.floatingWidgets():
            window.show()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Floating docks are windows of their own, and would stay."""
        super().hideEvent(event)
        for window in self.docks.floatingWidgets():
            window.hide()

    def close_all(self) -> None:
        """Before the program ends: remember the layout."""
        if self._arranged:
            layouts.remember(self.docks, self.ui.settings)
        self.docks.deleteLater()

    def _on_event(self, event: Event) -> None:
        for panel in self.panels:
            panel.on_event(event)

    def _repaint(self) -> None:
        tokens = self.ui.theme.tokens
        layouts.use_icons(self.docks, tokens)
        for name, panel in self._panels.items():
            self._docks[name].setIcon(icon(panel.icon, tokens))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        if event.type() is QEvent.Type.LanguageChange:
            for name, panel in self._panels.items():
                self._docks[name].setWindowTitle(panel.title())
        super().changeEvent(event)
