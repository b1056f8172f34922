"""What the core tells a window of evidence and jobs, without a window."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core_api.core_session import CoreSession, NoCaseOpen
from app.core_api.evidence import (
    AddFiles,
    ContinueImport,
    Extents,
    ImportProgress,
    ItemFacts,
    Items,
    OpenImports,
    StopImport,
    VerifyItem,
    texts,
)
from app.core_api.failures import by_code
from app.core_api.handlers.evidence import extents, item_facts, items, verify_item
from app.core_api.handlers.importing import (
    Every,
    NoSuchImport,
    add_files,
    continue_import,
    dropped_paths,
    open_imports,
    stop_import,
)
from app.core_api.handlers.jobs import run_job, stop_job
from app.core_api.handlers.past_jobs import history, what_failed
from app.core_api.jobs import History, RunJob, StopJob, Wanted, WhatFailed
from app.core_api.protocol import Changed, Event
from app.core_api.shown_text import plain
from app.jobs.events import ItemPlanned, UnitDone, UnitSkipped, UnitStarted
from app.jobs.usage import Usage
from engine.units import SECOND
from tests.made_case import probed, put_item, put_unit
from tests.vault import new_account, new_case

CODES = ["timed-out", "out-of-memory", "unreadable", "truncated", "worker-died", "stage-failed"]


@pytest.fixture
def told() -> list[Event]:
    return []


@pytest.fixture
def session(
    tmp_path: Path, told: list[Event], models: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[CoreSession]:
    """A core's room with an empty case open."""
    monkeypatch.setenv("AIMA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AIMA_MODELS", str(models))
    made = CoreSession(told.append)
    account = new_account(tmp_path / "home")
    made.enter(account)
    made.take(new_case(account))
    yield made
    made.leave()


def files(folder: Path, *names: str) -> list[str]:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text(name)
    return [str(folder / name) for name in names]


def test_a_list_of_uris_gives_exact_bytes_and_no_other_machine() -> None:
    dropped = (
        b"# comment\r\nfile:///a/%C3%BC%20b.mp4\r\nfile://localhost/c\r\nfile://server/d\r\nhttp://e/f\r\n"
        b"file:///undecodable%FF\r\n\r\n"
    )
    assert dropped_paths(dropped) == ["/a/ü b.mp4", "/c", "/undecodable\udcff"]


def test_names_cannot_turn_around_or_break_the_line() -> None:
    assert plain("a\u202egpj.exe\nb\udcff\x1b[0m") == "a�gpj.exe�b��[0m"


def test_what_was_added_is_listed_with_its_folder_and_how_often_it_was_found(
    session: CoreSession, tmp_path: Path
) -> None:
    one, two = files(tmp_path / "source", "one", "two")
    (tmp_path / "source" / "one again").write_text("one")
    ended = add_files(session, AddFiles(paths=(one, two, str(tmp_path / "source" / "one again"))))
    assert (ended.added, ended.duplicates, ended.failed, ended.stopped) == (2, 1, 0, None)
    listing = items(session, Items())
    assert texts(listing.names, len(listing)) == ["one", "two"]
    assert list(listing.places) == [2, 1]
    assert set(texts(listing.folders, len(listing))) == {f"{tmp_path}/source/"}
    assert texts(listing.states, len(listing)) == ["added", "added"]


def test_an_empty_case_lists_nothing(session: CoreSession) -> None:
    listing = items(session, Items())
    assert texts(listing.ids, len(listing)) == []


def test_an_import_that_is_to_stop_stops_and_is_gone_on_with(session: CoreSession, tmp_path: Path) -> None:
    paths = tuple(files(tmp_path / "source", *(f"file {n}" for n in range(20))))
    stop_import(session, StopImport(7))
    ended = add_files(session, AddFiles(paths=paths, number=7))
    assert ended.stopped is not None
    assert ended.stopped.code == "cancelled"
    (left,) = open_imports(session, OpenImports())
    again = continue_import(session, ContinueImport(left.batch, number=8))
    assert again.resumed
    assert ended.added + again.added == 20
    assert open_imports(session, OpenImports()) == ()
    with pytest.raises(NoSuchImport):
        continue_import(session, ContinueImport(left.batch))


def test_files_that_are_gone_are_named_with_words(session: CoreSession, tmp_path: Path) -> None:
    ended = add_files(session, AddFiles(paths=(str(tmp_path / "gone"),)))
    (lost,) = ended.not_added
    assert lost.problem.code == "source-vanished"
    assert "Reconnect the disk" in lost.problem.message


def test_progress_of_an_import_is_reported_at_most_ten_times_a_second(
    session: CoreSession, tmp_path: Path, told: list[Event]
) -> None:
    add_files(session, AddFiles(paths=tuple(files(tmp_path / "source", *(f"{n}" for n in range(100))))))
    assert 1 <= sum(isinstance(e, ImportProgress) for e in told) < 100
    assert any(isinstance(e, Changed) and "items" in e.what for e in told)


