"""Passphrase, recovery key, identity, envelope."""

from __future__ import annotations

import os
import unicodedata

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from app.keys import recovery
from app.keys.passphrase import Cost, UnreasonableCost, key_encryption_key
from app.keys.recovery import MistypedRecoveryKey
from engine.sealing.envelope import EnvelopeRefused, EnvelopeTooNew, open_envelope, seal_for
from engine.sealing.identity import Identity
from engine.sealing.wrapping import NotOpened, new_key, seal, unseal

CHEAP = Cost(1, 64, 1)
SALT = bytes(16)


def test_argon2id_is_that_of_rfc_9106() -> None:
    """Test vector of section 5.3."""
    argon2id = Argon2id(
        salt=b"\2" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\4" * 12, secret=b"\3" * 8
    )
    tag = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    assert argon2id.derive(b"\1" * 32).hex() == tag


def test_kek_is_hkdf_over_argon2id_of_the_passphrase_and_the_device_secret() -> None:
    secret = b"d" * 32
    stretched = Argon2id(salt=SALT, length=32, iterations=2, lanes=1, memory_cost=256).derive(b"horse")
    purpose = b"aima key encryption key v1"
    key = HKDF(SHA256(), 32, SALT, purpose).derive(stretched + secret)
    assert key_encryption_key("horse", SALT, Cost(2, 256, 1), secret) == key


def test_passphrase_device_secret_salt_and_cost_all_count() -> None:
    keys = {
        key_encryption_key("a", SALT, CHEAP, b""),
        key_encryption_key("b", SALT, CHEAP, b""),
        key_encryption_key("a", SALT, CHEAP, b"d" * 32),
        key_encryption_key("a", b"1" * 16, CHEAP, b""),
        key_encryption_key("a", SALT, Cost(2, 64, 1), b""),
    }
    assert len(keys) == 5


def test_umlauts_typed_on_any_system_are_the_same_passphrase() -> None:
    one, other = (unicodedata.normalize(form, "Schlüssel über Öl") for form in ("NFC", "NFD"))
    assert key_encryption_key(one, SALT, CHEAP, b"") == key_encryption_key(other, SALT, CHEAP, b"")


@pytest.mark.parametrize(
    "fields", [(0, 64, 1), (101, 64, 1), (1, 5 * 1024 * 1024, 1), (1, 7, 1), (1, 64, 17), (1, 64, 0)]
)
def test_a_file_can_not_make_argon2_eat_the_machine(fields: tuple[int, int, int]) -> None:
    with pytest.raises(UnreasonableCost):
        Cost.read(dict(zip(("passes", "memory_kib", "lanes"), fields, strict=True)))


def test_default_cost_is_at_least_what_rfc_9106_recommends_for_little_memory() -> None:
    assert Cost().memory_kib >= 64 * 1024
    assert Cost().passes >= 3


@given(st.binary(min_size=20, max_size=20))
def test_a_printed_recovery_key_reads_back_however_it_is_typed(secret: bytes) -> None:
    text = recovery.printed(secret)
    assert recovery.parsed(text) == secret
    assert recovery.parsed(text.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == secret


@given(st.binary(min_size=20, max_size=20), st.integers(0, 35), st.integers(1, 31))
def test_a_slip_in_a_recovery_key_is_noticed(secret: bytes, place: int, by: int) -> None:
    text = recovery.printed(secret).replace("-", "")
    wrong = recovery.ALPHABET[(recovery.ALPHABET.index(text[place]) + by) % 32]
    with pytest.raises(MistypedRecoveryKey):
        recovery.parsed(text[:place] + wrong + text[place + 1 :])


@pytest.mark.parametrize("typed", ["", "ABCD", "U" * 36, "ä" * 36, "0" * 37])
def test_what_is_no_recovery_key_is_kept_apart(typed: str) -> None:
    with pytest.raises(MistypedRecoveryKey):
        recovery.parsed(typed)


def test_what_is_sealed_opens_only_with_its_key_and_for_what_it_is_about() -> None:
    key = new_key()
    sealed = seal(key, b"secret", b"case|item|media|1")
    assert unseal(key, sealed, b"case|item|media|1") == b"secret"
    attempts = [(new_key(), sealed, b"case|item|media|1"), (key, sealed, b"case|item|media|2")]
    attempts += [(key, sealed[:-1] + bytes([sealed[-1] ^ 1]), b"case|item|media|1"), (key, b"", b"")]
    for attempt in attempts:
        with pytest.raises(NotOpened):
            unseal(*attempt)


def test_sealing_twice_gives_different_bytes() -> None:
    key = new_key()
    assert seal(key, b"x", b"") != seal(key, b"x", b"")


def test_an_envelope_opens_for_its_recipient_and_purpose_from_its_sender_only() -> None:
    sender, recipient, stranger = Identity.new(), Identity.new(), Identity.new()
    envelope = seal_for(recipient.public, sender, "case 1", b"k" * 32)
    assert open_envelope(recipient, sender.public.signing, "case 1", envelope) == b"k" * 32
    refused = [
        (stranger, sender.public.signing, "case 1"),
        (recipient, stranger.public.signing, "case 1"),
        (recipient, sender.public.signing, "case 2"),
    ]
    for who, by, purpose in refused:
        with pytest.raises(EnvelopeRefused):
            open_envelope(who, by, purpose, envelope)


def test_no_byte_of_an_envelope_can_be_changed() -> None:
    sender, recipient = Identity.new(), Identity.new()
    envelope = seal_for(recipient.public, sender, "p", b"k" * 32)
    for place in [*range(60), *range(60, len(envelope), 41), len(envelope) - 1]:
        changed = envelope[:place] + bytes([envelope[place] ^ 1]) + envelope[place + 1 :]
        with pytest.raises((EnvelopeRefused, EnvelopeTooNew)):
            open_envelope(recipient, sender.public.signing, "p", changed)
    with pytest.raises(EnvelopeRefused):
        open_envelope(recipient, sender.public.signing, "p", envelope[:50])


def test_a_carrier_that_signs_somebody_elses_envelope_is_refused() -> None:
    """Who carries envelopes could strip the signature and put their own on it."""
    sender, carrier, recipient = Identity.new(), Identity.new(), Identity.new()
    swapped = seal_for(recipient.public, carrier, "p", b"e" * 32)
    with pytest.raises(EnvelopeRefused):
        open_envelope(recipient, sender.public.signing, "p", swapped)


def test_an_envelope_of_a_newer_version_says_so() -> None:
    who = Identity.new()
    envelope = seal_for(who.public, who, "p", b"k")
    with pytest.raises(EnvelopeTooNew):
        open_envelope(who, who.public.signing, "p", envelope[:7] + b"\2" + envelope[8:])


def test_an_identity_is_the_same_from_its_seed() -> None:
    seed = os.urandom(Identity.SEED_BYTES)
    assert Identity(seed).public == Identity(seed).public
    assert Identity(seed).id != Identity.new().id
    message = b"m"
    assert Identity(seed).public.has_signed(message, Identity(seed).sign(message))
    assert not Identity(seed).public.has_signed(b"n", Identity(seed).sign(message))
