"""Rules for people who see little, hear a screen reader, or use no pointer; and that no text is cut off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollBar,
    QTabBar,
    QToolButton,
    QWidget,
)

from tests.windows.driving import quiet, settle
from tests.windows.scenes import go_to
from ui.dialog_size import FRAME, fit
from ui.panel import Panel
from ui.people.people_panel import PeoplePanel
from ui.shell import Shell

USED = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractScrollArea, QAbstractSlider, QTabBar,
)  # fmt: skip
"""What a person uses; labels, frames and pages are looked at only."""
MOST_TABS = 400
SLACK_PX = 1
"""Widths of text are rounded to whole pixels."""


def _name(widget: QWidget) -> str:
    """Where a widget is, for a failure's message."""
    parts = []
    one: QWidget | None = widget
    while one is not None and not isinstance(one, Panel):
        parts.append(one.objectName() or type(one).__name__)
        one = one.parentWidget()
    return " < ".join([*parts[:3], one.name if isinstance(one, Panel) else "window"])


def _ours(widget: QWidget) -> bool:
    """Whether it is a control of the program's, not a part of one of Qt's or of the docks."""
    inner = widget.objectName().startswith("qt_") or type(widget).__module__.startswith("PySide6QtAds")
    return not inner and not isinstance(widget, QScrollBar | QMenu)


def _controls(inside: QWidget) -> Iterator[QWidget]:
    """Controls in view that take the focus by the keyboard."""
    for widget in inside.findChildren(QWidget):
        tabbed = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        if isinstance(widget, USED) and widget.isVisible() and _ours(widget) and tabbed:
            inner = isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox)
            if not inner and not _reached_by_arrows(widget):
                yield widget


def _reached_by_arrows(widget: QWidget) -> bool:
    """Of buttons of which one is chosen Tab reaches that one; the arrows lead to the others."""
    if not isinstance(widget, QAbstractButton):
        return False
    group = widget.group()
    return group is not None and group.exclusive() and not widget.isChecked()


def _shown(shell: Shell) -> Iterator[Panel]:
    """Every panel, brought to the front one after the other, with a film to show."""
    go_to(shell, "obama_speech.mp4", 4)
    for panel in shell.workspace.panels:
        shell.workspace.reveal(panel.name)
        quiet(shell)
        yield panel


