"""A large case as an analysis leaves it: every unit of every item, with packed and sealed results.

One-hour videos of picture segments of 18 s: some two thousand units each. Who is seen differs from item to
item, as do voices and looks; the rest comes in a few variants. Groups of faces are stored as grouping them
left them. Rows are written in bulk; this file also runs against earlier versions of the program, so that
benchmarks can compare.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import insert

from app.cases.case import Case
from app.cases.clusters import FACES, follow, make
from app.store import schema
from engine.records import Table, pack
from engine.stage import stages
from engine.units import SECOND, Kind, Sampling
from tests.made_case import put_item

HOUR = 3600
SEGMENT = 18
"""Seconds from keyframe to keyframe, and so of every picture segment."""
PEOPLE, SPEAKERS = 3000, 2000
CAST, VOICES = 14, 4
"""How many different people are seen and heard in one item."""
SEEN = 3
"""Tracklets a segment."""
VARIANTS = 3
JPEG = b"\xff\xd8" + bytes(600)
WORDS = ("wir", "fahren", "morgen", "früh", "mit", "dem", "weißen", "Wagen", "zum", "Hafen", "und", "zurück")
LABELS = ("person", "car", "truck", "bag", "dog")


def build(case: Case, items: int, hours: float = 1.0, seed: int = 1) -> None:
    """Add so many items of so many hours to an empty case, with their units and the groups of their faces."""
    film = Film(round(hours * HOUR * SECOND))
    cast = Cast(np.random.default_rng(seed))
    numbers: set[int] = set()
    for n in range(items):
        item_id = put_item(case, f"recording {n:04}.mp4", Kind.VIDEO, hours * HOUR)
        rows, seen = film.item(case, item_id, n, cast.of(n))
        numbers |= {int(row["cluster_id"].rpartition(":")[2]) for row in seen}
        with case.writing() as connection:
            connection.execute(insert(schema.units), rows)
            make(connection, FACES, {int(row["cluster_id"].rpartition(":")[2]): "" for row in seen})
            connection.execute(insert(schema.memberships), seen)
    with case.writing() as connection:
        follow(connection, FACES)


@dataclass
class Cast:
    """Vectors of everybody in the case."""

    dice: np.random.Generator

    def __post_init__(self) -> None:
        self.faces = _unit(self.dice.standard_normal((PEOPLE, 128)))
        self.voices = _unit(self.dice.standard_normal((SPEAKERS, 192)))

    def of(self, item: int) -> Appearing:
        """Who is seen and heard in an item, differently each time."""
        dice = np.random.default_rng(item + 17)
        return Appearing(
            dice, dice.choice(PEOPLE, CAST, replace=False), dice.choice(SPEAKERS, VOICES, replace=False), self
        )


@dataclass
class Appearing:
    """The people of one item."""

    dice: np.random.Generator
    faces: Any
    voices: Any
    cast: Cast

    def sightings(self, number: int) -> tuple[Any, Any]:
        """People, and a vector of each."""
        who = self.dice.choice(self.faces, number, replace=False)
        noise = self.dice.standard_normal((number, 128)) * 0.6 / np.sqrt(128)
        return who, _unit(self.cast.faces[who] + noise).astype(np.float32)

    def speech(self) -> Any:
        """A vector of each speaker."""
        noise = self.dice.standard_normal((VOICES, 192)) * 0.3 / np.sqrt(192)
        return _unit(self.cast.voices[self.voices] + noise).astype(np.float32)


def _unit(vectors: Any) -> Any:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


class Film:
    """Units of an item of some length; all items have the same plan."""

    def __init__(self, length_ns: int) -> None:
        self.length_ns = length_ns
        self.probe = _probe(length_ns)
        self.plan = _planned(self.probe)
        listed = getattr(self.plan, "slots", None) or self.plan.places
        self.slots = list(listed())
        self.stages = stages()
        self._packed = functools.lru_cache(maxsize=None)(self._shared)

    def item(
        self, case: Case, item_id: str, number: int, people: Appearing
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Rows of its units, and of the memberships of its faces."""
        rows = [self._row(case, item_id, "probe", -1, (0, 1 << 62), "grid", pack(self.probe), {}, number)]
        seen: list[dict[str, Any]] = []
        keys: dict[Any, str] = {}
        for at, slot in enumerate(self.slots):
            read = self.plan.upstream.get(slot, {})
            upstream = {stage: [keys[s] for s in slots] for stage, slots in read.items()}
            span = (slot.span.start_ns, slot.span.end_ns)
            who: Any = ()
            if slot.stage == "face_embeddings":
                who, vectors = people.sightings(SEEN)
                packed = pack(_embeddings(self.stages, span, vectors))
            elif slot.stage == "speakers":
                packed = pack(_speakers(self.stages, span[1], people.speech()))
            elif slot.stage == "perceptual_hashes":
                packed = pack(_hashes(self.stages, span, people.dice))
            else:
                packed = self._packed(at, (number + at) % VARIANTS)
            sampling = slot.sampling.value
            row = self._row(case, item_id, slot.stage, slot.stream, span, sampling, packed, upstream, number)
            keys[slot] = row["key"]
            rows.append(row)
            if slot.sampling is Sampling.GRID:
                seen += [_membership(item_id, row, n, int(person) + 1) for n, person in enumerate(who)]
        return rows, seen

    def _shared(self, at: int, variant: int) -> bytes:
        """Packed tables of a slot that many items share."""
        slot = self.slots[at]
        found = _makers[slot.stage](self.stages, (slot.span.start_ns, slot.span.end_ns), variant)
        return pack(found)

    def _row(
        self, case: Case, item_id: str, stage: str, stream: int, span: tuple[int, int], sampling: str,
        packed: bytes, upstream: Mapping[str, list[str]], number: int,
    ) -> dict[str, Any]:  # fmt: skip
        name = f"{item_id} {stage} {stream} {span} {sampling}"
        key = hashlib.sha256(name.encode()).hexdigest()
        known = self.stages[stage]
        packs = getattr(known, "packs", None) or [str(task) for task in getattr(known, "needs", ())]
        return {
            "key": key, "item_id": item_id, "stage": stage, "version": known.version, "stream": stream,
            "start_ns": span[0], "end_ns": span[1], "sampling": sampling, "state": "done", "error": "",
            "device": "cpu", "cpu_seconds": 1.0, "wall_seconds": 1.0, "attempts": 1,
            "finished_at": f"2026-11-01T00:00:{number % 60:02}", "settings": {},
            "digests": {p: hashlib.sha256(p.encode()).hexdigest() for p in packs},
            "upstream_keys": dict(upstream), "result": case.seal_result(item_id, key, packed),
        }  # fmt: skip


