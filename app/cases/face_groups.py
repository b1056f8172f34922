"""The people of a case, as lists and dossiers read them: columns, of which a face is made when looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import overload

import numpy as np
import numpy.typing as npt

from app.cases.appearances import FaceTrack, tracks_of
from app.cases.clusters import FACES, Cluster, Groups, Member
from app.cases.face_columns import Faces, ItemFaces
from app.cases.findings import Findings
from app.cases.units_current import Unit
from app.operations.moments import Moment
from engine.across.face_nodes import FAINT, worth
from engine.units import Kind
from engine.vectors import Space

Rows = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.float32]


class Tracks:
    """Reads what is not in the columns, unit by unit: all vectors of a tracklet, and its picture."""

    def __init__(self, findings: Findings, faces: Faces) -> None:
        self._findings, self._faces = findings, faces
        self._last: tuple[str, dict[int, FaceTrack]] = ("", {})

    def of(self, row: int) -> FaceTrack | None:
        """The tracklet of a face, with all that was found; None where its results are gone."""
        item, at = self._faces.where(row)
        key, number = item.place(at)
        if key != self._last[0]:
            self._last = key, tracks_of(self._findings, item.item, key)
        return self._last[1].get(number)


@dataclass(frozen=True, slots=True)
class SeenFace:
    """A face followed through a shot, or once in a photo, at its best appearance."""

    moment: Moment
    item_id: str
    row: int
    """Number of the tracklet in its unit."""
    clarity: float
    """How well the face is seen at best."""
    _item: ItemFaces = field(repr=False, compare=False)
    _place: int = field(repr=False)
    _at: int = field(repr=False)
    _tracks: Tracks = field(repr=False, compare=False)

    @property
    def unit(self) -> Unit:
        """The `face_embeddings` unit."""
        return self._item.unit(self._place)

    @property
    def space(self) -> Space:
        """Where `vectors` lie."""
        return self._item.space

    @property
    def crop(self) -> bytes:
        """JPEG of the face; empty where there is none."""
        track = self._tracks.of(self._at)
        return track.crop if track else b""

    @property
    def vectors(self) -> Vectors:
        """`(n, width)`, length 1: every one that was kept of the tracklet."""
        track = self._tracks.of(self._at)
        return track.vectors if track else np.zeros((0, 0), np.float32)


class FaceMembers(Sequence[Member]):
    """Members of a person, made when asked for; `rows` of all faces, in order of item and time."""

    def __init__(self, faces: Faces, scores: Vectors, rows: Rows) -> None:
        self._faces, self._scores, self.rows = faces, scores, rows

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Member: ...
    @overload
    def __getitem__(self, at: slice) -> list[Member]: ...
    def __getitem__(self, at: int | slice) -> Member | list[Member]:
        if isinstance(at, slice):
            return [self._member(int(row)) for row in self.rows[at]]
        return self._member(int(self.rows[at]))

    def _member(self, row: int) -> Member:
        item, at = self._faces.where(row)
        r, (key, number) = item.rows[at], item.place(at)
        times = (int(r["stream"]), int(r["start_ns"]), int(r["end_ns"]))
        return Member(item.item.id, *times, key, number, round(float(self._scores[row]), 4))

    @property
    def least_score(self) -> float:
        """How well the face fits that fits worst; 0 of nobody."""
        return round(float(self._scores[self.rows].min(initial=1.0)), 4) if len(self.rows) else 0.0

    @property
    def items(self) -> int:
        """In how many items they are seen."""
        return len(np.unique(np.searchsorted(self._faces.first, self.rows, "right")))


@dataclass(frozen=True, kw_only=True)
class FaceGroups(Groups[SeenFace]):
    """All people; see `Groups`."""

    faces: Faces = field(repr=False)
    tracks: Tracks = field(repr=False)
    aside: Rows = field(repr=False)
    """Faces too unclear or too far turned to tell whose they are; nobody is counted for them."""
    no_faces: Rows = field(repr=False)
    """What people say is no face, or drew and took back."""

    def of(self, cluster: Cluster) -> list[SeenFace]:
        """In order of item and time."""
        return [_seen(self.faces, self.tracks, row) for row in self.rows(cluster).tolist()]

    def hidden(self, number: int) -> Cluster | None:
        """Faces of this number that were set aside or are said to be none; None where there are none."""
        rows = np.union1d(self.aside, self.no_faces)
        rows = rows[self.faces.number[rows] == number]
        if not len(rows):
            return None
        faces, scores = self.faces, np.zeros(len(self.faces.ids), np.float32)
        return Cluster(FACES, number, FaceMembers(faces, scores, rows), None, faces.who(number))

    def seen(self, row: int) -> SeenFace:
        """The face of a row."""
        return _seen(self.faces, self.tracks, row)

    def clearest(self, cluster: Cluster, most: int) -> list[SeenFace]:
        """Those seen best, best first."""
        rows = self.rows(cluster)
        best = rows[np.argsort(-self._quality[rows], kind="stable")[:most]]
        return [_seen(self.faces, self.tracks, row) for row in best.tolist()]

    def rows(self, cluster: Cluster) -> Rows:
        """Which of all faces are theirs, in order of item and time."""
        members = cluster.members
        assert isinstance(members, FaceMembers)
        return members.rows

    @property
    def drawn(self) -> Rows:
        """Rows of faces that a person drew, since the detector had missed them."""
        return np.setdiff1d(self.faces.drawn, self.no_faces)

    def comparable(self) -> list[SeenFace]:
        """Every face that a search compares: all but those said to be none, or drawn and taken back."""
        rows = np.setdiff1d(np.arange(len(self.faces.ids)), self.no_faces)
        return [_seen(self.faces, self.tracks, row) for row in rows.tolist()]

    def seen_ns(self, cluster: Cluster) -> int:
        """Time in view; a photo counts as no time."""
        return int(self._lasting[self.rows(cluster)].sum())

    @cached_property
    def _lasting(self) -> Rows:
        moving = [
            (i.rows["end_ns"] - i.rows["start_ns"]) * (i.item.kind == Kind.VIDEO) for i in self.faces.items
        ]
        return np.concatenate([*moving, np.zeros(0, np.int64)])

    @cached_property
    def _quality(self) -> Vectors:
        return np.concatenate([*(i.rows["quality"] for i in self.faces.items), np.zeros(0, np.float32)])


def face_groups(
    findings: Findings,
    faces: Faces,
    scores: Vectors,
    against: Sequence[tuple[Moment, Moment]],
    no_faces: Rows,
) -> FaceGroups:
    """People as they stand; `scores` `(n,)` tells how well each face fits, `against` what people dispute,
    `no_faces` which rows show no face.
    """
    tracks = Tracks(findings, faces)
    aside = _set_aside(faces)
    hidden = np.concatenate([aside, no_faces])
    clusters = [
        Cluster(
            FACES,
            number,
            FaceMembers(faces, scores, rows),
            faces.identities.get(number),
            faces.who(number),
        )
        for number, every in _by_number(faces)
        if len(rows := every[~np.isin(every, hidden)])
    ]
    return FaceGroups(
        clusters,
        _Appearances(faces, tracks),
        list(faces.lost),
        list(against),
        faces=faces,
        tracks=tracks,
        aside=np.setdiff1d(aside, no_faces),
        no_faces=no_faces,
    )


def _set_aside(faces: Faces) -> Rows:
    """Faces that alone would be a person and are too unclear for that, unless somebody named them."""
    if not len(faces.ids):
        return np.zeros(0, np.int64)
    every = [np.concatenate([i.rows[name] for i in faces.items]) for name in ("quality", "score", "yaw")]
    _, at, many = np.unique(faces.number, return_inverse=True, return_counts=True)
    alone = (many[at] == 1) & ~np.isin(faces.number, list(faces.identities))
    return np.flatnonzero(alone & (worth(*every) < FAINT))


class _Appearances(Mapping[tuple[str, int], SeenFace]):
    """Every face by its place, made when asked for."""

    def __init__(self, faces: Faces, tracks: Tracks) -> None:
        self._faces, self._tracks = faces, tracks

    def __getitem__(self, place: tuple[str, int]) -> SeenFace:
        return _seen(self._faces, self._tracks, self._row[place])

    def __iter__(self) -> Iterator[tuple[str, int]]:
        for item in self._faces.items:
            yield from item.places()

    def __len__(self) -> int:
        return len(self._faces.ids)

    @cached_property
    def _row(self) -> dict[tuple[str, int], int]:
        return {place: row for row, place in enumerate(self)}


def _seen(faces: Faces, tracks: Tracks, row: int) -> SeenFace:
    item, at = faces.where(row)
    line = item.rows[at]
    clarity = float(line["quality"])
    return SeenFace(item.moment(at), item.item.id, int(line["row"]), clarity, item, at, row, tracks)


def _by_number(faces: Faces) -> Iterator[tuple[int, Rows]]:
    """Rows of each person in order of item, stream and time."""
    if not len(faces.ids):
        return
    ranks = np.argsort(np.argsort([item.item.id for item in faces.items]))
    item = np.repeat(ranks, np.diff(faces.first))

    def column(name: str) -> Rows:
        found: Rows = np.concatenate([i.rows[name] for i in faces.items]).astype(np.int64)
        return found

    order = np.lexsort((column("end_ns"), column("start_ns"), column("stream"), item, faces.number))
    number = faces.number[order]
    for rows in np.split(order, np.flatnonzero(np.diff(number)) + 1):
        yield int(faces.number[rows[0]]), rows
