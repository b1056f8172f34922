"""IBANs, by length and check digits (ISO 13616: the number moved round must be 1 modulo 97)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.text.found import Found, Line

_CANDIDATE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[ \-]?[0-9]{2}(?:[ \-]?[A-Za-z0-9]){11,30}")
# fmt: off
_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "BA": 20, "BE": 16, "BG": 22, "BY": 28, "CH": 21, "CY": 28,
    "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23,
    "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20,
    "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25,
    "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26, "UA": 29, "VA": 22,
    "XK": 20,
}
# fmt: on


def ibans(line: Line) -> Iterator[Found]:
    """Valid IBANs, however grouped; what follows in the same breath does not belong to them."""
    for match in _CANDIDATE.finditer(line.untrusted_text):
        characters = [(match.start() + i, c) for i, c in enumerate(match.group()) if c.isalnum()]
        compact = "".join(c for _, c in characters).upper()
        length = _LENGTHS.get(compact[:2], 0)
        if length and len(compact) >= length and checks(compact[:length]):
            yield Found("iban", match.start(), characters[length - 1][0] + 1, compact[:length], 0.99)


def checks(compact: str) -> bool:
    """Whether the check digits of an upper-case IBAN without blanks are right."""
    moved = compact[4:] + compact[:4]
    return moved.isascii() and moved.isalnum() and int("".join(str(int(c, 36)) for c in moved)) % 97 == 1
