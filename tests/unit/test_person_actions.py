"""Rules of actions about people: window and command line record the same decision about the same places."""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.cases import log as decision_log
from app.cases.case import Case
from app.cases.clusters import FACES, VOICES
from app.command_line import Output, UsageError
from app.commands.group_command import GroupCommand
from app.core_api import people as asked
from app.core_api.core_session import CoreSession, handlers
from app.core_api.deciding import TakeBack
from app.core_api.handlers import deciding, people, people_deciding  # noqa: F401
from app.operations.decisions import GROUPING
from app.review import person_actions
from app.review.case_index import CaseIndex
from app.review.review import NoSuchGroup, review
from engine.units import Kind
from tests.made_case import face, put_faces, put_item, put_unit
from tests.unit.test_voices import _speakers
from tests.vault import new_account, new_case

COMMANDS = {
    FACES: GroupCommand(FACES, "faces", "person", ("sighting", "sightings")),
    VOICES: GroupCommand(VOICES, "voices", "voice", ("speaker", "speakers")),
}


def fill(case: Case) -> None:
    """Person 1 in three films, person 2 in one; voice 1 in two files, voice 2 in one."""
    for name, who in (("a.mp4", 1), ("b.mp4", 1), ("c.mp4", 1), ("d.mp4", 2)):
        put_faces(case, name, put_item(case, name), [(face(who, like=0.8), 1, 2, 10)])
    for name, who in (("a.wav", 1), ("b.wav", 1), ("c.wav", 2)):
        item = put_item(case, name, Kind.AUDIO)
        put_unit(case, name, item, "speakers", _speakers((0, 8, 0), voices={0: who}))
    with review(case, write=True) as found:
        found.regroup()


def recorded(case: Case) -> list[tuple[str, Any]]:
    with case.database.connect() as connection:
        return [(d.kind, d.body) for d in decision_log.decisions(connection, GROUPING)]


def by_command(case: Case, kind: str, action: str, *named: str) -> list[tuple[str, Any]]:
    before = len(recorded(case))
    args = argparse.Namespace(who=list(named))
    with review(case, write=True) as found:
        getattr(COMMANDS[kind], action)(found, args, out())
    return recorded(case)[before:]


def by_window(case: Case, question: Callable[[CoreSession], Any]) -> list[tuple[str, Any]]:
    before = len(recorded(case))
    session = CoreSession(lambda _: None)
    session.enter(case.account)
    session.take(case)
    wanted = question(session)
    handlers[type(wanted)](session, wanted)
    return recorded(case)[before:]


def out() -> Output:
    return Output(argparse.Namespace(json=True), io.StringIO(), io.StringIO())


def faces(*places: str) -> Callable[[CoreSession], Sequence[int]]:
    """Ids of the faces seen in these items."""

    def found(session: CoreSession) -> Sequence[int]:
        table = handlers[asked.Faces](session, asked.Faces())
        names = [table.items[n].untrusted_name for n in table.item.tolist()]
        return [int(i) for i, name in zip(table.ids, names, strict=True) if name in places]

    return found


def speakers(*names: str) -> Callable[[CoreSession], Sequence[tuple[str, int]]]:
    def found(session: CoreSession) -> Sequence[tuple[str, int]]:
        table = handlers[asked.People](session, asked.People(VOICES))
        return [(h.item_id, h.speaker) for h in table.heard if h.untrusted_item in names]

    return found


def people_of(session: CoreSession, *numbers: int, kind: str = FACES) -> tuple[str, ...]:
    """Lasting ids of those shown with these numbers."""
    table = handlers[asked.People](session, asked.People(kind))
    return tuple(table.subject(number) for number in numbers)


def voices_of(session: CoreSession, *numbers: int) -> tuple[str, ...]:
    return people_of(session, *numbers, kind=VOICES)


