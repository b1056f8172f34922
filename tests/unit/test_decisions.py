"""Rules for people's decisions."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases import log as decision_log
from app.cases.clusters import FACES
from app.operations.decisions import Decision, DecisionUnsound, State, fold
from app.operations.decisions import made as made_decision
from app.operations.moments import Moment
from app.review import person_actions
from app.review.person_actions import Target
from app.review.review import OwnAnswer, review
from engine.units import SECOND
from tests.made_case import face, put_faces, put_item
from tests.vault import new_account, new_case

START = datetime(2026, 11, 1, tzinfo=UTC)


def _at(number: int) -> Moment:
    start = number * SECOND
    return Moment("face", "ab" * 32, 0, start, start + SECOND, start, (0, 0, 10, 10))


def _made(author: str, kind: str, minute: int, *numbers: int, **body: object) -> Decision:
    moments = {"moments": [_at(n).to_json() for n in numbers]} if numbers else {}
    return made_decision(author, kind, moments | body, START + timedelta(minutes=minute))


def test_the_same_decisions_in_any_order_give_the_same_state() -> None:
    log = [
        _made("anna", "name", 1, 1, name="Ada"),
        _made("ben", "name", 2, 1, name="Eva"),
        _made("ben", "merge", 3, 1, 2, 3),
        _made("anna", "split", 4, 1, 4, 5),
        _made("anna", "edit-transcript", 5, 6, text="eins"),
        _made("ben", "edit-transcript", 6, 6, text="zwei"),
        _made("ben", "judge-claim", 7, claim="k1", accepted=True),
    ]
    log.append(_made("anna", "undo", 8, decision=log[2].id))
    wanted = fold(log)
    for seed in range(20):
        shuffled = log + log[:3]
        random.Random(seed).shuffle(shuffled)
        assert fold(shuffled) == wanted
    assert wanted.must == [(_at(4), _at(5))]
    assert [e.text for e in wanted.edits] == ["zwei"]


@given(st.lists(st.integers(0, 4), max_size=8))
def test_undoing_an_undo_brings_the_decision_back(chain: list[int]) -> None:
    """However long the chain, only its length decides."""
    log = [_made("anna", "name", 0, 1, name="Ada")]
    for minute in range(1, len(chain) + 1):
        log.append(_made("anna", "undo", minute, decision=log[-1].id))
    assert bool(fold(log).identities) is (len(chain) % 2 == 0)


@pytest.mark.parametrize(
    ("kind", "numbers", "body"),
    [
        ("must", (1,), {}),
        ("name", (1,), {}),
        ("name", (), {"name": "Ada"}),
        ("name", (1,), {"name": " "}),
        ("merge", (1, 1), {}),
        ("cannot", (1, 1), {}),
        ("judge-claim", (), {"claim": "k1"}),
        ("undo", (), {}),
        ("praise", (1,), {}),
    ],
)
def test_a_decision_that_could_not_be_read_back_is_refused(
    kind: str, numbers: tuple[int, ...], body: dict[str, object]
) -> None:
    with pytest.raises(DecisionUnsound):
        _made("anna", kind, 1, *numbers, **body)


def _status(*votes: tuple[str, str, bool], verifiers: int = 2) -> str:
    log = [
        _made(author, "identify" if blind else "name", minute, 1, name=name, blind=blind)
        for minute, (author, name, blind) in enumerate(votes)
    ]
    return fold(log).identities[0].status(verifiers)


def test_an_identity_needs_a_second_person_who_saw_neither_name_nor_score() -> None:
    assert _status(("anna", "Ada", False)) == "candidate"
    assert _status(("anna", "Ada", False), ("anna", "Ada", True)) == "candidate"
    assert _status(("anna", "Ada", False), ("ben", "Ada", False)) == "candidate"
    assert _status(("anna", "Ada", False), ("ben", " ada ", True)) == "verified"
    assert _status(("anna", "Ada", False), ("ben", "Eva", True)) == "disputed"
    assert _status(("anna", "Ada", False), verifiers=1) == "verified"


def test_who_names_again_asks_for_a_new_check() -> None:
    assert _status(("anna", "Ada", False), ("ben", "Ada", True), ("anna", "Eva", False)) == "candidate"


def test_contradictions_are_named() -> None:
    state = fold([_made("anna", "must", 1, 1, 2), _made("ben", "cannot", 2, 2, 1)])
    assert state.contradictions == [(_at(2), _at(1))]
    assert State().contradictions == []


def test_decisions_survive_a_re_run_that_renumbers_everything(tmp_path: Path) -> None:
    """The names stay with the people although tracklets swap rows and their units get new keys."""
    with new_case(new_account(tmp_path / "home")) as case:
        item = put_item(case, "a.mp4")
        put_faces(case, "a.mp4", item, [(face(1), 1, 5, 10), (face(2), 1, 5, 200)])
        with review(case, write=True) as found:
            numbers = {t.moment.box[0]: c.number for c in found.faces.clusters for t in found.appearances(c)}
            found.decide("name", [found.appearance(str(numbers[10.0]))[1].moment], name="Ada")
            found.decide("name", [found.appearance(str(numbers[200.0]))[1].moment], name="Eva")
        people = [(face(2), 1.2, 5.1, 203.0), (face(1), 0.9, 4.8, 12.0)]
        put_faces(case, "a.mp4", item, people, settings={"side": 2})
        with review(case) as found:
            groups = [(c.identity, found.appearances(c)) for c in found.faces.clusters]
            named = {who.name: seen[0].moment.box[0] for who, seen in groups if who}
            assert named == {"Ada": 12.0, "Eva": 203.0}
            assert not found.faces.lost


def test_a_name_that_points_at_nothing_any_more_is_reported_not_dropped(tmp_path: Path) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        item = put_item(case, "a.mp4")
        put_faces(case, "a.mp4", item, [(face(1), 1, 5, 10)])
        with review(case, write=True) as found:
            found.decide("name", [found.appearance("1")[1].moment], name="Ada")
        put_faces(case, "a.mp4", item, [(face(1), 12, 15, 10)], settings={"side": 2})
        with review(case) as found:
            assert [i.name for i in found.faces.lost] == ["Ada"]


def test_a_decision_and_its_custody_entry_are_stored_together(tmp_path: Path) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        item = put_item(case, "a.mp4")
        put_faces(case, "a.mp4", item, [(face(1), 1, 5, 10)])
        with review(case, write=True) as found:
            made = found.decide("name", [found.appearance("1")[1].moment], name="Ada")
            undo = decision_log.undo(case, found.connection, made.id[:10])
        entries = [(e.action, e.details.get("decision")) for e in case.custody.entries()][-2:]
        assert entries == [("decision name", made.id), ("decision undo", undo.id)]
        assert not case.custody.faults()
        with review(case) as found:
            assert found.faces.clusters[0].identity is None


def test_nobody_verifies_their_own_answer_or_sees_it_before_verifying(tmp_path: Path) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        item = put_item(case, "a.mp4")
        put_faces(case, "a.mp4", item, [(face(1), 1, 5, 10)])
        with review(case, write=True) as found:
            moment = found.appearance("1")[1].moment
            found.decide("name", [moment], name="Ada")
            with pytest.raises(OwnAnswer):
                person_actions.verify(found, Target(FACES, 1), "Ada")
            first = found.person(1).identity
            assert found.shown_name(first) == "Ada"
        body = {"moments": [moment.to_json()], "name": "Eva"}
        with case.writing() as connection:
            decision_log.undo(case, connection, decision_log.decisions(connection)[0].id)
            decision_log.append(case, connection, made_decision("somebody else", "name", body))
        with review(case, write=True) as found:
            assert found.shown_name(found.person(1).identity) == ""
            assert found.status(person_actions.verify(found, Target(FACES, 1), "eva")[1]) == "verified"
