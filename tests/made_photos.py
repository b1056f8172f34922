"""A case of photos whose findings are made by hand."""

from __future__ import annotations

from app.cases.case import Case
from engine.models.nanodet import LABELS
from engine.units import Kind
from tests.made_case import face, probed, put_faces, put_item, put_unit


def put_photos(case: Case, count: int, people: int = 30) -> None:
    """Photos of a phone: every third with a face, every fourth with text, all with things and tags. Half of
    the faces are of a sixth of `people` who come again and again.
    """
    for n in range(count):
        name = f"IMG_{n:04d}.jpg"
        photo = put_item(case, name, Kind.IMAGE, 0)
        put_unit(case, name, photo, "probe", probed(Kind.IMAGE, 0), span=(0, 1e-9), stream=-1)
        tags = [{"t_ns": 0, "label": label, "score": 0.9} for label in ("suit", "neck brace", "nipple")]
        put_unit(case, name, photo, "image_embeddings", {"images": [], "tags": tags}, span=(0, 1e-9))
        things = [
            {"t_ns": 0, "label": LABELS[n % 7], "box": [0, 0, 9, 9], "score": 0.8},
            {"t_ns": 0, "label": "tie", "box": [0, 0, 9, 9], "score": 0.55},
        ]
        counts = [{"t_ns": 0, "persons": 1}]
        put_unit(case, name, photo, "objects", {"objects": things, "counts": counts}, span=(0, 1e-9))
        lines = ["品", f"Zimmer {n}"] if n % 4 == 0 else ["品"]
        texts = [
            {"start_ns": 0, "end_ns": 1, "text": text, "quad": [[0, 0], [9, 0], [9, 9], [0, 9]],
             "confidence": 0.95}
            for text in lines
        ]  # fmt: skip
        put_unit(case, name, photo, "screen_text", {"texts": texts}, span=(0, 1e-9))
        if n % 3 == 0:
            put_faces(
                case, name, photo, [(face(n % people if n % 2 else 1000 + n), 0, 1e-9, 10)], span=(0, 1e-9)
            )
