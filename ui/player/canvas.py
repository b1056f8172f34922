"""What is seen of an item: its picture, the wave of its sound, or words in their place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.player.appearances import Marked
from ui.player.frame import Frame
from ui.player.message_page import MessagePage
from ui.player.picture_view import PictureView
from ui.player.wave_view import WaveView
from ui.theme import Tokens


class Canvas(QStackedWidget):
    """One of three pages; the focus goes from one to the next."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.message, self.picture, self.wave = MessagePage(), PictureView(), WaveView(tokens)
        for page in (self.message, self.picture, self.wave):
            self.addWidget(page)

    def say(self, text: str, offer: str = "") -> None:
        """Words, and what the button below them does."""
        self.message.say(text, offer)
        self._bring(self.message)

    def show_wave(self) -> None:
        self._bring(self.wave)

    def show_frame(self, frame: Frame | None, marked: Sequence[Marked]) -> None:
        """A picture comes to the front; that there is none yet leaves what is said of it."""
        self.picture.show_frame(frame, marked)
        if frame and self.currentWidget() is not self.picture:
            self._bring(self.picture)

    def take_focus(self) -> None:
        (self.currentWidget() or self.picture).setFocus()

    def _bring(self, page: QWidget) -> None:
        """Qt would give the focus to whatever comes next in the window; and it is taken from nobody else."""
        held = self.window().focusWidget()
        focused = held is not None and self.isAncestorOf(held)
        self.setCurrentWidget(page)
        if focused:
            page.setFocus()
