"""Between the viewer process and the widgets: seeks, steps, runs, hands over the picture to be painted."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal

from app.core_api.media import Playable
from engine.units import Kind
from gpu_backends.viewer_messages import (
    Blank,
    Failing,
    Heard,
    Lost,
    Opened,
    Ran,
    Shown,
    Silent,
    SoundOver,
    StillMade,
    ViewerMessage,
)
from gpu_backends.viewing import Showing, Viewer
from ui.player.frame import Frame
from ui.player.frame_requests import FrameRequests
from ui.player.run import Run
from ui.player.running import SECOND, Tally
from ui.player.speaker import Speaker

TICK_MS = 4
FASTEST_HEARD = 4.0
TIME_STEP_NS = SECOND // 30


class Projector(QObject):
    """One item at a time."""

    opened = Signal()
    framed = Signal()
    """`frame` is another picture, or none."""
    timed = Signal(object)
    """The time shown is now this many ns."""
    run_changed = Signal()
    """Running started, stopped, or changed its speed."""
    ended = Signal()
    """A run has reached the end, or going backwards the start."""
    failed = Signal(str)
    """What was asked for cannot be done, for the reason of this code."""
    silent = Signal(str)
    lost = Signal(str)
    still_made = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.frame: Frame | None = None
        self.t_ns = 0
        self.speaker = Speaker()
        self.tally = Tally()
        # a signal may not be sent while its object is taken apart
        self._gate, self._open = threading.Lock(), False
        self._viewer = Viewer(self._hand_over)
        self.playable: Playable | None = None
        self._showing = Showing(1280, 720)
        self._requests = FrameRequests(self._viewer.request_frame, lambda: self.t_ns)
        self._audible = False
        self._run: Run | None = None
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def warm(self) -> None:
        """Have a viewer ready for the first item."""
        self._viewer.warm()

    @property
    def viewer_pid(self) -> int:
        """Of the viewer of this item; 0 where there is none."""
        return self._viewer.process.pid if self._viewer.process else 0

    @property
    def speed(self) -> float:
        """0 while it stands."""
        return self._run.speed if self._run else 0.0

    def clock_ns(self) -> int | None:
        """What is heard and to be seen this very moment; None while it stands."""
        return self._run.clock.t_ns(time.monotonic()) if self._run else None

    @property
    def waits(self) -> bool:
        """Whether a picture that was asked for has not arrived."""
        return self._requests.number is not None

    def open(self, playable: Playable, sound: int | None, t_ns: int) -> None:
        """Show an item from this time on. `sound`: index of the stream to be heard, None for none."""
        self.close()
        self._open = True
        self.playable, self.t_ns = playable, t_ns
        self._audible = sound is not None
        pictures = playable.pictures.index if playable.pictures else -1
        has_none = playable.kind is Kind.AUDIO
        self._viewer.open(
            playable.media,
            playable.kind,
            pictures=None if has_none else pictures,
            sound=sound,
            duration_ns=playable.duration_ns,
        )
        self._viewer.show(self._showing)
        self.seek(t_ns)
        self._viewer.warm()

    def close(self) -> None:
        """Show nothing, keep nothing; the viewer is killed."""
        self._stop()
        self._requests.forget()
        self.playable, self.t_ns = None, 0
        self._drop_frame()
        self._viewer.close()
        # what the viewer said of this item, and is still on its way, is not about the next one
        QCoreApplication.removePostedEvents(self, QEvent.Type.MetaCall)
        self.framed.emit()

    def shut(self) -> None:
        """The same, and the sound's thread ends."""
        self.close()
        self._viewer.close()
        with self._gate:
            self._open = False
        self.speaker.close()

    def show(self, showing: Showing) -> None:
        """How pictures are wanted from now on; what is shown comes again."""
        if showing == self._showing:
            return
        before, self._showing = self._showing, showing
        self._viewer.show(showing)
        covered = (showing.blurred and not before.blurred) or (showing.grey and not before.grey)
        if covered:
            self._drop_frame()  # what was not to be seen must not stay on the screen a moment longer
            self.framed.emit()
        if self._run and (showing.blurred, showing.grey) != (before.blurred, before.grey):
            self.play(self._run.speed)  # pictures that wait are of the other kind
        elif not self._run:
            self._request()

    def seek(self, t_ns: int) -> None:
        """Stand at a time."""
        self._stop()
        self._at(max(0, t_ns))
        self._request()

    def step(self, count: int) -> None:
        """Go so many pictures on, or back."""
        if self._run:
            self.seek(self.t_ns)
        if self.playable is not None:
            self._requests.step(count)

    def play(self, speed: float = 1.0, t_ns: int | None = None) -> None:
        """Run from where it stands, or from a time."""
        if self.playable is None:
            return
        begin = self.t_ns if t_ns is None else t_ns
        self._stop(tell=False)
        self._requests.forget()
        audible = self._audible and 0 < speed <= FASTEST_HEARD
        number = self._viewer.play(begin, speed, audible)
        pictures = self.playable.kind is not Kind.AUDIO
        run = self._run = Run(number, begin, speed, self.speaker, pictures, audible)
        self.tally = run.waiting.tally
        self._at(begin)
        self._timer.start(TICK_MS)
        self.run_changed.emit()

    def pause(self) -> None:
        """Stand at the picture that is shown now."""
        if self._run:
            self._stop()
            self._request()

    def set_loudness(self, share: float) -> None:
        """0 to 1; also of what is played later."""
        self.speaker.volume(share)

    def listen(self, stream: int) -> None:
        """Hear another sound stream from now on."""
        self._audible = True
        self._viewer.listen(stream)
        if self._run:
            self.play(self._run.speed)

    def still(self) -> None:
        """Ask for the exact picture shown; `still_made` brings it."""
        if self._run:
            self.pause()
        self._viewer.still(self.frame.t_ns if self.frame else self.t_ns)

    def _at(self, t_ns: int) -> None:
        if t_ns != self.t_ns:
            self.t_ns = t_ns
            self.timed.emit(t_ns)

    def _request(self) -> None:
        """Ask for the picture of the time at which it stands."""
        if self.playable is not None:
            self._requests.want(self.t_ns)

    def _stop(self, tell: bool = True) -> None:
        run, self._run = self._run, None
        if run is None:
            return
        self._timer.stop()
        self.speaker.stop()
        self._viewer.pause()
        self._viewer.free(*(p.slot for p in run.waiting.rest()))
        if tell:
            self.run_changed.emit()

    def _hand_over(self, message: ViewerMessage) -> None:
        """Called in the viewer's thread."""
        with self._gate:
            if self._open:
                self._arrived.emit(message)

    def _take(self, message: ViewerMessage) -> None:
        match message:
            case Shown():
                self._take_picture(message)
            case Blank(number=number) if number == self._requests.number:
                self._requests.answered()
            case Heard() | SoundOver() | Ran() if self._run and message.number == self._run.number:
                self._run.take(message)
            case Opened(kind=kind, duration_ns=duration_ns) if self.playable is not None:
                self.playable = replace(self.playable, kind=kind, duration_ns=duration_ns)
                self.opened.emit()
            case Silent(code=code):
                self._no_sound()
                self.silent.emit(code)
            case Failing(code=code):
                self._requests.forget()
                self._stop()
                self.failed.emit(code)
            case Lost(code=code):
                self.close()
                self.lost.emit(code)
            case StillMade():
                self.still_made.emit(message)

    def _take_picture(self, picture: Shown) -> None:
        if self._run and picture.number == self._run.number:
            self._run.waiting.add(picture)
        elif picture.number == self._requests.number:
            self._paint(picture)
            if picture.exact:
                if self._requests.steps:
                    self._at(picture.t_ns)
                self._requests.answered()
            else:
                self._requests.go_on()
        else:
            self._viewer.free(picture.slot)

    def _no_sound(self) -> None:
        self._audible = False
        if self._run:
            self._run.silence()

    def _tick(self) -> None:
        run, now = self._run, time.monotonic()
        if run is None or self.playable is None or (t_ns := run.tick(now)) is None:
            return
        picture, passed = run.due(t_ns)
        if passed:
            self._viewer.free(*(p.slot for p in passed))
        if picture is not None:
            self._paint(picture)
        if picture is not None or abs(t_ns - self.t_ns) >= TIME_STEP_NS * abs(run.speed):
            self._at(max(0, t_ns))
        if run.clock_due(now):
            self._viewer.clock(t_ns)
        if self._run is run and run.finished(t_ns, self.playable.duration_ns):
            self._end(run)

    def _end(self, run: Run) -> None:
        last = run.last_ns
        self._stop()
        self._at(max(0, last))
        self._request()
        self.ended.emit()

    def _paint(self, picture: Shown) -> None:
        before, self.frame = self.frame, Frame.of(picture)
        self.framed.emit()
        if before:
            self._viewer.free(before.shown.slot)

    def _drop_frame(self) -> None:
        before, self.frame = self.frame, None
        if before:
            self._viewer.free(before.shown.slot)
