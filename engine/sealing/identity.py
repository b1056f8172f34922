"""A user's own keys: a hybrid HPKE pair to receive, an Ed25519 key to sign.

The pair joins ML-KEM-768 and X25519 (HPKE's KEM `MLKEM768_X25519`), so that what is sealed today stays
closed to a quantum computer of tomorrow as long as either half holds.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey

_MLKEM_SEED, _MLKEM_PUBLIC, _X25519 = 64, 1184, 32


@dataclass(frozen=True, slots=True)
class PublicIdentity:
    """What others may know: `receiving` (ML-KEM-768 public key, then X25519) and `signing` (Ed25519), raw
    bytes.
    """

    receiving: bytes
    signing: bytes

    @property
    def id(self) -> str:
        """32 hex characters that name this identity: SHA-256 over both keys, cut."""
        return hashlib.sha256(b"aima identity v1" + self.receiving + self.signing).hexdigest()[:32]

    def hpke_key(self) -> MLKEM768X25519PublicKey:
        """Raises ValueError where the bytes are no key."""
        if len(self.receiving) != _MLKEM_PUBLIC + _X25519:
            raise ValueError("length")
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(self.receiving[:_MLKEM_PUBLIC]),
            X25519PublicKey.from_public_bytes(self.receiving[_MLKEM_PUBLIC:]),
        )

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.signing).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


class Identity:
    """The private side. `seed` is 128 bytes: ML-KEM seed, X25519 key, Ed25519 key."""

    SEED_BYTES = _MLKEM_SEED + 32 + 32

    def __init__(self, seed: bytes) -> None:
        if len(seed) != self.SEED_BYTES:
            raise ValueError("length")
        self.seed = seed
        mlkem = MLKEM768PrivateKey.from_seed_bytes(seed[:_MLKEM_SEED])
        x25519 = X25519PrivateKey.from_private_bytes(seed[_MLKEM_SEED : _MLKEM_SEED + 32])
        self._signing = Ed25519PrivateKey.from_private_bytes(seed[_MLKEM_SEED + 32 :])
        self.hpke = MLKEM768X25519PrivateKey(mlkem, x25519)
        self.public = PublicIdentity(
            mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw(),
            self._signing.public_key().public_bytes_raw(),
        )

    @classmethod
    def new(cls) -> Identity:
        return cls(os.urandom(cls.SEED_BYTES))

    @property
    def id(self) -> str:
        return self.public.id

    def sign(self, message: bytes) -> bytes:
        """64-byte Ed25519 signature (RFC 8032)."""
        return self._signing.sign(message)
