"""Pages of lines that look like plates or telephone numbers and are none: tables, timetables, labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

_GOODS = ("Schraube M8", "Milch 3,5 %", "Toner XL", "Kabel USB-C", "Brot 750 g", "Filter HX 40", "Lampe E27")
_TRAINS = ("ICE 724", "RE 4", "S 41", "IC 2310", "RB 27", "TGV 9577", "U 6", "EC 113")
_TOWNS = ("Hamburg Hbf", "Köln", "Wien", "Basel SBB", "Praha hl.n.", "Berlin", "Gdynia", "Lyon")
_SIGNS = (
    "Gate B12", "Raum A 204", "Halle 7", "Tor 3", "Sektor C4", "Level -2", "P 3", "Ausgang E", "Platz 44 A",
    "ISO 9001", "EN 12464-1", "DIN A4", "IP 67", "RAL 7016", "CE 0123", "IPX4", "USB 3.2", "RTX 4090",
    "GTX 1080 Ti", "A4 TDI", "X5 40d", "911 GT3", "iPhone 15", "Galaxy S24", "WD-40", "H7 55W", "CR 2032",
    "AA 1.5 V", "N 52° 30'", "E 13° 24'", "5G LTE", "4K UHD", "Full HD 1080", "FIFA 23", "Windows 11",
    "MP3 320", "Q3 2024", "KW 36", "FY 2025", "§ 34 StGB", "Art. 6 Abs. 1", "Az. 3 Js 104/24", "Nr. 17 b",
    "B 96", "A 100", "L 1045", "Kreis 9", "C-130", "F-16", "B-52", "U-96", "T-34", "V-2", "LH 441", "BA 2490",
)  # fmt: skip


def pages(count: int) -> Iterator[Sequence[Sequence[str]]]:
    """Lines of each page, cell by cell; four kinds in turn."""
    for number in range(count):
        chance = np.random.default_rng(9000 + number)
        kind = (_prices, _timetable, _account, _labels)[number % 4]
        yield [kind(chance) for _ in range(int(chance.integers(9, 16)))]


def _prices(chance: np.random.Generator) -> Sequence[str]:
    article = "".join(chance.choice(list("ABCDEFGHKLMNPRSTX"), 2)) + f"-{chance.integers(1000, 99999)}"
    return str(chance.choice(_GOODS)), article, f"{chance.integers(1, 900)},{chance.integers(10, 99)}"


def _timetable(chance: np.random.Generator) -> Sequence[str]:
    clock = f"{chance.integers(0, 24):02}:{chance.integers(0, 60):02}"
    return clock, str(chance.choice(_TRAINS)), str(chance.choice(_TOWNS))


def _account(chance: np.random.Generator) -> Sequence[str]:
    """Dates, customer and order numbers, sums."""
    day = f"{chance.integers(1, 29):02}.{chance.integers(1, 13):02}.{chance.integers(2019, 2027)}"
    order = f"{chance.integers(0, 9999):04} {chance.integers(10_000, 9_999_999)}"
    return day, order, f"{chance.integers(1, 90)}.{chance.integers(100, 999)},{chance.integers(10, 99)}"


def _labels(chance: np.random.Generator) -> Sequence[str]:
    one, other = chance.choice(_SIGNS, 2)
    return (
        str(one),
        str(other),
        f"0{chance.integers(100, 999)}-{chance.integers(1000, 9999)}-{chance.integers(10, 99)}",
    )
