"""Account and case: what there is, unlocking, opening, closing."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.desk.protocol import Lane, Question


@dataclass(frozen=True, slots=True)
class Standing:
    """What the core found where the account should be."""

    account: bool
    """Whether there is one."""
    home: str


@dataclass(frozen=True, slots=True)
class LookAround(Question[Standing]):
    """The first question: is there an account?"""


@dataclass(frozen=True, slots=True)
class CreateAccount(Question[str]):
    """A new account, unlocked. Answers with the recovery key, to be shown once."""

    passphrase: str = field(repr=False)
    use_keyring: bool = True
    lane = Lane.DECIDE


@dataclass(frozen=True, slots=True)
class Unlock(Question[None]):
    """Fails with `wrong-passphrase` and the like."""

    passphrase: str = field(repr=False)
    lane = Lane.DECIDE


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the list; the name is empty where it cannot be opened."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Cases(Question[list[CaseRow]]):
    """All cases of the account."""


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
    """False where another window or command holds it: everything can be looked at, nothing changed."""
    face_search: bool
    verifiers: int
    hide_bystanders: bool
    exposure: frozenset[str]
    """How the profile protects whoever looks; any of `blur`, `grey`, `mute`."""
    me: str
    """Id of whoever looks."""


@dataclass(frozen=True, slots=True)
class OpenCase(Question[CaseFacts]):
    """Open a case, closing the one before."""

    id: str
    lane = Lane.DECIDE


@dataclass(frozen=True, slots=True)
class NewCase(Question[CaseFacts]):
    """Make a case and open it. `retention` is an ISO date, empty for the profile's default."""

    name: str
    purpose: str
    legal_basis: str
    retention: str
    profile: str
    lane = Lane.DECIDE


@dataclass(frozen=True, slots=True)
class CloseCase(Question[None]):
    """Close the case that is open, if one is."""

    lane = Lane.DECIDE
