"""A quick account and an empty case, for tests that need no analysis."""

from __future__ import annotations

from pathlib import Path

from app.cases.case import Case
from app.keys.account import Account
from app.keys.passphrase import Cost

PASSPHRASE = "korrektes Pferd"
CHEAP = Cost(1, 64, 1)


def new_account(home: Path) -> Account:
    """An account whose Argon2id costs nothing, without a keyring."""
    return Account.create(home, PASSPHRASE, cost=CHEAP, use_keyring=False)


def new_case(account: Account, name: str = "Nachtfalter") -> Case:
    """An empty case, open for writing."""
    return Case.create(
        account, name, purpose="test", legal_basis="consent", retention="2099-01-01", profile="police"
    )
