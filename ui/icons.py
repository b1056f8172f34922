"""Icons in the theme's colours, from the Material Design font that QtAwesome carries.

Its own code is not used: it loads ten more fonts and all names of Qt, which takes 30 MB and 0.15 s.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPixmap

from ui.theme import Tokens

SET = "mdi6."
FONT = "materialdesignicons6-webfont-6.9.96.ttf"
NAMES = "materialdesignicons6-webfont-charmap-6.9.96.json"
GLYPH = 0.875
"""Height of a glyph in that of its icon: what stands around it in the font is left out."""
SIZES = (16, 24, 32, 48)
"""Pixels: 16 and 24 as they are, and the same on a screen of twice the density."""


def icon(name: str, tokens: Tokens) -> QIcon:
    """An icon such as `mdi6.account`; drawn again for another theme."""
    return QIcon(_drawn(name, tokens.text, tokens.faint, tokens.accent))


def tinted(name: str, colour: str) -> QIcon:
    """An icon in one colour that means something, such as a verdict's."""
    return QIcon(_drawn(name, colour, colour, colour))


@cache
def _drawn(name: str, colour: str, disabled: str, active: str) -> QIcon:
    """Kept here for good, and handed out as copies: some of Qt's functions delete what they are given."""
    colours = {QIcon.Mode.Normal: colour, QIcon.Mode.Disabled: disabled, QIcon.Mode.Active: active}
    letter, made = _letter(name), QIcon()
    for mode, of_mode in colours.items():
        for size in SIZES:
            made.addPixmap(_picture(letter, of_mode, size), mode)
    return made


def _picture(letter: str, colour: str, size: int) -> QPixmap:
    font = QFont(_family())
    font.setPixelSize(round(GLYPH * size))
    picture = QPixmap(QSize(size, size))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(QRect(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, letter)
    painter.end()
    return picture


def _letter(name: str) -> str:
    """The letter of the font that is this icon. Raises KeyError where there is none."""
    wanted = re.escape(name.removeprefix(SET).encode())
    found = re.search(rb'"%s": *"0x([0-9a-f]+)"' % wanted, _names())
    if found is None:
        raise KeyError(name)
    return chr(int(found[1], 16))


@cache
def _names() -> bytes:
    """Seven thousand names, of which a hundred are looked up: not worth a table."""
    return (_fonts() / NAMES).read_bytes()


@cache
def _family() -> str:
    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(_fonts() / FONT)))[0]


def _fonts() -> Path:
    found = find_spec("qtawesome")  # without loading it
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "fonts"
