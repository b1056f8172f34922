"""In what order a person reads controls: row by row, and within a row from left to right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def controls(inside: QWidget) -> list[QWidget]:
    """What takes the focus by the Tab key inside a widget, in reading order; only what is in view."""
    return list(_controls(inside))


def _controls(inside: QWidget) -> Iterator[QWidget]:
    parts = inside.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    for widget in _read([w for w in parts if w.isVisible() and not w.isWindow()]):
        if not widget.isEnabled():
            continue
        takes = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        if takes and widget.focusProxy() is None:
            yield widget
        if not takes or not _is_one_control(widget):
            yield from _controls(widget)


def _is_one_control(widget: QWidget) -> bool:
    """Whether what lies inside is a part of it: only the place that scrolls other controls is none."""
    inner = widget.findChildren(QWidget)
    return not any(
        child.focusPolicy().value & Qt.FocusPolicy.TabFocus.value and child.focusProxy() is None
        for child in inner
        if not child.objectName().startswith("qt_")
    )


def _read(widgets: Sequence[QWidget]) -> Iterator[QWidget]:
    """What begins before the middle of the first widget of a row stands in that row."""
    row: list[QWidget] = []
    for widget in sorted(widgets, key=lambda w: (w.y(), w.x())):
        if row and widget.y() >= row[0].y() + max(row[0].height() // 2, 1):
            yield from sorted(row, key=lambda w: (w.x(), w.y()))
            row = []
        row.append(widget)
    yield from sorted(row, key=lambda w: (w.x(), w.y()))


def beside(order: Sequence[QWidget], focus: QWidget | None, step: int) -> QWidget | None:
    """The control before or after the one with the focus; None at the ends."""
    holding = [n for n, one in enumerate(order) if focus is not None and _holds(one, focus)]
    at = holding[-1] + step if holding else -1  # the innermost
    return order[at] if 0 <= at < len(order) else None


def _holds(control: QWidget, focus: QWidget) -> bool:
    return control is focus or control.isAncestorOf(focus)
