"""Damage inside a stream is found, counted and named; what lies behind it is analysed."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

import av
import pytest
from PIL import Image

from app.core_api.core_session import CoreSession
from app.core_api.handlers.media import not_read
from app.core_api.media import NotRead
from app.dossier.catalogue import Catalogue
from app.dossier.document import Dossier
from app.dossier.material import gather
from app.review.coverage import coverage
from app.review.review import review
from app.review.search_rows import PERSON
from app.review.unread import UnreadIndex
from engine.media.account import FileEntry, share_read
from engine.media.damage import Harm, few, near_together
from engine.media.picture_damage import harm_of_picture
from engine.records import Result
from engine.units import SECOND, MediaPath
from tests.films import FILMS
from tests.hostile.making import picture, sound, video
from tests.made_case import probed, put_item, put_unit
from tests.vault import new_account, new_case

Run = Callable[..., Mapping[str, list[Result]]]
Find = Callable[[str], Path]


def damaged(data: bytes, how: str) -> bytes:
    """`data` with a fiftieth of it, in the middle, zeroed, overwritten or cut out, or a few bytes changed."""
    made, at, length = bytearray(data), len(data) // 2, max(64, len(data) // 50)
    if how == "zeroed":
        made[at : at + length] = bytes(length)
    elif how == "overwritten":
        made[at : at + length] = random.Random(1).randbytes(length)
    elif how == "cut out":
        del made[at : at + length]
    else:
        for place in range(at, at + 296, 37):
            made[place] ^= 0x55
    return bytes(made)


def harms(run_stages: Run, path: Path) -> list[Harm]:
    columns = ("start_ns", "end_ns", "bytes", "count")
    tables = [result["damage"] for result in run_stages(path, ["damage"])["damage"]]
    return [Harm(*row) for t in tables for row in zip(*(t[n].tolist() for n in columns), strict=True)]


HEVC = {"x265-params": "keyint=25:log-level=none:pools=1"}
VP9 = {"deadline": "realtime", "cpu-used": "8", "g": "25"}
FORMS: Mapping[str, Mapping[str, object]] = {
    "h264 mp4": {"form": "mp4", "options": {"g": "25", "bf": "2"}},
    "h264 mkv": {"form": "matroska", "options": {"g": "25", "bf": "2"}},
    "h264 ts": {"form": "mpegts", "options": {"g": "25", "bf": "2"}},
    "h264 raw": {"form": "h264", "sounds": 0, "options": {"g": "25"}},
    "hevc mp4": {"form": "mp4", "codec": "libx265", "options": HEVC},
    "mpeg2 mpg": {"form": "mpeg", "codec": "mpeg2video", "sound_codec": "mp2"},
    "mpeg4 avi": {"form": "avi", "codec": "mpeg4", "sound_codec": "mp2"},
    "vp9 webm": {"form": "webm", "codec": "libvpx-vp9", "sound_codec": "libopus", "options": VP9},
}  # fmt: skip
WITH_AN_INDEX_BEHIND = ("h264 mp4", "hevc mp4")
SOUNDS = {
    "mp3": {"codec": "libmp3lame", "form": "mp3"}, "adts": {"codec": "aac", "form": "adts"},
    "flac": {"codec": "flac", "form": "flac"}, "m4a": {"codec": "aac", "form": "mp4"},
    "ac3": {"codec": "ac3", "form": "ac3", "rate": 48_000},
    "opus": {"codec": "libopus", "form": "ogg", "rate": 48_000},
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_a_damaged_stretch_of_a_film_is_found(name: str, run_stages: Run, tmp_path: Path) -> None:
    path = video(tmp_path / "film", 150, **FORMS[name])  # type: ignore[arg-type]
    whole = path.read_bytes()
    assert harms(run_stages, path) == []
    for how in ("zeroed", "overwritten", "cut out"):
        if how == "cut out" and name in WITH_AN_INDEX_BEHIND:
            continue  # the index lies in the part that moved: the file is refused as a whole
        path.write_bytes(damaged(whole, how))
        found = harms(run_stages, path)
        assert found, how
        assert all(1.5 * SECOND < h.start_ns < h.end_ns < 4.5 * SECOND for h in found), (how, found)
        assert sum(h.bytes for h in found) > 0, how
        assert sum(h.count for h in found) > 0, how


@pytest.mark.parametrize("name", ["h264 mp4", "h264 mkv", "h264 ts", "h264 raw"])
def test_a_few_changed_bytes_are_found(name: str, run_stages: Run, tmp_path: Path) -> None:
    path = video(tmp_path / "film", 150, **FORMS[name])  # type: ignore[arg-type]
    path.write_bytes(damaged(path.read_bytes(), "changed"))
    assert harms(run_stages, path)


@pytest.mark.parametrize("name", SOUNDS)
def test_damaged_sound_is_found(name: str, run_stages: Run, tmp_path: Path) -> None:
    path = sound(tmp_path / "sound", 12, **SOUNDS[name])  # type: ignore[arg-type]
    whole = path.read_bytes()
    assert harms(run_stages, path) == []
    for how in ("zeroed", "overwritten"):
        path.write_bytes(damaged(whole, how))
        found = harms(run_stages, path)
        assert found, how
        assert all(5 * SECOND < h.start_ns < 7.5 * SECOND for h in found), (how, found)


def test_lost_checksums_of_sound_are_found(run_stages: Run, tmp_path: Path) -> None:
    path = sound(tmp_path / "a.flac", 12, codec="flac")
    path.write_bytes(damaged(path.read_bytes(), "changed"))
    assert harms(run_stages, path), "the frames decode, but not to what was recorded"


def test_pictures_that_are_missing_from_the_middle_are_counted(run_stages: Run, tmp_path: Path) -> None:
    whole, path = video(tmp_path / "whole.mp4", 200, options={"g": "25", "bf": "0"}), tmp_path / "cut.mp4"
    with av.open(str(whole)) as source, av.open(str(path), "w") as out:
        streams = {s.index: out.add_stream_from_template(s) for s in source.streams}
        for packet in source.demux():
            if packet.dts is not None and not 3 <= packet.dts * packet.time_base < 4:
                packet.stream = streams[packet.stream_index]
                out.mux(packet)
    pictures, sounds = harms(run_stages, path)
    assert (pictures.start_ns, pictures.end_ns, pictures.count) == (3 * SECOND, 4 * SECOND, 25)
    assert abs(sounds.end_ns - sounds.start_ns - SECOND) < SECOND // 10


def test_what_lies_behind_the_damage_is_analysed(run_stages: Run, tmp_path: Path) -> None:
    for name in ("h264 mp4", "h264 mkv", "h264 ts", "vp9 webm"):
        path = video(tmp_path / name, 250, **FORMS[name])  # type: ignore[arg-type]
        whole = [r["edges"]["t_ns"].max() for r in run_stages(path, ["shot_changes"])["shot_changes"]]
        path.write_bytes(damaged(path.read_bytes(), "overwritten"))
        cut = [r["edges"]["t_ns"].max() for r in run_stages(path, ["shot_changes"])["shot_changes"]]
        assert cut == whole, name


@pytest.mark.parametrize("name", [n for n in FILMS if n not in ("av1.mp4", "prores.mov", "large.mp4")])
def test_sound_films_of_every_kind_are_not_called_damaged(name: str, run_stages: Run, tmp_path: Path) -> None:
    assert harms(run_stages, FILMS[name](tmp_path / name)) == []


def test_sound_media_are_not_called_damaged(run_stages: Run, media: Find) -> None:
    for name in ("obama_speech.mp4", "face_noface.mov", "obama.jpg", "jfk.wav", "motion_photo.jpg"):
        path = Path(str(media("obama.jpg")).replace("obama.jpg", name))
        assert not path.exists() or harms(run_stages, path) == [], name


def _written(photo: Path, form: str, path: Path, **more: object) -> bytes:
    Image.open(photo).convert("RGB").save(path, form, **more)
    return path.read_bytes()


PICTURES = [
    ("JPEG", {}, ("zeroed", "overwritten", "cut out")),
    ("JPEG", {"progressive": True}, ("cut out",)),
    ("PNG", {}, ("zeroed", "overwritten", "cut out", "changed")),
    ("TIFF", {"compression": "tiff_lzw"}, ("zeroed", "overwritten")),
]


@pytest.mark.parametrize(("form", "more", "ways"), PICTURES)
def test_a_damaged_picture_is_found(
    form: str, more: dict[str, object], ways: tuple[str, ...], tmp_path: Path, media: Find
) -> None:
    path = tmp_path / "picture"
    whole = _written(media("obama.jpg"), form, path, **more)
    assert harm_of_picture(MediaPath(str(path))) == []
    for how in ways:
        path.write_bytes(damaged(whole, how))
        assert len(harm_of_picture(MediaPath(str(path)))) == 1, how


def test_a_picture_that_breaks_off_is_damaged(tmp_path: Path) -> None:
    made = io.BytesIO()
    Image.fromarray(picture(3)).save(made, "JPEG")
    path = tmp_path / "half.jpg"
    path.write_bytes(made.getvalue()[: len(made.getvalue()) // 2])
    assert harm_of_picture(MediaPath(str(path)))


def test_near_damage_is_one_stretch_and_many_are_joined() -> None:
    near = [Harm(0, 10, 5, 1), Harm(SECOND // 4, SECOND // 2, 7, 2)]
    assert near_together(near) == [Harm(0, SECOND // 2, 12, 3)]
    many = [Harm(n * SECOND, n * SECOND + 1, 1, 1) for n in range(1000)]
    assert len(few(many, 50)) <= 50
    assert sum(h.count for h in few(many, 50)) == 1000


def test_damage_of_two_streams_at_once_counts_once() -> None:
    read = FileEntry("read", end_ns=10 * SECOND, bytes=1000)
    harm = [FileEntry("damaged-stretch", stream, 4 * SECOND, 5 * SECOND) for stream in (0, 1)]
    assert share_read([read, *harm]) == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "a.mp4 is damaged or incomplete from 00:04.0 to 00:06.0"),
        ("de", "a.mp4 ist von 00:04.0 bis 00:06.0 beschädigt oder unvollständig"),
    ],
)
def test_coverage_search_and_dossier_name_the_damage(tmp_path: Path, language: str, said: str) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        film = put_item(case, "a.mp4")
        account = asdict(FileEntry("read", end_ns=20 * SECOND, bytes=9999))
        put_unit(case, "a.mp4", film, "probe", {**probed(), "account": [account]}, stream=-1)
        harm = {"start_ns": 4 * SECOND, "end_ns": 6 * SECOND, "bytes": 4000, "count": 50}
        put_unit(case, "a.mp4", film, "damage", {"damage": [harm]})
        with review(case) as found:
            (item,) = found.items.values()
            covered = coverage(found.findings, item)
            (entry,) = [e for e in covered.left if e.code == "damaged-stretch"]
            assert (entry.length_ns, entry.bytes, entry.count) == (2 * SECOND, 4000, 50)
            assert covered.read == pytest.approx(0.9)
            index = UnreadIndex()
            index.refresh(found.findings)
            assert "damaged-stretch" in dict(index.of({PERSON}).reasons)
            dossier = Dossier.write(gather(case, found.connection), "", "")
        say = Catalogue(language).say
    told = [say(c.key, c.values) for section in dossier.sections for c in section.claims]
    assert any(text.startswith(said) for text in told), told


def test_the_player_asks_for_what_lies_on_the_line_of_time(tmp_path: Path) -> None:
    account = new_account(tmp_path / "home")
    session = CoreSession(lambda _: None)
    session.enter(account)
    session.take(new_case(account))
    film = put_item(session.case, "a.mp4")
    rows = [
        asdict(FileEntry("read", end_ns=20 * SECOND, bytes=9999)),
        asdict(FileEntry("edited-out", end_ns=3 * SECOND)),
        asdict(FileEntry("truncated", start_ns=20 * SECOND, end_ns=25 * SECOND)),
    ]
    put_unit(session.case, "a.mp4", film, "probe", {**probed(), "account": rows}, stream=-1)
    harm = {"start_ns": 4 * SECOND, "end_ns": 6 * SECOND, "bytes": 4000, "count": 50}
    put_unit(session.case, "a.mp4", film, "damage", {"damage": [harm]})
    found = not_read(session, NotRead(film))
    assert [(e.code, e.start_ns // SECOND, e.end_ns // SECOND) for e in found] == [
        ("damaged-stretch", 4, 6),
        ("truncated", 20, 25),
    ], "what the edit list leaves out has no place on it"
    session.leave()
