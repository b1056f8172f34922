"""Two sets of faces of known people: one to choose thresholds with, the other to judge them.

No person is in both. `tests/data/face_corpora.toml` says where the pictures come from. Who goes into which
set is decided by the hash of their name, so that nobody could pick.
"""

from __future__ import annotations

import hashlib
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from engine.models.catalogue import Package
from engine.models.packages import fetch
from engine.stage import Picture

LIST = Path(__file__).parents[1] / "data" / "face_corpora.toml"
KNOWN_JUDGES, OTHER_JUDGES = 28, 150
PICTURES = (".pgm", ".jpg")


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of one person; `name` is unique."""

    name: str
    person: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class Corpora:
    choice: list[Photo]
    judge: list[Photo]


def corpora(cache: Path) -> Corpora:
    """Both sets; packages are fetched into `cache` where they are not there yet."""
    listed = tomllib.loads(LIST.read_text(encoding="utf-8"))["packages"]
    photos = [photo for entry in listed.values() for photo in _photos(entry, cache)]
    people: dict[str, list[Photo]] = {}
    for photo in sorted(photos, key=lambda p: p.name):
        people.setdefault(photo.person, []).append(photo)
    known = sorted((name for name, shown in people.items() if len(shown) > 1), key=by_hash)
    others = sorted((name for name, shown in people.items() if len(shown) == 1), key=by_hash)
    judges = {*known[-KNOWN_JUDGES:], *others[-OTHER_JUDGES:]}
    return Corpora(
        [photo for name in known + others if name not in judges for photo in people[name]],
        [photo for name in known + others if name in judges for photo in people[name]],
    )


def by_hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _photos(entry: dict[str, Any], cache: Path) -> Iterator[Photo]:
    package = Package(**{key: entry[key] for key in Package.__annotations__})
    again = set(entry.get("again", ()))
    for inside, untrusted in _members(fetch(package, cache, print), entry["folder"]):
        picture = cv2.imdecode(np.frombuffer(untrusted, np.uint8), cv2.IMREAD_COLOR)
        name = f"{package.name}/{inside}"
        person = name.rsplit("/", 1)[0] if entry["people"] == "folder" else name
        if picture is not None and inside not in again:
            yield Photo(name, person, np.asarray(picture, np.uint8))


def _members(archive: Path, folder: str) -> Iterator[tuple[str, bytes]]:
    """Names below `folder` and contents of the pictures there."""

    def wanted(name: str) -> bool:
        return name.startswith(folder + "/") and name.endswith(PICTURES) and "/." not in name

    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as opened:
            for name in filter(wanted, opened.namelist()):
                yield name.removeprefix(folder + "/"), opened.read(name)
        return
    with tarfile.open(archive) as opened_tar:
        for member in opened_tar:
            content = opened_tar.extractfile(member) if wanted(member.name) else None
            if content is not None:
                yield member.name.removeprefix(folder + "/"), content.read()


def worsened(photo: Photo) -> Photo:
    """The photo as poor cameras and chats leave it; what is done to it, its hash decides."""
    kind = int(by_hash(photo.name), 16) % 5
    made = [_half, _third, _blurred, _dark, _noisy][kind](photo.picture)
    return Photo(f"{photo.name}:worse", photo.person, np.ascontiguousarray(made, np.uint8))


def turned(photo: Photo, quarters: int) -> Photo:
    """The photo on its side or head, without a word of that in the file."""
    made = np.ascontiguousarray(np.rot90(photo.picture, quarters))
    return Photo(f"{photo.name}:turned {90 * quarters}", photo.person, made)


def _half(picture: Picture) -> Any:
    return cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)


def _third(picture: Picture) -> Any:
    return cv2.resize(picture, None, fx=0.36, fy=0.36, interpolation=cv2.INTER_AREA)


def _blurred(picture: Picture) -> Any:
    return cv2.GaussianBlur(picture, (0, 0), max(picture.shape) / 60)


def _dark(picture: Picture) -> Any:
    return (255 * 0.5 * (picture / 255.0) ** 1.8).astype(np.uint8)


def _noisy(picture: Picture) -> Any:
    noise = np.random.default_rng(len(picture)).normal(0, 18, picture.shape)
    noisy = np.clip(picture + noise, 0, 255).astype(np.uint8)
    _, packed = cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, 30])
    return cv2.imdecode(packed, cv2.IMREAD_COLOR)
