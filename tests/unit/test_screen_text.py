"""German text read exactly, and lines of text that stay joined over time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from app.review.burned_clock import fitted, told
from engine.records import Result, Table, pack
from engine.stages.screen_text import ScreenText
from engine.units import SECOND

FONT = "DejaVuSans.ttf"
GERMAN = (
    "Straße der Jugend 12",
    "Fußgängerübergang gesperrt",
    "Müller & Söhne GmbH",
    "Ärztehaus Köln-Süd",
    "Größe: 50 % weiß",
    "Gebühr 1.234,56 € nach § 19",
)
Run = Callable[..., Mapping[str, list[Result]]]
Find = Callable[[str], Path]


def draw(picture: Image.Image, lines: Sequence[str], size: int, colour: str, outline: int = 0) -> Image.Image:
    drawing, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, size)
    for number, line in enumerate(lines):
        place = (24, 16 + number * int(size * 1.9))
        drawing.text(place, line, font=font, fill=colour, stroke_width=outline, stroke_fill="black")
    return picture


def film(path: Path, pictures: Sequence[Image.Image], rate: int = 5) -> Path:
    """An MPEG-4 file of `pictures`, each shown for one step of `rate`."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=rate)
        stream.width, stream.height, stream.pix_fmt = *pictures[0].size, "yuv420p"
        stream.bit_rate = 4_000_000
        for picture in pictures:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")))
        container.mux(stream.encode(None))
    return path


def texts(parts: Sequence[Result]) -> Table:
    return Table.joined(ScreenText.tables["texts"], [part["texts"] for part in parts])


@pytest.mark.parametrize("size", [16, 22, 34])
def test_german_lines_are_read_exactly_with_umlauts_and_signs(
    size: int, run_stages: Run, tmp_path: Path
) -> None:
    draw(Image.new("RGB", (800, 500), "white"), GERMAN, size, "black").save(tmp_path / "sign.png")
    assert texts(run_stages(tmp_path / "sign.png", ["screen_text"])["screen_text"])["text"] == list(GERMAN)


def test_german_captions_over_a_street_are_read_exactly(run_stages: Run, media: Find, tmp_path: Path) -> None:
    with av.open(str(media("vtest.avi"))) as container:
        street = [
            Image.fromarray(frame.to_ndarray(format="rgb24"))
            for _, frame in zip(range(10), container.decode(video=0), strict=False)
        ]
    lines = ("Müller grüßt Köln", "Fußgängerübergang gesperrt")
    shown = [draw(picture, lines, 30, "white", outline=2) for picture in street]
    found = texts(run_stages(film(tmp_path / "street.mp4", shown), ["screen_text"])["screen_text"])
    assert [text for text in found["text"] if text in lines] == list(lines)


def test_a_line_that_stays_is_one_row_with_its_time(run_stages: Run, tmp_path: Path) -> None:
    empty = Image.new("RGB", (480, 320), (40, 60, 80))
    shown = draw(empty.copy(), ["Hauptstraße 5"], 28, "white")
    pictures = [*[empty] * 10, *[shown] * 15, *[empty] * 10]
    found = texts(run_stages(film(tmp_path / "film.mp4", pictures), ["screen_text"])["screen_text"])
    assert found["text"] == ["Hauptstraße 5"]
    assert found["start_ns"].tolist() == [2_000_000_000]
    assert found["end_ns"].tolist() == [5_000_000_000]


def test_two_lines_one_after_the_other_at_one_place_are_two_rows(run_stages: Run, tmp_path: Path) -> None:
    pictures = [
        draw(Image.new("RGB", (480, 320), (40, 60, 80)), [line], 28, "white")
        for line in ("Abfahrt 12 Uhr", "Keine Einfahrt")
        for _ in range(10)
    ]
    found = texts(run_stages(film(tmp_path / "film.mp4", pictures), ["screen_text"])["screen_text"])
    assert found["text"] == ["Abfahrt 12 Uhr", "Keine Einfahrt"]
    assert int(found["start_ns"][1]) == 2_000_000_000


def test_a_line_too_small_for_a_quick_look_is_one_row_as_long_as_it_stays(
    run_stages: Run, tmp_path: Path
) -> None:
    pictures = []
    for number in range(35):
        picture = Image.new("RGB", (1920, 1080), (200, 200, 200))
        ImageDraw.Draw(picture).rectangle((40 * number, 700, 40 * number + 300, 1000), fill=(40, 90, 50))
        pictures.append(draw(picture, ["Hauptstraße 5, Köln"], 17, "black"))
    found = texts(run_stages(film(tmp_path / "film.mp4", pictures), ["screen_text"])["screen_text"])
    assert found["text"] == ["Hauptstraße 5, Köln"]
    assert found["start_ns"].tolist() == [0]
    assert found["end_ns"].tolist() == [7_000_000_000]


