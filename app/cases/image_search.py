"""Pictures that look alike: compares the image vectors of the case with the one nearest to a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from app.cases.findings import Findings, Item, Part
from app.cases.search import Hit
from app.operations.moments import PICTURE, Moment
from engine.errors import AimaError
from engine.models.tasks import Task
from engine.vectors import Space

STAGE = "image_embeddings"


class NotLookedAt(AimaError):
    """That item has no image vectors yet. Analyse it first."""

    code = "not-analysed"
    exit_code = 4


def search_like(
    findings: Findings,
    items: Iterable[Item],
    item: Item,
    t_ns: int,
    limit: int = 50,
    check: Callable[[], None] = lambda: None,
) -> list[Hit]:
    """Pictures in order of their likeness to what `item` shows nearest to `t_ns`; one hit per picture.

    The picture itself is left out, and so are those that another model saw. `check` is called between items
    and may raise. Raises NotLookedAt.
    """
    nearest = [
        (abs(int(t) - t_ns), int(t), vector, _space(findings, part))
        for part in findings.parts(item.id, STAGE)
        for t, vector in zip(part.rows("images")["t_ns"], part.rows("images")["vector"], strict=True)
    ]
    if not nearest:
        raise NotLookedAt
    _, at, wanted, space = min(nearest, key=lambda n: n[:2])
    hits = []
    for other in items:
        check()
        for part in findings.parts(other.id, STAGE):
            if _space(findings, part) != space:
                continue
            rows = part.rows("images")
            scores = rows["vector"] @ wanted if len(rows) else np.zeros(0, np.float32)
            for t, score in zip(rows["t_ns"], scores, strict=True):
                if other.id != item.id or int(t) != at:
                    place = Moment(PICTURE, other.sha256, part.unit.stream, int(t), int(t) + 1, int(t))
                    hits.append(
                        Hit(place, other.id, round(float(score), 4), "picture", unit_key=part.unit.key)
                    )
    return sorted(hits, key=lambda h: (-h.score, h.moment))[:limit]


def _space(findings: Findings, part: Part) -> Space:
    return findings.spaces.of_unit(
        part.unit, Task.PICTURE_EMBEDDING, part.tables["images"]["vector"].shape[1]
    )
