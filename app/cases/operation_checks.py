"""Checks stored operations: signatures, chains, and that what is stored opened is what was signed."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from app.cases import operation_rows
from app.cases.operation_rows import Row, columns
from app.operations.chain import Chains
from app.operations.decision import Decision
from app.operations.device import Certificate
from app.operations.operation import Operation, digest
from app.store.schema import devices, operations

Place = tuple[int, str]
"""A number, and the id of the operation that has it."""
Opens = Callable[[Operation, int], Decision | None]
"""`OperationLog.open`."""


@dataclass(frozen=True, slots=True)
class Unsound:
    """What is wrong with an operation: what `app/operations/chain.py` tells, or `content`."""

    seq: int
    id: str
    problem: str


def check(connection: Connection, case: str, after: int, opens: Opens) -> tuple[list[Unsound], int]:
    """Check all behind operation `after`; what is wrong, and the number of the last one."""
    chains = Chains(case)
    for text in connection.execute(select(devices.c.certificate)).scalars():
        with suppress(ValueError):  # its operations will say that nobody certified their device
            chains.certify(Certificate.parsed(json.loads(text)))
    if after:
        chains.known = _known(connection, after)
    found, last = [], after
    for row in operation_rows.read(connection, after):
        last = row.seq
        if problem := _problem(chains, row, case, opens):
            found.append(Unsound(row.seq, row.id, problem))
    return found, last


def _problem(chains: Chains, row: Row, case: str, opens: Opens) -> str:
    try:
        operation = row.operation()
    except (ValueError, RecursionError):
        return "form"
    header = operation.header
    if problem := chains.problem(header, row.header, row.id, row.signature):
        return problem
    if row.sealed is None:
        return "" if row.values["body"] is None else "content"
    if digest(row.sealed) != header.payload:
        return "payload"
    return "" if row.agrees(columns(operation, opens(operation, 0), case)) else "content"


def _known(connection: Connection, after: int) -> dict[str, Place]:
    """Of each device the last operation up to this one."""
    o = operations.c
    last = select(o.device, func.max(o.number)).where(o.seq <= after).group_by(o.device)
    found = {}
    for device, number in connection.execute(last).all():
        here = select(o.id).where(o.device == device, o.number == number).order_by(o.seq).limit(1)
        found[str(device)] = int(number), str(connection.execute(here).scalar_one())
    return found
