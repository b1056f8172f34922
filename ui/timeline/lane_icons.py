"""The small pictures before the names of lanes."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from app.core_api.timeline import LaneKind
from ui.icons import icon
from ui.theme import Tokens
from ui.timeline.words import ICONS


class LaneIcons:
    """Paints the icon of a kind of lane."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def paint(self, painter: QPainter, kind: LaneKind, box: QRect) -> None:
        icon(ICONS[kind], self._tokens).paint(painter, box)
