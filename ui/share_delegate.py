"""Draws a share as a bar under its figure: how much of an item is analysed, of a stage done."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ui.theme import Theme

HEIGHT, MARGIN = 3, 4


class ShareDelegate(QStyledItemDelegate):
    """`role` gives the share, 0 to 1, or None where there is nothing to draw."""

    def __init__(self, theme: Theme, role: int) -> None:
        super().__init__()
        self._theme, self._role = theme, role

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        share = index.data(self._role)
        if share is None:
            return
        tokens = self._theme.tokens
        box = option.rect
        whole = QRectF(box.left() + MARGIN, box.bottom() - HEIGHT - 1, box.width() - 2 * MARGIN, HEIGHT)
        painter.fillRect(whole, QColor(tokens.line))
        colour = tokens.good if share >= 1.0 else tokens.accent
        painter.fillRect(
            QRectF(whole.left(), whole.top(), whole.width() * share, whole.height()), QColor(colour)
        )