def test_a_standing_line_that_changes_is_read_again_at_once(run_stages: Run, tmp_path: Path) -> None:
    pictures = []
    for number in range(30):
        picture = Image.new("RGB", (480, 320), (40, 60, 80))
        ImageDraw.Draw(picture).rectangle((10 * number, 200, 10 * number + 80, 300), fill=(140, 90, 50))
        line = "Abfahrt 12 Uhr" if number < 15 else "Keine Einfahrt"
        pictures.append(draw(picture, [line], 28, "white"))
    found = texts(run_stages(film(tmp_path / "film.mp4", pictures), ["screen_text"])["screen_text"])
    assert found["text"] == ["Abfahrt 12 Uhr", "Keine Einfahrt"]
    assert found["start_ns"].tolist() == [0, 3_000_000_000]


def test_a_running_clock_tells_when_the_film_began(run_stages: Run, tmp_path: Path) -> None:
    pictures = [
        draw(Image.new("RGB", (480, 320), (40, 60, 80)), [f"2024-05-13 08:59:{40 + n // 2:02}"], 28, "white")
        for n in range(44)
    ]
    found = texts(run_stages(film(tmp_path / "film.mp4", pictures, 2), ["screen_text"])["screen_text"])
    columns = zip(found["start_ns"].tolist(), found["end_ns"].tolist(), found["text"], strict=True)
    (clock,) = fitted(columns)
    assert told(clock.at_ns) in ("2024-05-13 08:59:40", "2024-05-13 08:59:39")
    assert clock.uncertainty_ns <= SECOND
    assert 2 <= clock.agreeing <= 5


def test_the_caption_of_a_real_broadcast_is_one_row(run_stages: Run, media: Find) -> None:
    found = texts(run_stages(media("obama_speech.mp4"), ["screen_text"])["screen_text"])
    assert "PRESIDENT OBAMA STATEMENT ON IRAN" in found["text"]
    assert len(found) <= 4
    row = found["text"].index("PRESIDENT OBAMA STATEMENT ON IRAN")
    assert int(found["end_ns"][row] - found["start_ns"][row]) >= 5_000_000_000


@pytest.mark.parametrize("angle", [-20, 10, 90, 180])
def test_turned_text_is_read(angle: int, run_stages: Run, tmp_path: Path) -> None:
    sign = draw(Image.new("RGB", (420, 80), "white"), ["Münchner Straße"], 36, "black")
    sheet = Image.new("RGB", (640, 640), "white")
    turned = sign.rotate(angle, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)
    sheet.paste(turned, ((640 - turned.width) // 2, (640 - turned.height) // 2))
    sheet.save(tmp_path / "turned.png")
    assert texts(run_stages(tmp_path / "turned.png", ["screen_text"])["screen_text"])["text"] == [
        "Münchner Straße"
    ]


def test_a_plate_on_a_street_picture_is_legible_at_24_pixels(
    run_stages: Run, media: Find, tmp_path: Path
) -> None:
    with av.open(str(media("vtest.avi"))) as container:
        street = Image.fromarray(next(container.decode(video=0)).to_ndarray(format="rgb24"))
    plate = Image.new("RGB", (190, 36), "white")
    ImageDraw.Draw(plate).text((10, 3), "M-AB 1234", font=ImageFont.truetype(FONT, 26), fill="black")
    street.paste(plate, (150, 400))
    street.save(tmp_path / "plate.png")
    found = texts(run_stages(tmp_path / "plate.png", ["screen_text"])["screen_text"])
    row = found["text"].index("M-AB 1234")
    quad = found["quad"][row]
    assert np.abs(quad.mean(axis=0) - (245, 418)).max() < 15


def test_a_street_without_legible_signs_yields_no_text(run_stages: Run, media: Find, tmp_path: Path) -> None:
    with av.open(str(media("vtest.avi"))) as container:
        street = [
            Image.fromarray(frame.to_ndarray(format="rgb24"))
            for n, frame in enumerate(container.decode(video=0))
            if n % 50 == 0
        ]
    found = texts(run_stages(film(tmp_path / "street.mp4", street, rate=1), ["screen_text"])["screen_text"])
    assert len(found) == 0, found["text"]


def test_the_same_photo_gives_the_same_bytes(run_stages: Run, tmp_path: Path) -> None:
    draw(Image.new("RGB", (800, 500), "white"), GERMAN, 22, "black").save(tmp_path / "sign.png")
    one, other = (run_stages(tmp_path / "sign.png", ["screen_text"])["screen_text"][0] for _ in range(2))
    assert pack(one) == pack(other)
