"""The colours of lanes: a table per lane from an event's shade to a pixel, mixed from the theme's colours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from app.core_api.event_values import PRESENT, SHADE_BITS
from app.core_api.timeline import LaneHead, LaneKind, Shade
from ui.colours import cluster_colour, voice_colour
from ui.theme import Tokens

Table = npt.NDArray[np.uint32]
SHADES = 16
ENTRIES = 1 << SHADE_BITS
OPAQUE = 0xFF000000


def mixed(over: QColor, under: QColor, share: float) -> QColor:
    """`over` laid over `under` with this opacity."""
    return QColor.fromRgbF(
        over.redF() * share + under.redF() * (1 - share),
        over.greenF() * share + under.greenF() * (1 - share),
        over.blueF() * share + under.blueF() * (1 - share),
    )


def lane_colour(head: LaneHead, tokens: Tokens) -> QColor:
    """The lane's own colour, as its name is marked with: that of the person or voice where it is one."""
    match head.kind:
        case LaneKind.FACE if head.number >= 0:
            return cluster_colour(head.number, tokens.dark)
        case LaneKind.SPEAKER | LaneKind.WORDS if head.number >= 0:
            return voice_colour(head.number, tokens.dark)
        case LaneKind.COVERAGE:
            return QColor(tokens.good)
        case LaneKind.SHOTS | LaneKind.WAVEFORM:
            return QColor(tokens.muted)
        case LaneKind.TEXT | LaneKind.ITEMS:
            return QColor(tokens.accent)
        case LaneKind.OBJECT:
            return QColor(tokens.warning)
        case _:
            return mixed(QColor(tokens.accent), QColor(tokens.good), 0.5)


def lane_table(head: LaneHead, tokens: Tokens, focused: bool = False) -> Table:
    """`(ENTRIES,)` pixels 0xffRRGGBB by the lowest byte of an event's key; at 0 that where nothing is."""
    ground = QColor(tokens.raised if focused else tokens.surface)
    own = lane_colour(head, tokens)
    if head.kind is LaneKind.COVERAGE:
        by_shade = {
            Shade.ANALYSED: own,
            Shade.PREVIEWED: mixed(own, ground, 0.45),
            Shade.NOT_YET: QColor(tokens.line),
            Shade.FAILED: QColor(tokens.danger),
        }
        shades = [by_shade.get(shade, own) for shade in range(SHADES)]
    elif head.kind is LaneKind.SHOTS:
        shades = [mixed(own, ground, 0.55 if shade % 2 else 0.8) for shade in range(SHADES)]
    else:
        firm = [mixed(own, ground, share) for share in (1.0, 0.85, 0.7, 0.5)]
        fading = [mixed(own, ground, share) for share in (0.08, 0.16, 0.26, 0.38)]
        shades = (firm + fading) * (SHADES // 8)
    table = np.full(ENTRIES, ground.rgb() | OPAQUE, dtype=np.uint32)
    table[PRESENT:] = np.resize([colour.rgb() | OPAQUE for colour in shades], ENTRIES - PRESENT)
    return table
