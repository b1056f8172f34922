"""Where the person is: item, time, marks, and the way back. Every panel follows it, none owns it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

KEPT = 200


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the evidence: an item, a time in it, and perhaps a box and a segment (ns)."""

    item_id: str
    t_ns: int = 0
    box: tuple[float, ...] = ()
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A step in the history that led away from a tab of results."""

    context: str


@dataclass(frozen=True, slots=True)
class Memory:
    """Where the user was, the history, and what was marked."""

    spot: Spot
    span: tuple[int, int] | None
    context: str
    past: tuple[Spot | Turn, ...]
    future: tuple[Spot | Turn, ...]


class CurrentPosition(QObject):
    """Signals carry `object`, since Qt's own int holds 32 bits."""

    item_changed = Signal(str)
    """Another item is looked at; empty: none."""
    moved = Signal(object)
    """A Spot was asked for: the player seeks, others scroll there."""
    time_changed = Signal(object)
    """The time shown is now this many ns: after a move, and all along while playing."""
    playing_changed = Signal(bool)
    span_changed = Signal(object)
    """In and out marks as (start_ns, end_ns), or None."""
    context_changed = Signal(str)
    """Going back or forward leads to this tab of results."""
    history_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.item_id = ""
        self.t_ns = 0
        self.span: tuple[int, int] | None = None
        self.playing = False
        self.audible: Callable[[], bool] = lambda: False
        """Whether sound really comes out now; the player says so."""
        self.chosen: tuple[str, ...] = ()
        """Items marked in the list of evidence: what a job, a check or an export is asked for."""
        self.context = ""
        """The tab of results in front, empty before there is one."""
        self._past: list[Spot | Turn] = []
        self._future: list[Spot | Turn] = []

    @property
    def spot(self) -> Spot:
        """The item and time the window is at, without a box."""
        return Spot(self.item_id, self.t_ns)

    def go(
        self,
        item_id: str,
        t_ns: int = 0,
        box: tuple[float, ...] = (),
        span: tuple[int, int] | None = None,
        play: bool = False,
    ) -> None:
        """Jump, remembering where from. `play` asks the player to start there."""
        if self.item_id:
            self._keep(self.spot)
        self._move(Spot(item_id, t_ns, box, span))
        if play:
            self.set_playing(True)

    def seek(self, t_ns: int) -> None:
        """Go to another time of the same item, without a step in the history: scrubbing, stepping."""
        self._move(Spot(self.item_id, t_ns))

    def preview(self, spot: Spot) -> None:
        """Show another spot without a step in the history: looking through results one after another."""
        self._move(spot)

    def turn(self, context: str) -> None:
        """Another tab of results was brought to the front, remembering which one was there before."""
        if self.context and context != self.context:
            self._keep(Turn(self.context))
        self.context = context
        self.history_changed.emit()

    def at(self, t_ns: int) -> None:
        """The player tells what it shows; nothing seeks."""
        if t_ns != self.t_ns:
            self.t_ns = t_ns
            self.time_changed.emit(t_ns)

    def set_playing(self, playing: bool) -> None:
        if playing != self.playing:
            self.playing = playing
            self.playing_changed.emit(playing)

    def set_span(self, span: tuple[int, int] | None) -> None:
        """Set the in and out marks."""
        if span != self.span:
            self.span = span
            self.span_changed.emit(span)

    @property
    def can_go_back(self) -> bool:
        return bool(self._past)

    @property
    def can_go_forward(self) -> bool:
        return bool(self._future)

    def back(self) -> None:
        """Where the last jump came from: an earlier spot, or the tab of results that was in front."""
        self._return(self._past, self._future)

    def forward(self) -> None:
        self._return(self._future, self._past)

    def clear(self) -> None:
        """The case was closed."""
        self.chosen = ()
        self._past.clear()
        self._future.clear()
        self.context = ""
        self.set_playing(False)
        self.set_span(None)
        self._move(Spot(""))

    def remember(self) -> Memory:
        """All of it, for `recall` after the window was locked."""
        return Memory(self.spot, self.span, self.context, tuple(self._past), tuple(self._future))

    def recall(self, memory: Memory) -> None:
        """Be where one was."""
        self._past, self._future = list(memory.past), list(memory.future)
        self.context = memory.context
        self._move(memory.spot)
        self.set_span(memory.span)

    def _keep(self, step: Spot | Turn) -> None:
        self._past = [*self._past, step][-KEPT:]
        self._future.clear()

    def _return(self, source: list[Spot | Turn], target: list[Spot | Turn]) -> None:
        if not source:
            return
        match source.pop():
            case Turn(context):
                target.append(Turn(self.context))
                self.context = context
                self.context_changed.emit(context)
                self.history_changed.emit()
            case Spot() as spot:
                target.append(self.spot)
                self._move(spot)

    def _move(self, spot: Spot) -> None:
        other = spot.item_id != self.item_id
        self.item_id, self.t_ns = spot.item_id, spot.t_ns
        if other:
            self.set_playing(False)
            self.set_span(None)
            self.item_changed.emit(spot.item_id)
        self.moved.emit(spot)
        self.time_changed.emit(spot.t_ns)
        self.history_changed.emit()
