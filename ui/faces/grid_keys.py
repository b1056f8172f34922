"""Where the keys of the grid lead."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ui.faces.grid_layout import GridLayout

MOVES = {
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
    Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
}  # fmt: skip


def led_to(layout: GridLayout, key: Qt.Key, place: int, page: int) -> int | None:
    """The place a key leads to from another; None if it leads nowhere. `page` is a screen in lines."""
    last = layout.count - 1
    lines = {
        Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page,
    }  # fmt: skip
    if key in lines:
        return layout.below(place, lines[key])
    match key:
        case Qt.Key.Key_Left:
            return max(0, place - 1)
        case Qt.Key.Key_Right:
            return min(last, place + 1)
        case Qt.Key.Key_Home:
            return 0
        case Qt.Key.Key_End:
            return last
    return None


def enlarges(event: QKeyEvent) -> int:
    """1 for Ctrl and +, -1 for Ctrl and -, else 0."""
    if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return 0
    if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
        return 1
    return -1 if event.key() == Qt.Key.Key_Minus else 0
