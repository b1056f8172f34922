"""Pictures of a segment: which, when, how turned, and independent of what was decoded before."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.media.decoding import BASE_HZ, EXACT, decoded
from engine.media.errors import FormatRefused, Vanished, WrongStream
from engine.media.inspection import inspect
from engine.media.opening import Input
from engine.media.source import MediaCache
from engine.media.stills import exact_still
from engine.sealing.sealed import SealedWriter
from engine.stage import Frame
from engine.units import SECOND, Kind, Media, MediaPart, MediaPath, Sampling, Span, UnitRequest
from tests.hostile.making import picture, video

GRID_NS = SECOND // BASE_HZ


def request(
    path: Path, span: Span, sampling: Sampling = Sampling.GRID, kind: Kind = Kind.VIDEO
) -> UnitRequest:
    return UnitRequest(
        stage="faces", version=1, sha256="", kind=Kind.VIDEO, stream=-1, span=span, sampling=sampling,
        settings={}, digests={}, upstream_keys={}, media=MediaPath(str(path)),
    )  # fmt: skip


def frames(path: Path, span: Span, sampling: Sampling = Sampling.GRID, hz: float = 5) -> list[Frame]:
    return list(MediaCache().source(request(path, span, sampling)).frames(hz))


def digest(found: list[Frame]) -> str:
    state = hashlib.sha256()
    for frame in found:
        state.update(f"{frame.t_ns} {frame.pts} {frame.width} {frame.height}".encode())
        state.update(frame.bgr(160).tobytes())
    return state.hexdigest()


def every_time(path: Path) -> list[int]:
    """Times of all pictures by a plain decode of the whole file."""
    source = Input(MediaPath(str(path)))
    try:
        stream = source.stream(-1, "video")
        return [s.t_ns for s in decoded(source, stream, Span(0, 1 << 60), EXACT)]
    finally:
        source.close()


SAMPLES = ("WolfgangLanger_Pexels.mp4", "face_noface.mov", "obama_speech.mp4", "vtest.avi")


@pytest.mark.parametrize("name", SAMPLES)
def test_every_interval_that_has_a_picture_gives_one(name: str, media: Callable[[str], Path]) -> None:
    path, span = media(name), Span(0, 8 * SECOND)
    times = [t for t in every_time(path) if span.holds(t)]
    assert {f.t_ns // GRID_NS for f in frames(path, span)} == {t // GRID_NS for t in times}


@pytest.mark.parametrize("name", SAMPLES)
def test_sampled_pictures_are_among_all_pictures_in_order_of_time(
    name: str, media: Callable[[str], Path]
) -> None:
    found = [f.t_ns for f in frames(media(name), Span(SECOND, 5 * SECOND))]
    assert found == sorted(found)
    assert {*found} <= {*every_time(media(name))}


@pytest.mark.parametrize("hz", [2.5, 1, 0.5])
def test_lower_rates_are_a_part_of_the_base_rate(hz: float, media: Callable[[str], Path]) -> None:
    cache = MediaCache()
    source = cache.source(request(media("obama_speech.mp4"), Span(0, 8 * SECOND)))
    all_times, times = ([f.t_ns for f in source.frames(rate)] for rate in (5, hz))
    assert {*times} <= {*all_times}
    assert [t // round(SECOND / hz) for t in times] == sorted({t // round(SECOND / hz) for t in all_times})


def test_a_rate_that_does_not_divide_the_grid_is_refused(media: Callable[[str], Path]) -> None:
    with pytest.raises(ValueError, match="does not divide"):
        frames(media("small.mp4"), Span(0, SECOND), hz=3)


def test_pictures_left_out_do_not_change_those_decoded(media: Callable[[str], Path]) -> None:
    """Only the loop filter left out tells them from an exact decoding of the same moments."""
    path, span = media("bikes.mp4"), Span(0, 6 * SECOND)
    cache = MediaCache()
    exact = {f.t_ns: f for f in cache.source(request(path, span)).exact_frames(span)}
    for frame in frames(path, span):
        difference = frame.bgr(320).astype(int) - exact[frame.t_ns].bgr(320)
        assert np.abs(difference).mean() < 4


def test_units_do_not_depend_on_which_ran_before(media: Callable[[str], Path]) -> None:
    path = media("WolfgangLanger_Pexels.mp4")
    stamps = sorted({0, *(t for _, t in inspect(MediaPath(str(path))).keyframes)})
    spans = [Span(a, b) for a, b in zip(stamps, [*stamps[1:], 20 * SECOND], strict=True)]
    alone = {span: digest(frames(path, span)) for span in spans}
    shuffled = [*spans, *spans]
    random.Random(3).shuffle(shuffled)
    cache = MediaCache()
    for span in shuffled:
        assert digest(list(cache.source(request(path, span)).frames(5))) == alone[span]


def test_segments_meet_without_doubling_or_losing_a_picture(tmp_path: Path) -> None:
    """With open groups of pictures too: what is shown before a keyframe belongs to the segment before."""
    path = video(tmp_path / "open.mp4", 150, options={"x264-params": "open-gop=1:keyint=25:bframes=3"})
    keyframes = [t for _, t in inspect(MediaPath(str(path))).keyframes]
    assert len(keyframes) == 6
    found: list[int] = []
    for a, b in zip(keyframes, [*keyframes[1:], 6 * SECOND], strict=True):
        found += [f.t_ns for f in MediaCache().source(request(path, Span(a, b))).exact_frames(Span(a, b))]
    assert found == [n * SECOND // 25 for n in range(150)]


def test_keyframe_sampling_gives_the_keyframes_the_probe_lists(media: Callable[[str], Path]) -> None:
    for name in ("WolfgangLanger_Pexels.mp4", "bikes.mp4", "face_noface.mov", "vtest.avi"):
        listed = [t for _, t in inspect(MediaPath(str(media(name)))).keyframes]
        found = [f.t_ns for f in frames(media(name), Span(0, 100 * SECOND), Sampling.KEYFRAMES)]
        assert found == listed


def test_a_pictures_content_fits_its_time(tmp_path: Path) -> None:
    """The pattern's number is written in its brightness, so a shifted time stamp shows."""
    shades = (np.full((64, 64, 3), 3 * n, np.uint8) for n in range(75))
    path = video(
        tmp_path / "numbers.mp4", 75, size=(64, 64), pictures=shades, options={"g": "25", "crf": "5"}
    )
    for sampling in Sampling:
        for frame in frames(path, Span(0, 3 * SECOND), sampling):
            assert abs(frame.bgr().mean() / 3 - frame.t_ns * 25 / SECOND) < 1


