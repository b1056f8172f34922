"""Questions of a search: what is found, page by page, and everything said beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core_api.protocol import Executor, Question
from app.review.search_rows import BEST, Row

STRONG, MEDIUM, WEAK = "strong", "medium", "weak"
"""Bands of likeness: scores of faces are leads, and no percentages of anything."""
PAGE = 60


@dataclass(frozen=True, slots=True)
class Count:
    """How many results of a kind are known; `more` where there are others not looked at yet."""

    kind: str
    count: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results. `after` continues it, empty at the end."""

    rows: tuple[Row, ...]
    counts: tuple[Count, ...] = ()
    after: str = ""
    whole: bool = True
    """Ranked among all there are; otherwise among those of the page's segment of the case."""
    unknown: tuple[str, ...] = field(default=(), repr=False)
    """Values of terms that name nobody and nothing in the case."""
    cut: int = 0
    """Where not 0: a term has more matches than could be joined, and only so many were."""
    reading: bool = False
    """Findings new to the search are still being read: ask again."""


@dataclass(frozen=True, slots=True)
class Find(Question[Found]):
    """What answers to `typed` (see `app/review/search_terms.py`)."""

    typed: str = field(repr=False)
    growing: bool = False
    kinds: frozenset[str] = frozenset()
    """Only these; empty for all."""
    order: str = BEST
    after: str = ""
    limit: int = PAGE
    executor = Executor.LONG


@dataclass(frozen=True, slots=True)
class Crops(Question[Mapping[tuple[str, int], bytes]]):
    """JPEG thumbnails of faces by unit and row; those without one are left out."""

    wanted: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Word:
    """Something that can be looked for: its kind as a term, and how often it is there."""

    kind: str
    untrusted_value: str = field(repr=False)
    count: int = 0


@dataclass(frozen=True, slots=True)
class Analysed:
    """How many of the items that a kind of finding can be in were analysed for it whole."""

    kind: str
    items: int
    of: int
    percent_left: int = 0
    """Of their footage, in whole per cent, 1 at least where anything is missing."""
    reasons: tuple[str, ...] = ()
    """Why: error codes, `not-yet`, codes of `engine/media/account.py`; the largest part first."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a case can be asked: people, voices, labels, languages; and what is not analysed yet."""

    words: tuple[Word, ...] = field(default=(), repr=False)
    languages: tuple[str, ...] = ()
    analysed: tuple[Analysed, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask(Question[Vocabulary]):
    """What can be asked of this case."""

    executor = Executor.LONG


@dataclass(frozen=True, slots=True)
class WriteFound(Question[int]):
    """Write all results of a search to a CSV file, with citations. Answers with their number."""

    typed: str = field(repr=False)
    growing: bool
    kinds: frozenset[str]
    order: str
    path: str = field(repr=False)
    head: tuple[str, ...]
    """Names of the columns as the window says them: item, kind, from, to, who, text, together, citation."""
    kinds_called: Mapping[str, str]
    """Kinds as the window says them."""
    executor = Executor.LONG


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search saved in the case."""

    id: str
    name: str = field(repr=False)
    typed: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SavedSearches(Question[tuple[SavedSearch, ...]]):
    """Searches kept in this case, the oldest first."""


@dataclass(frozen=True, slots=True)
class SaveSearch(Question[None]):
    """Keep a search under a name."""

    name: str = field(repr=False)
    typed: str = field(repr=False)
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class ForgetSearch(Question[None]):
    """List a kept search no longer; that it was kept stays on record."""

    id: str
    executor = Executor.WRITE
