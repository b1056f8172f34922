"""Answers about faces, people and voices, from the groups that the core keeps in memory."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from app.cases.clusters import FACES, VOICES
from app.cases.face_columns import Faces as PeopleIndex
from app.cases.face_columns import crops
from app.cases.units_current import Unit
from app.core_api.core_session import CoreSession, handles
from app.core_api.people import (
    FACE,
    AboutFaces,
    Crops,
    FaceChange,
    FaceChanges,
    FaceFacts,
    Faces,
    FaceSpot,
    FaceTable,
    HeardVoice,
    KeepGroups,
    Likeness,
    Named,
    People,
    PeopleTable,
    SeenItem,
    Waiting,
    WaitingNames,
    WhereFace,
)
from app.operations.decisions import Identity
from app.review import kept_views
from app.review.review import NoSuchGroup, Review
from engine.units import Kind

CROPS_KEPT = 256
"""Units whose pictures are kept; a unit holds those of one photo or of some seconds."""


def people_index(review: Review) -> PeopleIndex:
    """All faces as they are now."""
    return review.people_index.faces(review.connection, review.findings).faces


@handles(Faces)
def faces(session: CoreSession, _: Faces) -> FaceTable:
    with session.review() as review:
        now = people_index(review)
    box = _column(now, "box").reshape(-1, 4)
    side = np.maximum(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1])
    return FaceTable(
        version=now.version,
        items=[SeenItem(i.item.id, i.item.untrusted_name, i.item.kind) for i in now.items],
        ids=now.ids,
        number=now.number.astype(np.int32),
        item=np.repeat(np.arange(len(now.items), dtype=np.int32), np.diff(now.first)),
        t_ns=_column(now, "t_ns").astype(np.int64),
        quality=_column(now, "quality").astype(np.float32),
        score=_column(now, "score").astype(np.float32),
        sharpness=_column(now, "sharpness").astype(np.float32),
        side=side.clip(0, 65535).astype(np.uint16),
        exact=_column(now, "exact").astype(np.bool_),
    )


@handles(KeepGroups)
def keep_groups(session: CoreSession, _: KeepGroups) -> None:
    with session.holding() as case:
        if case.writable:
            session.kept("views", case.id, partial(kept_views.fill, case, session.check))
        more = case.writable
        while more:
            session.check()
            with session.people_index.storing(), case.writing() as connection:
                more = session.people_index.save(connection)


@handles(FaceChanges)
def face_changes(session: CoreSession, question: FaceChanges) -> FaceChange:
    with session.review() as review:
        held = review.people_index.faces(review.connection, review.findings)
        changed = held.changed_since(question.since)
        now = held.faces
    if changed is None:
        nothing = np.zeros(0, np.int64)
        return FaceChange(now.version, nothing, nothing.astype(np.int32), whole=True)
    return FaceChange(now.version, now.ids[changed], now.number[changed].astype(np.int32))


@handles(Crops)
def crops_of(session: CoreSession, question: Crops) -> list[bytes]:
    kept: dict[str, Mapping[int, bytes]] = session.kept("crops", session.case.id, dict)
    with session.review() as review:
        now = people_index(review)
        rows = now.rows(question.ids)
        found = {}
        for id_, row in zip(now.ids[rows].tolist(), rows.tolist(), strict=True):
            item, at = now.where(row)
            unit = item.unit(at)
            found[id_] = _pictures(review, kept, unit).get(int(item.rows["row"][at]), b"")
    return [found.get(id_, b"") for id_ in question.ids]


def _pictures(review: Review, kept: dict[str, Mapping[int, bytes]], unit: Unit) -> Mapping[int, bytes]:
    known = kept.get(unit.key)
    if known is None:
        while len(kept) >= CROPS_KEPT:
            kept.pop(next(iter(kept)), None)
        known = kept[unit.key] = crops(review.findings, unit)
    return known


@handles(WhereFace)
def where_face(session: CoreSession, question: WhereFace) -> FaceSpot:
    with session.review() as review:
        now = people_index(review)
    (row,) = [*now.rows([question.id]).tolist()] or [-1]
    if row < 0:
        raise NoSuchGroup(str(question.id))
    item, at = now.where(row)
    return FaceSpot(item.item.id, item.moment(at))


@handles(AboutFaces)
def about_faces(session: CoreSession, question: AboutFaces) -> list[FaceFacts]:
    with session.review() as review:
        now = people_index(review)
    found = []
    for row in now.rows(question.ids).tolist():
        item, at = now.where(row)
        seen, line = item.moment(at), item.rows[at]
        x0, y0, x1, y1 = seen.box
        side = round(max(x1 - x0, y1 - y0))
        quality, exact = float(line["quality"]), bool(line["exact"])
        name, id_ = item.item.untrusted_name, int(now.ids[row])
        found.append(FaceFacts(id_, name, item.item.id, seen, quality, side, exact))
    return found


@handles(WaitingNames)
def waiting_names(session: CoreSession, question: WaitingNames) -> list[Waiting]:
    with session.review() as review:
        if question.kind == FACE:
            now = people_index(review)
            named_by = {n: (now.subject(n), i, clearest(now, n)) for n, i in now.identities.items()}
        else:
            table = _voices(review)
            rows = {n: tuple(k for k, h in enumerate(table.heard) if h.number == n) for n in table.names}
            clusters = [c for c in review.voices.clusters if c.identity]
            named_by = {c.number: (c.subject, c.identity, rows[c.number]) for c in clusters if c.identity}
        found = []
        for number, (subject, identity, samples) in sorted(named_by.items()):
            said = named(review, identity)
            if said.asked or (said.mine and said.status == "candidate"):
                found.append(Waiting(question.kind, number, subject, said.mine, samples[:6]))
    return sorted(found, key=lambda w: (w.mine, w.number))


def clearest(now: PeopleIndex, number: int, most: int = 6) -> tuple[int, ...]:
    """Ids of a person's clearest faces."""
    rows = now.of(number)
    quality = [float(item.rows["quality"][at]) for item, at in map(now.where, rows.tolist())]
    best = rows[np.argsort(-np.array(quality), kind="stable")[:most]]
    return tuple(now.ids[best].tolist())


