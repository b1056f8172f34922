"""Number plates: German ones by their district letters, some other European ones by their form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.text.found import Found, Line, before
from engine.text.german_districts import DISTRICTS

_GAP = r"[ \-–·•.:°]{1,3}"
_GERMAN = re.compile(
    rf"(?<![\wÄÖÜ\-])(?P<d>[A-ZÄÖÜ]{{1,3}}){_GAP}(?P<l>[A-Z]{{1,2}})[ \-–·•.]{{0,3}}"
    r"(?P<n>[1-9]\d{0,3}) ?(?P<s>[EH])?(?![\w\-]|[.,]\d)"
)
_CLOSED = re.compile(r"(?P<d>[A-ZÄÖÜ]{1,3}?)(?P<l>[A-Z]{1,2}) ?(?P<n>[1-9]\d{2,3})(?P<s>[EH])?")
_CUE = re.compile(
    r"kennzeichen|nummernschild|plate|registration|licen[cs]e|immatricul|targa|kenteken|matr[ií]cula"
)
_CUE_REACH = 50
_CANTONS = "AG|AI|AR|BE|BL|BS|FR|GE|GL|GR|JU|LU|NE|NW|OW|SG|SH|SO|SZ|TG|TI|UR|VD|VS|ZG|ZH"
_DUTCH = "|".join(
    (
        r"\d{2}-[A-Z]{2,3}-\d{1,2}",
        r"[A-Z]{2}-\d{3}-[A-Z]",
        r"\d-[A-Z]{3}-\d{2}",
        r"[A-Z]{2}-\d{2}-\d{2}",
        r"\d{2}-\d{2}-[A-Z]{2}",
    )
)
_FOREIGN = re.compile(
    r"(?<![\w\-])(?:"
    r"[A-HJ-PR-Y][A-HJ-PR-Y]\d{2} ?[A-HJ-PR-Z]{3}"  # Britain
    r"|[A-HJ-NP-TV-Z]{2}[ \-]\d{3}[ \-][A-HJ-NP-TV-Z]{2}"  # France, Italy
    r"|\d{4} ?[BCDFGHJ-NPRSTV-Z]{3}"  # Spain
    r"|[12]-[A-Z]{3}-\d{3}"  # Belgium
    rf"|(?:{_CANTONS})[ ·\-]\d{{4,6}}"  # Switzerland
    r"|[A-Z]{1,2}[ \-]\d{3,5} ?[A-Z]{1,2}"  # Austria
    rf"|{_DUTCH}"  # the Netherlands
    r")(?![\w\-])"
)
LONGEST = 8


def plates(line: Line) -> Iterator[Found]:
    """Plates; the value has only letters and digits, so that a search need not know where the gaps were.

    In speech a plate has its hyphen or comes after a word for plates. Forms that other things share (a
    plate without gaps, foreign forms) count when a whole line read off a picture has them, or after
    such a word.
    """
    text = line.untrusted_text
    whole = text.strip(" .,-|")
    for match in _GERMAN.finditer(text):
        if match["d"] in DISTRICTS and _plausible(match):
            hyphen = text[match.end("d")] in "-–"
            alone = line.seen and match.group() == whole
            if hyphen or alone or line.seen or _cued(text, match):
                yield _found(match, 0.85 if hyphen or alone or _cued(text, match) else 0.5)
    if line.seen and len(whole) <= LONGEST + 2:
        closed = _CLOSED.fullmatch(whole)
        if closed and _splits(closed["d"] + closed["l"]) and _plausible(closed):
            start = text.index(whole)
            yield Found("plate", start, start + len(whole), _compact(whole), 0.6)
    for match in _FOREIGN.finditer(text):
        alone = line.seen and match.group() == whole
        if alone or _cued(text, match):
            yield _found(match, 0.75 if _cued(text, match) else 0.6)


def _plausible(match: re.Match[str]) -> bool:
    """At most eight signs in all."""
    return sum(len(part or "") for part in match.groups()) <= LONGEST


def _splits(letters: str) -> bool:
    """Whether some beginning of the letters is a district with one or two letters left."""
    return any(letters[:-rest] in DISTRICTS for rest in (1, 2) if len(letters) > rest)


def _cued(text: str, match: re.Match[str]) -> bool:
    return bool(_CUE.search(before(text, match.start(), _CUE_REACH)))


def _found(match: re.Match[str], confidence: float) -> Found:
    return Found("plate", match.start(), match.end(), _compact(match.group()), confidence)


def _compact(text: str) -> str:
    return "".join(character for character in text if character.isalnum()).upper()
