"""The window's end of a viewer process: wishes go in, pictures, sound and words come out.

Nothing here waits: threads write, read and watch, and `deliver` is called in one of them. A viewer that
dies, hangs or grows past its memory is killed and told as `Lost`; the next `open` takes a fresh one. Each
item has a process of its own, so that one hostile file cannot reach the next; a spare one is kept ready.
Knows no decoder and no Qt.
"""

from __future__ import annotations

import logging
import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from engine.units import Kind, MediaPath
from gpu_backends.child_process import ChildProcess
from gpu_backends.programs import program
from gpu_backends.shared_pictures import SharedPictures
from gpu_backends.viewer_messages import (
    Blank,
    Failing,
    Lost,
    Opened,
    Ran,
    Shown,
    StillMade,
    ViewerMessage,
    delivery,
)

logger = logging.getLogger(__name__)

MEMORY_BYTES = 2 << 30
LARGEST_MESSAGE = 1 << 28
"""Bytes; nothing a viewer sends but a still is near, and one that was taken over must not fill the window."""
WATCH_EVERY_SECONDS = 0.25
PATIENCE_SECONDS: Mapping[str, float] = {"open": 20.0, "look": 10.0, "play": 10.0, "still": 60.0}
"""How long a viewer may say nothing while it owes the answer to something."""


@dataclass(frozen=True, slots=True)
class Showing:
    """How pictures are wanted: at most so many device pixels, of which part, and how protected."""

    width: int
    height: int
    region: tuple[float, float, float, float] | None = None
    blurred: bool = False
    grey: bool = False


