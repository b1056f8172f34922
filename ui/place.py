"""Where the person is: item, time, marks, and the way back. Every panel follows it, none owns it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

KEPT = 200


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the evidence: an item, a time in it, and perhaps a box and a stretch (ns)."""

    item_id: str
    t_ns: int = 0
    box: tuple[float, ...] = ()
    span: tuple[int, int] | None = None


class Place(QObject):
    """Signals carry `object`, since Qt's own int holds 32 bits."""

    item_changed = Signal(str)
    """Another item is looked at; empty: none."""
    moved = Signal(object)
    """Somebody asked to go to a Spot: the player seeks, others scroll there."""
    time_changed = Signal(object)
    """The time shown is now this many ns: after a move, and all along while playing."""
    playing_changed = Signal(bool)
    span_changed = Signal(object)
    """In and out marks as (start_ns, end_ns), or None."""
    history_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.item_id = ""
        self.t_ns = 0
        self.span: tuple[int, int] | None = None
        self.playing = False
        self._past: list[Spot] = []
        self._future: list[Spot] = []

    @property
    def spot(self) -> Spot:
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
            self._past = [*self._past, self.spot][-KEPT:]
        self._future.clear()
        self._move(Spot(item_id, t_ns, box, span))
        if play:
            self.set_playing(True)

    def seek(self, t_ns: int) -> None:
        """Go to another time of the same item, without a step in the history: scrubbing, stepping."""
        self._move(Spot(self.item_id, t_ns))

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
        """Where the last jump came from."""
        if self._past:
            self._future.append(self.spot)
            self._move(self._past.pop())

    def forward(self) -> None:
        if self._future:
            self._past.append(self.spot)
            self._move(self._future.pop())

    def clear(self) -> None:
        """The case was closed."""
        self._past.clear()
        self._future.clear()
        self.set_playing(False)
        self.set_span(None)
        self._move(Spot(""))

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
