"""A 1080p film of 36 s with many known people, put together from the sample media."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
WIDTH, HEIGHT, RATE = 1920, 1080, 30
PHOTOS = (
    "obama.jpg", "person_a_2.jpg", "t1.jpg", "person_b_1.jpg",
    "multi_face.jpg", "impostor_2.jpg", "thai_people.jpg",
)  # fmt: skip
LONG = "people_1080p.mp4"
SHOT_SECONDS = 3.6
FILM_SECONDS = 10.8


def long_footage(media: Path) -> Path:
    """The film, made on the first call: seven photos under a moving camera, then a talking woman."""
    path = media.parent / "benchmark" / LONG
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part.mp4")
        write(unfinished, _pictures(media))
        unfinished.rename(path)
    return path


def write(
    path: Path, pictures: Iterator[Picture], rate: int = RATE, options: dict[str, str] | None = None
) -> None:
    """Encode BGR pictures of one size as H.264 with the encoder's usual keyframes."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(
            "libx264", rate=rate, options=options or {"preset": "veryfast", "crf": "21"}
        )
        stream.pix_fmt = "yuv420p"
        for number, picture in enumerate(pictures):
            if number == 0:
                stream.height, stream.width = picture.shape[:2]
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _pictures(media: Path) -> Iterator[Picture]:
    for number, name in enumerate(PHOTOS):
        yield from panned(
            np.asarray(cv2.imread(str(media / name)), np.uint8), number, int(SHOT_SECONDS * RATE)
        )
    with av.open(str(media / "WolfgangLanger_Pexels.mp4")) as container:
        shown = 0
        for frame in container.decode(video=0):
            while shown / RATE <= (frame.time or 0) and shown < FILM_SECONDS * RATE:
                picture = frame.to_ndarray(format="bgr24")
                yield np.asarray(
                    cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), np.uint8
                )
                shown += 1


def panned(
    photo: Picture, number: int, frames: int, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> Iterator[Picture]:
    """A slow zoom into the whole photo, over its own blurred enlargement as filmmakers do."""
    width, height = size
    behind = cv2.GaussianBlur(cv2.resize(photo, size), (0, 0), width / 60) // 2
    fit = min(width / photo.shape[1], height / photo.shape[0])
    for at in range(frames):
        share = at / max(frames - 1, 1)
        scale = fit * (1 + 0.15 * (share if number % 2 else 1 - share))
        left = (width - photo.shape[1] * scale) / 2 + 30 * np.sin(share * 3)
        top = (height - photo.shape[0] * scale) * 0.4
        matrix = np.array([[scale, 0, left], [0, scale, top]], np.float64)
        picture = behind.copy()
        cv2.warpAffine(photo, matrix, size, picture, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT)
        yield np.asarray(picture, np.uint8)
