"""Vectors of faces, from the best pictures of each tracklet, and one picture of each to show.

Sampled pictures may have been decoded without the loop filter. Measured on the samples that leaves vectors
of faces above 110 pixels within 0.005 cosine of exact ones, but moves those of faces of 40 pixels in a
320 × 240 video by 0.04 to 0.14. So small faces in small pictures, where decoding is cheap, are decoded again
exactly (not in the preview pass, whose findings are replaced). A crop that is not exact says so in
`crops.exact`; what shows it as evidence decodes that one picture again (`Source.exact_frames` of
`[t_ns, t_ns + 1)`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import numpy.typing as npt

from engine.media.shown_at import shown_at
from engine.models.tasks import Task
from engine.records import ANY, Column, Result, Schemas, Table, sized
from engine.stage import Context, Frame, Picture, Reads, Source, Stage, Vector
from engine.units import SECOND, Kind, Sampling, Span

if TYPE_CHECKING:
    from engine.models.arcface import FaceEmbedder

LOOK_HZ = 5.0
CROP_SIDE = 144
CROP_MARGIN = 0.35
"""Share of the box's longer side that a crop shows around it."""
JPEG_QUALITY = 88
LADDER = (640, 1024, 1920)
"""Sides in which pictures are asked for: the smallest that shows the face as large as the embedder sees."""


class FaceEmbeddings(Stage):
    """One to three vectors a tracklet: the best face of each third (or half) of it."""

    name = "face_embeddings"
    version = 2
    reads = Reads.PICTURES
    kinds = frozenset({Kind.VIDEO, Kind.IMAGE})
    after = ("faces", "face_tracks")
    needs = (Task.FACE_EMBEDDING,)
    preview = True
    defaults: ClassVar[Mapping[str, Any]] = {
        "most": 3,
        "each_ns": 2 * SECOND,
        "least_share": 0.7,
        "small_face": 80,
        "small_picture": 640,
    }
    tables: ClassVar[Schemas] = {
        "embeddings": {
            "tracklet": Column("i32"),
            "face": Column("i32", doc="row of the unit's `faces`"),
            "t_ns": Column("i64"),
            "vector": Column("f32", (ANY,), "length 1, as wide as the pack's; zeros: not comparable"),
            "quality": Column("f32"),
        },
        "crops": {
            "tracklet": Column("i32"),
            "t_ns": Column("i64"),
            "exact": Column("bool", doc="whether the picture was decoded in full"),
            "jpeg": Column("bytes", doc="face with some surroundings, upright, longer side 144"),
        },
    }

    def run(self, source: Source, context: Context) -> Result:
        faces = source.upstream("faces")["faces"]
        tracks = source.upstream("face_tracks")
        chosen = _chosen(faces, tracks["members"], context.settings)
        wanted: dict[int, list[tuple[int, int]]] = {}
        for tracklet, rows in chosen.items():
            for row in rows:
                wanted.setdefault(int(faces["t_ns"][row]), []).append((tracklet, row))
        best = {
            tracklet: max(rows, key=lambda row: faces["quality"][row]) for tracklet, rows in chosen.items()
        }
        embeddings: list[dict[str, Any]] = []
        crops: list[dict[str, Any]] = []
        for sampled in _frames(source, wanted):
            context.check()
            here = wanted[sampled.t_ns]
            frame = _exact_if_small(source, sampled, faces["box"][[row for _, row in here]], context.settings)
            vectors = _vectors(context, frame, [faces["points"][row] for _, row in here])
            vectors[[faces["quality"][row] <= 0 for _, row in here]] = 0  # nothing is like these
            for (tracklet, row), vector in zip(here, vectors, strict=True):
                embeddings.append(
                    {
                        "tracklet": tracklet,
                        "face": row,
                        "t_ns": frame.t_ns,
                        "vector": vector,
                        "quality": faces["quality"][row],
                    }
                )
                if best[tracklet] == row:
                    crops.append(
                        {
                            "tracklet": tracklet,
                            "t_ns": frame.t_ns,
                            "exact": frame.exact,
                            "jpeg": _crop(frame, faces["box"][row]),
                        }
                    )
        return {
            "embeddings": Table.from_rows(
                sized(self.tables["embeddings"], vector=context.space(Task.FACE_EMBEDDING).width),
                _ordered(embeddings),
            ),
            "crops": Table.from_rows(self.tables["crops"], _ordered(crops)),
        }