@pytest.mark.parametrize(
    ("rotation", "corner"), [(0, (0, 0)), (-90, (0, -1)), (180, (-1, -1)), (90, (-1, 0))]
)
def test_pictures_are_turned_upright(rotation: int, corner: tuple[int, int], tmp_path: Path) -> None:
    """A display matrix of −90° turns the stored picture clockwise: its light corner moves to the right."""
    path = video(tmp_path / "turned.mp4", 5, rotation=rotation, sounds=0)
    frame = frames(path, Span(0, SECOND))[0]
    shown = frame.bgr()
    assert shown.shape[:2] == (frame.height, frame.width)
    assert (frame.width > frame.height) == (rotation in (0, 180))
    y, x = corner
    assert shown[y, x].min() > 200
    assert shown[-1 - y, -1 - x].min() < 200
    row = inspect(MediaPath(str(path))).streams[0]
    assert (row.width, row.height, row.rotation) == (frame.width, frame.height, -rotation % 360)


def test_pixels_that_are_not_square_are_stretched(tmp_path: Path) -> None:
    path = video(tmp_path / "dv.mp4", 5, size=(180, 144), options={"x264-params": "sar=16/11"}, sounds=0)
    frame = frames(path, Span(0, SECOND))[0]
    assert (frame.width, frame.height) == (262, 144)
    assert frame.bgr().shape == (144, 262, 3)
    assert frame.bgr(131).shape == (72, 131, 3)


def test_a_picture_is_never_enlarged_and_fits_the_side_asked_for(tmp_path: Path) -> None:
    path = video(tmp_path / "wide.mp4", 3, size=(2560, 1440), sounds=0, options={"preset": "ultrafast"})
    frame = frames(path, Span(0, SECOND))[0]
    assert (frame.width, frame.height) == (2560, 1440)
    assert frame.bgr().shape == (1080, 1920, 3)
    assert frame.bgr(4000).shape == (1080, 1920, 3)
    assert frame.bgr(640).shape == (360, 640, 3)
    whole = next(MediaCache().source(request(path, Span(0, SECOND))).exact_frames(Span(0, SECOND)))
    assert whole.bgr().shape == (1440, 2560, 3)


