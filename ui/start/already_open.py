"""Told where the folder is held by a process whose window does not answer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

CANNOT_START = 4


def tell() -> int:
    """Show it and wait; the exit status. No event loop of asyncio runs yet, so Qt's own may."""
    box = QMessageBox()
    box.setIcon(QMessageBox.Icon.Warning)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(
        QCoreApplication.translate(
            "AlreadyOpen", "AIMA is open for this account already, but its window does not answer."
        )
    )
    box.setInformativeText(
        QCoreApplication.translate(
            "AlreadyOpen",
            "Wait a moment and start it again. If that does not help, end the process named AIMA or restart"
            " the computer; what was finished and decided is stored.",
        )
    )
    box.finished.connect(lambda _: QApplication.exit(CANNOT_START))
    box.show()
    return int(QApplication.exec())
