"""Who is who in a case, as timelines need it: every group's number, its name, and where its members are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from app.cases.clusters import VOICES, Cluster
from app.cases.face_columns import Faces
from app.core_api.tracks import Times
from app.review.review import Review


@dataclass(frozen=True, slots=True)
class Known:
    """A person or a voice: its number, and its name if this account may see it; -1 if unknown."""

    number: int
    untrusted_name: str


NOBODY = Known(-1, "")


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a person was seen, or a voice heard: columns `(n,)` of item times, by item."""

    who: Known
    by_item: Mapping[str, tuple[Times, Times]] = field(repr=False)
    """Starts and ends."""
    count: int


@dataclass(frozen=True, slots=True)
class People:
    """Everybody seen and heard, by number, and the voice of each speaker by item and number within it."""

    seen: tuple[Seen, ...]
    heard: tuple[Seen, ...]
    voices: Mapping[tuple[str, int], Known]


def people(review: Review) -> People:
    """Groups and names as they stand now. Nobody is `seen` yet while faces are grouped for the first time."""
    held = review.people_index.faces_at_once(review.connection, review.findings)
    seen = tuple(_faces(review, held.faces)) if held else ()
    heard = tuple(
        _seen(
            review,
            cluster,
            [(v.item_id, t.start_ns, t.end_ns) for v in review.voices.of(cluster) for t in v.turns],
        )
        for cluster in review.groups(VOICES).clusters
    )
    voices = {
        (member.item_id, member.row): _known(review, cluster)
        for cluster in review.groups(VOICES).clusters
        for member in cluster.members
    }
    return People(seen, heard, voices)


def _faces(review: Review, faces: Faces) -> Iterator[Seen]:
    """Everybody by number, with the segments of their faces in order of time."""
    item = np.repeat(np.arange(len(faces.items)), np.diff(faces.first))
    nothing = np.zeros(0, np.int64)
    starts, ends = (
        np.concatenate([nothing, *(i.rows[name] for i in faces.items)]) for name in ("start_ns", "end_ns")
    )
    order = np.lexsort((ends, starts, item, faces.number))
    for rows in np.split(order, np.flatnonzero(np.diff(faces.number[order])) + 1):
        if len(rows):
            number = int(faces.number[rows[0]])
            known = Known(number, review.shown_name(faces.identities.get(number)))
            parts = np.split(rows, np.flatnonzero(np.diff(item[rows])) + 1)
            by_item = {faces.items[item[p[0]]].item.id: (starts[p], ends[p]) for p in parts}
            yield Seen(known, by_item, len(rows))


def _known(review: Review, cluster: Cluster) -> Known:
    return Known(cluster.number, review.shown_name(cluster.identity))


def _seen(review: Review, cluster: Cluster, places: Sequence[tuple[str, int, int]]) -> Seen:
    spans: dict[str, list[tuple[int, int]]] = {}
    for item_id, start, end in places:
        spans.setdefault(item_id, []).append((start, end))
    by_item = {}
    for item_id, found in spans.items():
        columns = np.array(sorted(found), dtype=np.int64)
        by_item[item_id] = columns[:, 0].copy(), columns[:, 1].copy()
    return Seen(_known(review, cluster), by_item, len(places))
