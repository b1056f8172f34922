"""What of a file was read and what was not is counted, whatever the container."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from PIL import Image

from engine.media.account import UNREAD, FileEntry, share_read
from engine.media.inspection import Inspection, inspect
from engine.media.layout import layout
from engine.media.sniff import family
from engine.units import SECOND, MediaPath
from tests.hostile import containers
from tests.hostile.making import picture, sound, video


def look(path: Path) -> Inspection:
    return inspect(MediaPath(str(path)))


def left(found: Inspection) -> dict[str, FileEntry]:
    return {entry.code: entry for entry in found.account if entry.code in UNREAD}


def parts(data: bytes) -> list[tuple[int, str]]:
    return [(s.end - s.start, s.what) for s in layout(io.BytesIO(data), family(data[:64]))]


def test_all_of_a_sound_file_was_read(tmp_path: Path) -> None:
    path = video(tmp_path / "film.mp4", 25)
    found = look(path)
    assert found.account == [FileEntry("read", end_ns=found.duration_ns, bytes=path.stat().st_size)]


def test_what_is_missing_at_the_end_is_counted_in_time(tmp_path: Path) -> None:
    options = {"movflags": "frag_keyframe+empty_moov"}
    path = video(tmp_path / "film.mp4", 100, muxing=options, options={"g": "25"})
    whole = look(path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 6 // 10])
    cut = look(path)
    assert "truncated" in {code for code, _ in cut.warnings}
    assert cut.duration_ns < whole.duration_ns
    assert "truncated" in left(cut)


def test_a_film_cut_short_says_how_much_is_missing(tmp_path: Path) -> None:
    containers.cut_content(tmp_path / "cut.mp4")
    found = look(tmp_path / "cut.mp4")
    missing = left(found)["truncated"]
    assert missing.length_ns > SECOND // 2
    assert 0 < share_read(found.account) < 1


def test_footage_outside_the_edit_list_is_counted(tmp_path: Path) -> None:
    plain = video(tmp_path / "plain.mp4", 150, options={"g": "25", "bf": "0"})
    path = tmp_path / "edited.mp4"
    options = {"avoid_negative_ts": "disabled", "use_editlist": "1"}
    with av.open(str(plain)) as source, av.open(str(path), "w", options=options) as out:
        streams = {s.index: out.add_stream_from_template(s) for s in source.streams}
        for packet in source.demux():
            if packet.dts is not None and packet.pts is not None:
                earlier = int(2 / packet.time_base)
                packet.pts, packet.dts = packet.pts - earlier, packet.dts - earlier
                packet.stream = streams[packet.stream_index]
                out.mux(packet)
    found = look(path)
    assert left(found)["edited-out"].length_ns == pytest.approx(2 * SECOND, abs=SECOND // 10)
    assert share_read(found.account) == pytest.approx(2 / 3, abs=0.02)
    assert "edited-out" not in left(look(plain))


def test_covers_are_counted(tmp_path: Path) -> None:
    containers.cover_only(tmp_path / "song.mp4")
    cover = left(look(tmp_path / "song.mp4"))["attached"]
    assert cover.bytes > 100


def test_further_pictures_that_are_not_looked_at_lessen_what_was_read() -> None:
    account = [FileEntry("read", end_ns=1, bytes=1000), FileEntry("only-first-picture", count=1)]
    assert share_read(account) == 0.5


FORMS = [("mp4", {}), ("matroska", {}), ("avi", {"codec": "mpeg4", "sound_codec": "mp2"}),
         ("flv", {"codec": "flv", "sound_codec": "aac"})]  # fmt: skip


@pytest.mark.parametrize(("form", "more"), FORMS, ids=[form for form, _ in FORMS])
def test_films_behind_each_other_are_told_apart(form: str, more: dict[str, str], tmp_path: Path) -> None:
    first = video(tmp_path / "a", 25, form=form, **more).read_bytes()  # type: ignore[arg-type]
    second = video(tmp_path / "b", 50, form=form, **more).read_bytes()  # type: ignore[arg-type]
    (length, what), *_ = parts(first)
    assert length == len(first)
    assert parts(first + second) == [(len(first), what), (len(second), what)]
    assert parts(first + second + first)[2:] == [(len(first), what)]


@pytest.mark.parametrize(("form", "codec"), [("wav", "pcm_s16le"), ("flac", "flac"), ("ogg", "flac")])
def test_sounds_behind_each_other_are_told_apart(form: str, codec: str, tmp_path: Path) -> None:
    first = sound(tmp_path / f"a.{form}", 1, codec=codec).read_bytes()
    second = sound(tmp_path / f"b.{form}", 2, codec=codec).read_bytes()
    assert [length for length, _ in parts(first + second)] == [len(first), len(second)]
    assert [length for length, _ in parts(second)] == [len(second)]


def jpeg(number: int) -> bytes:
    made = io.BytesIO()
    Image.fromarray(picture(number)).save(made, "JPEG")
    return made.getvalue()


def test_what_lies_behind_a_photo_is_told_apart(tmp_path: Path) -> None:
    film = video(tmp_path / "film.mp4", 10).read_bytes()
    assert parts(jpeg(0)) == [(len(jpeg(0)), "jpeg")]
    assert parts(jpeg(0) + film) == [(len(jpeg(0)), "jpeg"), (len(film), "isobmff")]
    assert parts(jpeg(0) + bytes(100) + film)[-1] == (len(film), "isobmff")
    assert [what for _, what in parts(jpeg(0) + jpeg(5) + jpeg(9))] == ["jpeg"] * 3
    assert parts(jpeg(0) + bytes(1000)) == [(len(jpeg(0)), "jpeg")], "padding is no recording"
    assert parts(jpeg(0) + b"trailer of a camera") == [(len(jpeg(0)), "jpeg"), (19, "")]


def test_a_preview_inside_a_photo_is_no_second_photo(tmp_path: Path) -> None:
    preview = jpeg(3)
    assert len(preview) < 60_000
    note = b"\xff\xe1" + (len(preview) + 2).to_bytes(2, "big") + preview
    data = jpeg(0)[:2] + note + jpeg(0)[2:]
    assert parts(data) == [(len(data), "jpeg")]


def test_the_sample_media_hold_nothing_behind_their_ends(media: Callable[[str], Path]) -> None:
    for name in ("obama_speech.mp4", "face_noface.mov", "obama.jpg", "jfk.wav"):
        data = media(name).read_bytes()
        assert [length for length, _ in parts(data)] == [len(data)], name
