"""What the handlers share: the account, the open case, where events go, and what is kept in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from app import places
from app.cases.case import Case
from app.core_api.protocol import Changed, Event, Question
from app.keys.account import Account
from app.review.people_index import PeopleIndex
from app.review.review import Review
from app.review.review import review as reviewed
from engine.errors import AimaError, Cancelled

T = TypeVar("T")


class Locked(AimaError):
    """AIMA is locked. Unlock it with the passphrase first."""

    code = "locked"
    exit_code = 3


class NoCaseOpen(AimaError):
    """No case is open. Open one, or create a new one."""

    code = "no-case-open"
    exit_code = 4


class _Open:
    """A case that is open, or none, and what is kept in memory while it is."""

    def __init__(self, case: Case | None = None) -> None:
        self.case = case
        self.kept: dict[str, tuple[Hashable, Any]] = {}
        self.making: dict[str, threading.Lock] = {}
        self.holders, self.lasting = 0, 0
        """Who must be done before it is closed; and how many of them work long."""
        self.leaving = False


class CoreSession:
    """One window's core. The account and the case are swapped by the session's answers alone.

    A question sees one case from its first look to its last: what it reads, and what it keeps, is never of
    another that was opened meanwhile.
    """

    def __init__(self, tell: Callable[[Event], None]) -> None:
        self.home: Path = places.home()
        self.models: Path = places.models()
        self.tell = tell
        self._account: Account | None = None
        self._open = _Open()
        self._lock = threading.Lock()
        self._held = threading.Condition()
        self.locked = False
        """The window is locked: long work continues, no request is answered."""
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
        case = self._mine.case
        if case is None:
            raise NoCaseOpen
        return case

    @property
    def has_case(self) -> bool:
        """Whether a case is open."""
        return self._mine.case is not None

    @property
    def _mine(self) -> _Open:
        """The case that was open when the question of this thread first looked."""
        found: _Open | None = getattr(self._this, "open", None)
        if found is None:
            found = self._this.open = self._open
        return found

    def enter(self, account: Account) -> None:
        self._account = account

    def take(self, case: Case) -> None:
        """Work on this case from now on; the one before is closed."""
        self.leave_case()
        self._open = self._this.open = _Open(case)

    @contextmanager
    def holding(self) -> Iterator[Case]:
        """The case, for long work: it is not closed before the block ends; `dropped` says when it should end.

        Raises NoCaseOpen.
        """
        held, lasting = self._mine, getattr(self._this, "lasting", False)
        with self._held:
            if held.case is None or held.leaving:
                raise NoCaseOpen
            held.holders += 1
            held.lasting += lasting
        try:
            yield held.case
        finally:
            with self._held:
                held.holders -= 1
                held.lasting -= lasting
                self._held.notify_all()

    @property
    def at_work(self) -> bool:
        """Whether long work holds the case."""
        with self._held:
            return self._open.lasting > 0

    def leave_case(self) -> None:
        """Close the case when those who hold it have stopped, and forget what was kept of it."""
        left = self._open
        with self._held:
            left.leaving = True
            self._held.wait_for(lambda: not left.holders)
        self._open = self._this.open = _Open()
        if left.case is not None:
            left.case.close()

    def leave(self) -> None:
        """Close case and account; the keys go with them."""
        self.leave_case()
        account, self._account = self._account, None
        if account is not None:
            account.close()

    @contextmanager
    def review(self, write: bool = False, groups: bool = True) -> Iterator[Review]:
        """Findings and decisions of the case in one transaction. Who writes what is not about `groups` waits
        for nobody who works on them.
        """
        with reviewed(self.case, write, self.people_index if groups else None) as opened:
            yield opened

    @property
    def people_index(self) -> PeopleIndex:
        """People and voices of the case, kept in memory."""
        return self.kept("standing", self.case.id, lambda: PeopleIndex(lambda: self.changed("faces")))

    def changed(self, *what: str, items: frozenset[str] = frozenset()) -> None:
        """Tell everybody that something is not what it was."""
        self.tell(Changed(frozenset(what), items))

    def kept(self, name: str, fingerprint: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once per fingerprint and case; a second asker waits for the first."""
        mine = self._mine
        with self._lock:
            making = mine.making.setdefault(name, threading.Lock())
        with making:
            known = mine.kept.get(name)
            if known is not None and known[0] == fingerprint:
                return known[1]  # type: ignore[no-any-return]
            made = make()
            mine.kept[name] = (fingerprint, made)
            return made

    def attend(self, dropped: threading.Event | None, lasting: bool = False) -> None:
        """From now on this thread works on a question that `dropped` takes back; on none where that is None.

        `lasting` says that it may take long.
        """
        self._this.dropped, self._this.lasting, self._this.open = dropped, lasting, None

    def dropped(self) -> bool:
        """Whether the question this thread works on was taken back, or its case is to be closed. Long work
        asks often.
        """
        dropped: threading.Event | None = getattr(self._this, "dropped", None)
        mine: _Open | None = getattr(self._this, "open", None)
        return (mine is not None and mine.leaving) or (dropped is not None and dropped.is_set())

    def check(self) -> None:
        """Raises Cancelled if the question was taken back."""
        if self.dropped():
            raise Cancelled


Handler = Callable[[CoreSession, Any], Any]
handlers: dict[type[Question[Any]], Handler] = {}
Q = TypeVar("Q", bound=Question[Any])


def handles(kind: type[Q]) -> Callable[[Callable[[CoreSession, Q], T]], Callable[[CoreSession, Q], T]]:
    """Marks the function that answers questions of this kind."""

    def note(function: Callable[[CoreSession, Q], T]) -> Callable[[CoreSession, Q], T]:
        assert kind not in handlers, f"{kind.__name__} is answered twice"
        handlers[kind] = function
        return function

    return note
