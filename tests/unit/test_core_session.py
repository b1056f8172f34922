"""What a question sees of the case while others open, close and lock it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.cases.case import Case
from app.core_api.core_session import CoreSession, NoCaseOpen
from app.keys.account import Account


@pytest.fixture
def session(tmp_path: Path) -> Iterator[CoreSession]:
    made = CoreSession(lambda _: None)
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


def test_a_question_sees_one_case_from_its_first_look_to_its_last(session: CoreSession) -> None:
    session.attend(threading.Event())
    first, people_index = session.case, session.people_index
    _beside(lambda: session.take(_case(session.account, "second")))
    assert session.case is first
    assert session.people_index is people_index
    assert session.dropped()
    session.attend(threading.Event())
    assert session.case.name == "second"
    assert session.people_index is not people_index


def test_what_is_kept_of_one_case_never_answers_for_another(session: CoreSession) -> None:
    """Decisions of two cases have the same numbers."""
    session.attend(threading.Event())

    def make() -> str:
        _beside(lambda: session.take(_case(session.account, "second")))
        return "names of the first"

    assert session.kept("identities", 7, make) == "names of the first"
    session.attend(threading.Event())
    assert session.kept("identities", 7, lambda: "names of the second") == "names of the second"


def test_nothing_begins_to_hold_a_case_that_was_closed_meanwhile(session: CoreSession) -> None:
    session.attend(threading.Event())
    assert session.case
    _beside(session.leave_case)
    with pytest.raises(NoCaseOpen), session.holding():
        pass


def test_only_long_work_keeps_a_locked_core(session: CoreSession) -> None:
    """A search that happens to run while somebody locks must not keep the keys in memory."""
    session.attend(threading.Event())
    with session.holding():
        assert not session.at_work
    session.attend(threading.Event(), lasting=True)
    with session.holding():
        assert session.at_work
    assert not session.at_work


def test_leaving_a_case_stops_nothing_that_has_not_to_do_with_it(session: CoreSession) -> None:
    """Such as model packs that are being fetched."""
    said: list[bool] = []
    held, leaving, let_go = threading.Event(), threading.Event(), threading.Event()

    def fetch() -> None:
        session.attend(threading.Event(), lasting=True)
        leaving.wait(60)
        said.append(session.dropped())
        let_go.set()

    def hold() -> None:
        session.attend(threading.Event(), lasting=True)
        with session.holding():
            held.set()
            while not session.dropped():
                let_go.wait(0.01)
            leaving.set()
            let_go.wait(60)

    threads = [threading.Thread(target=work) for work in (fetch, hold)]
    for thread in threads:
        thread.start()
    assert held.wait(60)
    session.leave_case()
    for thread in threads:
        thread.join(60)
    assert said == [False]
