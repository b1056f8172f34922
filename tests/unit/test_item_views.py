"""Rules for views of items: they hold while their units do, and say what the results say."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, select

from app.cases.case import Case
from app.cases.findings import Findings
from app.cases.stored_views import NEVER
from app.core_api.item_lanes import ItemLanes
from app.core_api.known_people import people
from app.review import kept_views
from app.review.coverage import coverage
from app.review.review import review
from app.store import schema
from engine.records import Result
from engine.units import SECOND, Sampling
from tests.made_case import face, probed, put_faces, put_item, put_unit, said
from tests.made_large_case import build
from tests.vault import new_account, new_case


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with new_case(new_account(tmp_path / "home")) as opened:
        yield opened


def plain(found: Result) -> dict[str, dict[str, Any]]:
    """Tables as lists."""
    return {
        name: {n: c.tolist() if isinstance(c, np.ndarray) else c for n, c in table.columns.items()}
        for name, table in found.items()
    }


def differing(case: Case) -> list[str]:
    """Views that, read as they are kept, say something else than the results."""
    wrong = []
    with case.database.connect() as connection:
        findings = Findings(connection, case.open_result)
        for item in findings.items():
            for view in kept_views.views():
                if view.token(findings, item.id) != NEVER:
                    built = plain(view.build(Findings(connection, case.open_result), item))
                    wrong += [view.name] if plain(view.of(findings, item)) != built else []
    return wrong


def stale(case: Case) -> set[str]:
    """Names of views that are kept and no longer hold."""
    with case.database.connect() as connection:
        findings = Findings(connection, case.open_result)
        by_name = {view.name: view for view in kept_views.views()}
        v = schema.item_views.c
        rows = connection.execute(select(v.view, v.item_id, v.token).where(v.view.in_(by_name)))
        return {r.view for r in rows if by_name[r.view].token(findings, r.item_id) != r.token}


def some_unit(dice: random.Random, case: Case, name: str, item: str) -> None:
    """One more unit, of a stage, place and content by chance."""
    start = dice.choice((0, 10, 20))
    span, sampling = (start, start + 10), dice.choice(list(Sampling))
    match dice.randrange(6):
        case 0:
            put_unit(case, name, item, "probe", probed(seconds=30), span=(0, (1 << 62) / SECOND), stream=-1)
        case 1:
            who = [dice.randrange(5) for _ in range(dice.randrange(3))]
            seen = [(face(one), start + 1.0, start + 3.0, 10.0) for one in who]
            put_faces(case, name, item, seen, span=span, sampling=sampling)
        case 2:
            words = said((start, start + 2, f"wort {dice.randrange(9)}"))
            put_unit(case, name, item, "transcription", words, span=span, stream=1)
        case 3:
            rows = [{"t_ns": start * SECOND, "label": "car", "score": 0.5}]
            put_unit(case, name, item, "objects", {"objects": rows, "counts": []}, span=span)
        case 4:
            put_unit(case, name, item, "objects", None, span=span, error="out-of-memory")
        case _:
            hashes = [{"t_ns": start * SECOND, "hash": np.full(32, dice.randrange(9)), "quality": 1.0}]
            put_unit(case, name, item, "perceptual_hashes", {"hashes": hashes}, span=span, sampling=sampling)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_kept_says_what_the_results_say_whatever_arrives(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    dice = random.Random(seed)
    with new_case(new_account(tmp_path_factory.mktemp("home") / "h")) as case:
        items = {name: put_item(case, name, seconds=30) for name in ("a.mp4", "b.mp4")}
        for _ in range(10):
            name = dice.choice(sorted(items))
            some_unit(dice, case, name, items[name])
            if dice.random() < 0.4:
                kept_views.keep(case, items[name])
        assert differing(case) == []
        kept_views.fill(case)
        assert stale(case) == set()
        assert differing(case) == []
        assert list(kept_views.unkept(case)) == []


def test_a_unit_that_comes_or_goes_ends_the_views_it_has_to_do_with_and_no_other(case: Case) -> None:
    item = put_item(case, "a.mp4", seconds=30)
    put_unit(case, "a.mp4", item, "transcription", said((0, 1, "eins")), stream=1)
    key = put_unit(case, "a.mp4", item, "objects", {"objects": [], "counts": []})
    kept_views.fill(case)
    put_unit(case, "a.mp4", item, "transcription", said((20, 21, "zwei")), stream=1, span=(20, 30))
    assert stale(case) == {"coverage", "transcript", "spoken words"}
    kept_views.fill(case)
    with case.writing() as connection:
        connection.execute(delete(schema.units).where(schema.units.c.key == key))
    assert stale(case) == {"coverage", "rows of objects", "seen by objects"}


def test_filling_that_was_stopped_goes_on_where_it_was(case: Case) -> None:
    for n in range(4):
        item = put_item(case, f"{n}.mp4")
        put_unit(case, f"{n}.mp4", item, "transcription", said((0, 1, "eins")), stream=1)
    done: list[float] = []

    def check() -> None:
        if len(done) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept_views.fill(case, check, done.append)
    assert done == [0.25, 0.5]
    assert kept_views.fill_new(case) == 2
    assert list(kept_views.unkept(case)) == []


def test_a_long_item_is_answered_about_without_opening_its_results(case: Case) -> None:
    build(case, 1, hours=2)
    kept_views.fill(case)
    opened: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        opened.append(statement)

    event.listen(case.database, "before_cursor_execute", note)
    with review(case) as found:
        (item,) = found.items.values()
        covered = coverage(found.findings, item)
        lanes = list(ItemLanes(found, item, people(found), lambda: None).made())
        utterances = found.transcript(item)
    event.remove(case.database, "before_cursor_execute", note)
    assert all(stage.share == 1 for stage in covered.stages)
    assert len(lanes) > 10
    assert len(utterances) > 1000
    results = [statement for statement in opened if "FROM units" in statement and "result" in statement]
    assert len(results) <= 3, "the probe's streams and the shots are one result each"
    assert len(opened) < 60


def test_lists_of_groups_that_are_stored_read_no_vector(case: Case) -> None:
    build(case, 3, hours=0.2)
    kept_views.fill(case)
    with review(case) as found:  # an earlier version grouped them: everybody gets an id now
        assert found.faces.clusters
    with review(case) as found:
        assert len(found.faces.appearances) == 3 * 40 * 3
        counted: Mapping[int, int] = {c.number: len(c.members) for c in found.faces.clusters}
        held = found.people_index.faces(found.connection, found.findings)
        assert held.settled
        grouping = held.grouped(found.findings)
        again = {int(n): int((grouping.number == n).sum()) for n in np.unique(grouping.number)}
    assert counted == again, "grouping everything again gives the same"
