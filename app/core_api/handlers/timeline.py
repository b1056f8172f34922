"""Answers about the timeline: lanes of an item or of the case, their tracks and words, and clocks."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.cases import clocks
from app.cases import log as decision_log
from app.cases.case import NoSuchItem
from app.cases.clocks import Placed, Recorded
from app.cases.findings import Item
from app.core_api import case_lanes as case_lanes
from app.core_api.core_session import CoreSession, handles
from app.core_api.deciding import Done
from app.core_api.handlers.deciding import done
from app.core_api.item_lanes import ItemLanes
from app.core_api.known_people import People, people
from app.core_api.made_lane import MadeLane
from app.core_api.timeline import (
    ApartItem,
    Clocks,
    Lanes,
    LaneSet,
    LaneTracks,
    PlacedItem,
    SetClock,
    SourceClock,
    Wording,
)
from app.core_api.tracks import Track
from app.operations.decisions import CLOCK, KINDS, LISTENED, TIME, Clock
from app.review import evidence_actions
from app.review.review import Review
from app.store import schema
from engine.units import Kind

MOST_WORDS = 2000
"""Texts one answer carries at most; more do not fit on a screen."""
ZONE_ORDER = (clocks.SET, clocks.ASSUMED, clocks.STATED)


@dataclass(frozen=True, slots=True)
class _Shown:
    """The lanes last asked for, with their tracks."""

    found: LaneSet
    lanes: dict[str, MadeLane]


@handles(Lanes)
def lanes(session: CoreSession, question: Lanes) -> LaneSet:
    return _shown(session, question.item_id).found


@handles(LaneTracks)
def lane_tracks(session: CoreSession, question: LaneTracks) -> tuple[Track, ...]:
    lane = _shown(session, question.item_id).lanes.get(question.lane_key)
    return lane.tracks if lane and lane.head.edition == question.edition else ()


@handles(Wording)
def wording(session: CoreSession, question: Wording) -> tuple[str, ...]:
    lane = _shown(session, question.item_id).lanes.get(question.lane_key)
    texts = lane.texts.get(question.near, ()) if lane else ()
    return tuple(texts[n] if n < len(texts) else "" for n in question.numbers[:MOST_WORDS])


@handles(Clocks)
def all_clocks(session: CoreSession, _: Clocks) -> tuple[SourceClock, ...]:
    recorded = _recorded(session)
    with session.review() as review:
        known = review.state.clocks
        by_source: dict[str, list[tuple[Item, Recorded]]] = {}
        for item in review.findings.items():
            said = recorded.get(item.id)
            if said is not None and said.at_ns is not None:
                own = clocks.item_source(item)
                key = own if own in known else clocks.source(item, said)
                by_source.setdefault(key, []).append((item, said))
    return tuple(_source(key, items, known.get(key)) for key, items in by_source.items())


@handles(SetClock)
def set_clock(session: CoreSession, question: SetClock) -> Done:
    with session.review(write=True, groups=False) as review:
        made = evidence_actions.set_clock(
            review, question.key, question.offset_ns, question.uncertainty_ns, question.reason
        )
    return done(session, made)


def _shown(session: CoreSession, item_id: str) -> _Shown:
    def make() -> _Shown:
        with session.review() as review:
            return _of_item(session, review, item_id) if item_id else _of_case(session, review)

    return session.kept(
        "timeline of the item" if item_id else "timeline of the case", _state(session, item_id), make
    )


def _state(session: CoreSession, item_id: str) -> Hashable:
    """Changes with whatever the lanes are made of."""
    t = schema.units
    query = select(func.count(), func.max(t.c.finished_at))
    with session.review() as review:
        units = review.connection.execute(query.where(t.c.item_id == item_id) if item_id else query).one()
        decided = decision_log.last(review.connection, KINDS - {LISTENED})
        return item_id, *units, decided, _grouped(review)


def _grouped(review: Review) -> bool:
    """Whether it is known who is who; before that lanes show nobody."""
    return review.people_index.faces_at_once(review.connection, review.findings) is not None


def _of_item(session: CoreSession, review: Review, item_id: str) -> _Shown:
    item = review.items.get(item_id)
    if item is None:
        raise NoSuchItem
    if item.kind == Kind.IMAGE:
        return _Shown(LaneSet(item_id, 0, 1, (), still=True), {})
    made = list(ItemLanes(review, item, _people(session, review), session.check).made())
    rates = review.findings.table(item_id, "probe", "streams")
    rate = max((float(r) for r in rates["frame_rate"]), default=0.0)
    heads = tuple(lane.head for lane in made)
    frame_ns = round(1e9 / rate) if rate > 0 else 0
    found = LaneSet(item_id, 0, max(item.duration_ns, 1), heads, frame_ns)
    return _Shown(found, {lane.head.key: lane for lane in made})


def _of_case(session: CoreSession, review: Review) -> _Shown:
    recorded = _recorded(session)
    none = Recorded(None, clocks.ASSUMED, "", "")
    placed, apart = clocks.placed(
        review.findings.items(),
        lambda item: recorded.get(item.id, none),
        review.state.clocks,
        review.state.times,
    )
    made = list(case_lanes.sources(placed, case_lanes.source_names(placed)))
    session.check()
    made += case_lanes.people(_people(session, review), placed)
    found = LaneSet(
        "",
        min((p.start_ns for p in placed), default=0),
        max((p.start_ns + max(1, p.item.duration_ns) for p in placed), default=1),
        tuple(lane.head for lane in made),
        placed=tuple(_placed(p) for p in placed),
        apart=tuple(ApartItem(item.id, item.untrusted_name, said.untrusted_text) for item, said in apart),
    )
    return _Shown(found, {lane.head.key: lane for lane in made})


def _placed(placed: Placed) -> PlacedItem:
    item = placed.item
    return PlacedItem(
        item_id=item.id,
        sha256=item.sha256,
        untrusted_name=item.untrusted_name,
        start_ns=placed.start_ns,
        duration_ns=max(1, item.duration_ns),
        source=placed.source,
        untrusted_recorded=placed.recorded.untrusted_text,
        zone=placed.zone,
        uncertainty_ns=placed.uncertainty_ns,
    )


def _people(session: CoreSession, review: Review) -> People:
    """Kept until faces or voices were found, or anything was decided."""
    t = schema.units
    units = review.connection.execute(
        select(func.count(), func.max(t.c.finished_at)).where(t.c.stage.in_(("face_embeddings", "speakers")))
    ).one()
    decided = decision_log.last(review.connection, KINDS - {LISTENED, CLOCK, TIME})
    state = (*units, decided, _grouped(review))
    return session.kept("people of timelines", state, lambda: people(review))


def _recorded(session: CoreSession) -> dict[str, Recorded]:
    """What every probed item's file states; read once, as it takes 0.3 ms an item."""

    def make() -> dict[str, Recorded]:
        out = {}
        with session.review() as review:
            for item in review.findings.items():
                session.check()
                out[item.id] = clocks.recorded_of(review.findings, item)
        return out

    t = schema.units
    with session.case.database.connect() as connection:
        probed: Any = connection.execute(
            select(func.count(), func.max(t.c.finished_at)).where(t.c.stage == clocks.PROBE)
        ).one()
    return session.kept("recorded times", tuple(probed), make)


def _source(key: str, items: list[tuple[Item, Recorded]], clock: Clock | None) -> SourceClock:
    item, said = items[0]
    times = sorted(text.untrusted_text for _, text in items)
    zones = {text.zone for _, text in items}
    zone = clocks.SET if clock else next(z for z in ZONE_ORDER if z in zones)
    own = key.startswith(clocks.ITEM)
    return SourceClock(
        key=key,
        untrusted_name=item.untrusted_name if own else said.untrusted_device,
        items=len(items),
        offset_ns=clock.offset_ns if clock else 0,
        uncertainty_ns=_uncertainty(clock, zone),
        reason=clock.reason if clock else "",
        author=clock.author if clock else "",
        untrusted_recorded=(times[0], times[-1]),
        zone=zone,
    )


def _uncertainty(clock: Clock | None, zone: str) -> int:
    if clock:
        return clock.uncertainty_ns
    return clocks.ZONE_UNCERTAINTY_NS if zone == clocks.ASSUMED else 0
