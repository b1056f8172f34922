"""Watching one item: looks, steps, running at a speed, sound ahead of the clock, stills and waveforms.

It decides what to decode next and does it in small pieces, so that a newer wish counts at once. Pictures go
to a `Canvas`; everything else is told as plain mappings. It knows of no process, pipe or window.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Protocol

from engine.errors import AimaError
from engine.media import images
from engine.media.decoding import Shown
from engine.media.film import Film, Superseded
from engine.media.hearing import FASTEST, HEARD_RATE, SLOWEST, Samples, Track, waveform
from engine.media.inspection import inspect
from engine.media.opening import open_file
from engine.media.pictures import Picture
from engine.media.reel import Reel, opened_film
from engine.media.rendering import Painted, Renderer, View
from engine.media.shuttle import Shuttle
from engine.media.stills import exact_image, exact_still
from engine.units import SECOND, Kind, Media

SOUND_AHEAD_NS = SECOND
WAVE_SLICE_SECONDS = 0.02
Tell = Callable[[Mapping[str, Any]], None]


class Canvas(Protocol):
    """Where pictures are put for the window."""

    def room(self) -> bool:
        """Whether a picture can be put."""
        ...

    def put(self, pixels: Picture) -> int:
        """Copy `(h, w, 4)` pixels; the number of the slot they are in."""
        ...


@dataclass(frozen=True, slots=True)
class Title:
    """What is watched. `pictures` and `sound` are streams (−1: the first), None where there is none.

    Of a kind `other` it is found out what it is.
    """

    media: Media
    kind: Kind
    pictures: int | None = -1
    sound: int | None = -1
    duration_ns: int = 0


@dataclass(slots=True)
class _Running:
    number: int
    speed: float
    begun_ns: int
    shuttle: Shuttle | None = None
    sound: Iterator[tuple[int, Samples]] | None = None
    heard_ns: int = 0
    """Until when sound has been sent."""
    now: tuple[int, float] | None = None
    """What the window's clock said, and when."""

    @property
    def now_ns(self) -> int | None:
        if self.now is None:
            return None
        return self.now[0] + round((time.monotonic() - self.now[1]) * self.speed * SECOND)

    @property
    def done(self) -> bool:
        return self.sound is None and (self.shuttle is None or self.shuttle.ended)


