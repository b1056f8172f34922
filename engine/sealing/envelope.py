"""The one envelope: something secret, from one identity to another. Case keys today, teams and pool later.

    b"AIMAENV" · version (1) · suite (1) · sender's signing key (32) · recipient id (16) · HPKE · signature
    (64)

HPKE (RFC 9180, base mode) hides the content; `purpose` is its `info`, so an envelope opens only for what it
was made for. The Ed25519 signature covers everything before it and the purpose: who sealed it is known, and
a server that carries envelopes can not put in its own. Suite 1: MLKEM768_X25519, HKDF-SHA256, AES-256-GCM.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from engine.errors import AimaError
from engine.sealing.identity import Identity, PublicIdentity

MAGIC, VERSION, SUITE = b"AIMAENV", 1, 1
_HEAD = len(MAGIC) + 2
_SENDER, _RECIPIENT, _SIGNATURE = 32, 16, 64
_DOMAIN = b"aima envelope v1\0"


class EnvelopeRefused(AimaError):
    """A sealed key was refused: it is damaged, meant for someone else or another purpose, or not
    signed by the expected sender. Nothing was changed; ask for it to be sealed again.
    """

    code = "envelope-refused"
    exit_code = 6


class EnvelopeTooNew(AimaError):
    """A sealed key was made by a newer version of AIMA. Install that version to open it."""

    code = "newer-format"
    exit_code = 6


def _suite() -> Suite:
    return Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def seal_for(recipient: PublicIdentity, sender: Identity, purpose: str, secret: bytes) -> bytes:
    """An envelope only `recipient` opens, signed by `sender`."""
    hidden = _suite().encrypt(secret, recipient.hpke_key(), info=purpose.encode())
    body = MAGIC + bytes([VERSION, SUITE]) + sender.public.signing + bytes.fromhex(recipient.id) + hidden
    return body + sender.sign(_DOMAIN + purpose.encode() + b"\0" + body)


def open_envelope(recipient: Identity, sender_signing: bytes, purpose: str, untrusted: bytes) -> bytes:
    """The secret. `sender_signing` is the signing key it must be from. Raises EnvelopeRefused,
    EnvelopeTooNew.
    """
    if not untrusted.startswith(MAGIC) or len(untrusted) < _HEAD + _SENDER + _RECIPIENT + _SIGNATURE:
        raise EnvelopeRefused
    if tuple(untrusted[len(MAGIC) : _HEAD]) != (VERSION, SUITE):
        raise EnvelopeTooNew
    body, signature = untrusted[:-_SIGNATURE], untrusted[-_SIGNATURE:]
    signer = body[_HEAD : _HEAD + _SENDER]
    addressee = body[_HEAD + _SENDER : _HEAD + _SENDER + _RECIPIENT].hex()
    message = _DOMAIN + purpose.encode() + b"\0" + body
    known = PublicIdentity(b"", sender_signing)
    if signer != sender_signing or addressee != recipient.id or not known.has_signed(message, signature):
        raise EnvelopeRefused
    try:
        hidden = body[_HEAD + _SENDER + _RECIPIENT :]
        return _suite().decrypt(hidden, recipient.hpke, info=purpose.encode())
    except (InvalidTag, ValueError):
        raise EnvelopeRefused from None
