"""Dates with a year, and sums of money, in German and English writing."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from engine.text.found import Found, Line

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januar", "jänner", "january", "jan"),
            ("februar", "feber", "february", "feb"),
            ("märz", "march", "mar", "mrz"),
            ("april", "apr"),
            ("mai", "may"),
            ("juni", "june", "jun"),
            ("juli", "july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("oktober", "october", "okt", "oct"),
            ("november", "nov"),
            ("dezember", "december", "dez", "dec"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = (
    re.compile(r"(?<![\d.])(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"),
    re.compile(r"(?<![\d.,])(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>\d{4}|\d{2})(?![\d.])"),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:\.|st|nd|rd|th)? ?(?:of )?(?P<n>{_MONTH})\.?,? ?(?P<y>\d{{4}})(?!\d)",
        re.I,
    ),
    re.compile(rf"(?<!\w)(?P<n>{_MONTH})\.? ?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? ?(?P<y>\d{{4}})(?!\d)", re.I),
)
_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "usd": "USD", "dollar": "USD",
    "dollars": "USD", "£": "GBP", "gbp": "GBP", "pfund": "GBP", "pounds": "GBP", "chf": "CHF",
    "franken": "CHF", "sfr": "CHF", "zł": "PLN", "pln": "PLN",
}  # fmt: skip
_FACTORS = {
    "tausend": 3, "thousand": 3, "mio": 6, "million": 6, "millionen": 6, "millions": 6, "mrd": 9,
    "milliarde": 9, "milliarden": 9, "billion": 9, "billions": 9,
}  # fmt: skip
_AMOUNT = r"\d{1,3}(?:[.,' ]\d{3}){1,4}(?:[.,]\d{2})?(?!\d)|\d{1,12}(?:[.,]\d{1,2})?(?!\d)"
_WORD = "|".join(sorted((w for w in _CURRENCIES if w.isalpha()), key=len, reverse=True))
_FACTOR = "|".join(sorted(_FACTORS, key=len, reverse=True))
_BEHIND = re.compile(
    rf"(?<![\w.,])(?P<a>{_AMOUNT})(?:,?-|,–)? ?(?:(?P<f>{_FACTOR})\.? )?(?P<c>[€$£]|(?:{_WORD})(?!\w|-\d))",
    re.I,
)
_AHEAD = re.compile(
    rf"(?<!\w)(?P<c>[€$£]|(?:{_WORD})(?!\w)) ?(?P<a>{_AMOUNT})(?: (?P<f>{_FACTOR})(?!\w))?", re.I
)


def dates(line: Line) -> Iterator[Found]:
    """Days of the calendar; the value is ISO 8601. Two-digit years are 1970 to 2069."""
    for pattern in _DATES:
        for match in pattern.finditer(line.untrusted_text):
            parts = match.groupdict()
            month = int(parts["m"]) if parts.get("m") else _MONTHS[parts["n"].lower()]
            year, short = int(parts["y"]), len(parts["y"]) == 2
            year += (1900 if year >= 70 else 2000) if short else 0
            try:
                value = datetime.date(year, month, int(parts["d"])).isoformat()
            except ValueError:
                continue
            if 1800 <= year <= 2200:
                yield Found("date", match.start(), match.end(), value, 0.75 if short else 0.95)


def sums(line: Line) -> Iterator[Found]:
    """Amounts with a currency; the value is like “1234.56 EUR”."""
    for pattern in (_BEHIND, _AHEAD):
        for match in pattern.finditer(line.untrusted_text):
            amount = _amount(match["a"], line.language)
            shift = _FACTORS[match["f"].lower()] if match["f"] else 0
            # a German “Billion” is an English trillion
            shift = 12 if shift == 9 and line.language == "de" and match["f"][0] in "bB" else shift
            cents = round(amount * 10 ** (shift + 2))
            value = f"{cents // 100}.{cents % 100:02d} {_CURRENCIES[match['c'].lower()]}"
            yield Found("money", match.start(), match.end(), value, 0.9)


def _amount(written: str, language: str) -> float:
    """A lone group of three digits is thousands; otherwise the last separator is the decimal one."""
    written = written.replace(" ", "").replace("'", "")
    last = max(written.rfind("."), written.rfind(","))
    if last < 0:
        return float(written)
    whole, fraction = written[:last], written[last + 1 :]
    if len(fraction) == 3:
        whole, fraction = whole + fraction, ""
    return float(f"{whole.replace('.', '').replace(',', '')}.{fraction or 0}")
