"""A passage as a result shows it: the few words around what matches, without anything that could act."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from app.cases.text_query import Mode, TextQuery, bare, spell_out, spellings

LONGEST = 220
"""Letters of a snippet; what matches first stands in its first third."""
_WORD = re.compile(r"[^\W_]+")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Snippet:
    """`untrusted_text` with the segments of letters that match."""

    untrusted_text: str
    marks: tuple[tuple[int, int], ...] = ()


def snippet(untrusted: str, query: TextQuery | None) -> Snippet:
    """What is shown of a passage. The words of `query` are marked wherever they stand in it."""
    text = harmless(untrusted)
    marks = _marks(text, query) if query else []
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


def _marks(text: str, query: TextQuery) -> list[tuple[int, int]]:
    if query.mode is Mode.PART:
        return _parts(text, query.part)
    words = [(m.start(), m.end(), _forms(m[0])) for m in _WORD.finditer(text)]
    forms = [word[2] for word in words]
    marks: set[tuple[int, int]] = set()
    for wanted, prefix in _wanted(query):
        length = len(wanted[0])
        for n in range(len(words) - length + 1):
            if any(_same(forms[n : n + length], spelled, prefix) for spelled in wanted):
                marks.add((words[n][0], words[n + length - 1][1]))
    return sorted(marks)


@lru_cache(maxsize=32)
def _wanted(query: TextQuery) -> tuple[tuple[list[list[str]], bool], ...]:
    """Of each group every spelling without accents, and whether its last word is but a beginning."""
    return tuple(
        ([[bare(word) for word in spelled] for spelled in spellings(group)], prefix)
        for group, prefix in zip(query.groups, query.prefixes, strict=True)
    )


def _forms(word: str) -> tuple[str, ...]:
    """A word as it may be asked for: without accents, and with umlauts spelled out."""
    lowered = word.lower()
    return (lowered,) if lowered.isascii() else (bare(lowered), bare(spell_out(lowered)))


def _same(here: list[tuple[str, ...]], spelled: list[str], prefix: bool) -> bool:
    last = spelled[-1]
    ends_so = any(word.startswith(last) for word in here[-1]) if prefix else last in here[-1]
    return ends_so and all(word in words for words, word in zip(here[:-1], spelled, strict=False))


def _parts(text: str, part: str) -> list[tuple[int, int]]:
    """Wherever the letters stand, case and accents aside."""
    letters = [(bare(c), n) for n, c in enumerate(text)]
    folded = "".join(letter for letter, _ in letters)
    owner = [n for letter, n in letters for _ in letter]
    wanted, marks, place = bare(part), [], 0
    while wanted and (place := folded.find(wanted, place)) >= 0:
        marks.append((owner[place], owner[place + len(wanted) - 1] + 1))
        place += len(wanted)
    return marks
