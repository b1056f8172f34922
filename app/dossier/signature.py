"""The signature under a dossier, and its verifier, which needs nothing of the rest of the program.

`signature.digest` is SHA-256 over the canonical JSON of everything else in the document; `value` is
Ed25519 by `signer` over the digest. A person who changes a word and signs again shows another signer than the
chain of custody in the same document, or has to replace that too, which the pinned key of the account
(`--signer`) tells.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.cases.chain import canonical

_DOMAIN = b"aima dossier v1\0"
FIELD = "signature"


def signed(document: Mapping[str, Any], signer: str, sign: Callable[[bytes], bytes]) -> dict[str, Any]:
    """The document with its signature; `signer` is the Ed25519 public key in hex that `sign` signs for."""
    digest = _digest(document)
    value = sign(_DOMAIN + digest).hex()
    return {**document, FIELD: {"signer": signer, "digest": digest.hex(), "value": value}}


def faults(untrusted: Mapping[str, Any], signers: Collection[str]) -> Iterator[str]:
    """What is wrong with the signature; `signers` are the public keys (hex) that may have made it."""
    signature = untrusted.get(FIELD)
    if not isinstance(signature, dict):
        yield "the dossier is not signed"
        return
    try:
        digest = _digest({k: v for k, v in untrusted.items() if k != FIELD})
    except (ValueError, RecursionError):
        yield "the dossier holds values no dossier has"
        return
    if signature.get("digest") != digest.hex():
        yield "the dossier was changed after it was signed"
    elif not _holds(signature, digest):
        yield "the signature of the dossier does not hold"
    elif signature["signer"] not in signers:
        yield "the dossier is signed by somebody else than its chain of custody"


def _digest(document: Mapping[str, Any]) -> bytes:
    return hashlib.sha256(canonical(document).encode()).digest()


def _holds(signature: Mapping[str, Any], digest: bytes) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature["signer"]))
        key.verify(bytes.fromhex(signature["value"]), _DOMAIN + digest)
    except (InvalidSignature, KeyError, TypeError, ValueError):
        return False
    return True
