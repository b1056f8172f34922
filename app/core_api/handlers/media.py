"""Answers to the player."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from app.cases.case import NoSuchItem
from app.cases.findings import Item, Part
from app.core_api.core_session import CoreSession, handles
from app.core_api.media import (
    LONGEST_OVERLAYS_NS,
    Appearance,
    Cuts,
    KeepStill,
    KeptStill,
    NotRead,
    OpenMedia,
    Overlays,
    PictureStream,
    Playable,
    Seen,
    SoundStream,
)
from app.exports import export
from app.exports.still import Still, StillOptions
from app.review.coverage import coverage
from app.review.review import Review
from engine.media.account import PLACED, FileEntry
from engine.units import Kind, Span
from resources.displays import labelled


@handles(OpenMedia)
def open_media(session: CoreSession, question: OpenMedia) -> Playable:
    with session.review() as review:
        item = _item(review, question.item_id)
        streams = review.findings.table(item.id, "probe", "streams")
    rows = [dict(row) for row in streams]
    pictures = next((r for r in rows if r["kind"] == "video"), None)
    return Playable(
        item_id=item.id,
        sha256=item.sha256,
        untrusted_name=item.untrusted_name,
        kind=Kind(item.kind),
        media=session.case.media(item.id),
        duration_ns=item.duration_ns,
        probed=bool(rows) or item.kind == Kind.IMAGE,
        pictures=_pictures(pictures) if pictures and item.kind == Kind.VIDEO else None,
        sounds=tuple(
            SoundStream(int(r["index"]), int(r["channels"]), str(r["language"]))
            for r in rows
            if r["kind"] == "audio"
        ),
        error=item.error,
    )


@handles(Cuts)
def cuts(session: CoreSession, question: Cuts) -> tuple[int, ...]:
    with session.review() as review:
        shots = review.findings.table(question.item_id, "shots", "shots")
    return tuple(sorted({int(t) for t in shots["start_ns"]}))


@handles(NotRead)
def not_read(session: CoreSession, question: NotRead) -> tuple[FileEntry, ...]:
    with session.review() as review:
        left = coverage(review.findings, _item(review, question.item_id)).left
    return tuple(sorted((e for e in left if e.code in PLACED and e.length_ns), key=lambda e: e.start_ns))


@handles(Overlays)
def overlays(session: CoreSession, question: Overlays) -> tuple[Appearance, ...]:
    start = question.start_ns
    within = Span(start, min(question.end_ns, start + LONGEST_OVERLAYS_NS))
    with session.review() as review:
        item = _item(review, question.item_id)
        found = [
            *_faces(review, item, within),
            *_objects(review, item, within),
            *_texts(review, item, within),
        ]
    return tuple(sorted(found, key=lambda s: (s.t_ns, s.kind, s.outline)))


@handles(KeepStill)
def keep_still(session: CoreSession, question: KeepStill) -> KeptStill:
    with session.review() as review:
        item = _item(review, question.item_id)
    still = Still()
    place = still.place(Path(question.path))
    options = StillOptions(item, question.stream, question.t_ns, question.pts, question.png, question.sha256)
    with session.holding() as case:
        with case.writing():
            pass  # who may only read the case exports no picture of it
        export.write(still, case, place, options, replace=True)
    return KeptStill(str(place.path), question.sha256)


def _item(review: Review, item_id: str) -> Item:
    found = review.findings.items([item_id])
    if not found:
        raise NoSuchItem
    return found[0]


def _pictures(row: dict[str, Any]) -> PictureStream:
    rate = float(row["frame_rate"])
    return PictureStream(
        int(row["index"]), int(row["width"]), int(row["height"]), rate if np.isfinite(rate) else 0.0
    )


def _faces(review: Review, item: Item, within: Span) -> Iterator[Appearance]:
    """Every face that was found, assigned to a person or not."""
    numbers, names = _people(review, item)
    for part in review.findings.parts(item.id, "faces", within):
        faces, whose = part.tables["faces"], _whose(review, part, numbers)
        times = faces["t_ns"]
        for row in np.flatnonzero(_inside(times, times, within) & part.spoken("faces")):
            number = whose.get(int(row), -1)
            name, status = names.get(number, ("", ""))
            t_ns = int(times[row])
            yield Appearance(Seen.FACE, t_ns, t_ns, _corners(faces["box"][row]), number, name, status)


def _inside(starts: Any, ends: Any, within: Span) -> Any:
    return (ends >= within.start_ns) & (starts < within.end_ns)


def _whose(review: Review, faces: Part, numbers: dict[tuple[str, int], int]) -> dict[int, int]:
    """Number of the person by row of a unit's faces."""
    tracks, embedded = review.findings.beside(faces, "face_tracks"), None
    if tracks is not None:
        embedded = review.findings.beside(faces, "face_embeddings")
    if tracks is None or embedded is None:
        return {}
    members = tracks.tables["members"]
    return {
        int(face): numbers[embedded.unit.key, int(track)]
        for track, face in zip(members["tracklet"], members["face"], strict=True)
        if (embedded.unit.key, int(track)) in numbers
    }


def _people(review: Review, item: Item) -> tuple[dict[tuple[str, int], int], dict[int, tuple[str, str]]]:
    """Of the tracklets of an item the number of the person, by unit and row; and names that may be seen with
    their status, by number. Of nobody while that is worked out for the first time: `faces` change then.
    """
    held = review.people_index.faces_at_once(review.connection, review.findings)
    if held is None:
        return {}, {}
    names = {n: (review.shown_name(i), review.status(i)) for n, i in held.faces.identities.items()}
    return held.faces.places(item.id), {n: named for n, named in names.items() if named[0]}


def _objects(review: Review, item: Item, within: Span) -> Iterator[Appearance]:
    """Boxes of every stage whose labels have one."""
    for shown, labels in labelled():
        stage = review.findings.stages.get(shown.stage)
        if stage is None or "box" not in stage.tables[labels.table]:
            continue
        for part in review.findings.parts(item.id, shown.stage, within):
            rows = part.rows(labels.table)
            times = rows["t_ns"]
            for row in np.flatnonzero(_inside(times, times, within)):
                t_ns, label = int(times[row]), str(rows["label"][row])
                yield Appearance(Seen.OBJECT, t_ns, t_ns, _corners(rows["box"][row]), -1, label)


def _texts(review: Review, item: Item, within: Span) -> Iterator[Appearance]:
    for part in review.findings.parts(item.id, "screen_text", within):
        texts = part.rows("texts")
        begins, ends = texts["start_ns"], texts["end_ns"]
        for row in np.flatnonzero(_inside(begins, ends, within)):
            outline = tuple((float(x), float(y)) for x, y in np.asarray(texts["quad"][row]).reshape(4, 2))
            yield Appearance(
                Seen.TEXT, int(begins[row]), int(ends[row]), outline, -1, str(texts["text"][row])
            )


def _corners(box: Any) -> tuple[tuple[float, float], ...]:
    x0, y0, x1, y1 = (float(v) for v in box)
    return (x0, y0), (x1, y0), (x1, y1), (x0, y1)
