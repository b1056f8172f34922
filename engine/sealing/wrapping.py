"""Authenticated encryption of small things: AES-256-GCM with a random nonce, and keys derived by HKDF-
SHA256.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.errors import AimaError

KEY_BYTES = 32
NONCE_BYTES = 12


class NotOpened(AimaError):
    """Something encrypted could not be opened: it was changed or made with another key."""

    code = "not-opened"
    exit_code = 6


def new_key() -> bytes:
    """32 random bytes from the operating system."""
    return os.urandom(KEY_BYTES)


def derive(secret: bytes, purpose: str, salt: bytes = b"") -> bytes:
    """32 bytes by HKDF-SHA256 (RFC 5869); `purpose` keeps keys for different uses apart."""
    return HKDF(SHA256(), KEY_BYTES, salt or None, purpose.encode()).derive(secret)


def seal(key: bytes, plain: bytes, associated: bytes) -> bytes:
    """12-byte nonce, ciphertext, 16-byte tag. `associated` is not stored; opening needs the same."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, associated)


def unseal(key: bytes, untrusted: bytes, associated: bytes) -> bytes:
    """The plain bytes. Raises NotOpened if anything at all differs."""
    if len(untrusted) < NONCE_BYTES + 16:
        raise NotOpened
    try:
        return AESGCM(key).decrypt(untrusted[:NONCE_BYTES], untrusted[NONCE_BYTES:], associated)
    except InvalidTag:
        raise NotOpened from None