class Viewer:
    """One viewer process at a time. `deliver` is called in another thread; methods return at once.

    Numbers grow: nothing more is sent of what was asked for under an older one.
    """

    def __init__(
        self, deliver: Callable[[ViewerMessage], None], patience: Mapping[str, float] = PATIENCE_SECONDS
    ) -> None:
        self._deliver, self._patience = deliver, patience
        self._child: _Child | None = None
        self._spare: _Child | None = None
        self._number = 0

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The process, for those who watch over it."""
        return self._child.process if self._child else None

    @property
    def spare(self) -> subprocess.Popen[bytes] | None:
        """The process that waits for the next item."""
        return self._spare.process if self._spare else None

    def warm(self) -> None:
        """Have a process ready, so that the next item opens at once."""
        if self._spare is None or self._spare.gone:
            self._spare = _Child(self._deliver, self._patience)

    def open(
        self,
        media: MediaPath,
        kind: Kind,
        pictures: int | None = -1,
        sound: int | None = -1,
        duration_ns: int = 0,
    ) -> None:
        """Watch another item; `pictures` and `sound` are its streams (−1: the first), None for none."""
        self.leave()
        self.warm()
        self._child, self._spare = self._spare, None
        assert self._child is not None
        self._child.begin(Path(media.path))
        title = {
            "media": asdict(media), "kind": str(kind), "pictures": pictures, "sound": sound,
            "duration_ns": duration_ns,
        }  # fmt: skip
        self._ask("open", title=title)

    def show(self, showing: Showing) -> None:
        """How pictures are wanted from the next one on."""
        self._send("view", view=asdict(showing))

    def request_frame(self, t_ns: int, steps: int = 0) -> int:
        """The picture of a time, or the one so many pictures from there; its number."""
        return self._ask("look", t_ns=t_ns, steps=steps)

    def play(self, t_ns: int, speed: float = 1.0, audible: bool = True) -> int:
        """Run from a time on; the number of all that comes of it."""
        return self._ask("play", t_ns=t_ns, speed=speed, audible=audible)

    def pause(self) -> int:
        """Stop running; nothing more of it is sent."""
        return self._ask("pause")

    def listen(self, stream: int) -> None:
        """Another sound stream, from the next `play` on."""
        self._send("listen", stream=stream)

    def clock(self, t_ns: int) -> None:
        """What is seen and heard now, so that decoding keeps up."""
        self._send("clock", t_ns=t_ns)

    def free(self, *slots: int) -> None:
        """Slots whose pictures are not painted any more."""
        self._send("free", slots=list(slots))

    def still(self, t_ns: int) -> None:
        """The exact picture of a time, as `StillMade`."""
        self._send("still", t_ns=t_ns)

    def waveform(self, stream: int = -1) -> None:
        """What a sound stream looks like, as `Wave` piece by piece, between other work."""
        self._send("wave", stream=stream)

    def leave(self) -> None:
        """End the process of the item; nothing more is delivered of it. Idempotent."""
        child, self._child = self._child, None
        if child:
            child.end()

    def close(self) -> None:
        """The same, and the spare one ends too."""
        self.leave()
        spare, self._spare = self._spare, None
        if spare:
            spare.end()

    def _ask(self, deed: str, **values: Any) -> int:
        self._number += 1
        self._send(deed, number=self._number, **values)
        return self._number

    def _send(self, deed: str, **values: Any) -> None:
        if self._child:
            self._child.send({"do": deed, **values})


class _Child:
    """A viewer process, what it has yet to answer, and the thread that watches it."""

    def __init__(self, deliver: Callable[[ViewerMessage], None], patience: Mapping[str, float]) -> None:
        self._deliver, self._patience = deliver, patience
        self._shared = SharedPictures.create()
        self._pending: dict[str, int] = {}
        """What it has yet to answer, with the number of the wish."""
        self._heard_at = time.monotonic()
        self._ended = threading.Event()
        self._begun, self._lost = False, False
        self._delivering = threading.RLock()
        """Held while a message is handed over, so that none is after `end`."""
        self._reason = "viewer-died"
        command, folder = program("--viewer", "gpu_backends.viewer")
        self._process = ChildProcess(
            command,
            folder,
            self._heard,
            self._lose,
            name="viewer",
            largest=LARGEST_MESSAGE,
            inherited=self._shared.inherited,
            environment={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        threading.Thread(target=self._watch, name="viewer watch", daemon=True).start()

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        return self._process.process

    @property
    def gone(self) -> bool:
        return self._ended.is_set()

    def begin(self, readable: Path) -> None:
        """Shut the sandbox: only this file, and what programs need, can be read from now on."""
        setup = {"readable": [str(readable)], "memory_bytes": MEMORY_BYTES, "pictures": self._shared.handle}
        self._process.send(setup)
        with self._delivering:
            self._begun = True
            lost = self._lost
        if lost:  # while it was spare, so that nobody was told
            self._deliver(Lost(self._reason))

    def send(self, command: Mapping[str, Any]) -> None:
        deed = command["do"]
        if deed in ("look", "play", "pause"):
            self._pending.pop("look", None)
            self._pending.pop("play", None)
        if deed in self._patience:
            if not self._pending:
                self._heard_at = time.monotonic()
            self._pending[deed] = command.get("number", 0)
        self._process.send(command)

    def end(self) -> None:
        """Kill it: it holds nothing that is not elsewhere. The threads finish by themselves."""
        with self._delivering:
            self._ended.set()
        self._process.kill()

    def _heard(self, untrusted: dict[str, Any]) -> None:
        """Raises ValueError for what is no message, which ends the process."""
        self._heard_at = time.monotonic()
        if untrusted.get("tell") == "ready":
            self._shared.attached()
        message = delivery(untrusted, self._shared)
        with self._delivering:
            if message is not None and not self._ended.is_set():
                self._settle(message)
                self._deliver(message)

    def _lose(self) -> None:
        self._shared.close()
        with self._delivering:
            if self._ended.is_set():
                return
            self._ended.set()
            logger.warning("a viewer ended: %s", self._reason)
            self._lost = True
            if self._begun:
                self._deliver(Lost(self._reason))

    def _settle(self, message: ViewerMessage) -> None:
        """Strike out what has been answered."""
        match message:
            case Opened():
                self._pending.pop("open", None)
            case Shown(number=number, exact=True) | Blank(number=number):
                self._strike("look", number)
            case Ran(number=number):
                self._strike("play", number)
            case StillMade():
                self._pending.pop("still", None)
            case Failing():
                self._pending.clear()

    def _strike(self, deed: str, number: int) -> None:
        if self._pending.get(deed) == number:
            self._pending.pop(deed, None)

    def _watch(self) -> None:
        """Kill the process when it is silent for too long or has grown too large."""
        while not self._ended.wait(WATCH_EVERY_SECONDS):
            pending = self._pending.copy()
            silent = time.monotonic() - self._heard_at
            if pending and silent > max(self._patience[deed] for deed in pending):
                self._reason = "viewer-hung"
            elif self.process is not None and _private_bytes(self.process) > MEMORY_BYTES:
                self._reason = "viewer-too-large"
            else:
                continue
            self._process.kill()
            return


def _private_bytes(process: subprocess.Popen[bytes]) -> int:
    try:
        used = psutil.Process(process.pid).memory_info()
    except psutil.Error:
        return 0
    return int(used.rss - getattr(used, "shared", 0))
