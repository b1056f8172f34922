"""Claims about what is said, written, seen and heard, and what in it can be looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.cases.findings import Findings, Item
from app.cases.item_views import rows
from app.cases.listening import Listening
from app.cases.units_current import Unit
from app.dossier.claims import ASSESSMENT, DECISION, FACT, Citation, Claim, cited, evenly, more, named_items
from app.dossier.material import Material
from app.dossier.people import speaker_label
from app.operations.moments import TEXT, Moment
from engine.units import SECOND, Kind
from resources.displays import HEARD, LABELLED, SEEN, Labels, labelled

CITED_EACH = 6
MOST_LABELS = 14
MANY_PHOTOS = 40
"""Photos with text from which they are a table of an annex."""
SHORTEST_TEXT = 2


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One appearance of a label, and the unit that saw it."""

    moment: Moment
    score: float
    unit: Unit


def said(material: Material) -> Iterator[Claim]:
    """A claim per utterance: a fact once a person has worded it, or has heard it and nothing is in doubt.

    Else it is what a machine recognised: an assessment, which says what the doubt is where there is one.
    """
    listening = Listening(material.state.heard)
    for item in material.items:
        for u in material.transcripts[item.id]:
            assert u.unit is not None
            values: dict[str, Any] = {
                "at_time": u.moment.start_ns,
                "untrusted_item": item.untrusted_name,
                "speaker": speaker_label(material, item, u.speaker),
                "untrusted_text": u.untrusted_text,
            }
            citations = [cited(u.moment, u.unit)]
            if u.edited_by:
                citations.append(Citation(DECISION, reference=u.edit))
            extent = {
                "item": item.sha256,
                "doubts": list(u.doubts),
                "language": u.language,
                "confidence": u.confidence,
                "edited": bool(u.edited_by),
                "listened": list(listening.to(u.moment)),
            }
            key = "said.edited" if u.edited_by else "said.doubtful" if u.doubts else "said"
            sure = u.edited_by or (extent["listened"] and not u.doubts)
            kind = FACT if sure else ASSESSMENT
            key = key if values["speaker"] else f"{key}.unknown"
            topic = ("said", item.sha256, u.moment.stream, u.moment.start_ns, u.moment.end_ns)
            yield Claim(kind, key, values, tuple(citations), extent, topic)


def written(material: Material) -> Iterator[Claim]:
    """A claim per text and film, however often it is shown, and per photo; of many photos one in all.

    All are what a machine read, and so assessments.
    """
    photos = list(written_on_photos(material))
    yield from (_written_on_many(photos),) if len(photos) > MANY_PHOTOS else photos
    for item in material.items:
        if item.kind == Kind.IMAGE:
            continue
        found: dict[str, list[Occurrence]] = {}
        for unit, texts in rows(material.findings, item, "screen_text", "texts").of_units():
            for row in texts:
                if _legible(row):
                    found.setdefault(row["text"], []).append(_written(item, unit, row))
        for text, seen in sorted(found.items(), key=lambda f: f[1][0].moment):
            values = _times(item, seen) | {"untrusted_text": text}
            extent = {"item": item.sha256, "confidence": round(max(o.score for o in seen), 3)}
            topic = ("written", item.sha256, text)
            extent |= _spans(item, seen)
            yield Claim(ASSESSMENT, "written", values, _citations(seen), extent, topic)


def written_on_many_photos(material: Material) -> Iterator[Claim]:
    """The annex of what is written on photos, where they are too many to be stated one by one."""
    photos = list(written_on_photos(material))
    yield from photos if len(photos) > MANY_PHOTOS else ()


def written_on_photos(material: Material) -> Iterator[Claim]:
    """A claim per photo with the lines on it that are legible."""
    for item in material.items:
        if item.kind != Kind.IMAGE:
            continue
        found = []
        for unit, texts in rows(material.findings, item, "screen_text", "texts").of_units():
            found += [(str(row["text"]), _written(item, unit, row)) for row in texts if _legible(row)]
        if found:
            seen = [occurrence for _, occurrence in found]
            values = {
                "untrusted_item": item.untrusted_name,
                "untrusted_text": " · ".join(dict.fromkeys(text for text, _ in found)),
            }
            extent = {"item": item.sha256, "confidence": round(min(o.score for o in seen), 3)}
            topic = ("written", item.sha256)
            yield Claim(ASSESSMENT, "written.image", values, _citations(seen), extent, topic)


