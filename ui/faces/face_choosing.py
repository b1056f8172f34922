"""Choosing faces by the mouse and by keys: what a click, a range or a step selects."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ui.faces.face_selection import FaceSelection
from ui.faces.shown_faces import ShownFaces

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Held = Qt.KeyboardModifier


def press(selection: FaceSelection, shown: ShownFaces, place: int, held: Held) -> None:
    """The left button went down at a place, -1 beside all: what is selected already may yet be dragged."""
    row = shown.row(place)
    if row < 0:
        if not held & (CTRL | SHIFT):
            selection.only(-1)
    elif held & SHIFT:
        stretch(selection, shown, place, keep=bool(held & CTRL))
    elif held & CTRL:
        selection.toggle(row)
    elif not selection.mask[row]:
        selection.only(row)
    else:
        selection.current = selection.anchor = row


def step(selection: FaceSelection, shown: ShownFaces, place: int, held: Held) -> None:
    """A key led to a place."""
    if held & SHIFT:
        stretch(selection, shown, place)
    elif held & CTRL:
        selection.current = shown.row(place)
    else:
        selection.only(shown.row(place))


def stretch(selection: FaceSelection, shown: ShownFaces, place: int, keep: bool = False) -> None:
    """Everything from the start of a range to a position."""
    selection.stretch(shown.order.rows, max(shown.place(selection.anchor), 0), place, keep)
