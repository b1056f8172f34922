"""What the machine is unsure about: pairs of groups just below the threshold, and faces that fit badly."""

from __future__ import annotations

import numpy as np

from app.core_api.core_session import CoreSession, handles
from app.core_api.people import FACE, Doubt, Doubts
from app.operations.decisions import State
from app.review.face_index import FaceIndex
from app.review.review import Review
from engine.across.face_clusters import LIKE
from engine.across.nearest import Pairs, pairs_above
from engine.across.speaker_clusters import LIKE as VOICE_LIKE

MAYBE = 0.36
"""Average cosine from which two groups of faces are worth asking about."""
MAYBE_VOICE = 0.58
ODD = 0.42
"""Cosine with the mean of its group below which a face is worth asking about."""
LEAST_GROUP = 3
SAMPLES = 4
SHARE = 0.6
"""How much of the questions may be about pairs, where there are faces to ask about as well."""


@handles(Doubts)
def doubts(session: CoreSession, question: Doubts) -> list[Doubt]:
    with session.review() as review:
        if question.kind != FACE:
            return _voices(review, question.most)
        assert review.people_index is not None
        held = review.people_index.faces(
            review.connection, review.findings
        )  # may take minutes: not under the lock
        with review.people_index.lock:
            held = review.people_index.faces(review.connection, review.findings)
            state = review.people_index.state
            pairs = _pairs(held, state, question.most)
            odd = _odd(held, state, question.most)
    few = max(round(question.most * SHARE), question.most - len(odd))
    return [*pairs[:few], *odd][: question.most]


def _pairs(held: FaceIndex, state: State, most: int) -> list[Doubt]:
    """The likest pairs of people below the threshold that nobody has parted."""
    numbers, means = held.grouping.means
    parted = _parted(held, state)
    near = pairs_above(means, MAYBE, most=8)
    found = []
    for at in _likest(near, LIKE + 0.1):
        one, other = int(numbers[near.first[at]]), int(numbers[near.second[at]])
        if frozenset((one, other)) in parted or _together(held, one, other):
            continue
        samples = (_samples(held, one), _samples(held, other))
        found.append(Doubt("pair", one, other, likeness=float(near.cosine[at]), samples=samples))
        if len(found) == most:
            break
    return found


def _likest(near: Pairs, below: float) -> list[int]:
    order: list[int] = np.argsort(-near.cosine, kind="stable").tolist()
    return [at for at in order if near.cosine[at] < below]


def _parted(held: FaceIndex, state: State) -> set[frozenset[int]]:
    number = held.faces.number
    rows = ((held.row(a), held.row(b)) for a, b in state.cannot)
    return {frozenset((int(number[a]), int(number[b]))) for a, b in rows if a is not None and b is not None}


def _together(held: FaceIndex, one: int, other: int) -> bool:
    """Whether both are in view at the same time: then they are two."""
    nodes = held.grouping.nodes
    mine, theirs = held.faces.of(one), held.faces.of(other)
    shared = np.intersect1d(nodes.item[mine], nodes.item[theirs])
    for item in shared.tolist():
        a, b = mine[nodes.item[mine] == item], theirs[nodes.item[theirs] == item]
        begins = np.maximum(nodes.start_ns[a][:, None], nodes.start_ns[b][None, :])
        ends = np.minimum(nodes.end_ns[a][:, None], nodes.end_ns[b][None, :])
        if (begins < ends).any():
            return True
    return False


def _samples(held: FaceIndex, number: int, but: int = -1) -> tuple[int, ...]:
    """The most typical of the clearest faces."""
    rows = held.faces.of(number)
    rows = rows[rows != but]
    best = rows[np.argsort(-held.quality(rows), kind="stable")[:SAMPLES]]
    return tuple(held.faces.ids[best].tolist())


def _odd(held: FaceIndex, state: State, most: int) -> list[Doubt]:
    """Faces that fit their group worst, one a group at first, without those that people spoke about."""
    faces = held.faces
    many = np.bincount(faces.number) if len(faces.number) else np.zeros(0, np.int64)
    rows = np.flatnonzero((many[faces.number] >= LEAST_GROUP) & held.grouping.nodes.sturdy)
    if not len(rows):
        return []
    close = held.closeness(rows)
    found: list[Doubt] = []
    said = {r for a, b in state.must for m in (a, b) if (r := held.row(m)) is not None}
    for at in np.argsort(close, kind="stable").tolist():
        row = int(rows[at])
        if close[at] >= ODD or len(found) == most:
            break
        if row in said:
            continue
        number, face = int(faces.number[row]), int(faces.ids[row])
        samples = ((face,), _samples(held, number, row))
        found.append(Doubt("face", number, face=face, likeness=float(close[at]), samples=samples))
    return found


def _voices(review: Review, most: int) -> list[Doubt]:
    groups = review.voices
    if len(groups.clusters) < 2:
        return []
    vectors, heard, row = [], {}, 0
    for cluster in groups.clusters:
        voices = groups.of(cluster)
        mean = np.sum([v.vector for v in voices], axis=0)
        vectors.append(mean / max(float(np.linalg.norm(mean)), 1e-12))
        order = sorted(range(len(voices)), key=lambda k: -voices[k].seconds)[:SAMPLES]
        heard[cluster.number] = tuple(row + k for k in order)
        row += len(voices)
    number_of = {(m.item_id, m.row): c.number for c in groups.clusters for m in c.members}
    known = {v.moment: number_of[(v.item_id, v.row)] for v in groups.appearances.values()}
    parted = {frozenset((known.get(a, -1), known.get(b, -1))) for a, b in review.state.cannot}
    near = pairs_above(np.stack(vectors).astype(np.float32), MAYBE_VOICE, most=8)
    found = []
    for at in _likest(near, VOICE_LIKE + 0.1):
        one, other = (groups.clusters[int(n[at])].number for n in (near.first, near.second))
        shared = {m.item_id for c in groups.clusters if c.number == one for m in c.members} & {
            m.item_id for c in groups.clusters if c.number == other for m in c.members
        }
        if frozenset((one, other)) not in parted and not shared:
            samples = (heard[one], heard[other])
            found.append(Doubt("pair", one, other, likeness=float(near.cosine[at]), samples=samples))
    return found[:most]
