"""What the machine is unsure about: pairs of groups just below the threshold, and faces that fit badly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.core_api.core_session import CoreSession, handles
from app.core_api.people import FACE, ReviewItem, ReviewQueue
from app.operations.decisions import State
from app.review.face_index import FaceIndex
from app.review.review import Review
from engine.across.nearest import pairs_above
from engine.vectors import Space

LEAST_GROUP = 3
SAMPLES = 4
SHARE = 0.6
"""How much of the questions may be about pairs, where there are faces to ask about as well."""


@handles(ReviewQueue)
def review_queue(session: CoreSession, question: ReviewQueue) -> list[ReviewItem]:
    with session.review() as review:
        if question.kind != FACE:
            return _voices(review, question.most)
        index = review.people_index
        held = index.grouped(review.connection, review.findings)  # may take minutes: not under the lock
        with index.lock:
            held = index.grouped(review.connection, review.findings)
            state = index.state
            pairs = _pairs(held, state, question.most)
            odd = _odd(held, state, question.most)
    few = max(round(question.most * SHARE), question.most - len(odd))
    return [*pairs[:few], *odd][: question.most]


def _pairs(held: FaceIndex, state: State, most: int) -> list[ReviewItem]:
    """The likest pairs of people below the threshold that nobody has parted."""
    parted = _parted(held, state)
    found: list[ReviewItem] = []
    for numbers, means, space in held.grouping.means_by_space:
        for first, second, cosine in _likest(means, space):
            one, other = int(numbers[first]), int(numbers[second])
            if one == other or frozenset((one, other)) in parted or _together(held, one, other):
                continue
            samples = (_samples(held, one), _samples(held, other))
            who, whom = held.faces.subject(one), held.faces.subject(other)
            found.append(ReviewItem("pair", who, one, whom, other, likeness=cosine, samples=samples))
            if len(found) >= most:
                break
    return sorted(found, key=lambda item: -item.likeness)[:most]


def _likest(means: npt.NDArray[np.float32], space: Space) -> list[tuple[int, int, float]]:
    """Pairs of rows that are rather alike but not alike enough, the likest first."""
    near = pairs_above(means, space.threshold("ask_pair"), most=8)
    below = space.threshold("ask_below")
    order = [at for at in np.argsort(-near.cosine, kind="stable").tolist() if near.cosine[at] < below]
    return [(int(near.first[at]), int(near.second[at]), float(near.cosine[at])) for at in order]


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


def _odd(held: FaceIndex, state: State, most: int) -> list[ReviewItem]:
    """Faces that fit their group worst, one a group at first, without those that people spoke about."""
    faces = held.faces
    many = np.bincount(faces.number) if len(faces.number) else np.zeros(0, np.int64)
    rows = np.flatnonzero((many[faces.number] >= LEAST_GROUP) & held.grouping.nodes.sturdy)
    if not len(rows):
        return []
    limits = [item.space.threshold("ask_face", unknown=-1.0) for item in faces.items]
    limit = np.repeat(np.array(limits, np.float32), np.diff(faces.first))[rows]
    close = held.closeness(rows)
    rows, close = rows[close < limit], close[close < limit]
    found: list[ReviewItem] = []
    said = {r for a, b in state.must for m in (a, b) if (r := held.row(m)) is not None}
    for at in np.argsort(close, kind="stable").tolist():
        row = int(rows[at])
        if len(found) == most:
            break
        if row in said:
            continue
        number, face = int(faces.number[row]), int(faces.ids[row])
        samples = ((face,), _samples(held, number, row))
        who = faces.subject(number)
        found.append(ReviewItem("face", who, number, face=face, likeness=float(close[at]), samples=samples))
    return found


def _voices(review: Review, most: int) -> list[ReviewItem]:
    groups = review.voices
    if len(groups.clusters) < 2:
        return []
    means: dict[Space, list[tuple[int, npt.NDArray[np.float32]]]] = {}
    heard, row = {}, 0
    for cluster in groups.clusters:
        voices = groups.of(cluster)
        for space in dict.fromkeys(v.space for v in voices):
            mean = np.sum([v.vector for v in voices if v.space == space], axis=0)
            unit = (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype(np.float32)
            means.setdefault(space, []).append((cluster.number, unit))
        order = sorted(range(len(voices)), key=lambda k: -voices[k].seconds)[:SAMPLES]
        heard[cluster.number] = tuple(row + k for k in order)
        row += len(voices)
    number_of = {(m.item_id, m.row): c.number for c in groups.clusters for m in c.members}
    known = {v.moment: number_of[(v.item_id, v.row)] for v in groups.appearances.values()}
    parted = {frozenset((known.get(a, -1), known.get(b, -1))) for a, b in review.state.cannot}
    subject = {c.number: c.subject for c in groups.clusters}
    items_of = {c.number: {m.item_id for m in c.members} for c in groups.clusters}
    found = []
    for space, known_means in means.items():
        for first, second, cosine in _likest(np.stack([mean for _, mean in known_means]), space):
            one, other = known_means[first][0], known_means[second][0]
            if frozenset((one, other)) not in parted and not items_of[one] & items_of[other]:
                who, whom, samples = subject[one], subject[other], (heard[one], heard[other])
                found.append(ReviewItem("pair", who, one, whom, other, likeness=cosine, samples=samples))
    return sorted(found, key=lambda item: -item.likeness)[:most]
