"""A passage as a result shows it: the few words around what matches, without anything that could act."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from app.cases.text_query import Mode, TextQuery, spell_out, spellings

LONGEST = 220
"""Letters of a snippet; what matches first stands in its first third."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """`untrusted_text` with the stretches of letters that match."""

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
    bare = "".join(
        c if (kind := unicodedata.category(c)) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else " " * (kind != "Cf")
        for c in untrusted
    )
    return " ".join(bare.split())


def _word_start(text: str, place: int) -> int:
    blank = text.rfind(" ", 0, max(place, 0))
    return blank + 1 if place - blank < 30 else max(place, 0)


def _marks(text: str, query: TextQuery) -> list[tuple[int, int]]:
    if query.mode is Mode.PART:
        return _parts(text, query.part)
    words = [(m.start(), m.end(), m[0].lower()) for m in _WORD.finditer(text)]
    marks: set[tuple[int, int]] = set()
    for group, prefix in zip(query.groups, query.prefixes, strict=True):
        wanted = [[_bare(word) for word in spelled] for spelled in spellings(group)]
        for n in range(len(words) - len(group) + 1):
            here = [{_bare(w[2]), _bare(spell_out(w[2]))} for w in words[n : n + len(group)]]
            if any(_same(here, spelled, prefix) for spelled in wanted):
                marks.add((words[n][0], words[n + len(group) - 1][1]))
    return sorted(marks)


def _same(here: list[set[str]], spelled: list[str], prefix: bool) -> bool:
    *before, last = zip(here, spelled, strict=True)
    ends_so = any(word.startswith(last[1]) for word in last[0]) if prefix else last[1] in last[0]
    return ends_so and all(word in words for words, word in before)


def _parts(text: str, part: str) -> list[tuple[int, int]]:
    """Wherever the letters stand, case and accents aside."""
    letters = [(_bare(c), n) for n, c in enumerate(text)]
    folded = "".join(bare for bare, _ in letters)
    owner = [n for bare, n in letters for _ in bare]
    wanted, marks, place = _bare(part), [], 0
    while wanted and (place := folded.find(wanted, place)) >= 0:
        marks.append((owner[place], owner[place + len(wanted) - 1] + 1))
        place += len(wanted)
    return marks


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in apart if not unicodedata.combining(c))
