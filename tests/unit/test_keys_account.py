"""The account: made, unlocked, recovered, its passphrase changed; without a keyring (see tests/services)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.keys.account import Account, AccountExists, EmptyPassphrase, WrongPassphrase, WrongRecoveryKey
from app.keys.account_file import AccountDamaged, AccountTooNew, NoAccount
from app.keys.passphrase import Cost
from app.keys.recovery import new_secret, printed

CHEAP = Cost(1, 64, 1)


def _account(home: Path) -> Account:
    return Account.create(home, "grüner Hund", cost=CHEAP, use_keyring=False)


def test_the_passphrase_opens_the_same_account_again(tmp_path: Path) -> None:
    made = _account(tmp_path)
    again = Account.unlock(tmp_path, "grüner Hund")
    assert (again.id, again.identity.public) == (made.id, made.identity.public)
    assert not made.file.device_secret
    with pytest.raises(WrongPassphrase):
        Account.unlock(tmp_path, "grüner hund")


def test_a_second_account_does_not_replace_the_first(tmp_path: Path) -> None:
    _account(tmp_path)
    with pytest.raises(AccountExists):
        _account(tmp_path)


def test_no_account_and_an_empty_passphrase_are_named(tmp_path: Path) -> None:
    with pytest.raises(NoAccount):
        Account.unlock(tmp_path, "x")
    with pytest.raises(EmptyPassphrase):
        Account.create(tmp_path, "", cost=CHEAP, use_keyring=False)
    assert not Account.exists(tmp_path)


def test_changing_the_passphrase_keeps_identity_and_recovery_key(tmp_path: Path) -> None:
    account = _account(tmp_path)
    with pytest.raises(EmptyPassphrase):
        account.change_passphrase("", cost=CHEAP)
    account.change_passphrase("blauer Hund", cost=CHEAP)
    with pytest.raises(WrongPassphrase):
        Account.unlock(tmp_path, "grüner Hund")
    assert Account.unlock(tmp_path, "blauer Hund").id == account.id
    recovered = Account.recover(tmp_path, account.recovery_key, "x", cost=CHEAP, use_keyring=False)
    assert recovered.identity.public == account.identity.public


def test_changing_the_passphrase_raises_the_cost_and_never_lowers_it(tmp_path: Path) -> None:
    account = _account(tmp_path)
    account.change_passphrase("b", cost=Cost(2, 128, 1))
    assert Account.unlock(tmp_path, "b").file.cost == Cost(2, 128, 1)
    account.change_passphrase("c", cost=CHEAP)
    assert Account.unlock(tmp_path, "c").file.cost == Cost(2, 128, 1)


def test_the_recovery_key_sets_a_new_passphrase_once(tmp_path: Path) -> None:
    account = _account(tmp_path)
    recovered = Account.recover(tmp_path, account.recovery_key.lower(), "neu", cost=CHEAP, use_keyring=False)
    assert Account.unlock(tmp_path, "neu").id == account.id
    assert recovered.recovery_key != account.recovery_key
    with pytest.raises(WrongPassphrase):
        Account.unlock(tmp_path, "grüner Hund")
    with pytest.raises(WrongRecoveryKey):
        Account.recover(tmp_path, account.recovery_key, "x", cost=CHEAP, use_keyring=False)
    with pytest.raises(WrongRecoveryKey):
        Account.recover(tmp_path, printed(new_secret()), "x", cost=CHEAP, use_keyring=False)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"version": "x"}', b"null"])
def test_a_damaged_account_file_is_named(tmp_path: Path, content: bytes) -> None:
    _account(tmp_path)
    (tmp_path / "account.json").write_bytes(content)
    with pytest.raises(AccountDamaged):
        Account.unlock(tmp_path, "grüner Hund")


def test_an_account_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    _account(tmp_path)
    path = tmp_path / "account.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"version": 2}))
    before = path.read_bytes()
    with pytest.raises(AccountTooNew):
        Account.unlock(tmp_path, "grüner Hund")
    assert path.read_bytes() == before


def test_ciphertexts_can_not_change_places(tmp_path: Path) -> None:
    """Each is bound to what it is, so that a swapped field is not taken for another."""
    account = _account(tmp_path)
    path = tmp_path / "account.json"
    fields = json.loads(path.read_text())
    path.write_text(json.dumps(fields | {"wrapped": fields["recovery"]}))
    with pytest.raises(WrongPassphrase):
        Account.unlock(tmp_path, "grüner Hund")
    path.write_text(json.dumps(fields | {"id": "0" * 32}))
    with pytest.raises(WrongPassphrase):
        Account.unlock(tmp_path, "grüner Hund")
    assert account.recovery_key not in path.read_text()


def test_a_home_that_is_below_a_file_holds_no_account(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NoAccount):
        Account.unlock(tmp_path / "file" / "home", "pass")
