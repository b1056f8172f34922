"""The chain of custody of a case: what was done, by whom, when, as one list.

What is done today are operations, chained by device. A case of an earlier version has a log of its own form
before them, which stays as it was; the first operation behind it names its end.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Select, Table, func, select
from sqlalchemy.engine import Connection, Row

from app.cases import operation_rows
from app.cases.chain import NO_ENTRY, Entry, Fault, faults
from app.cases.operation_log import OperationLog
from app.keys.account import Account
from app.keys.case_keys import NotAMember
from app.operations.chain import ClockWarning, warnings
from app.operations.decision import Decision
from app.operations.decisions import RECORD
from app.operations.kind import known
from app.operations.operation import Operation, canonical
from app.store.schema import custody, devices, operations

CONTINUED = "custody continued"
"""Action of the operation that names the end of an earlier version's log."""
OLDER_COPY = "older copy continued"
"""Action of the operation that says that a case went on from an older copy, and what was lost."""
SHOWN_WHOLE = frozenset({"record", "case-fact", "item-fact"})
"""Kinds whose content is written out where the log is; that of decisions stands with the decisions."""


class Custody:
    """`append` in the transaction of what it tells of, so that neither exists without the other."""

    def __init__(self, database: Engine, account: Account, log: OperationLog) -> None:
        self._database, self._account, self._log = database, account, log

    def append(
        self, connection: Connection, action: str, subject: str, details: Mapping[str, Any] | None = None
    ) -> Entry:
        """Write one entry; `details` must be JSON. The connection should be `Case.writing()`'s."""
        body = {"action": action, "subject": subject, "details": dict(details or {})}
        said = self._log.append(connection, RECORD, body)
        row = connection.execute(_wanted().where(operations.c.id == said.id)).one()
        return _entry_of(row, self._before(connection))

    def record(self, action: str, subject: str, details: Mapping[str, Any] | None = None) -> Entry:
        """Append in a transaction of its own: for acts that change no other table, such as a face search.

        Also beside somebody else who has the case open for writing.
        """
        try:
            with self._database.execution_options(immediate=True).begin() as connection:
                entry = self.append(connection, action, subject, details)
        except BaseException:
            self._log.failed()
            raise
        self._log.done()
        return entry

    def entries(self) -> Iterator[Entry]:
        """All entries in the order in which they came here."""
        with self._database.connect() as connection:
            yield from self.found(connection)

    def found(
        self,
        connection: Connection,
        actions: Collection[str] = (),
        subject: str = "",
        newest: int = 0,
    ) -> list[Entry]:
        """Entries with one of these actions and this subject, if any are named, in order; of many the
        `newest`, if that is not 0.
        """

        def those(query: Select[Any], table: Table) -> Select[Any]:
            if actions:
                query = query.where(table.c.action.in_(actions))
            if subject:
                query = query.where(table.c.subject == subject)
            return query.order_by(table.c.seq.desc()).limit(newest or -1)

        before = self._before(connection)
        rows = [_entry_of(row, before) for row in connection.execute(those(_wanted(), operations))]
        rows += [_entry(row) for row in connection.execute(those(select(custody), custody))]
        return list(reversed(rows[:newest] if newest else rows))

    def head(self) -> tuple[int, str]:
        """Number and hash of the last entry."""
        with self._database.connect() as connection:
            o = operations.c
            last = connection.execute(select(o.seq, o.id).order_by(o.seq.desc()).limit(1)).first()
            if last is not None:
                return self._before(connection) + last.seq, last.id
            return _earlier_head(connection)

    def checked_head(self) -> tuple[int, str]:
        """The same of the last entry up to which signatures were checked; `(0, "")` where none was.

        Where this process wrote something, what others wrote meanwhile is checked now.
        """
        with self._database.connect() as connection:
            if self._log.appended:
                self._log.check(connection)
            o = operations.c
            last = connection.execute(
                select(o.seq, o.id).where(o.seq <= self._log.checked).order_by(o.seq.desc()).limit(1)
            ).first()
            return (self._before(connection) + last.seq, last.id) if last else (0, "")

    def trust(self, known_seq: int, known_hash: str) -> bool:
        """What this account noted as checked need not be checked again; False where it is not stored here."""
        with self._database.connect() as connection:
            seq = known_seq - self._before(connection)
            if seq <= 0:
                return True  # noted by an earlier version
            o = operations.c
            if connection.execute(select(o.id).where(o.seq == seq)).scalar() != known_hash:
                return False
            self._log.checked = max(self._log.checked, seq)
            self._log.seen = max(self._log.seen, (seq, known_hash))
            return True

    def goes_on(self, known_seq: int, known_hash: str) -> bool:
        """Whether it was said already that this copy of the case goes on without that entry."""
        with self._database.connect() as connection:
            said = [entry.details for entry in self.found(connection, [OLDER_COPY])]
        return {"entries": known_seq, "head": known_hash} in said

    def exported(self, connection: Connection) -> Iterator[dict[str, Any]]:
        """The log for a checker on any machine: entries of an earlier version, then operations.

        What is signed of an operation stands under `header`; `key` opens its `sealed` payload, where its
        content is shown.
        """
        for row in connection.execute(select(custody).order_by(custody.c.seq)):
            yield _entry(row).to_dict()
        before = self._before(connection)
        for stored in operation_rows.read(connection, 0):
            operation = stored.operation()
            yield (
                {"seq": before + stored.seq} | operation.to_json() | self._disclosed(operation, stored.values)
            )

    def _disclosed(self, operation: Operation, opened: Mapping[str, Any]) -> dict[str, Any]:
        kind = known(operation.header.kind)
        shown = kind is not None and (kind.decision or kind.name in SHOWN_WHOLE)
        if operation.sealed is None or not shown or opened["body"] is None:
            return {}
        try:
            key = self._log.payload_key(operation.header).hex()
        except NotAMember:
            return {}
        found = {"sealed": base64.b64encode(operation.sealed).decode(), "key": key}
        return found if kind and kind.decision else found | {"content": json.loads(opened["body"])}

    def certificates(self, connection: Connection) -> list[dict[str, str]]:
        """Of the devices that wrote here."""
        rows = connection.execute(select(devices.c.certificate).order_by(devices.c.device)).scalars()
        return [json.loads(text) for text in rows]

    def export(self, file: str | Path) -> int:
        """Write the log as JSON, one entry a line, certificates of devices first; the number of entries."""
        count = 0
        with Path(file).open("w", encoding="ascii", newline="\n") as target, self._database.connect() as c:
            for certificate in self.certificates(c):
                target.write(canonical({"certificate": certificate}) + "\n")
            for entry in self.exported(c):
                target.write(canonical(entry) + "\n")
                count += 1
        return count

    def faults(self, known_seq: int = 0, known_hash: str = "") -> list[Fault]:
        """Problems of the log; `known_*` is an earlier head, which the log must still contain."""
        with self._database.connect() as connection:
            early = [_entry(row) for row in connection.execute(select(custody).order_by(custody.c.seq))]
            found = faults(early, [self._account.identity.public.signing.hex()])
            before = self._before(connection)
            found += [Fault(before + seq, what) for seq, what in self._log.check(connection, whole=True)]
            if early and not self._continued(connection):
                found.append(Fault(len(early), "end"))
            there = any((e.seq, e.hash) == (known_seq, known_hash) for e in early)
            o = operations.c
            if known_seq > before:
                named = connection.execute(select(o.id).where(o.seq == known_seq - before)).scalar()
                there = named == known_hash
            if known_seq and not there:
                found.append(Fault(known_seq, "end"))
        return found

    def _continued(self, connection: Connection) -> bool:
        """Whether an operation names the end of the earlier log as it is."""
        seq, digest = _earlier_head(connection)
        named = self.found(connection, [CONTINUED])
        return any((e.details.get("entries"), e.details.get("head")) == (seq, digest) for e in named)

    def warnings(self, now: datetime | None = None) -> list[ClockWarning]:
        """Clocks that were off: reported since times are shown to people; order does not follow from them."""
        with self._database.connect() as connection:
            rows = [row.operation() for row in operation_rows.read(connection, 0)]
            c = custody.c
            early = connection.execute(select(c.hash, c.signer, c.at).order_by(c.seq)).all()
        back = [
            ClockWarning(row.hash, row.signer[:32], "backwards", row.at)
            for before, row in pairwise(early)
            if row.at < before.at
        ]
        return back + warnings([(one.id, one.header) for one in rows], now or datetime.now(UTC))

    def _before(self, connection: Connection) -> int:
        """How many entries an earlier version left."""
        return int(connection.execute(select(func.max(custody.c.seq))).scalar() or 0)


