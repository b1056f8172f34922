"""Any number of photos as phones and messengers leave them, made of the sample photos and films.

Each is a detail of its own, some mirrored, turned by up to 3 degrees, lighter or darker, warmer or colder,
with noise, and encoded once: no two have the same bytes or the same pixels. Half are as messengers send them
(0.3 to 1 megapixel), the rest as cameras keep them, one in twenty of 12 megapixels.
"""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
PHOTOS = (
    "obama.jpg", "person_a_2.jpg", "person_b_1.jpg", "multi_face.jpg", "single_face.jpg", "impostor_2.jpg",
    "t1.jpg", "thai_people.jpg", "person_b_2.jpg", "impostor_1.jpg", "apple.jpg",
)  # fmt: skip
FILMS = (
    "vtest.avi",
    "bikes.mp4",
    "bigbuckbunny.mp4",
    "small.mp4",
    "no_face.mp4",
    "shot_change.mp4",
    "park.mp4",
)
PICTURES_OF_A_FILM = 3
SIZES = (0.3, 0.5, 0.7, 1.0, 0.3, 0.5, 0.7, 1.0, 0.4, 0.6, 2.0, 2.0, 2.5, 3.0, 3.0, 3.2, 5.0, 5.0, 5.0, 12.0)
"""Megapixels, in turn."""


def phone_photos(media: Path, folder: Path, count: int, seed: int = 8) -> Path:
    """`count` JPEG files in `folder`; the same seed gives the same photos."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = [np.asarray(cv2.imread(str(media / name)), np.uint8) for name in PHOTOS]
    for name in FILMS:
        sources += _pictures(media / name)
    drawn = np.random.default_rng(seed)
    noise = drawn.normal(0, 1, (1024, 1024, 1)).astype(np.float32)
    for number in range(count):
        picture = _changed(sources[number % len(sources)], drawn)
        megapixels = SIZES[number % len(SIZES)] * drawn.uniform(0.9, 1.1)
        scale = (megapixels * 1e6 / (picture.shape[0] * picture.shape[1])) ** 0.5
        size = round(picture.shape[1] * scale), round(picture.shape[0] * scale)
        large = _noisy(
            np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR), np.uint8), noise, drawn
        )
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(drawn.integers(78, 96))]
        cv2.imwrite(str(folder / f"IMG_{number:05}.jpg"), large, quality)
    return folder


def _pictures(path: Path) -> list[Picture]:
    """A few of a film, evenly spread."""
    with av.open(str(path)) as container:
        frames = [frame for number, frame in enumerate(container.decode(video=0)) if number % 10 == 0]
    step = max(1, len(frames) // PICTURES_OF_A_FILM)
    return [np.asarray(f.to_ndarray(format="bgr24"), np.uint8) for f in frames[::step][:PICTURES_OF_A_FILM]]


def _changed(picture: Picture, drawn: np.random.Generator) -> Picture:
    height, width = picture.shape[:2]
    cut = drawn.uniform(0, 0.06, 4)
    top, bottom = int(cut[0] * height), int((1 - cut[1]) * height)
    left, right = int(cut[2] * width), int((1 - cut[3]) * width)
    part = picture[top:bottom, left:right]
    if drawn.random() < 0.5:
        part = part[:, ::-1]
    center = part.shape[1] / 2, part.shape[0] / 2
    turned = cv2.getRotationMatrix2D(center, drawn.uniform(-3, 3), 1.05)
    size = part.shape[1], part.shape[0]
    straight = cv2.warpAffine(np.ascontiguousarray(part), turned, size, borderMode=cv2.BORDER_REFLECT)
    levels = (np.arange(256) / 255) ** drawn.uniform(0.8, 1.25) * 255
    table = np.stack([np.clip(levels * drawn.uniform(0.93, 1.07), 0, 255) for _ in range(3)], axis=-1)
    return np.asarray(cv2.LUT(straight, table.astype(np.uint8)[None]), np.uint8)


def _noisy(picture: Picture, noise: npt.NDArray[np.float32], drawn: np.random.Generator) -> Picture:
    """With the same grain in all colours, as a dim room gives it; in place."""
    strength = float(drawn.uniform(0.5, 4))
    for top in range(0, picture.shape[0], 1024):
        for left in range(0, picture.shape[1], 1024):
            part = picture[top : top + 1024, left : left + 1024]
            grain = noise[: part.shape[0], : part.shape[1]] * strength
            part[:] = np.clip(part + grain, 0, 255).astype(np.uint8)
    return picture
