"""Which people somebody asked to see; the grid of faces follows."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class PeopleChoice(QObject):
    """Whoever lists people asks here; nobody needs to know who shows them."""

    faces_wanted = Signal(object)
    """Numbers of the people (frozenset) whose faces are to be shown."""

    def show_faces(self, numbers: frozenset[int]) -> None:
        self.faces_wanted.emit(numbers)
