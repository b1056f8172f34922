"""Account and case: what there is, unlocking, opening, closing."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core_api.protocol import Executor, Failed, Question


@dataclass(frozen=True, slots=True)
class StartState:
    """What the core found where the account should be."""

    account: bool
    """Whether there is one."""
    home: str


@dataclass(frozen=True, slots=True)
class ReadStartState(Question[StartState]):
    """The first question: is there an account?"""

    while_locked = True


@dataclass(frozen=True, slots=True)
class NewKey:
    """A recovery key, to be shown once."""

    recovery_key: str = field(repr=False)
    keyring: bool
    """Whether a second secret lies in this computer's keyring; False also where there is no keyring."""


@dataclass(frozen=True, slots=True)
class CreateAccount(Question[NewKey]):
    """A new account, unlocked. `profile` becomes the default of new cases."""

    passphrase: str = field(repr=False)
    use_keyring: bool = True
    profile: str = "police"
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class Recover(Question[NewKey]):
    """Open the account with the recovery key and set a new passphrase. The recovery key is replaced."""

    recovery_key: str = field(repr=False)
    passphrase: str = field(repr=False)
    use_keyring: bool
    executor = Executor.WRITE
    while_locked = True


@dataclass(frozen=True, slots=True)
class RenewRecoveryKey(Question[NewKey]):
    """Replace the recovery key, such as one that nobody wrote down."""

    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class ConfirmRecoveryKey(Question[None]):
    """The user has proved to have the recovery key."""

    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class ChangePassphrase(Question[None]):
    """Set another passphrase. Fails with `wrong-passphrase` where the old one is not right."""

    old: str = field(repr=False)
    new: str = field(repr=False)
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An unlocked account."""

    profile: str
    """Default of new cases."""
    keyring: bool
    recovery_key_kept: bool
    """False where the recovery key was shown, but nobody confirmed having written it down."""


@dataclass(frozen=True, slots=True)
class Unlock(Question[AccountFacts]):
    """Fails with `wrong-passphrase` and the like. A locked core continues with the account it holds."""

    passphrase: str = field(repr=False)
    executor = Executor.WRITE
    while_locked = True


@dataclass(frozen=True, slots=True)
class Lock(Question[bool]):
    """Answer nothing until Unlock. True if long work continues; else nothing needs the core any more
    and it is best ended, which forgets all keys. Waits for nothing that is being looked up.
    """

    executor = Executor.LONG
    while_locked = True


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the list, as it was when it was last open."""

    id: str
    name: str = field(repr=False)
    purpose: str = field(default="", repr=False)
    retention: str = ""
    """ISO date on which it must be gone."""
    profile: str = ""
    created_at: str = ""
    items: int = 0
    opened_at: str = ""
    """Empty where this account has not opened it in a window."""
    failed: Failed | None = None
    """Why it cannot be opened."""


@dataclass(frozen=True, slots=True)
class Cases(Question[list[CaseRow]]):
    """All cases of the account, those opened last first."""


@dataclass(frozen=True, slots=True)
class RestoreCases(Question["Restored"]):
    """Take the cases of a backup in this folder into the account, or with the account where there is none."""

    source: str
    executor = Executor.LONG


@dataclass(frozen=True, slots=True)
class Restored:
    """What a backup held; the cases are checked when the account is unlocked."""

    cases: int
    problems: int
    """Files or records that are not sound."""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """An open case."""

    id: str
    name: str
    purpose: str
    legal_basis: str
    retention: str
    profile: str
    created_at: str
    items: int
    writable: bool
    """False where another window or command holds it, or nobody can write there: everything can be looked at,
    nothing changed.
    """
    face_search: bool
    verifiers: int
    hide_bystanders: bool
    exposure: frozenset[str]
    """How the profile protects the viewer; any of `blur`, `grey`, `mute`."""
    me: str
    """Id of this account."""
    in_use: bool = False
    """It is not writable because another program writes."""


@dataclass(frozen=True, slots=True)
class OpenCase(Question[CaseFacts]):
    """Open a case, closing the one before."""

    id: str
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class NewCase(Question[CaseFacts]):
    """Make a case and open it. `retention` is an ISO date, empty for the profile's default."""

    name: str
    purpose: str
    legal_basis: str
    retention: str
    profile: str
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class CloseCase(Question[None]):
    """Close the case that is open, if one is."""

    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class TryToWrite(Question[CaseFacts]):
    """Open the case that is read for writing. Fails with `case-in-use` while another program still writes."""

    executor = Executor.WRITE
