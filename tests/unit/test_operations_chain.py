"""Chains of devices: what their verifier accepts, and what it tells of malice and of clocks."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.operations import payload
from app.operations.chain import Chains, Fault, faults, warnings
from app.operations.device import Certificate, DeviceKey
from app.operations.operation import Operation, digest
from engine.sealing.identity import Identity
from engine.sealing.wrapping import NotOpened
from tests.made_operations import CASE, KEY, START, Signer, certificate

NAME = {"moments": [], "name": "Ada"}


def shown(*operations: Operation) -> list[dict[str, Any]]:
    return [o.to_json() | {"sealed": o.sealed} for o in operations]


def problems(signers: list[Signer], *operations: Operation) -> list[tuple[int, str]]:
    certificates = [s.certificate.to_json() for s in signers]
    return [(f.index, f.problem) for f in faults(shown(*operations), certificates, CASE)]


def test_an_honest_log_of_several_devices_is_sound() -> None:
    anna, ben = Signer(), Signer()
    also_anna = Signer(anna.user)
    first = anna.sign("name", NAME)
    second = ben.sign("undo", {"decision": first.id}, heads=(first.id,))
    third = also_anna.sign("note", {"text": "x"}, heads=tuple(sorted((first.id, second.id))))
    log = [first, second, third, anna.sign("record", {}), ben.sign("record", {})]
    assert problems([anna, ben, also_anna], *log) == []
    assert problems([anna, ben, also_anna], log[1], log[0], *log[2:]) == []


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"author": "f" * 32}, "author"),
        ({"case": "d" * 32}, "case"),
        ({"number": 3}, "order"),
        ({"previous": "0" * 64}, "chain"),
        ({"device": "f" * 32}, "certificate"),
    ],
)
def test_what_a_member_may_not_sign_is_reported(changed: dict[str, Any], problem: str) -> None:
    """A forged author, an operation of another case, a chain with a piece missing or replaced."""
    anna = Signer()
    assert problems([anna], anna.sign("name", NAME), anna.sign("name", NAME, **changed)) == [(1, problem)]


@pytest.mark.parametrize("field", ["author", "number", "previous", "time_us", "wall", "kind", "payload"])
def test_any_field_changed_after_signing_is_reported(field: str) -> None:
    anna = Signer()
    log = [anna.sign("name", NAME) for _ in range(3)]
    value = getattr(log[1].header, field)
    other: Any = {field: value + 1 if isinstance(value, int) else value[::-1] + "0"}
    header = replace(log[1].header, **other)
    assert problems([anna], log[0], replace(log[1], header=header), log[2])


def test_a_certificate_made_for_somebody_else_is_not_believed() -> None:
    """A person who signs a certificate with a key of their own cannot vouch for another user."""
    anna, mallory = Identity.new(), Identity.new()
    key = DeviceKey.new()
    forged = replace(certificate(anna, key), signature="").signed(mallory.sign)
    assert certificate(anna, key).holds()
    assert not forged.holds()
    swapped = replace(certificate(anna, key), user_signing=mallory.public.signing.hex()).signed(mallory.sign)
    assert not swapped.holds()
    assert not replace(certificate(anna, key), device="0" * 32).signed(anna.sign).holds()
    with pytest.raises(ValueError, match="fields"):
        Certificate.parsed({"user": anna.id})


def test_a_payload_swapped_between_operations_is_reported_and_does_not_open() -> None:
    anna = Signer()
    one, two = anna.sign("name", NAME), anna.sign("name", NAME)
    assert problems([anna], replace(one, sealed=two.sealed), two) == [(0, "payload")]
    key = payload.payload_key(KEY, CASE, anna.key.id, 1)
    with pytest.raises(NotOpened):
        payload.opened(key, two.sealed or b"", payload.associated(CASE, anna.key.id, 2, "name"))
    with pytest.raises(NotOpened):
        payload.opened(key, one.sealed or b"", payload.associated(CASE, anna.key.id, 1, "undo"))
    bound = payload.associated(CASE, anna.key.id, 1, "name")
    assert payload.opened(key, one.sealed or b"", bound) == NAME


def test_the_header_tells_nothing_of_the_content() -> None:
    """The same words twice have different hashes: nobody can guess a name and compare."""
    anna = Signer()
    one, two = anna.sign("name", NAME), anna.sign("name", NAME)
    assert one.header.payload != two.header.payload
    assert "Ada" not in one.header.canonical


def test_a_long_payload_is_deflated_and_opens() -> None:
    body = {"text": "so long " * 10_000}
    key = payload.payload_key(KEY, CASE, "d" * 32, 1)
    packed = payload.sealed(key, body, b"bound")
    assert len(packed) < 2000
    assert payload.opened(key, packed, b"bound") == body


def test_a_device_that_speaks_with_two_tongues_is_reported() -> None:
    """Two operations of one device with one number: a copy of its key was used, or it lies."""
    anna = Signer()
    first = anna.sign("name", NAME)
    number, last = anna.number, anna.last
    one = anna.sign("note", {"text": "one"})
    anna.number, anna.last = number, last
    other = anna.sign("note", {"text": "other"})
    assert problems([anna], first, one, other) == [(2, "fork")]


def test_an_erased_payload_leaves_every_chain_valid() -> None:
    anna = Signer()
    log = [anna.sign("name", NAME) for _ in range(4)]
    assert problems([anna], log[0], replace(log[1], sealed=None), *log[2:]) == []


def test_an_unknown_kind_passes_the_chain() -> None:
    anna = Signer()
    assert problems([anna], anna.sign("praise", {"x": 1}, kind_version=7), anna.sign("name", NAME)) == []


def test_what_was_checked_is_not_checked_again() -> None:
    anna = Signer()
    log = [anna.sign("name", NAME) for _ in range(4)]
    chains = Chains(CASE)
    assert faults(shown(*log[:2]), [anna.certificate.to_json()], CASE, chains) == []
    assert faults(shown(*log[2:]), [], CASE, chains) == []
    assert faults(shown(*log[3:]), [anna.certificate.to_json()], CASE) == [Fault(0, "order")]


def test_clocks_that_are_off_are_reported_and_break_nothing() -> None:
    anna, ben = Signer(), Signer()
    first = anna.sign("name", NAME)
    back = anna.sign("name", NAME, wall=START - timedelta(hours=3))
    ahead = ben.sign("name", NAME, (back.id,), wall=START + timedelta(days=3650))
    slow = anna.sign("name", NAME, (ahead.id,), wall=START + timedelta(hours=1))
    log = [first, back, ahead, slow]
    assert problems([anna, ben], *log) == []
    told = warnings([(o.id, o.header) for o in log], START + timedelta(days=1))
    assert [(w.operation, w.problem) for w in told] == [
        (back.id, "backwards"), (ahead.id, "future"), (slow.id, "behind"),
    ]  # fmt: skip


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text(), max_size=3))
def test_the_verifier_survives_any_nonsense(nonsense: Any) -> None:
    anna = Signer()
    sound = anna.sign("name", NAME).to_json()
    for field in sound["header"]:
        if sound["header"][field] != nonsense:
            wrong = sound | {"header": sound["header"] | {field: nonsense}}
            assert faults([wrong], [anna.certificate.to_json()], CASE)
    half = [sound | {"id": nonsense}, sound | {"signature": nonsense}]
    for wrong in (nonsense, {}, {"header": nonsense}, *half):
        assert faults([wrong], [nonsense, anna.certificate.to_json()], CASE)


def test_the_verifier_loads_nothing_of_the_rest_of_the_program() -> None:
    script = (
        "import sys, app.operations.chain; "
        "print([m for m in sys.modules if m.split('.')[0] in ('engine', 'gpu_backends', 'sqlalchemy') "
        "or m.startswith(('app.keys', 'app.store', 'app.jobs', 'app.cases'))])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_hash_in_the_header_is_of_the_sealed_payload() -> None:
    one = Signer().sign("name", NAME)
    assert one.header.payload == digest(one.sealed or b"")
