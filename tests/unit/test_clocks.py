"""Rules for when items were recorded: what files state, and what people said about clocks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.cases import clocks
from app.cases import log as decision_log
from app.cases.case import Case
from app.cases.clocks import ASSUMED, SET, STATED, ZONE_UNCERTAINTY_NS, Recorded, parsed, placed
from app.cases.findings import Item
from app.operations.decisions import CLOCK, DecisionUnsound, State
from app.review.review import review
from engine.records import Table
from engine.stage import stages
from engine.units import SECOND
from tests.made_case import put_item
from tests.vault import new_account, new_case

HOUR = 3600 * SECOND


def at(*date: int) -> int:
    return round(datetime(*date, tzinfo=UTC).timestamp()) * SECOND  # type: ignore[misc, arg-type]


@contextmanager
def opened_case(tmp_path: Path) -> Iterator[Case]:
    with closing(new_account(tmp_path / "home")) as account, new_case(account) as case:
        yield case


def item(name: str) -> Item:
    return Item(name, name * 8, name, "video", 10 * SECOND, "mp4", 1, "analysed", "", "2026")


@pytest.mark.parametrize(
    ("text", "zone", "wanted", "known"),
    [
        ("2024-05-01T10:00:00.000000Z", "", at(2024, 5, 1, 10), STATED),
        ("2024-05-01T12:00:00+0200", "", at(2024, 5, 1, 10), STATED),
        ("2024:05:01 12:00:00", "+02:00", at(2024, 5, 1, 10), STATED),
        ("2024:05:01 12:00:00", "", at(2024, 5, 1, 12), ASSUMED),
        ("2024-05-01T12:00:00-09:30", "+02:00", at(2024, 5, 1, 21, 30), STATED),
        ("2024-05-01 10:00:00.25", "", at(2024, 5, 1, 10) + SECOND // 4, ASSUMED),
        ("20240501T100000.000Z", "", at(2024, 5, 1, 10), STATED),
        ("20240501T120000+0200", "", at(2024, 5, 1, 10), STATED),
        ("2024-05-01T12:00:00+02", "", at(2024, 5, 1, 10), STATED),
        ("2024-05-01T12:00+02:00", "", at(2024, 5, 1, 10), STATED),
        ("2024/05/01 12:00", "", at(2024, 5, 1, 12), ASSUMED),
        ("Wed May  1 12:00:00 2024", "", at(2024, 5, 1, 12), ASSUMED),
        ("WED MAY 01 12:00:00 2024", "+02:00", at(2024, 5, 1, 10), STATED),
    ],
)
def test_a_stated_time_is_read_with_its_zone(text: str, zone: str, wanted: int, known: str) -> None:
    assert parsed(text, zone) == (wanted, known)


@pytest.mark.parametrize(
    "text",
    [
        "", "2024", "2024-05-01", "1904-01-01T00:00:00Z", "1970-01-01T00:00:00.000000Z",
        "0000:00:00 00:00:00", "2024-13-01T10:00:00Z", "2024-05-01T25:00:00Z", "9999-12-31T23:59:59-14:00",
        "٢٠٢٤-05-01T10:00:00Z",
        "2024-05-01T10:00:00Z<script>", "2024-05/01 10:00:00", "2024-0501T10:00:00",
        "Wed Foo  1 12:00:00 2024",
        "202405011200", "2024-05-01T10",
    ],
)  # fmt: skip
def test_what_is_no_full_time_is_no_time(text: str) -> None:
    assert parsed(text)[0] is None


def test_a_persons_clock_moves_every_item_of_its_source_and_changes_no_statement(tmp_path: Path) -> None:
    said = Recorded(at(2024, 5, 1), ASSUMED, "2024:05:01 00:00:00", "Acme One")
    items = [item("a"), item("b")]
    before, _ = placed(items, lambda _: said, {})
    assert [(p.zone, p.uncertainty_ns) for p in before] == [(ASSUMED, ZONE_UNCERTAINTY_NS)] * 2
    state = _state(tmp_path, "device:Acme One", 3 * HOUR, 5 * SECOND)
    after, _ = placed(items, lambda _: said, state.clocks)
    assert [p.start_ns - b.start_ns for p, b in zip(after, before, strict=True)] == [3 * HOUR] * 2
    assert [(p.zone, p.uncertainty_ns) for p in after] == [(SET, 5 * SECOND)] * 2
    assert [p.recorded for p in after] == [said, said]


def test_an_items_own_clock_goes_before_its_devices(tmp_path: Path) -> None:
    said = Recorded(at(2024, 5, 1), STATED, "2024-05-01T00:00:00Z", "Acme One")
    first, second = item("a"), item("b")
    state = _state(tmp_path, clocks.item_source(first), -HOUR, 0)
    found, _ = placed([first, second], lambda _: said, state.clocks)
    assert {p.item.id: p.start_ns - at(2024, 5, 1) for p in found} == {"a": -HOUR, "b": 0}
    assert {p.item.id: p.source for p in found} == {"a": clocks.item_source(first), "b": "device:Acme One"}


def test_items_without_a_time_stand_apart() -> None:
    said = {"a": Recorded(5, STATED, "x", ""), "b": Recorded(None, ASSUMED, "2024", "")}
    found, apart = placed([item("a"), item("b")], lambda i: said[i.id], {})
    assert [p.item.id for p in found] == ["a"]
    assert [(i.id, r.untrusted_text) for i, r in apart] == [("b", "2024")]


def test_taking_a_clock_back_brings_the_one_before(tmp_path: Path) -> None:
    with opened_case(tmp_path) as case:
        put_item(case, "one.mp4")
        made = []
        for offset in (HOUR, 2 * HOUR):
            with case.writing() as connection:
                body = {
                    "source": "device:A",
                    "offset_ns": offset,
                    "uncertainty_ns": 0,
                    "reason": "a church clock",
                }
                made.append(decision_log.decide(case, connection, CLOCK, body))
        with case.writing() as connection:
            decision_log.undo(case, connection, made[1].id)
        with review(case) as opened:
            clock = opened.state.clocks["device:A"]
    assert (clock.offset_ns, clock.reason, clock.decision) == (HOUR, "a church clock", made[0].id)


@pytest.mark.parametrize(
    "wrong",
    [{"offset_ns": 1.5}, {"offset_ns": True}, {"uncertainty_ns": -1}, {"source": 3}, {"offset_ns": "1"}],
)
def test_a_clock_without_whole_times_is_refused(tmp_path: Path, wrong: dict[str, object]) -> None:
    body = {"source": "device:A", "offset_ns": 1, "uncertainty_ns": 0} | wrong
    with (
        opened_case(tmp_path) as case,
        case.writing() as connection,
        pytest.raises(DecisionUnsound),
    ):
        decision_log.decide(case, connection, CLOCK, body)


def _state(tmp_path: Path, source: str, offset_ns: int, uncertainty_ns: int) -> State:
    """What holds after one decision about a clock, as the case gives it back."""
    body = {"source": source, "offset_ns": offset_ns, "uncertainty_ns": uncertainty_ns, "reason": ""}
    with opened_case(tmp_path) as case:
        with case.writing() as connection:
            decision_log.decide(case, connection, CLOCK, body)
        with case.database.connect() as connection:
            return decision_log.state(connection)


def test_a_probes_tags_tell_time_zone_and_device() -> None:
    tables = stages()["probe"].tables
    said = {"recorded_at": "2024:05:01 12:00:00", "make": "Acme", "model": "One "}
    container = {"format": "jpeg", "duration_ns": 1, "kind": "image", "metadata": json.dumps(said)}
    rows = [{"scope": "exif", "key": "OffsetTimeOriginal", "value": "+02:00"}]
    probe = {
        "container": Table.from_rows(tables["container"], [container]),
        "metadata": Table.from_rows(tables["metadata"], rows),
    }
    found = clocks.recorded(probe)
    assert (found.at_ns, found.zone) == (at(2024, 5, 1, 10), STATED)
    assert (found.untrusted_device, found.untrusted_text) == ("Acme One", "2024:05:01 12:00:00")
    assert clocks.source(item("a"), found) == "device:Acme One"