def _membership(item_id: str, row: Mapping[str, Any], tracklet: int, person: int) -> dict[str, Any]:
    start, end = _tracklet((row["start_ns"], row["end_ns"]), tracklet)
    return {
        "cluster_id": f"{FACES}:{person}", "item_id": item_id, "unit_key": row["key"], "row": tracklet,
        "stream": row["stream"], "t_ns": start, "end_ns": end, "score": 0.8,
    }  # fmt: skip


def _planned(probe: Mapping[str, Table]) -> Any:
    try:
        from engine.plan import plan
    except ImportError:  # before it was moved there
        from app.jobs.plan import plan  # type: ignore[no-redef, import-not-found, unused-ignore]
    return plan(probe)


def _table(stage: str, name: str, rows: int, **columns: Any) -> Table:
    """Columns left out are zero or empty."""
    made: dict[str, Any] = {}
    for column, kind in stages()[stage].tables[name].items():
        if column in columns:
            made[column] = columns[column]
        elif kind.kind in ("str", "bytes"):
            made[column] = [""] * rows if kind.kind == "str" else [b""] * rows
        else:
            made[column] = np.zeros((rows, *kind.shape))
    return Table(stages()[stage].tables[name], made)


def _probe(length_ns: int) -> dict[str, Table]:
    keyframes = np.arange(0, length_ns, SEGMENT * SECOND)
    return {
        "container": _table("probe", "container", 1, format=["made"], duration_ns=[length_ns],
                            kind=["video"], metadata=["{}"]),
        "streams": _table("probe", "streams", 2, index=[0, 1], kind=["video", "audio"], width=[1920, 0],
                          height=[1080, 0], frame_rate=[25.0, 0.0], sample_rate=[0, 16000],
                          channels=[0, 1], duration_ns=[length_ns, length_ns]),
        "keyframes": _table("probe", "keyframes", len(keyframes), t_ns=keyframes),
        "metadata": _table("probe", "metadata", 0),
        "account": _table("probe", "account", 0),
        "parts": _table("probe", "parts", 0),
        "warnings": _table("probe", "warnings", 0),
    }  # fmt: skip


