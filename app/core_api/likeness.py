"""Questions about likeness: whose face, which pictures. A face search states why, each time."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core_api.protocol import Executor, Question
from app.operations.moments import Moment
from app.review.search_rows import Row


@dataclass(frozen=True, slots=True)
class Alike:
    """Candidates, the most alike first."""

    rows: tuple[Row, ...]
    compared: int
    """With how many faces or pictures."""
    faces: int = 1
    """How many faces were in the example; the largest was taken."""
    other_model: int = 0
    """Faces of the case that another model saw, and that were not compared therefore."""


@dataclass(frozen=True, slots=True)
class FacesLike(Question[Alike]):
    """Faces of the case like the one at `moment`. In custody before anybody sees the answer."""

    moment: Moment = field(repr=False)
    purpose: str = field(repr=False)
    legal_basis: str = field(repr=False)
    executor = Executor.LONG


@dataclass(frozen=True, slots=True)
class FacesLikeFile(Question[Alike]):
    """Faces of the case like the largest one in a picture of the person's own, which is not kept."""

    path: str = field(repr=False)
    purpose: str = field(repr=False)
    legal_basis: str = field(repr=False)
    executor = Executor.LONG


@dataclass(frozen=True, slots=True)
class PicturesLike(Question[Alike]):
    """Pictures of the case like what an item shows nearest to a time."""

    item_id: str
    t_ns: int
    executor = Executor.LONG
