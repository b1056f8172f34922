"""Colours of people and voices: the same group has the same colour everywhere, and neighbours differ."""

from __future__ import annotations

from PySide6.QtGui import QColor

GOLDEN = 0.61803398875


def cluster_colour(number: int, dark: bool = True) -> QColor:
    """A colour for a group's number; by the golden ratio, so that numbers near each other lie far apart.

    Readable as a line or a patch on the theme's surface (contrast of at least 3 to 1); -1 is grey: nobody.
    """
    if number < 0:
        return QColor("#8d95a1") if dark else QColor("#68707c")
    hue = (0.58 + number * GOLDEN) % 1.0
    ring = (number // 8) % 3
    if dark:
        return QColor.fromHslF(hue, (0.72, 0.5, 0.9)[ring], (0.66, 0.76, 0.7)[ring])
    return QColor.fromHslF(hue, (0.7, 0.55, 0.85)[ring], (0.32, 0.29, 0.28)[ring])
