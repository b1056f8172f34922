"""Answers about what is said."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import func, select

from app.cases import log as decision_log
from app.cases.case import NoSuchItem
from app.cases.findings import Item
from app.cases.transcript import lost_edits, transcript
from app.core_api.core_session import CoreSession, handles
from app.core_api.deciding import Done
from app.core_api.said import Told, columns, heard_of
from app.core_api.transcript import (
    NO_SOUND,
    NO_SPEECH,
    NOT_YET,
    HeardOf,
    Listened,
    Said,
    Speaker,
    SpokenItems,
    Transcripts,
    WhatWasHeard,
    WhoSpeaks,
    WriteTranscript,
)
from app.exports import export
from app.exports.place import OneFile
from app.exports.transcript import Transcript, TranscriptOptions
from app.operations.decisions import KINDS, LISTENED, UNDO
from app.operations.moments import UTTERANCE, Moment
from app.review import listened
from app.review.coverage import coverage
from app.review.review import Review
from app.store import schema

STAGE = "transcription"
Speakers = Mapping[str, Mapping[int, Speaker]]
"""By item, then by number within it."""


@handles(SpokenItems)
def spoken_items(session: CoreSession, _: SpokenItems) -> tuple[str, ...]:
    t = schema.items
    with session.case.database.connect() as connection:
        found = connection.execute(
            select(t.c.id).where(t.c.kind.in_(("video", "audio"))).order_by(t.c.added_at, t.c.id)
        )
        return tuple(found.scalars())


@handles(Transcripts)
def transcripts(session: CoreSession, question: Transcripts) -> tuple[Said, ...]:
    known, heard = _speakers(session), _heard(session)
    me = session.account.identity.id
    out = []
    with session.review() as review:
        every = review.state
        for item_id in question.items:
            session.check()
            item = _item(review, item_id)
            own = every.edits_of(item.sha256)
            utterances = transcript(review.findings, item, own, question.words)
            state, share = _state(review, item, bool(utterances))
            lost = [edit.text for edit in lost_edits(utterances, own)]
            told = Told(state, share, known.get(item_id, {}), heard.get(item.sha256, {}), me, lost)
            out.append(columns(item, utterances, told))
    return tuple(out)


@handles(WhoSpeaks)
def who_speaks(session: CoreSession, question: WhoSpeaks) -> dict[str, tuple[Speaker, ...]]:
    known = _speakers(session)
    return {item: tuple(known.get(item, {}).values()) for item in question.items}


@handles(WhatWasHeard)
def what_was_heard(session: CoreSession, question: WhatWasHeard) -> tuple[HeardOf, ...]:
    heard, me = _heard(session), session.account.identity.id
    with session.review() as review:
        hashes = {item_id: _item(review, item_id).sha256 for item_id in question.items}
    return tuple(heard_of(item_id, heard.get(sha256, {}), me) for item_id, sha256 in hashes.items())


@handles(Listened)
def listen(session: CoreSession, question: Listened) -> Done:
    with session.review(write=True, groups=False) as review:
        sha256 = _item(review, question.item_id).sha256
        places = [Moment(UTTERANCE, sha256, question.stream, a, b, a) for a, b in question.spans]
        made = listened.listen(session.case, review.connection, places, question.heard, question.by_playing)
    session.changed("listened", items=frozenset({question.item_id}))
    return Done((made.id,), frozenset({"listened"}))


@handles(WriteTranscript)
def write_transcript(session: CoreSession, question: WriteTranscript) -> int:
    with session.review() as review:
        items = [_item(review, item_id) for item_id in question.items]
        options = TranscriptOptions(review, items, question.form, session.check)
        place = OneFile(Path(question.path))
        written = export.write(Transcript(), session.case, place, options, replace=True)
    return written.content.records


def _item(review: Review, item_id: str) -> Item:
    for item in review.findings.items([item_id]):
        return item
    raise NoSuchItem


def _speakers(session: CoreSession) -> Speakers:
    """Everybody who speaks anywhere, as groups and names stand now."""

    def make() -> Speakers:
        with session.review() as review:
            return _named(review)

    t = schema.units
    with session.case.database.connect() as connection:
        units = connection.execute(
            select(func.count(), func.max(t.c.finished_at)).where(t.c.stage == "speakers")
        ).one()
        decided = decision_log.last(connection, KINDS - {LISTENED})
    return session.kept("speakers of transcripts", (*units, decided), make)


def _named(review: Review) -> Speakers:
    found: dict[str, dict[int, Speaker]] = {}
    for cluster in review.voices.clusters:
        identity = cluster.identity
        name, status = review.shown_name(identity), review.status(identity) if identity else ""
        for member, appearance in zip(cluster.members, review.appearances(cluster), strict=True):
            moment = identity.moment if identity else appearance.moment
            speaker = Speaker(member.row, cluster.number, name, status, moment)
            found.setdefault(member.item_id, {})[member.row] = speaker
    return found


def _heard(session: CoreSession) -> listened.Heard:
    with session.case.database.connect() as connection:
        last = decision_log.last(connection, {LISTENED, UNDO})

    def make() -> listened.Heard:
        with session.case.database.connect() as connection:
            return listened.heard(connection)

    return session.kept("listened", last, make)


def _state(review: Review, item: Item, anything: bool) -> tuple[str, float]:
    """Why nothing or not all is there, and the share of the sound that was analysed."""
    found = coverage(review.findings, item, (STAGE,))
    if found.reason:
        return found.reason, 0.0
    stages = [s for s in found.stages if s.stage == STAGE]
    if not stages:
        return NO_SOUND, 0.0
    planned = sum(s.planned_ns for s in stages)
    share = sum(s.done_ns for s in stages) / planned if planned else 1.0
    gaps = [g.reason for s in stages for g in s.gaps]
    failed = next((reason for reason in gaps if reason != NOT_YET), "")
    if gaps:
        return failed or NOT_YET, min(share, 1.0)
    return "" if anything else NO_SPEECH, 1.0