def _written_on_many(photos: Sequence[Claim]) -> Claim:
    values = {"count": len(photos)}
    cites = evenly([claim.citations[0] for claim in photos], CITED_EACH)
    return Claim(ASSESSMENT, "written.images", values, cites, {}, ("written.images",))


def _written(item: Item, unit: Unit, row: Mapping[str, Any]) -> Occurrence:
    quad = row["quad"]
    box = (*(float(v) for v in quad.min(axis=0)), *(float(v) for v in quad.max(axis=0)))
    start, end = int(row["start_ns"]), int(row["end_ns"])
    place = Moment(TEXT, item.sha256, unit.stream, start, end, start, box)
    return Occurrence(place, float(row["confidence"]), unit)


def _legible(row: Mapping[str, Any]) -> bool:
    """Single signs are mostly chance patterns: they are for search."""
    return sum(c.isalnum() for c in str(row["text"])) >= SHORTEST_TEXT


def seen(material: Material) -> Iterator[Claim]:
    """Per item: what stages saw, label by label."""
    return _found(material, SEEN)


def heard(material: Material) -> Iterator[Claim]:
    """Per item and kind of sound: how often, how long."""
    return _found(material, HEARD)


def _found(material: Material, section: str) -> Iterator[Claim]:
    """Of the stages whose labels stand in a section, those with sentences of their own first."""
    known = material.findings.stages
    shown = [(d, t) for d, t in labelled() if t.section == section and t.stated and d.stage in known]
    shown.sort(key=lambda s: (s[1].sentence == LABELLED, s[1].sentence, s[0].stage))
    photos: dict[tuple[str, str], list[tuple[Item, Occurrence]]] = {}
    told_already = _told_already(material, section)
    for item in material.items:
        for display, told in shown:
            enough = (told.enough_still if item.kind == Kind.IMAGE else 0.0) or told.enough
            for label, found in _labels(material.findings, item, display.stage, told.table, enough):
                if told_already(item, told, label):
                    continue
                if item.kind == Kind.IMAGE:
                    best = max(found, key=lambda o: o.score)
                    photos.setdefault((display.stage, label), []).append((item, best))
                elif label not in told.unstated:
                    yield _labelled(item, display.stage, told, label, found)
    by_stage = {display.stage: told for display, told in shown}
    for (stage, label), pictures in sorted(photos.items(), key=lambda p: (p[0][0], -len(p[1]), p[0][1])):
        yield _on_photos(stage, by_stage[stage], label, pictures)


def _told_already(material: Material, section: str) -> Callable[[Item, Labels, str], bool]:
    """Whether faces or voices of an item say what a label would say."""
    if section == HEARD:
        return lambda item, told, label: label in told.unless_voices and bool(material.voices[item.id])
    shown = {member.item_id for cluster in material.faces.clusters for member in cluster.members}
    shown |= {material.faces.seen(row).item_id for row in material.faces.aside.tolist()}
    return lambda item, told, label: label in told.unless_faces and item.id in shown


def _on_photos(stage: str, told: Labels, label: str, pictures: Sequence[tuple[Item, Occurrence]]) -> Claim:
    """What is seen on photos, in one statement however many they are."""
    values: dict[str, Any] = {"label": _word(told, label), **named_items([item for item, _ in pictures])}
    own = told.sentence != LABELLED
    if not own:
        values["stage"] = {"word": f"stage.{stage}"}
    extent = {"items": [item.sha256 for item, _ in pictures]}
    cites = evenly([cited(o.moment, o.unit) for _, o in pictures], CITED_EACH)
    topic = (f"{told.sentence if own else stage}.images", label)
    return Claim(ASSESSMENT, f"{told.sentence}.images{more(values)}", values, cites, extent, topic)


def _word(told: Labels, label: str) -> Mapping[str, str] | str:
    return {"word": f"{told.words}.{label}"} if told.words else label.replace("_", " ")


