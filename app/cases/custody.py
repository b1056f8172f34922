"""The custody log of a case: entries are appended, signed and chained, and never touched again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, select
from sqlalchemy.engine import Connection, Row

from app.cases.chain import NO_ENTRY, Entry, Fault, canonical, faults
from app.store import schema
from app.store.clock import now
from engine.sealing.identity import Identity


class Custody:
    """`append` in the transaction of what it tells of, so that neither exists without the other."""

    def __init__(self, database: Engine, identity: Identity) -> None:
        self._database = database
        self._identity = identity

    def append(
        self, connection: Connection, action: str, subject: str, details: Mapping[str, Any] | None = None
    ) -> Entry:
        """Write one entry; `details` must be JSON. The connection should be `Case.writing()`'s."""
        last = connection.execute(
            select(schema.custody.c.seq, schema.custody.c.hash).order_by(schema.custody.c.seq.desc()).limit(1)
        ).first()
        entry = Entry(
            seq=last.seq + 1 if last else 1,
            at=now(),
            actor=self._identity.id,
            action=action,
            subject=subject,
            details=json.loads(canonical(details or {})),
            previous=last.hash if last else NO_ENTRY,
            signer=self._identity.public.signing.hex(),
        ).signed(self._identity.sign)
        row = entry.to_dict() | {"details": canonical(entry.details)}
        connection.execute(insert(schema.custody), row)
        return entry

    def record(self, action: str, subject: str, details: Mapping[str, Any] | None = None) -> Entry:
        """Append in a transaction of its own: for acts that change no other table, such as a face search."""
        with self._database.execution_options(immediate=True).begin() as connection:
            return self.append(connection, action, subject, details)

    def entries(self) -> Iterator[Entry]:
        """All entries in order; `to_dict` of each, one a line, is the exported log."""
        with self._database.connect() as connection:
            for row in connection.execute(select(schema.custody).order_by(schema.custody.c.seq)):
                yield _entry(row)

    def head(self) -> tuple[int, str]:
        """Number and hash of the last entry."""
        with self._database.connect() as connection:
            last = connection.execute(
                select(schema.custody.c.seq, schema.custody.c.hash)
                .order_by(schema.custody.c.seq.desc())
                .limit(1)
            ).first()
        return (last.seq, last.hash) if last else (0, NO_ENTRY)

    def export(self, file: str | Path) -> int:
        """Write the log as JSON, one entry a line, for `chain.faults` on any machine. The number of
        entries.
        """
        count = 0
        with Path(file).open("w", encoding="ascii", newline="\n") as target:
            for entry in self.entries():
                target.write(canonical(entry.to_dict()) + "\n")
                count += 1
        return count

    def faults(self, known_seq: int = 0, known_hash: str = "") -> list[Fault]:
        """Problems of the log; `known_*` is an earlier head, which the log must still contain."""
        entries = list(self.entries())
        found = faults(entries, [self._identity.public.signing.hex()])
        if known_seq and not any(e.seq == known_seq and e.hash == known_hash for e in entries):
            found.append(Fault(known_seq, "end"))
        return found


def _entry(row: Row[Any]) -> Entry:
    fields = dict(row._mapping)
    try:
        fields["details"] = json.loads(fields["details"])
    except ValueError:
        fields["details"] = {"unreadable": fields["details"]}
    return Entry(**fields)
