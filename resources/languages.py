"""The languages of the program, found by their folders in `resources/translations`, and their figures.

A folder holds `language.json` (its own name, its name in English, forms of numbers and dates),
`dossier.json`, `errors.json`, `search.json`, `sandbox.json`, and the texts of the window: one `.ts` per area
and the `aima.qm` that `packaging/translate.py` makes of them. Nothing else names a language. English is the
language of the sources: what a folder lacks is shown in English.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "translations"
SOURCE = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """A language, and its forms of numbers, dates and sizes."""

    code: str
    """As the folder is called: ISO 639, such as `de`."""
    name: str
    """As its speakers call it."""
    english: str
    decimal_mark: str
    group_mark: str
    pattern: str
    """Pattern with `{day}`, `{month}` (one of `months`) and `{year}`."""
    months: tuple[str, ...]

    def decimal(self, value: float, places: int = 1) -> str:
        """`1234.5` → `1 234,5`; the blank does not break."""
        whole, _, rest = f"{value:,.{places}f}".partition(".")
        whole = whole.replace(",", self.group_mark)
        return f"{whole}{self.decimal_mark}{rest}" if rest else whole

    def day(self, at: date) -> str:
        """The date alone; the zone is the caller's."""
        month = self.months[at.month - 1]
        return self.pattern.format(day=f"{at.day:02d}", month=month, year=f"{at.year:04d}")

    def instant(self, at: datetime) -> str:
        """Date, hour and minute; the zone is the caller's."""
        return f"{self.day(at)}, {at.hour:02d}:{at.minute:02d}"

    def size(self, count: int, places: int = 1) -> str:
        """Bytes in decimal units: `512 B`, `1.2 MB`."""
        units = ("B", "kB", "MB", "GB", "TB")
        value, step = float(count), 0
        while value >= 1000 and step < len(units) - 1:
            value, step = value / 1000, step + 1
        return f"{self.decimal(value, places) if step else count}\u00a0{units[step]}"


@cache
def languages() -> Mapping[str, Language]:
    """Every language there is by its code, English first."""
    codes = {path.parent.name for path in FOLDER.glob("*/language.json")}
    return {code: _language(code) for code in (SOURCE, *sorted(codes - {SOURCE}))}


def language(code: str) -> Language:
    """The language of a code, or English where there is none of that code."""
    found = languages()
    return found.get(code, found[SOURCE])


@cache
def texts(code: str, kind: str) -> Mapping[str, str]:
    """Texts of a kind (`dossier`, `stages` …) by key, in English where the language lacks one."""
    own = own_texts(code, kind)
    return own if code == SOURCE else {**own_texts(SOURCE, kind), **own}


@cache
def own_texts(code: str, kind: str) -> Mapping[str, str]:
    """What a language's folder itself holds of a kind; nothing where it has no such file."""
    file = FOLDER / language(code).code / f"{kind}.json"
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return found


def _language(code: str) -> Language:
    told = json.loads((FOLDER / code / "language.json").read_text(encoding="utf-8"))
    return Language(
        code,
        told["name"],
        told["english"],
        told["decimal"],
        told["group"],
        told["date"],
        tuple(told["months"]),
    )
