"""The operations of one case: appended, taken in from others, checked, and folded into what holds.

Everything people say and programs do in a case goes through here. What was checked and folded is kept in
memory, so that a look costs what came since. `Case.database` carries the log: `of(connection)`.
"""

from __future__ import annotations

import gc
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from app.cases import operation_checks, operation_rows
from app.cases.operation_rows import columns
from app.keys.account import Account
from app.keys.case_keys import CaseKeys, NotAMember
from app.operations import payload
from app.operations.chain import Chains
from app.operations.decision import Decision, DecisionUnsound, microseconds, opened
from app.operations.device import Certificate
from app.operations.fold import Fold, in_order
from app.operations.kind import check, known
from app.operations.operation import Header, Operation, digest, id_of
from app.operations.order import next_time
from app.operations.state import State
from app.store.clock import now
from app.store.schema import devices, operations, seals
from engine.errors import AimaError
from engine.sealing.wrapping import NotOpened

MISPLACED = frozenset({"order", "chain", "fork"})
"""Told, but what the device signed counts: else what holds would depend on what arrived first."""
OPTION = "aima_operations"
_KEY = attrgetter("key")


class OperationRefused(AimaError):
    """Something from another device was refused: it is not signed correctly or belongs to another
    case. Nothing was changed; ask the person who sent it.
    """

    code = "operation-refused"
    exit_code = 6


class OperationMissing(AimaError):
    """Something that came from another device builds on something that has not arrived. Nothing was
    changed; fetch it again.
    """

    code = "operation-missing"
    exit_code = 6


class LogReplaced(AimaError):
    """While this case was open, its database was replaced by another or older copy: entries of the log that
    were there are gone. Nothing was written. Close the case and put the database back that belongs here, or
    restore a backup.
    """

    code = "log-replaced"
    exit_code = 6


