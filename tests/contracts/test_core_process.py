"""The core and the window's end of the pipe, as two real processes."""

from __future__ import annotations

import io
import os
import queue
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, TypeVar

import numpy as np
import pytest

from app.cases import log as decision_log
from app.cases.case import Case
from app.core_api.client import Client
from app.core_api.core import Core
from app.core_api.core_session import CoreSession, handles
from app.core_api.evidence import AddFiles
from app.core_api.pipe import Ended, Sender, receive
from app.core_api.protocol import Answered, Asked, CoreLost, Event, Executor, Question
from app.core_api.session import CaseRow, Cases, CreateAccount, NewCase, ReadStartState, Unlock
from app.core_api.timeline import SetClock
from app.keys.account import Account

T = TypeVar("T")
WORDS = "some words nobody guesses"


class Caller:
    """Asks and waits, as no window would."""

    def __init__(self) -> None:
        self.handles: queue.Queue[Answered] = queue.Queue()
        self.events: queue.Queue[Event] = queue.Queue()
        self.client = Client(self.handles.put, self.events.put)

    def ask(self, question: Question[T]) -> T:
        answered = self.reply(question)
        assert answered.failed is None, answered.failed.code
        value: T = answered.answer
        return value

    def reply(self, question: Question[Any]) -> Answered:
        ticket = self.client.ask(question)
        answered = self.handles.get(timeout=30)
        assert answered.ticket == ticket
        return answered


@pytest.fixture
def caller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Caller]:
    monkeypatch.setenv("AIMA_HOME", str(tmp_path / "home"))
    made = Caller()
    yield made
    made.client.close()


def test_an_account_and_a_case_are_made_and_listed(caller: Caller) -> None:
    assert not caller.ask(ReadStartState()).account
    recovery = caller.ask(CreateAccount("some words nobody guesses", use_keyring=False))
    assert len(recovery.recovery_key) > 20
    facts = caller.ask(NewCase("Bridge", "assault", "a warrant", "", "police"))
    rows: list[CaseRow] = caller.ask(Cases())
    assert [(row.id, row.name) for row in rows] == [(facts.id, "Bridge")]


def test_a_refusal_has_the_code_and_the_words_of_the_error(caller: Caller) -> None:
    assert caller.reply(Cases()).failed is not None
    failed = caller.reply(Unlock("wrong")).failed
    assert failed is not None
    assert failed.code == "no-account"
    assert failed.message


def test_a_secret_of_a_question_is_not_in_its_representation() -> None:
    assert "hidden words" not in repr(Unlock("hidden words")) + repr(CreateAccount("hidden words"))


def test_every_question_is_answered_even_when_the_core_is_killed(caller: Caller) -> None:
    caller.ask(ReadStartState())
    os.kill(caller.client.process.pid, signal.SIGSTOP)
    tickets = {caller.client.ask(ReadStartState()) for _ in range(20)}
    os.kill(caller.client.process.pid, signal.SIGKILL)
    answered = [caller.handles.get(timeout=30) for _ in tickets]
    assert {a.ticket for a in answered} == tickets
    assert {a.failed.code if a.failed else "" for a in answered} == {"core-lost"}
    assert isinstance(caller.events.get(timeout=30), CoreLost)
    assert caller.reply(ReadStartState()).failed is not None


def test_a_core_ends_when_its_window_does(caller: Caller) -> None:
    caller.ask(ReadStartState())
    caller.client.close()
    assert caller.client.process.returncode == 0


def test_large_arrays_cross_the_pipe_whole() -> None:
    reading, writing = os.pipe()
    sent: dict[str, Any] = {
        "times": np.arange(3_000_000),
        "words": ["ä", "b"],
        "empty": np.zeros((0, 4), np.float32),
    }
    with os.fdopen(reading, "rb") as source, os.fdopen(writing, "wb") as target:
        thread = threading.Thread(target=Sender(target).send, args=(sent,))
        thread.start()
        got = receive(source)
        thread.join()
    assert got["words"] == sent["words"]
    assert all(np.array_equal(got[name], sent[name]) for name in ("times", "empty"))


