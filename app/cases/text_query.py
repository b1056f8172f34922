"""What a person types becomes an FTS5 expression: words, a phrase, a beginning or a part.

The index of words folds case but keeps ä and a apart. German has a second spelling of the same
letters (`Mueller`, `Strasse`), so each word is asked for in both; the index of parts folds accents
altogether and serves `Muller` and licence plates.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from engine.errors import AimaError

MOST_WORDS = 12
SHORTEST_PART = 3
_WORD = re.compile(r"[^\W_]+")
_APART = "[" + re.escape(' .,;:!?“”„"‘’()…-') + "]"
_SPELLED_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
_DIGRAPHS = re.compile("ae|oe|(?<!q)ue")
_DRAWN = {"ae": "ä", "oe": "ö", "ue": "ü"}


class EmptyQuery(AimaError):
    """There is nothing to search for. Give at least one letter or digit (three to search for part of
    a word).
    """

    code = "empty-query"
    exit_code = 2


class Mode(StrEnum):
    """WORDS: all of them. PHRASE: side by side. PREFIX: each begins so. PART: inside words."""

    WORDS = "words"
    PHRASE = "phrase"
    PREFIX = "prefix"
    PART = "part"


@dataclass(frozen=True, slots=True)
class TextQuery:
    """A parsed query. Each element of `groups` is one word, or several that must stand side by side."""

    mode: Mode
    groups: tuple[tuple[str, ...], ...]
    prefixes: tuple[bool, ...]
    part: str = ""

    @property
    def match(self) -> str:
        """The FTS5 expression; every term is quoted, so nothing typed can act as syntax."""
        return self.match_among(lambda _: ())

    def match_among(self, begun: Callable[[str], Sequence[str]]) -> str:
        """The same, with the words that begin as typed named one by one where `begun` knows them all."""
        if self.mode is Mode.PART:
            return _quoted(self.part)
        terms = []
        for group, prefix in zip(self.groups, self.prefixes, strict=True):
            options: list[str] = []
            for words in spellings(group):
                known = begun(words[0]) if prefix and len(words) == 1 else ()
                options += map(_quoted, known) if known else [_quoted(" ".join(words)) + "*" * prefix]
            terms.append(options[0] if len(options) == 1 else "(" + " OR ".join(options) + ")")
        return " AND ".join(terms)

    @property
    def loose_match(self) -> str:
        """For the index of parts, which folds accents; empty where a word is too short for it."""
        words = [" ".join(g) for g in self.groups]
        return " AND ".join(map(_quoted, words)) if min(map(len, words)) >= SHORTEST_PART else ""

    def fits_bare(self, text: str) -> bool:
        """Whether the words stand in `text` once all accents are taken off both."""
        said = bare(text)
        return all(pattern.search(said) for pattern in _among_bare_words(self.groups, self.prefixes))

    def fits(self, text: str) -> bool:
        """The same question asked of a text outside the index, in any spelling of umlauts."""
        said = spell_out(text)
        if self.mode is Mode.PART:
            return spell_out(self.part) in said
        words = " " + " ".join(_WORD.findall(said)) + " "
        return all(
            f" {spell_out(' '.join(group))}{'' if prefix else ' '}" in words
            for group, prefix in zip(self.groups, self.prefixes, strict=True)
        )

    @property
    def spelled_alike(self) -> bool:
        """Whether every match holds the same letters, so that `exactness` tells none from another."""
        if self.mode is Mode.PART:
            return True
        return not any(self.prefixes) and all(len(spellings(group)) == 1 for group in self.groups)

    def exactness(self, text: str) -> int:
        """How many of the groups stand in `text` in exactly the spelling typed (case aside)."""
        said = text.lower()
        return sum(pattern.search(said) is not None for pattern in _side_by_side(self.groups))


def parse(typed: str, mode: Mode = Mode.WORDS) -> TextQuery:
    """Words, `"a phrase"` and `begin*` may be mixed in WORDS mode. Raises EmptyQuery."""
    typed = unicodedata.normalize("NFC", typed)
    if mode is Mode.PART:
        part = " ".join(typed.split())
        if len(part) < SHORTEST_PART:
            raise EmptyQuery
        return TextQuery(mode, (), (), part)
    groups: list[tuple[str, ...]] = []
    prefixes: list[bool] = []
    pieces = [typed] if mode is Mode.PHRASE else re.findall(r'"[^"]*"?|[^\s"]+', typed)
    for piece in pieces:
        words = tuple(_WORD.findall(piece.lower()))
        if not words:
            continue
        groups.append(words)
        prefixes.append(mode is Mode.PREFIX or piece.endswith("*"))
    if not groups:
        raise EmptyQuery
    return TextQuery(mode, tuple(groups[:MOST_WORDS]), tuple(prefixes[:MOST_WORDS]))


def spellings(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The words as typed, then with umlauts spelled out, then with digraphs drawn together; at most six."""
    options = [list(dict.fromkeys([w, spell_out(w), _draw_together(w), w.replace("ss", "ß")])) for w in words]
    return list(itertools.islice(itertools.product(*options), 6))


def spell_out(text: str) -> str:
    """`Müller` → `mueller`, `Straße` → `strasse`; lower case."""
    lowered = unicodedata.normalize("NFC", text).lower()
    if lowered.isascii():
        return lowered
    for drawn, out in _SPELLED_OUT.items():
        lowered = lowered.replace(drawn, out)
    return lowered


def bare(text: str) -> str:
    """`Zürich` → `zurich`: lower case without any accent."""
    lowered = text.lower()
    return lowered if lowered.isascii() else unicodedata.normalize("NFD", lowered).translate(_ACCENTS)


class _Accents(dict[int, int | None]):
    """For `str.translate`: accents are nothing, all else is itself. Filled with the letters that are met."""

    def __missing__(self, code: int) -> int | None:
        kept = self[code] = None if unicodedata.combining(chr(code)) else code
        return kept


_ACCENTS = _Accents()


@lru_cache(maxsize=32)
def _side_by_side(groups: tuple[tuple[str, ...], ...]) -> tuple[re.Pattern[str], ...]:
    """For each group what finds its words in this spelling, one sign apart."""
    return tuple(
        re.compile(f"(?:^|{_APART}){_APART.join(map(re.escape, group))}(?:$|{_APART})") for group in groups
    )


def _draw_together(word: str) -> str:
    return _DIGRAPHS.sub(lambda m: _DRAWN[m.group()], word)


@lru_cache(maxsize=32)
def _among_bare_words(
    groups: tuple[tuple[str, ...], ...], prefixes: tuple[bool, ...]
) -> tuple[re.Pattern[str], ...]:
    """For each group what finds its words one behind the other, whatever stands between them."""
    return tuple(
        re.compile(
            r"(?<![^\W_])"
            + r"[\W_]+".join(map(re.escape, map(bare, group)))
            + ("" if prefix else r"(?![^\W_])")
        )
        for group, prefix in zip(groups, prefixes, strict=True)
    )


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
