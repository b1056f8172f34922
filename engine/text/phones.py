"""Telephone numbers, written or read out digit by digit; valid by the numbering plans of `phonenumbers`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from engine.text.found import Found, Line, before

_CANDIDATE = re.compile(r"(?<![\w+/.,])(?:\+|00)?\(?\d(?:[ \-–/.()]{0,3}\d){6,17}(?![\w])")
_CUE = re.compile(
    r"(?:tel|telefon|fon|phone|fax|mobil|mobile|handy|nummer|number|call|ruf|rufen|erreich\w{0,4}|whatsapp|signal)\b"
)
_CUE_REACH = 40
_REGIONS = {
    "de": ("DE", "AT", "CH"),
    "en": ("GB", "US"),
    "fr": ("FR", "BE", "CH"),
    "nl": ("NL", "BE"),
    "pl": ("PL",),
}
_HOME = ("DE", "AT", "CH")
_AMERICAN = re.compile(r"\(?[2-9]\d\d[)\-. ] ?[2-9]\d\d[\-. ]\d{4}")
_DIGITS = {
    "null": "0", "zero": "0", "oh": "0", "eins": "1", "ein": "1", "one": "1", "zwei": "2", "zwo": "2",
    "two": "2", "drei": "3", "three": "3", "vier": "4", "four": "4", "fünf": "5", "five": "5", "sechs": "6",
    "six": "6", "sieben": "7", "seven": "7", "acht": "8", "eight": "8", "neun": "9", "nine": "9",
    "plus": "+",
}  # fmt: skip
_TWICE = {"doppel", "double"}
_WORD = re.compile(r"\w+|\+", re.UNICODE)
LONGEST_WORD = 12
MOST = 1000
"""Candidates checked in one line; checking is slow, and no utterance or sign holds more."""


def phones(line: Line) -> Iterator[Found]:
    """Valid numbers in E.164. Without a country code they need a leading 0, an American form, or a cue."""
    for match in islice(_CANDIDATE.finditer(line.untrusted_text), MOST):
        text = match.group()
        cued = bool(_CUE.search(before(line.untrusted_text, match.start(), _CUE_REACH)))
        if cued or (_formed(text) and not (line.seen and _among_numbers(line, match))):
            yield from _valid(text, match.start(), match.end(), line, cued, 0.0)
    for start, end, digits in islice(spoken_digits(line.untrusted_text), MOST):
        if digits.startswith(("+", "0")):
            yield from _valid(digits, start, end, line, True, 0.15)


def _formed(text: str) -> bool:
    """Whether it is written as numbers are dialled."""
    return text.startswith("+") or text.lstrip("(").startswith("0") or bool(_AMERICAN.fullmatch(text))


def _among_numbers(line: Line, match: re.Match[str]) -> bool:
    """Whether it stands in a table or among other numbers, or in groups that no number is written in, so that
    nothing says it is a telephone number; one with a country code is one anywhere else."""
    text = line.untrusted_text
    if match.group().startswith("+"):
        return False
    rest = text[: match.start()] + text[match.end() :]
    groups = re.findall(r"\d+", match.group())
    alike = len(groups) >= 3 and len({len(group) for group in groups}) == 1
    return line.in_table or any(c.isdecimal() for c in rest) or alike


def _valid(digits: str, start: int, end: int, line: Line, cued: bool, doubt: float) -> Iterator[Found]:
    import phonenumbers

    international = digits.startswith(("+", "00"))
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    for region in (None,) if international else _REGIONS.get(line.language, _HOME):
        try:
            number: Any = phonenumbers.parse(digits, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            confidence = 0.95 if international else 0.85 if cued else 0.6
            yield Found("phone", start, end, value, confidence - doubt)
            return


def spoken_digits(text: str) -> Iterator[tuple[int, int, str]]:
    """Runs of at least seven digits said as words or numerals, with their place; “doppel fünf” is 55."""
    run: list[str] = []
    start = end = 0
    twice = said = False
    for match in _WORD.finditer(text):
        word = match.group().lower() if len(match.group()) <= LONGEST_WORD else ""
        digits = _DIGITS.get(word) or (word if word.isascii() and word.isdigit() else "")
        if run and (text[end : match.start()].strip(" ,-/") or not (digits or word in _TWICE)):
            yield from _finished(run, said, start, end)
            run, twice, said = [], False, False
        if not digits and word not in _TWICE:
            continue
        if not run:
            start = match.start()
        said = said or word in _DIGITS
        if word in _TWICE:
            twice = True
            run.append("")
        else:
            run.append(digits * (2 if twice else 1))
            twice = False
        end = match.end()
    yield from _finished(run, said, start, end)


def _finished(run: list[str], said: bool, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    digits = "".join(run)
    if said and 7 <= len(digits.lstrip("+")) <= 17 and "+" not in digits[1:]:
        yield start, end, digits
