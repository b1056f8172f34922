"""The one table of folding for search: what is stored for the indexes and what is typed go through it alike.

`fold` is the plain form: lower case, ß and umlauts spelled out (ä and a stay apart: schön is not schon),
other accents and Arabic and Hebrew vowel signs gone, ł, ø, İ, ё as they are typed plainly. Vowel signs that
carry the sound of a word (Devanagari, Thai) stay. Scripts that part no words are searched sign by sign.
`bare` takes the umlauts off too, and is asked only where nothing is found as typed.
`code` is for plates and numbers: no gaps, and letters that a reader takes for each other are one.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping

VERSION = 1
"""Raise it with every change of what `indexed` gives: passages of an older version are folded again."""
APART, BARE = "\ue000", "\ue001"
"""Signs of private use, in `indexed`: between what was said and its other forms, and before a bare form."""
_SPELLED: Mapping[str, str] = {
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d",
    "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n", "й": "й", "ґ": "г", "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه",
    "ہ": "ه", "ک": "ك", "ـ": "",
}  # fmt: skip
_OTHERWISE: Mapping[str, str] = {"ä": "a", "ö": "o", "ü": "u", "å": "aa", "ø": "oe"}
"""The second plain spelling of a letter."""
_ALIKE = str.maketrans(
    {
        "o": "0", "i": "1", "l": "1", "b": "8", "s": "5", "z": "2", "g": "6",
        "а": "a", "в": "8", "е": "e", "к": "k", "м": "m", "н": "h", "о": "0", "р": "p", "с": "c", "т": "t",
        "у": "y", "х": "x", "і": "1",
    }
)  # fmt: skip
"""What readers of plates take for each other; Cyrillic letters of plates look like Latin ones."""
_UNPARTED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Scripts without blanks between words, and Hangul, whose words carry particles."""
_HYPHENS = "-\u2010\u2011\u2012\u2013\u00ad"
_COMPOUND = re.compile(rf"[^\W_]+(?:[{_HYPHENS}][^\W_]+)+")
MOST_PARTS = 6
LONGEST_CODE, LONGEST_LETTERS = 12, 4
"""Signs of a piece of a plate or number, and of one without any digit."""


class _Letters(dict[int, str]):
    """For `str.translate`; filled with the letters that are met. `own` goes before the table."""

    def __init__(self, own: Mapping[str, str], dropped: str = "") -> None:
        super().__init__({ord(sign): "" for sign in dropped})
        self._own = own

    def __missing__(self, code: int) -> str:
        kept = self[code] = "".join(self._plain(sign) for sign in chr(code).casefold() or chr(code))
        return kept

    def _plain(self, sign: str) -> str:
        found = self._own.get(sign, _SPELLED.get(sign))
        if found is None:
            apart = "".join(c for c in unicodedata.normalize("NFKD", sign) if not _accent(c))
            found = "".join(_kept(c) for c in unicodedata.normalize("NFC", apart).casefold())
            found = "".join(_SPELLED.get(c, c) for c in found)
        return _UNPARTED.sub(lambda m: f" {m[0]} ", found)


def _accent(sign: str) -> bool:
    """Marks above and below Latin, Greek, Cyrillic, Hebrew and Arabic letters, and the nukta."""
    kind = unicodedata.combining(sign)
    return kind == 7 or 10 <= kind <= 36 or kind >= 200


def _kept(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Cf":
        return ""
    return sign if kind[0] in "LNM" else " "


_FOLDED = _Letters({})
_BARE = _Letters(_OTHERWISE)
_UNHYPHENED = _Letters({}, _HYPHENS)


_PLAIN = _Letters({"ä": "a", "ö": "o", "ü": "u"})


def plain_letter(sign: str) -> str:
    """One letter without anything on it; a sign that is no letter is itself."""
    return _PLAIN[ord(sign)].strip() or ("" if unicodedata.category(sign) in ("Cf", "Mn") else sign)


def fold(text: str) -> str:
    """`Große Straße` → `grosse strasse`; words and signs of unparted scripts one blank apart."""
    return _folded(text, _FOLDED)


def bare(text: str) -> str:
    """`Zürich` → `zurich`."""
    return _folded(text, _BARE)


def unhyphened(text: str) -> str:
    """`E-Mail` → `email`."""
    return _folded(text, _UNHYPHENED)


def code(text: str) -> str:
    """`B-OO 1000` → `8001000`."""
    return fold(text).replace(" ", "").translate(_ALIKE)


def _folded(text: str, letters: _Letters) -> str:
    return " ".join(unicodedata.normalize("NFC", text).translate(letters).split())


def words(text: str) -> list[str]:
    """The words of a text, as they stand there; vowel signs belong to them."""
    return "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in text).split()


def indexed(text: str) -> str:
    """What the indexes hold of a passage: its folded words, and behind them their other forms."""
    plain = fold(text)
    others = dict.fromkeys(itertools.chain(_compounds(text), _bare_words(text), _codes(plain)))
    return plain + "".join(f" {APART} {form}" for form in others)


def _compounds(text: str) -> Iterator[str]:
    """`E-Mail-Adresse` → `email`, `mailadresse`, `emailadresse`."""
    for match in _COMPOUND.finditer(text):
        parts = [fold(part) for part in re.split(f"[{_HYPHENS}]", match[0])][:MOST_PARTS]
        for first, last in itertools.combinations(range(len(parts) + 1), 2):
            joined = "".join(parts[first:last])
            if last - first > 1 and not joined.isdecimal() and " " not in joined:
                yield joined


def _bare_words(text: str) -> Iterator[str]:
    if text.isascii():
        return
    for word in words(unicodedata.normalize("NFC", text)):
        if (form := bare(word)) != fold(word):
            yield BARE + form


def _codes(plain: str) -> Iterator[str]:
    """Runs of short words and numbers, without gaps."""
    run: list[str] = []
    for word in [*plain.split(" "), "-" * LONGEST_CODE]:
        if _may_be_code(word):
            run.append(word)
            continue
        whole = "".join(run).translate(_ALIKE)
        if any(c.isdecimal() for c in "".join(run)) and run != [whole]:
            yield whole
        run = []


def _may_be_code(word: str) -> bool:
    if any(c.isdecimal() for c in word):
        return len(word) <= LONGEST_CODE
    return len(word) <= LONGEST_LETTERS and word.isalpha()


def streams(text: str) -> list[tuple[str, list[int]]]:
    """Folded, bare and unhyphened text, each between two blanks, with the place of every sign in `text`."""
    return [_spread(text, letters) for letters in (_FOLDED, _BARE, _UNHYPHENED)]


def code_stream(text: str) -> tuple[str, list[int]]:
    """The same as one code."""
    stream, owners = _spread(text, _FOLDED)
    kept = [(sign, owner) for sign, owner in zip(stream, owners, strict=True) if sign != " "]
    return "".join(sign for sign, _ in kept).translate(_ALIKE), [owner for _, owner in kept]


def _spread(text: str, letters: _Letters) -> tuple[str, list[int]]:
    stream, owners = [" "], [0]
    for place, sign in enumerate(text):
        for c in letters[ord(sign)]:
            if c != " " or stream[-1] != " ":
                stream.append(c)
                owners.append(place)
    if stream[-1] != " ":
        stream.append(" ")
        owners.append(max(0, len(text) - 1))
    return "".join(stream), owners