class OperationLog:
    """One for each open case; every method may be called from any thread.

    Others append at the same time, in this process and in others: what a new operation follows is read in the
    transaction that stores it, and so is that what was seen before is still there.
    """

    def __init__(self, case_id: str, keys: CaseKeys, account: Account) -> None:
        self.case, self._keys, self._account = case_id, keys, account
        self._lock = threading.RLock()
        self._fold, self._folded = Fold(), 0
        self.checked = 0
        """Number of the operation up to which signatures and contents were checked."""
        self.distrusted: dict[str, str] = {}
        """What is wrong with operations that are stored and count for nothing, by id."""
        self._appended: dict[int, tuple[int, str]] = {}
        """Number and id of what a thread said last in its writing transaction, which is not stored yet."""
        self.seen: tuple[int, str] = (0, "")
        """The last operation of which this process knows that it was stored; (0, "") where it knows none."""
        self.appended = False
        """Whether this process stored something."""

    def append(
        self, connection: Connection, kind: str, body: Mapping[str, Any], earlier: Decision | None = None
    ) -> Decision:
        """Say something, as this user on this device, in the caller's writing transaction.

        `earlier` is who said it, when, and under which id, in a case of an earlier version. Raises
        DecisionUnsound, LogReplaced.
        """
        self._still_there(connection)
        version = getattr(known(kind), "version", 1)
        whole = json.loads(json.dumps(body))
        if earlier is not None:
            told = {"author": earlier.author, "at": earlier.at}
            whole["earlier"] = told | ({"id": earlier.id} if earlier.id else {})
        operation = self._signed(connection, kind, version, whole)
        time = operation.header.time_us
        said = opened(operation.header, operation.id, whole, time)
        check(said)
        self._store(connection, operation, said, time, self._account.certificate)
        others = (devices.c.device != operation.header.device, devices.c.told != devices.c.head)
        if operation.header.heads:
            connection.execute(update(devices).where(*others).values(told=devices.c.head))
        return said

    def _still_there(self, connection: Connection) -> None:
        """In a writing transaction: whether what this process saw stored before is in this database."""
        seq, known = self._appended.get(threading.get_ident(), self.seen)
        o = operations.c
        if seq and connection.execute(select(o.id).where(o.seq == seq)).scalar() != known:
            raise LogReplaced

    def _signed(self, connection: Connection, kind: str, version: int, body: Mapping[str, Any]) -> Operation:
        device = self._account.device
        d = devices.c
        rows = connection.execute(select(d.device, d.number, d.head, d.time, d.told)).all()
        own = next((row for row in rows if row.device == device.id), None)
        heads = sorted(row.head for row in rows if row.device != device.id and row.head != row.told)
        wall, number = now(), own.number + 1 if own else 1
        key = self._payload_key(self._keys.epoch, device.id, number)
        sealed = payload.sealed(key, body, payload.associated(self.case, device.id, number, kind))
        header = Header(
            case=self.case,
            author=self._account.identity.id,
            device=device.id,
            number=number,
            previous=own.head if own else "",
            heads=tuple(heads),
            time_us=next_time(microseconds(wall), max((row.time for row in rows), default=0)),
            wall=wall,
            epoch=self._keys.epoch,
            kind=kind,
            kind_version=version,
            payload=digest(sealed),
        )
        operation_id = id_of(header.canonical)
        return Operation(header, operation_id, device.sign(operation_id), sealed)

    def take_in(self, connection: Connection, operation: Operation, certificate: Certificate) -> bool:
        """Store an operation of another device, in a writing transaction; whether it was new.

        Those of one device are taken in by number; what rests on another device's missing operation waits for
        it. Raises OperationRefused, OperationMissing.
        """
        header, o = operation.header, operations.c
        if connection.execute(select(o.seq).where(o.id == operation.id)).first() is not None:
            return False
        chains = Chains(self.case)
        chains.certify(certificate)
        problem = chains.unsigned(header, header.canonical, operation.id, operation.signature)
        if not problem and operation.sealed is not None and digest(operation.sealed) != header.payload:
            problem = "payload"
        if problem:
            raise OperationRefused(problem)
        before = (o.device == header.device, o.number == header.number - 1, o.id == header.previous)
        first = header.number == 1 and not header.previous
        if not first and connection.execute(select(o.seq).where(*before)).first() is None:
            raise OperationMissing(f"{header.device[:8]} {header.number - 1}")
        if operation.id in self.fold(connection).deleted:
            operation = Operation(header, operation.id, operation.signature)
        time = self._effective(connection, header)
        said = self.open(operation, time or 0)
        self._store(connection, operation, said, time, certificate)
        if time is not None:
            self._place_waiting(connection)
        return True

    def _store(
        self,
        connection: Connection,
        operation: Operation,
        said: Decision | None,
        time: int | None,
        certificate: Certificate,
    ) -> None:
        row = columns(operation, said, self.case)
        seq = operation_rows.store(connection, operation, row, time)
        self._note_head(connection, operation, time, certificate)
        kind = known(said.kind, said.version) if said else None
        for one in kind.deletes(said) if kind and said else ():
            operation_rows.erase(connection, one, operation.header.kind)
        with self._lock:
            self._appended[threading.get_ident()] = seq, operation.id
            if self.checked == seq - 1:
                self.checked = seq

    def _note_head(
        self, connection: Connection, operation: Operation, time: int | None, certificate: Certificate
    ) -> None:
        """Remember the last operation of a device; one that waits has not been seen yet."""
        header, d = operation.header, devices.c
        values = {"number": header.number, "head": operation.id, "time": time or 0}
        later = update(devices).where(d.device == header.device, d.number < header.number)
        if time is not None and connection.execute(later.values(values)).rowcount:
            return
        if connection.execute(select(d.number).where(d.device == header.device)).first() is None:
            text = json.dumps(certificate.to_json())
            connection.execute(insert(devices), values | {"device": header.device, "certificate": text})

    def _effective(self, connection: Connection, header: Header) -> int | None:
        """Place in the common order; None while a parent is missing or waits itself."""
        o, wanted = operations.c, set(header.parents)
        placed = select(o.time).where(o.id.in_(wanted), o.time.is_not(None))
        times = connection.execute(placed).scalars().all()
        return max([header.time_us, *(time + 1 for time in times)]) if len(times) == len(wanted) else None

    def _place_waiting(self, connection: Connection) -> None:
        """Give those that waited their place, as far as what they rest on is there now."""
        o = operations.c
        waiting = (
            select(o.seq, o.id, seals.c.header).join(seals, seals.c.seq == o.seq).where(o.time.is_(None))
        )
        placed = True
        while placed:
            placed = False
            for row in connection.execute(waiting.order_by(o.seq)).all():
                header = Header.parsed(json.loads(row.header))
                if (time := self._effective(connection, header)) is None:
                    continue
                placed = True
                connection.execute(update(operations).where(o.seq == row.seq).values(time=time))
                self.forget()
                here = (devices.c.device == header.device, devices.c.number <= header.number)
                head = {"number": header.number, "head": row.id, "time": time}
                connection.execute(update(devices).where(*here).values(head))

    def open(self, operation: Operation, time: int) -> Decision | None:
        """What an operation says; None where it was erased, or cannot be opened or understood here."""
        header = operation.header
        if operation.sealed is None:
            return None
        try:
            return opened(header, operation.id, self.content(operation), time)
        except (NotOpened, NotAMember, DecisionUnsound):
            return None

    def content(self, operation: Operation) -> dict[str, Any]:
        """The payload. Raises NotOpened, NotAMember."""
        header = operation.header
        bound = payload.associated(self.case, header.device, header.number, header.kind)
        return payload.opened(self.payload_key(header), operation.sealed or b"", bound)

    def payload_key(self, header: Header) -> bytes:
        """Key of one payload, to be shown with it. Raises NotAMember."""
        return self._payload_key(header.epoch, header.device, header.number)

    def _payload_key(self, epoch: int, device: str, number: int) -> bytes:
        return payload.payload_key(self._keys.operations_key(epoch), self.case, device, number)

    def state(self, connection: Connection) -> State:
        """What holds; what was written since this connection's snapshot may be in it."""
        with self._lock:
            return self.fold(connection).state

    def fold(self, connection: Connection) -> Fold:
        """All operations that count, up to date; to be read by one thread at a time."""
        with self._lock:
            last = newest(connection)
            if last > self._folded:
                if last > self.checked:
                    self.check(connection)
                self._add(connection)
                self._folded = last
            return self._fold

    def _add(self, connection: Connection) -> None:
        with undisturbed() if not self._folded else nullcontext():
            checked, others = operation_rows.decisions_of(connection, self._folded)
            if not self._folded:
                if not in_order(checked):
                    checked.sort(key=_KEY)
                self._fold.load([said for said in checked if said.id not in self.distrusted])
                checked = []
            for said in (*checked, *others):
                if said.id not in self.distrusted:
                    self._fold.add(said)
            _ = self._fold.state

    def check(self, connection: Connection, whole: bool = False) -> list[tuple[int, str]]:
        """Check signatures, chains and contents of what was not checked yet, or of everything.

        Numbers of operations and what is wrong with each.
        """
        with self._lock, undisturbed():
            after = 0 if whole else self.checked
            found, last = operation_checks.check(connection, self.case, after, self.open)
            bad = {one.id: one.problem for one in found if one.problem not in MISPLACED}
            if bad.keys() - self.distrusted.keys():
                self.forget()
            self.distrusted |= bad
            self.checked = found[0].seq - 1 if found else max(last, self.checked)
            return [(one.seq, one.problem) for one in found]

    def failed(self) -> None:
        """This thread's writing transaction was taken back: what it said was never said."""
        if threading.get_ident() in self._appended:
            del self._appended[threading.get_ident()]
            self.forget()

    def done(self) -> None:
        """This thread's writing transaction is stored."""
        with self._lock:
            stored = self._appended.pop(threading.get_ident(), (0, ""))
            self.seen = max(self.seen, stored)
            self.appended = self.appended or stored[0] > 0

    def apart(self) -> OperationLog:
        """Another one of the same case, to fold what one connection sees and nothing that came after."""
        log = OperationLog(self.case, self._keys, self._account)
        with self._lock:
            log.checked, log.distrusted = self.checked, dict(self.distrusted)
        return log

    def forget(self) -> None:
        """Read everything again when next asked."""
        with self._lock:
            self._fold, self._folded = Fold(), 0


@contextmanager
def undisturbed() -> Iterator[None]:
    """Python's search for garbage held off while many thousand objects are made that stay: it would look
    through all of them again and again.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


_NEWEST = select(func.max(operations.c.seq))


def newest(connection: Connection) -> int:
    """Number of the last operation; 0 where there is none."""
    return connection.execute(_NEWEST).scalar() or 0


def of(connection: Connection) -> OperationLog:
    """The log of the case this connection is to."""
    log: OperationLog = connection.get_execution_options()[OPTION]
    return log
