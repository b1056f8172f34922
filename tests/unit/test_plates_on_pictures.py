"""Rules for number plates on pictures: they are read, and found as what they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from engine.records import Result

PLATES = {
    "B-OO 1000": "BOO1000",
    "M-XY 4711": "MXY4711",
    "PO 12345": "PO12345",
    "WW 5678A": "WW5678A",
    "BA 123CD": "BA123CD",
    "1A2 3456": "1A23456",
    "ABC-123": "ABC123",
    "B 123 ABC": "B123ABC",
    "ZG 1234-AB": "ZG1234AB",
    "AB-123-CD": "AB123CD",
    "34 ABC 123": "34ABC123",
    "AB12 CDE": "AB12CDE",
    "1234 BCD": "1234BCD",
    "AB 12 345": "AB12345",
    "131-D-12345": "131D12345",
    "BRA2E19": "BRA2E19",
    "ABC-1234": "ABC1234",
    "7ABC123": "7ABC123",
    "ABCD 123": "ABCD123",
    "AB 123 CD": "AB123CD",
    "ABC 1D23": "",
}
"""What is drawn, and its value; empty for what is no plate."""


def _drawn(text: str, path: Path) -> Path:
    """A plate with the blue strip of its state."""
    font = ImageFont.truetype("DejaVuSans-Bold.ttf", 72)
    width = 120 + int(font.getlength(text))
    picture = Image.new("RGB", (width, 150), (90, 95, 100))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((12, 20, width - 12, 130), 10, "white", "black", 4)
    pen.rectangle((16, 24, 44, 126), (10, 60, 160))
    pen.text((60, 32), text, font=font, fill="black")
    picture.save(path)
    return path


def test_nine_of_ten_plates_are_found_as_entities(
    run_stages: Callable[..., Mapping[str, list[Result]]], tmp_path: Path
) -> None:
    missed = {}
    for number, (text, value) in enumerate(PLATES.items()):
        (part,) = run_stages(_drawn(text, tmp_path / f"{number}.png"), ["entities"])["entities"]
        found = [row["value"] for row in part["entities"] if row["kind"] == "plate"]
        if found != [value] * bool(value):
            missed[text] = found
    print(f"{len(PLATES) - len(missed)} of {len(PLATES)} plates; missed: {missed}")
    assert len(missed) * 10 <= len(PLATES)


@pytest.mark.parametrize("typed", ["BOO1000", "B00 1000", "boo 1000"])
def test_a_plate_is_the_same_through_look_alikes(typed: str) -> None:
    from app.cases import folding

    assert folding.code(typed) == folding.code("B-OO 1000")