@pytest.mark.parametrize("form", ["ten bits", "rgb", "grey 16"])
def test_deep_and_rare_pixel_formats_keep_their_looks(form: str, tmp_path: Path) -> None:
    codec, pixels = {
        "ten bits": ("libx264", "yuv420p10le"), "rgb": ("ffv1", "bgra"), "grey 16": ("ffv1", "gray16le"),
    }[form]  # fmt: skip
    path = video(tmp_path / "deep.mkv", 2, codec=codec, pixels=pixels, sounds=0)
    shown = frames(path, Span(0, SECOND))[0].bgr().astype(int)
    truth = picture(0)[:, :, ::-1].astype(int)
    if form == "grey 16":
        shown, truth = shown.mean(axis=2), truth @ np.array([0.114, 0.587, 0.299])
    assert np.abs(shown - truth).mean() < 12


def test_raw_recordings_without_times_are_counted(tmp_path: Path) -> None:
    path = video(tmp_path / "recorder.h264", 75, form="h264", sounds=0, options={"g": "25"})
    found = frames(path, Span(SECOND, 2 * SECOND))
    assert [f.t_ns for f in found] == [SECOND + n * GRID_NS for n in range(5)]
    assert [f.t_ns for f in frames(path, Span(0, 3 * SECOND), Sampling.KEYFRAMES)] == [0, SECOND, 2 * SECOND]


def test_a_segment_is_decoded_once_and_a_large_one_is_not_kept(
    media: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Media] = []

    class Counting(Input):
        def __init__(self, media: Media, part: MediaPart | None = None) -> None:
            opened.append(media)
            super().__init__(media, part)

    monkeypatch.setattr("engine.media.parts.Input", Counting)
    asked = request(media("small.mp4"), Span(0, 4 * SECOND))
    for limit, times in ((400 << 20, 1), (1 << 20, 2)):
        opened.clear()
        cache = MediaCache(kept_bytes=limit)
        one, other = (digest(list(cache.source(asked).frames(5))) for _ in range(2))
        assert one == other
        assert len(opened) == times


def test_a_stage_that_stops_early_leaves_the_segment_whole_for_the_next(media: Callable[[str], Path]) -> None:
    cache, asked = MediaCache(), request(media("small.mp4"), Span(0, 4 * SECOND))
    next(iter(cache.source(asked).frames(5)))
    assert digest(list(cache.source(asked).frames(5))) == digest(
        frames(media("small.mp4"), Span(0, 4 * SECOND))
    )


def test_stages_cannot_change_each_others_pictures(media: Callable[[str], Path]) -> None:
    shown = frames(media("small.mp4"), Span(0, SECOND))[0].bgr()
    with pytest.raises(ValueError, match="read-only"):
        shown[:] = 0


def test_a_still_is_the_picture_shown_at_that_moment(media: Callable[[str], Path]) -> None:
    path = MediaPath(str(media("bikes.mp4")))
    times = every_time(media("bikes.mp4"))
    for asked, shown in (
        (times[30], times[30]),
        (times[31] - 1, times[30]),
        (10**12, times[-1]),
        (0, times[0]),
    ):
        still = exact_still(path, -1, asked)
        assert still.t_ns == shown
        assert still.sha256 == hashlib.sha256(still.png).hexdigest()
        assert (still.width, still.height) == (640, 272)


def test_sealed_and_plain_files_give_the_same_pictures(tmp_path: Path, media: Callable[[str], Path]) -> None:
    plain, sealed, key = media("small.mp4"), tmp_path / "item.sealed", bytes(range(32))
    with sealed.open("wb") as target:
        writer = SealedWriter(target, key, b"case|item")
        writer.write(plain.read_bytes())
        writer.finish()
    asked = replace(request(plain, Span(0, 3 * SECOND)), media=MediaPath(str(sealed), key, b"case|item"))
    assert digest(list(MediaCache().source(asked).frames(5))) == digest(frames(plain, Span(0, 3 * SECOND)))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Vanished):
        Input(MediaPath(str(tmp_path / "nowhere")))
    with pytest.raises(Vanished):
        Input(MediaPath(str(tmp_path)))


def test_a_playlist_opens_nothing_else(tmp_path: Path, media: Callable[[str], Path]) -> None:
    """A real video stands right beside the playlist; nothing may come of it."""
    (tmp_path / "real.ts").write_bytes(video(tmp_path / "made.ts", 25).read_bytes())
    playlist = tmp_path / "playlist.mp4"
    for text in (
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nreal.ts\n#EXT-X-ENDLIST\n",
        f"ffconcat version 1.0\nfile {tmp_path / 'real.ts'}\n",
    ):
        playlist.write_text(text)
        with pytest.raises(FormatRefused):
            inspect(MediaPath(str(playlist)))


def test_asking_for_pictures_of_a_sound_stream_is_an_error(media: Callable[[str], Path]) -> None:
    with pytest.raises(WrongStream):
        Input(MediaPath(str(media("obama_speech.mp4")))).stream(0, "video")