def entities(material: Material) -> Iterator[Claim]:
    """Numbers, plates, addresses and names in what was said and written, joined by value over the case."""
    found: dict[tuple[str, str], list[tuple[Item, str, str, Occurrence]]] = {}
    for item in material.items:
        for unit, mentioned in rows(material.findings, item, "entities", "entities").of_units():
            for row in mentioned:
                start, end = int(row["start_ns"]), int(row["end_ns"])
                place = Moment(TEXT, item.sha256, unit.stream, start, end, start)
                entry = (
                    item,
                    row["text"],
                    row["origin"],
                    Occurrence(place, float(row["confidence"]), unit),
                )
                found.setdefault((row["kind"], row["value"]), []).append(entry)
    for (kind, value), entries in sorted(found.items()):
        item, text, origin, first = entries[0]
        values = {
            "entity": {"word": f"entity.{kind}"},
            "untrusted_value": value,
            "untrusted_text": text,
            "origin": {"word": f"origin.{origin}"},
            "untrusted_item": item.untrusted_name,
            "first_time": first.moment.start_ns,
            "count": len(entries),
        }
        occurrences = [e[3] for e in entries]
        extent = {"entity": kind, "value": value, "items": sorted({e[0].sha256 for e in entries})}
        key = f"entity{_still(item)}"
        topic = ("entity", kind, value)
        yield Claim(ASSESSMENT, key, values, _citations(occurrences), extent, topic)


def _labelled(item: Item, stage: str, told: Labels, label: str, found: Sequence[Occurrence]) -> Claim:
    values = _times(item, found)
    values["label"] = _word(told, label)
    if found[0].moment.box:
        times = [o.moment.t_ns for o in found]
        values["most"] = int(np.unique(times, return_counts=True)[1].max())
        values["count"] = len(set(times))
    if told.section == HEARD:
        values["heard_ns"] = sum(o.moment.end_ns - o.moment.start_ns for o in found)
    own = told.sentence != LABELLED
    if not own:
        values["stage"] = {"word": f"stage.{stage}"}
    topic = (told.sentence if own else stage, item.sha256, label)
    key = told.sentence
    return Claim(ASSESSMENT, key, values, _citations(found), _spans(item, found), topic)


def _still(item: Item) -> str:
    """Ending of the key of sentences about pictures, which have no time."""
    return ".image" if item.kind == Kind.IMAGE else ""


def _labels(
    findings: Findings, item: Item, stage: str, table: str, enough: float
) -> list[tuple[str, list[Occurrence]]]:
    """Labels of a stage, the most frequent first, with those of their appearances that are sure enough."""
    found: dict[str, list[Occurrence]] = {}
    for unit, seen in rows(findings, item, stage, table).of_units():
        for row in seen:
            if float(row["score"]) >= enough:
                found.setdefault(row["label"], []).append(_occurrence(item, unit, row))
    ordered = sorted(found.items(), key=lambda f: (-len(f[1]), f[0]))
    return ordered[:MOST_LABELS]


def _occurrence(item: Item, unit: Unit, row: dict[str, Any]) -> Occurrence:
    start = int(row["t_ns"] if "t_ns" in row else row["start_ns"])
    end = int(row["end_ns"]) if "end_ns" in row else start + 1
    box = tuple(float(v) for v in row["box"]) if "box" in row else ()
    place = Moment(TEXT, item.sha256, unit.stream, start, end, start, box)
    return Occurrence(place, float(row["score"]), unit)


def _times(item: Item, found: Sequence[Occurrence]) -> dict[str, Any]:
    return {
        "untrusted_item": item.untrusted_name,
        "count": len(found),
        "first_time": min(o.moment.start_ns for o in found),
        "last_time": max(o.moment.end_ns for o in found),
    }


def _citations(found: Sequence[Occurrence]) -> tuple[Citation, ...]:
    """The surest appearance and some evenly over time, in order of time."""
    ordered = sorted(found, key=lambda o: o.moment)
    surest = max(ordered, key=lambda o: (o.score, -o.moment.start_ns))
    chosen = evenly([cited(o.moment, o.unit) for o in ordered], CITED_EACH - 1)
    return tuple(sorted({*chosen, cited(surest.moment, surest.unit)}, key=lambda c: (c.start_ns, c.id)))


def _spans(item: Item, found: Sequence[Occurrence]) -> dict[str, Any]:
    """Segments for drawing: appearances less than two seconds apart joined."""
    spans: list[list[int]] = []
    for moment in sorted(o.moment for o in found):
        if spans and moment.start_ns - spans[-1][1] < 2 * SECOND:
            spans[-1][1] = max(spans[-1][1], moment.end_ns)
        else:
            spans.append([moment.start_ns, moment.end_ns])
    return {"spans": {item.sha256: spans}, "item": item.sha256}
