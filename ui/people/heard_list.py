"""Where a voice is heard: one line per speaker of an item."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from app.core_api.people import HeardVoice
from app.operations.moments import timecode
from ui import figures


class HeardList(QListWidget):
    """`opened` carries the speaker whose longest turn is to be played."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("heard")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemActivated.connect(lambda item: self.opened.emit(item.data(Qt.ItemDataRole.UserRole)))

    def show_heard(self, heard: Sequence[HeardVoice]) -> None:
        before = {(h.item_id, h.speaker) for h in self.chosen}
        self.clear()
        for one in heard:
            text = self.tr("{item} · from {time} · {seconds} s").format(
                item=one.untrusted_item,
                time=timecode(one.start_ns, tenths=False),
                seconds=figures.number(round(one.seconds)),
            )
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, one)
            self.addItem(item)
            item.setSelected((one.item_id, one.speaker) in before)

    @property
    def chosen(self) -> list[HeardVoice]:
        return [item.data(Qt.ItemDataRole.UserRole) for item in self.selectedItems()]

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Where the voice is heard"))
