"""The recovery key: 160 random bits a person can print, and read back with the usual slips of the pen.

Nine groups of four characters of Crockford's base 32 (no I, L, O, U), of which the last four are a
checksum, so that a slip is told apart from a wrong key.
"""

from __future__ import annotations

import hashlib
import os

from engine.errors import AimaError
from engine.sealing.wrapping import derive

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_BYTES = 20
_TOTAL_CHARACTERS = 36
_SLIPS = str.maketrans({"O": "0", "I": "1", "L": "1"})


class MistypedRecoveryKey(AimaError):
    """This is not a recovery key: a character is missing or wrong. Compare it with the printed one group by
    group.
    """

    code = "recovery-key-mistyped"
    exit_code = 3


def _checksum(secret: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"aima recovery key v1" + secret).digest()[:3], "big") >> 4


def new_secret() -> bytes:
    return os.urandom(SECRET_BYTES)


def printed(secret: bytes) -> str:
    """`0KFD-55X3-…`, nine groups."""
    number = (int.from_bytes(secret, "big") << 20) | _checksum(secret)
    text = "".join(ALPHABET[(number >> shift) & 31] for shift in range(175, -1, -5))
    return "-".join(text[i : i + 4] for i in range(0, _TOTAL_CHARACTERS, 4))


def parsed(typed: str) -> bytes:
    """The 20 bytes behind a typed recovery key. Raises MistypedRecoveryKey."""
    text = "".join(c for c in typed.upper() if c.isalnum()).translate(_SLIPS)
    if len(text) != _TOTAL_CHARACTERS or any(c not in ALPHABET for c in text):
        raise MistypedRecoveryKey
    number = 0
    for character in text:
        number = number << 5 | ALPHABET.index(character)
    secret = (number >> 20).to_bytes(SECRET_BYTES, "big")
    if number & 0xFFFFF != _checksum(secret):
        raise MistypedRecoveryKey
    return secret


def recovery_key(secret: bytes) -> bytes:
    """32-byte key under which the account key is kept a second time. 160 random bits need no stretching."""
    return derive(secret, "aima recovery v1")
