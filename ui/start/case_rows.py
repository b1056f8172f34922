"""Draws a case in the list: its name, what it is for, how much is in it, and until when it may be kept."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.start.cases_model import ROW, CasesModel, Due, Index, due, today
from ui.theme import Theme, Tokens

PAD, GAP = 12, 4


class CaseRows(QStyledItemDelegate):
    """Two lines; text of people and evidence is drawn as it stands, never as markup."""

    def __init__(self, model: CasesModel, theme: Theme) -> None:
        super().__init__(model)
        self._model, self._theme = model, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802  (Qt's name)
        del index
        line = QFontMetrics(option.font).height()
        return QSize(200, 2 * line + 2 * PAD + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, tokens = index.data(ROW), self._theme.tokens
        about, much, until = self._model.told(row)
        area: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(area, QColor(tokens.selection if chosen else tokens.surface))
        if not chosen:
            painter.setPen(QColor(tokens.line))
            painter.drawLine(area.bottomLeft(), area.bottomRight())
        inner = area.adjusted(PAD, PAD, -PAD, -PAD)
        metrics = QFontMetrics(option.font)
        aside = max(metrics.horizontalAdvance(much), metrics.horizontalAdvance(until))
        if aside > inner.width() // 2:
            aside = 0  # too narrow for two columns: name and purpose matter more
        left = inner.adjusted(0, 0, -(aside + 2 * PAD if aside else 0), 0)
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        muted = tokens.on_selection if chosen else tokens.muted
        wrong = row.failed is not None
        self._line(painter, left, bold, tokens.on_selection if chosen else tokens.text, self._model.name(row))
        below = left.adjusted(0, metrics.height() + GAP, 0, 0)
        self._line(painter, below, option.font, tokens.danger if wrong and not chosen else muted, about)
        if aside:
            right = QRect(inner.right() - aside, inner.top(), aside + 1, inner.height())
            self._line(painter, right, option.font, muted, much, Qt.AlignmentFlag.AlignRight)
            colour = muted if chosen else _colour(due(row.retention, today()), tokens)
            lower = right.adjusted(0, metrics.height() + GAP, 0, 0)
            self._line(painter, lower, option.font, colour, until, Qt.AlignmentFlag.AlignRight)
        painter.restore()

    def _line(
        self,
        painter: QPainter,
        area: QRect,
        font: QFont,
        colour: str,
        text: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        flags = side | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(area, int(flags | Qt.TextFlag.TextSingleLine), shown)


def _colour(state: Due, tokens: Tokens) -> str:
    return {Due.OVER: tokens.danger, Due.SOON: tokens.warning}.get(state, tokens.muted)
