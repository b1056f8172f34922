"""Who is the same person: brings the face clusters of a case up to date with its findings and decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from app.cases import clusters
from app.cases import log as decision_log
from app.cases.appearances import FaceTrack, face_tracks, find_face
from app.cases.clusters import FACES, NEW, Groups, Member
from app.cases.findings import Findings
from app.operations.decisions import State
from app.operations.moments import FACE, Moment

if TYPE_CHECKING:
    from engine.across.face_clusters import Constraints, SpaceRows

Rows = npt.NDArray[np.int64]


FaceGroups = Groups[FaceTrack]


def group(connection: Connection, findings: Findings, state: State) -> FaceGroups:
    """What the groups of all tracklets are now; earlier groups live on. Nothing is stored."""
    from engine.across.face_clusters import cluster_apart

    findings.read_all()
    tracks = [t for item in findings.items() for t in face_tracks(findings, item)]
    members = [_member(t) for t in tracks]
    earlier = clusters.earlier_numbers(members, clusters.stored(connection, FACES))
    first = np.concatenate([[0], np.cumsum([len(t.vectors) for t in tracks])]).astype(np.int64)
    track_of = np.repeat(np.arange(len(tracks)), np.diff(first))
    released = decision_log.released(connection, clusters.followed(connection, FACES))
    where = _where(tracks, first, state)
    outcome = cluster_apart(
        _rows(tracks, track_of),
        np.asarray(_standing(earlier, where, track_of, released), dtype=np.int64)[track_of],
        _constraints(where, state),
    )
    scored = [
        replace(m, score=round(float(outcome.closeness[a:b].max()), 4))
        for m, a, b in zip(members, first, first[1:], strict=False)
    ]
    numbers = clusters.keep_numbers([int(outcome.cluster[a]) for a in first[:-1]], earlier)
    found = clusters.grouped(FACES, scored, numbers)
    at = {m.place: t for m, t in zip(members, tracks, strict=True)}
    lost = clusters.name_clusters(found, state, lambda moment: place_of(moment, tracks), FACE)
    clashes = [
        (tracks[track_of[c.first]].moment, tracks[track_of[c.second]].moment) for c in outcome.contradictions
    ]
    return FaceGroups(found, at, lost, clashes)


def place_of(moment: Moment, tracks: Sequence[FaceTrack]) -> tuple[str, int] | None:
    track = find_face(moment, tracks)
    return (track.unit.key, track.row) if track else None


def _member(track: FaceTrack) -> Member:
    m = track.moment
    return Member(track.item_id, m.stream, m.start_ns, m.end_ns, track.unit.key, track.row)


def _rows(tracks: Sequence[FaceTrack], track_of: Rows) -> list[SpaceRows]:
    """One row per vector, those of each space apart."""
    from engine.across.face_clusters import FaceRows, SpaceRows

    numbers = {item: n for n, item in enumerate(sorted({t.item_id for t in tracks}))}
    item = np.array([numbers[t.item_id] for t in tracks], dtype=np.int64)
    start = np.array([t.moment.start_ns for t in tracks], dtype=np.int64)
    end = np.array([t.moment.end_ns for t in tracks], dtype=np.int64)
    quality = np.concatenate([t.qualities for t in tracks]) if tracks else np.zeros(0, np.float32)
    parts = []
    for space in dict.fromkeys(t.space for t in tracks):
        own = np.array([t.space == space for t in tracks])
        where = np.flatnonzero(own[track_of])
        at = track_of[where]
        vectors = np.concatenate([t.vectors for t in tracks if t.space == space])
        rows = FaceRows(vectors, item[at], at, start[at], end[at], quality[where])
        parts.append(SpaceRows(where, rows, space))
    return parts


def _standing(
    earlier: Sequence[int], where: dict[Moment, int], track_of: Rows, released: Iterable[Moment]
) -> list[int]:
    """Earlier groups, without those that a decision formed which has been taken back since."""
    apart = {earlier[track_of[where[m]]] for m in released if m in where}
    return [NEW if number in apart else number for number in earlier]


def _where(tracks: Sequence[FaceTrack], first: Rows, state: State) -> dict[Moment, int]:
    """First row of the tracklet that each decision points at; without those that are no longer found."""
    where: dict[Moment, int] = {}
    by_item: dict[str, list[int]] = {}
    for number, track in enumerate(tracks):
        by_item.setdefault(track.moment.sha256, []).append(number)
    for moment in state.moments(FACE):
        near = by_item.get(moment.sha256, [])
        found = find_face(moment, [tracks[n] for n in near])
        where.update((moment, int(first[n])) for n in near if tracks[n] is found)
    return where


def _constraints(where: dict[Moment, int], state: State) -> Constraints:
    """People's decisions as row numbers."""
    from engine.across.face_clusters import Constraints

    return Constraints(
        must=[(where[a], where[b]) for a, b in state.must if a in where and b in where],
        cannot=[(where[a], where[b]) for a, b in state.cannot if a in where and b in where],
        detached=[where[m] for m in state.detached if m in where],
        subjects={where[i.moment]: i.name.casefold() for i in state.identities if i.moment in where},
    )
