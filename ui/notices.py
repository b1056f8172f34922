"""What the program has to tell: what happened, why, and what can be done. Never a box that is in the way."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.core_api.protocol import Failed, Refused
from ui.error_texts import error_text

logger = logging.getLogger(__name__)


class Weight(Enum):
    """How much a notice matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Notice:
    """One message; `action` is a label and what it does."""

    weight: Weight
    text: str
    code: str = ""
    action: tuple[str, Callable[[], None]] | None = None


class Notices(QObject):
    """Where panels say things; the workspace and the start page show them."""

    said = Signal(object)

    def say(self, text: str, action: tuple[str, Callable[[], None]] | None = None) -> None:
        """Something worth knowing that needs no answer."""
        self.said.emit(Notice(Weight.INFO, text, action=action))

    def warn(self, text: str, action: tuple[str, Callable[[], None]] | None = None) -> None:
        """Something that should be looked at."""
        self.said.emit(Notice(Weight.WARNING, text, action=action))

    def fail(self, failed: Failed, action: tuple[str, Callable[[], None]] | None = None) -> None:
        """Something that did not work."""
        self.said.emit(Notice(Weight.ERROR, error_text(failed), failed.code, action))

    def caught(self, error: BaseException) -> None:
        """An unhandled exception: a refusal becomes a notice; anything else is a fault of the program."""
        if isinstance(error, Refused):
            if error.failed.code not in ("cancelled", "locked"):  # the window shows that it is locked
                self.fail(error.failed)
            return
        frames = traceback.extract_tb(error.__traceback__)[-4:]
        where = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))
        # the message of a foreign exception may quote evidence
        logger.error("%s at %s", type(error).__name__, where)
        what = f"{type(error).__name__} at {where}"
        self.fail(Failed("internal", what, facts={"what": what}))
