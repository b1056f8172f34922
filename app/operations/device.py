"""A device and its certificate: a device signs operations, and its user vouches for it.

A user is not a device: somebody who works on two computers has one identity and two devices, each with a
chain of its own. The certificate holds both public keys of the user, of which the user's id is the hash, so
that it proves who vouches. This module needs nothing of the rest of the program but `operation`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.operations.operation import canonical, signed_bytes

_DOMAIN = b"aima device certificate v1\0"


@dataclass(frozen=True, slots=True)
class Certificate:
    """All fields are text, keys and signature in hex. `user_receiving` and `user_signing` are the user's
    public keys, `key` the device's Ed25519 public key.
    """

    user: str
    user_receiving: str
    user_signing: str
    device: str
    key: str
    made_at: str
    signature: str = ""

    def to_json(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def parsed(cls, untrusted: Any) -> Certificate:
        """Raises ValueError where it is none; whether it holds is another question."""
        names = {field.name for field in fields(cls)}
        if not isinstance(untrusted, Mapping) or set(untrusted) != names:
            raise ValueError("fields")
        if not all(isinstance(value, str) for value in untrusted.values()):
            raise ValueError("text")
        return cls(**untrusted)

    def signed(self, sign: Callable[[bytes], bytes]) -> Certificate:
        """The same, signed by the user."""
        return Certificate(**(asdict(self) | {"signature": sign(self._message()).hex()}))

    def holds(self) -> bool:
        """Whether ids follow from keys and the user signed it."""
        try:
            keys = bytes.fromhex(self.user_receiving) + bytes.fromhex(self.user_signing)
            user = hashlib.sha256(b"aima identity v1" + keys).hexdigest()[:32]
            known = (user, device_id(bytes.fromhex(self.key))) == (self.user, self.device)
            signer = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.user_signing))
            signer.verify(bytes.fromhex(self.signature), self._message())
        except (InvalidSignature, ValueError):
            return False
        return known

    def _message(self) -> bytes:
        said = {name: value for name, value in asdict(self).items() if name != "signature"}
        return _DOMAIN + canonical(said).encode()


def device_id(key: bytes) -> str:
    """32 hex characters that name a device, from its public key."""
    return hashlib.sha256(b"aima device v1" + key).hexdigest()[:32]


class DeviceKey:
    """The private side of a device. `seed` is 32 bytes."""

    def __init__(self, seed: bytes) -> None:
        self.seed = seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()
        self.id = device_id(self.public)

    @classmethod
    def new(cls) -> DeviceKey:
        return cls(os.urandom(32))

    def sign(self, operation_id: str) -> bytes:
        """64-byte Ed25519 signature of an operation."""
        return self._key.sign(signed_bytes(operation_id))
