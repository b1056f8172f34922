"""Rules of groups that are kept in memory between questions: the same as read and grouped from scratch."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cases import clusters
from app.cases import log as decision_log
from app.cases.case import Case
from app.cases.clusters import FACES, VOICES
from app.review import person_actions
from app.review.people_index import PeopleIndex
from app.review.person_actions import Target
from app.review.review import Review, review
from engine.units import Kind
from tests.made_case import face, put_faces, put_item, put_unit
from tests.unit.test_voices import _speakers
from tests.vault import new_account, new_case


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with new_case(new_account(tmp_path / "home")) as opened:
        yield opened


def fill(case: Case, items: int = 4) -> None:
    for n in range(items):
        item = put_item(case, f"{n}.mp4")
        seen = [
            (face(n * 5 + k if k == 4 else k, like=0.72), k * 2.0, k * 2.0 + 1, 20.0 * k) for k in range(5)
        ]
        put_faces(case, f"{n}.mp4", item, seen)


def standing_groups(found: Review) -> dict[tuple[str, int], int]:
    assert found.people_index
    faces = found.people_index.faces(found.connection, found.findings).faces
    pairs = zip(faces.items, faces.first, strict=False)
    return {i.place(at): int(faces.number[first + at]) for i, first in pairs for at in range(len(i))}


def stored_groups(case: Case) -> dict[tuple[str, int], int]:
    with case.database.connect() as connection:
        return {m.place: c.number for c in clusters.stored(connection, FACES) for m in c.members}


def read_anew(case: Case) -> dict[tuple[str, int], int]:
    with review(case) as found:
        return {m.place: c.number for c in found.faces.clusters for m in c.members}


def test_groups_in_memory_are_those_that_a_command_reads_again(case: Case) -> None:
    fill(case)
    with review(case, write=True, people_index=PeopleIndex()) as found:
        kept = standing_groups(found)
        found.regroup()
    assert kept == read_anew(case) == stored_groups(case)
    assert len(set(kept.values())) == 8


@settings(
    deadline=None,
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(0, 10_000))
def test_after_any_decisions_memory_database_and_a_second_reading_agree(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    dice, people_index = random.Random(seed), PeopleIndex()
    with new_case(new_account(tmp_path_factory.mktemp("home"))) as case:
        fill(case, 3)
        made: list[str] = []
        for _ in range(7):
            with review(case, write=True, people_index=people_index) as found:
                faces = people_index.faces(found.connection, found.findings).faces
                if made and dice.random() < 0.3:
                    made.append(decision_log.undo(case, found.connection, made.pop()).id)
                    found.regroup()
                else:
                    made.append(
                        say(found, faces.number, [faces.moment(r) for r in range(len(faces.ids))], dice)
                    )
                kept = standing_groups(found)
            assert kept == stored_groups(case)
            assert kept == read_anew(case)
            with review(case, people_index=PeopleIndex()) as found:
                assert standing_groups(found) == kept


def say(found: Review, number: np.ndarray, moments: list, dice: random.Random) -> str:  # type: ignore[type-arg]
    one = dice.randrange(len(number))
    same = [moments[r] for r in np.flatnonzero(number == number[one]) if r != one]
    kind = dice.choice(["merge", "cannot", "detach", "split", "name"])
    if kind == "name" or (kind != "merge" and not same):
        return found.decide("name", [moments[one]], name=dice.choice(["Ada", "Eva"])).id
    if kind == "merge":
        return found.decide("merge", dice.sample(moments, 2)).id
    return found.decide(kind, [same[0], moments[one]]).id


def test_a_decision_taken_back_leaves_every_group_and_number_as_it_was(case: Case) -> None:
    fill(case)
    people_index = PeopleIndex()
    with review(case, write=True, people_index=people_index) as found:
        found.regroup()
        before = standing_groups(found)
        faces = people_index.faces(found.connection, found.findings).faces
        one, two = (faces.moment(int(np.flatnonzero(faces.number == n)[0])) for n in (1, 2))
        made = found.decide("merge", [one, two]).id
        assert standing_groups(found) != before
    with review(case, write=True, people_index=people_index) as found:
        decision_log.undo(case, found.connection, made)
        found.regroup()
    assert stored_groups(case) == read_anew(case) == before


def test_a_decision_that_was_not_stored_is_forgotten(case: Case) -> None:
    fill(case)
    people_index = PeopleIndex()
    with review(case, write=True, people_index=people_index) as found:
        found.regroup()
        before = standing_groups(found)
    with pytest.raises(ZeroDivisionError):
        _fail(case, people_index)
    with review(case, people_index=people_index) as found:
        assert standing_groups(found) == before


def _fail(case: Case, people_index: PeopleIndex) -> None:
    with review(case, write=True, people_index=people_index) as found:
        faces = people_index.faces(found.connection, found.findings).faces
        found.decide("merge", [faces.moment(0), faces.moment(1)])
        raise ZeroDivisionError


def test_what_is_analysed_later_joins_whom_it_is_like_and_nobody_changes_number(case: Case) -> None:
    fill(case)
    people_index = PeopleIndex()
    with review(case, write=True, people_index=people_index) as found:
        found.regroup()
        before = standing_groups(found)
        ids = people_index.faces(found.connection, found.findings).faces.ids
    item = put_item(case, "later.mp4")
    put_faces(case, "later.mp4", item, [(face(1, like=0.8), 1, 2, 10), (face(99), 3, 4, 50)])
    with review(case, write=True, people_index=people_index) as found:
        after = standing_groups(found)
        assert {k: after[k] for k in before} == before
        new = [after[k] for k in after.keys() - before.keys()]
        assert sorted(n in before.values() for n in new) == [False, True]
        grown = people_index.faces(found.connection, found.findings).faces
        assert grown.ids[: len(ids)].tolist() == ids.tolist()
        found.regroup()
    assert stored_groups(case) == after


def test_a_name_stays_with_its_face_when_an_item_is_analysed_again(case: Case) -> None:
    fill(case)
    people_index = PeopleIndex()
    with review(case, write=True, people_index=people_index) as found:
        faces = people_index.faces(found.connection, found.findings).faces
        found.decide("name", [faces.moment(2)], name="Ada")
        number = int(faces.number[2])
    with review(case) as found:
        item = next(i.id for i in found.items.values() if i.untrusted_name == "0.mp4")
    seen = [(face(2, like=0.72), 4.1, 5.2, 41.0), (face(77), 0, 1, 0.0)]
    put_faces(case, "0.mp4", item, seen, settings={"side": 9})
    with review(case, write=True, people_index=people_index) as found:
        faces = people_index.faces(found.connection, found.findings).faces
        assert {n: i.name for n, i in faces.identities.items()} == {number: "Ada"}
        found.regroup()
        kept = standing_groups(found)
    assert kept == stored_groups(case) == read_anew(case)


def test_voices_in_memory_follow_decisions(case: Case) -> None:
    for name, who in (("a.wav", 1), ("b.wav", 1), ("c.wav", 2)):
        put_unit(
            case, name, put_item(case, name, Kind.AUDIO), "speakers", _speakers((0, 8, 0), voices={0: who})
        )
    people_index = PeopleIndex()
    with review(case, write=True, people_index=people_index) as found:
        found.regroup()
        assert len(found.voices.clusters) == 2
        made = person_actions.merge(found, [Target(VOICES, n) for n in (1, 2)])[0].id
        assert len(found.voices.clusters) == 1
    with review(case) as found:
        assert len(found.voices.clusters) == 1
    with review(case, write=True, people_index=people_index) as found:
        decision_log.undo(case, found.connection, made)
        found.regroup()
        assert len(found.voices.clusters) == 2


def test_a_unit_in_the_place_of_the_last_one_is_noticed(case: Case) -> None:
    """It gets the same row of the database."""
    item = put_item(case, "a.mp4")
    put_faces(case, "a.mp4", item, [(face(1), 1, 2, 10)])
    people_index = PeopleIndex()
    with review(case, people_index=people_index) as found:
        assert len(standing_groups(found)) == 1
    put_faces(case, "a.mp4", item, [(face(1), 1, 2, 10), (face(2), 3, 4, 50)], settings={"side": 7})
    with review(case, people_index=people_index) as found:
        assert len(standing_groups(found)) == 2
