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
            "AlreadyOpen", "AIMA is already running for this account, but its window does not respond."
        )
    )
    box.setInformativeText(
        QCoreApplication.translate(
            "AlreadyOpen",
            "Wait a moment and try again. If that does not help, end the AIMA process or"
            " restart the computer. Finished work and decisions are saved.",
        )
    )
    box.finished.connect(lambda _: QApplication.exit(CANNOT_START))
    box.show()
    return int(QApplication.exec())
