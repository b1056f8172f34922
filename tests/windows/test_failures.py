"""What goes wrong while a person works: the window lives, says what happened, and what can be done."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTableView, QTableWidget, QTabWidget

from app.core_api.evidence import ImportProgress
from app.core_api.jobs import JobProgress, Wanted
from app.core_api.protocol import Event
from tests.investigator import Investigator
from tests.windows.driving import child, open_sample, quiet, settle, until
from tests.windows.job_running import (
    LONG,
    add,
    ended,
    evidence,
    heard,
    imported,
    item_ids,
    jobs,
)
from ui.jobs.analyse_dialog import AnalyseDialog
from ui.shell import Shell

MB = 1_000_000
DROPPED = 5_000
FULL, LITTLE = 40_000, 20 * MB
CONFINED = "Seccomp:\t2"
"""What the kernel says of a process that has entered its sandbox."""


@dataclass
class Beats:
    """From beat to beat of the window's own clock: seconds that passed, and seconds it worked itself."""

    passed: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)

    def note(self, passed: float, worked: float) -> None:
        self.passed.append(passed)
        self.worked.append(worked)

    @property
    def p99(self) -> float:
        """What one waits for the window, whatever else the machine does."""
        return sorted(self.passed)[int(len(self.passed) * 0.99)]

    @property
    def most(self) -> float:
        """The longest piece of work, which another program's hold on the processor cannot lengthen."""
        return max(self.worked)


@pytest.fixture
def alive() -> Iterator[Beats]:
    """Nothing may hold the window up."""
    beats, last = Beats(), (time.perf_counter(), time.thread_time())

    def beat() -> None:
        nonlocal last
        now = time.perf_counter(), time.thread_time()
        beats.note(now[0] - last[0], now[1] - last[1])
        last = now

    timer = QTimer(interval=4)
    timer.timeout.connect(beat)
    timer.start()
    yield beats
    timer.stop()


def on_workers(shell: Shell, act: Callable[[int], None]) -> Callable[[], object]:
    """Do something to every worker as soon as it is told of; call what is returned to end that."""

    def look(event: Event) -> None:
        if isinstance(event, JobProgress):
            for pid in event.pids:
                try:
                    act(pid)
                except (ProcessLookupError, psutil.Error):
                    continue  # it has gone already

    shell.ui.core.events.connect(look)
    return lambda: shell.ui.core.events.disconnect(look)


def failed_rows(shell: Shell) -> list[tuple[str, ...]]:
    model = child(jobs(shell), QTableView, "jobs-failed").model()
    return [tuple(str(model.index(r, c).data()) for c in range(4)) for r in range(model.rowCount())]


def bar(shell: Shell) -> str:
    return evidence(shell).import_bar.text


def reopen(shell: Shell) -> None:
    """After the core was lost: what the notice offers, then unlock and open the case again."""
    until(lambda: shell.ui.case is None, "the window did not notice")
    notice = shell.notice_bar.shown
    assert notice is not None
    assert notice.code == "core-lost"
    shell.notice_bar.act()
    open_sample(shell)


def test_a_worker_that_is_killed_is_replaced_and_nothing_is_lost(
    sample_window: Shell, media: Callable[[str], Path]
) -> None:
    add(sample_window, [media("bigbuckbunny.mp4")])
    events = heard(sample_window)
    killed: list[int] = []

    def kill_once(pid: int) -> None:
        if not killed:
            killed.append(pid)
            os.kill(pid, signal.SIGKILL)

    on_workers(sample_window, kill_once)
    jobs(sample_window).enqueue(Wanted())
    until(lambda: ended(events), "the job does not end", LONG)
    assert killed
    assert (ended(events)[0].state, ended(events)[0].failed_units) == ("done", 0)


