"""Claims about who appears and who speaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.cases.appearances import Voice
from app.cases.clusters import VOICES, Cluster
from app.cases.face_groups import SeenFace
from app.cases.findings import Item
from app.dossier.claims import (
    ASSESSMENT,
    DECISION,
    Citation,
    Claim,
    Former,
    cited,
    evenly,
    more,
    named_items,
    placed,
)
from app.dossier.material import Material
from engine.units import Kind, Sampling

CITED_SIGHTINGS, CITED_TURNS = 12, 8
MANY_SINGLE = 40
"""Unnamed people seen once from which they are a table of an annex."""
MOST_IN_FRONT = 60
"""People who are stated one by one; unnamed ones who are seen less often are a table of an annex."""


def appearing(material: Material) -> Iterator[Claim]:
    """A claim per person: how often and how long, first and last; then who was seen together with whom."""
    yield from _people(material, once=False)


def on_one_photo(material: Material) -> Iterator[Claim]:
    """People whom nobody named and who are seen seldom, where they are too many to be read one by one."""
    yield from _people(material, once=True)


def _people(material: Material, once: bool) -> Iterator[Claim]:
    seen = {cluster.number: material.faces.seen_ns(cluster) for cluster in material.faces.clusters}
    # photos last no time: of people who are seen on photos alone, how many counts
    often = {c.number: 0 if seen[c.number] else len(c.members) for c in material.faces.clusters}
    ordered = sorted(material.faces.clusters, key=lambda c: (-seen[c.number], -often[c.number], c.number))
    apart = _apart(ordered)
    if apart and not once:
        yield _in_passing(material, apart)
    for cluster in ordered:
        if (cluster.number in apart) is not once:
            continue
        tracks = material.tracks(cluster)
        yield _person(material, cluster, tracks)
        if cluster.identity:
            yield _identity(material, cluster, cited(tracks[0].moment, tracks[0].unit, tracks[0].crop))
    if len(material.faces.aside) and not once:
        yield _set_aside(material)
    if material.state.drawn and not once:
        yield from _drawn(material)


def _apart(ordered: Sequence[Cluster]) -> Mapping[int, int]:
    """Who stands in the annex, by number, with how often they are seen; `ordered` from the most seen on."""
    unnamed = [c for c in ordered if not c.identity]
    single = [c for c in unnamed if len(c.members) == 1]
    rest = unnamed[max(0, MOST_IN_FRONT - (len(ordered) - len(unnamed))) :]
    return {c.number: len(c.members) for c in (*(single if len(single) > MANY_SINGLE else ()), *rest)}


def _in_passing(material: Material, apart: Mapping[int, int]) -> Claim:
    clusters = [c for c in material.faces.clusters if c.number in apart]
    first = [cited(t.moment, t.unit) for c in clusters for t in material.tracks(c)[:1]]
    values = {"count": len(clusters), "sightings": max(apart.values())}
    key = "appears.in-passing" if values["sightings"] == 1 else "appears.seldom"
    cites = evenly(first, CITED_SIGHTINGS)
    return Claim(ASSESSMENT, key, values, cites, {"subject": ""}, ("appears.in-passing",))


def _set_aside(material: Material) -> Claim:
    """Faces that are seen and of which nobody can tell whose they are."""
    rows = material.faces.aside.tolist()
    seen = [cited(t.moment, t.unit) for t in map(material.faces.seen, rows)]
    key = f"faces.aside{'.one' if len(seen) == 1 else ''}"
    shown = evenly(seen, CITED_SIGHTINGS)
    return Claim(ASSESSMENT, key, {"count": len(seen)}, shown, {"subject": ""}, ("faces.aside",))


def _drawn(material: Material) -> Iterator[Claim]:
    """Faces that no machine found: a person drew them, and what is said of them rests on that."""
    faces = map(material.faces.seen, material.faces.drawn.tolist())
    seen = [cited(face.moment, face.unit, face.crop) for face in faces]
    if seen:
        key = f"faces.drawn{'.one' if len(seen) == 1 else ''}"
        shown = evenly(seen, CITED_SIGHTINGS)
        yield Claim(ASSESSMENT, key, {"count": len(seen)}, shown, {"subject": ""}, ("faces.drawn",))


def _person(material: Material, cluster: Cluster, tracks: Sequence[SeenFace]) -> Claim:
    photos = {i.id for i in material.items if i.kind == Kind.IMAGE}
    moving = [t for t in tracks if t.item_id not in photos]
    best = sorted(tracks, key=lambda t: -t.clarity)
    values: dict[str, Any] = {
        "person": cluster.number,
        "count": len({t.item_id for t in tracks}),
        "sightings": len(tracks),
        "seen_ns": material.faces.seen_ns(cluster),
    }
    key = "appears.photos"
    if moving:
        first, last = moving[0], moving[-1]
        scouted = all(t.unit.sampling is Sampling.KEYFRAMES for t in moving)
        key = "appears.scouted" if scouted else "appears" if len(moving) > 1 else "appears.once"
        values |= {
            "untrusted_first": material.names[first.moment.sha256],
            "first_time": first.moment.start_ns,
            "untrusted_last": material.names[last.moment.sha256],
            "last_time": last.moment.end_ns,
        }
    of = {t.item_id for t in tracks if t.item_id in photos}
    if moving and of:
        key, values["sightings"] = f"{key}.with-photos", len(moving)
    if of or key == "appears.scouted":
        named = [item for item in material.items if item.id in (of or {t.item_id for t in moving})]
        values |= named_items(named)
        key = f"{key}{more(values)}"
    crops = [cited(t.moment, t.unit, t.crop) for t in best[:CITED_SIGHTINGS] if t.crop]
    appearances = evenly([cited(t.moment, t.unit, t.crop) for t in tracks], CITED_SIGHTINGS)
    spans: dict[str, list[list[int]]] = {}
    for t in tracks:
        spans.setdefault(t.moment.sha256, []).append([t.moment.start_ns, t.moment.end_ns])
    extent = {
        "subject": cluster.subject,
        "name": material.name_of(cluster),
        "status": material.status(cluster.identity) if cluster.identity else "",
        "spans": spans,
        "crops": [c.id for c in crops[:6]],
        "closeness": round(min((m.score for m in cluster.members), default=0.0), 3),
    }
    cites = tuple(dict.fromkeys([*appearances, *crops[:6]]))
    topic = ("appears", cluster.subject)
    return Claim(ASSESSMENT, key, values, cites, extent, topic, former(material, cluster, "appears"))


def _identity(material: Material, cluster: Cluster, shown: Citation) -> Claim:
    """Who it is said to be, and how many people have said so independently.

    Nobody who may yet be asked reads the name here: the answer of a second person is worth something only
    if they did not see the first.
    """
    assert cluster.identity is not None
    status, name = material.status(cluster.identity), material.name_of(cluster)
    people = {v.author for v in cluster.identity.votes}
    votes = [Citation(DECISION, reference=v.decision) for v in cluster.identity.votes]
    values: dict[str, Any] = {"person": cluster.number, "count": len(people), "needed": material.verifiers}
    if name:
        values["name"] = name
    kind = "voice." if cluster.kind == VOICES else ""
    key = f"{kind}identity.{status if name else 'pending'}"
    extent = {"subject": cluster.subject, "status": status}
    topic = ("identity", cluster.subject)
    cites = (*votes, shown)
    return Claim(ASSESSMENT, key, values, cites, extent, topic, former(material, cluster, "identity"))


def speaking(material: Material) -> Iterator[Claim]:
    """A claim per speaker and item, and one per named voice."""
    told: set[str] = set()
    for item in material.items:
        for voice in sorted(material.voices[item.id], key=lambda v: v.turns[0].start_ns):
            yield _speaker(material, item, voice)
            cluster = material.speaker_of(item, voice.row)
            if cluster is not None and cluster.identity and cluster.subject not in told:
                told.add(cluster.subject)
                shown = placed(
                    voice.unit,
                    voice.moment.sha256,
                    voice.moment.start_ns,
                    voice.moment.end_ns,
                    voice.moment.stream,
                )
                yield _identity(material, cluster, shown)


def _speaker(material: Material, item: Item, voice: Voice) -> Claim:
    cluster = material.speaker_of(item, voice.row)
    spoken = sum(t.end_ns - t.start_ns for t in voice.turns)
    values = {
        "speaker": speaker_label(material, item, voice.row),
        "untrusted_item": item.untrusted_name,
        "count": len(voice.turns),
        "spoken_ns": spoken,
        "first_time": voice.turns[0].start_ns,
        "last_time": voice.turns[-1].end_ns,
    }
    extent = {
        "subject": cluster.subject if cluster else "",
        "name": material.name_of(cluster) if cluster else "",
        "status": material.status(cluster.identity) if cluster and cluster.identity else "",
        "items": len({m.item_id for m in cluster.members}) if cluster else 1,
        "spans": {item.sha256: [[t.start_ns, t.end_ns] for t in voice.turns]},
    }
    sha256, stream = voice.moment.sha256, voice.moment.stream
    turns = [placed(voice.unit, sha256, t.start_ns, t.end_ns, stream) for t in voice.turns]
    topic = ("speaks", item.sha256, cluster.subject if cluster else voice.row)
    earlier = former(material, cluster, "speaks", item.sha256) if cluster else None
    return Claim(ASSESSMENT, "speaks", values, evenly(turns, CITED_TURNS), extent, topic, earlier)


def former(material: Material, cluster: Cluster, *topic: str) -> Former | None:
    """The claim that earlier versions made about the number this group has had since then."""
    if cluster.who is None or cluster.who.since >= cluster.who.founded_at:
        return None
    parted = [at for at in material.parted_at if at <= cluster.who.founded_at]
    return Former.about((*topic, cluster.id), cluster.who.since, max(parted, default=""))


def speaker_label(material: Material, item: Item, number: int) -> Mapping[str, Any] | str:
    """A voice as people read it: its number across files, with the name people gave it and its status."""
    cluster = material.speaker_of(item, number)
    if cluster is None:
        return ""
    name = material.name_of(cluster)
    if not name or cluster.identity is None:
        return str(cluster.number)
    status = material.status(cluster.identity)
    return {"word": f"named.{status}", "values": {"number": cluster.number, "name": name}}
