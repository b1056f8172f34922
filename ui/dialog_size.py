"""How large a dialog opens."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

FRAME = 48
"""Pixels that title bar and borders may take."""


def fit(dialog: QWidget, width: int, height: int) -> None:
    """As large as wished, where the screen has room for it: its buttons stay in reach on a small one."""
    room = dialog.screen().availableGeometry()
    dialog.resize(min(width, room.width() - FRAME), min(height, room.height() - FRAME))
