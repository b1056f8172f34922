"""What the commands of the player do: one method each, of the same name."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from ui.player.canvas import Canvas
from ui.player.hearing import Hearing
from ui.player.player_commands import PlayerCommands
from ui.player.projector import Projector
from ui.player.running import SECOND, SPEEDS
from ui.player.shown_item import ShownItem
from ui.player.transport_bar import TransportBar
from ui.position import CurrentPosition

FASTER = (1.0, 2.0, 4.0, 8.0, 16.0)
PAN_PX = 60
LOUDER = 0.1


class PlayerActions:
    """Works on the parts of the player and on the window's position. Times are ns."""

    def __init__(
        self, position: CurrentPosition, item: ShownItem, commands: PlayerCommands, projector: Projector,
        hearing: Hearing, transport: TransportBar, canvas: Canvas,
    ) -> None:  # fmt: skip
        self._position, self._item, self._commands, self._projector = position, item, commands, projector
        self._hearing, self._transport, self._canvas = hearing, transport, canvas
        self.usual = 1.0
        """Speed of `play`."""

    @property
    def repeats(self) -> bool:
        """Whether the marked segment runs again and again."""
        return self._commands["repeat"].isChecked()

    def do(self, name: str) -> None:
        """Run the command of this name (of `player_commands.KEYS`)."""
        getattr(self, name.replace(" ", "_"))()

    def play(self) -> None:
        projector = self._projector
        if projector.speed:
            projector.pause()
            return
        begin = projector.t_ns
        if self.repeats and (span := self._position.span) and not span[0] <= begin < span[1]:
            begin = span[0]
        elif begin >= self._last:
            begin = 0
        projector.play(self.usual, begin)

    def play_anywhere(self) -> None:
        self.play()

    def run_at(self, speed: float) -> None:
        """Play at this speed from now on, also if already playing."""
        self.usual = speed
        if self._projector.speed:
            self._projector.play(speed)
        self._transport.show_speed(speed)

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
        cuts = self._item.cuts
        place = bisect_left(cuts, self._projector.t_ns)
        self._position.seek(cuts[place - 1] if place else 0)

    def cut_on(self) -> None:
        cuts = self._item.cuts
        place = bisect_right(cuts, self._projector.t_ns)
        self._position.seek(cuts[place] if place < len(cuts) else self._last)

    def start(self) -> None:
        self._position.seek(0)

    def end(self) -> None:
        self._position.seek(self._last)

    def type_time(self) -> None:
        self._transport.edit_time()

    def mark_in(self) -> None:
        """From here to the marked end, or to the end of the item where that lies before."""
        here, span = self._projector.t_ns, self._position.span
        self._position.set_span((here, span[1] if span and span[1] > here else self._item.duration_ns))

    def mark_out(self) -> None:
        here, span = self._projector.t_ns, self._position.span
        self._position.set_span((span[0] if span and span[0] < here else 0, here))

    def go_in(self) -> None:
        if self._position.span:
            self._position.seek(self._position.span[0])

    def go_out(self) -> None:
        if self._position.span:
            self._position.seek(self._position.span[1])

    def clear_marks(self) -> None:
        self._position.set_span(None)

    def repeat(self) -> None:
        """The switch itself is all there is to it."""

    def slower(self) -> None:
        self.run_at(max((s for s in SPEEDS if s < self.usual), default=SPEEDS[0]))

    def faster(self) -> None:
        self.run_at(min((s for s in SPEEDS if s > self.usual), default=SPEEDS[-1]))

    def usual_speed(self) -> None:
        self.run_at(1.0)

    def louder(self) -> None:
        self._transport.set_loudness(self._transport.loudness + LOUDER)

    def quieter(self) -> None:
        self._transport.set_loudness(self._transport.loudness - LOUDER)

    def next_track(self) -> None:
        self._hearing.next()

    def fit(self) -> None:
        self._canvas.picture.fit()

    def own_size(self) -> None:
        self._canvas.picture.set_zoom(1.0)

    def zoom_in(self) -> None:
        self._canvas.picture.zoom_by(1)

    def zoom_out(self) -> None:
        self._canvas.picture.zoom_by(-1)

    def pan_left(self) -> None:
        self._canvas.picture.pan(-PAN_PX, 0)

    def pan_right(self) -> None:
        self._canvas.picture.pan(PAN_PX, 0)

    def pan_up(self) -> None:
        self._canvas.picture.pan(0, -PAN_PX)

    def pan_down(self) -> None:
        self._canvas.picture.pan(0, PAN_PX)

    def still(self) -> None:
        self._projector.still()

    def count_pictures(self) -> None:
        self._transport.show_time(self._projector.t_ns)

    @property
    def _last(self) -> int:
        return max(0, self._item.duration_ns - 1)

    def _by(self, ns: int) -> None:
        self._position.seek(min(self._last, max(0, self._projector.t_ns + ns)))

    def _shuttle(self, way: int) -> None:
        """The next faster speed that way; the slowest one after the other way or standing."""
        now = self._projector.speed * way
        self._projector.play(way * next((s for s in FASTER if s > now), FASTER[-1]))
