"""How lines of each script fare: read right, named as unread, or taken for covered.

    python packaging/sample_media.py tests/benchmarks/media.toml
    python tests/benchmarks/text_by_script.py [--pictures N]

Lines of signs are drawn with fonts onto photographs, at an angle, blurred, noisy (tests/made_signs.py).
Nothing in the product was chosen on them. Debian packages of the fonts: fonts-noto-core, fonts-noto-cjk,
fonts-freefont-ttf, fonts-liberation, fonts-ipafont-gothic, fonts-wqy-zenhei, fonts-nanum. Where a font is
missing the script is left out. Real photographs come from the samples of OpenCV and are counted apart.

A line counts as *named* where what the stage calls unread lies over it, as *misread* where its reading is
another text and it is not named, as *not seen* where there is neither a reading nor a name. Noise is what is
read or named where nothing is written.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import av  # noqa: E402
import cv2  # noqa: E402
from PIL import Image  # noqa: E402

from tests.made_signs import Quad, sign  # noqa: E402
from tests.run_stages import run_stages  # noqa: E402

MODELS, MEDIA = ROOT / ".aima" / "models", ROOT / ".aima" / "media"
FONTS = Path("/usr/share/fonts/truetype"), Path("/usr/share/fonts/opentype")
PHOTOS = (("park.mp4", 0), ("bikes.mp4", 40), ("vtest.avi", 300), ("no_face.mp4", 0), ("small.mp4", 60))
"""Films, and which picture of each is the ground; none has writing of its own."""
HERE = 0.4
"""Share of a drawn line that must be covered by what was found for it to be found there."""

SANS, SERIF = "LiberationSans-Regular.ttf", "FreeSerifBold.ttf"
LATIN: Mapping[str, Sequence[str]] = {
    "German": (
        "Zutritt für Unbefugte verboten",
        "Bäckerei Schröder",
        "Öffnungszeiten täglich",
        "Fußweg gesperrt",
    ),
    "French": ("Défense d'afficher", "Hôtel de la Gare", "Sortie de secours à gauche", "Théâtre français"),
    "Spanish": ("Prohibido aparcar", "Año nuevo en España", "Peluquería señoras", "Calle del Corazón"),
    "Polish": ("Źródło wody pitnej", "Ulica Świętokrzyska", "Zakład fryzjerski", "Uwaga, pociąg"),
    "Czech": ("Příliš žluťoučký kůň", "Zákaz vjezdu všech vozidel", "Nádraží Žižkov", "Výprodej nábytku"),
    "Hungarian": ("Tűzoltóság bejárat", "Őrzött parkoló", "Kérjük, ne zavarják", "Gyógyszertár"),
    "Turkish": ("Girilmez, özel mülk", "Kadıköy İskelesi", "Çıkış kapısı sağda", "Doğum günü pastası"),
    "Romanian": ("Intrarea interzisă", "Piața Unirii", "Școală și grădiniță", "Țigări, ziare, băuturi"),
    "Swedish": ("Tillträde förbjudet", "Kungsträdgården", "Öppet alla dagar", "Gångväg till höger"),
    "Vietnamese": ("Phở bò Hà Nội", "Cấm đỗ xe", "Nhà thuốc Hạnh Phúc", "Đường Nguyễn Huệ"),
}
DIGITS = ("2024-08-17 23:59:04", "0800 445 2210", "1.299,95 EUR", "48.137154 11.576124")
CHINESE = ("小心地滑请勿奔跑", "北京西站出口", "禁止停车", "营业时间九点到十八点", "歡迎光臨臺灣", "請勿吸煙")
JAPANESE = ("立入禁止の区域です", "東京駅南口", "コーヒーとケーキ", "営業中いらっしゃいませ")
UNKNOWN: Mapping[str, Sequence[str]] = {
    "Cyrillic": (
        "Вход запрещён",
        "Улица Ленина",
        "Продукты и вино",
        "Київський вокзал",
        "Аптека",
        "Не влезай убьёт",
    ),
    "Arabic": ("ممنوع الدخول", "شارع الملك فيصل", "صيدلية النور", "موقف السيارات", "خروج الطوارئ"),
    "Hebrew": ("הכניסה אסורה", "רחוב בן יהודה", "בית מרקחת", "תחנה מרכזית", "יציאת חירום"),
    "Greek": ("Απαγορεύεται η είσοδος", "Οδός Ερμού", "Φαρμακείο", "Σταθμός λεωφορείων", "Έξοδος κινδύνου"),
    "Hangul": ("출입 금지 구역", "서울역 방면", "영업 시간 안내", "비상구", "주차 금지"),
    "Thai": ("ห้ามเข้าเด็ดขาด", "ร้านอาหารไทย", "ทางออกฉุกเฉิน", "สถานีรถไฟ", "ห้ามจอดรถ"),
    "Devanagari": ("प्रवेश निषेध", "रेलवे स्टेशन", "आपातकालीन निकास", "पार्किंग मना है", "दवाई की दुकान"),
    "Bengali": ("প্রবেশ নিষেধ", "রেল স্টেশন", "জরুরি নির্গমন", "ঔষধের দোকান"),
    "Georgian": ("შესვლა აკრძალულია", "აფთიაქი", "ავტოსადგური"),
    "Armenian": ("Մուտքն արգելված է", "Դեղատուն", "Երևան կայարան"),
}
REAL: Mapping[str, Sequence[str]] = {
    "scenetext01.jpg": ("NOTICE", "DOUBLE", "PARKING", "PROHIBITED", "AT ALL TIMES"),
    "scenetext02.jpg": ("Sports Centre", "Wivenhoe Park", "Conference Centre", "Car Parks"),
    "scenetext03.jpg": ("copy centre",),
    "scenetext04.jpg": ("GM 125",),
    "scenetext05.jpg": ("NO PARKING",),
    "scenetext06.jpg": ("priory galleries", "at the ship"),
    "scenetext_word01.jpg": ("CHINA",),
    "scenetext_word02.jpg": ("HERE",),
    "scenetext_word03.jpg": ("riser",),
    "scenetext_word04.jpg": ("Produkt",),
}
"""Photographs of OpenCV's samples, and what a person reads on them."""
FACES: Mapping[str, Sequence[str]] = {
    "Chinese": ("NotoSansCJK-Regular.ttc", "wqy-zenhei.ttc"),
    "Japanese": ("ipag.ttf", "NotoSansCJK-Bold.ttc"),
    "Arabic": ("NotoNaskhArabic-Regular.ttf", "NotoSansArabic-Bold.ttf"),
    "Hebrew": ("NotoSansHebrew-Regular.ttf", "NotoSerifHebrew-Bold.ttf"),
    "Hangul": ("NanumGothic.ttf", "NanumMyeongjo.ttf"),
    "Thai": ("NotoSansThai-Regular.ttf", "NotoSerifThai-Bold.ttf"),
    "Devanagari": ("NotoSansDevanagari-Regular.ttf", "NotoSerifDevanagari-Bold.ttf"),
    "Bengali": ("NotoSansBengali-Regular.ttf",),
    "Georgian": ("NotoSansGeorgian-Regular.ttf",),
    "Armenian": ("NotoSansArmenian-Regular.ttf",),
    "Vietnamese": ("NotoSans-Regular.ttf", "NotoSerif-Bold.ttf"),
}


