"""Free recordings with known text in ten languages, out of three Debian packages, and what is made of them.

`tuxpaint-stamps-default` (GPL-2+): what a stamp shows, read by people in Belarusian to Russian; taken here:
Bulgarian, Catalan, English, French, Greek, Romanian, Russian, Spanish. `fillets-ng-data` with
`fillets-ng-data-cs` and `-nl` (GPL-2): dialogues of a game, acted in Czech and Dutch. The texts are the
packages' own. Nothing in the product was chosen on any of it, but for the stamps in `spoken_tuned_on.txt`, on
which thresholds of the recogniser were chosen: they are left out.

The packages are fetched with apt into `AIMA_SPOKEN` (else `.aima/spoken`) and checked by their SHA-256.
Nothing is installed and nothing of it is run; only sound and text are read out of the archives. The choice
of clips is drawn with a fixed seed, so that the same package gives the same corpus. Left out before drawing:
texts with digits, names of single letters (stamps of the alphabet), and clips whose text cannot be what is
said, by its length alone: more than 22 or fewer than 4 characters for a second of sound (some texts were
rewritten after they had been read).
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import re
import subprocess
import tarfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import av
import numpy as np

from engine.stage import Vector
from tests.sounds import RATE, ROOT

STAMPS, DATA, CZECH, DUTCH = (
    "tuxpaint-stamps-default=2022.06.04-1",
    "fillets-ng-data=1.0.1-1.1",
    "fillets-ng-data-cs=1.0.1-1.1",
    "fillets-ng-data-nl=1.0.1-1.1",
)
SHA256 = {
    STAMPS: "6db6c1bfc870a47f1499d6203b083522eacb57c5f9c87d468f2e92eb6d9d5f34",
    DATA: "25de89afd8b1adf7bcace8290248a6a22c89cd42300317e69000e162c032cf84",
    CZECH: "3ecef99b9456f1c80c9625c6f2418642b52d58e7167a46bad7a412db17991b14",
    DUTCH: "afb4443fda9ab507dee578b75be857d121718a1cd6017a474f30e0eb13dc9d10",
}
LANGUAGES = ("bg", "ca", "cs", "el", "en", "es", "fr", "nl", "ro", "ru")
SEED = 20261130
SHORT = 4
"""A clip of at most so many words is a short one."""
STRINGS, IN_STRING, ALONE = 2, 12, 4
LONG_WORDS = 130
SPOKEN = (4.0, 22.0)
"""Characters of a text for each second of its clip."""
_ARTICLE = re.compile("^An? ")
"""The English voice says the names of things without it."""
_SPEECH = re.compile(r'dialogId\("([^"]+)",[^\n]*\)\s*\n\s*dialogStr\("((?:[^"\\]|\\.)*)"\)')


@dataclass(frozen=True, slots=True)
class Clip:
    """One recorded sentence or name of a thing; `member` in `package`."""

    language: str
    package: str
    member: str
    text: str

    @property
    def words(self) -> int:
        return len(normal(self.text).split())


@dataclass(frozen=True, slots=True)
class Recording:
    """`sound` at 16 kHz and what is said in it. `kind`: `alone`, `string` (short clips, pauses) or `long`."""

    language: str
    kind: str
    sound: Vector
    text: str


def normal(text: str) -> str:
    """Lower case words: letters and digits of any script. Apostrophe and hyphen part words. ё is е, ş is ș.

    Numerals are left as they are written: no text of the corpus holds a digit, so that a recogniser that
    writes one is charged with an error, whichever it is.
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    for old, new in (("ё", "е"), ("ş", "ș"), ("ţ", "ț"), ("ς", "σ")):
        text = text.replace(old, new)
    return " ".join(re.sub(r"[^\w]|_", " ", unicodedata.normalize("NFC", text)).split())


def recordings(languages: tuple[str, ...] = LANGUAGES) -> Iterator[Recording]:
    """The corpus, language by language. Raises OSError or ValueError where a package cannot be had."""
    archives = {package: _archive(package) for package in SHA256}
    clips = _stamps(archives[STAMPS]) + _game(archives[DATA])
    for language in languages:
        own = sorted((clip for clip in clips if clip.language == language), key=lambda clip: clip.member)
        yield from _made(language, own, archives)


def _archive(package: str) -> Path:
    """What the package would install, as a tar archive that is kept beside it."""
    folder = Path(os.environ.get("AIMA_SPOKEN") or ROOT / ".aima" / "spoken")
    folder.mkdir(parents=True, exist_ok=True)
    name = package.partition("=")[0]
    if not list(folder.glob(f"{name}_*.deb")):
        subprocess.run(["apt-get", "download", package], cwd=folder, check=True, capture_output=True)
    (path,) = folder.glob(f"{name}_*.deb")
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256[package]:
            raise ValueError(f"{path.name} is not the package that the benchmark was made with")
    archive = path.with_suffix(".tar")
    if not archive.exists():
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            subprocess.run(["dpkg-deb", "--fsys-tarfile", str(path)], stdout=file, check=True)
        part.replace(archive)
    return archive


