"""Number plates: German ones by their district letters, others of Europe and the Americas by their form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.text.found import Found, Line, before
from engine.text.german_districts import DISTRICTS
from engine.text.plate_forms import DIGITS, FORM, LETTERS, STATE, put_right, worded

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
_NUMBER = r"[ \-–·•.]{0,3}(?P<n>[\dOIB]{1,4}) ?(?P<s>[EH])?"
_MISREAD = re.compile(rf"(?P<d>[A-ZÄÖÜ]{{1,3}})[\-–](?P<l>[A-Z0128]{{1,2}}){_NUMBER}")
"""A German plate with letters read as digits, or the other way."""
_SEAL = re.compile(
    r"(?P<d>[A-ZÄÖÜ]{1,3})(?:[ \-–]?[®©@●○◦°⊙&*']+[ \-–]?|[ \-–][oO08][ \-–]?|[oO08][ \-–])"
    rf"(?P<l>[A-Z]{{1,2}}){_NUMBER}"
)
"""A German plate whose seals, between the letters, were read as a sign."""
_LATIN = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
_NARROW = {0xFF01 + code: 0x21 + code for code in range(94)}
"""The recogniser gives seals as a wide colon now and then."""
LONGEST, LONGEST_LINE = 8, 18


def plates(line: Line) -> Iterator[Found]:
    """Plates; the value has only letters and digits, so that a search need not know where the gaps were.

    In speech a plate has its hyphen or comes after a word for plates. Forms that other things share (a
    plate without gaps, foreign forms) count when a whole line read off a picture has them and stands in
    no column of lines, or after such a word.
    """
    text = line.untrusted_text.translate(_NARROW)
    whole = text.strip(" .,-|")
    known = _GERMAN.fullmatch(whole)
    seen = line.seen and not line.in_column
    if seen and len(whole) <= LONGEST_LINE and not (known and known["d"] in DISTRICTS):
        yield from _whole(text)
    for match in _GERMAN.finditer(text):
        if match["d"] in DISTRICTS and _plausible(match):
            hyphen = text[match.end("d")] in "-–"
            alone = seen and match.group() == whole
            if hyphen or seen or _cued(text, match):
                yield _found(match, 0.85 if hyphen or alone or _cued(text, match) else 0.5)
    for match in FORM.finditer(text.translate(_LATIN)):
        if _cued(text, match):
            yield _found(match, 0.75)


def _whole(text: str) -> Iterator[Found]:
    """A line that is a plate and nothing else, but for the sign of its state."""
    stripped = STATE.fullmatch(text.translate(_LATIN))
    for whole, start in (
        (text.translate(_LATIN), 0),
        *([(stripped["plate"], stripped.start("plate"))] if stripped else []),
    ):
        inner = whole.strip(" .,-|*")
        start += whole.index(inner)
        value = _german(inner) or _foreign(inner) or _misread(inner) or _compact(put_right(inner))
        if value:
            yield Found("plate", start, start + len(inner), value, 0.6)
            return


def _german(text: str) -> str:
    closed = _CLOSED.fullmatch(text)
    if closed and _splits(closed["d"] + closed["l"]) and _plausible(closed):
        return "" if " " in text and worded(text) else _compact(text)
    open_form = _GERMAN.fullmatch(text)
    if open_form and open_form["d"] in DISTRICTS and _plausible(open_form):
        return _compact(text)
    return ""


def _misread(text: str) -> str:
    """A German plate with its seals and with what a reader takes for each other put right."""
    match = _MISREAD.fullmatch(text) or _SEAL.fullmatch(text)
    if not match or match["d"] not in DISTRICTS:
        return ""
    if match["l"].isdecimal() and match["n"][0] == text[match.end("l")]:  # “F-16”
        return ""
    number = match["n"].translate(DIGITS)
    if number.startswith("0") or not any(c.isdecimal() for c in match["n"]):
        return ""
    value = match["d"] + match["l"].translate(LETTERS) + number + (match["s"] or "")
    return value if len(value) <= LONGEST else ""


def _foreign(text: str) -> str:
    return _compact(text) if FORM.fullmatch(text) and not worded(text) else ""


_PAPER = re.compile(r"DIN ?[A-D] ?\d{1,2}")


def _plausible(match: re.Match[str]) -> bool:
    """At most eight signs in all; a size of paper is none."""
    return not _PAPER.fullmatch(match.group()) and sum(len(part or "") for part in match.groups()) <= LONGEST


def _splits(letters: str) -> bool:
    """Whether some beginning of the letters is a district with one or two letters left."""
    return any(letters[:-rest] in DISTRICTS for rest in (1, 2) if len(letters) > rest)


def _cued(text: str, match: re.Match[str]) -> bool:
    return bool(_CUE.search(before(text, match.start(), _CUE_REACH)))


def _found(match: re.Match[str], confidence: float) -> Found:
    return Found("plate", match.start(), match.end(), _compact(match.group()), confidence)


def _compact(text: str) -> str:
    return "".join(character for character in text if character.isalnum()).upper()
