"""Pictures of cars with number plates: drawn in the geometry of their states, laid over real ones on cars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.made_signs import Quad, taken

WIDE, SQUARE = (1040, 220), (600, 300)
"""Twice a European plate and an American one in millimetres."""
Colour = tuple[int, int, int]
WHITE, YELLOW, BLACK, BLUE = (246, 246, 243), (242, 196, 30), (22, 22, 24), (20, 60, 150)


@dataclass(frozen=True, slots=True)
class Plate:
    """What a plate says. `shown` may hold `|` for the seals of a German one; `head` stands above."""

    shown: str
    value: str
    sign: str = ""
    head: str = ""
    ground: Colour = WHITE
    ink: Colour = BLACK
    square: bool = False


def drawn(plate: Plate, font: str) -> Image.Image:
    """The plate alone, seen from the front."""
    size = SQUARE if plate.square else WIDE
    picture = Image.new("RGB", size, plate.ground)
    pen = ImageDraw.Draw(picture)
    width, height = size
    pen.rounded_rectangle((3, 3, width - 4, height - 4), 14, outline=plate.ink, width=6)
    left = 24
    if plate.sign:
        pen.rectangle((8, 8, 84, height - 9), BLUE)
        pen.text((46, height - 48), plate.sign, "white", ImageFont.truetype(font, 56), "mm")
        pen.ellipse((22, 40, 70, 88), outline=(240, 205, 60), width=5)
        left = 100
    top = 18
    if plate.head:
        pen.text((width / 2, 42), plate.head, (40, 60, 140), ImageFont.truetype(font, 46), "mm")
        top = 70
    _number(picture, plate, font, (left, top, width - 24, height - 18))
    return picture


def _number(picture: Image.Image, plate: Plate, font: str, box: tuple[int, int, int, int]) -> None:
    """The number, its letters stretched to the height that is asked for and narrowed to fit."""
    left, top, right, bottom = box
    type_ = ImageFont.truetype(font, 200)
    shown = plate.shown.replace("|", "   ")
    ink_box = type_.getbbox(shown)
    letters = Image.new("L", (round(ink_box[2]) + 8, round(ink_box[3]) + 8), 0)
    ImageDraw.Draw(letters).text((0, 0), shown, 255, type_)
    letters = letters.crop((round(ink_box[0]), round(ink_box[1]), round(ink_box[2]), round(ink_box[3])))
    height = round((bottom - top) * 0.84)
    natural = round(letters.width * height / letters.height * 0.8)
    width = min(right - left, natural)
    mask = letters.resize((width, height))
    place = (left + (right - left - width) // 2, top + (bottom - top - height) // 2)
    picture.paste(plate.ink, place, mask)
    if "|" in plate.shown:
        start, _, _ = plate.shown.partition("|")
        share = type_.getlength(start + " ") / type_.getlength(shown)
        middle = place[0] + width * share + width * type_.getlength(" ") / type_.getlength(shown) / 2
        pen = ImageDraw.Draw(picture)
        for y, colour in ((0.32, (150, 150, 160)), (0.68, (90, 130, 90))):
            pen.ellipse((middle - 20, height * y, middle + 20, height * y + 40), fill=colour)


def on_car(plate: Image.Image, car: Image.Image, corners: Sequence[Sequence[float]], number: int) -> bytes:
    """The plate over the one of a car, whose corners are given clockwise from the top left; JPEG."""
    chance = np.random.default_rng(number)
    wanted = float(chance.uniform(95, 230))
    quad: Quad = np.asarray(corners, np.float32)
    scale = wanted / float(np.linalg.norm(quad[1] - quad[0]))
    ground = car.resize((round(car.width * scale), round(car.height * scale)), Image.Resampling.LANCZOS)
    quad = _shaped(quad * np.float32(scale), plate.width / plate.height)
    w, h = plate.size
    smaller = plate.resize((round(wanted * 1.5), round(wanted * 1.5 * h / w)), Image.Resampling.LANCZOS)
    w, h = smaller.size
    full = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    placed = cv2.getPerspectiveTransform(full, quad)
    opaque = np.dstack([np.asarray(smaller), np.full((h, w), 255, np.uint8)])
    laid = np.asarray(cv2.warpPerspective(opaque, placed, ground.size, flags=cv2.INTER_AREA), np.float32)
    cover = laid[..., 3:] / 255
    light = float(chance.uniform(0.35, 1.0))
    picture = np.asarray(np.asarray(ground, np.float32) * (1 - cover) + laid[..., :3] * cover, np.float32)
    return taken(picture * np.float32(light), chance)


def _shaped(quad: Quad, ratio: float) -> Quad:
    """The quad about the same middle line, as high as a plate of this ratio is wide."""
    across = (quad[1] - quad[0] + quad[2] - quad[3]) / 2
    down = (quad[3] - quad[0] + quad[2] - quad[1]) / 2
    factor = float(np.linalg.norm(across)) / ratio / float(np.linalg.norm(down))
    top, bottom = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
    left, right = (quad[3] - quad[0]) / 2 * factor, (quad[2] - quad[1]) / 2 * factor
    return np.asarray([top - left, bottom - right, bottom + right, top + left], np.float32)


PLATES: Mapping[str, Plate] = {
    "Germany": Plate("HH|AK 2947", "HHAK2947", "D"),
    "Germany, short": Plate("LDK|X 88", "LDKX88", "D"),
    "Germany, electric": Plate("M|VW 305E", "MVW305E", "D"),
    "Germany, zeros": Plate("B|OB 1080", "BOB1080", "D"),
    "Austria": Plate("W 48217 K", "W48217K", "A"),
    "Switzerland": Plate("BE 417 682", "BE417682"),
    "France": Plate("GH-482-TK", "GH482TK", "F"),
    "Italy": Plate("FM 318 RL", "FM318RL", "I"),
    "Spain": Plate("7314 KXB", "7314KXB", "E"),
    "Portugal": Plate("AF-93-TM", "AF93TM", "P"),
    "Netherlands": Plate("TK-934-P", "TK934P", "NL", ground=YELLOW),
    "Netherlands, older": Plate("4-XBD-82", "4XBD82", "NL", ground=YELLOW),
    "Belgium": Plate("2-CHF-905", "2CHF905", "B", ink=(150, 20, 30)),
    "Poland": Plate("KR 5A208", "KR5A208", "PL"),
    "Poland, three letters": Plate("WPI 48213", "WPI48213", "PL"),
    "Czechia": Plate("4T7 2261", "4T72261", "CZ"),
    "Slovakia": Plate("ZA-719HR", "ZA719HR", "SK"),
    "Hungary": Plate("AA KF-306", "AAKF306", "H"),
    "Romania": Plate("CJ 21 KRD", "CJ21KRD", "RO"),
    "Bulgaria": Plate("CA 8315 PB", "CA8315PB", "BG"),
    "Croatia": Plate("ST 7746-LK", "ST7746LK", "HR"),
    "Slovenia": Plate("MB KR-482", "MBKR482", "SLO"),
    "Sweden": Plate("RMD 47K", "RMD47K", "S"),
    "Norway": Plate("DK 71358", "DK71358", "N"),
    "Denmark": Plate("CW 42 906", "CW42906", "DK"),
    "Finland": Plate("ZLT-482", "ZLT482", "FIN"),
    "Lithuania": Plate("KGL 274", "KGL274", "LT"),
    "Britain, front": Plate("LK17 XHB", "LK17XHB"),
    "Britain, rear": Plate("WF68 OYD", "WF68OYD", ground=YELLOW),
    "Ireland": Plate("152-G-4407", "152G4407", "IRL"),
    "Turkey": Plate("06 KHD 418", "06KHD418", "TR"),
    "Ukraine": Plate("KA 7315 EI", "KA7315EI", "UA"),
    "Brazil": Plate("RHV4D82", "RHV4D82", head="BRASIL"),
    "Argentina": Plate("AE 318 KD", "AE318KD", head="REPUBLICA ARGENTINA"),
    "California": Plate("8KDL317", "8KDL317", head="California", ink=(20, 40, 120), square=True),
    "Texas": Plate("KVT-4821", "KVT4821", head="TEXAS", square=True),
    "Florida": Plate("QTR H38", "QTRH38", head="MYFLORIDA.COM", ink=(20, 100, 50), square=True),
    "Ontario": Plate("CKHD 482", "CKHD482", head="ONTARIO", ink=(20, 60, 140), square=True),
    "Mexico": Plate("HRT-48-27", "HRT4827", head="JALISCO", square=True),
    "Chile": Plate("KHTD·48", "KHTD48", head="CHILE"),
}
"""Numbers made up for the benchmark, in the forms of the states; nothing was chosen on them."""
