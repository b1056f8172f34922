"""Draws a result: its kind or face, when and who, the words with what matches, what it was found with."""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPalette,
    QPixmap,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.review.search_rows import Row
from ui.icons import icon
from ui.search.results_model import ROW, ResultsModel
from ui.search.words import ICONS, beside_words, time_words, what_words, who_words
from ui.theme import Theme

PAD, GAP, PICTURE = 8, 8, 44
FSI, PDI = "\u2068", "\u2069"
"""Keep text of another direction from turning what stands beside it (Unicode UAX 9)."""


class ResultRow(QStyledItemDelegate):
    """Every row is as high as the others: two lines, three where results of a join are shown."""

    def __init__(self, model: ResultsModel, theme: Theme) -> None:
        super().__init__()
        self._model, self._theme = model, theme
        self._icons: dict[tuple[str, str, float], QPixmap] = {}
        self.lines = 2
        theme.changed.connect(self._icons.clear)

    def sizeHint(  # noqa: N802  (Qt's name)
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        height = QFontMetrics(option.font).lineSpacing() * self.lines + 2 * PAD
        return QSize(200, max(height, PICTURE + 8))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row: Row | None = index.data(ROW)
        if row is None:
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        tokens = self._theme.tokens
        painter.save()
        if chosen:
            painter.fillRect(option.rect, option.palette.brush(QPalette.ColorRole.Highlight))
        text = QColor(tokens.on_selection if chosen else tokens.text)
        muted = QColor(tokens.on_selection if chosen else tokens.muted)
        area = option.rect.adjusted(PAD, PAD, -PAD, -PAD)
        self._draw_lead(painter, row, QRect(area.left(), option.rect.top(), PICTURE, option.rect.height()))
        area.setLeft(area.left() + PICTURE + GAP)
        metrics = QFontMetrics(option.font)
        line = QRect(area.left(), area.top(), area.width(), metrics.lineSpacing())
        self._head(painter, row, line, option.font, text, muted)
        line.translate(0, metrics.lineSpacing())
        accent = QColor(tokens.on_selection if chosen else tokens.accent)
        self._words(painter, row, line, option.font, text, accent)
        if row.beside:
            line.translate(0, metrics.lineSpacing())
            painter.setPen(muted)
            painter.setFont(option.font)
            beside = "  +  ".join(f"{FSI}{beside_words(b)}{PDI}" for b in row.beside)
            shown = metrics.elidedText(f"+ {beside}", Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
        if not chosen:
            painter.setPen(QColor(tokens.line))
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()

    def _draw_lead(self, painter: QPainter, row: Row, area: QRect) -> None:
        """The face, else the icon of the kind."""
        picture = self._model.picture(row)
        box = QRect(0, 0, PICTURE, PICTURE)
        box.moveCenter(area.center())
        if picture is not None and not picture.isNull():
            size = picture.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            shown = QRect(0, 0, size.width(), size.height())
            shown.moveCenter(box.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(shown, picture)
            return
        side, ratio = 22, painter.device().devicePixelRatioF()
        key = (row.kind, self._theme.tokens.text, ratio)
        if key not in self._icons:
            self._icons[key] = icon(ICONS[row.kind], self._theme.tokens).pixmap(QSize(side, side), ratio)
        painter.drawPixmap(QRect(box.center().x() - side // 2, box.center().y() - side // 2, side, side),
                           self._icons[key])  # fmt: skip

    def _head(
        self, painter: QPainter, row: Row, line: QRect, font: QFont, text: QColor, muted: QColor
    ) -> None:
        """Time and who on the left, the item on the right, as much of each as there is room for."""
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        parts = [time_words(row), who_words(row.who)]
        left = "   ".join(f"{FSI}{part}{PDI}" for part in parts if part)
        strong, plain = QFontMetrics(bold), QFontMetrics(font)
        mark = "  [?]" if row.doubtful else "  ✎" if row.edited else ""
        item = f"{FSI}{row.untrusted_item}{PDI}"
        if not left:
            left, item = item, ""
        needed = strong.horizontalAdvance(left) + strong.horizontalAdvance(mark) + 2
        room = min(needed, line.width() * (2 if item else 3) // 3)
        painter.setFont(bold)
        painter.setPen(text)
        shown = strong.elidedText(left, Qt.TextElideMode.ElideRight, room - strong.horizontalAdvance(mark))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown + mark)
        painter.setFont(font)
        painter.setPen(muted)
        rest = line.adjusted(room + GAP, 0, 0, 0)
        shown = plain.elidedText(item, Qt.TextElideMode.ElideMiddle, rest.width())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown)

    def _words(
        self, painter: QPainter, row: Row, line: QRect, font: QFont, text: QColor, accent: QColor
    ) -> None:
        """One line of plain text in which the matches are marked."""
        metrics = QFontMetrics(font)
        words, marks = _in_view(what_words(row), row.marks, metrics, line.width())
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, line.width())
        layout = QTextLayout(shown, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        layout.setFormats([_marked(a, b, len(shown), accent) for a, b in marks if a < len(shown)])
        layout.beginLayout()
        first = layout.createLine()
        first.setLineWidth(line.width())
        layout.endLayout()
        painter.setPen(text)
        layout.draw(painter, QPointF(line.left(), line.top()), [], QRectF(line))


def _in_view(
    words: str, marks: tuple[tuple[int, int], ...], metrics: QFontMetrics, width: int
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words from so far before the first match that it can be seen."""
    if not marks or metrics.horizontalAdvance(words[: marks[0][1]]) < width * 4 // 5:
        return words, marks
    begin, end = marks[0]
    # the first letter from which on words up to the match take less than half of the line
    start = bisect_left(range(begin), 1, key=lambda n: metrics.horizontalAdvance(words[n:end]) < width // 2)
    blank = words.find(" ", start, begin)
    start = blank + 1 if blank >= 0 else start
    return f"… {words[start:]}", tuple((a - start + 2, b - start + 2) for a, b in marks)


def _marked(begin: int, end: int, most: int, accent: QColor) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    found.start, found.length = begin, max(0, min(end, most) - begin)
    look = QTextCharFormat()
    look.setFontWeight(QFont.Weight.Bold)
    look.setFontUnderline(True)
    look.setForeground(accent)
    found.format = look
    return found
