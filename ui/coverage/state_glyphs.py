"""How the states of a part look on the map, in the theme's colours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from app.core_api.coverage import DONE, FAILED, NOT_YET, PREVIEWED
from ui.theme import Tokens


def glyphs(tokens: Tokens, height: int) -> npt.NDArray[np.uint32]:
    """`(states, height)`: a column of pixels per state. Height tells them apart where colour does not."""
    made = np.full((5, height), _argb(tokens.surface), np.uint32)
    top, foot = 4, height - 4
    middle = (top + foot) // 2
    made[DONE, top:foot] = _argb(quiet(tokens))
    made[PREVIEWED, middle:foot] = _argb(tokens.accent)
    made[NOT_YET, foot - 2 : foot] = _argb(tokens.edge)
    made[FAILED, top:foot] = _argb(tokens.danger)
    made[FAILED, middle - 1 : middle + 1] = _argb(tokens.surface)
    return made


def quiet(tokens: Tokens) -> str:
    """What is done is most of it: halfway to the background, so that gaps catch the eye."""
    done, behind = QColor(tokens.good), QColor(tokens.surface)
    pairs = ((done.red(), behind.red()), (done.green(), behind.green()), (done.blue(), behind.blue()))
    return QColor(*((a * 6 + b * 4) // 10 for a, b in pairs)).name()


def _argb(name: str) -> int:
    return int(QColor(name).rgba())
