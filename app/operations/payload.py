"""Sealing and opening the content of an operation.

Each payload has a key of its own, derived from the operations key of its epoch. So the key of a single one
can be shown to a court, with the sealed payload, without opening the others.
"""

from __future__ import annotations

import hmac
import zlib
from collections.abc import Mapping
from typing import Any

from app.operations import payload_form
from app.operations.operation import canonical
from app.operations.payload_form import associated, commitment
from engine.sealing.wrapping import NotOpened, seal

DEFLATE_FROM = 4096
"""Payloads of at least so many bytes are deflated before they are sealed."""


def payload_key(operations_key: bytes, case: str, device: str, number: int) -> bytes:
    """32 bytes: HKDF-Expand (RFC 5869, one block) of the epoch's operations key."""
    return hmac.digest(operations_key, f"aima payload v1|{case}|{device}|{number}".encode() + b"\1", "sha256")


def sealed(key: bytes, body: Mapping[str, Any], bound: bytes) -> bytes:
    """`body` is JSON; `bound` is `associated`."""
    plain = canonical(body).encode("ascii")
    packed = b"\1" + zlib.compress(plain) if len(plain) >= DEFLATE_FROM else b"\0" + plain
    return commitment(key) + seal(key, packed, bound)


def opened(key: bytes, untrusted: bytes, bound: bytes) -> dict[str, Any]:
    """Raises NotOpened where the payload was changed, is another operation's, or is no JSON object."""
    try:
        return payload_form.opened(key, untrusted, bound)
    except ValueError:
        raise NotOpened from None


__all__ = ["associated", "opened", "payload_key", "sealed"]
