"""Text written in the picture, read where it appears and joined over time into text tracks."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from engine.media.change import ChangeGate
from engine.records import Column, Result, Schemas, Table
from engine.stage import Context, Frame, Picture, Reads, Source, Stage, Vector
from engine.units import SECOND, Kind

if TYPE_CHECKING:
    from engine.models.ppocr import TextReader

PACK = "screen-text-ppocr"
LOOK_HZ = 1.0
MOVING_SIDE, STILL_SIDE, SMALLEST_SIDE = 960, 1600, 640
"""Longer side in pixels the detector sees: of moving pictures, of photos, and of tiny pictures."""
SAME_PLACE = 0.3
"""Overlap (intersection over union) from which two lines may be one line at two times."""
SAME_TEXT = 0.7
"""Likeness of two readings (ratio of matching characters) of one line at two times."""
UNCHANGED = 5.0
"""Mean absolute grey difference below which the picture inside a line counts as the same."""
SHORT, SHORT_CONFIDENCE = 3, 0.85
"""Readings of at most so many characters are mostly chance patterns; they need more confidence."""
NEW_PICTURE = 0.4
"""Share of changed cells from which a picture is looked at even where there was no text before."""


@dataclass(slots=True)
class Track:
    """One line of text while it stays: the best reading, and where and how it was seen last."""

    start_ns: int
    seen_ns: int
    quad: Vector
    look: Picture
    text: str
    confidence: float
    best_quad: Vector
    missed: bool = False

    def believed(self, least: float) -> bool:
        """Whether the reading is clear enough to be a finding."""
        short = len(self.text) <= SHORT
        return self.confidence >= (max(least, SHORT_CONFIDENCE) if short else least)


class ScreenText(Stage):
    """Lines of text with the stretch of time in which they are seen.

    A line that stays is one row with the quad and confidence of its clearest reading. A picture in
    which nothing changed is not looked at again, nor every second one while there is no text; a line
    whose own pixels did not change is not read again. A line may be missed in one look (motion blur);
    it lasts until one sampling step after it was last seen.
    """

    name = "screen_text"
    version = 1
    reads = Reads.PICTURES
    kinds = frozenset({Kind.VIDEO, Kind.IMAGE})
    packs = (PACK,)
    defaults: ClassVar[Mapping[str, Any]] = {"hz": LOOK_HZ, "least_confidence": 0.6}
    tables: ClassVar[Schemas] = {
        "texts": {
            "start_ns": Column("i64"),
            "end_ns": Column("i64"),
            "text": Column("str"),
            "quad": Column("f32", (4, 2), "clockwise from the start of the line, pixels of the full picture"),
            "confidence": Column("f32", doc="mean probability of the characters of the clearest reading"),
        }
    }

    def run(self, source: Source, context: Context) -> Result:
        hz, least = context.settings["hz"], context.settings["least_confidence"]
        looker = _Looker(source, context)
        gate = ChangeGate()
        tracks: list[Track] = []
        present: list[Track] = []
        looked = False
        for frame in source.frames(hz):
            context.check()
            if not gate.differs(frame):
                looked = False
                for track in present:
                    track.seen_ns = track.seen_ns if track.missed else frame.t_ns
                continue
            legible = any(track.believed(least) for track in present)
            looked = legible or not looked or float(gate.changed.mean()) >= NEW_PICTURE
            if not looked:
                continue
            gate.accept()
            seen = looker.tracks(frame, present)
            tracks += [track for track in seen if track.start_ns == frame.t_ns]
            present = _carried(seen, present)
        return {"texts": _table(tracks, round(SECOND / hz), source, least)}


def _carried(seen: list[Track], before: list[Track]) -> list[Track]:
    """Lines that the next picture may continue: those seen now, and those missed for the first time."""
    lost = [track for track in before if not any(track is other for other in seen)]
    waiting = [track for track in lost if not track.missed]
    for track in waiting:
        track.missed = True
    for track in seen:
        track.missed = False
    return seen + waiting


class _Looker:
    """Finds and reads the lines of one picture, given the lines that were there before."""

    def __init__(self, source: Source, context: Context) -> None:
        self._context = context
        self._reader = _reader(context)
        still = source.kind is Kind.IMAGE
        self._side = STILL_SIDE if still else MOVING_SIDE
        # in moving pictures, posts and legs read as “1” now and then
        self._shortest = 1 if still else 2

    def tracks(self, frame: Frame, before: list[Track]) -> list[Track]:
        """Lines in `frame`: tracks of `before` carried on, and new ones."""
        picture = frame.bgr(2 * self._side)
        scale = np.float32(frame.width / picture.shape[1])
        longest = max(picture.shape[:2])
        free, tracks = list(before), []
        for quad in self._reader.find(picture, min(self._side, max(longest, SMALLEST_SIDE))):
            self._context.check()
            look = _look(picture, quad)
            track = _unchanged(free, quad * scale, look)
            if track is None:
                text, confidence = self._reader.read(picture, quad)
                if sum(character.isalnum() for character in text) < self._shortest:
                    continue
                new = Track(frame.t_ns, frame.t_ns, quad * scale, look, text, confidence, quad * scale)
                track = _continued(free, new) or new
            free = [other for other in free if other is not track]
            track.seen_ns, track.quad, track.look = frame.t_ns, quad * scale, look
            tracks.append(track)
        return tracks


def _reader(context: Context) -> TextReader:
    from engine.models.ppocr import TextReader

    return context.keep(
        PACK,
        lambda: TextReader(
            context.packs.path(PACK, "det.onnx"), context.packs.path(PACK, "rec.onnx"), context.device
        ),
    )


def _look(picture: Picture, quad: Vector) -> Picture:
    """What lies inside `quad`, as a small grey strip to compare."""
    import cv2

    from engine.models.ppocr import straightened

    grey = cv2.cvtColor(straightened(picture, quad), cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.resize(grey, (96, 16), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _unchanged(tracks: list[Track], quad: Vector, look: Picture) -> Track | None:
    """The track at the same place whose pixels did not change."""
    for track in tracks:
        if overlap(track.quad, quad) >= SAME_PLACE:
            difference = np.abs(track.look.astype(np.int16) - look.astype(np.int16)).mean()
            if difference < UNCHANGED:
                return track
    return None


def _continued(tracks: list[Track], new: Track) -> Track | None:
    """The track that `new` carries on: much the same text at the same place, or the very same text elsewhere.

    The clearest reading wins; reading the same text again makes nothing clearer.
    """
    for track in tracks:
        here = overlap(track.quad, new.quad) >= SAME_PLACE and likeness(track.text, new.text) >= SAME_TEXT
        if here or (len(new.text) >= 3 and track.text == new.text):
            if new.confidence > track.confidence:
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
