"""Icons in the theme's colours, from the Material Design set that QtAwesome carries."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QIcon

from ui.theme import Tokens


@cache
def icon(name: str, tokens: Tokens) -> QIcon:
    """An icon such as `mdi6.account`; drawn again for another theme."""
    import qtawesome  # 0.1 s to load, which the first page does without

    made: QIcon = qtawesome.icon(
        name, color=tokens.text, color_disabled=tokens.faint, color_active=tokens.accent
    )
    return made


@cache
def tinted(name: str, colour: str) -> QIcon:
    """An icon in one colour that means something, such as a verdict's."""
    import qtawesome

    made: QIcon = qtawesome.icon(name, color=colour)
    return made
