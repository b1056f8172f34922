"""The form of a custody log, and its verifier, which needs nothing of the rest of the program.

Entries are numbered from 1. `hash` is SHA-256 over the canonical JSON of the other fields (without
`signature`), of which `previous` is the hash of the entry before (64 zeros for the first); `signature`
is Ed25519 by `signer` over the hash. Changing, removing, adding or moving an entry breaks the chain;
a log that lost its end is found by comparing its last hash with one noted elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

NO_ENTRY = "0" * 64
_DOMAIN = b"aima custody v1\0"


def canonical(value: Any) -> str:
    """JSON with sorted keys, no spaces and only ASCII: equal values give equal text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done: by `actor` (an identity's id), `action` on `subject` (an item's id, or the
    case).
    """

    seq: int
    at: str
    actor: str
    action: str
    subject: str
    details: Mapping[str, Any]
    previous: str
    signer: str
    """Ed25519 public key, hex."""
    hash: str = ""
    signature: str = ""

    def computed_hash(self) -> str:
        fields = {k: v for k, v in asdict(self).items() if k not in ("hash", "signature")}
        return hashlib.sha256(_DOMAIN + canonical(fields).encode()).hexdigest()

    def signed(self, sign: Callable[[bytes], bytes]) -> Entry:
        """The same entry with its hash, signed."""
        digest = self.computed_hash()
        fields = asdict(self) | {"hash": digest, "signature": sign(_DOMAIN + bytes.fromhex(digest)).hex()}
        return Entry(**fields)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an entry: `problem` is hash, signature, signer, order, chain, form or end."""

    seq: int
    problem: str


def faults(entries: Iterable[Mapping[str, Any] | Entry], signers: Iterable[str] = ()) -> list[Fault]:
    """Check a whole log; empty means sound.

    `signers` are the public keys (hex) that may sign; empty accepts any key, which then proves only that the
    log was not changed after signing, not by whom it was written.
    """
    found: list[Fault] = []
    allowed = frozenset(signers)
    previous, seq = NO_ENTRY, 0
    for untrusted in entries:
        seq += 1
        entry = _parsed(untrusted)
        if entry is None:
            found.append(Fault(seq, "form"))
            continue
        found.extend(Fault(entry.seq, problem) for problem in _problems(entry, seq, previous, allowed))
        previous, seq = entry.hash, entry.seq
    return found


def _parsed(untrusted: Mapping[str, Any] | Entry) -> Entry | None:
    if isinstance(untrusted, Entry):
        return untrusted
    try:
        entry = Entry(**untrusted)
    except TypeError:
        return None
    texts = (entry.at, entry.actor, entry.action, entry.subject, entry.previous, entry.signer, entry.hash)
    if not isinstance(entry.seq, int) or not isinstance(entry.details, Mapping):
        return None
    if not all(isinstance(text, str) for text in (*texts, entry.signature)):
        return None
    try:
        entry.computed_hash()
    except (TypeError, ValueError, RecursionError):
        return None
    return entry


def _problems(entry: Entry, seq: int, previous: str, allowed: frozenset[str]) -> list[str]:
    problems = []
    if entry.seq != seq:
        problems.append("order")
    if entry.previous != previous:
        problems.append("chain")
    if entry.computed_hash() != entry.hash:
        problems.append("hash")
    if not _signature_holds(entry):
        problems.append("signature")
    if allowed and entry.signer not in allowed:
        problems.append("signer")
    return problems


def _signature_holds(entry: Entry) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(entry.signer))
        key.verify(bytes.fromhex(entry.signature), _DOMAIN + bytes.fromhex(entry.hash))
    except (InvalidSignature, ValueError):
        return False
    return True
