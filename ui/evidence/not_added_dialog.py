"""Which files of an import were not added, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.core_api.evidence import NotAdded
from app.core_api.shown_text import plain
from ui.dialog_size import fit
from ui.error_texts import error_text


class NotAddedDialog(QDialog):
    """A list to read and copy from; closed with Escape."""

    def __init__(self, files: Sequence[NotAdded], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("not-added")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Skipped Files"))
        table = QTableWidget(len(files), 2)
        table.setObjectName("not-added-files")
        table.setAccessibleName(self.tr("Files that were skipped"))
        table.setHorizontalHeaderLabels([self.tr("File"), self.tr("Reason and remedy")])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setWordWrap(True)
        table.verticalHeader().hide()
        for row, file in enumerate(files):
            table.setItem(row, 0, QTableWidgetItem(plain(file.untrusted_path)))
            table.setItem(row, 1, QTableWidgetItem(error_text(file.problem)))
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.resizeRowsToContents()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(table)
        column.addWidget(buttons)
        fit(self, 720, 400)
