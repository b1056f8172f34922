"""Colours of people and voices: the same group has the same colour everywhere, and neighbours differ."""

from __future__ import annotations

from PySide6.QtGui import QColor

GOLDEN = 0.61803398875


def cluster_colour(number: int, dark: bool = True) -> QColor:
    """A colour for a person's number; by the golden ratio, so that numbers near each other lie far apart.

    Readable as a line or a patch on the theme's surface (contrast of at least 3 to 1); -1 is grey: nobody.
    """
    return _colour(number, 0.58, dark)


def voice_colour(number: int, dark: bool = True) -> QColor:
    """The same for a voice; voice 1 and person 1 are not the same, and do not look so."""
    return _colour(number, 0.82, dark)


def _colour(number: int, first_hue: float, dark: bool) -> QColor:
    if number < 0:
        return QColor("#8d95a1") if dark else QColor("#68707c")
    hue = (first_hue + number * GOLDEN) % 1.0
    ring = (number // 8) % 3
    if dark:
        return QColor.fromHslF(hue, (0.72, 0.5, 0.9)[ring], (0.66, 0.76, 0.7)[ring])
    return QColor.fromHslF(hue, (0.7, 0.55, 0.85)[ring], (0.32, 0.29, 0.28)[ring])