def test_every_lets_one_through_per_interval() -> None:
    times = iter([0.0, 0.05, 0.1, 0.15, 0.25])
    every = Every(0.1, lambda: next(times))
    assert [every() for _ in range(5)] == [True, False, True, False, True]


def test_how_far_an_item_is_counts_what_failed_as_not_done(session: CoreSession) -> None:
    item = put_item(session.case, "film")
    put_unit(session.case, "film", item, "probe", probed())
    put_unit(session.case, "film", item, "shot_changes", None, error="timed-out")
    (extent,) = extents(session, Extents((item, "not there")))
    assert (extent.failed, extent.share) == (1, 0.0)
    failures = what_failed(session, WhatFailed())
    assert (failures.total, failures.codes, failures.untrusted_names) == (1, ("timed-out",), ("film",))
    assert "far longer" in failures.problems[0].message


def test_facts_name_streams_and_verifying_is_noted_in_the_chain_of_custody(
    session: CoreSession, tmp_path: Path
) -> None:
    add_files(session, AddFiles(paths=tuple(files(tmp_path / "source", "one"))))
    (item,) = texts(items(session, Items()).ids, 1)
    assert verify_item(session, VerifyItem(item)).problem is None
    facts = item_facts(session, ItemFacts(item))
    assert [entry.action for entry in facts.custody] == ["item added", "item verified"]
    assert facts.source_paths[0].untrusted_path == str(tmp_path / "source" / "one")


def test_a_job_asked_to_stop_before_it_begins_ends_cancelled_and_can_be_asked_for_again(
    session: CoreSession, tmp_path: Path
) -> None:
    add_files(session, AddFiles(paths=tuple(files(tmp_path / "source", "one"))))
    stop_job(session, StopJob(3))
    ended = run_job(session, RunJob(3, Wanted(stages=("faces",), preview_only=True)))
    assert (ended.state, ended.problem) == ("cancelled", None)
    past = next(p for p in history(session, History()) if p.what == "analysis")
    assert past.state == "cancelled"
    assert past.wanted is not None
    assert (past.wanted.stages, past.wanted.preview_only) == (("faces",), True)


def test_a_job_on_items_that_are_not_there_says_so(session: CoreSession) -> None:
    ended = run_job(session, RunJob(1, Wanted(items=("nothing",))))
    assert ended.state == "failed"
    assert ended.problem is not None
    assert ended.problem.code == "no-such-item"


def test_an_analysis_without_an_end_is_reported_as_interrupted(session: CoreSession) -> None:
    """As an earlier version has noted it, which kept no rows of jobs."""
    session.case.custody.record("analysis started", session.case.id, {"stages": ["faces"], "items": ["a"]})
    (past,) = history(session, History())
    assert past.state == "interrupted"
    assert past.wanted == Wanted(items=("a",), stages=("faces",))


def test_a_case_is_not_closed_before_long_work_has_let_go(session: CoreSession) -> None:
    seen: list[bool] = []
    inside, done = threading.Event(), threading.Event()

    def work() -> None:
        with session.holding():
            inside.set()
            while not session.dropped():
                done.wait(0.01)
            seen.append(session.has_case)

    thread = threading.Thread(target=work)
    thread.start()
    inside.wait()
    session.leave_case()
    thread.join()
    assert seen == [True]
    assert not session.has_case
    with pytest.raises(NoCaseOpen), session.holding():
        pass


@pytest.mark.parametrize("code", CODES)
def test_every_code_a_unit_may_end_with_has_words(code: str) -> None:
    assert "report what it says" not in by_code(code).message


def test_usage_counts_by_stage_and_knows_what_the_workers_are_at() -> None:
    now = [0.0]
    usage = Usage(["probe", "faces"], 2, lambda: now[0])
    usage(ItemPlanned("a", {"faces": 4}))
    usage(UnitSkipped("a", "faces", ""))
    usage(UnitStarted("a", "faces", "k", 0, 20 * SECOND))
    now[0] = 2.0
    (segment,) = usage.running()
    assert (segment.item_id, segment.end_ns, segment.seconds) == ("a", 20 * SECOND, 2.0)
    usage(UnitDone("a", "faces", "", "k", 2.0, 20.0))
    usage(UnitDone("a", "faces", "unreadable", "l", 2.0, 20.0))
    (faces,) = usage.stages()
    assert (faces.done, faces.failed, faces.total) == (2, 1, 4)
    assert faces.rate == pytest.approx(20.0)
    assert faces.remaining_seconds == pytest.approx(1.0)
    assert usage.running() == ()
    assert usage.touched == {"a"}