def _earlier_head(connection: Connection) -> tuple[int, str]:
    c = custody.c
    last = connection.execute(select(c.seq, c.hash).order_by(c.seq.desc()).limit(1)).first()
    return (last.seq, last.hash) if last else (0, NO_ENTRY)


def _wanted() -> Select[Any]:
    o = operations.c
    return select(
        o.seq, o.id, o.at, o.author, o.kind, o.version, o.action, o.subject, o.body, o.device, o.alias
    )


def _entry_of(row: Row[Any], before: int) -> Entry:
    """An operation as an entry of the one list."""
    details: Mapping[str, Any] = {"erased": True}
    if row.body is not None:
        kind = known(row.kind, row.version)
        said = Decision(row.id, row.author, row.at, row.kind, json.loads(row.body), alias=row.alias)
        details = {**(kind.details(said) if kind else {}), **({"earlier": row.alias} if row.alias else {})}
    return Entry(
        before + row.seq, row.at, row.author, row.action, row.subject, details, "", row.device, hash=row.id
    )


def _entry(row: Row[Any]) -> Entry:
    fields = dict(row._mapping)
    try:
        fields["details"] = json.loads(fields["details"])
    except ValueError:
        fields["details"] = {"unreadable": fields["details"]}
    return Entry(**fields)
