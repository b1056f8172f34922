"""Cases whose findings are made by hand, stored the way the runner stores them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert

from app.cases.case import MEDIA_KIND, Case
from app.jobs.checkpoints import Checkpoints
from app.store import schema
from app.store.clock import now
from engine.models.packs import PackStore
from engine.records import ANY, Schema, Table, pack, sized
from engine.stage import Scope, stages
from engine.units import SECOND, Kind, Sampling, Span, UnitOutcome, UnitRequest

Rows = Iterable[Mapping[str, Any]]


def put_item(case: Case, name: str, kind: Kind = Kind.VIDEO, seconds: float = 20.0) -> str:
    """An item without media; its hash follows from its name."""
    item_id = hashlib.sha256(f"id {name}".encode()).hexdigest()[:32]
    key = b"k" * 32
    wrapped = case.keys.wrap_item_key(item_id, MEDIA_KIND, key)
    values = {
        "id": item_id, "sha256": sha256_of(name), "blake3": "", "name": name, "bytes": len(name),
        "kind": kind.value, "format": "made", "duration_ns": round(seconds * SECOND), "sealed": item_id,
        "wrapped_key": wrapped, "epoch": case.keys.epoch, "added_at": now(), "added_by": "test",
        "state": "probed",
    }  # fmt: skip
    with case.writing() as connection:
        connection.execute(insert(schema.items), values)
    return item_id


def sha256_of(name: str) -> str:
    """Hash of the file whose content is its name."""
    return hashlib.sha256(name.encode()).hexdigest()


def put_unit(
    case: Case,
    name: str,
    item_id: str,
    stage: str,
    tables: Mapping[str, Rows] | None,
    *,
    span: tuple[float, float] = (0, 20),
    sampling: Sampling = Sampling.GRID,
    stream: int = 0,
    reads: Sequence[str] = (),
    version: int | None = None,
    settings: Mapping[str, Any] | None = None,
    digests: Mapping[str, str] | None = None,
    error: str = "unreadable",
    arithmetic: str = "",
) -> str:
    """Store one unit and give its key; `tables` None makes it a failed one, `reads` are keys it read."""
    known = stages()[stage]
    request = UnitRequest(
        stage=stage,
        version=known.version if version is None else version,
        sha256=sha256_of(name),
        kind=Kind.VIDEO,
        stream=-1 if known.scope is Scope.ITEM else stream,
        span=Span(round(span[0] * SECOND), round(span[1] * SECOND)),
        sampling=sampling,
        settings=settings or {},
        digests=digests if digests is not None else PackStore(Path()).digests(known.needs),
        upstream_keys={"earlier": list(reads)} if reads else {},
    )
    result = None
    if tables is not None:
        schemas = known.tables
        result = pack({n: table(schemas[n], tables.get(n, ())) for n in schemas})
    outcome = UnitOutcome(request.key, result, "" if result is not None else error, arithmetic=arithmetic)
    Checkpoints(case).store(item_id, request, outcome)
    return request.key


def table(columns: Schema, rows: Rows) -> Table:
    """Rows as a table of a stage.

    Columns a row leaves out are zero or empty; those of any length are as long as the first row's.
    """
    empty: dict[str, Any] = {"str": "", "bytes": b""}
    free = [n for n, c in columns.items() if ANY in c.shape]
    columns = sized(columns, **{n: len(row[n]) for n in free for row in [*rows, {n: (0.0,)}][:1]})
    blank = {n: empty.get(c.kind, np.zeros(c.shape)) for n, c in columns.items()}
    return Table.from_rows(columns, [blank | dict(row) for row in rows])


def put_faces(
    case: Case,
    name: str,
    item_id: str,
    people: Sequence[tuple[np.ndarray[Any, Any], float, float, float]],
    *,
    span: tuple[float, float] = (0, 20),
    sampling: Sampling = Sampling.GRID,
    settings: Mapping[str, Any] | None = None,
    digests: Mapping[str, str] | None = None,
    poor: Mapping[str, float] | None = None,
) -> list[str]:
    """Faces, tracklets, vectors; a person is (vector, start and end in seconds, left edge of the box).

    `digests` are those of the face model that made the vectors, by default the shipped one's; `poor` is what
    is worse than usual about the faces.
    """
    faces: list[dict[str, Any]] = []
    tracklets, members, embeddings, crops = [], [], [], []
    for number, (vector, start, end, left) in enumerate(people):
        first, last = round(start * SECOND), round(end * SECOND)
        row = {"box": [left, 10, left + 50, 70], "points": np.zeros((5, 2)), "score": 0.9, "quality": 0.8}
        mine = []
        for t in (first, last - 1):
            mine.append(len(faces))
            faces.append({"t_ns": t, "pts": 0, "sharpness": 1.0, "yaw": 0.0, **row, **(poor or {})})
        tracklets.append({"tracklet": number, "start_ns": first, "end_ns": last, "faces": 2})
        members += [{"tracklet": number, "face": f} for f in mine]
        unit = {"tracklet": number, "t_ns": first}
        embeddings.append(
            {**unit, "face": mine[0], "vector": vector, "quality": (poor or {}).get("quality", 0.8)}
        )
        crops.append({**unit, "jpeg": b"\xff\xd8 face"})
    where: dict[str, Any] = {"span": span, "sampling": sampling, "settings": settings}
    one = put_unit(case, name, item_id, "faces", {"faces": faces}, **where)
    tracks = {"tracklets": tracklets, "members": members}
    two = put_unit(case, name, item_id, "face_tracks", tracks, reads=[one], **where)
    vectors = {"embeddings": embeddings, "crops": crops}
    three = put_unit(
        case, name, item_id, "face_embeddings", vectors, reads=[one, two], digests=digests, **where
    )
    return [one, two, three]


def face(seed: int, like: float = 1.0, width: int = 128) -> np.ndarray[Any, Any]:
    """A unit vector of a made-up person; with `like` < 1 another sighting of them at that cosine."""
    base = np.random.default_rng(seed).standard_normal(width)
    base /= np.linalg.norm(base)
    if like < 1.0:
        other = np.random.default_rng(seed + 10_000).standard_normal(width)
        other -= other @ base * base
        base = like * base + np.sqrt(1 - like * like) * other / np.linalg.norm(other)
    return base.astype(np.float32)


def said(*texts: tuple[float, float, str], flags: int = 0, language: str = "de") -> dict[str, Rows]:
    """Tables of a transcription: (start, end, text) in seconds."""
    rows = [
        {
            "start_ns": round(a * SECOND), "end_ns": round(b * SECOND), "text": text, "language": language,
            "confidence": 0.9, "no_speech": 0.0, "flags": flags,
        }
        for a, b, text in texts
    ]  # fmt: skip
    return {"utterances": rows, "words": []}


def probed(kind: Kind = Kind.VIDEO, seconds: float = 20.0) -> dict[str, Rows]:
    """Tables of a probe: one picture stream and one of sound."""
    length = round(seconds * SECOND)
    common = {
        "codec": "made", "width": 320, "height": 240, "rotation": 0, "frame_rate": 25.0, "sample_rate": 16000,
        "channels": 1, "language": "", "default": True, "start_ns": 0, "duration_ns": length,
    }  # fmt: skip
    container = {"format": "made", "duration_ns": length, "kind": kind.value, "metadata": "{}"}
    streams = [
        {"index": 0, "kind": "image" if kind is Kind.IMAGE else "video", **common},
        {"index": 1, "kind": "audio", **common},
    ]
    return {"container": [container], "streams": streams, "keyframes": [{"stream": 0, "t_ns": 0}]}
