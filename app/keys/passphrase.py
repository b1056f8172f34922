"""From a passphrase to a key: KEK = HKDF(Argon2id(passphrase) ‖ device secret)."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from engine.errors import AimaError
from engine.sealing.wrapping import derive

SALT_BYTES = 16
MOST_MEMORY_KIB = 4 * 1024 * 1024
MOST_PASSES = 100


class UnreasonableCost(AimaError):
    """The account file asks for more memory or time than any version of AIMA sets. Restore it from a
    backup.
    """

    code = "account-damaged"
    exit_code = 6


@dataclass(frozen=True, slots=True)
class Cost:
    """Argon2id parameters (RFC 9106); kept beside what they protect, so that they can be raised later.

    The default takes about one second on a laptop core of 2020.
    """

    passes: int = 8
    memory_kib: int = 96 * 1024
    lanes: int = 1

    @classmethod
    def read(cls, untrusted: Mapping[str, Any]) -> Cost:
        """Parameters from a file, refused where they would only exhaust the machine."""
        cost = cls(int(untrusted["passes"]), int(untrusted["memory_kib"]), int(untrusted["lanes"]))
        if not (1 <= cost.passes <= MOST_PASSES and 1 <= cost.lanes <= 16):
            raise UnreasonableCost
        if not 8 * cost.lanes <= cost.memory_kib <= MOST_MEMORY_KIB:
            raise UnreasonableCost
        return cost

    def to_dict(self) -> dict[str, int]:
        return asdict(self)

    def at_least(self, other: Cost) -> bool:
        return self.passes * self.memory_kib >= other.passes * other.memory_kib


def new_salt() -> bytes:
    return os.urandom(SALT_BYTES)


def key_encryption_key(passphrase: str, salt: bytes, cost: Cost, device_secret: bytes) -> bytes:
    """32 bytes. `device_secret` is empty where the passphrase stands alone.

    The passphrase is taken in Unicode NFC, since keyboards of different systems spell ü differently.
    """
    text = unicodedata.normalize("NFC", passphrase).encode()
    stretched = Argon2id(
        salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    ).derive(text)
    return derive(stretched + device_secret, "aima key encryption key v1", salt)
