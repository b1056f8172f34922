"""Which people the user asked to see; the grid of faces follows."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class PeopleChoice(QObject):
    """Lists of people ask here, without knowing which panel shows the faces."""

    faces_wanted = Signal(object)
    """Numbers of the people (frozenset) whose faces are to be shown."""

    def show_faces(self, numbers: frozenset[int]) -> None:
        self.faces_wanted.emit(numbers)
