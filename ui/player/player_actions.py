"""What the player does when told: one method for each command, of the same name."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from ui.player.running import SECOND, SPEEDS

if TYPE_CHECKING:
    from ui.player.player_panel import PlayerPanel

FASTER = (1.0, 2.0, 4.0, 8.0, 16.0)
PAN_PX = 60
LOUDER = 0.1


class Actions:
    """Works on the parts of its panel and on the place."""

    def __init__(self, panel: PlayerPanel) -> None:
        self._panel, self._place, self._projector = panel, panel.ui.position, panel.projector
        self.usual = 1.0
        """Speed of `play`."""

    def play(self) -> None:
        projector = self._projector
        if projector.speed:
            projector.pause()
            return
        begin = projector.t_ns
        if self._panel.repeats and (span := self._place.span) and not span[0] <= begin < span[1]:
            begin = span[0]
        elif begin >= self._last:
            begin = 0
        projector.play(self.usual, begin)

    def play_anywhere(self) -> None:
        self.play()

    def run_at(self, speed: float) -> None:
        """From now on at this speed; what runs goes on at it."""
        self.usual = speed
        if self._projector.speed:
            self._projector.play(speed)
        self._panel.transport.show_speed(speed)

    def forwards(self) -> None:
        self._shuttle(1)

    def backwards(self) -> None:
        self._shuttle(-1)

    def stand(self) -> None:
        self._projector.pause()

    def picture_back(self) -> None:
        self._projector.step(-1)

    def picture_on(self) -> None:
        self._projector.step(1)

    def second_back(self) -> None:
        self._by(-SECOND)

    def second_on(self) -> None:
        self._by(SECOND)

    def ten_back(self) -> None:
        self._by(-10 * SECOND)

    def ten_on(self) -> None:
        self._by(10 * SECOND)

    def cut_back(self) -> None:
        cuts = self._panel.cuts
        place = bisect_left(cuts, self._projector.t_ns)
        self._place.seek(cuts[place - 1] if place else 0)

    def cut_on(self) -> None:
        cuts = self._panel.cuts
        place = bisect_right(cuts, self._projector.t_ns)
        self._place.seek(cuts[place] if place < len(cuts) else self._last)

    def start(self) -> None:
        self._place.seek(0)

    def end(self) -> None:
        self._place.seek(self._last)

    def type_time(self) -> None:
        self._panel.transport.edit_time()

    def mark_in(self) -> None:
        """From here to the marked end, or to the end of the item where that lies before."""
        here, span = self._projector.t_ns, self._place.span
        self._place.set_span((here, span[1] if span and span[1] > here else self._panel.duration_ns))

    def mark_out(self) -> None:
        here, span = self._projector.t_ns, self._place.span
        self._place.set_span((span[0] if span and span[0] < here else 0, here))

    def go_in(self) -> None:
        if self._place.span:
            self._place.seek(self._place.span[0])

    def go_out(self) -> None:
        if self._place.span:
            self._place.seek(self._place.span[1])

    def clear_marks(self) -> None:
        self._place.set_span(None)

    def repeat(self) -> None:
        """The switch itself is all there is to it."""

    def slower(self) -> None:
        self.run_at(max((s for s in SPEEDS if s < self.usual), default=SPEEDS[0]))

    def faster(self) -> None:
        self.run_at(min((s for s in SPEEDS if s > self.usual), default=SPEEDS[-1]))

    def usual_speed(self) -> None:
        self.run_at(1.0)

    def mute(self) -> None:
        self._panel.sound_changed()

    def louder(self) -> None:
        self._panel.transport.set_loudness(self._panel.transport.loudness + LOUDER)

    def quieter(self) -> None:
        self._panel.transport.set_loudness(self._panel.transport.loudness - LOUDER)

    def next_track(self) -> None:
        self._panel.hearing.next()

    def fit(self) -> None:
        self._panel.canvas.picture.fit()

    def own_size(self) -> None:
        self._panel.canvas.picture.set_zoom(1.0)

    def zoom_in(self) -> None:
        self._panel.canvas.picture.zoom_by(1)

    def zoom_out(self) -> None:
        self._panel.canvas.picture.zoom_by(-1)

    def pan_left(self) -> None:
        self._panel.canvas.picture.pan(-PAN_PX, 0)

    def pan_right(self) -> None:
        self._panel.canvas.picture.pan(PAN_PX, 0)

    def pan_up(self) -> None:
        self._panel.canvas.picture.pan(0, -PAN_PX)

    def pan_down(self) -> None:
        self._panel.canvas.picture.pan(0, PAN_PX)

    def full_screen(self) -> None:
        self._panel.toggle_full_screen()

    def faces(self) -> None:
        self._panel.overlay()

    def objects(self) -> None:
        self._panel.overlay()

    def texts(self) -> None:
        self._panel.overlay()

    def still(self) -> None:
        self._projector.still()

    def count_pictures(self) -> None:
        self._panel.transport.show_time(self._projector.t_ns)

    @property
    def _last(self) -> int:
        return max(0, self._panel.duration_ns - 1)

    def _by(self, ns: int) -> None:
        self._place.seek(min(self._last, max(0, self._projector.t_ns + ns)))

    def _shuttle(self, way: int) -> None:
        """The next faster speed that way; the slowest one after the other way or standing."""
        now = self._projector.speed * way
        self._projector.play(way * next((s for s in FASTER if s > now), FASTER[-1]))
