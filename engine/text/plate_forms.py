"""Forms of number plates of Europe and the Americas, beside the German ones; letters and digits alone decide.

Sources: the registries' published forms as listed by national road authorities (state of 2025).
"""

from __future__ import annotations

import re

_S = r"[ \-–·•.]"
_CANTONS = "AG|AI|AR|BE|BL|BS|FR|GE|GL|GR|JU|LU|NE|NW|OW|SG|SH|SO|SZ|TG|TI|UR|VD|VS|ZG|ZH"
_SLOVENE = "LJ|MB|KR|KP|GO|CE|NM|MS|SG|KK|PO"
_RUSSIAN = "[ABEKMHOPCTYX]"

CUED = "|".join(
    (
        r"[A-HJ-PR-Y][A-HJ-PR-Y]\d{2} ?[A-HJ-PR-Z]{3}",  # Britain
        r"[A-HJ-NP-TV-Z]{2}[ \-]\d{3}[ \-][A-HJ-NP-TV-Z]{2}",  # France, Italy, Argentina
        r"\d{4} ?[BCDFGHJ-NPRSTV-Z]{3}",  # Spain
        r"[12]-[A-Z]{3}-\d{3}",  # Belgium
        rf"(?:{_CANTONS})[ ·\-]\d{{1,3}}[ ']\d{{3}}|(?:{_CANTONS})[ ·\-]\d{{4,6}}",  # Switzerland
        r"[A-Z]{1,2}[ \-]\d{3,5} ?[A-Z]{1,2}",  # Austria
        r"\d{2}-[A-Z]{2,3}-\d{1,2}",  # the Netherlands, Portugal
        r"[A-Z]{2}-\d{3}-[A-Z]",
        r"\d-[A-Z]{3}-\d{2}",
        r"[A-Z]{2}-\d{2}-\d{2}",
        r"\d{2}-\d{2}-[A-Z]{2}",
        rf"[BCDEFGKLNOPRSTWZ][A-Z]{{1,2}}{_S}\d[0-9A-Z]\d[0-9A-Z]{{1,2}}",  # Poland
        rf"[BCDEFGKLNOPRSTWZ][A-Z]{{1,2}}{_S}\d{{2}}[A-Z]{{2}}",
        rf"[BCDEFGKLNOPRSTWZ][A-Z]{{2}}{_S}[A-Z]\d{{3}}",
        rf"[A-Z]{{2}}{_S}?\d{{3}}{_S}?[A-Z]{{2}}",  # Slovakia, Serbia, Italy
        r"\d[A-Z]\d ?\d{4}",  # Czechia
        rf"A[A-Z]{_S}?[A-Z]{{2}}-\d{{3}}",  # Hungary
        rf"(?:B|[A-Z]{{2}}){_S}\d{{2,3}}{_S}[A-Z]{{3}}",  # Romania
        rf"[A-Z]{{1,2}}{_S}?\d{{4}}{_S}?[A-Z]{{2}}",  # Bulgaria, Ukraine
        rf"[A-ZČĐŠŽ]{{2}}{_S}\d{{3,4}}{_S}[A-Z]{{1,2}}",  # Croatia
        rf"(?:{_SLOVENE}){_S}[A-Z]{{2}}{_S}\d{{3}}",  # Slovenia
        rf"[A-Z]{{3}}{_S}\d{{2}}[0-9A-Z]",  # Sweden, Finland, Lithuania, Colombia
        rf"[A-Z]{{2}}{_S}\d{{4,5}}",  # Norway, Latvia, Luxembourg
        r"[A-Z]{2} \d{2} \d{3}",  # Denmark
        r"[A-Z]{2}-\d{2}-[A-Z]{2}",  # Portugal
        r"\d{2} [A-Z]{1,3} \d{2,5}",  # Turkey
        rf"{_RUSSIAN} ?\d{{3}} ?{_RUSSIAN}{{2}} ?\d{{2,3}}",  # Russia
        r"\d{2,3}-[A-Z]{1,2}-\d{3,6}",  # Ireland
        r"[A-Z]{3}\d[A-Z]\d{2}",  # Brazil (Mercosur)
        rf"[A-Z]{{3}}{_S}?\d{{4}}",  # Brazil, United States, Greece
        r"\d[A-Z]{3} ?\d{3}",  # California
        rf"\d{{3}}{_S}[A-Z]{{3}}",  # United States, Estonia
        r"[A-Z]{3} [A-Z]\d{2}",  # Florida
        rf"[A-Z]{{4}}{_S}?\d{{3}}",  # Ontario
        r"[A-Z]\d{2} [A-Z]{3}|[A-Z]{2}\d \d{2}[A-Z]",  # Quebec, British Columbia
        r"[A-Z]{3}-\d{2}-\d{2}|[A-Z]{3}-\d{3}-[A-Z]|[A-Z]\d{2}-[A-Z]{3}",  # Mexico
        r"[B-Z]{4}[\-·•]\d{2}|[A-Z]{2}[\-·•][A-Z]{2}[\-·•]\d{2}",  # Chile
    )
)
FIXED = ("LLDD LLL", "LL-DDD-LL", "DDDD LLL", "LL DDDD LL", "LL DDD LL", "DD-LL-DD", "LL-DD-LL")
"""Forms in which each place is a letter (L) or a digit (D), so that one read for the other can be put right:
Britain, France, Spain, Ukraine and Bulgaria, Italy, the Netherlands, Portugal."""
FORM = re.compile(rf"(?<![\w\-])(?:{CUED})(?![\w\-])")
SIGNS = (
    "A|AL|AND|B|BG|BIH|BY|CH|CY|CZ|D|DK|E|EST|F|FIN|FL|GB|GR|H|HR|I|IRL|IS|L|LT|LV|M|MC|MD|MK|MNE|N|NL|P|PL|"
    "RO|RSM|RUS|S|SK|SLO|SRB|TR|UA|UK"
)
"""Signs of the states, as they stand on the blue strip and are read in front of the plate."""
STATE = re.compile(rf"[*☆★\W_]*(?:(?:{SIGNS})[ |·:.]+)?(?P<plate>.+)", re.DOTALL)
WORDS = re.compile(
    "ISO|DIN|EUR|USD|GBP|CHF|USA|UHR|TEL|FAX|RAL|BMW|ICE|IPX|USB|HDMI|MAX|MIN|ART|NR"
    "|NO|VAT|RGB|PIN|TÜV|MAY|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEP|SEPT|OCT|OKT|NOV|DEC|DEZ"
    "|MAI|JUNE|JULY|THE|AND|FOR|BUS|KM|KG|CM|MM|ML|ROOM|GATE|LINE|BOX|PAGE|FIG|TAB|VOL"
    "|COM|WWW|SEC|STR|PLZ|IBAN|AUF|DER|DIE|DAS|VON|BIS|AGE|TOP|NEW|WIN|LOT|REF|UND|KMH"
    "|MPH|MHZ|GHZ|GB|MB|TB|KB|KW|HP|PS|OF|AM|PM|TO|IN|ON|UP|AT|BY|ID|QR|SN|CH|FM"
    "|AD|BC|EC|IC|TGV|GTX|RTX|LH|CE|GM|LKW|PKW"
)
"""Letters that stand before or after numbers on signs and screens, and are no plate."""
LETTERS, DIGITS = str.maketrans("01285", "OIZBS"), str.maketrans("OIZBS", "01285")
"""What readers take for each other, put right to letters and to digits."""
MOST_MISREAD = 2
_YEAR = re.compile(r"(?:19|20)\d\d")


def worded(text: str) -> bool:
    """Whether it is a word and a number, or anything and a year."""
    groups = re.findall(r"[^\W\d_]+|\d+", text)
    if len(groups) != 2:
        return False
    return any(WORDS.fullmatch(group) or _YEAR.fullmatch(group) for group in groups)


def put_right(text: str) -> str:
    """A line of a fixed form in which letters and digits were taken for each other; empty for any other."""
    for form in FIXED:
        if len(text) == len(form) and (right := _placed(text, form)):
            return right
    return ""


def _placed(text: str, form: str) -> str:
    pairs = list(zip(text, form, strict=True))
    wanted = {"L": LETTERS, "D": DIGITS}
    right = "".join(sign.translate(wanted[place]) if place in wanted else sign for sign, place in pairs)
    misread = sum(one != other for one, other in zip(text, right, strict=True))
    digit = any(sign.isdecimal() for sign, place in pairs if place == "D")
    if not digit or misread > MOST_MISREAD or not FORM.fullmatch(right):
        return ""
    gaps = all((place in wanted) or sign == place for sign, place in pairs)
    named = any(WORDS.fullmatch(group) for group in re.findall(r"[^\W\d_]+", text))
    return right if gaps and not named else ""
