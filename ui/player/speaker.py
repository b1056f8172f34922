"""Sound to the loudspeaker, in a thread of its own: the window may be busy, the sound goes on."""

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
    def can_be_heard(self) -> bool:
        """Whether there is a device; known shortly after the first `begin`."""
        return self._worker is not None and self._worker.available

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
        self.available = False
        self._sink: Any = None
        self._pipe: Any = None
        self._loudness = 1.0
        self._speed = 1.0
        self._waiting: deque[bytes] = deque()
        self._marks: deque[tuple[int, int]] = deque()  # byte from which on, time of the item there
        self._fed = self._written = 0
        self._timer: QTimer | None = None
        self.wanted.connect(self._do)

    def _do(self, deed: Callable[[], None]) -> None:
        deed()

    def begin(self, speed: float) -> None:
        self._forget()
        self._speed = speed
        if self._sink is None:
            self._open()

    def feed(self, t_ns: int, pcm: bytes) -> None:
        if self.available:
            self._waiting.append(pcm)
            self._marks.append((self._fed, t_ns))
            self._fed += len(pcm)

    def go(self) -> None:
        if not self.available:
            return
        self._pipe = self._sink.start()
        self._sink.setVolume(self._loudness)
        if self._timer is None:
            self._timer = QTimer(self)
            self._timer.timeout.connect(self._pump)
        self._timer.start(PUMP_MS)
        self._pump()

    def stop(self) -> None:
        self._forget()

    def set_volume(self, loudness: float) -> None:
        self._loudness = loudness
        if self._sink is not None:
            self._sink.setVolume(loudness)

    def end(self) -> None:
        self._forget()
        self._sink = None
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
        if self._sink is not None and self._pipe is not None:
            self._sink.reset()
        self._pipe, self.position = None, None
        self._waiting.clear()
        self._marks.clear()
        self._fed = self._written = 0

    def _pump(self) -> None:
        while self._pipe and self._waiting and (free := self._sink.bytesFree()) >= FRAME_BYTES:
            piece = self._waiting.popleft()
            count = max(0, self._pipe.write(piece[: free - free % FRAME_BYTES]))
            self._written += count
            if count < len(piece):
                self._waiting.appendleft(piece[count:])
            if not count:
                break
        self._tell()

    def _tell(self) -> None:
        held = max(0, self._sink.bufferSize() - self._sink.bytesFree())
        heard = self._written - held
        while len(self._marks) > 1 and self._marks[1][0] <= heard:
            self._marks.popleft()
        if self._marks and self._written:
            begin, t_ns = self._marks[0]
            ahead = (heard - begin) * self._speed * SECOND / (RATE * FRAME_BYTES)
            self.position = t_ns + round(ahead), time.monotonic()
