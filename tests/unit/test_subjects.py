"""Rules of who somebody is: an id for good, a number nobody else gets, and no word shown of another."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cases import log as decision_log
from app.cases import subjects
from app.cases.case import Case
from app.cases.clusters import FACES, STACKS, VOICES
from app.dossier.catalogue import Catalogue
from app.dossier.claims import Claim, Former
from app.dossier.document import Dossier
from app.dossier.judging import Verdict, lost
from app.dossier.material import gather
from app.dossier.statement_actions import judge
from app.review import person_actions
from app.review.people_index import PeopleIndex
from app.review.person_actions import Target
from app.review.review import review
from engine.units import Kind
from tests.made_case import face, put_faces, put_item, put_unit
from tests.unit.test_voices import _speakers
from tests.vault import new_account, new_case

EN = Catalogue("en")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with new_case(new_account(tmp_path / "home")) as opened:
        yield opened


def fill(case: Case) -> None:
    """Two films with people 0, 1 and 2 in each, and one photo with person 7."""
    for name in ("a.mp4", "b.mp4"):
        seen = [(face(n, like=0.8), n * 2.0, n * 2.0 + 1, 20.0 * n) for n in range(3)]
        put_faces(case, name, put_item(case, name), seen)
    put_faces(case, "c.jpg", put_item(case, "c.jpg", Kind.IMAGE, 0), [(face(7), 0, 1, 5)])


Who = Mapping[int, tuple[str, frozenset[tuple[str, float]]]]


def who(case: Case, people_index: PeopleIndex | None = None, write: bool = False) -> Who:
    """By number the id of each person, and where they are seen (item, left edge)."""
    with review(case, write=write, people_index=people_index) as found:
        if write:
            found.regroup()
        if people_index is None:
            names = {i: item.untrusted_name for i, item in found.items.items()}
            return {
                c.number: (
                    c.subject,
                    frozenset((names[t.item_id], t.moment.box[0]) for t in found.appearances(c)),
                )
                for c in found.faces.clusters
            }
        faces = people_index.faces(found.connection, found.findings).faces
        seen: dict[int, set[tuple[str, float]]] = {}
        for row, number in enumerate(faces.number.tolist()):
            item, at = faces.where(row)
            seen.setdefault(number, set()).add((item.item.untrusted_name, item.moment(at).box[0]))
        return {n: (faces.subject(n), frozenset(places)) for n, places in seen.items()}


def number_at(case: Case, name: str, left: float) -> int:
    return next(n for n, (_, places) in who(case).items() if (name, left) in places)


def said_of(case: Case) -> tuple[dict[int, Verdict], list[Claim], int]:
    """What was said of each person by number, all statements, and how much is lost."""
    with review(case) as found:
        dossier = Dossier.write(gather(case, found.connection), "", "")
        claims = [c for c in dossier.claims() if c.topic[0] == "appears"]
        verdicts = {c.values["person"]: dossier.verdicts[c.id] for c in claims if c.id in dossier.verdicts}
        return verdicts, claims, len(lost(dossier.claims(), found.state))


def reword(case: Case, number: int, text: str) -> None:
    with review(case, write=True) as found:
        claims = list(Dossier.write(gather(case, found.connection), "", "").claims())
        claim = next(c for c in claims if c.topic[0] == "appears" and c.values["person"] == number)
    judge(case, claim, "edit", text, "en")


def decide(case: Case, action: str, *named: str) -> str:
    with review(case, write=True) as found:
        if action == "merge":
            return person_actions.merge(found, [Target(FACES, int(w)) for w in named])[0].id
        chosen = [found.appearance(w)[1].moment for w in named]
        cluster = found.appearance(named[0])[0]
        rest = [t.moment for t in found.appearances(cluster) if t.moment not in chosen]
        return found.decide("split", [rest[0], *chosen]).id


def undo(case: Case, decision: str) -> None:
    with review(case, write=True) as found:
        decision_log.undo(case, found.connection, decision)
        found.regroup()


def test_what_was_said_of_somebody_is_never_shown_under_another(case: Case) -> None:
    """As it was found: reword, merge, split, and somebody else has the number of the person merged away."""
    fill(case)
    who(case, write=True)
    suspect = number_at(case, "c.jpg", 5)
    other = number_at(case, "a.mp4", 40)
    reword(case, suspect, "The suspect in the red coat.")
    before = who(case)
    merged = decide(case, "merge", str(other), str(suspect))
    split = decide(case, "split", f"{number_at(case, 'a.mp4', 0)}.1")
    after = who(case)
    new = number_at(case, "a.mp4", 0)
    assert new not in before, "a number is given once"
    verdicts, _, gone = said_of(case)
    assert verdicts == {}
    assert gone == 1
    undo(case, split)
    undo(case, merged)
    verdicts, _, gone = said_of(case)
    assert {n: v.text for n, v in verdicts.items()} == {suspect: "The suspect in the red coat."}
    assert gone == 0
    assert who(case) == before != after


def test_an_id_lasts_through_names_faces_analysis_and_opening(case: Case) -> None:
    fill(case)
    before = who(case, write=True)
    number = number_at(case, "a.mp4", 20)
    with review(case, write=True) as found:
        found.decide("name", [found.appearance(str(number))[1].moment], name="Ada")
    put_faces(case, "d.mp4", put_item(case, "d.mp4"), [(face(1, like=0.8), 1, 2, 70)])
    with review(case) as found:
        first = next(i.id for i in found.items.values() if i.untrusted_name == "a.mp4")
    seen = [(face(n, like=0.8), n * 2.0 + 0.1, n * 2.0 + 1.1, 20.0 * n + 1) for n in (2, 0, 1)]
    put_faces(case, "a.mp4", first, seen, settings={"side": 5})
    after = who(case, write=True)
    assert {n: i for n, (i, _) in after.items()} == {n: i for n, (i, _) in before.items()}
    assert ("d.mp4", 70.0) in after[number][1]
    assert {i[0] for i, _ in after.values()} == {"p"}


def test_of_two_who_are_merged_the_older_lives_on_and_the_other_comes_back(case: Case) -> None:
    fill(case)
    before = who(case, write=True)
    one, two = sorted(before)[1:3]
    merged = decide(case, "merge", str(two), str(one))
    people_index = PeopleIndex()
    after = who(case, people_index)
    assert after[one][0] == before[one][0]
    assert two not in after
    with review(case, people_index=people_index) as found:
        faces = people_index.faces(found.connection, found.findings).faces
        assert faces.number_of(before[two][0]) == one, "who was merged is found under the other"
    undo(case, merged)
    assert who(case) == before


def test_whom_people_part_first_keeps_the_id_even_without_the_face_it_was_founded_on(case: Case) -> None:
    fill(case)
    put_faces(case, "d.mp4", put_item(case, "d.mp4"), [(face(0, like=0.8), 1, 2, 70)])
    before = who(case, write=True)
    number = number_at(case, "a.mp4", 0)
    with case.database.connect() as connection:
        anchor = subjects.stored(connection, FACES)[number].moment
    with review(case, write=True) as found:
        mine = found.appearances(found.person(number))
        rest = next(t.moment for t in mine if t.moment != anchor)
        found.decide("detach", [anchor, rest], alone=1)
    after = who(case)
    assert after[number][0] == before[number][0]
    assert len(after[number][1]) == len(before[number][1]) - 1
    assert len({i for i, _ in after.values()}) == len(after)


def test_numbers_of_voices_and_duplicates_are_given_once_too(case: Case) -> None:
    for name, person in (("a.wav", 1), ("b.wav", 2)):
        item = put_item(case, name, Kind.AUDIO)
        put_unit(case, name, item, "speakers", _speakers((0, 8, 0), voices={0: person}))
    with review(case, write=True) as found:
        found.regroup()
        before = {c.number: c.subject for c in found.voices.clusters}
        person_actions.merge(found, [Target(VOICES, n) for n in sorted(before)])
        assert {c.number: c.subject for c in found.voices.clusters} == {1: before[1]}
    item = put_item(case, "c.wav", Kind.AUDIO)
    put_unit(case, "c.wav", item, "speakers", _speakers((0, 8, 0), voices={0: 3}))
    with review(case, write=True) as found:
        found.regroup()
        assert sorted(c.number for c in found.voices.clusters) == [1, 3]
        assert {c.subject[0] for c in found.voices.clusters} == {"v"}


@settings(
    deadline=None,
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(0, 10_000))
def test_whatever_is_decided_and_redone_window_database_and_dossier_name_the_same_people_the_same(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    dice, people_index = random.Random(seed), PeopleIndex()
    with new_case(new_account(tmp_path_factory.mktemp("home"))) as case:
        fill(case)
        ever: dict[int, str] = {}
        made: list[str] = []
        with review(case) as found:
            items = {i.untrusted_name: i.id for i in found.items.values()}
        for step in range(7):
            doing = dice.choice(["say", "say", "redo", "undo"])
            if doing == "redo":
                name = dice.choice(["a.mp4", "b.mp4"])
                shown = dice.sample(range(4), dice.choice([0, 3]))  # nothing: as where a unit fails
                seen = [(face(n, like=0.8), n * 2.0, n * 2.0 + 1, 20.0 * n) for n in shown]
                put_faces(case, name, items[name], seen, settings={"side": step + 2})
            with review(case, write=True, people_index=people_index) as found:
                faces = people_index.faces(found.connection, found.findings).faces
                if doing == "undo" and made:
                    decision_log.undo(case, found.connection, made.pop())
                elif doing == "say" and len(faces.number) > 1:
                    rows = dice.sample(range(len(faces.number)), 2)
                    kind = dice.choice(["merge", "cannot", "split", "detach"])
                    made.append(found.decide(kind, [faces.moment(r) for r in rows]).id)
                if doing != "redo" or dice.random() < 0.5:
                    found.regroup()  # else looked at, and stored with what comes next
            shown_now = who(case, people_index)
            assert shown_now == who(case) == who(case, PeopleIndex())
            for number, (subject, _) in shown_now.items():
                assert ever.setdefault(number, subject) == subject, "a number was given twice"
            _, claims, _ = said_of(case)
            assert {c.values["person"]: c.topic[1] for c in claims} == {
                n: i for n, (i, _) in shown_now.items()
            }


def test_no_statement_is_about_a_number(case: Case) -> None:
    fill(case)
    who(case, write=True)
    with review(case) as found:
        claims = Dossier.write(gather(case, found.connection), "", "").claims()
    kinds = (f"{FACES}:", f"{VOICES}:", f"{STACKS}:")
    for claim in claims:
        assert not any(str(part).startswith(kinds) for part in (*claim.topic, claim.extent.get("subject")))


def as_earlier_version(case: Case) -> None:
    """Numbers without ids, as a case of an earlier version holds them."""
    with case.writing() as connection:
        connection.exec_driver_sql("DELETE FROM subjects")
        connection.exec_driver_sql("UPDATE clusters SET made_at = '2026-01-01T00:00:00.000000Z'")


def judged_by_number(case: Case, number: int, wording: str) -> None:
    claim = Former.about(("appears", f"face:{number}"), "", "").id
    with review(case, write=True) as found:
        body = {"claim": claim, "accepted": True, "said": "", "text": "Old words.", "wording": wording}
        found.decide("judge-claim", [], **body)


def test_what_an_earlier_version_recorded_by_number_is_carried_over_where_it_is_sure(case: Case) -> None:
    fill(case)
    who(case, write=True)
    number = number_at(case, "c.jpg", 5)
    as_earlier_version(case)
    judged_by_number(case, number, "another wording")
    who(case, write=True)
    verdicts, _, gone = said_of(case)
    assert {n: (v.text, v.stale) for n, v in verdicts.items()} == {number: ("Old words.", True)}
    assert gone == 0


def test_what_an_earlier_version_recorded_by_number_is_lost_where_the_number_may_mean_others(
    case: Case,
) -> None:
    fill(case)
    who(case, write=True)
    number = number_at(case, "c.jpg", 5)
    judged_by_number(case, number, "another wording")
    decide(case, "split", f"{number_at(case, 'a.mp4', 0)}.1")
    as_earlier_version(case)
    who(case, write=True)
    verdicts, _, gone = said_of(case)
    assert verdicts == {}
    assert gone == 1
