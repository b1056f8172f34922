"""Icons in the theme's colours, from the Material Design set that QtAwesome carries."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from ui.theme import Tokens

SIZES = (16, 24, 32, 48)
"""Pixels: 16 and 24 as they are, and the same on a screen of twice the density."""
MODES = (QIcon.Mode.Normal, QIcon.Mode.Disabled, QIcon.Mode.Active)


def icon(name: str, tokens: Tokens) -> QIcon:
    """An icon such as `mdi6.account`; drawn again for another theme."""
    return QIcon(_drawn(name, tokens.text, tokens.faint, tokens.accent))


def tinted(name: str, colour: str) -> QIcon:
    """An icon in one colour that means something, such as a verdict's."""
    return QIcon(_drawn(name, colour, colour, colour))


@cache
def _drawn(name: str, colour: str, disabled: str, active: str) -> QIcon:
    """Drawn once into pictures: QtAwesome's own icons call Python at every painting.

    Kept here for good and handed out as copies, since some of Qt's functions delete what they are given.
    """
    import qtawesome  # 0.1 s to load, which the first page does without

    source: QIcon = qtawesome.icon(name, color=colour, color_disabled=disabled, color_active=active)
    made = QIcon()
    for mode in MODES:
        for size in SIZES:
            made.addPixmap(source.pixmap(QSize(size, size), 1.0, mode), mode)
    return made