@handles(Likeness)
def likeness(session: CoreSession, question: Likeness) -> np.ndarray:
    with session.review() as review:
        held = review.people_index.grouped(review.connection, review.findings)
        now, vectors = held.faces, held.grouping.nodes.vectors
    rows = now.rows(question.ids)
    if not len(rows):
        raise NoSuchGroup
    mean = vectors[rows].sum(axis=0)
    like: np.ndarray = vectors @ (mean / max(float(np.linalg.norm(mean)), 1e-12))
    return like.astype(np.float32)


@handles(People)
def people(session: CoreSession, question: People) -> PeopleTable:
    with session.review() as review:
        return _people(review) if question.kind == FACE else _voices(review)


def _people(review: Review) -> PeopleTable:
    now = people_index(review)
    names = {n: named(review, i) for n, i in now.identities.items()}
    order = np.lexsort((-_column(now, "quality"), now.number))
    number = now.number[order]
    starts = np.flatnonzero(np.r_[True, number[1:] != number[:-1]]) if len(number) else np.zeros(0, np.int64)
    moving = np.array([i.item.kind == Kind.VIDEO for i in now.items], np.bool_)
    item = np.repeat(np.arange(len(now.items)), np.diff(now.first))
    seen = ((_column(now, "end_ns") - _column(now, "start_ns")) * moving[item])[order].astype(np.int64)
    pairs = np.unique(np.stack([now.number, item]), axis=1)[0] if len(order) else order
    return PeopleTable(
        kind=FACES,
        number=number[starts].astype(np.int32),
        count=np.diff(np.r_[starts, len(number)]).astype(np.int32),
        items=np.unique(pairs, return_counts=True)[1].astype(np.int32),
        seen_ns=np.add.reduceat(seen, starts) if len(starts) else np.zeros(0, np.int64),
        best=now.ids[order[starts]],
        subjects=now.ids_of[number[starts]],
        names=names,
    )


def _column(now: PeopleIndex, name: str) -> np.ndarray:
    return np.concatenate([i.rows[name] for i in now.items] or [np.zeros(0)])


def _voices(review: Review) -> PeopleTable:
    groups = review.voices
    heard: list[HeardVoice] = []
    best, seconds, items = [], [], []
    for cluster in groups.clusters:
        mine = groups.of(cluster)
        best.append(len(heard) + max(range(len(mine)), key=lambda k: mine[k].seconds))
        seconds.append(sum(v.seconds for v in mine))
        items.append(len({v.item_id for v in mine}))
        for voice in mine:
            name, turn = review.items[voice.item_id].untrusted_name, voice.moment
            heard.append(
                HeardVoice(
                    cluster.number, voice.item_id, name, voice.row, voice.seconds, turn.start_ns, turn.end_ns
                )
            )
    return PeopleTable(
        kind=VOICES,
        number=np.array([c.number for c in groups.clusters], np.int32),
        count=np.array([len(c.members) for c in groups.clusters], np.int32),
        items=np.array(items, np.int32),
        seen_ns=(np.array(seconds) * 1e9).astype(np.int64),
        best=np.array(best, np.int64),
        subjects=np.array([c.subject.encode() for c in groups.clusters], "S34"),
        names={c.number: named(review, c.identity) for c in groups.clusters if c.identity},
        heard=heard,
    )


def named(review: Review, identity: Identity) -> Named:
    """What this account may know of a name."""
    me = review.case.account.identity.id
    status = review.status(identity)
    asked = status == "candidate" and me not in {v.author for v in identity.votes}
    return Named(review.shown_name(identity), status, identity.votes[0].author == me, asked)
