"""Text written in the picture, read where it appears and joined over time into text tracks."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from engine.media.change import ChangeGate
from engine.media.looks import difference, look
from engine.models.tasks import Task
from engine.records import Column, Result, Schemas, Table
from engine.stage import Context, Frame, Picture, Reads, Source, Stage, Vector
from engine.text.written_clocks import written_clock
from engine.units import SECOND, Kind

if TYPE_CHECKING:
    from engine.models.ppocr import TextDetector, TextRecogniser

LOOK_HZ = 1.0
"""How often a picture is compared with the one before; the detector looks less often."""
QUICK_SIDE, THOROUGH_SIDE, STILL_SIDE = 640, 960, 1600
"""Longer side in pixels the detector sees: now and then, in a new picture or for small text, in photos."""
SMALLEST_SIDE, SMALLEST_STILL = 480, 640
"""Smaller pictures are enlarged to this for the detector: moving ones, photos."""
QUICK_NS, THOROUGH_NS = 2 * SECOND, 10 * SECOND
"""Longest time between two looks of each kind while the picture changes."""
NEW_PICTURE = 0.26
"""Difference of looks (engine/media/looks.py) from the last thorough look, from which one is due."""
SMALL_TEXT = 12.0
"""Height of a line in pixels at QUICK_SIDE below which it is looked for thoroughly as long as it stays."""
SAME_LINE = 0.6
"""Overlap from which a line whose pixels did not change need not be read again."""
SAME_PLACE = 0.3
"""Overlap (intersection over union) from which two lines may be one line at two times."""
SAME_TEXT = 0.7
"""Likeness of two readings (ratio of matching characters) of one line at two times."""
UNCHANGED = 5.0
"""Mean absolute grey difference below which the picture inside a line counts as the same."""
CLOCK_NS = 10 * SECOND
"""A running clock is a new line after so long, so that what a line says holds where it begins."""
SHORT, SHORT_CONFIDENCE = 3, 0.9
"""Readings of at most so many characters are mostly chance patterns; they need more confidence."""
LINE_LENGTH, LINE_HEIGHT = 3.0, 12.0
"""Length by height, and height in pixels, from which what the detector takes for a line is writing: chance
patterns that it takes for one are as high as long, or a few pixels high."""
SHORT_LINE, BESIDE, ALIKE = 1.3, 4.0, 1.6
"""Length by height from which a shorter line is writing too where it stands beside one that was not read: at
most so many heights away, and of a height that differs at most by this factor."""
DENSE, SURE = 0.5, 0.88
"""Characters by length and height of a line, and confidence, below which a line was not surely read. A script
that the alphabet lacks gives a few chance characters, or many doubtful ones."""


@dataclass(slots=True)
class Track:
    """One line of text while it stays: the best reading, and where and how it was seen last."""

    start_ns: int
    seen_ns: int
    quad: Vector
    strip: Picture
    text: str
    confidence: float
    best_quad: Vector
    missed: bool = False
    still: bool = True
    """Whether its pixels were the same when last compared."""

    def believed(self, least: float) -> bool:
        """Whether the reading is clear enough to be a finding."""
        short = len(self.text) <= SHORT
        return self.confidence >= (max(least, SHORT_CONFIDENCE) if short else least)

    @property
    def unread(self) -> bool:
        """Whether it is writing that was not read: too small, or in a script that the model does not know."""
        return self.longer(LINE_LENGTH) and self.unsure

    @property
    def unsure(self) -> bool:
        """Whether the reading is doubtful, or has too few characters for the length of the line."""
        read = sum(character.isalnum() for character in self.text)
        length, height = _length(self.best_quad), _height(self.best_quad)
        return self.confidence < SURE or bool(read < DENSE * length / height)

    def longer(self, least: float) -> bool:
        """Whether it is as high as writing is, and at least so many heights long."""
        height = _height(self.best_quad)
        return height >= LINE_HEIGHT and _length(self.best_quad) >= least * height

    def unread_beside(self, lines: Sequence[Track]) -> bool:
        """Whether it is a short line beside lines that were not read; of three letters even a sure reading is
        chance there."""
        doubtful = self.unsure or len(self.text) <= SHORT
        return doubtful and self.longer(SHORT_LINE) and any(_beside(self, line) for line in lines)


class ScreenText(Stage):
    """Lines of text with the segment of time in which they are seen.

    A line that stays is one row with the quad and confidence of its clearest reading. Once a second the
    picture is compared with the last one looked at. A new picture gets a thorough look, one that goes on
    changing a quick look every 2 s and a thorough one every 10 s, and an unchanged picture none; a line
    that stood still and changed is looked at at once. So text shown for less than 2 s may be missed; a line
    that stands still begins with the first sample that shows it, one that moves up to 2 s late; both end one
    second after they were last seen. Text under about 12 pixels in 640 that appears within a shot may be
    found up to 10 s late. A line may be missed in one look (motion blur). Photos get one look at full size.
    A clock that runs is a new line every 10 s and says what it said first.
    """

    name = "screen_text"
    version = 5
    reads = Reads.PICTURES
    kinds = frozenset({Kind.VIDEO, Kind.IMAGE})
    needs = (Task.TEXT_DETECTION, Task.TEXT_RECOGNITION)
    defaults: ClassVar[Mapping[str, Any]] = {"hz": LOOK_HZ, "least_confidence": 0.6}
    tables: ClassVar[Schemas] = {
        "texts": {
            "start_ns": Column("i64"),
            "end_ns": Column("i64"),
            "text": Column("str"),
            "quad": Column("f32", (4, 2), "clockwise from the start of the line, pixels of the full picture"),
            "confidence": Column("f32", doc="mean probability of the characters of the clearest reading"),
        },
        "unread": {
            "start_ns": Column("i64"),
            "end_ns": Column("i64"),
            "quad": Column("f32", (4, 2), "of a line that is writing and was not read, or not surely"),
        },
    }

    def run(self, source: Source, context: Context) -> Result:
        hz, least = context.settings["hz"], context.settings["least_confidence"]
        lines = _Lines(source, context, least)
        schedule = _Schedule(source.kind is Kind.IMAGE)
        gate = ChangeGate()
        for frame in source.frames(hz):
            context.check()
            if not gate.differs(frame):
                lines.go_on(frame.t_ns)
                continue
            stirred = lines.compare(frame)
            side = schedule.side(frame, stirred, lines.small(frame))
            if side:
                gate.accept()
                lines.look(frame, side)
            else:
                lines.pass_over(frame)
        step_ns = round(SECOND / hz)
        return {
            "texts": _table(lines.tracks, step_ns, source, least),
            "unread": _unread(lines.tracks, step_ns, source),
        }


class _Schedule:
    """When to look, and how thoroughly. Depends on the pictures of the segment alone."""

    def __init__(self, photo: bool) -> None:
        self._photo = photo
        self._looked_ns = self._thorough_ns = -THOROUGH_NS
        self._thorough: Vector | None = None

    def side(self, frame: Frame, stirred: bool, small: bool) -> int:
        """Longer side at which to look for text in `frame`; 0: not now.

        `stirred`: text that stood still has changed; `small`: there is text too small for a quick look.
        """
        if self._photo:
            return STILL_SIDE
        now = look(frame)
        overdue = frame.t_ns - self._thorough_ns >= THOROUGH_NS
        thorough = overdue or self._thorough is None or difference(self._thorough, now) >= NEW_PICTURE
        if not (thorough or stirred or frame.t_ns - self._looked_ns >= QUICK_NS):
            return 0
        self._looked_ns = frame.t_ns
        if not (thorough or small):
            return QUICK_SIDE
        self._thorough_ns, self._thorough = frame.t_ns, now
        return THOROUGH_SIDE


class _Lines:
    """The lines of text seen so far, and those that the next picture may continue."""

    def __init__(self, source: Source, context: Context, least: float) -> None:
        self.tracks: list[Track] = []
        self._present: list[Track] = []
        self._passed: list[Frame] = []
        self._context, self._least = context, least
        self._detector: TextDetector = context.model(Task.TEXT_DETECTION)
        self._recogniser: TextRecogniser = context.model(Task.TEXT_RECOGNITION)
        still = source.kind is Kind.IMAGE
        self._smallest = SMALLEST_STILL if still else SMALLEST_SIDE
        self._reading_side = 2 * (STILL_SIDE if still else THOROUGH_SIDE)
        # in moving pictures, posts and legs read as “1” now and then
        self._shortest = 1 if still else 2

    def go_on(self, t_ns: int) -> None:
        """Nothing changed: all lines are still there."""
        for track in self._present:
            track.seen_ns = track.seen_ns if track.missed else t_ns

    def compare(self, frame: Frame) -> bool:
        """Carry on the lines whose pixels did not change; whether legible text that stood still did."""
        stirred = False
        for track in self._present:
            same = not track.missed and bool(_differ(track.strip, _strip(frame, track.quad)) < UNCHANGED)
            stirred = stirred or (track.still and not same and track.believed(self._least))
            track.still = same
            track.seen_ns = frame.t_ns if same else track.seen_ns
        return stirred

    def pass_over(self, frame: Frame) -> None:
        """Remember a picture that was not looked at: a new line may turn out to be there already."""
        self._passed.append(frame)

    def small(self, frame: Frame) -> bool:
        """Whether legible text is there that a quick look would miss."""
        scale = QUICK_SIDE / max(frame.width, frame.height)
        present = (track for track in self._present if track.believed(self._least))
        return any(scale < 1 and _height(track.quad) * scale < SMALL_TEXT for track in present)

    def look(self, frame: Frame, side: int) -> None:
        """Find the lines of `frame`: those there before are carried on, new ones begin."""
        picture = frame.bgr(side)
        scale = np.float32(frame.width / picture.shape[1])
        free = list(self._present)
        seen = []
        for quad in self._detector.find(picture, max(self._smallest, min(side, max(picture.shape[:2])))):
            self._context.check()
            track = self._line(frame, quad * scale, free)
            free = [other for other in free if other is not track]
            seen.append(track)
        for track in seen:
            track.missed, track.seen_ns = False, frame.t_ns
        still = [track for track in free if track.still]
        waiting = [track for track in free if not track.still and not track.missed]
        for track in waiting:
            track.missed = True
        self._present = seen + still + waiting
        self._passed.clear()

    def _line(self, frame: Frame, quad: Vector, free: list[Track]) -> Track:
        """The track of `free` that the line in `quad` continues, else a new one."""
        for track in free:
            if track.still and overlap(track.quad, quad) >= SAME_LINE:
                return track
        picture = frame.bgr(self._reading_side)
        text, confidence = self._recogniser.read(picture, quad * np.float32(picture.shape[1] / frame.width))
        if sum(character.isalnum() for character in text) < self._shortest:
            text, confidence = "", 0.0  # kept, so that the same patch is not read again
        new = Track(frame.t_ns, frame.t_ns, quad, _strip(frame, quad), text, confidence, quad)
        known = _continued(free, new)
        if known is None:
            new.start_ns = self._beginning(new)
            self.tracks.append(new)
            return new
        known.quad, known.strip, known.still = quad, new.strip, True
        return known

    def _beginning(self, new: Track) -> int:
        """The earliest of the pictures passed over from which on the line has been standing there."""
        start_ns = new.start_ns
        for frame in reversed(self._passed):
            if _differ(new.strip, _strip(frame, new.quad)) >= UNCHANGED:
                break
            start_ns = frame.t_ns
        return start_ns


def _strip(frame: Frame, quad: Vector) -> Picture:
    """What lies inside `quad` (full pixels), as a small grey strip to compare."""
    import cv2

    from engine.models.ppocr import straightened

    picture = frame.bgr(QUICK_SIDE)
    inside = straightened(picture, quad * np.float32(picture.shape[1] / frame.width))
    grey = cv2.cvtColor(inside, cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.resize(grey, (96, 16), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _differ(one: Picture, two: Picture) -> float:
    """Mean absolute difference of two strips."""
    return float(np.abs(one.astype(np.int16) - two.astype(np.int16)).mean())


def _length(quad: Vector) -> float:
    """Length of a line."""
    return float(max(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[0] - quad[1])))


def _height(quad: Vector) -> float:
    """Height of a line."""
    return float(min(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[0] - quad[1])))


def _continued(tracks: list[Track], new: Track) -> Track | None:
    """The track that `new` carries on: much the same text at the same place, or the very same text elsewhere.

    The clearest reading wins, of a clock the first; reading the same text again makes nothing clearer.
    """
    clock = written_clock(new.text)
    for track in tracks:
        ticking = clock is not None and track.text != new.text and written_clock(track.text) is not None
        if ticking and new.start_ns - track.start_ns >= CLOCK_NS:
            continue
        here = overlap(track.quad, new.quad) >= SAME_PLACE and likeness(track.text, new.text) >= SAME_TEXT
        if here or (len(new.text) >= 3 and track.text == new.text):
            if new.confidence > track.confidence and not ticking:
                track.text, track.confidence, track.best_quad = new.text, new.confidence, new.quad
            return track
    return None


def overlap(a: Vector, b: Vector) -> float:
    """Intersection over union of the upright boxes around two quads."""
    low = np.maximum(a.min(axis=0), b.min(axis=0))
    high = np.minimum(a.max(axis=0), b.max(axis=0))
    shared = float(np.prod(np.clip(high - low, 0, None)))
    whole = float(np.prod(np.ptp(a, axis=0))) + float(np.prod(np.ptp(b, axis=0))) - shared
    return shared / whole if whole > 0 else 0.0


def likeness(a: str, b: str) -> float:
    """Share of matching characters, ignoring case; lines are short, so the square cost is small."""
    return SequenceMatcher(None, a.casefold()[:200], b.casefold()[:200], autojunk=False).ratio()


def _table(tracks: list[Track], step_ns: int, source: Source, least: float) -> Table:
    rows: list[dict[str, Any]] = [
        {
            "start_ns": track.start_ns,
            "end_ns": max(track.start_ns + 1, min(track.seen_ns + step_ns, source.span.end_ns)),
            "text": unicodedata.normalize("NFC", track.text),
            "quad": track.best_quad,
            "confidence": track.confidence,
        }
        for track in tracks
        if track.believed(least)
    ]
    rows.sort(key=lambda row: (row["start_ns"], float(row["quad"][0, 1]), float(row["quad"][0, 0])))
    return Table.from_rows(ScreenText.tables["texts"], rows)


def _beside(short: Track, line: Track) -> bool:
    """Whether a short line stands where a line of writing has its neighbours, at the same time."""
    one, other = _height(short.best_quad), _height(line.best_quad)
    apart = np.abs(short.best_quad.mean(axis=0) - line.best_quad.mean(axis=0))
    reach = (np.ptp(line.best_quad, axis=0) + np.ptp(short.best_quad, axis=0)) / 2
    near = bool((apart - reach <= BESIDE * other).all())
    together = short.start_ns <= line.seen_ns and line.start_ns <= short.seen_ns
    return near and together and max(one, other) <= ALIKE * min(one, other)


def _unread(tracks: list[Track], step_ns: int, source: Source) -> Table:
    lines = [track for track in tracks if track.unread]
    rows: list[dict[str, Any]] = [
        {
            "start_ns": track.start_ns,
            "end_ns": max(track.start_ns + 1, min(track.seen_ns + step_ns, source.span.end_ns)),
            "quad": track.best_quad,
        }
        for track in tracks
        if track.unread or track.unread_beside(lines)
    ]
    rows.sort(key=lambda row: (row["start_ns"], float(row["quad"][0, 1]), float(row["quad"][0, 0])))
    return Table.from_rows(ScreenText.tables["unread"], rows)
