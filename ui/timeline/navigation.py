"""Moving through a timeline: in time, from lane to lane, from event to event."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QResizeEvent

from ui.theme import Tokens
from ui.timeline.canvas import Canvas
from ui.timeline.hit import Hit, beside, hit
from ui.timeline.lane import GAP, LaneView
from ui.timeline.margins import RULER
from ui.timeline.scale import Scale


class Navigator(Canvas):
    """A canvas that knows the time there is anything in, and keeps near it."""

    chosen = Signal(object, object)
    """An event was clicked or walked to (Hit), and the time to go to."""
    arranged = Signal()
    """Lanes were moved, opened or folded."""
    scrolled = Signal()

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens)
        self._bounds = (0, 1)
        self._fitted = True

    @property
    def held(self) -> bool:
        """Whether a person's hand is on it, so that it must not move automatically."""
        return False

    def set_bounds(self, start_ns: int, end_ns: int) -> None:
        """The time there is anything in; what is shown stays near it."""
        self._bounds = (start_ns, max(end_ns, start_ns + 1))

    @property
    def bounds(self) -> tuple[int, int]:
        """First and last time that can be shown, ns."""
        return self._bounds

    def fit(self, span: tuple[int, int] | None = None) -> None:
        """Show all there is, or all of a segment."""
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

    def show_scale(self, scale: Scale) -> None:
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
        self.show_scale(self.scale.zoomed(steps, x))

    def follow(self, t_ns: int) -> None:
        """Move the mark of the time shown, and the view with it when the mark leaves it."""
        self.set_playhead(t_ns)
        if not self.held:
            self.show_scale(self.scale.showing(t_ns, self.columns))

    @property
    def focused(self) -> LaneView | None:
        """The lane the keys act on; None if there is none."""
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
        """Give a lane another place in the order."""
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
            self.show_scale(self.scale.showing(found.start_ns, self.columns))
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

    def describe(self, text: str) -> None:
        """Tell a screen reader what the keyboard or the pointer is on."""
        self.setAccessibleDescription(text)
        changed = QAccessible.Event.DescriptionChanged
        QAccessible.updateAccessibility(QAccessibleEvent(self, changed))

    def _rearranged(self) -> None:
        self.set_down(self.down)
        self.refresh()
        self.arranged.emit()
        self.scrolled.emit()
