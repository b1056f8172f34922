"""What those who answer share: the account, the open case, who is told, and what is kept in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from app import places
from app.cases.case import Case
from app.cases.review import Review
from app.cases.review import review as reviewed
from app.cases.standing import Standing
from app.desk.protocol import Changed, Event, Question
from app.keys.account import Account
from engine.errors import AimaError, Cancelled

T = TypeVar("T")


class Locked(AimaError):
    """AIMA is locked. Unlock it with the passphrase first."""

    code = "locked"
    exit_code = 3


class NoCaseOpen(AimaError):
    """No case is open. Open one, or make a new one."""

    code = "no-case-open"
    exit_code = 4


class Room:
    """One window's core. The account and the case are swapped by the session's answers alone."""

    def __init__(self, tell: Callable[[Event], None]) -> None:
        self.home: Path = places.home()
        self.models: Path = places.models()
        self.tell = tell
        self._account: Account | None = None
        self._case: Case | None = None
        self._kept: dict[str, tuple[Hashable, Any]] = {}
        self._making: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self._held = threading.Condition()
        self._holders, self._leaving = 0, False
        self.locked = False
        """Nobody is at the window: long work goes on, nothing is answered."""
        self._this = threading.local()

    @property
    def account(self) -> Account:
        """Raises Locked."""
        if self._account is None:
            raise Locked
        return self._account

    @property
    def unlocked(self) -> bool:
        return self._account is not None

    @property
    def case(self) -> Case:
        """Raises NoCaseOpen."""
        if self._case is None:
            raise NoCaseOpen
        return self._case

    @property
    def has_case(self) -> bool:
        return self._case is not None

    def enter(self, account: Account) -> None:
        self._account = account

    def take(self, case: Case) -> None:
        """Work on this case from now on; the one before is closed."""
        self.leave_case()
        self._case = case

    @contextmanager
    def holding(self) -> Iterator[Case]:
        """The case, for long work: it is not closed before the block ends; `dropped` says when it should end.

        Raises NoCaseOpen.
        """
        with self._held:
            if self._leaving:
                raise NoCaseOpen
            case = self.case
            self._holders += 1
        try:
            yield case
        finally:
            with self._held:
                self._holders -= 1
                self._held.notify_all()

    @property
    def at_work(self) -> bool:
        """Whether long work holds the case."""
        with self._held:
            return self._holders > 0

    def leave_case(self) -> None:
        """Close the case when long work has stopped, and forget what was kept of it."""
        with self._held:
            self._leaving = True
            self._held.wait_for(lambda: not self._holders)
            case, self._case = self._case, None
            self._leaving = False
        with self._lock:
            self._kept.clear()
        if case is not None:
            case.close()

    def leave(self) -> None:
        """Close case and account; the keys go with them."""
        self.leave_case()
        account, self._account = self._account, None
        if account is not None:
            account.close()

    @contextmanager
    def review(self, write: bool = False) -> Iterator[Review]:
        """Findings and decisions of the case in one transaction."""
        with reviewed(self.case, write, self.standing) as opened:
            yield opened

    @property
    def standing(self) -> Standing:
        """People and voices of the case, kept in memory."""
        return self.kept("standing", self.case.id, Standing)

    def changed(self, *what: str, items: frozenset[str] = frozenset()) -> None:
        """Tell everybody that something is not what it was."""
        self.tell(Changed(frozenset(what), items))

    def kept(self, name: str, fingerprint: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once per fingerprint and case; a second asker waits for the first."""
        with self._lock:
            making = self._making.setdefault(name, threading.Lock())
        with making:
            with self._lock:
                known = self._kept.get(name)
            if known is not None and known[0] == fingerprint:
                return known[1]  # type: ignore[no-any-return]
            made = make()
            with self._lock:
                self._kept[name] = (fingerprint, made)
            return made

    def attend(self, dropped: threading.Event) -> None:
        """From now on this thread works on a question that `dropped` takes back."""
        self._this.dropped = dropped

    def dropped(self) -> bool:
        """Whether the question this thread works on was taken back, or its case is to be closed. Long work
        asks often.
        """
        dropped: threading.Event | None = getattr(self._this, "dropped", None)
        return self._leaving or (dropped is not None and dropped.is_set())

    def check(self) -> None:
        """Raises Cancelled if the question was taken back."""
        if self.dropped():
            raise Cancelled


Handler = Callable[[Room, Any], Any]
handlers: dict[type[Question[Any]], Handler] = {}
Q = TypeVar("Q", bound=Question[Any])


def answers(kind: type[Q]) -> Callable[[Callable[[Room, Q], T]], Callable[[Room, Q], T]]:
    """Marks the function that answers questions of this kind."""

    def note(function: Callable[[Room, Q], T]) -> Callable[[Room, Q], T]:
        assert kind not in handlers, f"{kind.__name__} is answered twice"
        handlers[kind] = function
        return function

    return note
