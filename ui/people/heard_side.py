"""Some turns of one voice, each played with a click."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidgetItem, QVBoxLayout, QWidget

from app.core_api.people import HeardVoice
from ui.people.heard_list import HeardList
from ui.position import CurrentPosition


class HeardSide(QWidget):
    """A list of turns; `play` plays the next of them each time."""

    def __init__(self, position: CurrentPosition) -> None:
        super().__init__()
        self._position, self._next = position, 0
        self.list = HeardList()
        self.list.retranslate()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.list.itemClicked.connect(self._clicked)

    def show_voices(self, heard: Sequence[HeardVoice]) -> None:
        self.list.show_heard(heard)
        self._next = 0

    def clear_side(self) -> None:
        self.list.clear()

    def play(self) -> None:
        count = self.list.count()
        if count:
            self.list.setCurrentRow(self._next % count)
            self._play(self.list.item(self._next % count).data(Qt.ItemDataRole.UserRole))
            self._next += 1

    def _clicked(self, item: QListWidgetItem) -> None:
        self._play(item.data(Qt.ItemDataRole.UserRole))

    def _play(self, heard: HeardVoice) -> None:
        self._position.go(heard.item_id, heard.start_ns, (), (heard.start_ns, heard.end_ns), play=True)
