"""Sound to the loudspeaker, in a separate thread: the sound continues while the window is busy."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, QTimer, Signal

logger = logging.getLogger(__name__)

RATE, FRAME_BYTES = 48_000, 4
SECOND = 1_000_000_000
PUMP_MS = 10
LINGER_MS = 20_000
STALLED_SECONDS = 2.0
LATENCY_BYTES = RATE * FRAME_BYTES // 10


class Speaker:
    """What the window calls; nothing waits. Without a sound device `position` stays None."""

    def __init__(self) -> None:
        self._thread: QThread | None = None
        self._worker: _Worker | None = None
        self.loudness = 1.0
        """0 to 1, of amplitude."""

    @property
    def position(self) -> tuple[int, float] | None:
        """Time of the item heard, and at which moment (`time.monotonic`)."""
        return self._worker.position if self._worker else None

    @property
    def settled(self) -> bool:
        """Whether it is known if there is a device; takes a while after the first `begin`."""
        return self._worker is not None and self._worker.settled

    @property
    def can_be_heard(self) -> bool:
        """Whether there is a device."""
        return self._worker is not None and self._worker.available

    @property
    def heard(self) -> bool:
        """Whether sound comes out now: of a device, and not at volume 0."""
        return self.can_be_heard and self.loudness > 0 and self.position is not None

    def begin(self, speed: float) -> None:
        """Forget what was to be heard; what is fed from now on waits for `go`."""
        if self._worker is None:
            self._thread, self._worker = QThread(), _Worker()
            self._thread.setObjectName("sound")
            self._worker.moveToThread(self._thread)
            self._thread.start()
            self.volume(self.loudness)
        worker = self._worker
        worker.position = None
        worker.wanted.emit(lambda: worker.begin(speed))

    def feed(self, t_ns: int, pcm: bytes) -> None:
        """Interleaved 16-bit stereo at 48 kHz, the first sample of item time `t_ns`."""
        if worker := self._worker:
            worker.wanted.emit(lambda: worker.feed(t_ns, pcm))

    def go(self) -> None:
        if worker := self._worker:
            worker.wanted.emit(worker.go)

    def stop(self) -> None:
        if worker := self._worker:
            worker.position = None
            worker.wanted.emit(worker.stop)

    def volume(self, loudness: float) -> None:
        """Also of what is played later."""
        self.loudness = loudness
        if worker := self._worker:
            worker.wanted.emit(lambda: worker.set_volume(loudness))

    def close(self) -> None:
        """End the thread. Idempotent."""
        thread, worker, self._thread, self._worker = self._thread, self._worker, None, None
        if thread and worker:
            worker.wanted.emit(worker.end)
            thread.wait()


class _Worker(QObject):
    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.position: tuple[int, float] | None = None
        self.available = self.settled = False
        self._sink: Any = None
        self._pipe: Any = None
        self._loudness = 1.0
        self._speed = 1.0
        self._waiting: deque[bytes] = deque()
        self._marks: deque[tuple[int, int]] = deque()  # byte from which on, time of the item there
        self._fed = self._written = self._base = 0
        self._last = (0, 0.0)  # bytes heard, and when they were first
        self._timer: QTimer | None = None
        self._linger: QTimer
        self.wanted.connect(self._do)

    def _do(self, action: Callable[[], None]) -> None:
        action()

    def begin(self, speed: float) -> None:
        self._forget()
        self._speed = speed
        if self._sink is None:
            self._open()
            self.settled = True

    def feed(self, t_ns: int, pcm: bytes) -> None:
        if self.available:
            self._waiting.append(pcm)
            self._marks.append((self._fed, t_ns))
            self._fed += len(pcm)

    def go(self) -> None:
        if not self.available:
            return
        if self._pipe is None:
            self._pipe = self._sink.start()
        self._last = -1, time.monotonic()
        self._sink.setVolume(self._loudness)
        if self._timer is None:
            self._timer = QTimer(self)
            self._timer.timeout.connect(self._pump)
            self._linger = QTimer(self)
            self._linger.setSingleShot(True)
            self._linger.timeout.connect(self._release)
        self._linger.stop()
        self._timer.start(PUMP_MS)
        self._pump()

    def stop(self) -> None:
        self._forget()
        if self.available and self._pipe is not None:
            # restarting a device may take seconds; what it still holds must not be heard
            self._sink.setVolume(0.0)
            self._linger.start(LINGER_MS)

    def _release(self) -> None:
        """Nothing was heard for a while: let others have the device."""
        if self.available:
            self._sink.reset()
        self._pipe, self._written, self._base = None, 0, 0

    def set_volume(self, loudness: float) -> None:
        """From 0 to 1, linear."""
        self._loudness = loudness
        if self.available and self._timer and self._timer.isActive():
            self._sink.setVolume(loudness)

    def end(self) -> None:
        self._forget()
        self._release()
        self.thread().quit()

    def _open(self) -> None:
        """Loading Qt's multimedia takes a third of a second, which is why it happens here."""
        try:
            from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices
        except ImportError:
            logger.warning("no sound: Qt's multimedia could not be loaded")
            return
        form = QAudioFormat()
        form.setSampleRate(RATE)
        form.setChannelCount(2)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull() or not device.isFormatSupported(form):
            logger.info("no sound: no device for it")
            return
        self._sink = QAudioSink(device, form, self)
        self._sink.setBufferSize(LATENCY_BYTES)
        self.available = True

    def _forget(self) -> None:
        if self._timer:
            self._timer.stop()
        self.position = None
        self._waiting.clear()
        self._marks.clear()
        self._fed, self._base = 0, self._written

    def _pump(self) -> None:
        if self._sink.error().name not in ("NoError", "UnderrunError") or self._stalled():
            logger.warning("no more sound: the device has gone")
            self._give_up()
            return
        while self._pipe and self._waiting and (free := self._sink.bytesFree()) >= FRAME_BYTES:
            piece = self._waiting.popleft()
            count = max(0, self._pipe.write(piece[: free - free % FRAME_BYTES]))
            self._written += count
            if count < len(piece):
                self._waiting.appendleft(piece[count:])
            if not count:
                break
        self._tell()

    @property
    def _heard(self) -> int:
        """Bytes of this run that have left for the ear; below 0 while those of an earlier one do."""
        held: int = self._sink.bufferSize() - self._sink.bytesFree()
        return self._written - self._base - max(0, held)

    def _stalled(self) -> bool:
        """Whether there is something to be heard and nothing is; a sound server that dies does not tell."""
        heard, now = self._heard, time.monotonic()
        if heard != self._last[0] or not (self._waiting or heard < self._written - self._base):
            self._last = heard, now
        return now - self._last[1] > STALLED_SECONDS

    def _give_up(self) -> None:
        """The device is gone: what runs goes on without. Its sink may end the program if touched again."""
        self._pipe, self.available = None, False
        self._forget()

    def _tell(self) -> None:
        heard = self._heard
        while len(self._marks) > 1 and self._marks[1][0] <= heard:
            self._marks.popleft()
        if self._marks and heard > 0:
            begin, t_ns = self._marks[0]
            ahead = (heard - begin) * self._speed * SECOND / (RATE * FRAME_BYTES)
            self.position = t_ns + round(ahead), time.monotonic()
