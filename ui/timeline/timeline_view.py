"""The timeline under a person's hands: what clicks, drags, wheel and keys do."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)

from ui.theme import Tokens
from ui.timeline.margins import ARROW, RULER
from ui.timeline.navigation import Navigator
from ui.timeline.scale import Scale

SCRUB_MS = 33
"""How often the place follows a drag on the ruler at most: what lies between is left out."""
SLACK = 4
"""Screen pixels a press may wander and still be a click."""
NARROW = 12
"""Screen pixels below which a click on an event means its beginning, not the very spot."""
NOTCH = 120


class Grip(Enum):
    """What the pressed button holds."""

    NOTHING = 0
    RULER = 1
    SPAN = 2
    PAN = 3
    NAME = 4


class TimelineView(Navigator):
    """Emits what a person wants; its owner decides what happens. Times are `object`: 64 bits."""

    sought = Signal(object)
    """Show this time: scrubbing, a click beside all events."""
    opened = Signal(object)
    """An event was double-clicked, or Enter was pressed on it."""
    span_drawn = Signal(object)
    """A segment was drawn, as (start_ns, end_ns)."""
    hovered = Signal(object, object)
    """The event under the pointer or None, and where it is on the screen."""
    menu_wanted = Signal(object, object)
    """A context menu for a lane (its number), at a place on the screen."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens)
        self._grip = Grip.NOTHING
        self._pressed = QPoint()
        self._moved = False
        self._begun: Scale = self.scale
        self._held_lane = -1
        self._turned = 0
        self._newest: int | None = None
        self._scrub = QTimer(self)
        self._scrub.setInterval(SCRUB_MS)
        self._scrub.timeout.connect(self._send_newest)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def held(self) -> bool:
        return self._grip is not Grip.NOTHING

    def clear(self) -> None:
        self._newest = None
        self._scrub.stop()
        self._grip = Grip.NOTHING
        super().clear()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        place = event.position().toPoint()
        self._pressed, self._moved, self._begun = place, False, self.scale
        number = self.stack.at(place.y() - RULER + self.down) if place.y() >= RULER else -1
        if event.button() is Qt.MouseButton.MiddleButton:
            self._grip = Grip.PAN
        elif event.button() is not Qt.MouseButton.LeftButton:
            return
        elif place.x() < self.names_width:
            self._held_lane = number
            self._grip = Grip.NAME if number >= 0 else Grip.NOTHING
            if number >= 0:
                self.focus_lane(number)
        elif place.y() < RULER:
            self._grip = Grip.RULER
            self._seek(place)
        else:
            self._grip = Grip.SPAN
            if number >= 0:
                self.focus_lane(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        place = event.position().toPoint()
        if self._grip is Grip.NOTHING:
            self.hovered.emit(self.hit_at(place), event.globalPosition().toPoint())
            return
        self._moved = self._moved or (place - self._pressed).manhattanLength() > SLACK
        if not self._moved:
            return
        match self._grip:
            case Grip.RULER:
                self._seek(place)
            case Grip.PAN:
                self.show_scale(self._begun.panned(round((self._pressed.x() - place.x()) * self.ratio)))
            case Grip.SPAN:
                ends = sorted((self._time(self._pressed), self._time(place)))
                self.set_span((ends[0], ends[1]))
            case Grip.NAME:
                self._drop_at = RULER + self.stack.top(self._target(place)) - self.down
                self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        place, grip = event.position().toPoint(), self._grip
        self._grip = Grip.NOTHING
        match grip:
            case Grip.RULER:
                self._scrub.stop()
                self._send_newest()
            case Grip.SPAN if self._moved:
                self.span_drawn.emit(self.span)
            case Grip.SPAN:
                self._click(place)
            case Grip.NAME if self._moved:
                target = self._target(place)
                self.move_lane(self._held_lane, target - (target > self._held_lane))
            case Grip.NAME if place.x() < ARROW:
                self.fold(self._held_lane)
        self._drop_at = None
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        place = event.position().toPoint()
        if place.x() < self.names_width and place.y() >= RULER:
            self.fold(self.stack.at(place.y() - RULER + self.down))
        elif (found := self.hit_at(place)) is not None:
            self.opened.emit(found)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        keys, turn = event.modifiers(), event.angleDelta()
        place = event.position().toPoint()
        sideways = turn.x() + (turn.y() if keys & Qt.KeyboardModifier.ShiftModifier else 0)
        if sideways:
            self.show_scale(self.scale.panned(round(-sideways / NOTCH * self.columns / 10)))
        elif place.x() < self.names_width or keys & Qt.KeyboardModifier.AltModifier:
            self.set_down(self.down - turn.y() // 3)
            self.scrolled.emit()
        else:
            self._turned += turn.y()  # fine wheels turn a notch in many steps
            steps, self._turned = int(self._turned / NOTCH), self._turned - int(self._turned / NOTCH) * NOTCH
            if steps:
                self.zoom(steps, self.column(place.x()))
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        number = self.stack.focus if event.reason() is QContextMenuEvent.Reason.Keyboard else -1
        if number < 0 and event.pos().y() >= RULER:
            number = self.stack.at(event.pos().y() - RULER + self.down)
        if number >= 0 and self.stack.lanes:
            self.focus_lane(number)
        self.menu_wanted.emit(number, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not self._key(event, bool(modifiers & Qt.KeyboardModifier.ControlModifier)):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent, control: bool) -> bool:
        tenth, start, end = self.columns // 10, *self._bounds
        moves: dict[tuple[int, bool], Callable[[], None]] = {
            (Qt.Key.Key_Left, False): lambda: self.show_scale(self.scale.panned(-tenth)),
            (Qt.Key.Key_Right, False): lambda: self.show_scale(self.scale.panned(tenth)),
            (Qt.Key.Key_PageUp, False): lambda: self.show_scale(self.scale.panned(-9 * tenth)),
            (Qt.Key.Key_PageDown, False): lambda: self.show_scale(self.scale.panned(9 * tenth)),
            (Qt.Key.Key_Home, False): lambda: self.show_scale(self.scale.showing(start, self.columns)),
            (Qt.Key.Key_End, False): lambda: self.show_scale(self.scale.showing(end - 1, self.columns)),
            (Qt.Key.Key_Up, False): lambda: self.focus_lane(self.stack.focus - 1),
            (Qt.Key.Key_Down, False): lambda: self.focus_lane(self.stack.focus + 1),
            (Qt.Key.Key_Left, True): lambda: self.step_event(False),
            (Qt.Key.Key_Right, True): lambda: self.step_event(True),
            (Qt.Key.Key_Up, True): lambda: self.move_lane(self.stack.focus, self.stack.focus - 1),
            (Qt.Key.Key_Down, True): lambda: self.move_lane(self.stack.focus, self.stack.focus + 1),
            (Qt.Key.Key_Return, False): self._open_chosen,
            (Qt.Key.Key_Enter, False): self._open_chosen,
            (Qt.Key.Key_Backspace, False): lambda: self.fold(self.stack.focus),
        }
        move = moves.get((event.key(), control))
        if move is None and event.text() in {"+", "=", "-"}:
            self.zoom(-1 if event.text() == "-" else 1)
            return True
        if move is not None:
            move()
        return move is not None

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self.hovered.emit(None, QPoint())
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.refresh()

    def _time(self, place: QPoint) -> int:
        start, end = self._bounds
        return max(start, min(end, self.scale.t(self.column(place.x()))))

    def _seek(self, place: QPoint) -> None:
        self._newest = self._time(place)
        self.set_playhead(self._newest)
        if not self._scrub.isActive():
            self._send_newest()
            self._scrub.start()

    def _send_newest(self) -> None:
        t_ns, self._newest = self._newest, None
        if t_ns is not None:
            self.sought.emit(t_ns)

    def _click(self, place: QPoint) -> None:
        found = self.hit_at(place)
        self.choose(found)
        if found is None:
            self.sought.emit(self._time(place))
            return
        narrow = (found.end_ns - found.start_ns) / self.scale.step_ns / self.ratio < NARROW
        self.chosen.emit(found, found.start_ns if narrow else self._time(place))

    def _open_chosen(self) -> None:
        if self._chosen is not None:
            self.opened.emit(self._chosen)

    def _target(self, place: QPoint) -> int:
        """Before which lane a lane dropped here would stand."""
        y = place.y() - RULER + self.down
        number = self.stack.at(y)
        if number < 0:
            return 0 if y < 0 else len(self.stack.lanes)
        return number + (y - self.stack.top(number) > self.stack.lanes[number].height / 2)
