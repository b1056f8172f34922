"""Rules for reading findings back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import event, func, select

from app.cases.appearances import face_tracks, find_face
from app.cases.case import Case
from app.cases.units_current import Unit, current, uncovered
from app.operations.moments import Moment, parse_timecode, timecode, uri
from app.review.coverage import coverage
from app.review.review import review
from app.store import schema
from engine.units import SECOND, Sampling, Span
from tests.made_case import face, probed, put_faces, put_item, put_unit, said, sha256_of
from tests.vault import new_account, new_case


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with new_case(new_account(tmp_path / "home")) as opened:
        yield opened


def test_the_grid_replaces_keyframes_where_both_looked(case: Case) -> None:
    item = put_item(case, "a.mp4")
    previewed = [(face(1), 1.0, 2.0, 10.0), (face(2), 12.0, 13.0, 10.0)]
    put_faces(case, "a.mp4", item, previewed, span=(0, 20), sampling=Sampling.KEYFRAMES)
    put_faces(case, "a.mp4", item, [(face(1), 0.5, 3.0, 10.0)], span=(0, 10))
    with review(case) as found:
        tracks = list(face_tracks(found.findings, found.items[item]))
        rows = found.findings.table(item, "faces", "faces")
    assert sorted(t.moment.start_ns for t in tracks) == [SECOND // 2, 12 * SECOND]
    assert [int(t) for t in rows["t_ns"] if t >= 10 * SECOND] == [12 * SECOND, 13 * SECOND - 1]


def test_a_result_whose_input_was_computed_again_does_not_speak(case: Case) -> None:
    item = put_item(case, "a.mp4")
    put_faces(case, "a.mp4", item, [(face(1), 0, 3, 10)])
    put_unit(case, "a.mp4", item, "faces", {"faces": []}, settings={"side": 1})
    with review(case) as found:
        assert {u.stage for u in found.findings.units(item)} == {"faces"}


def test_a_unit_of_an_older_version_of_its_stage_does_not_speak(case: Case) -> None:
    item = put_item(case, "a.mp4")
    put_unit(case, "a.mp4", item, "transcription", said((0, 1, "alt")), version=0, stream=1)
    with review(case) as found:
        assert found.findings.units(item) == []


def test_a_failure_does_not_replace_a_result() -> None:
    def unit(key: str, state: str, at: str) -> Unit:
        return Unit(key, "i", "faces", 1, 0, Span(0, 10), Sampling.GRID, state, finished_at=at)

    kept = current([unit("a", "done", "1"), unit("b", "failed", "2"), unit("c", "done", "0")], {"faces": 1})
    assert [u.key for u in kept] == ["a"]


def test_a_model_that_fails_takes_nothing_away_and_one_that_does_not_takes_its_place(case: Case) -> None:
    item = put_item(case, "a.mp4")

    def heard(model: str, text: str) -> str:
        tables = said((0, 1, text)) if text else None
        return put_unit(case, "a.mp4", item, "transcription", tables, stream=1, digests={"speech": model})

    def state() -> tuple[list[str], int, list[str]]:
        """Keys that speak, units stored, passages that can be searched."""
        with review(case) as found:
            keys = [u.key for u in found.findings.units(item)]
            stored = found.connection.execute(select(func.count()).select_from(schema.units)).scalar_one()
            texts = found.connection.execute(select(schema.passages.c.text)).scalars().all()
        return keys, stored, list(texts)

    first = heard("small", "alt")
    heard("large", "")
    assert state() == ([first], 2, ["alt"])
    heard("larger", "")
    assert state() == ([first], 2, ["alt"])
    last = heard("larger still", "neu")
    assert state() == ([last], 1, ["neu"])


def test_uncovered_spans_are_what_is_left() -> None:
    covers = [Span(5, 7), Span(0, 2), Span(6, 9)]
    assert uncovered(Span(0, 12), covers) == [Span(2, 5), Span(9, 12)]
    assert uncovered(Span(5, 9), covers) == []


def test_coverage_says_what_failed_what_is_missing_and_what_was_only_scouted(case: Case) -> None:
    item = put_item(case, "a.mp4", seconds=30)
    put_unit(case, "a.mp4", item, "probe", probed(seconds=30), span=(0, (1 << 62) / SECOND), stream=-1)
    put_unit(case, "a.mp4", item, "faces", {"faces": []}, span=(0, 10))
    put_unit(case, "a.mp4", item, "faces", None, span=(10, 20), error="out-of-memory")
    put_unit(case, "a.mp4", item, "faces", {"faces": []}, span=(0, 30), sampling=Sampling.KEYFRAMES)
    with review(case) as found:
        covered = coverage(found.findings, found.items[item])
    faces = next(s for s in covered.stages if s.stage == "faces")
    assert faces.grid == (Span(0, 10 * SECOND),)
    assert faces.previewed == (Span(10 * SECOND, 30 * SECOND),)
    assert [(g.span, g.reason) for g in faces.gaps] == [
        (Span(10 * SECOND, 20 * SECOND), "out-of-memory"),
        (Span(20 * SECOND, 30 * SECOND), "not-yet"),
    ]
    assert faces.share == pytest.approx(1 / 3)


def test_an_item_that_was_never_probed_says_why_nothing_was_analysed(case: Case) -> None:
    item = put_item(case, "a.mp4")
    put_unit(case, "a.mp4", item, "probe", None, span=(0, 20), stream=-1)
    with review(case) as found:
        assert coverage(found.findings, found.items[item]).reason == "unreadable"


def test_groups_over_a_whole_case_ask_as_often_however_many_items_there_are(
    case: Case,
) -> None:
    def questions() -> int:
        asked: list[str] = []
        note = partial(_note, asked)
        event.listen(case.database, "before_cursor_execute", note)
        with review(case) as found:
            assert not found.voices.clusters
            assert not found.stacks
            assert not found.faces.clusters
            found.findings.read(found.items.keys())
            read = {item: found.findings.units(item) for item in found.items}
        event.remove(case.database, "before_cursor_execute", note)
        with review(case) as found:
            assert read == {item: found.findings.units(item) for item in found.items}
        return len(asked)

    put_unit(case, "a.mp4", put_item(case, "a.mp4"), "probe", probed(), stream=-1)
    questions()  # the first look reads what was decided, and the groups that are stored then
    few = questions()
    for name in ("b.mp4", "c.mp4", "d.mp4"):
        put_item(case, name)
    put_unit(case, "e.mp4", put_item(case, "e.mp4"), "probe", probed(), stream=-1)
    assert questions() == few


def _note(asked: list[str], _: object, __: object, statement: str, *___: object) -> None:
    asked.append(statement)


def test_passages_go_with_the_unit_they_came_from(case: Case) -> None:
    item = put_item(case, "a.mp4")
    words = said((0, 1, "grün"), (1, 2, "  "))
    put_unit(case, "a.mp4", item, "transcription", words, stream=1)
    put_unit(case, "a.mp4", item, "transcription", said((0, 1, "rot")), stream=1, settings={"beam": 2})
    with case.database.connect() as connection:
        assert connection.execute(select(schema.passages.c.text)).scalars().all() == ["rot"]
        assert connection.execute(select(func.count()).select_from(schema.units)).scalar_one() == 1


def test_a_face_is_found_again_by_time_and_box_not_by_row(case: Case) -> None:
    item = put_item(case, "a.mp4")
    put_faces(case, "a.mp4", item, [(face(1), 1, 5, 10), (face(2), 1, 5, 200)])
    pointed = Moment("face", sha256_of("a.mp4"), 0, SECOND, 4 * SECOND, 2 * SECOND, (196, 12, 248, 71))
    with review(case) as found:
        track = find_face(pointed, face_tracks(found.findings, found.items[item]))
        gone = find_face(
            Moment("face", sha256_of("a.mp4"), 0, 0, 1, 9 * SECOND, (196, 12, 248, 71)),
            face_tracks(found.findings, found.items[item]),
        )
    assert track is not None
    assert np.allclose(track.vectors[0], face(2))
    assert gone is None


def test_places_are_written_as_media_fragments() -> None:
    place = uri("ab", 1, 3_200_000_000, 5 * SECOND, (10.2, 20, 40, 60))
    assert place == "aima:item/ab?stream=1&ns=3200000000-5000000000#t=3.200,5.000&xywh=pixel:10,20,30,40"
    assert timecode(3_723_400_000_000) == "1:02:03.4"
    assert parse_timecode("1:02:03.4") == 3_723_400_000_000
    for wrong in ("", "1:", "x", "1:2:3:4", "-5"):
        with pytest.raises(ValueError, match=wrong or "^$"):
            parse_timecode(wrong)
