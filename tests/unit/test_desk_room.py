"""What a question sees of the case while others open, close and lock it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.cases.case import Case
from app.core_api.core_session import NoCaseOpen, Room
from app.keys.account import Account


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(lambda _: None)
    account = Account.create(tmp_path / "home", "public words", use_keyring=False)
    made.enter(account)
    made.take(_case(account, "first"))
    yield made
    made.leave()


def _case(account: Account, name: str) -> Case:
    return Case.create(account, name, purpose="p", legal_basis="b", retention="2030-01-01")


def _beside(work: Callable[[], None]) -> None:
    """In another thread, to its end."""
    thread = threading.Thread(target=work)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()


def test_a_question_sees_one_case_from_its_first_look_to_its_last(room: Room) -> None:
    room.attend(threading.Event())
    first, standing = room.case, room.standing
    _beside(lambda: room.take(_case(room.account, "second")))
    assert room.case is first
    assert room.standing is standing
    assert room.dropped()
    room.attend(threading.Event())
    assert room.case.name == "second"
    assert room.standing is not standing


def test_what_is_kept_of_one_case_never_answers_for_another(room: Room) -> None:
    """Decisions of two cases have the same numbers."""
    room.attend(threading.Event())

    def make() -> str:
        _beside(lambda: room.take(_case(room.account, "second")))
        return "names of the first"

    assert room.kept("identities", 7, make) == "names of the first"
    room.attend(threading.Event())
    assert room.kept("identities", 7, lambda: "names of the second") == "names of the second"


def test_nothing_begins_to_hold_a_case_that_was_closed_meanwhile(room: Room) -> None:
    room.attend(threading.Event())
    assert room.case
    _beside(room.leave_case)
    with pytest.raises(NoCaseOpen), room.holding():
        pass


def test_only_long_work_keeps_a_locked_core(room: Room) -> None:
    """A search that happens to run while somebody locks must not keep the keys in memory."""
    room.attend(threading.Event())
    with room.holding():
        assert not room.at_work
    room.attend(threading.Event(), lasting=True)
    with room.holding():
        assert room.at_work
    assert not room.at_work


def test_leaving_a_case_stops_nothing_that_has_not_to_do_with_it(room: Room) -> None:
    """Such as model packs that are being fetched."""
    said: list[bool] = []
    held, leaving, let_go = threading.Event(), threading.Event(), threading.Event()

    def fetch() -> None:
        room.attend(threading.Event(), lasting=True)
        leaving.wait(60)
        said.append(room.dropped())
        let_go.set()

    def hold() -> None:
        room.attend(threading.Event(), lasting=True)
        with room.holding():
            held.set()
            while not room.dropped():
                let_go.wait(0.01)
            leaving.set()
            let_go.wait(60)

    threads = [threading.Thread(target=work) for work in (fetch, hold)]
    for thread in threads:
        thread.start()
    assert held.wait(60)
    room.leave_case()
    for thread in threads:
        thread.join(60)
    assert said == [False]
