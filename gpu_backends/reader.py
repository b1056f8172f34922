"""The process that parses one item: it may read this one file, and gives pictures and sound as arrays.

It is forked by the nursery, lives as long as its item is worked on, and is asked over a socket. What it gives
lies in memory that it shares with who asks; the answer names the shape.
"""

from __future__ import annotations

import mmap
import os
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from engine.errors import AimaError, OutOfMemory, StageBroken
from engine.execute import attempt
from engine.media.channels import Heard
from engine.media.source import MediaCache
from engine.models.packs import PackStore
from engine.stage import Context, Frame
from engine.units import Kind, Media, MediaPath, Sampling, Span, UnitRequest, media_of
from gpu_backends import wire
from gpu_backends.reader_memory import MEMORY_BYTES
from gpu_backends.sandbox import enter


def serve(channel: int, memory: int) -> None:
    """Shut the sandbox behind the file that the first message names; answer until the other side has gone."""
    reading, writing = os.fdopen(os.dup(channel), "rb"), os.fdopen(channel, "wb")
    try:
        opening = wire.receive(reading)
        media = media_of(opening["media"])
        readable = [Path(media.path)] if isinstance(media, MediaPath) else []
        shared = mmap.mmap(memory, MEMORY_BYTES)
        os.close(memory)
        enter(readable, opening["memory_bytes"])
        _Desk(media, shared, writing).run(reading)
    except (wire.WireBroken, BrokenPipeError, ConnectionError):
        return


class _Desk:
    """The item, what of it is at hand, and the pictures that the other side still holds."""

    def __init__(self, media: Media, shared: mmap.mmap, writing: BinaryIO) -> None:
        self._media, self._shared, self._writing = media, shared, writing
        self._cache = MediaCache()
        self._runs: dict[int, Iterator[Frame]] = {}
        self._frames: dict[int, Frame] = {}
        self._numbers = 0
        self._arrays: list[npt.NDArray[Any]] = []
        """Of the last sound, to be fetched one by one."""
        self._accounted = time.process_time()

    def run(self, reading: BinaryIO) -> None:
        while True:
            asked = wire.receive(reading)
            for number in asked.get("free", ()):
                self._frames.pop(number, None)
            answer = self._guarded(asked)
            now = time.process_time()
            wire.send(self._writing, {**answer, "cpu": now - self._accounted})
            self._accounted = now

    def _guarded(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer; errors are sent as codes, since parsers of hostile files may quote them."""
        try:
            return getattr(self, f"_{asked['do']}")(asked)  # type: ignore[no-any-return]
        except AimaError as error:
            return {"error": error.code, "passing": error.passing}
        except MemoryError:
            return {"error": OutOfMemory.code, "passing": True}
        except Exception as error:
            print(f"reader: {type(error).__name__}", file=sys.stderr)  # noqa: T201
            return {"error": StageBroken.code, "passing": True}

    def _unit(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """A unit that needs the container itself, as a whole."""
        request = replace(UnitRequest.from_bytes(asked["unit"]), media=self._media)
        context = Context(settings={}, packs=PackStore(Path()))
        return {"outcome": attempt(request, context, self._cache, asked["again"]).to_bytes()}

    def _pictures(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        span, sampling = Span(*asked["span"]), Sampling(asked["sampling"])
        return self._begin(self._cache.pictures(self._media, asked["stream"], span, sampling))

    def _exact(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        return self._begin(self._cache.exact(self._media, asked["stream"], Span(*asked["span"])))

    def _begin(self, frames: Iterator[Frame]) -> Mapping[str, Any]:
        self._numbers += 1
        self._runs[self._numbers] = frames
        return {"run": self._numbers}

    def _next(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """The next picture of a run, with its pixels in the sizes that were asked for of the one before."""
        frame = next(self._runs[asked["run"]], None)
        if frame is None:
            del self._runs[asked["run"]]
            return {"frame": None}
        return self._frame(frame, asked["sides"])

    def _leave(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        run = self._runs.pop(asked["run"], None)
        if run is not None and hasattr(run, "close"):
            run.close()
        return {}

    def _still(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        return self._frame(self._cache.still(self._media), asked["sides"])

    def _frame(self, frame: Frame, sides: list[int]) -> Mapping[str, Any]:
        self._numbers += 1
        self._frames[self._numbers] = frame
        told = (self._numbers, frame.t_ns, frame.pts, frame.width, frame.height, bool(frame.exact))
        return {"frame": told, "shapes": self._laid([frame.bgr(side or None) for side in sides])}

    def _bgr(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"shapes": self._laid([self._frames[asked["frame"]].bgr(asked["side"] or None)])}

    def _harms(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        kind, span, sampling = Kind(asked["kind"]), Span(*asked["span"]), Sampling(asked["sampling"])
        found = self._cache.harms(self._media, kind, asked["stream"], span, sampling)
        return {"harms": [astuple(harm) for harm in found]}

    def _scene(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        return {
            "t_ns": self._cache.scene_keyframe(self._media, asked["stream"], Span(*asked["span"])),
        }

    def _sound(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        heard: Heard = self._cache.sound(self._media, asked["stream"], *asked["span"])
        numbers = sorted(heard.own)
        own = [(heard.own[n].sound, heard.own[n].ranges) for n in numbers]
        self._arrays = [heard.mix, heard.decoded, *(array for pair in own for array in pair)]
        return {"channels": numbers}

    def _array(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"shapes": self._laid([self._arrays[asked["n"]]])}

    def _laid(self, arrays: list[npt.NDArray[Any]]) -> list[tuple[int, ...]]:
        """Arrays laid behind each other from the beginning of the shared memory, as many as fit; shapes."""
        shapes, at = [], 0
        for array in arrays:
            if at + array.nbytes > MEMORY_BYTES:
                break
            target = np.frombuffer(self._shared, array.dtype, array.size, at).reshape(array.shape)
            np.copyto(target, array)
            at += array.nbytes
            shapes.append(array.shape)
        return shapes