A, B = "a.mp4", "b.mp4"
CASES: list[tuple[str, str, tuple[str, ...], Callable[[CoreSession], Any]]] = [
    (FACES, "merge", ("1", "2"), lambda s: asked.MergePeople(people_of(s, 1, 2))),
    (FACES, "cannot", ("1", "2"), lambda s: asked.PartPeople(*people_of(s, 1, 2))),
    (FACES, "name", ("1", "Ada"), lambda s: asked.NamePerson(people_of(s, 1)[0], "Ada")),
    (FACES, "split", ("1.a",), lambda s: asked.SplitFaces(tuple(faces(A)(s)))),
    (FACES, "split", ("1.a", "1.b"), lambda s: asked.SplitFaces(tuple(faces(A, B)(s)))),
    (
        FACES,
        "detach",
        ("1.a",),
        lambda s: asked.NotThisPerson(tuple(faces(A)(s)), frozenset(people_of(s, 1))),
    ),
    (
        FACES,
        "detach",
        ("1.a", "1.b"),
        lambda s: asked.NotThisPerson(tuple(faces(A, B)(s)), frozenset(people_of(s, 1))),
    ),
    (VOICES, "merge", ("1", "2"), lambda s: asked.MergePeople(voices_of(s, 1, 2), VOICES)),
    (
        VOICES,
        "cannot",
        ("1", "2"),
        lambda s: asked.PartPeople(voices_of(s, 1)[0], voices_of(s, 2)[0], VOICES),
    ),
    (VOICES, "name", ("2", "Eva"), lambda s: asked.NamePerson(voices_of(s, 2)[0], "Eva", VOICES)),
    (VOICES, "split", ("1.a",), lambda s: asked.SplitVoices(tuple(speakers("a.wav")(s)))),
    (
        VOICES,
        "detach",
        ("1.a",),
        lambda s: asked.NotThisVoice(tuple(speakers("a.wav")(s)), frozenset(voices_of(s, 1, 2))),
    ),
]


@pytest.mark.parametrize(("kind", "action", "named", "question"), CASES)
def test_window_and_command_line_record_the_same(
    tmp_path: Path,
    kind: str,
    action: str,
    named: tuple[str, ...],
    question: Callable[[CoreSession], Any],
) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        fill(case)
        said = by_command(case, kind, action, *(in_file(case, kind, w) for w in named))
        assert len(said) == 1
        with case.database.connect() as connection:
            decision = decision_log.decisions(connection, GROUPING)[-1].id
        with review(case, write=True) as found:
            COMMANDS[kind].undo(found, argparse.Namespace(who=[decision[:12]]), out())
        again = by_window(case, question)
        assert [(k, sorted_places(body)) for k, body in again] == [(k, sorted_places(b)) for k, b in said]


def in_file(case: Case, kind: str, named: str) -> str:
    """`1.a` is the sighting in the file a, as the command line counts it; voices have any number."""
    _, _, letter = named.partition(".")
    if not letter:
        return named
    with review(case) as found:
        for cluster in found.groups(kind).clusters:
            names = [found.items[s.item_id].untrusted_name[0] for s in found.appearances(cluster)]
            if letter in names:
                return f"{cluster.number}.{names.index(letter) + 1}"
    raise AssertionError(named)


def sorted_places(body: Any) -> Any:
    """Sightings of one action in no order, but the first: it is who stays."""
    first, *rest = body["moments"]
    if "alone" in body:
        return {**body, "moments": sorted(body["moments"][: body["alone"]], key=str)}
    return {**body, "moments": [first, *sorted(rest, key=str)]}


def test_a_decision_of_the_command_line_is_taken_back_by_the_window(tmp_path: Path) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        fill(case)
        by_command(case, FACES, "merge", "1", "2")
        with case.database.connect() as connection:
            made = decision_log.decisions(connection, GROUPING)[-1].id
        undone = by_window(case, lambda _: TakeBack((made,)))
        assert undone == [("undo", {"decision": made})]
        with review(case) as found:
            assert sorted(c.number for c in found.faces.clusters) == [1, 2]


@pytest.mark.parametrize("kind", [FACES, VOICES])
def test_who_was_merged_since_they_were_shown_is_not_decided_about(tmp_path: Path, kind: str) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        fill(case)
        session = CoreSession(lambda _: None)
        session.enter(case.account)
        session.take(case)
        one, two = people_of(session, 1, 2, kind=kind)
        ids, heard = tuple(faces("d.mp4")(session)), tuple(speakers("c.wav")(session))
        by_command(case, kind, "merge", "1", "2")
        before = recorded(case)
        gone: list[Any] = [
            asked.NamePerson(two, "Eva", kind),
            asked.MergePeople((one, two), kind),
            asked.PartPeople(one, two, kind),
            asked.VerifyPerson(two, "Eva", kind),
            asked.MoveFaces(ids, two) if kind == FACES else asked.MoveVoices(heard, two),
            asked.NotThisPerson(ids, frozenset((two,)))
            if kind == FACES
            else asked.NotThisVoice(heard, frozenset((two,))),
            *([asked.SamePerson(ids[0], two)] if kind == FACES else []),
            asked.NamePerson("", "Eva", kind),
        ]
        for question in gone:
            with pytest.raises(NoSuchGroup):
                handlers[type(question)](session, question)
        assert recorded(case) == before
        handlers[asked.NamePerson](session, asked.NamePerson(one, "Ada", kind))
        with review(case) as found:
            (named,) = [c for c in found.groups(kind).clusters if c.identity]
            assert (named.subject, named.number) == (one, 1)


