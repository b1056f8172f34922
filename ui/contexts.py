"""Results a person opened, each in a tab of its own, so that looking at one never loses another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class Context:
    """What a tab shows: `kind` chooses the view, `title` is its label, `about` what it needs to ask."""

    kind: str
    title: str
    about: Any


class Contexts(QObject):
    """Where panels ask for a new tab of results; the search panel shows them."""

    opened = Signal(object)

    def open(self, context: Context) -> None:
        self.opened.emit(context)
