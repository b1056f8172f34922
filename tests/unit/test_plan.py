"""Units cover an item without gaps or overlaps, and a key changes with everything that decides a result."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.plan import LONGEST, Plan, even_segments, picture_segments, plan, preview_segments
from engine.records import Table
from engine.stage import stages
from engine.units import SECOND, Kind, MediaPath, Sampling, Span, UnitOutcome, UnitRequest
from tests.made_case import probed

times = st.lists(st.integers(0, 600 * SECOND), max_size=200)


@given(times, st.integers(1, 600 * SECOND))
def test_segments_cover_a_stream_without_gap_or_overlap(keyframes: list[int], duration: int) -> None:
    spans = picture_segments([t for t in keyframes if t < duration], duration)
    assert spans[0].start_ns == 0
    assert spans[-1].end_ns == duration
    assert all(a.end_ns == b.start_ns for a, b in pairwise(spans))
    assert all(0 < s.end_ns - s.start_ns <= LONGEST for s in spans)


def test_segments_begin_at_keyframes_where_there_are_enough() -> None:
    keyframes = [i * 2 * SECOND for i in range(100)]
    spans = picture_segments(keyframes, 200 * SECOND)
    assert {s.start_ns for s in spans} <= set(keyframes)
    assert len(spans) == 25


def test_an_empty_span_is_no_segment() -> None:
    assert picture_segments([], 0) == []
    assert even_segments(0, SECOND) == []


@given(times)
def test_the_scout_covers_the_same_time_as_the_backfill(keyframes: list[int]) -> None:
    spans = picture_segments(keyframes, 600 * SECOND)
    wide = preview_segments(keyframes, spans)
    assert (wide[0].start_ns, wide[-1].end_ns) == (0, 600 * SECOND)
    assert all(a.end_ns == b.start_ns for a, b in pairwise(wide))


def test_scout_units_begin_small_so_that_the_first_findings_come_early() -> None:
    keyframes = [i * 2 * SECOND for i in range(300)]
    preview = preview_segments(keyframes, picture_segments(keyframes, 600 * SECOND))
    held = [sum(s.start_ns <= t < s.end_ns for t in keyframes) for s in preview]
    assert held[:5] == [4, 8, 16, 32, 64]
    assert max(held) == 64


def _planned(kind: Kind, full_pass: bool) -> Plan:
    tables = stages()["probe"].tables
    rows = probed(kind)
    return plan({n: Table.from_rows(t, rows.get(n, [])) for n, t in tables.items()}, full_pass=full_pass)


def test_the_scout_alone_says_nothing_about_a_whole_item() -> None:
    preview, both = _planned(Kind.VIDEO, False), _planned(Kind.VIDEO, True)
    assert preview.groups
    assert all(g.is_preview for g in preview.groups)
    assert not preview.whole
    assert set(preview.groups) < set(both.groups)


def test_the_scout_looks_for_faces_in_a_picture_and_not_for_text_or_objects() -> None:
    preview, both = _planned(Kind.IMAGE, False), _planned(Kind.IMAGE, True)
    looked_at = [slot.stage for slot in preview.slots()]
    assert looked_at[:3] == ["faces", "face_tracks", "face_embeddings"]
    assert not {"screen_text", "objects", "entities"} & set(looked_at)
    assert both.groups[: len(preview.groups)] == preview.groups
    assert {"screen_text", "objects", "entities"} <= {slot.stage for slot in both.slots()}


def test_a_picture_in_two_parts_has_the_places_and_upstream_of_one() -> None:
    tables = stages()["probe"].tables
    probe = {n: Table.from_rows(t, probed(Kind.IMAGE).get(n, [])) for n, t in tables.items()}
    split, one = plan(probe), plan(probe, preview=False)
    assert set(split.slots()) == set(one.slots())
    assert split.upstream == one.upstream


def test_a_film_without_sound_has_no_speakers_to_look_for() -> None:
    tables, rows = stages()["probe"].tables, probed()
    silent = rows | {"streams": [row for row in rows["streams"] if row["kind"] != "audio"]}
    whole = {}
    for name, each in (("sound", rows), ("silent", silent)):
        probe = {n: Table.from_rows(t, each.get(n, [])) for n, t in tables.items()}
        whole[name] = {slot.stage for slot in plan(probe).whole}
    assert whole["sound"] - whole["silent"] == {"speakers"}
    assert {"entities", "shots"} <= whole["silent"]


def test_sound_has_no_scout() -> None:
    assert not list(_planned(Kind.AUDIO, False).slots())


def _request() -> UnitRequest:
    return UnitRequest(
        stage="faces",
        version=1,
        sha256="00",
        kind=Kind.VIDEO,
        stream=0,
        span=Span(0, SECOND),
        sampling=Sampling.GRID,
        settings={"hz": 5},
        digests={"p": "1"},
        upstream_keys={"shots": ["a"]},
        upstream={"shots": [b"x"]},
        media=MediaPath("/a", b"k" * 32),
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stage", "objects"),
        ("version", 2),
        ("sha256", "01"),
        ("stream", 1),
        ("span", Span(0, 2)),
        ("sampling", Sampling.KEYFRAMES),
        ("settings", {"hz": 1}),
        ("digests", {"p": "2"}),
        ("upstream_keys", {"shots": ["b"]}),
        ("kind", Kind.IMAGE),
    ],
)
def test_the_key_changes_with_what_decides_the_result(field: str, value: object) -> None:
    changed = replace(_request(), **{field: value})  # type: ignore[arg-type]
    assert changed.key != _request().key


def test_the_key_does_not_change_with_where_the_media_lies() -> None:
    assert replace(_request(), media=MediaPath("/b"), upstream={}).key == _request().key


def test_a_request_travels_as_bytes() -> None:
    back = UnitRequest.from_bytes(_request().to_bytes())
    assert all(getattr(back, f.name) == getattr(_request(), f.name) for f in fields(UnitRequest))


def test_an_outcome_travels_as_bytes() -> None:
    outcome = UnitOutcome("k", b"tables", cpu_seconds=1.5)
    assert UnitOutcome.from_bytes(outcome.to_bytes()) == outcome


@pytest.mark.parametrize(
    "change",
    [{"error": "name of a witness"}, {"error": "x" * 41}, {"result": "text"}, {"device": "a b"}, {"key": 1}],
)
def test_a_worker_can_bring_no_text_out_in_an_outcome(change: dict[str, object]) -> None:
    untrusted = replace(UnitOutcome("k", None), **change)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no "):
        UnitOutcome.from_bytes(untrusted.to_bytes())


@given(st.binary(max_size=100))
def test_bytes_that_are_no_outcome_are_refused(untrusted: bytes) -> None:
    with pytest.raises(ValueError, match="no outcome"):
        UnitOutcome.from_bytes(untrusted)


def test_the_key_to_the_media_is_in_no_text_of_a_request() -> None:
    assert "kkkk" not in repr(_request())


def test_every_stage_reads_only_stages_that_exist_and_come_before_it() -> None:
    seen: set[str] = set()
    for name, stage in stages().items():
        assert set(stage.after) <= seen, name
        seen.add(name)
