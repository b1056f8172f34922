"""What every panel is given: the core it asks, the place it follows, and where it says things."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from app.core_api.session import CaseFacts
from ui.contexts import Contexts
from ui.core_link import CoreLink
from ui.exposure import Exposure
from ui.notices import Notices
from ui.position import CurrentPosition
from ui.settings import Settings
from ui.shared.analysis_requests import AnalysisRequests
from ui.shared.people_choice import PeopleChoice
from ui.tasks import Tasks
from ui.theme import Theme
from ui.undo import Undo


@dataclass(slots=True)
class UiContext:
    """One window's shared things."""

    loop: asyncio.AbstractEventLoop
    core: CoreLink
    settings: Settings
    theme: Theme
    notices: Notices
    position: CurrentPosition
    exposure: Exposure
    contexts: Contexts
    undo: Undo
    case: CaseFacts | None = None
    window: QWidget | None = None
    """The main window, once a case was opened: what dialogs belong to. A panel's own window may be a dock
    that nobody sees."""
    people: PeopleChoice = field(default_factory=PeopleChoice)
    analyses: AnalysisRequests = field(default_factory=AnalysisRequests)

    @classmethod
    def made(cls, loop: asyncio.AbstractEventLoop, settings: Settings, theme: Theme) -> UiContext:
        """With its own core, whose process starts now."""
        core, position = CoreLink(loop), CurrentPosition()
        return cls(
            loop, core, settings, theme, Notices(), position, Exposure(position), Contexts(), Undo(core)
        )

    def tasks(self) -> Tasks:
        """Coroutines of a new owner; their errors become notices."""
        return Tasks(self.loop, self.notices.caught)
