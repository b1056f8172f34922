"""Rules of the map of coverage: what the core tells, and what the window makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.cases.case import Case, NoSuchItem
from app.cases.current_units import CurrentUnits
from app.core_api.core_session import CoreSession
from app.core_api.coverage import (
    BINS,
    DONE,
    FAILED,
    NOT_YET,
    PREVIEWED,
    UNPLANNED,
    Coverage,
    CoverageMap,
    SegmentsOf,
)
from app.core_api.handlers.coverage import coverage_map, segments_of
from engine.units import SECOND, Kind, Sampling
from tests.made_case import probed, put_item, put_unit
from tests.vault import new_account, new_case
from ui.coverage.coverage_chart import FAILURES, GAPS, CoverageChart

WHOLE = (0.0, (1 << 62) / SECOND)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[CoreSession]:
    account = new_account(tmp_path / "home")
    made = CoreSession(lambda _: None)
    made.enter(account)
    made.take(new_case(account))
    yield made
    made.leave()


def film(case: Case) -> str:
    """24 seconds: faces done to 10 s, failed to 20 s, not reached after; all of it previewed."""
    item = put_item(case, "a.mp4", seconds=24)
    put_unit(case, "a.mp4", item, "probe", probed(seconds=24), span=WHOLE, stream=-1)
    put_unit(case, "a.mp4", item, "faces", {"faces": []}, span=(0, 10))
    put_unit(case, "a.mp4", item, "faces", None, span=(10, 20), error="out-of-memory")
    put_unit(case, "a.mp4", item, "faces", {"faces": []}, span=(0, 24), sampling=Sampling.KEYFRAMES)
    return item


def test_each_part_of_the_time_tells_the_worst_that_lies_in_it(session: CoreSession) -> None:
    item = film(session.case)
    found = coverage_map(session, Coverage((item,)))
    faces = found.parts[0, found.stages.index("faces")].tolist()
    assert faces == [DONE] * 10 + [FAILED] * 10 + [PREVIEWED] * 4, "one part is one second"
    assert found.shares[0, found.stages.index("faces")] == pytest.approx(10 / 24)
    words = found.parts[0, found.stages.index("transcription")].tolist()
    assert words == [NOT_YET] * BINS


def test_a_stage_that_fits_no_stream_of_an_item_is_not_planned(session: CoreSession) -> None:
    item = put_item(session.case, "b.jpg", Kind.IMAGE, seconds=0)
    put_unit(session.case, "b.jpg", item, "probe", probed(Kind.IMAGE, 0), span=WHOLE, stream=-1)
    found = coverage_map(session, Coverage((item,)))
    column = found.stages.index("transcription")
    assert found.parts[0, column].tolist() == [UNPLANNED] * BINS
    assert found.shares[0, column] == -1
    assert found.parts[0, found.stages.index("faces")].max() == NOT_YET


def test_an_item_nobody_could_look_into_says_why(session: CoreSession) -> None:
    broken = put_item(session.case, "c.mp4")
    put_unit(session.case, "c.mp4", broken, "probe", None, span=WHOLE, stream=-1, error="unreadable")
    new = put_item(session.case, "d.mp4")
    found = coverage_map(session, Coverage((broken, new)))
    assert found.reasons == ("unreadable", "not-yet")
    told = segments_of(session, SegmentsOf(broken))
    assert (told.codes, list(told.states)) == (("unreadable",), [FAILED])
    assert [problem.code for problem in told.problems] == ["unreadable"]
    with pytest.raises(NoSuchItem):
        coverage_map(session, Coverage(("nobody",)))


def test_segments_are_reported_with_what_did_them_and_why_not(session: CoreSession) -> None:
    told = segments_of(session, SegmentsOf(film(session.case), "faces"))
    rows = list(zip(told.start_ns, told.end_ns, told.states, told.codes, strict=True))
    seconds = [(a // SECOND, b // SECOND, state, code) for a, b, state, code in rows]
    assert seconds == [
        (0, 10, DONE, ""),
        (10, 20, FAILED, "out-of-memory"),
        (10, 24, PREVIEWED, ""),
    ]
    assert set(told.rates) == {5.0} or len(set(told.rates)) == 1
    assert told.devices[0] == "cpu"
    assert told.devices[1] == ""


def test_coverage_tells_what_each_stage_was_computed_with(session: CoreSession) -> None:
    """Units of earlier versions recorded no arithmetic: theirs is the device alone."""
    item = put_item(session.case, "mixed.mp4", seconds=30)
    put_unit(session.case, "mixed.mp4", item, "probe", probed(seconds=30), span=WHOLE, stream=-1)
    forms = ["", "onnxruntime AVX2", "onnxruntime AVX512-VNNI"]
    for n, how in enumerate(forms):
        put_unit(session.case, "mixed.mp4", item, "faces", {}, span=(10 * n, 10 * n + 10), arithmetic=how)
    told = segments_of(session, SegmentsOf(item, "faces"))
    assert told.devices == ("cpu, cpu: onnxruntime AVX2, cpu: onnxruntime AVX512-VNNI",)
    with session.review() as found:
        units = found.findings.of_stage(item, "faces")
        kept = CurrentUnits.kept(item, CurrentUnits(units).columns())
    assert [u.arithmetic for u in kept.of("faces")] == [
        "",
        "onnxruntime AVX2",
        "onnxruntime AVX512-VNNI",
    ]


def chart(parts: list[list[list[int]]], reasons: tuple[str, ...] = ()) -> CoverageChart:
    made = CoverageChart()
    items = tuple(f"item {n}" for n in range(len(parts)))
    made.take(items, [f"film {n}.mp4" for n in range(len(parts))])
    cells = np.array(parts, np.uint8).repeat(BINS // len(parts[0][0]), axis=2)
    shares = (cells == DONE).mean(axis=2).astype(np.float32)
    made.put(CoverageMap(items, ("faces", "words"), cells, shares, reasons or ("",) * len(parts)))
    return made


def test_filters_leave_items_with_gaps_or_failures() -> None:
    made = chart([[[DONE, DONE]] * 2, [[DONE, NOT_YET], [DONE, DONE]], [[DONE, DONE], [FAILED, DONE]]])
    made.choose(GAPS, "")
    assert made.rows.tolist() == [1, 2]
    made.choose(FAILURES, "")
    assert made.rows.tolist() == [2]
    made.choose("", "FILM 1")
    assert made.rows.tolist() == [1]
    assert made.totals()[:3] == (3, 2, 1)
    assert made.totals()[3] == pytest.approx(5 / 6)
    assert made.failed_stages([0, 1, 2]) == ("words",)


def test_the_next_gap_goes_round_the_end() -> None:
    made = chart([[[DONE, DONE]] * 2, [[DONE, DONE], [PREVIEWED, DONE]], [[DONE, DONE]] * 2])
    assert made.next_gap(-1) == (1, 1)
    assert made.next_gap(1) == (1, 1)
    assert chart([[[DONE, DONE]] * 2]).next_gap(0) is None


def test_what_is_seen_is_asked_for_first_and_items_that_stay_are_kept() -> None:
    made = CoverageChart()
    made.take([f"i{n}" for n in range(1000)], [f"n{n}" for n in range(1000)])
    assert made.unknown(700, 703) == ("i700", "i701", "i702")
    cells = np.full((1, 1, BINS), DONE, np.uint8)
    made.put(CoverageMap(("i700",), ("faces",), cells, np.ones((1, 1), np.float32), ("",)))
    assert made.unknown(700, 702) == ("i701",)
    made.take(["new", "i700"], ["new", "n700"])
    assert made.known.tolist() == [False, True]
    assert made.share(1) == 1.0
    assert made.unknown(0, 2) == ("new",)
    made.forget(("i700",))
    assert made.unknown(0, 2) == ("new", "i700")
    assert made.share(1) == 1.0, "what was known is shown until something newer is"
