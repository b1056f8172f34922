"""A few faces of one person, large, with what is measured about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core_api.people import FaceFacts
from app.operations.moments import timecode
from ui import figures
from ui.shared.crop_loader import CropLoader
from ui.theme import Theme

GAP, LEAST = 12, 96


class FaceStrip(QWidget):
    """Lays out up to four pictures as large as they fit, in a row or in two."""

    def __init__(self, loader: CropLoader, theme: Theme) -> None:
        super().__init__()
        self._loader, self._theme = loader, theme
        self._faces: Sequence[int] = ()
        self._facts: Mapping[int, FaceFacts] = {}
        self.setMinimumSize(QSize(LEAST * 2, LEAST + 60))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        loader.arrived.connect(lambda _: self.update())

    def show_faces(self, faces: Sequence[int], facts: Mapping[int, FaceFacts]) -> None:
        self._faces, self._facts = faces, facts
        self.setAccessibleDescription(". ".join(", ".join(self._said(f)) for f in faces))
        self.update()

    def clear_side(self) -> None:
        self.show_faces((), {})

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        painter, tokens = QPainter(self), self._theme.tokens
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for face, cell in zip(self._faces, self._cells(), strict=False):
            picture = self._loader.picture(face)
            words = self._said(face)
            high = painter.fontMetrics().lineSpacing() * len(words) + 4
            frame = cell.adjusted(0, 0, 0, -high)
            if picture is None:
                painter.fillRect(frame, QColor(tokens.raised))
            else:
                size = picture.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
                x, y = frame.x() + (frame.width() - size.width()) // 2, frame.bottom() - size.height() + 1
                painter.drawImage(QRect(x, y, size.width(), size.height()), picture)
            painter.setPen(QColor(tokens.muted))
            for n, line in enumerate(words):
                y = frame.bottom() + 4 + n * painter.fontMetrics().lineSpacing()
                box = QRect(cell.x(), y, cell.width(), painter.fontMetrics().lineSpacing())
                text = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideMiddle, box.width())
                painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, text)

    def _said(self, face: int) -> list[str]:
        facts = self._facts.get(face)
        if facts is None:
            return []
        quality = self.tr("quality {quality} · {side} px").format(
            quality=figures.number(facts.quality, 2), side=facts.side
        )
        if not facts.exact:
            quality += " · " + self.tr("inexact")
        moving = facts.moment.end_ns - facts.moment.start_ns > 1
        return [facts.untrusted_item, *([timecode(facts.moment.t_ns)] if moving else []), quality]

    def _cells(self) -> list[QRect]:
        count = len(self._faces)
        if not count:
            return []
        columns = 1 if count == 1 else 2
        lines = -(-count // columns)
        width = (self.width() - (columns - 1) * GAP) // columns
        height = (self.height() - (lines - 1) * GAP) // lines
        return [
            QRect((n % columns) * (width + GAP), (n // columns) * (height + GAP), width, height)
            for n in range(count)
        ]