@dataclass
class Count:
    """What became of the lines of a script."""

    lines: int = 0
    right: int = 0
    named: int = 0
    misread: int = 0
    unseen: int = 0
    wrong: int = 0
    """Characters that must be changed, put in or taken out."""
    characters: int = 0
    noise: int = 0

    def add(self, other: Count) -> None:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def font(name: str) -> str:
    """Where a font lies; empty where it is not installed."""
    return next((str(found) for folder in FONTS for found in folder.rglob(name)), "")


def photos() -> list[Image.Image]:
    """The pictures that are drawn on."""
    found = []
    for name, number in PHOTOS:
        with av.open(str(MEDIA / name)) as container:
            for place, frame in enumerate(container.decode(video=0)):
                if place == number:
                    found.append(Image.fromarray(frame.to_ndarray(format="rgb24")).resize((1024, 768)))
                    break
    return found


def distance(one: str, other: str) -> int:
    """Edit distance, blanks left out: whether words are parted is not what is asked."""
    a, b = one.replace(" ", ""), other.replace(" ", "")
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]


def judged(picture: Path, lines: Sequence[str], quads: Sequence[Quad]) -> Count:
    """What became of the lines of one picture."""
    (part,) = run_stages(picture, ["screen_text"], MODELS)["screen_text"]
    read, unread = list(part["texts"]), list(part["unread"])
    count = Count(lines=len(lines))
    for line, quad in zip(lines, quads, strict=True):
        here = [row for row in read if within(row["quad"], quad) >= HERE]
        named = any(within(row["quad"], quad) >= HERE for row in unread)
        text = " ".join(row["text"] for row in sorted(here, key=lambda row: float(row["quad"][:, 0].min())))
        wrong = min(len(line), distance(text, line))
        count.right += wrong == 0
        count.named += named
        count.misread += bool(here) and not named and wrong > 0
        count.unseen += not here and not named
        count.wrong += wrong
        count.characters += len(line.replace(" ", ""))
    found = [row["quad"] for row in (*read, *unread)]
    count.noise = sum(all(within(quad, drawn) == 0 for drawn in quads) for quad in found)
    return count