def _ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (row["tracklet"], row["t_ns"]))


def _chosen(faces: Table, members: Table, settings: Mapping[str, Any]) -> dict[int, list[int]]:
    """Rows of `faces` to embed, per tracklet: the best of each part, unless far worse than the best."""
    chosen: dict[int, list[int]] = {}
    for tracklet in np.unique(members["tracklet"]).tolist():
        rows: npt.NDArray[np.int32] = members["face"][members["tracklet"] == tracklet]
        times, quality = faces["t_ns"][rows], faces["quality"][rows]
        length = int(times[-1] - times[0])
        parts = min(int(settings["most"]), 1 + length // int(settings["each_ns"]), len(rows))
        borders = times[0] + (length + 1) * np.arange(1, parts) // parts
        part_of = np.searchsorted(borders, times, "right")
        best = [int(rows[part_of == p][quality[part_of == p].argmax()]) for p in np.unique(part_of)]
        least = settings["least_share"] * quality.max()
        chosen[tracklet] = [row for row in best if faces["quality"][row] >= least]
    return chosen


def _frames(source: Source, wanted: Mapping[int, Any]) -> Iterator[Frame]:
    """The sampled pictures at the wanted times."""
    if not wanted:
        return
    if source.sampling is Sampling.DRAWN:
        yield shown_at(source)
        return
    last = max(wanted)
    for frame in source.frames(LOOK_HZ):
        if frame.t_ns in wanted:
            yield frame
        if frame.t_ns >= last:
            return


def _exact_if_small(source: Source, frame: Frame, boxes: Vector, settings: Mapping[str, Any]) -> Frame:
    """The same picture decoded in full, where that is cheap and would change the vectors."""
    smallest = float((boxes[:, 2:] - boxes[:, :2]).max(axis=1).min())
    cheap = max(frame.width, frame.height) <= settings["small_picture"]
    if frame.exact or not cheap or smallest > settings["small_face"] or source.sampling is Sampling.KEYFRAMES:
        return frame
    return next(source.exact_frames(Span(frame.t_ns, frame.t_ns + 1)), frame)


def _vectors(context: Context, frame: Frame, points: list[Vector]) -> Vector:
    embedder: FaceEmbedder = context.model(Task.FACE_EMBEDDING)
    crops = []
    longest = max(frame.width, frame.height)
    for five in points:
        needed = longest * min(1.0, embedder.enlargement(five))
        picture = frame.bgr(next((side for side in LADDER if side >= needed), None))
        crops.append(embedder.crop(picture, five * np.float32(picture.shape[1] / frame.width)))
    return embedder.vectors(crops, context.space(Task.FACE_EMBEDDING).width)


def _crop(frame: Frame, box: Vector) -> bytes:
    """JPEG of the face with its surroundings."""
    import cv2

    side = float(max(box[2] - box[0], box[3] - box[1]))
    longest = max(frame.width, frame.height)
    needed = longest * min(1.0, CROP_SIDE / (side * (1 + 2 * CROP_MARGIN)))
    picture = frame.bgr(next((step for step in LADDER if step >= needed), None))
    shrink = picture.shape[1] / frame.width
    margin = CROP_MARGIN * side
    low = np.maximum(np.floor((box[:2] - margin) * shrink), 0).astype(int)
    high = np.minimum(np.ceil((box[2:] + margin) * shrink).astype(int), picture.shape[1::-1])
    part: Picture = picture[low[1] : high[1], low[0] : high[0]]
    factor = CROP_SIDE / max(part.shape[:2])
    if factor < 1:
        size = tuple(max(1, round(n * factor)) for n in part.shape[1::-1])
        part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    _, data = cv2.imencode(".jpg", part, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return data.tobytes()
