"""Results a person opened, each in a tab of its own, so that opening one never loses another.

A panel that has something to show in a tab registers a view for its kind once, and opens contexts:

    ui.contexts.register("copies", partial(CopiesView, ui))    # when the panel is made
    ui.contexts.open(Context("copies", title, {"item": id}))   # whenever a person asks for it

The search panel shows the tabs. It registers these kinds itself:

* `search`: `about` is {"typed": str}: what a person could have typed into its field; also, where wanted,
  "kinds" of `app/core_api/search.py` to show alone, and "growing", whether its last word may go on;
* `faces-like`: {"moment": Moment of a face in the case, "label": str};
* `pictures-like`: {"item_id": str, "t_ns": int, "label": str};
* `face-file`: {"path": str}: a face in a picture of the person's own.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from app.core_api.protocol import Event
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Context:
    """What a tab shows: `kind` chooses the view, `title` is its label, `about` what it needs to ask."""

    kind: str
    title: str = field(repr=False)
    about: Mapping[str, Any] = field(repr=False)


class ContextView(QWidget):
    """What is in a tab. Subclasses end `__init__` with `self.retranslate()`; they ask when first shown."""

    renamed = Signal(str)
    """The tab is to be called so from now on."""

    def __init__(self, context: Context, tasks: Tasks) -> None:
        super().__init__()
        self.context, self.tasks = context, tasks

    @abstractmethod
    def retranslate(self) -> None:
        """Set all texts."""

    def remembered(self) -> Any:
        """All that brings the view back as it is: what was found, what is selected, where it stands."""
        return None

    def restore(self, remembered: Any) -> None:
        """Be as `remembered` once said; called before the view is shown."""

    def on_event(self, event: Event) -> None:
        """The core sent an event."""

    def step(self, by: int) -> None:
        """Go to the next result (1) or the one before (-1) and play it, whatever has the focus."""

    def closed(self) -> None:
        """The tab or the case was closed: show nothing, keep nothing. Call the base as well."""
        self.tasks.cancel()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  (Qt's name)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


Maker = Callable[[Context], ContextView]


class Contexts(QObject):
    """Where panels ask for a new tab of results; the search panel shows them."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._makers: dict[str, Maker] = {}

    def register(self, kind: str, make: Maker) -> None:
        """From now on contexts of this kind are shown by what `make` gives."""
        self._makers[kind] = make

    def view(self, context: Context) -> ContextView:
        """A view of a context, in no tab yet."""
        return self._makers[context.kind](context)

    def open(self, context: Context) -> None:
        """Show it in a tab of its own, in front."""
        self.opened.emit(context)
