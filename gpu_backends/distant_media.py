"""An item that another process reads: asked for over a socket, taken out of shared memory, checked.

Nothing that the reader says is believed: it may have been taken over by the file. Shapes must fit what was
asked for, times the span, and every array is copied before anything looks at it.
"""

from __future__ import annotations

import mmap
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from engine.errors import AimaError, MediaError, OutOfMemory
from engine.media.channels import Channel, Heard
from engine.media.damage import Harm
from engine.media.sound import samples
from engine.stage import Frame, Picture
from engine.units import Kind, Media, Sampling, Span, UnitOutcome
from gpu_backends import wire
from gpu_backends.reader_memory import MEMORY_BYTES

_CODE = re.compile("[a-z0-9-]{1,40}")
LONGEST_SIDE = 1 << 17
MOST_CHANNELS = 64
LONGEST_CPU_SECONDS = 1e6


class ReaderDied(MediaError):
    """The file could not be read as media: the process that reads it ended, or said what cannot be."""

    code = "unreadable"
    passing = True


class DistantMedia:
    """Reads as `MediaCache` does, through whichever reader is attached."""

    def __init__(self, memory: int) -> None:
        """`memory`: descriptor of `MEMORY_BYTES` that every reader of this process writes to."""
        self._shared = mmap.mmap(memory, MEMORY_BYTES)
        os.close(memory)
        self._asking: BinaryIO | None = None
        self._hearing: BinaryIO | None = None
        self._free: list[int] = []
        self._sound: tuple[tuple[int, ...], Heard] | None = None
        self._still: DistantFrame | None = None
        self._generation = 0
        self.cpu_seconds = 0.0
        """What readers have used, as they say."""

    def attach(self, channel: int) -> None:
        """From now on ask the reader at the other end of this socket."""
        for pipe in (self._asking, self._hearing):
            if pipe is not None:
                pipe.close()
        self._hearing, self._asking = os.fdopen(os.dup(channel), "rb"), os.fdopen(channel, "wb")
        self._generation += 1
        self._sound = self._still = None
        self._free.clear()

    def ask(self, do: str, **values: Any) -> Mapping[str, Any]:
        """One question and its answer. Raises MediaError, OutOfMemory, ReaderDied."""
        if self._asking is None or self._hearing is None:
            raise ReaderDied
        freed, self._free = self._free, []
        try:
            wire.send(self._asking, {"do": do, "free": freed, **values})
            answer = wire.receive(self._hearing, wire.LARGEST_ANSWER)
        except (wire.WireBroken, OSError, ValueError) as error:
            raise ReaderDied from error
        used = answer.get("cpu")
        if not (isinstance(used, float) and 0.0 <= used <= LONGEST_CPU_SECONDS):
            raise ReaderDied
        self.cpu_seconds += used
        if "error" in answer:
            raise _told(answer)
        return answer

    def outcome(self, unit: bytes, again: bool) -> UnitOutcome:
        """A unit that the reader computes as a whole."""
        answer = self.ask("unit", unit=unit, again=again)
        try:
            return UnitOutcome.from_bytes(answer.get("outcome", b""))
        except ValueError as error:
            raise ReaderDied from error

    def pictures(self, media: Media, stream: int, span: Span, sampling: Sampling) -> Iterator[Frame]:
        return self._run(span, self.ask("pictures", stream=stream, span=_pair(span), sampling=str(sampling)))

    def exact(self, media: Media, stream: int, span: Span) -> Iterator[Frame]:
        return self._run(span, self.ask("exact", stream=stream, span=_pair(span)))

    def scene_keyframe(self, media: Media, stream: int, span: Span) -> int | None:
        t_ns = self.ask("scene", stream=stream, span=_pair(span)).get("t_ns")
        if t_ns is None or (type(t_ns) is int and span.holds(t_ns)):
            return t_ns
        raise ReaderDied

    def still(self, media: Media) -> Frame:
        if self._still is None:
            self._still = self._frame(self.ask("still", sides=[]), Span(0, 1), [])
            if self._still is None:
                raise ReaderDied
        return self._still

    def harms(self, media: Media, kind: Kind, stream: int, span: Span, sampling: Sampling) -> Sequence[Harm]:
        asked = {"kind": str(kind), "stream": stream, "span": _pair(span), "sampling": str(sampling)}
        told = self.ask("harms", **asked).get("harms")
        if not isinstance(told, list):
            raise ReaderDied
        found = []
        for harm in told:
            if not (isinstance(harm, list) and len(harm) == 4 and all(_is_size(n) for n in harm)):
                raise ReaderDied
            found.append(Harm(*harm))
        return found

    def sound(self, media: Media, stream: int, start_ns: int, end_ns: int) -> Heard:
        key = (stream, start_ns, end_ns)
        if self._sound is None or self._sound[0] != key:
            numbers = self.ask("sound", stream=stream, span=(start_ns, end_ns)).get("channels")
            if not (isinstance(numbers, list) and len(numbers) <= MOST_CHANNELS):
                raise ReaderDied
            size = max(0, samples(end_ns) - samples(start_ns))
            mix, decoded = self._heard(0, size)
            own = {}
            for n, number in enumerate(numbers):
                if type(number) is not int or not 0 <= number < 1 << 16:
                    raise ReaderDied
                own[number] = Channel(number, *self._heard(2 + 2 * n, size))
            self._sound = key, Heard(mix, decoded, own)
        return self._sound[1]

    def _heard(self, n: int, size: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
        """Sound number `n` of the last ones, and the ranges behind it."""
        sound = self._one(self.ask("array", n=n), np.float32, 1)
        ranges = self._one(self.ask("array", n=n + 1), np.int64, 2)
        # ranges: within the sound, in order, not touching
        flat = ranges.reshape(-1)
        within = len(flat) == 0 or (flat[0] >= 0 and flat[-1] <= size and bool((np.diff(flat) > 0).all()))
        if sound.shape != (size,) or ranges.shape[1:] != (2,) or not within:
            raise ReaderDied
        return np.nan_to_num(sound, copy=False), ranges

    def _run(self, span: Span, begun: Mapping[str, Any]) -> Iterator[Frame]:
        run, generation = begun.get("run"), self._generation
        sides: list[int] = []
        ended = False
        try:
            while True:
                frame = self._frame(self.ask("next", run=run, sides=sides), span, sides)
                if frame is None:
                    ended = True
                    return
                yield frame
                sides = frame.asked
        finally:
            if not ended and generation == self._generation:
                with suppress(AimaError):  # said when the next thing is asked
                    self.ask("leave", run=run)

    def _frame(self, answer: Mapping[str, Any], span: Span, sides: Sequence[int]) -> DistantFrame | None:
        told = answer.get("frame")
        if told is None:
            return None
        if not (isinstance(told, list) and len(told) == 6 and all(type(n) is int for n in told[:5])):
            raise ReaderDied
        number, t_ns, pts, width, height, exact = told
        if not (span.holds(t_ns) and 0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE):
            raise ReaderDied
        frame = DistantFrame(self, number, (t_ns, pts, width, height, exact is True))
        frame.hold(sides, self._taken(answer, np.uint8, 3))
        return frame

    def bgr(self, frame: int, side: int) -> Picture:
        """Pixels of a picture with this longest side (0: as decoded)."""
        return self._one(self.ask("bgr", frame=frame, side=side), np.uint8, 3)

    def let_go(self, frame: int, generation: int) -> None:
        """The picture is asked for no more."""
        if generation == self._generation:
            self._free.append(frame)

    @property
    def generation(self) -> int:
        """Counts the readers."""
        return self._generation

    def _one(self, answer: Mapping[str, Any], form: type[np.generic], dimensions: int) -> npt.NDArray[Any]:
        """The only array of an answer. Raises OutOfMemory where it did not fit into the shared memory."""
        found = self._taken(answer, form, dimensions)
        if not found:
            raise OutOfMemory
        if len(found) > 1:
            raise ReaderDied
        return found[0]

    def _taken(
        self, answer: Mapping[str, Any], form: type[np.generic], dimensions: int
    ) -> list[npt.NDArray[Any]]:
        """Copies of the arrays that an answer names by their shapes."""
        shapes, at, found = answer.get("shapes"), 0, []
        if not isinstance(shapes, list):
            raise ReaderDied
        size = np.dtype(form).itemsize
        for shape in shapes:
            if not (isinstance(shape, list) and len(shape) == dimensions):
                raise ReaderDied
            if not all(type(n) is int and 0 <= n <= MEMORY_BYTES for n in shape):
                raise ReaderDied
            count = 1
            for length in shape:
                count *= length
            if at + count * size > MEMORY_BYTES:
                raise ReaderDied
            taken = np.frombuffer(self._shared, form, count, at).reshape(shape).copy()
            if form is np.uint8:
                taken.setflags(write=False)
            found.append(taken)
            at += count * size
        return found


class DistantFrame:
    """A `Frame` of engine.stage whose pixels another process has."""

    def __init__(self, media: DistantMedia, number: int, told: tuple[int, int, int, int, bool]) -> None:
        self._media, self._number, self._generation = media, number, media.generation
        self.t_ns, self.pts, self.width, self.height, self.exact = told
        self._held: dict[int, Picture] = {}

    @property
    def asked(self) -> list[int]:
        """Sizes that were asked for."""
        return list(self._held)

    def hold(self, sides: Sequence[int], pictures: Sequence[Picture]) -> None:
        """Keep pixels that came along."""
        for side, picture in zip(sides, pictures, strict=False):
            self._held[side] = self._checked(picture, side)

    def bgr(self, max_side: int | None = None) -> Picture:
        side = max_side or 0
        if side not in self._held:
            self._held[side] = self._checked(self._media.bgr(self._number, side), side)
        return self._held[side]

    def _checked(self, picture: Picture, side: int) -> Picture:
        """As the stage may expect it: three colours, no larger than asked, of the frame's shape."""
        height, width, colours = picture.shape
        if colours != 3 or not 0 < max(height, width) <= (side or max(self.width, self.height)):
            raise ReaderDied
        if min(height, width) < 1:
            raise ReaderDied
        return picture

    def __del__(self) -> None:
        self._media.let_go(self._number, self._generation)


def _is_size(value: object) -> bool:
    return type(value) is int and 0 <= value < 1 << 62


def _pair(span: Span) -> tuple[int, int]:
    return span.start_ns, span.end_ns


def _told(answer: Mapping[str, Any]) -> AimaError:
    """The error that a reader names, of which only the code is taken."""
    code = answer["error"]
    if code == OutOfMemory.code:
        return OutOfMemory()
    if not (isinstance(code, str) and _CODE.fullmatch(code)):
        return ReaderDied()
    error: AimaError = type("Told", (MediaError,), {"code": code, "passing": answer.get("passing") is True})()
    return error
