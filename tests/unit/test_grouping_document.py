"""Rules of taking over who is with whom: two copies of a case show the same people, and go on alike."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.cases import grouping_document
from app.cases.case import Case, cases_folder
from app.cases.clusters import FACES
from app.cases.grouping_document import NoGroupingDocument
from app.core_api.core_session import CoreSession, handlers
from app.core_api.handlers import people as _people  # noqa: F401
from app.core_api.handlers import people_deciding  # noqa: F401
from app.core_api.people import NamePerson, People
from app.keys.account import Account
from app.review import person_actions
from app.review.person_actions import Target
from app.review.review import NoSuchGroup, review
from tests.made_case import put_faces, put_item
from tests.vault import PASSPHRASE, new_account, new_case

ITEMS = [f"{n}.mp4" for n in range(12)]


@pytest.fixture
def copies(tmp_path: Path) -> Iterator[tuple[Case, Case]]:
    """Two copies of one empty case, each with its own database."""
    account = new_account(tmp_path / "home")
    with new_case(account) as made:
        case_id = made.id
    account.close()
    shutil.copytree(tmp_path / "home", tmp_path / "other")
    with ExitStack() as stack:
        opened = []
        for home in ("home", "other"):
            one = Account.unlock(tmp_path / home, PASSPHRASE)
            stack.callback(one.close)
            opened.append(stack.enter_context(Case.open(one, case_id, write=True)))
        yield opened[0], opened[1]
    assert cases_folder(tmp_path / "other").is_dir()


def analysed(case: Case, names: list[str]) -> None:
    """Five people who look unlike themselves, some of them in each film; grouped after every film."""
    made = np.random.default_rng(5)
    bases = made.standard_normal((5, 128)) / np.sqrt(128)
    for name in names:
        dice = np.random.default_rng(int(name.partition(".")[0]))
        seen = []
        for k, person in enumerate(dice.choice(5, 3, replace=False)):
            vector = bases[person] + dice.standard_normal(128) * 1.05 / np.sqrt(128)
            vector = (vector / np.linalg.norm(vector)).astype(np.float32)
            seen.append((vector, k * 2.0, k * 2.0 + 1, 20.0 * k))
        put_faces(case, name, put_item(case, name), seen)
        with review(case, write=True) as found:
            found.regroup()


def people(case: Case) -> dict[int, tuple[str, frozenset[tuple[str, float]]]]:
    with review(case) as found:
        names = {i: item.untrusted_name for i, item in found.items.items()}
        return {
            c.number: (
                c.subject,
                frozenset((names[t.item_id], t.moment.box[0]) for t in found.appearances(c)),
            )
            for c in found.faces.clusters
        }


def taken_over(one: Case, other: Case) -> None:
    with one.database.connect() as connection:
        document = grouping_document.written(one, connection)
    with other.writing() as connection:
        grouping_document.take_over(other, connection, document)


def test_a_copy_that_takes_over_shows_the_same_people_and_goes_on_alike(copies: tuple[Case, Case]) -> None:
    one, other = copies
    analysed(one, ITEMS)
    analysed(other, ITEMS[::-1])
    assert {f for _, f in people(one).values()} != {f for _, f in people(other).values()}
    taken_over(one, other)
    assert people(other) == people(one)
    for case in copies:
        analysed(case, ["31.mp4", "47.mp4"])
    assert people(other) == people(one)
    first, second = sorted(people(one))[:2]
    for case in copies:
        with review(case, write=True) as found:
            person_actions.merge(found, [Target(FACES, first), Target(FACES, second)])
    assert people(other) == people(one)


def test_what_only_the_other_copy_holds_is_grouped_on_top(copies: tuple[Case, Case]) -> None:
    one, other = copies
    analysed(one, ITEMS[:8])
    analysed(other, ITEMS[::-1])
    taken_over(one, other)
    mine, theirs = people(one), people(other)
    for number, (subject, faces) in mine.items():
        assert theirs[number][0] == subject
        assert faces <= theirs[number][1]
    assert sum(len(f) for _, f in theirs.values()) == len(ITEMS) * 3


def test_a_list_shown_before_decides_about_those_it_shows(copies: tuple[Case, Case]) -> None:
    """Taking over gives people other numbers: a decision made on the list of before means the people seen
    there, or nobody.
    """
    one, other = copies
    analysed(one, ITEMS)
    analysed(other, ITEMS[::-1])
    shown = asked_of(other, People())
    before = people(other)
    taken_over(one, other)
    after = {subject: number for number, (subject, _) in people(other).items()}
    renumbered = 0
    for number in shown.number.tolist():
        subject = shown.subject(number)
        assert subject == before[number][0]
        question = NamePerson(subject, f"Shown as {number}")
        if subject not in after:
            with pytest.raises(NoSuchGroup):
                asked_of(other, question)
            continue
        asked_of(other, question)
        renumbered += after[subject] != number
        with review(other) as found:
            named = {c.identity.name: c.subject for c in found.faces.clusters if c.identity}
        assert named[f"Shown as {number}"] == subject
    assert renumbered, "otherwise this shows nothing"


def asked_of(case: Case, question: Any) -> Any:
    session = CoreSession(lambda _: None)
    session.enter(case.account)
    session.take(case)
    return handlers[type(question)](session, question)


def test_a_document_of_another_or_changed_is_refused(copies: tuple[Case, Case], tmp_path: Path) -> None:
    one, other = copies
    analysed(one, ITEMS[:3])
    with one.database.connect() as connection:
        document = grouping_document.written(one, connection)
    for wrong in (b"", document[:-1], document[:90] + b"x" + document[91:]):
        with pytest.raises(NoGroupingDocument), other.writing() as connection:
            grouping_document.take_over(other, connection, wrong)
    with (
        new_case(new_account(tmp_path / "third")) as stranger,
        pytest.raises(NoGroupingDocument),
        stranger.writing() as connection,
    ):
        grouping_document.take_over(stranger, connection, document)
