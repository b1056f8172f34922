"""Where the docks lie: the layouts offered, and the one a person made, remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import PySide6QtAds as ads
from PySide6.QtGui import QIcon

from ui.icons import icon
from ui.settings import Settings
from ui.theme import Tokens

VERSION = 1
"""Raised when a saved layout would mean something else."""
Areas = Mapping[str, Sequence[str]]
REVIEW: Areas = {
    "middle": ("player", "dossier"),
    "left": ("evidence", "people"),
    "right": ("transcript", "faces", "search"),
    "below": ("timeline", "coverage", "jobs"),
}
PEOPLE: Areas = {
    "middle": ("faces", "dossier", "search"),
    "left": ("people", "evidence"),
    "right": ("player", "transcript"),
    "below": ("timeline", "coverage", "jobs"),
}
WRITING: Areas = {
    "middle": ("dossier", "search"),
    "left": ("evidence", "people"),
    "right": ("player", "transcript", "faces"),
    "below": ("timeline", "coverage", "jobs"),
}
LAYOUTS: Mapping[str, Areas] = {"review": REVIEW, "people": PEOPLE, "writing": WRITING}
SIDES = {
    "middle": ads.CenterDockWidgetArea,
    "below": ads.BottomDockWidgetArea,
    "left": ads.LeftDockWidgetArea,
    "right": ads.RightDockWidgetArea,
}
SHARES = {"left": 22, "middle": 48, "right": 30}
HEIGHTS = {"middle": 68, "below": 32}


def configure() -> None:
    """How docks behave; before the first manager is made."""
    manager = ads.CDockManager
    manager.setConfigFlags(manager.DefaultOpaqueConfig)
    on = {
        manager.FocusHighlighting: True,
        manager.ActiveTabHasCloseButton: False,
        manager.DockAreaHasUndockButton: False,
        manager.DockAreaHasCloseButton: False,
        manager.DockAreaDynamicTabsMenuButtonVisibility: True,
        manager.EqualSplitOnInsertion: False,
    }
    for flag, wanted in on.items():
        manager.setConfigFlag(flag, wanted)
    manager.setAutoHideConfigFlags(manager.DefaultAutoHideConfig)


def use_icons(manager: ads.CDockManager, tokens: Tokens) -> None:
    """The title bars' buttons in the theme's colours; copies, since the provider deletes what it is given."""
    provider = manager.iconProvider()
    pin, more = icon("mdi6.pin-outline", tokens), icon("mdi6.chevron-down", tokens)
    provider.registerCustomIcon(ads.AutoHideIcon, QIcon(pin))
    provider.registerCustomIcon(ads.DockAreaMenuIcon, QIcon(more))
    for area in manager.openedDockAreas():  # theirs were made in the colours of before
        area.titleBarButton(ads.TitleBarButtonAutoHide).setIcon(QIcon(pin))
        area.titleBarButton(ads.TitleBarButtonTabsMenu).setIcon(QIcon(more))


def arrange(manager: ads.CDockManager, docks: Mapping[str, ads.CDockWidget], areas: Areas) -> None:
    """Lay out all docks again, the first of every area in front; areas named first lie inside later ones."""
    for dock in docks.values():
        if dock.dockAreaWidget() is not None:
            manager.removeDockWidget(dock)
    made: dict[str, ads.CDockAreaWidget] = {}
    for area, names in areas.items():
        for name in (n for n in names if n in docks):
            if area not in made:
                made[area] = manager.addDockWidget(SIDES[area], docks[name])
            else:
                manager.addDockWidgetTabToArea(docks[name], made[area])
    for area in made.values():
        area.setCurrentIndex(0)
    proportion(manager, made)


def proportion(manager: ads.CDockManager, made: Mapping[str, ads.CDockAreaWidget]) -> None:
    """Give the areas their shares of the window."""
    width, height = max(manager.width(), 600), max(manager.height(), 400)
    if "middle" in made:
        shares = [share for area, share in SHARES.items() if area in made]
        manager.setSplitterSizes(made["middle"], [width * share // 100 for share in shares])
    if "below" in made:
        manager.setSplitterSizes(made["below"], [height * share // 100 for share in HEIGHTS.values()])


def remember(manager: ads.CDockManager, settings: Settings) -> None:
    settings.keep("layout", manager.saveState(VERSION))
    settings.keep("layout-docks", _docks(manager))


def recall(manager: ads.CDockManager, settings: Settings) -> bool:
    """The layout of last time; False where there is none that fits, such as one that knows fewer docks."""
    saved = settings.state("layout")
    fits = settings.text("layout-docks") == _docks(manager)
    return fits and bool(saved) and bool(manager.restoreState(saved, VERSION))


def _docks(manager: ads.CDockManager) -> str:
    return " ".join(sorted(manager.dockWidgetsMap()))
