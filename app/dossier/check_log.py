"""Checks the chain of custody in a dossier without the rest of AIMA: both forms of the log, and what it says.

A dossier of today holds the operations of all devices, with the keys of those payloads whose content it
shows, and certificates of the devices. One of an earlier version holds the log of that version, and so does
the part of today's that was written then.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.cases.chain import faults as earlier_faults
from app.operations.chain import faults, warnings
from app.operations.operation import Header, digest
from app.operations.payload_form import associated, opened

Problem = str
CONTINUED = "custody continued"


@dataclass(slots=True)
class CheckedLog:
    """A log that was looked through: `said` is what operations say whose key is in the dossier, by id."""

    problems: list[Problem] = field(default_factory=list)
    entries: set[str] = field(default_factory=set)
    """`number:hash` of every entry."""
    said: dict[str, dict[str, Any]] = field(default_factory=dict)
    headers: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    logged: set[str] = field(default_factory=set)
    """Decisions that a log of an earlier version names."""
    authors: set[str] = field(default_factory=set)
    """Public keys, hex, of those who wrote it."""

    def names(self, decision: str) -> bool:
        """Whether the log has an entry of this decision."""
        return decision in self.logged or any(entry.endswith(f":{decision}") for entry in self.entries)


def looked_through(document: Mapping[str, Any], signers: Sequence[str]) -> CheckedLog:
    """Check the log of a document of sound form; `signers` are public keys (hex) that may have written it."""
    log = CheckedLog()
    custody = [entry for entry in document["custody"] if isinstance(entry, dict)]
    early = [entry for entry in document["custody"] if not isinstance(entry, dict) or "header" not in entry]
    for fault in earlier_faults(early, signers):
        log.problems.append(f"chain of custody, entry {fault.seq}: wrong {fault.problem}")
    for entry in early:
        if isinstance(entry, dict):
            details = entry.get("details")
            log.entries.add(f"{entry.get('seq')}:{entry.get('hash')}")
            log.authors.add(str(entry.get("signer")))
            if isinstance(details, dict) and isinstance(details.get("decision"), str):
                log.logged.add(details["decision"])
    late = [entry for entry in custody if "header" in entry]
    certificates = document.get("devices", []) if isinstance(document.get("devices", []), list) else []
    log.problems += _signed(document, late, certificates, signers)
    log.authors |= {str(c.get("user_signing")) for c in certificates if isinstance(c, dict)}
    for number, entry in enumerate(late, len(early) + 1):
        log.problems += _entry(log, entry, number)
    if early and late and not log.problems and not _continued(log, early[-1]):
        log.problems.append(f"chain of custody, entry {len(early)}: nothing that follows names it")
    return log


def _signed(
    document: Mapping[str, Any], late: Sequence[Any], certificates: Sequence[Any], signers: Sequence[str]
) -> Iterator[Problem]:
    case = str(document["case"].get("case_id"))
    for fault in faults(late, certificates, case):
        yield f"chain of custody, entry {late[fault.index].get('seq')}: wrong {fault.problem}"
    for certificate in certificates if signers else ():
        if isinstance(certificate, dict) and certificate.get("user_signing") not in signers:
            yield f"chain of custody: device {str(certificate.get('device'))[:8]} is of another signer"


def _entry(log: CheckedLog, entry: Mapping[str, Any], number: int) -> Iterator[Problem]:
    where = f"chain of custody, entry {number}"
    operation_id, header = str(entry.get("id")), entry["header"]
    log.entries.add(f"{entry.get('seq')}:{operation_id}")
    if entry.get("seq") != number:
        yield f"{where}: wrong number"
    if "key" not in entry:
        return
    try:
        sealed = base64.b64decode(entry["sealed"], validate=True)
        bound = associated(header["case"], header["device"], header["number"], header["kind"])
        said = opened(bytes.fromhex(entry["key"]), sealed, bound)
        if digest(sealed) != header["payload"]:
            raise ValueError("hash")
    except (KeyError, TypeError, ValueError):
        yield f"{where}: its content does not open"
        return
    log.said[operation_id], log.headers[operation_id] = said, header
    if "content" in entry and entry["content"] != {k: v for k, v in said.items() if k != "earlier"}:
        yield f"{where}: wrong content"


def _continued(log: CheckedLog, last: Mapping[str, Any]) -> bool:
    """Whether an operation names the end of the earlier log."""
    named = [said.get("details", {}) for said in log.said.values() if said.get("action") == CONTINUED]
    return any((n.get("entries"), n.get("head")) == (last["seq"], last["hash"]) for n in named)


def clocks(document: Mapping[str, Any]) -> Iterator[str]:
    """Clocks that were off, of a log that is sound: reported, since people read its times."""
    late = [entry for entry in document["custody"] if "header" in entry]
    for told in warnings([(entry["id"], Header.parsed(entry["header"])) for entry in late]):
        yield f"the clock of device {told.device[:8]} went {told.problem} at {told.wall}"


def decision_problem(log: CheckedLog, decision: Mapping[str, Any]) -> Problem:
    """What is wrong with a decision that is shown whole; empty where its content is what was signed."""
    said = [decision["author"], decision["at"], decision["kind"], decision["body"]]
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    if hashlib.sha256(text.encode()).hexdigest()[:32] == decision["id"]:
        return "" if decision["id"] in log.logged else "is not in the chain of custody"
    signed = log.said.get(decision["id"])
    if signed is None:
        return "is not in the chain of custody" if len(decision["id"]) == 64 else "was changed"
    header, body = log.headers[decision["id"]], dict(signed)
    earlier = body.pop("earlier", {})
    who = [earlier.get("author", header["author"]), earlier.get("at", header["wall"]), header["kind"], body]
    return "" if who == said else "was changed"
