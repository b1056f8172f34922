"""The viewer process: enters its sandbox, then decodes what is shown until its pipe closes.

Commands come as mappings with a `do`; each that asks for another picture has a `number`, and the newest
counts from the moment it arrives. Only codes of errors, numbers, pixels and samples leave.
"""

from __future__ import annotations

import faulthandler
import queue
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import av
import cv2

from engine.errors import AimaError
from engine.media.images import registered
from engine.media.pictures import Picture
from engine.media.playback import Playback, Title
from engine.media.rendering import View
from engine.units import Kind, media_of
from gpu_backends import wire
from gpu_backends.sandbox import enter
from gpu_backends.shared_pictures import SLOT_BYTES, SLOTS, SharedPictures

ALIVE_SECONDS = 0.5
"""How often a sign of life is sent if nothing else is."""
CLOCK_SECONDS = 0.01


def serve() -> int:
    """Decode what the window wishes for until it has gone."""
    reading, writing = wire.taken_over()
    faulthandler.enable(sys.stderr)
    try:
        _confined(wire.receive(reading), reading, writing)
    except (wire.WireBroken, BrokenPipeError):
        return 0
    return 0


def _confined(setup: Mapping[str, Any], reading: BinaryIO, writing: BinaryIO) -> None:
    av.logging.set_level(av.logging.PANIC)
    cv2.setNumThreads(1)
    registered()
    shared = SharedPictures.attach(setup["pictures"])
    confined = enter([Path(p) for p in setup["readable"]], setup["memory_bytes"])
    desk = _Desk(shared, reading, writing)
    desk.tell({"tell": "ready", "confined": confined.description})
    desk.run(Playback(desk, desk.tell, desk.superseded))


class _Desk:
    """Commands in, tellings out, and the slots that are free. A thread reads: decoding can be cut short."""

    def __init__(self, shared: SharedPictures, reading: BinaryIO, writing: BinaryIO) -> None:
        self._shared, self._writing = shared, writing
        self._free = list(range(SLOTS))
        self._commands: queue.SimpleQueue[Mapping[str, Any] | None] = queue.SimpleQueue()
        self._newest = 0  # number of the newest wish that has arrived
        self._number = 0  # number of the wish that is worked on
        self._told = time.monotonic()
        self._reader = threading.Thread(target=self._read, args=(reading,), daemon=True)
        self._reader.start()

    def room(self) -> bool:
        return bool(self._free)

    def put(self, pixels: Picture) -> int:
        slot = self._free.pop(0)
        self._shared.write(slot, pixels)
        return slot

    def tell(self, facts: Mapping[str, Any]) -> None:
        self._told = time.monotonic()
        wire.send(self._writing, facts)

    def superseded(self) -> bool:
        """Asked after every picture decoded, so it is also where a sign of life is given."""
        if time.monotonic() - self._told > ALIVE_SECONDS:
            self.tell({"tell": "alive"})
        return self._newest != self._number

    def run(self, playback: Playback) -> None:
        busy = True
        while True:
            wait = 0.0 if busy else CLOCK_SECONDS if playback.running else None
            try:
                command = self._commands.get(timeout=wait) if wait else self._commands.get(wait is None)
            except queue.Empty:
                pass
            else:
                if command is None:
                    return
                busy = self._guarded(playback, command) or busy
                continue
            busy = self._guarded(playback, None)
            self.superseded()

    def _guarded(self, playback: Playback, command: Mapping[str, Any] | None) -> bool:
        """Do a command or a piece of work; whether there may be more. Errors are sent as codes."""
        try:
            if command is None:
                return playback.work()
            self._do(playback, command)
        except AimaError as error:
            self._failed(playback, error.code)
        except MemoryError:
            self._failed(playback, "viewer-too-large")
        except BrokenPipeError:
            raise
        except Exception as error:
            # what a parser of hostile files raises may quote them
            print(f"viewer: {type(error).__name__}", file=sys.stderr)  # noqa: T201
            self._failed(playback, "unreadable")
        return True

    def _failed(self, playback: Playback, code: str) -> None:
        playback.give_up()
        self.tell({"tell": "failed", "number": self._number, "code": code})

    def _do(self, playback: Playback, command: Mapping[str, Any]) -> None:
        self._number = command.get("number", self._number)
        values = {name: value for name, value in command.items() if name not in ("do", "number")}
        match command["do"]:
            case "open":
                title = playback.open(_title(values["title"]))
                self.tell({"tell": "opened", "kind": str(title.kind), "duration_ns": title.duration_ns})
            case "view":
                playback.view(_view(values["view"]))
            case "free":
                self._free += values["slots"]
            case "look" | "play" | "clock" as deed:
                getattr(playback, deed)(self._number, **values)
            case "pause" | "listen" | "still" | "wave" | "close" as deed:
                getattr(playback, deed)(**values)

    def _read(self, reading: BinaryIO) -> None:
        try:
            while True:
                command = wire.receive(reading)
                self._newest = command.get("number", self._newest)
                self._commands.put(command)
        except (wire.WireBroken, OSError, ValueError):
            self._newest = -1
            self._commands.put(None)


def _title(told: Mapping[str, Any]) -> Title:
    return Title(**{**told, "media": media_of(told["media"]), "kind": Kind(told["kind"])})


def _view(told: Mapping[str, Any]) -> View:
    """A view whose picture fits into a slot."""
    view = View(**{**told, "region": tuple(told["region"]) if told["region"] else None})
    pixels = max(1, view.width) * max(1, view.height)
    scale = min(1.0, (SLOT_BYTES / 4 / pixels) ** 0.5)
    return replace(view, width=max(1, int(view.width * scale)), height=max(1, int(view.height * scale)))


if __name__ == "__main__":
    sys.exit(serve())
