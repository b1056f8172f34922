"""The item the player shows, as far as it is known."""

from __future__ import annotations

from dataclasses import dataclass

from app.core_api.media import Playable
from engine.media.account import FileEntry


@dataclass(slots=True)
class ShownItem:
    """Shared by the parts of the player; the panel fills it."""

    id: str = ""
    """Empty: none is chosen."""
    playable: Playable | None = None
    """None until the core has opened it."""
    cuts: tuple[int, ...] = ()
    """Times of its cuts in ns, ascending."""
    unread: tuple[FileEntry, ...] = ()
    """What of its time was not read, in order."""

    @property
    def duration_ns(self) -> int:
        return self.playable.duration_ns if self.playable else 0
