"""Checks the chains of devices: form, certificate, number, previous, signature, forks.

A log is the operations of all its devices in any order that keeps each device's own. What was checked up to a
number need not be checked again: pass it as `known`. Clocks that are off are told (`warnings`), they break
nothing: order follows from what was seen. This module needs nothing of the rest of the program but
`operation` and `device`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.operations.device import Certificate
from app.operations.operation import Header, canonical, digest, id_of, signed_bytes

FAR = timedelta(days=1)
"""A clock that differs by more than this from what had been seen is reported."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the operation at `index` of those given: form, case, certificate, author, id,
    signature, payload, order (its number), chain (its previous) or fork.
    """

    index: int
    problem: str


@dataclass(frozen=True, slots=True)
class ClockWarning:
    """The clock of an operation is off: `backwards` behind the device's own last one, `behind` what it had
    seen of others, `future` as seen from today.
    """

    operation: str
    device: str
    problem: str
    wall: str


@dataclass(slots=True)
class Chains:
    """Certificates believed, and how far each device's chain was checked: number and id of its last one."""

    case: str
    devices: dict[str, tuple[Certificate, Ed25519PublicKey]] = field(default_factory=dict)
    known: dict[str, tuple[int, str]] = field(default_factory=dict)
    seen: dict[tuple[str, int], str] = field(default_factory=dict)
    """Ids by device and number, of those checked here; a second id is a fork."""

    def certify(self, certificate: Certificate) -> bool:
        """Believe a certificate if it holds."""
        if not certificate.holds():
            return False
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(certificate.key))
        except ValueError:
            return False
        self.devices[certificate.device] = (certificate, key)
        return True

    def problem(self, header: Header, text: str, operation_id: str, signature: bytes) -> str:
        """What is wrong with the next operation, or nothing; `text` is the header's canonical text."""
        problem = self.unsigned(header, text, operation_id, signature)
        if problem and self.known.get(header.device, (0, ""))[0] == header.number - 1:
            self.known[header.device] = (header.number, operation_id)  # what follows is judged by itself
        return problem or self._place(header, operation_id)

    def unsigned(self, header: Header, text: str, operation_id: str, signature: bytes) -> str:
        """What is wrong with an operation taken alone, wherever its place is."""
        certified = self.devices.get(header.device)
        if header.case != self.case:
            return "case"
        if certified is None:
            return "certificate"
        if certified[0].user != header.author:
            return "author"
        if id_of(text) != operation_id:
            return "id"
        try:
            certified[1].verify(signature, signed_bytes(operation_id))
        except InvalidSignature:
            return "signature"
        return ""

    def _place(self, header: Header, operation_id: str) -> str:
        """Its number and previous; the chain continues after it, also where it is broken."""
        number, last = self.known.get(header.device, (0, ""))
        here = (header.device, header.number)
        if self.seen.setdefault(here, operation_id) != operation_id:
            return "fork"
        if header.number > number:
            self.known[header.device] = (header.number, operation_id)
        if header.number != number + 1:
            return "order"
        return "" if header.previous == last else "chain"


def faults(
    untrusted: Iterable[Any], certificates: Iterable[Any], case: str, chains: Chains | None = None
) -> list[Fault]:
    """Check operations as `Operation.to_json` gives them; with `sealed` (bytes) the hash of that too.

    Empty means sound. `chains` holds what was checked before, and afterwards what was checked now.
    """
    chains = chains or Chains(case)
    for certificate in certificates:
        try:
            chains.certify(Certificate.parsed(certificate))
        except ValueError:
            continue  # its operations will say that nobody certified their device
    return [
        Fault(index, problem)
        for index, operation in enumerate(untrusted)
        if (problem := _problem(chains, operation))
    ]


def _problem(chains: Chains, untrusted: Any) -> str:
    try:
        header = Header.parsed(untrusted["header"])
        text = canonical(untrusted["header"])
        operation_id, signature = str(untrusted["id"]), bytes.fromhex(untrusted["signature"])
        bytes.fromhex(operation_id)
        sealed = untrusted.get("sealed")
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return "form"
    problem = chains.problem(header, text, operation_id, signature)
    if not problem and isinstance(sealed, bytes) and digest(sealed) != header.payload:
        return "payload"
    return problem


def warnings(operations: Iterable[tuple[str, Header]], now: datetime | None = None) -> list[ClockWarning]:
    """Clocks that are off, of operations in causal order; `now` also tells those that are in the future."""
    walls: dict[str, datetime] = {}
    found = []
    for operation_id, header in operations:
        at = _time(header.wall)
        if at is None:
            found.append(ClockWarning(operation_id, header.device, "unreadable", header.wall))
            continue
        if problem := _off(header, at, walls, now):
            found.append(ClockWarning(operation_id, header.device, problem, header.wall))
        walls[operation_id] = at
    return found


def _off(header: Header, at: datetime, walls: Mapping[str, datetime], now: datetime | None) -> str:
    own = walls.get(header.previous)
    others = [walls[head] for head in header.heads if head in walls]
    if own is not None and at < own:
        return "backwards"
    if now is not None and at > now + FAR:
        return "future"
    if any(at < other - FAR for other in others):
        return "behind"
    return ""


def _time(wall: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(wall)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