def _read(archive: Path, wanted: Callable[[str], object]) -> dict[str, bytes]:
    """Contents of the members whose name is wanted, by name."""
    with tarfile.open(archive) as opened:
        names = {member.name.removeprefix("./"): member for member in opened if member.isfile()}
        files = {name: opened.extractfile(member) for name, member in names.items() if wanted(name)}
        return {name: file.read() for name, file in files.items() if file is not None}


def _stamps(archive: Path) -> list[Clip]:
    found = _read(archive, lambda name: name.endswith(".txt") or "_desc" in name)
    clips = []
    for name in found:
        if not (part := re.fullmatch(r"(.*)_desc(?:_([a-z]+))?\.ogg", name)):
            continue
        lines = found.get(f"{part[1]}.txt", b"").decode("utf-8", "replace").splitlines()
        marked = [line.partition("=")[2] for line in lines if line.startswith(f"{part[2]}.utf8=")]
        said = marked if part[2] else [_ARTICLE.sub("", line) for line in lines[:1]]
        clips += [Clip(part[2] or "en", STAMPS, name, text.strip()) for text in said]
    return clips


def _game(archive: Path) -> list[Clip]:
    script = re.compile(r"(usr/share/games/fillets-ng)/script/([^/]+)/dialogs_(cs|nl)\.lua")
    clips = []
    for name, content in _read(archive, script.fullmatch).items():
        if part := script.fullmatch(name):
            root, level, language = part[1], part[2], part[3]
            package = CZECH if language == "cs" else DUTCH
            for key, text in _SPEECH.findall(content.decode("utf-8")):
                sound = f"{root}/sound/{level}/{language}/{key}.ogg"
                clips.append(Clip(language, package, sound, text.replace('\\"', '"')))
    return clips


def _made(language: str, clips: list[Clip], archives: Mapping[str, Path]) -> Iterator[Recording]:
    """Recordings of one language; no text twice."""
    sounds: dict[str, bytes] = {}
    for package in sorted({clip.package for clip in clips}):
        sounds.update(_read(archives[package], {clip.member for clip in clips}.__contains__))
    random_ = random.Random(f"{SEED} {language}")
    random_.shuffle(clips)
    told = {normal(clip.text): clip for clip in clips if _usable(clip, sounds.get(clip.member))}
    short = [clip for clip in told.values() if clip.words <= SHORT]
    long = [clip for clip in told.values() if clip.words > SHORT]
    plan: list[tuple[str, list[Clip], float, float]] = []
    for clip in long[: ALONE // 2] + short[: ALONE // 2]:
        plan.append(("alone", [clip], 0.2, 0.5))
    rest = short[ALONE // 2 :]
    for number in range(STRINGS):
        plan.append(("string", rest[number * IN_STRING : (number + 1) * IN_STRING], 0.6, 3.0))
    taken: list[Clip] = []
    for clip in long[ALONE // 2 :]:
        if sum(each.words for each in taken) < LONG_WORDS:
            taken.append(clip)
    plan.append(("long", taken, 0.3, 1.0))
    for kind, parts, least, most in plan:
        if parts:
            joined = [np.zeros(RATE // 5, np.float32)]
            for clip in parts:
                pause = np.zeros(int(RATE * random_.uniform(least, most)), np.float32)
                joined += [_decoded(sounds[clip.member]), pause]
            yield Recording(language, kind, np.concatenate(joined), " ".join(clip.text for clip in parts))


def _usable(clip: Clip, sound: bytes | None) -> bool:
    if sound is None or not clip.words or re.search(r"\d", clip.text) or "/alphabets/" in clip.member:
        return False
    if clip.member in _tuned_on():
        return False
    with av.open(io.BytesIO(sound), "r") as container:
        seconds = (container.duration or 0) / av.time_base
    return SPOKEN[0] * seconds <= len(normal(clip.text)) <= SPOKEN[1] * seconds


@cache
def _tuned_on() -> frozenset[str]:
    return frozenset(Path(__file__).with_name("spoken_tuned_on.txt").read_text(encoding="utf-8").split())


def _decoded(content: bytes) -> Vector:
    with av.open(io.BytesIO(content), "r") as container:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        frames = [out for frame in container.decode(audio=0) for out in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray()[0] for frame in frames]).astype(np.float32)
