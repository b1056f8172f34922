"""A 1080p film of any length with sound, cut together from the sample media.

Each scene is encoded once, with the encoder's usual keyframes (one in 250 pictures, and at cuts), in two
variants: as it is, and mirrored and a little darker. The film repeats the scenes in an order of its own each
time round, by their packets, as a cutter without a new encoding would. Its sound are the talks and meetings.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import numpy.typing as npt

from tests.benchmarks.footage import panned

Picture = npt.NDArray[np.uint8]
WIDTH, HEIGHT, RATE = 1920, 1080, 25
SOUND_RATE = 48_000
FILMS = (
    "WolfgangLanger_Pexels.mp4", "obama_speech.mp4", "vtest.avi", "face_noface.mov", "noface_face.mov",
    "no_face.mp4", "single_face.mp4", "shot_change.mp4", "small.mp4", "bigbuckbunny.mp4", "bikes.mp4",
)  # fmt: skip
PHOTOS = (
    "obama.jpg", "person_a_2.jpg", "t1.jpg", "person_b_1.jpg", "multi_face.jpg",
    "impostor_2.jpg", "thai_people.jpg", "single_face.jpg",
)  # fmt: skip
PHOTO_SECONDS, LONGEST_SCENE = 5.0, 25.0
SOUNDS = (
    "obama_speech.wav", "dev00.wav", "jfk.wav", "sample.wav", "trn01.wav", "crowd.mp3", "trn04.wav",
    "silence.wav", "tst00.wav", "trn07.wav",
)  # fmt: skip
OPTIONS = {"preset": "superfast", "crf": "25", "threads": "1"}


@dataclass(frozen=True)
class Scene:
    """Its packets in order of decoding: time of showing and of decoding in pictures, keyframe, bytes."""

    pictures: int
    packets: tuple[tuple[int, int, bool, bytes], ...]


def long_film(media: Path, path: Path, seconds: float, seed: int = 8) -> Path:
    """The film of `seconds`; the same seed gives the same order of scenes."""
    scenes, header = _scenes(media)
    order = random.Random(seed)
    with av.open(str(path), "w") as container:
        pictures = container.add_stream("libx264", rate=RATE, options=OPTIONS)
        pictures.width, pictures.height, pictures.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        pictures.codec_context.extradata = header
        sound = container.add_stream("aac", rate=SOUND_RATE, options={"b": "64000"})
        sound.layout = "mono"
        track = _Sound(media, sound)
        shown, round_of = 0, [*scenes]
        while shown < seconds * RATE:
            order.shuffle(round_of)
            for scene in round_of:
                if shown >= seconds * RATE:
                    break
                for packet in _packets(scene, shown, pictures):
                    container.mux(packet)
                shown += scene.pictures
                container.mux(track.until(shown / RATE))
    return path


def _packets(scene: Scene, shown: int, stream: Any) -> Iterator[Any]:
    for pts, dts, key, data in scene.packets:
        packet = av.Packet(data)
        packet.stream, packet.time_base = stream, Fraction(1, RATE)
        packet.pts, packet.dts, packet.duration, packet.is_keyframe = pts + shown, dts + shown, 1, key
        yield packet


def _scenes(media: Path) -> tuple[list[Scene], bytes]:
    """All scenes in both variants, and the header that they share."""
    found, headers = [], set()
    for source in (*FILMS, *PHOTOS):
        pictures = list(_still(media / source) if source in PHOTOS else _moving(media / source))
        for changed in (False, True):
            scene, header = _encoded(_changed(picture) if changed else picture for picture in pictures)
            found.append(scene)
            headers.add(header)
    (header,) = headers
    return found, header


def _changed(picture: Picture) -> Picture:
    return np.asarray(cv2.convertScaleAbs(cv2.flip(picture, 1), alpha=0.85, beta=4), np.uint8)


def _still(path: Path) -> Iterator[Picture]:
    photo = np.asarray(cv2.imread(str(path)), np.uint8)
    for picture in panned(photo, len(path.name), round(PHOTO_SECONDS * RATE), (WIDTH, HEIGHT)):
        yield _smaller(picture)


def _moving(path: Path) -> Iterator[Picture]:
    with av.open(str(path)) as container:
        shown = 0
        for frame in container.decode(video=0):
            if shown >= LONGEST_SCENE * RATE:
                return
            picture = frame.to_ndarray(format="bgr24")
            while shown / RATE <= (frame.time or 0) and shown < LONGEST_SCENE * RATE:
                yield np.asarray(picture, np.uint8)
                shown += 1


def _smaller(picture: Picture) -> Picture:
    """Kept in memory at half the size."""
    return np.asarray(cv2.resize(picture, (WIDTH // 2, HEIGHT // 2), interpolation=cv2.INTER_AREA), np.uint8)


def _encoded(pictures: Iterator[Picture]) -> tuple[Scene, bytes]:
    context: Any = av.CodecContext.create("libx264", "w")
    context.width, context.height, context.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    context.time_base, context.framerate, context.options = Fraction(1, RATE), Fraction(RATE), OPTIONS
    context.flags |= int(av.codec.context.Flags.global_header)
    packets: list[Any] = []
    count = 0
    for picture in pictures:
        large = cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR)
        frame = av.VideoFrame.from_ndarray(np.asarray(large, np.uint8), format="bgr24")
        frame.pts, frame.time_base = count, Fraction(1, RATE)
        packets += context.encode(frame)
        count += 1
    packets += context.encode(None)
    rows = tuple((int(p.pts or 0), int(p.dts or 0), bool(p.is_keyframe), bytes(p)) for p in packets)
    return Scene(count, rows), bytes(context.extradata)


class _Sound:
    """Packets of the sound track, all talks one after the other, again and again."""

    def __init__(self, media: Path, stream: Any) -> None:
        samples = np.concatenate([_samples(media / name) for name in SOUNDS])
        context: Any = av.CodecContext.create("aac", "w")
        context.sample_rate, context.layout, context.format = SOUND_RATE, "mono", "fltp"
        context.bit_rate, context.time_base = 64_000, Fraction(1, SOUND_RATE)
        context.flags |= int(av.codec.context.Flags.global_header)
        context.open()
        length = int(context.frame_size)
        self._packets: list[bytes] = []
        for at in range(0, len(samples) - length, length):
            frame = av.AudioFrame.from_ndarray(samples[None, at : at + length], format="fltp", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, at, Fraction(1, SOUND_RATE)
            self._packets += [bytes(packet) for packet in context.encode(frame)]
        self._stream, self._length, self._given = stream, length, 0

    def until(self, seconds: float) -> list[Any]:
        given = []
        while self._given * self._length / SOUND_RATE < seconds:
            packet = av.Packet(self._packets[self._given % len(self._packets)])
            packet.stream, packet.time_base = self._stream, Fraction(1, SOUND_RATE)
            packet.pts = packet.dts = self._given * self._length
            packet.duration, packet.is_keyframe = self._length, True
            given.append(packet)
            self._given += 1
        return given


def _samples(path: Path) -> npt.NDArray[np.float32]:
    resampler = av.AudioResampler("fltp", "mono", SOUND_RATE)
    with av.open(str(path)) as container:
        parts = [
            made.to_ndarray()[0] for frame in container.decode(audio=0) for made in resampler.resample(frame)
        ]
    return np.concatenate(parts).astype(np.float32)
