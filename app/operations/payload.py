"""The sealed content of an operation.

Each payload has a key of its own, derived from the operations key of its epoch. So the key of a single one
can be shown to a court, with the sealed payload, without opening the others. The sealed bytes begin with a
commitment to that key: no second key opens them to something else.

    commitment (32) · nonce (12) · AES-256-GCM of (0 or 1, JSON or deflated JSON) · tag (16)
"""

from __future__ import annotations

import hmac
import json
import zlib
from collections.abc import Mapping
from typing import Any

from app.operations.operation import canonical
from engine.sealing.wrapping import NotOpened, seal, unseal

COMMITMENT = 32
DEFLATE_FROM = 4096
"""Payloads of at least so many bytes are deflated before they are sealed."""
MOST = 1 << 28
"""A payload inflates to no more than this."""


def payload_key(operations_key: bytes, case: str, device: str, number: int) -> bytes:
    """32 bytes: HKDF-Expand (RFC 5869, one block) of the epoch's operations key."""
    return hmac.digest(operations_key, f"aima payload v1|{case}|{device}|{number}".encode() + b"\1", "sha256")


def associated(case: str, device: str, number: int, kind: str) -> bytes:
    """What a sealed payload is bound to."""
    return f"{case}|{device}|{number}|{kind}".encode()


def commitment(key: bytes) -> bytes:
    return hmac.digest(key, b"aima payload commitment v1", "sha256")


def sealed(key: bytes, body: Mapping[str, Any], bound: bytes) -> bytes:
    """`body` is JSON; `bound` is `associated`."""
    plain = canonical(body).encode("ascii")
    packed = b"\1" + zlib.compress(plain) if len(plain) >= DEFLATE_FROM else b"\0" + plain
    return commitment(key) + seal(key, packed, bound)


def opened(key: bytes, untrusted: bytes, bound: bytes) -> dict[str, Any]:
    """Raises NotOpened where the payload was changed, is another operation's, or is no JSON object."""
    if not hmac.compare_digest(untrusted[:COMMITMENT], commitment(key)):
        raise NotOpened
    packed = unseal(key, untrusted[COMMITMENT:], bound)
    try:
        body = json.loads(_inflated(packed) if packed[:1] == b"\1" else packed[1:])
    except (ValueError, zlib.error, RecursionError):
        raise NotOpened from None
    if not isinstance(body, dict):
        raise NotOpened
    return body


def _inflated(packed: bytes) -> bytes:
    stream = zlib.decompressobj()
    plain = stream.decompress(packed[1:], MOST)
    if not stream.eof:
        raise ValueError("too long")
    return plain
