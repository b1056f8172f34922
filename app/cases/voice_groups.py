"""Who speaks in several files: brings the groups of voices up to date with findings and decisions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlalchemy import Connection

from app.cases import clusters
from app.cases import log as decision_log
from app.cases.appearances import Voice, all_voices, find_voice
from app.cases.clusters import NEW, VOICES, Cluster, Groups, Member
from app.cases.findings import Findings
from app.operations.decisions import State
from app.operations.moments import VOICE, Moment

VoiceGroups = Groups[Voice]


def group(connection: Connection, findings: Findings, state: State) -> VoiceGroups:
    """Groups of voices with the identities people gave them; numbers from the last time live on."""
    items = findings.items()
    heard = {item.id: found for item, found in all_voices(findings, {i.id: i for i in items})}
    known = [voice for item in items for voice in heard.get(item.id, ())]
    released = decision_log.released(connection, clusters.followed(connection, VOICES))
    return grouped(known, clusters.stored(connection, VOICES), state, released)


def grouped(
    known: Sequence[Voice], before: Sequence[Cluster], state: State, released: Sequence[Moment]
) -> VoiceGroups:
    """The same of voices that were read already; `before` are the groups from the last time."""
    from engine.across.speaker_clusters import Constraints, SpaceVoices, VoiceRows, cluster_speakers_apart

    if not known:
        return Groups([], {}, [i for i in state.identities if i.moment.kind == VOICE])
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
    )
    numbers = clusters.keep_numbers([int(n) for n in outcome.cluster], earlier)
    found = clusters.grouped(VOICES, members, numbers)
    places = {m: members[n].place for m, n in where.items()}
    lost = clusters.name_clusters(found, state, places.get, VOICE)
    clashes = [(known[c.first].moment, known[c.second].moment) for c in outcome.contradictions]
    return Groups(found, {m.place: v for m, v in zip(members, known, strict=True)}, lost, clashes)


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