def test_a_file_that_kills_every_worker_is_listed_with_the_reason_and_can_be_tried_again(
    sample_window: Shell, media: Callable[[str], Path]
) -> None:
    (item,) = add(sample_window, [media("jfk.wav")])  # speech takes longer than it takes to be told of
    sample_window.workspace.reveal("jobs")
    events = heard(sample_window)
    spare = on_workers(sample_window, lambda pid: os.kill(pid, signal.SIGKILL))
    jobs(sample_window).enqueue(Wanted())
    until(lambda: failed_rows(sample_window), "no failure is listed while it runs", LONG)
    spare()
    until(lambda: ended(events), "the job does not end", LONG)
    quiet(sample_window)
    assert ended(events)[0].failed_units >= 1
    name, _, _, why = failed_rows(sample_window)[0]
    assert name == "jfk.wav"
    assert "Look for another copy" in why
    tabs = child(sample_window, QTabWidget, "jobs-tabs")
    assert tabs.tabText(1).startswith("Failed (")
    tabs.setCurrentIndex(1)
    table = child(sample_window, QTableView, "jobs-failed")
    spot = table.visualRect(table.model().index(0, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert sample_window.ui.position.item_id == item
    table.clearSelection()
    QTest.mouseClick(child(sample_window, QPushButton, "jobs-retry-button"), Qt.MouseButton.LeftButton)
    until(lambda: len(ended(events)) == 2, "trying again does not end", LONG)
    until(lambda: not failed_rows(sample_window), "the failure is still listed")


def test_a_worker_that_hangs_is_seen_to_hang_and_stopping_ends_it_at_once(
    sample_window: Shell, media: Callable[[str], Path], alive: Beats
) -> None:
    add(sample_window, [media("bigbuckbunny.mp4")])
    sample_window.workspace.reveal("jobs")
    events = heard(sample_window)
    held: set[int] = set()

    def hold(pid: int) -> None:
        if pid not in held:
            held.add(pid)
            os.kill(pid, signal.SIGSTOP)

    on_workers(sample_window, hold)
    jobs(sample_window).enqueue(Wanted())
    now = child(sample_window, QLabel, "jobs-now")
    until(lambda: " s" in now.text().rpartition("·")[2], f"nothing says how long: {now.text()}", LONG)
    begun = time.monotonic()
    QTest.keyClick(sample_window, Qt.Key.Key_F5, Qt.KeyboardModifier.ControlModifier)
    until(lambda: ended(events), "a hanging worker holds the end up")
    assert time.monotonic() - begun < 5
    assert ended(events)[0].state == "cancelled"
    until(lambda: not any(psutil.pid_exists(pid) for pid in held), "a worker was left behind")
    assert alive.most < 0.2


def test_a_worker_without_memory_is_a_failed_segment_that_says_so(
    sample_window: Shell, media: Callable[[str], Path]
) -> None:
    # loading a model of speech takes longer than seeing that there is a new worker
    add(sample_window, [media("jfk.wav")])
    events = heard(sample_window)
    jobs(sample_window).enqueue(Wanted(workers=1))
    with starving(sample_window.ui.core.core_pid):
        until(lambda: failed_rows(sample_window), "no failure is listed", LONG)
    until(lambda: ended(events), "the job does not end", LONG)
    quiet(sample_window)
    assert ended(events)[0].state == "done"
    reasons = [why for _, _, _, why in failed_rows(sample_window)]
    assert any("more memory than one worker may use" in why for why in reasons), reasons


@contextmanager
def starving(core: int) -> Iterator[None]:
    """No worker of this core gets more than a little memory once it is in its sandbox."""
    over, seen = threading.Event(), set[int]()

    def watch() -> None:
        while not over.wait(0.005):
            for worker in psutil.Process(core).children():
                try:
                    if worker.pid not in seen and CONFINED in Path(f"/proc/{worker.pid}/status").read_text():
                        most = worker.memory_info().vms + LITTLE
                        worker.rlimit(psutil.RLIMIT_AS, (most, most))
                        seen.add(worker.pid)
                except (OSError, psutil.Error):
                    continue  # it has gone already

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def test_a_disk_that_fills_stops_the_job_says_what_to_do_and_continue_does_the_rest(
    sample_window: Shell, media: Callable[[str], Path]
) -> None:
    """The system refuses to write files longer than FULL, as a full disk would."""
    add(sample_window, [media("bigbuckbunny.mp4")])
    sample_window.workspace.reveal("jobs")
    events = heard(sample_window)
    core = psutil.Process(sample_window.ui.core.core_pid)
    jobs(sample_window).enqueue(Wanted())
    until(lambda: any(isinstance(e, JobProgress) and e.done_units > 62 for e in events), "no unit", LONG)
    core.rlimit(psutil.RLIMIT_FSIZE, (FULL, -1))
    until(lambda: ended(events), "the job does not stop", LONG)
    quiet(sample_window)
    end = ended(events)[0]
    assert end.problem is not None
    assert end.problem.code in ("disk-full", "disk-refused")
    assert "Finished work is kept" in child(sample_window, QLabel, "jobs-figures").text()
    core.rlimit(psutil.RLIMIT_FSIZE, (-1, -1))
    QTest.mouseClick(child(sample_window, QPushButton, "jobs-continue-button"), Qt.MouseButton.LeftButton)
    until(lambda: len(ended(events)) == 2, "it does not go on", LONG)
    assert (ended(events)[1].state, ended(events)[1].failed_units) == ("done", 0)
    assert ended(events)[1].skipped_units >= end.done_units


def test_an_import_without_room_names_the_file_and_continue_brings_it(
    sample_window: Shell, media: Callable[[str], Path], tmp_path: Path
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.bin").write_bytes(b"small")
    (source / "b.bin").write_bytes(os.urandom(5 * MB))
    events = heard(sample_window)
    core = psutil.Process(sample_window.ui.core.core_pid)
    core.rlimit(psutil.RLIMIT_FSIZE, (4 * MB, -1))
    evidence(sample_window).importer.add([str(source)])
    until(lambda: imported(events), "the import does not end")
    quiet(sample_window)
    assert (imported(events)[0].added, imported(events)[0].failed) == (1, 1)
    assert "no space left" in bar(sample_window)
    QTest.mouseClick(child(sample_window, QPushButton, "import-list"), Qt.MouseButton.LeftButton)
    files = child(sample_window, QTableWidget, "not-added-files")
    name, why = files.item(0, 0), files.item(0, 1)
    assert name is not None
    assert name.text().endswith("b.bin")
    assert why is not None
    assert "Free some space" in why.text()
    QTest.keyClick(files, Qt.Key.Key_Escape)
    core.rlimit(psutil.RLIMIT_FSIZE, (-1, -1))
    QTest.mouseClick(child(sample_window, QPushButton, "import-continue"), Qt.MouseButton.LeftButton)
    until(lambda: len(imported(events)) == 2, "it does not go on")
    quiet(sample_window)
    assert (imported(events)[1].added, imported(events)[1].failed) == (1, 0)
    assert len(item_ids(sample_window)) == 8


def test_a_file_without_permission_and_a_duplicate_are_reported(
    sample_window: Shell, media: Callable[[str], Path], tmp_path: Path
) -> None:
    events = heard(sample_window)
    paths = [str(media("obama.jpg")), str(tmp_path / "nowhere.mp4")]
    evidence(sample_window).importer.add(paths)
    until(lambda: imported(events), "the import does not end")
    quiet(sample_window)
    assert bar(sample_window) == "Import finished: added: 0, already in the case: 1, skipped: 1."
    (lost,) = imported(events)[0].not_added
    assert lost.problem.code == "source-vanished"


def test_a_case_that_is_open_elsewhere_can_be_looked_at_and_says_why_not_changed(
    home: Path, models: Path, media: Callable[[str], Path], start_window: Callable[[], Shell]
) -> None:
    with Investigator(home, models).open_case():
        shell = start_window()
        open_sample(shell)
        assert len(item_ids(shell)) == 6
        events = heard(shell)
        evidence(shell).importer.add([str(media("jfk.wav"))])
        until(lambda: imported(events), "the import does not end")
        assert "open for writing in another window" in bar(shell)
        QTest.keyClick(shell, Qt.Key.Key_F5)
        until(lambda: shell.findChild(AnalyseDialog) is not None, "the dialog does not show")
        dialog = child(shell, AnalyseDialog, "analyse")
        said = child(dialog, QLabel, "analyse-quote")
        until(lambda: "another window or command" in said.text(), f"not told: {said.text()}", LONG)
        assert not child(dialog, QPushButton, "analyse-start").isEnabled()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        quiet(shell)


def test_a_killed_core_costs_a_job_nothing_that_was_finished(
    sample_window: Shell, media: Callable[[str], Path]
) -> None:
    add(sample_window, [media("bigbuckbunny.mp4")])
    events = heard(sample_window)
    sample_window.workspace.reveal("jobs")
    jobs(sample_window).enqueue(Wanted())
    until(lambda: any(isinstance(e, JobProgress) and e.done_units > 65 for e in events), "no unit", LONG)
    os.kill(sample_window.ui.core.core_pid, signal.SIGKILL)
    reopen(sample_window)
    status = jobs(sample_window).status
    until(lambda: "was interrupted" in child(jobs(sample_window), QLabel, "jobs-figures").text(), "not told")
    assert status.headline == "No analysis is running."
    QTest.keyClick(sample_window, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    until(lambda: ended(events), "it does not go on", LONG)
    (end,) = ended(events)
    assert (end.state, end.failed_units) == ("done", 0)
    assert end.skipped_units >= 65


def pictures(folder: Path, like: Path, count: int) -> list[Path]:
    """Real pictures of different bytes: what follows the end of a JPEG is no part of the picture."""
    folder.mkdir()
    content = like.read_bytes()
    paths = [folder / f"{n:05d} Bild.jpg" for n in range(count)]
    for n, path in enumerate(paths):
        path.write_bytes(content + n.to_bytes(4, "big"))
    return paths


def drop(shell: Shell, paths: list[Path]) -> float:
    """Drop files on the window; for how long that kept it at work, in seconds."""
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
    at, left = QPointF(600, 400), Qt.MouseButton.LeftButton
    copy, no_keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(at.toPoint(), copy, dropped, left, no_keys)
    QApplication.sendEvent(shell, entering)
    assert entering.isAccepted()
    begun = time.thread_time()
    falling = QDropEvent(at, copy, dropped, left, no_keys)
    QApplication.sendEvent(shell, falling)
    assert falling.isAccepted()
    return time.thread_time() - begun


@pytest.mark.timeout(900)
def test_five_thousand_dropped_files_come_in_while_the_window_continues(
    sample_window: Shell, media: Callable[[str], Path], tmp_path: Path, alive: Beats
) -> None:
    paths = pictures(tmp_path / "many", media("person_a_1.jpg"), DROPPED)
    events = heard(sample_window)
    settle()
    alive.passed.clear()
    until(lambda: bool(alive.passed), "the window's clock stands")
    alive.passed.clear()  # until this beat the test itself was at work
    alive.worked.clear()
    held_up = drop(sample_window, paths)
    until(lambda: "Adding: " in bar(sample_window), "nothing is shown of it", LONG)
    until(lambda: imported(events), "the import does not end", 800)
    quiet(sample_window, LONG)
    print(
        f"the drop held the window up for {1000 * held_up:.1f} ms; beats: p99 {1000 * alive.p99:.0f} ms,"
        f" longest work {1000 * alive.most:.0f} ms"
    )
    assert (imported(events)[0].added, imported(events)[0].failed) == (DROPPED, 0)
    assert child(sample_window, QTableView, "evidence-table").model().rowCount() == DROPPED + 6
    told = [e for e in events if isinstance(e, ImportProgress)]
    assert len(told) > 10
    assert held_up < 0.1
    assert alive.p99 < 0.5
    assert alive.most < 0.2


def test_an_import_is_stopped_and_a_killed_core_costs_it_nothing(
    sample_window: Shell, media: Callable[[str], Path], tmp_path: Path
) -> None:
    drop(sample_window, pictures(tmp_path / "many", media("person_a_1.jpg"), 600))
    events = heard(sample_window)
    until(lambda: "Adding: " in bar(sample_window), "nothing is shown of it", LONG)
    QTest.mouseClick(child(sample_window, QPushButton, "import-stop"), Qt.MouseButton.LeftButton)
    until(lambda: imported(events), "it does not stop")
    first = imported(events)[0]
    assert first.stopped is not None
    assert 0 < first.added < 600
    assert "Continue to add the rest" in bar(sample_window)
    QTest.mouseClick(child(sample_window, QPushButton, "import-continue"), Qt.MouseButton.LeftButton)
    until(lambda: "Adding: " in bar(sample_window), "it does not go on", LONG)
    os.kill(sample_window.ui.core.core_pid, signal.SIGKILL)
    reopen(sample_window)
    until(lambda: "was interrupted" in bar(sample_window), f"not told: {bar(sample_window)}")
    held = len(item_ids(sample_window))
    child(sample_window, QAction, "evidence-continue-import").trigger()
    until(lambda: len(imported(events)) == 2, "it does not go on", LONG)
    quiet(sample_window, LONG)
    assert imported(events)[1].resumed
    assert held + imported(events)[1].added == 606
    assert len(item_ids(sample_window)) == 606
