"""What the marks of the map mean."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core_api.coverage import DONE, FAILED, NOT_YET, PREVIEWED
from ui.coverage.coverage_words import CoverageWords
from ui.coverage.state_glyphs import quiet
from ui.theme import Theme

MARK, GAP = 12, 12


class StateLegend(QWidget):
    """A mark and a word for each state, drawn as in the map."""

    def __init__(self, theme: Theme, words: CoverageWords) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def retranslate(self) -> None:
        texts = [self._words.state(s) for s in (DONE, PREVIEWED, NOT_YET, FAILED)]
        self.setAccessibleName(", ".join(texts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's names)
        metrics = self.fontMetrics()
        texts = [self._words.state(s) for s in (DONE, PREVIEWED, NOT_YET, FAILED)]
        wide = sum(metrics.horizontalAdvance(t) + MARK + 4 + GAP for t in texts)
        return QSize(wide, metrics.height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        tokens, painter, x = self._theme.tokens, QPainter(self), 0
        middle = self.height() // 2
        high = MARK // 2
        marks = (
            (DONE, quiet(tokens), middle - high, MARK),
            (PREVIEWED, tokens.accent, middle, high),
            (NOT_YET, tokens.edge, middle + high - 2, 2),
            (FAILED, tokens.danger, middle - high, MARK),
        )
        for state, colour, top, height in marks:
            painter.fillRect(QRect(x, top, MARK, height), QColor(colour))
            if state == FAILED:
                painter.fillRect(QRect(x, middle - 1, MARK, 2), QColor(tokens.surface))
            painter.setPen(QColor(tokens.muted))
            text = self._words.state(state)
            wide = self.fontMetrics().horizontalAdvance(text)
            painter.drawText(QRect(x + MARK + 4, 0, wide + 2, self.height()), _LEFT, text)
            x += MARK + 4 + wide + GAP
        painter.end()


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
