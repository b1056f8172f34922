"""A passage as a result shows it: the few words around what matches, without anything that could act."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from app.cases.text_query import TextQuery

LONGEST = 220
"""Letters of a snippet; what matches first stands in its first third."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Snippet:
    """`untrusted_text` with the segments of letters that match."""

    untrusted_text: str
    marks: tuple[tuple[int, int], ...] = ()


def snippet(untrusted: str, query: TextQuery | None) -> Snippet:
    """What is shown of a passage. The words of `query` are marked wherever they stand in it."""
    text = harmless(untrusted)
    marks = query.places(text) if query else []
    first = marks[0][0] if marks else 0
    begin = 0 if first < LONGEST // 2 or len(text) <= LONGEST else _word_start(text, first - LONGEST // 3)
    shown = text[begin : begin + LONGEST]
    lead, tail = "… " if begin else "", " …" if begin + LONGEST < len(text) else ""
    shift = len(lead) - begin
    kept = [(a + shift, min(b, begin + LONGEST) + shift) for a, b in marks if begin <= a < begin + LONGEST]
    return Snippet(lead + shown + tail, tuple(kept))


def harmless(untrusted: str) -> str:
    """On one line, and without characters that are not shown but turn, hide or move others."""
    shown = untrusted
    if not shown.isprintable():
        shown = "".join(
            " " * (kind != "Cf") if (kind := unicodedata.category(c)) in _UNSEEN else c for c in untrusted
        )
    return " ".join(shown.split())


def _word_start(text: str, place: int) -> int:
    blank = text.rfind(" ", 0, max(place, 0))
    return blank + 1 if place - blank < 30 else max(place, 0)