class Playback:
    """One item at a time. `stop` says that a newer wish has come; asked often."""

    def __init__(self, canvas: Canvas, tell: Tell, stop: Callable[[], bool]) -> None:
        self._canvas, self._tell, self._stop = canvas, tell, stop
        self._renderer, self._view = Renderer(), View()
        self._title: Title | None = None
        self._film: Film | Reel | None = None
        self._photo: images.StillFrame | None = None
        self._track: Track | None = None
        self._looking: tuple[int, int, int] | None = None  # number, time, steps from there
        self._running: _Running | None = None
        self._wave: Iterator[Mapping[str, Any]] | None = None

    def open(self, title: Title) -> Title:
        """Begin with another item. Raises MediaError; unreadable sound is only reported."""
        self.close()
        if title.kind is Kind.OTHER:
            title = _found_out(title)
        self._title = title
        if title.kind is Kind.IMAGE:
            file = open_file(title.media)
            try:
                self._photo = images.decoded(file)
            finally:
                file.close()
        elif title.pictures is not None:
            self._film = opened_film(title.media, title.pictures)
        if title.sound is not None:
            self.listen(title.sound)
        return title

    def listen(self, stream: int) -> None:
        """Take another sound stream from the next start on."""
        assert self._title is not None
        if self._track:
            self._track.close()
            self._track = None
        try:
            self._track = Track(self._title.media, stream)
        except AimaError as error:
            self._tell({"tell": "silent", "code": error.code})

    def close(self) -> None:
        """Let go of the item and everything decoded of it."""
        self._running = self._looking = self._photo = self._wave = None
        for held in (self._film, self._track):
            if held:
                held.close()
        self._film = self._track = self._title = None

    def view(self, view: View) -> None:
        """What of the pictures is wanted from now on."""
        self._view = view

    def look(self, number: int, t_ns: int, steps: int = 0) -> None:
        """Show the picture of a time, or the one so many pictures from it. Stops running."""
        self._running, self._looking = None, (number, t_ns, steps)

    def play(self, number: int, t_ns: int, speed: float, audible: bool) -> None:
        """Run from a time on; nothing is heard backwards, or where it could not be followed."""
        assert self._title is not None
        self._looking = None
        run = self._running = _Running(number, speed, t_ns, heard_ns=t_ns)
        if self._film:
            end_ns = self._title.duration_ns or self._film.length_ns
            run.shuttle = Shuttle(self._film, t_ns, speed, end_ns, self._stop)
        if self._track and audible and SLOWEST <= speed <= FASTEST:
            run.sound = self._track.play(t_ns, speed)

    def pause(self) -> None:
        self._running = None

    def clock(self, number: int, t_ns: int) -> None:
        """The window shows and plays this time now."""
        if self._running and self._running.number == number:
            self._running.now = (t_ns, time.monotonic())

    def still(self, t_ns: int) -> None:
        """Send the exact picture as PNG, decoded again with nothing left out. Raises MediaError."""
        assert self._title is not None
        title = self._title
        if title.kind is Kind.IMAGE:
            still = exact_image(title.media)
        else:
            still = exact_still(title.media, -1 if title.pictures is None else title.pictures, t_ns)
        facts = {name: getattr(still, name) for name in ("png", "sha256", "t_ns", "pts", "width", "height")}
        self._tell({"tell": "still", **facts})

    def wave(self, stream: int) -> None:
        """Tell the waveform of a stream piece by piece, whenever there is nothing better to do."""
        assert self._title is not None
        self._wave = _wave(self._title.media, stream)

    def give_up(self) -> None:
        """What is being done cannot be done."""
        self._running = self._looking = None

    @property
    def running(self) -> bool:
        return self._running is not None

    def work(self) -> bool:
        """Do one small piece of what is wanted; False where nothing can be done now. Raises MediaError."""
        with suppress(Superseded):
            if self._looking:
                return self._look()
            if self._running and self._run(self._running):
                return True
            return self._draw_wave()
        return True

    def _look(self) -> bool:
        assert self._looking is not None
        if not self._canvas.room():
            return False
        number, t_ns, steps = self._looking
        if self._photo:
            self._put(number, self._renderer.still(self._photo, self._view), 0, 0, exact=True)
        elif self._film:
            shown = self._found(self._film, number, t_ns, steps)
            if not self._canvas.room():
                return False  # the keyframe took the last place
            self._put_film(number, shown)
        else:
            self._tell({"tell": "blank", "number": number, "t_ns": t_ns})
        self._looking = None
        return True

    def _found(self, film: Film | Reel, number: int, t_ns: int, steps: int) -> Shown:
        def early(shown: Shown) -> None:
            if not steps:
                self._put_film(number, shown, exact=False)

        shown = film.at(t_ns, self._stop, early)
        for _ in range(abs(steps)):
            other = (film.after if steps > 0 else film.before)(shown.t_ns, self._stop)
            if other is None:
                break
            shown = other
        return shown

    def _run(self, run: _Running) -> bool:
        if run.done:
            self._tell({"tell": "end", "number": run.number})
            self._running = None
            return True
        return self._sound(run) or self._picture(run)

    def _sound(self, run: _Running) -> bool:
        reached = run.now_ns if run.now_ns is not None else run.begun_ns
        if run.sound is None or run.heard_ns - reached > SOUND_AHEAD_NS * max(1.0, run.speed):
            return False
        try:
            piece = next(run.sound, None)
        except AimaError as error:
            self._tell({"tell": "silent", "code": error.code})
            piece = None
        if piece is None:
            run.sound = None
            self._tell({"tell": "sound end", "number": run.number, "t_ns": run.heard_ns})
            return True
        t_ns, values = piece
        run.heard_ns = t_ns + round(len(values) * run.speed * SECOND / HEARD_RATE)
        self._tell({"tell": "sound", "number": run.number, "t_ns": t_ns, "pcm": values.tobytes()})
        return True

    def _picture(self, run: _Running) -> bool:
        shuttle = run.shuttle
        if shuttle is None or shuttle.ended or not self._canvas.room():
            return False
        shown = shuttle.next(run.now_ns)
        if shown is not None:
            self._put_film(run.number, shown)
        return shown is not None or not shuttle.waits

    def _draw_wave(self) -> bool:
        if self._wave is None:
            return False
        until = time.monotonic() + WAVE_SLICE_SECONDS
        while time.monotonic() < until and not self._stop():
            piece = next(self._wave, None)
            if piece is None:
                self._wave = None
                return False
            self._tell(piece)
        return True

    def _put_film(self, number: int, shown: Shown, exact: bool = True) -> None:
        if not exact and not self._canvas.room():
            return  # only a preview
        painted = self._renderer.film(shown, self._view)
        self._put(number, painted, shown.t_ns, shown.pts, exact=exact)

    def _put(self, number: int, painted: Painted, t_ns: int, pts: int, *, exact: bool) -> None:
        height, width = painted.pixels.shape[:2]
        self._tell({
            "tell": "picture", "number": number, "slot": self._canvas.put(painted.pixels), "width": width,
            "height": height, "region": painted.region, "full": painted.full, "t_ns": t_ns, "pts": pts,
            "exact": exact,
        })  # fmt: skip


def _found_out(title: Title) -> Title:
    found = inspect(title.media)
    kinds = {s.kind for s in found.streams}
    return replace(
        title,
        media=replace(title.media, parts=tuple(found.parts)),
        kind=found.kind,
        pictures=title.pictures if found.kind is Kind.VIDEO else None,
        sound=title.sound if "audio" in kinds else None,
        duration_ns=found.duration_ns,
    )


def _wave(media: Media, stream: int) -> Iterator[Mapping[str, Any]]:
    try:
        for first, peaks in waveform(media, stream):
            yield {"tell": "wave", "stream": stream, "first": first, "peaks": peaks.tobytes()}
    except AimaError as error:
        yield {"tell": "wave end", "stream": stream, "code": error.code}
        return
    yield {"tell": "wave end", "stream": stream, "code": ""}
