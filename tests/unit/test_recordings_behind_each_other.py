"""Several recordings in one file are found, and read one after the other on one time line."""

from __future__ import annotations

import itertools
from pathlib import Path

import av
import numpy as np
import pytest

from engine.media.hearing import HEARD_RATE, Track, waveform
from engine.media.inspection import Inspection, inspect
from engine.media.pictures import Converter, Shelf, Tools
from engine.media.playback import Playback  # noqa: F401  (so that the viewer's imports hold)
from engine.media.reel import Reel
from engine.media.sound import RATE
from engine.media.source import MediaCache, UnitSource
from engine.media.stills import exact_still
from engine.plan import plan
from engine.stage import stages
from engine.stages.probe import Probe
from engine.units import SECOND, Kind, MediaPart, MediaPath, Sampling, Span, UnitRequest
from tests.hostile.making import sound, video

RED, BLUE = np.zeros((240, 320, 3), np.uint8), np.zeros((240, 320, 3), np.uint8)
RED[:, :, 0], BLUE[:, :, 2] = 200, 200


def film(path: Path, colour: np.ndarray, form: str, seconds: int = 4, **more: object) -> bytes:
    pictures = itertools.repeat(colour, 25 * seconds)
    made = video(path, form=form, pictures=pictures, options={"g": "25"}, **more)  # type: ignore[arg-type]
    return made.read_bytes()


def later(data: bytes, folder: Path, seconds: float) -> bytes:
    """The transport stream `data` with all its times moved on."""
    before, after = folder / "before.ts", folder / "after.ts"
    before.write_bytes(data)
    options = {"output_ts_offset": str(seconds)}
    with av.open(str(before)) as source, av.open(str(after), "w", format="mpegts", options=options) as out:
        streams = {s.index: out.add_stream_from_template(s) for s in source.streams}
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream_index]
                out.mux(packet)
    return after.read_bytes()


def media_of(path: Path, found: Inspection) -> MediaPath:
    return MediaPath(str(path), parts=tuple(found.parts))


def look(path: Path) -> tuple[Inspection, MediaPath]:
    found = inspect(MediaPath(str(path)))
    return found, media_of(path, found)


def source(media: MediaPath, span: Span, stream: int = -1, sampling: Sampling = Sampling.GRID) -> UnitSource:
    request = UnitRequest(
        stage="faces", version=1, sha256="", kind=Kind.VIDEO, stream=stream, span=span, sampling=sampling,
        settings={}, digests={}, upstream_keys={}, media=media,
    )  # fmt: skip
    return UnitSource(request, MediaCache())


def colours(media: MediaPath, span: Span) -> list[tuple[float, str]]:
    seen = []
    for frame in source(media, span).frames(5):
        blue, _, red = frame.bgr().reshape(-1, 3).mean(axis=0)
        seen.append((frame.t_ns / SECOND, "red" if red > blue else "blue"))
    return seen


FORMS = [
    ("mp4", {}),
    ("matroska", {}),
    ("mpegts", {}),
    ("mp4", {"muxing": {"movflags": "frag_keyframe+empty_moov"}}),
    ("mpeg", {"codec": "mpeg2video", "sound_codec": "mp2"}),
    ("flv", {"codec": "flv"}),
    ("avi", {"codec": "mpeg4", "sound_codec": "mp2"}),
]
NAMES = ["mp4", "matroska", "mpegts", "fragmented", "mpeg", "flv", "avi"]