def _spoken(widget: QWidget) -> str:
    """What a screen reader says of a control: its name, or the text on it."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text.replace("&", "")


def test_every_control_has_a_name_a_screen_reader_can_say(sample_window: Shell) -> None:
    nameless = [
        _name(control)
        for panel in _shown(sample_window)
        for control in _controls(panel)
        if not _spoken(control).strip()
    ]
    assert not nameless


def test_a_control_that_shows_only_a_picture_says_what_it_does_when_pointed_at(
    sample_window: Shell,
) -> None:
    silent = [
        _name(button)
        for panel in _shown(sample_window)
        for button in panel.findChildren(QToolButton)
        if button.isVisible() and _ours(button) and not button.text() and not button.toolTip()
    ]
    assert not silent


def test_every_control_of_every_panel_is_reached_by_the_tab_key(sample_window: Shell) -> None:
    unreached = []
    for panel in _shown(sample_window):
        wanted = {control for control in _controls(panel) if control.isEnabled()}
        panel.setFocus()
        settle()
        reached = set()
        for _ in range(MOST_TABS):
            focus = QApplication.focusWidget()
            if focus is None:
                break
            reached |= {focus, *_around(focus)}
            if wanted <= reached:
                break
            QTest.keyClick(focus, Qt.Key.Key_Tab)
        unreached += [_name(control) for control in wanted - reached]
    assert not unreached


def _around(widget: QWidget) -> set[QWidget]:
    """A control that hands its focus to a part of it counts as reached with that."""
    found = {widget}
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, Panel):
        if parent.focusProxy() is widget or isinstance(parent, QComboBox | QAbstractSpinBox):
            found.add(parent)
        parent = parent.parentWidget()
    return found


def test_every_command_is_in_a_menu_and_has_a_text(sample_window: Shell) -> None:
    in_menus = {action for menu in _menus(sample_window) for action in menu.actions()}
    for panel in sample_window.workspace.panels:
        for command in panel.commands():
            assert command in in_menus, (panel.name, command.text())
            assert command.text().strip(), panel.name


def _menus(shell: Shell) -> Iterator[QMenu]:
    waiting = [menu for a in shell.menuBar().actions() if (menu := a.menu()) is not None]
    while waiting:
        menu = waiting.pop()
        assert isinstance(menu, QMenu)
        yield menu
        waiting += [sub for a in menu.actions() if isinstance(sub := a.menu(), QMenu)]


def test_no_two_commands_of_the_window_have_the_same_keys(sample_window: Shell) -> None:
    taken: dict[str, str] = {}
    for action in sample_window.findChildren(QAction):
        if action.shortcutContext() is not Qt.ShortcutContext.WindowShortcut:
            continue
        for keys in action.shortcuts():
            spelled = keys.toString()
            assert taken.setdefault(spelled, action.text()) == action.text(), spelled
            taken[spelled] = action.text()


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("width", [1280, 1024])
def test_no_text_is_cut_off(sample_window: Shell, language: str, width: int) -> None:
    sample_window.display.use_language(language)
    sample_window.resize(width, 800 if width == 1280 else 600)
    cut = [f"{_name(w)}: {text}" for panel in _shown(sample_window) for w, text in _cut(panel)]
    cut += [f"{_name(w)}: {text}" for w, text in _cut(sample_window.statusBar())]
    assert not cut


def _cut(inside: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Widgets in view whose text is wider or higher than the room they have for it."""
    for widget in inside.findChildren(QWidget):
        if not widget.isVisible() or not _ours(widget):
            continue
        if isinstance(widget, QLabel):
            if _label_is_cut(widget):
                yield widget, widget.text()
        elif isinstance(widget, QPushButton | QToolButton):
            if widget.text() and widget.width() + SLACK_PX < widget.minimumSizeHint().width():
                yield widget, widget.text()
        elif isinstance(widget, QTabBar):
            for n in range(widget.count()):
                if widget.tabRect(n).width() + SLACK_PX < widget.fontMetrics().horizontalAdvance(
                    widget.tabText(n)
                ):
                    yield widget, widget.tabText(n)


def _label_is_cut(label: QLabel) -> bool:
    if not label.text() or not label.pixmap().isNull():
        return False
    session = label.contentsRect().adjusted(label.margin(), label.margin(), -label.margin(), -label.margin())
    flags = int(Qt.TextFlag.TextWordWrap) if label.wordWrap() else 0
    if label.textFormat() is Qt.TextFormat.RichText:
        return False  # laid out by its own document
    needed = label.fontMetrics().boundingRect(session, flags, label.text())
    return needed.width() > session.width() + SLACK_PX or needed.height() > session.height() + SLACK_PX


def test_a_dialog_is_no_larger_than_the_screen_and_needs_no_more_than_a_small_one(
    sample_window: Shell,
) -> None:
    wished = QDialog(sample_window)
    fit(wished, 9000, 9000)
    wished.show()
    QTest.qWaitForWindowExposed(wished)
    settle()
    session, taken = sample_window.screen().availableGeometry(), wished.frameGeometry()
    assert (taken.width() <= session.width(), taken.height() <= session.height()) == (True, True)
    wished.close()
    people = sample_window.workspace.panel("people")
    assert isinstance(people, PeoplePanel)
    quiet(sample_window)
    people.review()
    assert people.dialog is not None
    least = people.dialog.minimumSizeHint()
    assert (least.width() < 1024, least.height() + FRAME < 600) == (True, True)
    people.dialog.close()
