"""Tells the desktop that something has ended while the person looks elsewhere. Never anything of a case."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

SHOWN_MS = 10_000


def announce(window: QWidget, title: str, text: str) -> None:
    """A message of the desktop where there is a tray, and a mark on the window until it is looked at."""
    QApplication.alert(window)
    if not QSystemTrayIcon.isSystemTrayAvailable():
        return
    tray = QSystemTrayIcon(window.windowIcon(), window)
    tray.setToolTip(title)
    tray.show()
    tray.showMessage(title, text, QSystemTrayIcon.MessageIcon.Information, SHOWN_MS)
    tray.messageClicked.connect(window.activateWindow)
    QTimer.singleShot(SHOWN_MS, tray, tray.deleteLater)
