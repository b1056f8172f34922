"""Who speaks in several files: brings the groups of voices up to date with findings and decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from app.cases import clusters, subjects
from app.cases import log as decision_log
from app.cases.appearances import Voice, all_voices, find_voice
from app.cases.clusters import NEW, VOICES, Cluster, Groups, Member
from app.cases.findings import Findings
from app.cases.subjects import Subject
from app.operations.decisions import State
from app.operations.moments import VOICE, Moment

VoiceGroups = Groups[Voice]


def group(connection: Connection, findings: Findings, state: State) -> VoiceGroups:
    """Groups of voices with the identities people gave them; numbers from the last time live on."""
    items = findings.items()
    heard = {item.id: found for item, found in all_voices(findings, {i.id: i for i in items})}
    known = [voice for item in items for voice in heard.get(item.id, ())]
    released = decision_log.released(connection, clusters.followed(connection, VOICES))
    before = clusters.stored(connection, VOICES)
    return grouped(known, before, state, released, subjects.stored(connection, VOICES))


def grouped(
    known: Sequence[Voice],
    before: Sequence[Cluster],
    state: State,
    released: Sequence[Moment],
    who: Mapping[int, Subject],
) -> VoiceGroups:
    """The same of voices that were read already; `before` and `who` are groups and subjects until now."""
    from engine.across.speaker_clusters import Constraints, SpaceVoices, VoiceRows, cluster_speakers_apart

    if not known:
        return Groups([], {}, [i for i in state.identities if i.moment.kind == VOICE], subjects=who)
    members = [_member(v) for v in known]
    earlier = clusters.earlier_numbers(members, before)
    where = _where(known, state)
    apart = {earlier[where[m]] for m in released if m in where}
    items = {item: n for n, item in enumerate(sorted({v.item_id for v in known}))}
    parts = []
    for space in dict.fromkeys(v.space for v in known):
        own_rows = np.flatnonzero([v.space == space for v in known])
        own = [known[n] for n in own_rows.tolist()]
        rows = VoiceRows(
            vectors=np.stack([v.vector for v in own]),
            item=np.array([items[v.item_id] for v in own], dtype=np.int64),
            speaker=np.array([v.row for v in own], dtype=np.int64),
            seconds=np.array([v.seconds for v in own], dtype=np.float32),
        )
        parts.append(SpaceVoices(own_rows, rows, space))
    outcome = cluster_speakers_apart(
        parts,
        np.array([NEW if n in apart else n for n in earlier], dtype=np.int64),
        Constraints(
            must=[(where[a], where[b]) for a, b in state.must if a in where and b in where],
            cannot=[(where[a], where[b]) for a, b in state.cannot if a in where and b in where],
            detached=[where[m] for m in state.detached if m in where],
            subjects={where[i.moment]: i.name.casefold() for i in state.identities if i.moment in where},
        ),
        anchors=_anchors(known, who),
        first=1,
    )
    found = clusters.grouped(VOICES, members, outcome.cluster.tolist())
    everybody = subjects.renewed(VOICES, who, _anchored(known, outcome.anchors))
    for cluster in found:
        cluster.who = everybody[cluster.number]
    places = {m: members[n].place for m, n in where.items()}
    lost = clusters.name_clusters(found, state, places.get, VOICE)
    clashes = [(known[c.first].moment, known[c.second].moment) for c in outcome.contradictions]
    heard = {m.place: v for m, v in zip(members, known, strict=True)}
    return Groups(found, heard, lost, clashes, everybody)


def _anchors(known: Sequence[Voice], who: Mapping[int, Subject]) -> npt.NDArray[np.int64]:
    """Row of the speaker each number stands for; -1 where none is found."""
    row = {(v.unit.key, v.row): n for n, v in enumerate(known)}
    rows = np.full(max(who, default=0) + 1, -1, np.int64)
    for number, subject in who.items():
        at = row.get(subject.place)
        if at is None and (voice := find_voice(subject.moment, known)) is not None:
            at = row[voice.unit.key, voice.row]
        rows[number] = -1 if at is None else at
    return rows


def _anchored(
    known: Sequence[Voice], anchors: npt.NDArray[np.int64]
) -> dict[int, tuple[Moment, str, tuple[str, int]]]:
    found = {}
    for number, row in enumerate(anchors.tolist()):
        if row >= 0:
            voice = known[row]
            found[number] = (voice.moment, voice.item_id, (voice.unit.key, voice.row))
    return found


def homes(groups: VoiceGroups) -> dict[tuple[str, int], Cluster]:
    """Group of each speaker, by item and number within the item."""
    return {(m.item_id, m.row): cluster for cluster in groups.clusters for m in cluster.members}


def _member(voice: Voice) -> Member:
    m = voice.moment
    return Member(voice.item_id, m.stream, m.start_ns, m.end_ns, voice.unit.key, voice.row)


def _where(known: Sequence[Voice], state: State) -> dict[Moment, int]:
    """Row of the voice that each decision points at; without those that are no longer found."""
    by_item: dict[str, list[int]] = {}
    for row, voice in enumerate(known):
        by_item.setdefault(voice.moment.sha256, []).append(row)
    where: dict[Moment, int] = {}
    for moment in state.moments(VOICE):
        rows = by_item.get(moment.sha256, [])
        found = find_voice(moment, [known[row] for row in rows])
        where.update((moment, row) for row in rows if known[row] is found)
    return where
