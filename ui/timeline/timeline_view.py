"""The timeline under a person's hands: what clicks, drags, wheel and keys do."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)

from ui.theme import Tokens
from ui.timeline.canvas import ARROW, RULER, Canvas
from ui.timeline.hit import Hit, beside, hit
from ui.timeline.lane import GAP, LaneView
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


class TimelineView(Canvas):
    """Emits what a person wants; whoever owns it decides what comes of it. Times are `object`: 64 bits."""

    sought = Signal(object)
    """Show this time: scrubbing, a click beside all events."""
    chosen = Signal(object, object)
    """An event was clicked or walked to (Hit), and the time to go to."""
    opened = Signal(object)
    """An event was double-clicked, or Enter was pressed on it."""
    span_drawn = Signal(object)
    """A stretch was drawn, as (start_ns, end_ns)."""
    hovered = Signal(object, object)
    """The event under the pointer or None, and where it is on the screen."""
    arranged = Signal()
    """Lanes were moved, opened or folded."""
    menu_wanted = Signal(object, object)
    """A context menu for a lane (its number), at a place on the screen."""
    scrolled = Signal()

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
        self._bounds = (0, 1)
        self._fitted = True
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_bounds(self, start_ns: int, end_ns: int) -> None:
        """The time there is anything in; what is shown stays near it."""
        self._bounds = (start_ns, max(end_ns, start_ns + 1))

    @property
    def bounds(self) -> tuple[int, int]:
        return self._bounds

    def fit(self, span: tuple[int, int] | None = None) -> None:
        """Show all there is, or all of a stretch."""
        start, end = span or self._bounds
        self.set_scale(Scale.fitting(start, end, self.columns))
        self._fitted = span is None

    def set_scale(self, scale: Scale) -> None:
        if scale != self.scale:
            self._fitted = False
        super().set_scale(scale)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if self._fitted:
            self.fit()
        self.scrolled.emit()

    def look(self, scale: Scale) -> None:
        """Show another part of time, but never nothing at all."""
        start, end = self._bounds
        widest = Scale.fitting(start, end, self.columns).step + 2
        if scale.step > widest:
            scale = Scale.fitting(start, end, self.columns)
        tenth = max(1, self.columns // 10)
        if scale.t(tenth) > end:
            scale = scale.panned(scale.x(end) - tenth)
        elif scale.t(self.columns - tenth) < start:
            scale = scale.panned(scale.x(start) - self.columns + tenth)
        self.set_scale(scale)

    def zoom(self, steps: int, x: int | None = None) -> None:
        """Nearer or farther: around a column, else the time shown if it is in view, else the middle."""
        if x is None:
            shown = self.scale.x(self._playhead) if self._playhead is not None else -1
            x = shown if 0 <= shown < self.columns else self.columns // 2
        self.look(self.scale.zoomed(steps, x))

    def follow(self, t_ns: int) -> None:
        """Move the mark of the time shown, and the view with it when the mark leaves it."""
        self.set_playhead(t_ns)
        if self._grip is Grip.NOTHING:
            self.look(self.scale.showing(t_ns, self.columns))

    @property
    def focused(self) -> LaneView | None:
        return self.stack.lanes[self.stack.focus] if self.stack.lanes else None

    def focus_lane(self, number: int) -> None:
        """Put the keyboard on a lane and bring it into view."""
        if not self.stack.lanes:
            return
        self.stack.focus = max(0, min(len(self.stack.lanes) - 1, number))
        top = self.stack.top(self.stack.focus)
        height = self.stack.lanes[self.stack.focus].height + GAP
        if top < self.down:
            self.set_down(top)
        elif top + height > self.down + self.lanes_rect.height():
            self.set_down(top + height - self.lanes_rect.height())
        self.refresh()
        self.scrolled.emit()
        self.describe(self.stack.lanes[self.stack.focus].name)

    def fold(self, number: int) -> None:
        """Make a lane thin, or give it its height back."""
        if 0 <= number < len(self.stack.lanes):
            lane = self.stack.lanes[number]
            lane.collapsed = not lane.collapsed
            self._rearranged()

    def move_lane(self, number: int, to: int) -> None:
        if 0 <= number < len(self.stack.lanes):
            self.stack.move(number, to)
            self._rearranged()

    def step_event(self, forward: bool) -> None:
        """Choose the next or previous event of the lane with the focus."""
        lane = self.focused
        if lane is None:
            return
        here = self._chosen.start_ns if self._chosen and self._chosen.lane is lane else self._playhead
        found = beside(lane, here or 0, self.scale.step_ns, forward)
        if found is not None:
            self.choose(found)
            self.look(self.scale.showing(found.start_ns, self.columns))
            self.chosen.emit(found, found.start_ns)

    def choose(self, found: Hit | None) -> None:
        """Outline an event."""
        self._chosen = found
        self.update()

    def hit_at(self, place: QPoint) -> Hit | None:
        """The event drawn at a place of the widget."""
        if not self.lanes_rect.contains(place):
            return None
        y = place.y() - RULER + self.down
        number = self.stack.at(y)
        if number < 0:
            return None
        lane = self.stack.lanes[number]
        return hit(lane, self.scale, self.column(place.x()), (y - self.stack.top(number)) / lane.height)

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
                self.look(self._begun.panned(round((self._pressed.x() - place.x()) * self.ratio)))
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
            self.look(self.scale.panned(round(-sideways / NOTCH * self.columns / 10)))
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
            (Qt.Key.Key_Left, False): lambda: self.look(self.scale.panned(-tenth)),
            (Qt.Key.Key_Right, False): lambda: self.look(self.scale.panned(tenth)),
            (Qt.Key.Key_PageUp, False): lambda: self.look(self.scale.panned(-9 * tenth)),
            (Qt.Key.Key_PageDown, False): lambda: self.look(self.scale.panned(9 * tenth)),
            (Qt.Key.Key_Home, False): lambda: self.look(self.scale.showing(start, self.columns)),
            (Qt.Key.Key_End, False): lambda: self.look(self.scale.showing(end - 1, self.columns)),
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

    def describe(self, text: str) -> None:
        """Tell a screen reader what the keyboard or the pointer is on."""
        self.setAccessibleDescription(text)
        changed = QAccessible.Event.DescriptionChanged
        QAccessible.updateAccessibility(QAccessibleEvent(self, changed))

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

    def _rearranged(self) -> None:
        self.set_down(self.down)
        self.refresh()
        self.arranged.emit()
        self.scrolled.emit()