def within(found: Quad, drawn: Quad) -> float:
    """Share of the smaller quad that both cover."""
    shared = float(cv2.intersectConvexConvex(found, drawn)[0])
    return shared / max(1.0, min(float(cv2.contourArea(quad)) for quad in (found, drawn)))


def drawn(
    script: str, lines: Sequence[str], numbers: Sequence[int], grounds: Sequence[Image.Image]
) -> Count | None:
    """The count of a script; None where no font of it is installed."""
    faces = [path for name in FACES.get(script, (SANS, SERIF)) if (path := font(name))]
    if not faces:
        return None
    total = Count()
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            chosen = [lines[(2 * number + row) % len(lines)] for row in range(2)]
            seed = 1000 * sum(map(ord, script)) + number
            made = sign(chosen, faces[number % len(faces)], grounds[number % len(grounds)], seed)
            total.add(judged(made.written(Path(folder) / f"{number}.jpg"), chosen, made.quads))
    return total


def real() -> tuple[int, int, list[str]]:
    """Lines of real photographs that were read, blanks and case left out, all of them, and those missed."""
    missed = []
    for name, lines in REAL.items():
        (part,) = run_stages(MEDIA / f"opencv_{name}", ["screen_text"], MODELS)["screen_text"]
        read = "".join(row["text"] for row in part["texts"]).replace(" ", "").casefold()
        missed += [line for line in lines if line.replace(" ", "").casefold() not in read]
    count = sum(map(len, REAL.values()))
    return count - len(missed), count, missed


def groups() -> Iterator[tuple[str, Sequence[str], bool]]:
    """Script, its lines, whether the model knows it."""
    for name, lines in LATIN.items():
        yield name, lines, True
    yield from (("Digits", DIGITS, True), ("Chinese", CHINESE, True), ("Japanese", JAPANESE, True))
    for name, lines in UNKNOWN.items():
        yield name, lines, False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=8, help="of each script, with two lines each")
    parser.add_argument("--first", type=int, default=0, help="number of the first picture")
    parser.add_argument("--script", action="append", help="only this one")
    asked = parser.parse_args()
    if not asked.script:
        right, lines_there, missed = real()
        print(f"real photographs: {right} of {lines_there} lines right; missed: {missed}", flush=True)
    grounds = photos()
    known, unknown = Count(), Count()
    for script, lines, readable in groups():
        if asked.script and script not in asked.script:
            continue
        count = drawn(script, lines, range(asked.first, asked.first + asked.pictures), grounds)
        if count is None:
            print(f"{script}: no font installed")
            continue
        (known if readable else unknown).add(count)
        print(told(script, count), flush=True)
    print(told("known scripts", known))
    print(told("unknown scripts", unknown))


def told(name: str, count: Count) -> str:
    """One line of the table."""
    rate = count.wrong / max(1, count.characters)
    return (
        f"{name}: {count.lines} lines, {count.right} right, CER {rate:.3f}, named unread {count.named}, "
        f"misread without a word {count.misread}, not seen {count.unseen}, noise {count.noise}"
    )


if __name__ == "__main__":
    main()