def _tracklet(span: tuple[int, int], number: int) -> tuple[int, int]:
    length = span[1] - span[0]
    return span[0] + length * number // (2 * SEEN), span[0] + length * (number + SEEN) // (2 * SEEN)


def _looks(span: tuple[int, int], every_ns: int) -> Any:
    return np.arange(span[0], span[1], every_ns)


def _faces(_: Any, span: tuple[int, int], variant: int) -> dict[str, Table]:
    times = np.concatenate([np.linspace(*_tracklet(span, n), 10, endpoint=False) for n in range(SEEN)])
    box = np.tile([100.0 + variant, 50.0, 180.0, 150.0], (len(times), 1))
    box[:, ::2] += np.repeat(np.arange(SEEN), 10)[:, None] * 200
    some = np.full(len(times), 0.8)
    return {
        "faces": _table("faces", "faces", len(times), t_ns=times.astype(np.int64), box=box, score=some,
                        quality=some, sharpness=some)
    }  # fmt: skip


def _face_tracks(_: Any, span: tuple[int, int], __: int) -> dict[str, Table]:
    edges = np.array([_tracklet(span, n) for n in range(SEEN)])
    numbers = np.arange(SEEN)
    return {
        "tracklets": _table("face_tracks", "tracklets", SEEN, tracklet=numbers, start_ns=edges[:, 0],
                            end_ns=edges[:, 1], faces=[10] * SEEN),
        "members": _table("face_tracks", "members", 10 * SEEN, tracklet=np.repeat(numbers, 10),
                          face=np.arange(10 * SEEN)),
    }  # fmt: skip


def _embeddings(_: Any, span: tuple[int, int], vectors: Any) -> dict[str, Table]:
    starts = np.array([_tracklet(span, n)[0] for n in range(SEEN)])
    numbers = np.arange(SEEN)
    return {
        "embeddings": _table("face_embeddings", "embeddings", SEEN, tracklet=numbers, face=numbers * 10,
                             t_ns=starts, vector=vectors, quality=[0.8] * SEEN),
        "crops": _table("face_embeddings", "crops", SEEN, tracklet=numbers, t_ns=starts,
                        exact=[True] * SEEN, jpeg=[JPEG] * SEEN),
    }  # fmt: skip


