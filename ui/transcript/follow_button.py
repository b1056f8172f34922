"""Offers the way back to what is said, over the text, while it plays and a person has scrolled away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QPushButton

from ui.position import CurrentPosition
from ui.transcript.transcript_view import TranscriptView


class FollowButton(QPushButton):
    """Lies at the foot of the view."""

    def __init__(self, view: TranscriptView, position: CurrentPosition) -> None:
        super().__init__(view)
        self._view, self._position = view, position
        self.setObjectName("follow-again")
        self.hide()
        self.clicked.connect(lambda: view.follow(True))
        view.following_changed.connect(lambda _: self._offer())
        position.playing_changed.connect(lambda _: self._offer())
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if event.type() is QEvent.Type.Resize:
            self._offer()
        return False

    def _offer(self) -> None:
        view = self._view
        wanted = self._position.playing and not view.following and view.now.utterance >= 0
        self.setVisible(wanted)
        if wanted:
            self.adjustSize()
            self.move((view.width() - self.width()) // 2, view.height() - self.height() - 12)
            self.raise_()