@pytest.fixture(params=FORMS, ids=NAMES)
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Four seconds of red, then four of blue, each a recording."""
    form, more = request.param
    path = tmp_path / "two"
    path.write_bytes(film(tmp_path / "a", RED, form, **more) + film(tmp_path / "b", BLUE, form, **more))
    return path


def test_both_are_seen_and_heard_on_one_time_line(two: Path) -> None:
    found, media = look(two)
    assert found.duration_ns == pytest.approx(8 * SECOND, abs=SECOND // 3)
    assert len(found.parts) == 2
    assert {e.code: e.count for e in found.account}["further-recording"] == 2
    seen = colours(media, Span(0, found.duration_ns))
    border = found.parts[1].offset_ns / SECOND
    assert len(seen) >= 38
    assert [t for t, _ in seen] == sorted(t for t, _ in seen)
    assert {c for t, c in seen if t < border} == {"red"}
    assert {c for t, c in seen if t >= border} == {"blue"}
    audio = next(row for row in found.streams if row.kind == "audio")
    heard = source(media, Span(0, found.duration_ns), audio.index).sound()
    per_second = [np.abs(heard[n * RATE : (n + 1) * RATE]).max() for n in range(7)]
    assert min(per_second) > 0.1


def test_a_segment_over_the_border_and_its_keyframes_hold_both(two: Path) -> None:
    found, media = look(two)
    seen = colours(media, Span(3 * SECOND, 5 * SECOND + SECOND // 2))
    assert {c for _, c in seen} == {"red", "blue"}
    video_row = next(row for row in found.streams if row.kind == "video")
    keys = [t for stream, t in found.keyframes if stream == video_row.index]
    assert sum(t >= found.parts[1].offset_ns for t in keys) >= 1
    span = Span(found.parts[1].offset_ns, found.duration_ns)
    frames = list(source(media, span, sampling=Sampling.KEYFRAMES).frames(5))
    assert frames
    assert all(f.t_ns >= span.start_ns for f in frames)


def test_it_can_be_watched_listened_to_and_cited(two: Path) -> None:
    found, media = look(two)
    reel = Reel(media)
    border = found.parts[1].offset_ns
    shown = {t: reel.at(round(t * SECOND)) for t in (1.0, 6.0, 2.0)}
    tools = Tools(Converter(), Shelf(0), itertools.count())
    means = {
        t: tools.converter.bgr(s.picture, s.upright, None).reshape(-1, 3).mean(axis=0)
        for t, s in shown.items()
    }
    assert means[1.0][2] > means[1.0][0]
    assert means[6.0][0] > means[6.0][2]
    last = reel.before(border + SECOND // 100)
    assert last is not None
    following = reel.after(reel.at(border - 1).t_ns)
    assert following is not None
    assert following.t_ns >= border
    reel.close()
    assert exact_still(media, -1, 6 * SECOND).t_ns >= border
    track = Track(media)
    heard = sum(len(piece) for _, piece in track.play(3 * SECOND)) / HEARD_RATE
    track.close()
    assert heard == pytest.approx((found.duration_ns - 3 * SECOND) / SECOND, abs=0.4)
    drawn = sum(len(peaks) for _, peaks in waveform(media)) / 100
    assert drawn == pytest.approx(found.duration_ns / SECOND, abs=0.5)


@pytest.mark.parametrize(("form", "codec"), [("wav", "pcm_s16le"), ("flac", "flac"), ("ogg", "flac")])
def test_sounds_behind_each_other_are_heard(form: str, codec: str, tmp_path: Path) -> None:
    path = tmp_path / "two"
    one, other = sound(tmp_path / f"a.{form}", 2, codec=codec), sound(tmp_path / f"b.{form}", 3, codec=codec)
    path.write_bytes(one.read_bytes() + other.read_bytes())
    found, media = look(path)
    assert found.duration_ns == pytest.approx(5 * SECOND, abs=SECOND // 10)
    heard = source(media, Span(0, found.duration_ns), 0).sound()
    assert len(heard) == pytest.approx(5 * RATE, abs=RATE // 10)
    assert min(np.abs(heard[n * RATE : (n + 1) * RATE]).max() for n in range(5)) > 0.1


def test_samples_that_the_header_left_out_are_heard(tmp_path: Path) -> None:
    data = bytearray(sound(tmp_path / "a.wav", 3).read_bytes())
    at = data.index(b"data")
    data[at + 4 : at + 8] = (2 * RATE).to_bytes(4, "little")
    data[4:8] = (at + 8 + 2 * RATE - 8).to_bytes(4, "little")
    path = tmp_path / "short.wav"
    path.write_bytes(data)
    found, media = look(path)
    assert found.duration_ns == 3 * SECOND
    assert "duration-mismatch" in {entry.code for entry in found.account}
    assert np.abs(source(media, Span(2 * SECOND, 3 * SECOND), 0).sound()).max() > 0.1


@pytest.mark.parametrize("seconds", [36_000, 90])
def test_a_jump_of_the_clock_costs_no_work_and_is_named(seconds: int, tmp_path: Path) -> None:
    path = tmp_path / "jump.ts"
    path.write_bytes(
        film(tmp_path / "a", RED, "mpegts") + later(film(tmp_path / "b", BLUE, "mpegts"), tmp_path, seconds)
    )
    found, media = look(path)
    assert found.duration_ns == pytest.approx(8 * SECOND, abs=SECOND // 3)
    (jump,) = [e for e in found.account if e.code == "clock-jump"]
    assert jump.count / SECOND == pytest.approx(seconds - 4, abs=1)
    assert jump.start_ns == pytest.approx(4 * SECOND, abs=SECOND // 3)
    assert {c for t, c in colours(media, Span(0, found.duration_ns)) if t > 4.5} == {"blue"}


def test_a_pause_within_a_container_is_not_analysed_and_is_named(tmp_path: Path) -> None:
    times = [*range(0, 4000, 40), *range(36_000_000, 36_004_000, 40)]
    path = video(tmp_path / "pause.mkv", 200, times=times, sounds=0, options={"g": "25"})
    found, _ = look(path)
    (jump,) = [e for e in found.account if e.code == "clock-jump"]
    assert jump.length_ns == pytest.approx(35_996 * SECOND, abs=SECOND)
    from tests.made_case import table

    rows = {
        "container": [{"kind": "video", "duration_ns": found.duration_ns}],
        "streams": list(found.rows()),
        "keyframes": [{"stream": s, "t_ns": t} for s, t in found.keyframes],
        "account": [{"code": jump.code, "start_ns": jump.start_ns, "end_ns": jump.end_ns}],
    }
    probe = {name: table(schema, rows.get(name, ())) for name, schema in stages()["probe"].tables.items()}
    spans = [slot.span for group in plan(probe).groups for slot in group.slots if slot.stage == "faces"]
    assert sum(s.end_ns - s.start_ns for s in set(spans)) < 20 * SECOND


def test_a_film_that_cannot_be_sought_before_its_first_picture_is_read(tmp_path: Path) -> None:
    path = tmp_path / "film.flv"
    path.write_bytes(film(tmp_path / "a", RED, "flv", codec="flv"))
    found, media = look(path)
    assert {c for _, c in colours(media, Span(0, found.duration_ns))} == {"red"}


def test_a_recording_is_one_where_nothing_lies_behind_it(tmp_path: Path) -> None:
    for form in ("mp4", "matroska", "mpegts"):
        path = tmp_path / form
        path.write_bytes(film(tmp_path / "a", RED, form))
        found, media = look(path)
        assert media.parts == ()
        assert {e.code for e in found.account} == {"read"}, form


def test_what_cannot_be_read_behind_a_recording_is_counted(tmp_path: Path) -> None:
    first = film(tmp_path / "a", RED, "mp4")
    second = film(tmp_path / "b", BLUE, "mp4")
    path = tmp_path / "cut"
    path.write_bytes(first + second[:2000])
    found, _ = look(path)
    assert found.duration_ns == pytest.approx(4 * SECOND, abs=SECOND // 3)
    assert {e.code: e.bytes for e in found.account}["appended"] == 2000


def test_the_recordings_travel_with_the_unit_and_are_part_of_its_key() -> None:
    parts = (MediaPart(0, 10, 0, SECOND, ((0, 0), (1, 1))), MediaPart(10, 30, SECOND, SECOND, ((0, 1),), 188))
    request = source(MediaPath("x", parts=parts), Span(0, SECOND))._request
    again = UnitRequest.from_bytes(request.to_bytes())
    assert again.media == request.media
    assert again.key == request.key
    bare = source(MediaPath("x"), Span(0, SECOND))._request
    assert bare.key != request.key
    assert Probe.version >= 3
