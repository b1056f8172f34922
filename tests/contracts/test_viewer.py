"""A viewer process: what it shows, how it is confined, and that nothing it does reaches beyond itself."""

from __future__ import annotations

import hashlib
import os
import queue
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from engine.media import images
from engine.media.decoding import EXACT, decoded
from engine.media.opening import Input, open_file
from engine.media.pictures import Converter
from engine.media.stills import exact_still
from engine.sealing.sealed import SealedWriter
from engine.units import SECOND, Kind, MediaPath, Span
from gpu_backends.shared_pictures import SharedPictures
from gpu_backends.viewer_messages import (
    Blank,
    Failing,
    Heard,
    Lost,
    Opened,
    Ran,
    Shown,
    Silent,
    SoundOver,
    StillMade,
    ViewerMessage,
    Wave,
    WaveOver,
    delivery,
)
from gpu_backends.viewing import Showing, Viewer
from tests.films import FILMS
from tests.hostile.build import RESULT, Case, build
from tests.hostile.making import sound, video

KEY, ABOUT = bytes(range(32)), b"case|item|media"
WHOLE = Span(0, 1 << 62)
D = TypeVar("D")


class Screen:
    """A viewer and what it has delivered."""

    def __init__(self, patience: dict[str, float] | None = None) -> None:
        self.told: queue.Queue[ViewerMessage] = queue.Queue()
        self.viewer = Viewer(self.told.put, **({"patience": patience} if patience else {}))

    def open(self, path: Path, kind: Kind = Kind.VIDEO, **streams: int | None) -> None:
        self.viewer.open(MediaPath(str(path)), kind, **streams)  # type: ignore[arg-type]
        self.viewer.show(Showing(1600, 900))

    def get(self, kind: type[D], seconds: float = 20.0) -> D:
        """The next delivery of this kind; slots of other pictures are given back."""
        until = time.monotonic() + seconds
        while True:
            told = self.told.get(timeout=max(0.01, until - time.monotonic()))
            if isinstance(told, kind):
                return told
            if isinstance(told, Shown):
                self.viewer.free(told.slot)
            assert not isinstance(told, Failing | Lost), told

    def picture(self, t_ns: int, steps: int = 0) -> tuple[Shown, bytes]:
        """The exact picture of a time, and its pixels."""
        number = self.viewer.request_frame(t_ns, steps)
        while True:
            shown = self.get(Shown)
            pixels = bytes(shown.pixels)
            self.viewer.free(shown.slot)
            if shown.number == number and shown.exact:
                return shown, pixels


@pytest.fixture
def screen() -> Iterator[Screen]:
    made = Screen()
    yield made
    made.viewer.close()


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder, made = tmp_path_factory.mktemp("films"), dict[str, Path]()

    def find(name: str) -> Path:
        if name not in made:
            made[name] = FILMS[name](folder / name)
        return made[name]

    return find


def truth(path: Path) -> list[tuple[int, str]]:
    """Time and pixels, as they are painted, of every picture that the stages' decoding gives."""
    source, converter = Input(MediaPath(str(path))), Converter()
    try:
        return [
            (
                s.t_ns,
                digest(converter.screen(s.picture, s.upright, s.upright.width, s.upright.height).tobytes()),
            )
            for s in decoded(source, source.stream(-1, "video"), WHOLE, EXACT)
        ]
    finally:
        source.close()


def digest(pixels: bytes) -> str:
    return hashlib.sha256(pixels).hexdigest()