def _objects(_: Any, span: tuple[int, int], variant: int) -> dict[str, Table]:
    times = np.repeat(_looks(span, SECOND), 2)
    labels = [LABELS[(variant + n) % len(LABELS)] for n in range(len(times))]
    return {
        "objects": _table("objects", "objects", len(times), t_ns=times, label=labels,
                          score=np.full(len(times), 0.7)),
        "counts": _table("objects", "counts", len(times) // 2, t_ns=times[::2]),
    }  # fmt: skip


def _screen_text(_: Any, span: tuple[int, int], variant: int) -> dict[str, Table]:
    return {
        "texts": _table("screen_text", "texts", 1, start_ns=[span[0]], end_ns=[span[1]],
                        text=[f"KAMERA {variant}"], confidence=[0.9]),
        "unread": _table("screen_text", "unread", 0),
    }  # fmt: skip


def _images(_: Any, span: tuple[int, int], variant: int) -> dict[str, Table]:
    vector = np.random.default_rng(variant).standard_normal((1, 1280)).astype(np.float32)
    return {
        "images": _table("image_embeddings", "images", 1, t_ns=[span[0]], vector=vector),
        "tags": _table("image_embeddings", "tags", 2, t_ns=[span[0]] * 2, label=["street", "harbour"],
                       score=[0.6, 0.4]),
    }  # fmt: skip


def _hashes(_: Any, span: tuple[int, int], dice: np.random.Generator) -> dict[str, Table]:
    times = _looks(span, 2 * SECOND)
    return {
        "hashes": _table("perceptual_hashes", "hashes", len(times), t_ns=times,
                         hash=dice.integers(0, 256, (len(times), 32), dtype=np.uint8),
                         quality=np.full(len(times), 0.9))
    }  # fmt: skip


def _changes(_: Any, span: tuple[int, int], __: int) -> dict[str, Table]:
    signature = np.zeros((2, 48))
    return {
        "changes": _table("shot_changes", "changes", 1, t_ns=[span[0]], score=[0.9]),
        "edges": _table("shot_changes", "edges", 2, t_ns=[span[0], span[1] - 1], signature=signature),
    }


def _spoken(span: tuple[int, int]) -> Any:
    return _looks((span[0], span[1] - 5 * SECOND), 6 * SECOND)


def _transcription(_: Any, span: tuple[int, int], variant: int) -> dict[str, Table]:
    starts = _spoken(span)
    texts = [" ".join(WORDS[(n + variant) % 5 :]) for n in range(len(starts))]
    words = [(n, word) for n, text in enumerate(texts) for word in text.split()]
    owner = np.array([n for n, _ in words])
    within = np.concatenate([np.arange(len(text.split())) for text in texts])
    at = starts[owner] + within * SECOND // 4
    return {
        "utterances": _table("transcription", "utterances", len(starts), start_ns=starts,
                             end_ns=starts + 5 * SECOND, text=texts, language=["de"] * len(starts),
                             confidence=np.full(len(starts), 0.9)),
        "words": _table("transcription", "words", len(words), utterance=owner, start_ns=at,
                        end_ns=at + SECOND // 5, text=[word for _, word in words],
                        probability=np.full(len(words), 0.9)),
    }  # fmt: skip


def _speakers(_: Any, end_ns: int, vectors: Any) -> dict[str, Table]:
    starts = _looks((0, end_ns - 6 * SECOND), 6 * SECOND)
    return {
        "turns": _table("speakers", "turns", len(starts), start_ns=starts, end_ns=starts + 5 * SECOND,
                        speaker=np.arange(len(starts)) // 3 % VOICES),
        "voices": _table("speakers", "voices", VOICES, speaker=np.arange(VOICES), vector=vectors,
                         seconds=np.full(VOICES, 600.0)),
    }  # fmt: skip


def _activity(_: Any, span: tuple[int, int], __: int) -> dict[str, Table]:
    start, end = span
    return {"speech": _table("voice_activity", "speech", 1, start_ns=[start], end_ns=[end], channel=[-1])}


def _speaker_embeddings(_: Any, span: tuple[int, int], variant: int) -> dict[str, Table]:
    vectors = _unit(np.random.default_rng(variant).standard_normal((4, 192))).astype(np.float32)
    return {
        "segments": _table("speaker_embeddings", "segments", 0),
        "voices": _table("speaker_embeddings", "voices", 4, start_ns=[span[0]] * 4, end_ns=[span[1]] * 4,
                         vector=vectors),
    }  # fmt: skip


def _sounds(_: Any, span: tuple[int, int], variant: int) -> dict[str, Table]:
    starts = _looks(span, 30 * SECOND)
    return {
        "events": _table("sound_events", "events", len(starts), start_ns=starts,
                         end_ns=starts + 10 * SECOND, label=[("Speech", "Car", "Dog")[variant]] * len(starts),
                         score=np.full(len(starts), 0.6))
    }  # fmt: skip


def _entities(_: Any, span: tuple[int, int], variant: int) -> dict[str, Table]:
    count = 20
    plates = [f"B-XY {n + variant}" for n in range(count)]
    starts = np.linspace(span[0], span[1] - 1, count).astype(np.int64)
    return {
        "entities": _table("entities", "entities", count, kind=["plate"] * count, text=plates, value=plates,
                           origin=["screen_text"] * count, start_ns=starts, end_ns=starts + 1)
    }  # fmt: skip


def _shots(_: Any, span: tuple[int, int], __: int) -> dict[str, Table]:
    borders = np.append(_looks(span, SEGMENT * SECOND), span[1])
    return {"shots": _table("shots", "shots", len(borders) - 1, start_ns=borders[:-1], end_ns=borders[1:])}


def _damage(known: Any, span: tuple[int, int], variant: int) -> dict[str, Any]:
    return {"damage": Table.empty(known["damage"].tables["damage"])}


_makers = {
    "faces": _faces, "face_tracks": _face_tracks, "objects": _objects, "screen_text": _screen_text,
    "image_embeddings": _images, "shot_changes": _changes, "transcription": _transcription,
    "voice_activity": _activity, "speaker_embeddings": _speaker_embeddings, "sound_events": _sounds,
    "entities": _entities, "shots": _shots, "damage": _damage,
}  # fmt: skip
