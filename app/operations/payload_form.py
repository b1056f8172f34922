"""The form of a sealed payload, and how it opens with its own key; needs nothing of the rest of the program.

    commitment (32) · nonce (12) · AES-256-GCM of (0 or 1, JSON or deflated JSON) · tag (16)

The commitment to the key comes first: no second key opens the same bytes to something else.
"""

from __future__ import annotations

import hmac
import json
import zlib
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

COMMITMENT, NONCE = 32, 12
MOST = 1 << 28
"""A payload inflates to no more bytes than this."""


def associated(case: str, device: str, number: int, kind: str) -> bytes:
    """What a sealed payload is bound to."""
    return f"{case}|{device}|{number}|{kind}".encode()


def commitment(key: bytes) -> bytes:
    """32 bytes that only this key gives."""
    return hmac.digest(key, b"aima payload commitment v1", "sha256")


def opened(key: bytes, untrusted: bytes, bound: bytes) -> dict[str, Any]:
    """Raises ValueError where the payload was changed, is another operation's, or is no JSON object."""
    if not hmac.compare_digest(untrusted[:COMMITMENT], commitment(key)):
        raise ValueError("key")
    start = COMMITMENT + NONCE
    try:
        packed = AESGCM(key).decrypt(untrusted[COMMITMENT:start], untrusted[start:], bound)
        body = json.loads(_inflated(packed) if packed[:1] == b"\1" else packed[1:])
    except (InvalidTag, RecursionError, zlib.error) as error:
        raise ValueError("payload") from error
    if not isinstance(body, dict):
        raise ValueError("object")
    return body


def _inflated(packed: bytes) -> bytes:
    stream = zlib.decompressobj()
    plain = stream.decompress(packed[1:], MOST)
    if not stream.eof:
        raise ValueError("too long")
    return plain
