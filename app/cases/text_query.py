"""What a person types becomes an FTS5 expression: words, a phrase, a beginning or a part.

What is typed is folded as the indexes are (`folding.py`): what is the same there is found, however
it is spelled. Umlauts stay apart from their plain letters, so that schön is not schon; where nothing
is found so, they come off too.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from app.cases import folding
from engine.errors import AimaError

MOST_WORDS = 12
SHORTEST_PART = 3
MOST_SPELLINGS = 6
_APART = "[" + re.escape(' .,;:!?“”„"‘’()…-') + "]"
_MIXED = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


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
            return " OR ".join(map(_quoted, parts(self.part)))
        terms = []
        for group, prefix in zip(self.groups, self.prefixes, strict=True):
            options: list[str] = []
            for spelled in spellings(group):
                known = begun(spelled) if prefix and " " not in spelled else ()
                options += map(_quoted, known) if known else [_quoted(spelled) + "*" * prefix]
            terms.append(_any_of(options))
        return " AND ".join(terms)

    @property
    def loose_match(self) -> str:
        """What else to look for where nothing is spelled as typed: every word, umlauts taken off both. What
        this finds may have the words of a phrase anywhere, so `fits_bare` is asked too."""
        if self.mode is Mode.PART:
            return ""
        terms = []
        for group, prefix in zip(self.groups, self.prefixes, strict=True):
            for place, word in enumerate(group):
                last = "*" * (prefix and place == len(group) - 1)
                terms.append(_any_of([_quoted(form) + last for form in _loose(word)]))
        return " AND ".join(terms)

    def fits_bare(self, text: str) -> bool:
        """Whether the words stand in `text` once umlauts are taken off both."""
        return self._stand_in([stream for stream, _ in folding.streams(text)])

    def fits(self, text: str) -> bool:
        """The same question asked of a text outside the index, in any spelling."""
        if self.mode is Mode.PART:
            indexed = folding.indexed(text)
            return any(part in indexed for part in parts(self.part))
        return self.fits_bare(text)

    def _stand_in(self, streams: Sequence[str]) -> bool:
        wanted = _in_streams(self.groups, self.prefixes)
        return all(any(form in stream for form in forms for stream in streams) for forms in wanted)

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where in `text` stands what is asked for: first letter, and behind the last."""
        if self.mode is Mode.PART:
            plain, bare, _ = folding.streams(text)
            folded = folding.fold(self.part)
            forms = [(plain, folded), (bare, folded), (folding.code_stream(text), folding.code(self.part))]
            return sorted({mark for stream, form in forms for mark in _all_places(*stream, form)})
        return sorted(
            {
                mark
                for forms in _in_streams(self.groups, self.prefixes)
                for stream in folding.streams(text)
                for form in forms
                for mark in _all_places(*stream, form)
            }
        )

    def exactness(self, text: str) -> int:
        """How many of the groups stand in `text` in exactly the spelling typed (case aside); of a part,
        whether its letters do and not others that look like them."""
        if self.mode is Mode.PART:
            return int(folding.fold(self.part) in folding.fold(text))
        said = text.lower()
        return sum(pattern.search(said) is not None for pattern in _side_by_side(self.groups))


def parse(typed: str, mode: Mode = Mode.WORDS) -> TextQuery:
    """Words, `"a phrase"` and `begin*` may be mixed in WORDS mode. Raises EmptyQuery."""
    typed = unicodedata.normalize("NFC", typed)
    if mode is Mode.PART:
        part = " ".join(typed.split())
        if not parts(part):
            raise EmptyQuery
        return TextQuery(mode, (), (), part)
    groups: list[tuple[str, ...]] = []
    prefixes: list[bool] = []
    pieces = [typed] if mode is Mode.PHRASE else re.findall(r'"[^"]*"?|[^\s"]+', typed)
    for piece in pieces:
        words = tuple(word for word in folding.words(piece.lower()) if folding.fold(word))
        if not words:
            continue
        groups.append(words)
        prefixes.append(mode is Mode.PREFIX or piece.endswith("*"))
    if not groups:
        raise EmptyQuery
    return TextQuery(mode, tuple(groups[:MOST_WORDS]), tuple(prefixes[:MOST_WORDS]))


def spellings(words: tuple[str, ...]) -> list[str]:
    """What to ask the index of words for: the words side by side, drawn together as a compound may be, and
    with letters and digits apart as on a plate."""
    plain = folding.fold(" ".join(words))
    together = "".join(map(folding.fold, words))
    drawn = [together] if 1 < len(words) <= folding.MOST_PARTS and " " not in together else []
    return list(dict.fromkeys([plain, *drawn, *([_MIXED.sub(" ", plain)] if plain.isascii() else [])]))


def parts(typed: str) -> list[str]:
    """What to ask the index of parts for: the letters, and what looks like them without gaps."""
    options = dict.fromkeys([folding.fold(typed), folding.code(typed)])
    return [option for option in options if len(option) >= SHORTEST_PART]


def _loose(word: str) -> list[str]:
    """A word as it is and without umlauts, and as the bare form of another."""
    plain, bare = folding.fold(word), folding.bare(word)
    return list(dict.fromkeys([plain, bare, folding.BARE + bare, folding.BARE + plain]))


@lru_cache(maxsize=32)
def _in_streams(
    groups: tuple[tuple[str, ...], ...], prefixes: tuple[bool, ...]
) -> tuple[tuple[str, ...], ...]:
    """For each group what may stand in a stream of `folding.streams`, whole words alone."""
    return tuple(
        tuple(f" {form}{'' if prefix else ' '}" for form in dict.fromkeys(_forms(group)))
        for group, prefix in zip(groups, prefixes, strict=True)
    )


def _forms(group: tuple[str, ...]) -> Iterator[str]:
    yield from spellings(group)
    either = [list(dict.fromkeys([folding.fold(word), folding.bare(word)])) for word in group]
    yield from (" ".join(option) for option in itertools.islice(itertools.product(*either), MOST_SPELLINGS))


def _all_places(stream: str, owners: Sequence[int], form: str) -> Iterator[tuple[int, int]]:
    place, letters = 0, form.strip()
    while letters and (place := stream.find(form, place)) >= 0:
        first = place + form.index(letters)
        last = first + len(letters)
        if form.startswith(" ") and not form.endswith(" "):  # a beginning: the whole word is shown
            last = stream.index(" ", last)
        yield owners[first], owners[last - 1] + 1
        place = last


def _any_of(options: Sequence[str]) -> str:
    return options[0] if len(options) == 1 else "(" + " OR ".join(options) + ")"


@lru_cache(maxsize=32)
def _side_by_side(groups: tuple[tuple[str, ...], ...]) -> tuple[re.Pattern[str], ...]:
    """For each group what finds its words in this spelling, one sign apart."""
    return tuple(
        re.compile(f"(?:^|{_APART}){_APART.join(map(re.escape, group))}(?:$|{_APART})") for group in groups
    )


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
