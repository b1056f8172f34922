"""A step of setting up: one question to a person, with Back and Continue around it."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget


class Step(QWidget):
    """Keeps what was entered while other steps are shown. Subclasses end `__init__` with `retranslate()`."""

    changed = Signal()
    """Whether the step is complete, or the text of the button, may have changed."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)

    @abstractmethod
    def heading(self) -> str:
        """Title of the card."""

    @abstractmethod
    def lead(self) -> str:
        """What this is about, in a sentence or two."""

    def onward(self) -> str:
        """Text of the button that continues; empty for “Continue”."""
        return ""

    @property
    def complete(self) -> bool:
        """Whether the step is complete."""
        return True

    @property
    def may_go_back(self) -> bool:
        return True

    def entered(self) -> None:
        """It is shown now."""

    @abstractmethod
    def retranslate(self) -> None:
        """Set all texts."""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  (Qt's name)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
