"""Closing a case or the window while something is at work: asked once, in a box that stops nothing else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget


class Leaving(QObject):
    """`may` says yes, or asks and calls again what wanted to leave."""

    def __init__(self, window: QWidget, at_work: Callable[[], bool]) -> None:
        """`at_work` says whether something runs that would stop."""
        super().__init__(window)
        self._window, self._at_work = window, at_work
        self._agreed = False
        self._box: QMessageBox | None = None

    def may(self, again: Callable[[], object]) -> bool:
        """Whether nothing is at work that would stop, or the person has agreed to that."""
        agreed, self._agreed = self._agreed, False
        if agreed or not self._at_work():
            return True
        if self._box is None:
            self._box = self._ask(again)
        return False

    def agree(self) -> None:
        """Nobody is there to be asked: the program ends."""
        self._agreed = True

    def _ask(self, again: Callable[[], object]) -> QMessageBox:
        box = QMessageBox(self._window)
        box.setObjectName("leaving")
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(self.tr("An analysis or an import is running."))
        box.setInformativeText(
            self.tr("Closing the case stops it. Finished work is kept, and you can continue later.")
        )
        stop = box.addButton(self.tr("Stop and close"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(self.tr("Keep working"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.finished.connect(lambda _: self._answered(box.clickedButton() is stop, again))
        box.open()
        return box

    def _answered(self, agreed: bool, again: Callable[[], object]) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None
        self._agreed = agreed
        if agreed:
            again()