def test_a_face_moved_since_it_was_shown_is_not_decided_about(tmp_path: Path) -> None:
    """The question was whether it is person 1; it is counted with person 2 by now."""
    with new_case(new_account(tmp_path / "home")) as case:
        fill(case)
        session = CoreSession(lambda _: None)
        session.enter(case.account)
        session.take(case)
        one, two = people_of(session, 1, 2)
        (face_a,) = faces(A)(session)
        handlers[asked.MoveFaces](session, asked.MoveFaces((face_a,), two))
        before = recorded(case)
        for question in (asked.SamePerson(face_a, one), asked.NotThisPerson((face_a,), frozenset((one,)))):
            with pytest.raises(NoSuchGroup):
                handlers[type(question)](session, question)
        assert recorded(case) == before
        handlers[asked.SamePerson](session, asked.SamePerson(face_a, two))


def test_what_is_no_face_is_counted_for_nobody_until_that_is_taken_back(tmp_path: Path) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        fill(case)
        with review(case) as found:
            before = {c.number: len(c.members) for c in found.faces.clusters}
        assert sorted(before.values()) == [1, 3]
        lone = next(number for number, count in before.items() if count == 1)
        many = next(number for number, count in before.items() if count == 3)
        (made,) = by_command(case, FACES, "no_face", str(lone), f"{many}.2")
        assert made[0] == "no-face"
        told = io.StringIO()
        with review(case) as found:
            listing = Output(argparse.Namespace(json=True), told, io.StringIO())
            COMMANDS[FACES].aside(found, argparse.Namespace(who=[]), listing)
        listed = [json.loads(line) for line in told.getvalue().splitlines()]
        assert [one["why"] for one in listed] == ["no face", "no face"]
        with pytest.raises(UsageError):
            by_command(case, FACES, "name", str(listed[0]["face"]), "Ada")
        with review(case) as found:
            assert {c.number: len(c.members) for c in found.faces.clusters} == {many: 2}
            assert len(found.faces.comparable()) == 2, "a face search finds no face in them"
            index = CaseIndex()
            index.refresh(found, lambda: None)
            assert list(index.people[FACES].groups) == [many]
        with case.database.connect() as connection:
            last = decision_log.decisions(connection, GROUPING)[-1].id
        with review(case, write=True) as found:
            person_actions.undo(found, [last])
        with review(case) as found:
            assert {c.number: len(c.members) for c in found.faces.clusters} == before


def test_an_unclear_face_alone_is_nobody_until_somebody_names_it(tmp_path: Path) -> None:
    """Backs of heads, patterns and far-turned heads are told as faces set aside, and joined to no person."""
    with new_case(new_account(tmp_path / "home")) as case:
        for name, who in (("a.mp4", 1), ("b.mp4", 1), ("c.mp4", 2)):
            put_faces(case, name, put_item(case, name), [(face(who, like=0.8), 1, 2, 10)])
        for name, poor in (("d.mp4", {"quality": 0.1}), ("e.mp4", {"score": 0.72}), ("f.mp4", {"yaw": 75.0})):
            put_faces(case, name, put_item(case, name), [(face(3, like=0.8), 1, 2, 10)], poor=poor)
        with review(case) as found:
            assert sorted(len(c.members) for c in found.faces.clusters) == [1, 2]
            assert len(found.faces.aside) == 3
            moment = found.faces.seen(int(found.faces.aside[0])).moment
        with review(case, write=True) as found:
            found.decide("name", [moment], name="Ada")
        with review(case) as found:
            assert sorted(len(c.members) for c in found.faces.clusters) == [1, 1, 2]
            assert len(found.faces.aside) == 2
