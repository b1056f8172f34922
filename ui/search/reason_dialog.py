"""Why a face is looked for: asked each time, in custody before anybody sees an answer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget


class ReasonDialog(QDialog):
    """Opened with `open()`. `given` carries purpose and legal basis; both must hold something."""

    given = Signal(str, str)

    def __init__(self, parent: QWidget, before: tuple[str, str]) -> None:
        super().__init__(parent)
        self.setObjectName("reason-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Reason for the Face Search"))
        self.purpose, self.basis = QLineEdit(before[0]), QLineEdit(before[1])
        self.purpose.setObjectName("purpose")
        self.basis.setObjectName("legal-basis")
        note = QLabel(
            self.tr(
                "The face is compared with every face in the case. Purpose, legal basis, the"
                " compared faces and the matches are recorded in the chain of custody before"
                " results are shown."
            )
        )
        note.setWordWrap(True)
        form = QFormLayout()
        form.setSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(self.tr("&Purpose"), self.purpose)
        form.addRow(self.tr("&Legal basis"), self.basis)
        buttons = QDialogButtonBox()
        self.search = buttons.addButton(self.tr("Record and Search"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._give)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(note)
        column.addLayout(form)
        column.addWidget(buttons)
        for field in (self.purpose, self.basis):
            field.setMinimumWidth(320)
            field.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        self.search.setEnabled(bool(self.purpose.text().strip() and self.basis.text().strip()))

    def _give(self) -> None:
        if self.search.isEnabled():
            self.given.emit(self.purpose.text().strip(), self.basis.text().strip())
            self.accept()
