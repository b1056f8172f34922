"""While all faces are grouped for the first time nobody waits who can do without, and nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.cases.case import Case
from app.cases.findings import Findings, Item
from app.cases.log import decisions
from app.operations.moments import Moment
from app.review import people_index as standing_module
from app.review.people_index import PeopleIndex, StillGrouping
from app.review.review import review
from tests.unit.test_people_index import fill, read_anew, standing_groups
from tests.vault import new_account, new_case


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    monkeypatch.setattr(standing_module, "FEW_UNITS", 0)  # every case is a large one
    with new_case(new_account(tmp_path / "home")) as opened:
        fill(opened)
        yield opened


class Slow(Findings):
    """Findings that are read as slowly as somebody wants."""

    begun, go_on = threading.Event(), threading.Event()

    def items(self, only: Collection[str] | None = None) -> list[Item]:
        self.begun.set()
        assert self.go_on.wait(60)
        return super().items(only)


@contextmanager
def forming(case: Case, people_index: PeopleIndex) -> Iterator[None]:
    """Inside, another thread groups all faces for the first time; afterwards it is done."""
    Slow.begun, Slow.go_on = threading.Event(), threading.Event()

    def group() -> None:
        with review(case, people_index=people_index) as found:
            people_index.faces(found.connection, Slow(found.connection, case.open_result))

    thread = threading.Thread(target=group)
    thread.start()
    try:
        assert Slow.begun.wait(60)
        yield
    finally:
        Slow.go_on.set()
        thread.join(60)
    assert not thread.is_alive()


def moments(case: Case) -> list[Moment]:
    people_index = PeopleIndex()
    with review(case, people_index=people_index) as found:
        faces = people_index.faces(found.connection, found.findings).faces
        return [faces.moment(row) for row in range(len(faces.ids))]


def test_what_is_decided_while_faces_are_first_grouped_is_stored_at_once_and_followed(case: Case) -> None:
    one, other, *_ = moments(case)
    told: list[bool] = []
    people_index = PeopleIndex(lambda: told.append(True))
    with forming(case, people_index):
        with review(case, write=True, people_index=people_index) as found:
            found.decide("merge", [one, other])
            found.decide("name", [other], name="Ada")
        with case.database.connect() as connection:
            assert [d.kind for d in decisions(connection)] == ["merge", "name"]
        assert told == []
    assert told == [True]
    with review(case, write=True, people_index=people_index) as found:
        found.regroup()
    with review(case, people_index=people_index) as found:
        assert standing_groups(found) == read_anew(case)
        assert len(set(read_anew(case).values())) == 7
        faces = people_index.faces(found.connection, found.findings).faces
        assert [i.name for i in faces.identities.values()] == ["Ada"]


def test_who_can_do_without_the_groups_is_not_kept_waiting_for_them(case: Case) -> None:
    people_index = PeopleIndex()
    with forming(case, people_index), review(case, people_index=people_index) as found:
        assert people_index.faces_at_once(found.connection, found.findings) is None
        assert found.voices.clusters == []
    with review(case, people_index=people_index) as found:
        assert people_index.faces_at_once(found.connection, found.findings) is not None


def test_who_writes_never_waits_for_the_first_grouping(case: Case) -> None:
    """Units could not be stored meanwhile."""
    people_index = PeopleIndex()
    with forming(case, people_index):
        with pytest.raises(StillGrouping), review(case, write=True, people_index=people_index) as found:
            people_index.faces(found.connection, found.findings)
        with review(case, write=True) as found:
            found.decide("name", [moments(case)[0]], name="Ada")


def test_everybody_who_waits_gets_the_groups_that_one_has_made(case: Case) -> None:
    people_index, seen = PeopleIndex(), []

    def look() -> None:
        with review(case, people_index=people_index) as found:
            seen.append(people_index.faces(found.connection, found.findings))

    threads = [threading.Thread(target=look) for _ in range(3)]
    with forming(case, people_index):
        for thread in threads:
            thread.start()
    for thread in threads:
        thread.join(60)
    assert len(seen) == 3
    assert len({id(faces) for faces in seen}) == 1
