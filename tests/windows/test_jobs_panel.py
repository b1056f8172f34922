"""Analysing from the window: a quote first, then the job, its figures, stopping, going on; real media."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QListWidget,
    QMessageBox,
    QPushButton,
    QRadioButton,
    QTableView,
    QTabWidget,
    QTreeWidget,
)
from sqlalchemy import func, select

from app.core_api.jobs import Estimate, JobProgress, Wanted
from app.core_api.protocol import Changed
from app.store.schema import units
from tests.investigator import Investigator
from tests.windows.driving import child, open_sample, quiet, settle, until
from tests.windows.job_running import LONG, add, ended, heard, jobs, patiently
from ui.jobs.analyse_dialog import AnalyseDialog
from ui.shell import Shell

SAMPLE_UNITS = 58
"""Units of the sample case, all done."""


def ask_for(shell: Shell) -> AnalyseDialog:
    """Press F5 and wait for the quote."""
    QTest.keyClick(shell, Qt.Key.Key_F5)
    until(lambda: shell.findChild(AnalyseDialog) is not None, "the dialog does not show")
    return child(shell, AnalyseDialog, "analyse")


def quote(dialog: AnalyseDialog) -> str:
    said = child(dialog, QLabel, "analyse-quote")
    until(lambda: "About" in said.text() or "Nothing" in said.text(), f"no quote: {said.text()}", LONG)
    return said.text()


def begin(dialog: AnalyseDialog) -> None:
    quote(dialog)
    start = child(dialog, QPushButton, "analyse-start")
    until(start.isEnabled, "the quote does not allow a start")
    QTest.mouseClick(start, Qt.MouseButton.LeftButton)


def test_what_is_done_is_said_and_cannot_be_started_again(sample_window: Shell) -> None:
    dialog = ask_for(sample_window)
    assert quote(dialog) == "Nothing left to do: these analysis steps are complete."
    assert not child(dialog, QPushButton, "analyse-start").isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    until(lambda: not dialog.isVisible(), "Escape does not close")


def test_a_job_runs_from_quote_to_end_by_keys_and_tells_how_far_it_is(
    sample_window: Shell, media: Callable[[str], Path]
) -> None:
    (item,) = add(sample_window, [media("person_b_1.jpg")])
    events = heard(sample_window)
    sample_window.workspace.reveal("jobs")
    dialog = ask_for(sample_window)
    assert "1 items" not in quote(dialog)
    status, headlines = jobs(sample_window).status, list[str]()
    sample_window.ui.core.events.connect(lambda _: headlines.append(status.headline))
    begin(dialog)
    until(lambda: any("Analysing" in line for line in headlines), "nothing is shown of the job", LONG)
    until(lambda: ended(events), "the job does not end", LONG)
    quiet(sample_window)
    (end,) = ended(events)
    assert (end.state, end.failed_units) == ("done", 0)
    assert status.headline == "The analysis is complete."
    stages = child(sample_window, QTableView, "jobs-stages").model()
    shares = {stages.index(r, 0).data(): stages.index(r, 1).data() for r in range(stages.rowCount())}
    assert shares["Face detection"] == "100 %"
    told = [e for e in events if isinstance(e, Changed) and "findings" in e.what]
    assert any(item in e.items for e in told)
    notice = sample_window.notice_bar.shown
    assert notice is not None
    assert notice.text.startswith("The analysis is complete. Duration: ")


def test_progress_is_reported_at_most_twice_a_second(
    sample_window: Shell, media: Callable[[str], Path]
) -> None:
    add(sample_window, [media("person_b_1.jpg")])
    events = heard(sample_window)
    jobs(sample_window).enqueue(Wanted())
    until(lambda: ended(events), "the job does not end", LONG)
    progress = [e.seconds for e in events if isinstance(e, JobProgress)]
    assert len(progress) >= 2
    assert len(progress) <= 2 * progress[-1] + 2


def test_the_quote_is_within_a_factor_of_two_of_the_time_it_takes(
    empty_home: Path, media: Callable[[str], Path], start_window: Callable[[], Shell]
) -> None:
    """On shipped rates, nothing being measured yet; what other programs took of the processor is left out."""
    Investigator.set_up(empty_home, Path(os.environ["AIMA_MODELS"])).new_case()
    shell = start_window()
    open_sample(shell)
    add(shell, [media(name) for name in ("obama_speech.mp4", "dev00.wav", "obama.jpg", "t1.jpg")])
    said = patiently(shell, Estimate(Wanted()))
    events = heard(shell)
    jobs(shell).enqueue(Wanted())
    until(lambda: ended(events), "the job does not end", LONG)
    (end,) = ended(events)
    with Investigator(empty_home, empty_home).open_case() as case, case.database.connect() as connection:
        sums = select(func.sum(units.c.wall_seconds), func.sum(units.c.cpu_seconds))
        wall, cpu = connection.execute(sums).one()
    own = end.seconds * cpu / wall
    print(
        f"quoted {said.low:.1f} to {said.high:.1f} s, likely {said.likely:.1f} s; took {end.seconds:.1f} s,"
        f" {own:.1f} s without what others took"
    )
    assert not said.measured
    assert said.likely / 2 <= own <= said.likely * 2


def test_a_stopped_job_says_so_and_continue_does_the_rest(
    sample_window: Shell, media: Callable[[str], Path]
) -> None:
    add(sample_window, [media("bigbuckbunny.mp4")])
    events = heard(sample_window)
    sample_window.workspace.reveal("jobs")
    begin(ask_for(sample_window))
    until(lambda: any(isinstance(e, JobProgress) and e.done_units > 60 for e in events), "no unit", LONG)
    QTest.mouseClick(child(sample_window, QPushButton, "jobs-stop-button"), Qt.MouseButton.LeftButton)
    until(lambda: ended(events), "the job does not stop")
    quiet(sample_window)
    first = ended(events)[0]
    assert first.state == "cancelled"
    assert jobs(sample_window).status.headline == "The analysis was stopped."
    QTest.mouseClick(child(sample_window, QPushButton, "jobs-continue-button"), Qt.MouseButton.LeftButton)
    until(lambda: len(ended(events)) == 2, "it does not go on", LONG)
    second = ended(events)[1]
    assert second.state == "done"
    assert second.skipped_units >= first.done_units


def test_a_second_job_waits_where_it_is_seen_and_can_be_moved_and_removed(
    sample_window: Shell, media: Callable[[str], Path]
) -> None:
    add(sample_window, [media("bigbuckbunny.mp4")])
    events = heard(sample_window)
    sample_window.workspace.reveal("jobs")
    for stages in ((), ("faces",), ("objects",)):
        jobs(sample_window).enqueue(Wanted(stages=stages))
    tabs = child(sample_window, QTabWidget, "jobs-tabs")
    assert tabs.tabText(2) == "Queued (2)"
    tabs.setCurrentIndex(2)
    waiting = child(sample_window, QListWidget, "jobs-waiting")
    QTest.mouseClick(child(sample_window, QPushButton, "jobs-waiting-down"), Qt.MouseButton.LeftButton)
    assert [waiting.item(n).text() for n in range(2)] == [
        "all items · Object detection", "all items · Face detection",
    ]  # fmt: skip
    QTest.mouseClick(child(sample_window, QPushButton, "jobs-waiting-remove"), Qt.MouseButton.LeftButton)
    QTest.keyClick(sample_window, Qt.Key.Key_F5, Qt.KeyboardModifier.ControlModifier)
    until(lambda: len(ended(events)) == 2, "the next job did not begin when the first was stopped", LONG)
    assert [e.state for e in ended(events)] == ["cancelled", "done"]


def test_stages_and_marked_items_can_be_chosen_and_the_quote_follows(
    sample_window: Shell, media: Callable[[str], Path]
) -> None:
    (photo, _) = add(sample_window, [media("person_b_1.jpg"), media("person_b_2.jpg")])
    table = child(sample_window, QTableView, "evidence-table")
    table.selectRow(table.model().row_of(photo))  # type: ignore[attr-defined]
    dialog = ask_for(sample_window)
    quote(dialog)
    QTest.mouseClick(child(dialog, QRadioButton, "analyse-marked"), Qt.MouseButton.LeftButton)
    tree = child(dialog, QTreeWidget, "analyse-stages")
    for n in range(tree.topLevelItemCount()):
        top = tree.topLevelItem(n)
        assert top is not None
        top.setCheckState(0, Qt.CheckState.Checked if n == 0 else Qt.CheckState.Unchecked)
    QTest.keyClick(child(dialog, QCheckBox, "analyse-retry"), Qt.Key.Key_Space)
    wanted = dialog.asked()
    assert wanted == Wanted((photo,), ("faces", "face_tracks", "face_embeddings"), retry_failed=True)
    said = child(dialog, QLabel, "analyse-quote")
    until(lambda: said.text().count("\nFace") == 3, f"the quote does not follow: {said.text()}", LONG)


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_text_is_there_in_both_languages(sample_window: Shell, language: str) -> None:
    sample_window.workspace.reveal("jobs")
    sample_window.display.use_language(language)
    settle()
    for button in jobs(sample_window).findChildren(QPushButton):
        assert button.text()
    tabs = child(sample_window, QTabWidget, "jobs-tabs")
    assert [tabs.tabText(n) for n in range(4)] == {
        "en": ["Analysis steps", "Failed", "Queued", "History"],
        "de": ["Analyseschritte", "Fehlgeschlagen", "In Warteschlange", "Verlauf"],
    }[language]


def test_closing_while_a_job_runs_asks_first_and_keeps_what_is_finished(
    sample_window: Shell, media: Callable[[str], Path], home: Path, models: Path
) -> None:
    add(sample_window, [media("WolfgangLanger_Pexels.mp4")])
    events = heard(sample_window)
    jobs(sample_window).enqueue(Wanted())
    until(
        lambda: any(isinstance(e, JobProgress) and e.done_units > e.skipped_units for e in events),
        "the job does not begin",
        LONG,
    )
    sample_window.close()
    box = child(sample_window, QMessageBox, "leaving")
    assert sample_window.isVisible()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    until(lambda: sample_window.findChild(QMessageBox, "leaving") is None, "Escape does not stay")
    assert sample_window.ui.case is not None
    sample_window.menus["close-case"].trigger()
    box = child(sample_window, QMessageBox, "leaving")
    stop = next(b for b in box.buttons() if box.buttonRole(b) is QMessageBox.ButtonRole.AcceptRole)
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    until(lambda: sample_window.ui.case is None, "the case does not close", LONG)
    open_sample(sample_window)
    with Investigator(home, models).open_case() as case, case.database.connect() as connection:
        assert connection.execute(select(func.count()).select_from(units)).scalar_one() > SAMPLE_UNITS
