"""Moving pictures and sound that are damaged, lie about themselves, or are merely rare."""

from __future__ import annotations

import io
import random
import struct
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from tests.hostile.making import picture, sound, video

Made = set[str]
RESULT: Made = {"result"}
Maker = Callable[[Path], Made]


@cache
def _plain() -> bytes:
    with TemporaryDirectory() as folder:
        return video(Path(folder) / "plain.mp4", 75, options={"g": "25"}).read_bytes()


def plain(path: Path) -> Made:
    path.write_bytes(_plain())
    return RESULT


def _boxes(data: bytes) -> dict[bytes, tuple[int, int]]:
    at, found = 0, {}
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        found[data[at + 4 : at + 8]] = (at, at + size)
        at += size
    return found


def truncated(path: Path) -> Made:
    """Cut in the middle of the content, the index (at the end) is gone."""
    path.write_bytes(_plain()[: len(_plain()) // 2])
    return {"truncated"}


def no_index(path: Path) -> Made:
    data = _plain()
    path.write_bytes(data[: _boxes(data)[b"moov"][0]])
    return {"truncated"}


def cut_content(path: Path) -> Made:
    """The index comes first and is whole, the content behind it is cut."""
    video(path, 75, options={"g": "25"}, muxing={"movflags": "+faststart"})
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 6 // 10])
    return RESULT


def ten_hours(path: Path) -> Made:
    """Header durations of ten hours over three seconds of content."""
    data = bytearray(_plain())
    for name, scale_at, duration_at in ((b"mvhd", 16, 20), (b"mdhd", 16, 20)):
        at = data.find(name)
        while at > 0:
            scale = struct.unpack(">I", data[at + scale_at : at + scale_at + 4])[0]
            data[at + duration_at : at + duration_at + 4] = struct.pack(">I", 36_000 * scale)
            at = data.find(name, at + 4)
    at = data.find(b"tkhd")
    while at > 0:
        data[at + 24 : at + 28] = struct.pack(">I", 36_000 * 1000)
        at = data.find(b"tkhd", at + 4)
    at = data.find(b"elst")
    while at > 0:
        data[at + 12 : at + 16] = struct.pack(">I", 36_000 * 1000)
        at = data.find(b"elst", at + 4)
    path.write_bytes(bytes(data))
    return RESULT


def ten_hours_matroska(path: Path) -> Made:
    video(path, 75)
    data = bytearray(path.read_bytes())
    at = data.find(b"\x44\x89\x88")
    data[at + 3 : at + 11] = struct.pack(">d", 36_000_000.0)
    path.write_bytes(bytes(data))
    return RESULT


def endless_entry(path: Path) -> Made:
    """Sample table that claims four billion entries."""
    data = bytearray(_plain())
    at = data.find(b"stsz")
    data[at + 12 : at + 16] = b"\xff\xff\xff\xff"
    path.write_bytes(bytes(data))
    return {"result", "unreadable", "truncated", "no-streams", "format-refused"}


def flipped(path: Path) -> Made:
    """One byte in two hundred of the content is wrong."""
    data = bytearray(_plain())
    start, end = _boxes(_plain())[b"mdat"]
    dice = random.Random(5)
    for at in range(start + 64, end):
        if dice.random() < 0.005:
            data[at] = dice.randrange(256)
    path.write_bytes(bytes(data))
    return RESULT | {"unreadable"}


def flipped_index(path: Path) -> Made:
    data = bytearray(_plain())
    start, end = _boxes(_plain())[b"moov"]
    dice = random.Random(6)
    for at in range(start + 8, end):
        if dice.random() < 0.01:
            data[at] = dice.randrange(256)
    path.write_bytes(bytes(data))
    return {"result", "unreadable", "truncated", "no-streams", "codec-missing", "too-large", "format-refused"}


def codec_unknown(path: Path) -> Made:
    """Nobody knows the pictures' codec; the sound can be heard."""
    path.write_bytes(_plain().replace(b"avc1", b"zzzz"))
    return RESULT


def codec_unknown_alone(path: Path) -> Made:
    video(path, sounds=0)
    path.write_bytes(path.read_bytes().replace(b"avc1", b"zzzz"))
    return {"codec-missing"}


def encrypted(path: Path) -> Made:
    """Sample entries of protected tracks (ISO 23001-7), without the protection's data."""
    path.write_bytes(_plain().replace(b"avc1", b"encv").replace(b"mp4a", b"enca"))
    return {"encrypted"}


def huge_metadata(path: Path) -> Made:
    video(path, 10, tags={"title": "x" * 4_000_000, "comment": "<script>alert(1)</script>"})
    return RESULT


def uneven(path: Path) -> Made:
    times = [t * 40 + (t * t * 37) % 31 for t in range(30)] + [1300 + t * 500 for t in range(6)]
    video(path, len(times), times=times)
    return RESULT


def no_rate(path: Path) -> Made:
    """Every picture is shown for no time at all."""
    data = bytearray(_plain())
    at = data.find(b"stts")
    count = struct.unpack(">I", data[at + 8 : at + 12])[0]
    for entry in range(count):
        place = at + 12 + 8 * entry + 4
        data[place : place + 4] = bytes(4)
    path.write_bytes(bytes(data))
    return RESULT | {"unreadable"}


def no_cues(path: Path) -> Made:
    """Matroska as a recorder leaves it when it is switched off: no index, unknown sizes."""
    video(path, 75, options={"g": "25"}, form="matroska", muxing={"live": "1"})
    return RESULT


def wrong_extension(path: Path) -> Made:
    return plain(path)


def cover_only(path: Path) -> Made:
    """Sound with a cover picture, called a video."""
    art = io.BytesIO()
    Image.fromarray(picture(0)).save(art, "JPEG")
    sound(path, 3, codec="aac", rate=48_000, layout="stereo", form="mp4", cover=art.getvalue())
    return RESULT


def wave_too_long(path: Path) -> Made:
    """A WAV whose header promises a hundred hours."""
    sound(path, 3)
    data = bytearray(path.read_bytes())
    at = data.find(b"data")
    data[4:8] = data[at + 4 : at + 8] = b"\xf0\xff\xff\x7f"
    path.write_bytes(bytes(data))
    return RESULT


def wave_no_samples(path: Path) -> Made:
    sound(path, 0.5)
    data = path.read_bytes()
    path.write_bytes(data[: data.find(b"data") + 8])
    return {"unreadable", "no-streams", "result"}


def raw_stream(path: Path) -> Made:
    """What some recorders write: H.264 without a container and without times."""
    video(path, 75, form="h264", sounds=0, options={"g": "25"})
    return RESULT


def _video(**options: object) -> Maker:
    def make(path: Path) -> Made:
        video(path, **options)  # type: ignore[arg-type]
        return RESULT

    return make


def _sound(**options: object) -> Maker:
    def make(path: Path) -> Made:
        sound(path, **options)  # type: ignore[arg-type]
        return RESULT

    return make


MAKERS: dict[str, Maker] = {
    "truncated.mp4": truncated,
    "no index.mp4": no_index,
    "cut content.mp4": cut_content,
    "ten hours.mp4": ten_hours,
    "ten hours.mkv": ten_hours_matroska,
    "endless table.mp4": endless_entry,
    "flipped content.mp4": flipped,
    "flipped index.mp4": flipped_index,
    "unknown codec.mp4": codec_unknown,
    "unknown codec alone.mp4": codec_unknown_alone,
    "encrypted.mp4": encrypted,
    "huge metadata.mp4": huge_metadata,
    "uneven rate.mp4": uneven,
    "no rate.mp4": no_rate,
    "no cues.mkv": no_cues,
    "video named.jpg": wrong_extension,
    "Überwachung Straße – Łódź.mp4": plain,
    "beweis 😀🎥.mp4": plain,
    "line\nbreak\ttab.mp4": plain,
    "-option --help; rm.mp4": plain,
    "cover only.mp4": cover_only,
    "hundred hours.wav": wave_too_long,
    "no samples.wav": wave_no_samples,
    "recorder.h264": raw_stream,
    "rotated 90.mp4": _video(rotation=-90),
    "rotated 180.mp4": _video(rotation=180),
    "rotated 270.mp4": _video(rotation=90),
    "three sounds.mp4": _video(sounds=3),
    "no sound.mp4": _video(sounds=0),
    "one picture.mp4": _video(frames=1, sounds=0),
    "one pixel.mkv": _video(codec="ffv1", size=(1, 1), pixels="bgra", sounds=0),
    "odd size.mp4": _video(size=(161, 121), pixels="yuv444p"),
    "ten bits.mp4": _video(pixels="yuv420p10le"),
    "high dynamic range.mp4": _video(
        codec="libx265", pixels="yuv420p10le",
        options={"x265-params": "log-level=none:pools=none:frame-threads=1:transfer=smpte2084"},
    ),
    "grey 16 bits.mkv": _video(codec="ffv1", pixels="gray16le"),
    "av1.mp4": _video(codec="libsvtav1", frames=20, options={"svtav1-params": "lp=1"}),
    "prores.mov": _video(codec="prores_ks", pixels="yuv422p10le", sound_codec="pcm_s16le", frames=20),
    "vp9.webm": _video(codec="libvpx-vp9", sound_codec="libopus", frames=20),
    "mpeg4.avi": _video(codec="mpeg4", sound_codec="mp3"),
    "transport.ts": _video(frames=75, options={"g": "25"}),
    "fragments.mp4": _video(frames=75, options={"g": "25"}, muxing={"movflags": "frag_keyframe+empty_moov"}),
    "open groups.mp4": _video(frames=100, options={"x264-params": "open-gop=1:keyint=25:bframes=3"}),
    "animation.gif": _video(codec="gif", pixels="rgb8", sounds=0, frames=8, rate=10),
    "eight channels.wav": _sound(layout="7.1", rate=48_000),
    "telephone.wav": _sound(codec="pcm_mulaw", rate=8000),
    "high rate.flac": _sound(codec="flac", rate=192_000, seconds=1),
    "voice.opus": _sound(codec="libopus", rate=48_000, form="ogg"),
    "music.mp3": _sound(codec="libmp3lame", rate=44_100),
}  # fmt: skip
