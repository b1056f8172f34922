"""The core and the window's end of the pipe, as two real processes."""

from __future__ import annotations

import io
import os
import queue
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest

from app.desk.client import Client
from app.desk.pipe import Ended, Sender, receive
from app.desk.protocol import Answered, CoreLost, Event, Question
from app.desk.session import CaseRow, Cases, CreateAccount, LookAround, NewCase, Unlock

T = TypeVar("T")


class Caller:
    """Asks and waits, as no window would."""

    def __init__(self) -> None:
        self.answers: queue.Queue[Answered] = queue.Queue()
        self.events: queue.Queue[Event] = queue.Queue()
        self.client = Client(self.answers.put, self.events.put)

    def ask(self, question: Question[T]) -> T:
        answered = self.reply(question)
        assert answered.failed is None, answered.failed.code
        value: T = answered.answer
        return value

    def reply(self, question: Question[Any]) -> Answered:
        ticket = self.client.ask(question)
        answered = self.answers.get(timeout=30)
        assert answered.ticket == ticket
        return answered


@pytest.fixture
def caller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Caller]:
    monkeypatch.setenv("AIMA_HOME", str(tmp_path / "home"))
    made = Caller()
    yield made
    made.client.close()


def test_an_account_and_a_case_are_made_and_listed(caller: Caller) -> None:
    assert not caller.ask(LookAround()).account
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
    caller.ask(LookAround())
    os.kill(caller.client.process.pid, signal.SIGSTOP)
    tickets = {caller.client.ask(LookAround()) for _ in range(20)}
    os.kill(caller.client.process.pid, signal.SIGKILL)
    answered = [caller.answers.get(timeout=30) for _ in tickets]
    assert {a.ticket for a in answered} == tickets
    assert {a.failed.code if a.failed else "" for a in answered} == {"core-lost"}
    assert isinstance(caller.events.get(timeout=30), CoreLost)
    assert caller.reply(LookAround()).failed is not None


def test_a_core_ends_when_its_window_does(caller: Caller) -> None:
    caller.ask(LookAround())
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
