"""What a person types into the search field, taken apart: terms, filters, and how near terms must be.

    bridge "over there" plat*        words, a phrase, a beginning: all in one passage
    part:AB12                        letters inside words: plates, fragments
    person:Ada  voice:3              somebody by name or number
    object:car  sound:siren          what is seen and heard; a beginning is enough
    plate:K-AB  phone:* email: name: things with a canonical form, any of a kind where nothing or * follows
    copies:photo.jpg                 pictures and films that show the same
    item:film  type:video  lang:de  since:2026-01-31  until:2026-02-01     filters
    Ada + bridge within:10s          terms close together in time; `+` parts two terms of words

Keys are known in every language of the program. What is no key is words: nothing typed is ever an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from resources.languages import languages, own_texts

SECOND = 1_000_000_000
WORDS, PART, PERSON, VOICE, OBJECT, SOUND, COPIES = (
    "words", "part", "person", "voice", "object", "sound", "copies",
)  # fmt: skip
ENTITIES = ("plate", "phone", "iban", "email", "url", "date", "money", "name")
TERMS = (WORDS, PART, PERSON, VOICE, OBJECT, SOUND, *ENTITIES, COPIES)
ITEM, MEDIA, LANGUAGE, SINCE, UNTIL, WITHIN = "item", "type", "lang", "since", "until", "within"
FILTERS = (ITEM, MEDIA, LANGUAGE, SINCE, UNTIL)
DEFAULT_WITHIN_NS = 10 * SECOND
SHORTEST_BEGINNING = 3
"""From so many letters on, a word being typed counts as a beginning."""

KEYS: Mapping[str, str] = {
    **{typed: term for code in languages() for typed, term in own_texts(code, "search").items()},
    **{k: k for k in (*TERMS[1:], *FILTERS, WITHIN)},
}
"""What may be typed before a colon, in every language there is (`search.json`), and the term it means."""
_PIECE = re.compile(r'(?P<key>[^\W\d_]+):(?P<value>"[^"]*"?|\S*)|(?P<plus>\+(?=\s|$))|"[^"]*"?|[^\s"]+')
_LENGTH = re.compile(r"(\d+(?:[.,]\d+)?)\s*(ms|s|min|h)?", re.I)
_UNITS = {"ms": SECOND // 1000, "s": SECOND, "min": 60 * SECOND, "h": 3600 * SECOND}


@dataclass(frozen=True, slots=True)
class Term:
    """One thing looked for; `start` and `end` are where it stands in what was typed."""

    kind: str
    value: str = field(repr=False)
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """All that was typed. Equal for equal questions."""

    terms: tuple[Term, ...] = field(default=(), repr=False)
    filters: tuple[Term, ...] = field(default=(), repr=False)
    within_ns: int = DEFAULT_WITHIN_NS
    within: Term | None = None

    @property
    def joined(self) -> bool:
        """Whether several terms have to happen close together."""
        return len(self.terms) > 1

    def wanted(self, kind: str) -> list[str]:
        """Values of the filters of a kind."""
        return [f.value for f in self.filters if f.kind == kind and f.value]


def parse(typed: str, growing: bool = False) -> Asked:
    """Take apart what was typed. With `growing` the last word, while it is being typed, is a beginning."""
    terms: list[Term] = []
    filters: list[Term] = []
    within: Term | None = None
    apart = True
    for piece in _PIECE.finditer(typed):
        kind = KEYS.get((piece["key"] or "").lower(), WORDS)
        if piece["plus"]:
            apart = True
        elif kind == WORDS:
            _add_words(terms, piece, apart)
            apart = False
        else:
            value = piece["value"].strip('"').strip()
            term = Term(kind, "" if value == "*" else value, piece.start(), piece.end())
            if kind == WITHIN:
                within = term if length_ns(term.value) is not None else within
            else:
                (filters if kind in FILTERS else terms).append(term)
            apart = True
    if growing and terms:
        terms[-1] = _grown(terms[-1], typed)
    kept = tuple(t for t in terms if t.kind != WORDS or any(c.isalnum() for c in t.value))
    length = length_ns(within.value) if within else None
    return Asked(kept, tuple(filters), DEFAULT_WITHIN_NS if length is None else length, within)


def _add_words(terms: list[Term], piece: re.Match[str], apart: bool) -> None:
    if not apart and terms and terms[-1].kind == WORDS:
        before = terms.pop()
        terms.append(Term(WORDS, f"{before.value} {piece[0]}", before.start, piece.end()))
    else:
        terms.append(Term(WORDS, piece[0], piece.start(), piece.end()))


def _grown(term: Term, typed: str) -> Term:
    last = term.value.rpartition(" ")[2]
    grows = term.kind == WORDS and term.end == len(typed) and last.isalnum()
    if grows and len(last) >= SHORTEST_BEGINNING:
        return Term(WORDS, term.value + "*", term.start, term.end)
    return term


def length_ns(text: str) -> int | None:
    """`10s`, `2 min`, `1,5h`; a number alone is seconds. None where it is no length."""
    found = _LENGTH.fullmatch(text.strip())
    if not found:
        return None
    return round(float(found[1].replace(",", ".")[:12]) * _UNITS[(found[2] or "s").lower()])


def length_text(ns: int) -> str:
    """The same as it is typed: `10s`, `500ms`."""
    return f"{ns * 1000 // SECOND}ms" if ns % SECOND else f"{ns // SECOND}s"


def spelled(kind: str, value: str, keys: Mapping[str, str] | None = None) -> str:
    """How a term is typed; `keys` are its words in the language of the window."""
    if kind == WORDS:
        return value
    quoted = f'"{value.replace(chr(34), "")}"' if any(c.isspace() for c in value) else value
    return f"{(keys or {}).get(kind, kind)}:{quoted}"


def without(typed: str, term: Term) -> str:
    """What was typed, less one term; a `+` with nothing left beside it goes too."""
    left = f"{typed[: term.start].rstrip()} {typed[term.end :].lstrip()}".strip()
    return re.sub(
        r"\+\s+(?=\+)", "", left.strip("+ ") if left.endswith("+") or left.startswith("+") else left
    )


def together(parts: Iterable[str]) -> str:
    """Several terms as one question about what is close together."""
    return " + ".join(p for p in parts if p)