@pytest.mark.parametrize("name", FILMS)
def test_every_kind_of_film_is_shown_exactly_at_random_times(
    name: str, films: Callable[[str], Path], screen: Screen
) -> None:
    """Forty of forty: the pixels in shared memory are those of the analysis' decoding."""
    known, chance = truth(films(name)), random.Random(7)
    screen.open(films(name))
    wrong = 0
    for _ in range(40):
        t_ns = chance.randrange(known[0][0], known[-1][0] + SECOND // 20)
        shown, pixels = screen.picture(t_ns)
        wrong += (shown.t_ns, digest(pixels)) != [k for k in known if k[0] <= t_ns][-1]
    assert wrong == 0


def test_steps_are_pictures(films: Callable[[str], Path], screen: Screen) -> None:
    known = truth(films("uneven rate.mkv"))
    screen.open(films("uneven rate.mkv"))
    place = 50
    for steps in (1, 1, -1, -3, 20, -20, 1, 60, -90):
        shown, pixels = screen.picture(known[place][0], steps)
        place += steps
        assert (shown.t_ns, digest(pixels)) == known[place]


def test_a_run_gives_every_picture_in_order_and_sound_beside_it(screen: Screen, tmp_path: Path) -> None:
    known = truth(video(tmp_path / "film.mp4", 75))
    screen.open(tmp_path / "film.mp4")
    number, begun = screen.viewer.play(0), time.monotonic()
    shown, heard, over = [], 0, False
    while not over:
        match screen.told.get(timeout=20):
            case Shown() as picture if picture.number == number:
                # paint it when it is due, as a window does
                time.sleep(max(0.0, begun + picture.t_ns / SECOND - time.monotonic()))
                screen.viewer.clock(picture.t_ns)
                shown.append((picture.t_ns, digest(bytes(picture.pixels))))
                screen.viewer.free(picture.slot)
            case Heard(t_ns=t_ns, pcm=pcm):
                assert abs(t_ns - heard * SECOND // 48_000) < 2
                heard += len(pcm) // 4
            case Ran():
                over = True
            case Failing() | Lost() as bad:
                raise AssertionError(bad)
    assert shown == known
    assert heard >= 3 * 48_000


@pytest.mark.parametrize("speed", [-1.0, -8.0, 0.5, 2.0, 8.0, 16.0])
def test_at_any_speed_pictures_of_the_film_come_in_order(
    speed: float, screen: Screen, tmp_path: Path
) -> None:
    known = dict(truth(video(tmp_path / "film.mp4", 250, options={"g": "25"})))
    screen.open(tmp_path / "film.mp4", duration_ns=10 * SECOND)
    begin = 0 if speed > 0 else 9 * SECOND
    number, asked = screen.viewer.play(begin, speed), time.monotonic()
    since = asked
    shown: list[tuple[int, str]] = []
    while time.monotonic() - since < 1.0 and time.monotonic() - asked < 20.0:
        if not shown:
            since = time.monotonic()  # the clock runs from the first picture on
        try:
            told = screen.told.get(timeout=0.05)
        except queue.Empty:
            told = None
        assert not isinstance(told, Failing | Lost)
        screen.viewer.clock(begin + round((time.monotonic() - since) * speed * SECOND))
        if isinstance(told, Shown) and told.number == number:
            shown.append((told.t_ns, digest(bytes(told.pixels))))
            screen.viewer.free(told.slot)
    times = [t for t, _ in shown]
    assert len(shown) >= 4
    assert times == sorted(times, reverse=speed < 0)
    assert all(known[t] == looks for t, looks in shown)


@pytest.mark.parametrize("speed", [0.5, 1.5, 2.0])
def test_sound_keeps_its_pitch_at_other_speeds(speed: float, screen: Screen, tmp_path: Path) -> None:
    sound(tmp_path / "tone.wav", 4, rate=48_000)  # 440 Hz
    screen.open(tmp_path / "tone.wav", Kind.AUDIO, pictures=None)
    screen.viewer.play(0, speed)
    pieces: list[bytes] = []
    ended = None
    while ended is None:
        match screen.told.get(timeout=20):
            case Heard(t_ns=t_ns, pcm=pcm):
                pieces.append(pcm)
                screen.viewer.clock(t_ns)
            case SoundOver(t_ns=t_ns):
                ended = t_ns
            case Failing() | Lost() as bad:
                raise AssertionError(bad)
    values = np.frombuffer(b"".join(pieces), np.int16).reshape(-1, 2)[:, 0]
    spectrum = np.abs(np.fft.rfft(values[4800:-4800] * np.hanning(len(values) - 9600)))
    loudest = spectrum.argmax() * 48_000 / (len(values) - 9600)
    assert abs(loudest - 440) < 4
    assert abs(len(values) / 48_000 - 4 / speed) < 0.15
    assert abs(ended - 4 * SECOND) < SECOND // 4


def test_a_photo_is_shown_upright_and_in_parts(screen: Screen, media: Callable[[str], Path]) -> None:
    path = Path(__file__).resolve().parents[1] / "data" / "gradient.heic"
    file = open_file(MediaPath(str(path)))
    whole = images.decoded(file).picture
    file.close()
    screen.open(path, Kind.IMAGE, sound=None)
    _, pixels = screen.picture(0)
    height, width = whole.shape[:2]
    assert digest(pixels) == digest(np.dstack([whole, np.full(whole.shape[:2], 255, np.uint8)]).tobytes())
    part = (width // 4, height // 4, width // 2, height // 2)
    screen.viewer.show(Showing(640, 480, tuple(float(v) for v in part)))  # type: ignore[arg-type]
    shown, pixels = screen.picture(0)
    assert shown.region == tuple(float(v) for v in part)
    seen = np.frombuffer(pixels, np.uint8).reshape(shown.height, shown.width, 4)[:, :, :3]
    assert (seen == whole[part[1] : part[3], part[0] : part[2]]).all()


def test_what_is_protected_never_reaches_the_window(screen: Screen, media: Callable[[str], Path]) -> None:
    screen.open(media("obama_speech.mp4"))
    screen.viewer.show(Showing(1280, 720, None, blurred=True, grey=True))
    shown, pixels = screen.picture(SECOND)
    assert min(shown.width, shown.height) <= 12
    values = np.frombuffer(pixels, np.uint8).reshape(-1, 4)
    assert (values[:, 0] == values[:, 1]).all()
    assert (values[:, 1] == values[:, 2]).all()
    assert shown.full == (320, 240)


def test_a_still_is_the_exact_one_of_the_engine(screen: Screen, media: Callable[[str], Path]) -> None:
    screen.open(media("bikes.mp4"))
    screen.get(Opened)
    screen.viewer.still(2 * SECOND)
    still = screen.get(StillMade)
    assert still.sha256 == exact_still(MediaPath(str(media("bikes.mp4"))), -1, 2 * SECOND).sha256
    assert hashlib.sha256(still.png).hexdigest() == still.sha256


def test_a_waveform_has_the_peaks_of_the_sound(screen: Screen, tmp_path: Path) -> None:
    sound(tmp_path / "tone.wav", 3.5)
    screen.open(tmp_path / "tone.wav", Kind.AUDIO, pictures=None)
    screen.viewer.waveform()
    peaks = np.zeros((0, 2), np.int8)
    while not isinstance(told := screen.told.get(timeout=20), WaveOver):
        if isinstance(told, Wave):
            assert told.first == len(peaks)
            peaks = np.concatenate([peaks, np.frombuffer(told.peaks, np.int8).reshape(-1, 2)])
    assert told.code == ""
    assert len(peaks) == 350
    assert np.abs(peaks[1:-1, 1] - 63).max() <= 2  # half of full scale
    assert np.abs(peaks[1:-1, 0] + 63).max() <= 2


def test_a_sealed_film_leaves_no_plain_file_open(
    tmp_path: Path, media: Callable[[str], Path], screen: Screen
) -> None:
    sealed = tmp_path / "item.sealed"
    with sealed.open("wb") as target:
        writer = SealedWriter(target, KEY, ABOUT)
        writer.write(media("small.mp4").read_bytes())
        writer.finish()
    screen.viewer.open(MediaPath(str(sealed), KEY, ABOUT), Kind.VIDEO)
    screen.viewer.show(Showing(1280, 720))
    shown, pixels = screen.picture(SECOND)
    assert (shown.t_ns, digest(pixels)) in truth(media("small.mp4"))
    screen.viewer.play(0)
    assert screen.get(Heard).pcm
    process = screen.viewer.process
    assert process is not None
    if sys.platform == "linux":
        opened = {str(link.readlink()) for link in Path(f"/proc/{process.pid}/fd").iterdir()}
        files = {name for name in opened if name.startswith("/") and not name.startswith("/dev/")}
        assert files - {"/memfd:pictures (deleted)"} == {str(sealed)}


def test_a_viewer_is_shut_in_before_it_reads_anything(screen: Screen, media: Callable[[str], Path]) -> None:
    screen.open(media("small.mp4"))
    screen.picture(0)
    assert screen.viewer.process is not None
    status = Path(f"/proc/{screen.viewer.process.pid}/status").read_text()
    facts = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert facts["Seccomp"] == "2"
    assert facts["NoNewPrivs"] == "1"
    assert int(facts["CapEff"], 16) == 0
    mine, its = (Path(f"/proc/{pid}/ns/net").readlink() for pid in ("self", screen.viewer.process.pid))
    assert mine != its


def test_a_viewer_that_is_killed_says_so_and_the_next_one_plays(
    screen: Screen, media: Callable[[str], Path]
) -> None:
    screen.open(media("small.mp4"))
    screen.picture(0)
    assert screen.viewer.process is not None
    screen.viewer.process.kill()
    assert screen.told.get(timeout=10) == Lost("viewer-died")
    screen.open(media("small.mp4"))
    assert screen.picture(SECOND)[0].t_ns <= SECOND


def test_a_viewer_that_hangs_is_killed_after_its_grace(media: Callable[[str], Path]) -> None:
    screen = Screen({"open": 20.0, "look": 1.0})
    try:
        screen.open(media("small.mp4"))
        screen.picture(0)
        assert screen.viewer.process is not None
        os.kill(screen.viewer.process.pid, signal.SIGSTOP)
        begun = time.monotonic()
        screen.viewer.request_frame(SECOND)
        assert screen.told.get(timeout=10) == Lost("viewer-hung")
        assert 0.9 < time.monotonic() - begun < 5
        assert screen.viewer.process.wait(5) == -signal.SIGKILL
    finally:
        screen.viewer.close()


def test_a_viewer_that_closes_leaves_no_process(screen: Screen, media: Callable[[str], Path]) -> None:
    screen.open(media("small.mp4"))
    screen.picture(0)
    process = screen.viewer.process
    assert process is not None
    screen.viewer.close()
    assert process.wait(5) != 0


def test_the_next_item_finds_a_process_that_is_ready(screen: Screen, media: Callable[[str], Path]) -> None:
    """Also after the item before was left, as a player does in between."""
    screen.open(media("small.mp4"))
    screen.picture(0)
    screen.viewer.warm()
    until = time.monotonic() + 10
    while (spare := screen.viewer.spare) is None and time.monotonic() < until:
        time.sleep(0.01)
    assert spare is not None
    screen.viewer.leave()
    screen.open(media("small.mp4"))
    assert screen.viewer.process is spare
    screen.picture(0)


def test_an_item_given_to_a_spare_process_that_has_died_is_reported_as_lost(
    screen: Screen, media: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may die between being looked at and being given the item; nobody would answer for it."""
    screen.viewer.warm()
    until = time.monotonic() + 60
    while screen.viewer.spare is None and time.monotonic() < until:
        time.sleep(0.01)
    spare = screen.viewer.spare
    assert spare is not None
    spare.kill()
    while not screen.viewer._spare.gone and time.monotonic() < until:  # type: ignore[union-attr]
        time.sleep(0.01)
    monkeypatch.setattr(screen.viewer, "warm", lambda: None)
    screen.open(media("small.mp4"))
    assert screen.told.get(timeout=60) == Lost("viewer-died")


@pytest.mark.parametrize(
    "message",
    [
        {"tell": "picture", "number": 1, "slot": 99, "width": 4, "height": 4, "region": [0, 0, 4, 4],
         "full": [4, 4], "t_ns": 0, "pts": 0, "exact": True},
        {"tell": "picture", "number": 1, "slot": 0, "width": 100_000, "height": 100_000,
         "region": [0, 0, 4, 4], "full": [4, 4], "t_ns": 0, "pts": 0, "exact": True},
        {"tell": "picture", "number": 1, "slot": 0, "width": 4, "height": 4,
         "region": [0, 0, float("nan"), 4], "full": [4, 4], "t_ns": 0, "pts": 0, "exact": True},
        {"tell": "failed", "number": 1, "code": "<b>text of the evidence</b>"},
        {"tell": "wave", "stream": 0, "first": 1 << 60, "peaks": b""},
        {"tell": "sound", "number": 1, "t_ns": "0", "pcm": b""},
        {"tell": "blank", "number": 1, "t_ns": (1 << 63) - 1},
        {"tell": "still", "png": b"", "sha256": "nonsense", "t_ns": 0, "pts": 0, "width": 1, "height": 1},
        {"tell": ["picture"]},
        {"tell": "something new"},
    ],
)  # fmt: skip
def test_what_a_taken_over_viewer_may_say_is_refused(message: dict[str, object]) -> None:
    shared = SharedPictures.create()
    try:
        with pytest.raises(ValueError, match=r"no|not"):
            delivery(message, shared)
    finally:
        shared.close()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    return [c for c in build(tmp_path_factory.mktemp("hostile")) if not c.intake]


def test_hostile_files_are_shown_or_named_as_what_they_are(hostile: list[Case]) -> None:
    """Each in a viewer of its own, which must answer, and must not die."""
    wrong = {}
    screen = Screen()
    try:
        for case in hostile:
            screen.viewer.warm()
            screen.open(case.path, Kind.OTHER)
            end = _ending(screen, screen.viewer.request_frame(0))
            played = not isinstance(end, Failing | Lost)
            if isinstance(end, Lost) or (not played and case.expected == {RESULT}):
                wrong[case.name] = end
    finally:
        screen.viewer.close()
    assert wrong == {}


def _ending(screen: Screen, asked: int) -> ViewerMessage:
    """How opening a file and asking for its first picture ended.

    A file that cannot be opened fails twice; the second answer may lie in the queue when the next file is
    opened.
    """
    while True:
        told = screen.told.get(timeout=40)
        if isinstance(told, Failing | Shown | Blank) and told.number < asked - 1:
            continue
        if isinstance(told, Shown) and not told.exact:
            screen.viewer.free(told.slot)
        elif not isinstance(told, Opened | Silent):
            assert isinstance(told, Shown | Blank | Failing | Lost)
            return told