def test_a_pipe_that_breaks_off_in_the_middle_of_a_value_has_ended() -> None:
    whole = io.BytesIO()
    Sender(whole).send({"some": "value"})
    with pytest.raises(Ended):
        receive(io.BytesIO(whole.getvalue()[:-1]))


def test_asking_never_waits_even_for_a_core_that_has_stopped(caller: Caller) -> None:
    """The window's thread asks; five thousand dropped files are more than a pipe takes."""
    caller.ask(ReadStartState())
    os.kill(caller.client.process.pid, signal.SIGSTOP)
    large = AddFiles(uri_list=b"file:///a" * 200_000)
    asking = threading.Thread(target=lambda: [caller.client.ask(large) for _ in range(3)], daemon=True)
    asking.start()
    asking.join(60)
    waited = asking.is_alive()
    os.kill(caller.client.process.pid, signal.SIGKILL)
    assert not waited


def _clock(number: int) -> SetClock:
    return SetClock(f"device:{number}", number, 0, "seen on a watch")


def _decided(home: Path) -> set[str]:
    account = Account.unlock(home, WORDS)
    with Case.find(account, write=False) as case, case.database.connect() as connection:
        found = {str(d.body["source"]) for d in decision_log.decisions(connection)}
    account.close()
    return found


def test_what_was_decided_just_before_the_window_went_is_stored(caller: Caller, tmp_path: Path) -> None:
    caller.ask(CreateAccount(WORDS, use_keyring=False))
    caller.ask(NewCase("Bridge", "assault", "a warrant", "", "police"))
    for number in range(20):
        caller.client.ask(_clock(number))
    caller.client.close()
    assert caller.client.process.returncode == 0
    assert _decided(tmp_path / "home") == {f"device:{number}" for number in range(20)}


def test_a_decision_is_made_even_if_nobody_waits_to_be_told(caller: Caller, tmp_path: Path) -> None:
    """A panel drops what it asked for when its case is closed."""
    caller.ask(CreateAccount(WORDS, use_keyring=False))
    caller.ask(NewCase("Bridge", "assault", "a warrant", "", "police"))
    os.kill(caller.client.process.pid, signal.SIGSTOP)
    caller.client.drop(caller.client.ask(_clock(1)))
    os.kill(caller.client.process.pid, signal.SIGCONT)
    caller.client.close()
    assert _decided(tmp_path / "home") == {"device:1"}


@contextmanager
def core_alone() -> Iterator[tuple[Core, BinaryIO]]:
    """A core in this process, and where its handles arrive."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as source, os.fdopen(writing, "wb") as target:
        core = Core(Sender(target))
        yield core, source
        core.close()


class Unsendable(Question[object]):
    """Its answer cannot cross a pipe."""


@handles(Unsendable)
def _unsendable(_: CoreSession, __: Unsendable) -> object:
    return threading.Lock()


def test_an_answer_that_cannot_be_sent_is_a_failure_and_ends_nobody() -> None:
    """As often as there are threads to lose."""
    with core_alone() as (core, source):
        for ticket in range(4):
            core.take(Asked(ticket, Unsendable()))
        told: list[Answered] = [receive(source) for _ in range(4)]
    assert sorted(a.ticket for a in told) == [0, 1, 2, 3]
    assert all(a.failed is not None for a in told)


class Studied(Question[None]):
    """Waits as long as who is who is worked out."""

    executor = Executor.STUDY
    over: ClassVar[threading.Event] = threading.Event()


class Looked(Question[None]):
    """Answered at once."""


@handles(Studied)
def _studied(_: CoreSession, __: Studied) -> None:
    assert Studied.over.wait(60)


@handles(Looked)
def _looked(_: CoreSession, __: Looked) -> None:
    return


def test_what_is_looked_at_does_not_wait_for_who_is_who() -> None:
    with core_alone() as (core, source):
        for ticket in range(8):
            core.take(Asked(ticket, Studied()))
        core.take(Asked(8, Looked()))
        first: Answered = receive(source)
        Studied.over.set()
        rest = [receive(source) for _ in range(8)]
    assert first.ticket == 8
    assert sorted(a.ticket for a in rest) == list(range(8))
