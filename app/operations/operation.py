"""An operation: one thing one person said or did on one device, signed, and chained to the one before it.

Only the header is signed and chained. It holds the SHA-256 of the *sealed* payload, never a hash of clear
text, because a name can be guessed. So a payload can be erased and every chain stays valid. This module
imports nothing from the rest of the program.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

_DOMAIN = b"aima operation v1\0"
_SIGNED = b"aima operation signature v1\0"
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def canonical(value: Any) -> str:
    """JSON with sorted keys, no spaces and only ASCII: equal values give equal text."""
    return _ENCODER.encode(value)


@dataclass(frozen=True, slots=True)
class Header:
    """`number` counts from 1 on each device; `previous` is the id of that device's last operation, or empty.

    `heads` are the last operations of other devices that this device had seen, sorted, as far as that changed
    since its previous operation. `time_us` is the logical clock in microseconds since 1970; `wall` is what
    the device's own clock showed (ISO 8601, UTC), for people to read. `payload` is the SHA-256 of the sealed
    payload.
    """

    case: str
    author: str
    device: str
    number: int
    previous: str
    heads: tuple[str, ...]
    time_us: int
    wall: str
    epoch: int
    kind: str
    kind_version: int
    payload: str

    def to_json(self) -> dict[str, Any]:
        values = {name: getattr(self, name) for name in _NAMES}
        return values | {"heads": list(self.heads)}

    @property
    def canonical(self) -> str:
        """The text that is hashed; the same for every copy."""
        return canonical(self.to_json())

    @property
    def parents(self) -> tuple[str, ...]:
        """Operations that were there before this one."""
        return (self.previous, *self.heads) if self.previous else self.heads

    @classmethod
    def parsed(cls, untrusted: Any) -> Header:
        """Raises ValueError where it is no header."""
        if not isinstance(untrusted, Mapping) or set(untrusted) != set(_NAMES):
            raise ValueError("fields")
        for name in _NAMES:
            if type(untrusted[name]) is not _TYPES[name]:
                raise ValueError(name)
        heads = untrusted["heads"]
        if not all(isinstance(head, str) for head in heads) or heads != sorted(set(heads)):
            raise ValueError("heads")
        if untrusted["number"] < 1 or untrusted["time_us"] < 0:
            raise ValueError("number")
        return cls(**{**untrusted, "heads": tuple(heads)})


_NAMES = tuple(field.name for field in fields(Header))
_TYPES: Mapping[str, type] = {name: str for name in _NAMES} | {
    "number": int, "heads": list, "time_us": int, "epoch": int, "kind_version": int,
}  # fmt: skip


def id_of(text: str) -> str:
    """Id of the operation whose header has this canonical text: 64 hex characters."""
    return hashlib.sha256(_DOMAIN + text.encode("ascii")).hexdigest()


def signed_bytes(operation_id: str) -> bytes:
    """What the device's signature is over."""
    return _SIGNED + bytes.fromhex(operation_id)


def digest(sealed: bytes) -> str:
    """How a header names its sealed payload."""
    return hashlib.sha256(sealed).hexdigest()


@dataclass(frozen=True, slots=True)
class Operation:
    """A header with its id and signature; `sealed` is the payload, None where it was erased or is missing."""

    header: Header
    id: str
    signature: bytes
    sealed: bytes | None = None

    def to_json(self) -> dict[str, Any]:
        """Without the payload."""
        return {"header": self.header.to_json(), "id": self.id, "signature": self.signature.hex()}
