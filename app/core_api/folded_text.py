"""Text as it is looked through: without case and accents, and with German umlauts known in both spellings.

Core and window fold alike, so that the window finds in what the core has folded. Folded text is UTF-8.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass

from app.cases import folding

_DIGRAPHS = re.compile("ae|oe|(?<!q)ue")
_MOST_SPELLINGS = 8


class _Folding(dict[int, str]):
    """Filled as letters are met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        bare = " " if letter.isspace() else folding.plain_letter(letter)
        self[code] = bare
        return bare


_folding = _Folding()
UMLAUTS = frozenset("äöüÄÖÜ")


def folded(text: str) -> bytes:
    """`Müller` → `muller`, `Straße` → `strasse`."""
    return (text.lower() if text.isascii() else text.translate(_folding)).encode("utf-8", "replace")


def edges(text: str) -> list[int]:
    """Where each letter of `text` begins in `folded(text)`, and where the last one ends."""
    return [0, *itertools.accumulate(len(_folding[ord(c)].encode("utf-8", "replace")) for c in text)]


def umlauts(text: str) -> list[int]:
    """Where in `folded(text)` an umlaut stands."""
    if text.isascii():
        return []
    return [len(folded(text[:n])) for n, letter in enumerate(text) if letter in UMLAUTS]


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to look for in folded text, and where in it an umlaut must stand."""

    text: bytes
    umlauts: tuple[int, ...] = ()


def patterns(typed: str) -> list[Pattern]:
    """`Müller` finds Müller, Muller and Mueller; `Mueller` finds Mueller and Müller. None for no letters."""
    typed = unicodedata.normalize("NFC", " ".join(typed.split()))
    if not folded(typed):
        return []
    found = [Pattern(folded(typed))]
    spelled = folded("".join({"ä": "ae", "ö": "oe", "ü": "ue"}.get(c, c) for c in typed.lower()))
    if spelled != found[0].text:
        found.append(Pattern(spelled))
    pairs = [m.start() for m in _DIGRAPHS.finditer(typed.lower())]
    for count in range(1, len(pairs) + 1):
        found += [_drawn(typed, chosen) for chosen in itertools.combinations(pairs, count)]
    return found[:_MOST_SPELLINGS]


def _drawn(typed: str, pairs: tuple[int, ...]) -> Pattern:
    """With the second letter of some pairs left out, where an umlaut must stand for both."""
    out, places, begun = b"", [], 0
    for pair in pairs:
        out += folded(typed[begun:pair])
        places.append(len(out))
        out += folded(typed[pair])
        begun = pair + 2
    return Pattern(out + folded(typed[begun:]), tuple(places))
