"""What all searches of a sitting share: what the case can be asked, and why faces are looked for."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.core_api.search import SavedSearch, Vocabulary


class Known(QObject):
    """`changed` is for everything that shows any of it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.vocabulary = Vocabulary()
        self.saved: tuple[SavedSearch, ...] = ()
        self.reason = ("", "")
        """Purpose and legal basis that were typed last; offered again, never used without asking."""
        self.analysing = False
        """Whether a job is running, so that there may be more to find soon."""
        self.allows_faces = False
        """Whether the profile of the case allows searching for faces."""

    def forget(self) -> None:
        """The case was closed."""
        self.vocabulary, self.saved, self.reason = Vocabulary(), (), ("", "")
        self.analysing = self.allows_faces = False
        self.changed.emit()
