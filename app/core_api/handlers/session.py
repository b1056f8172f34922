"""Answers about account and case."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select

from app.cases import recent
from app.cases.backup import restore
from app.cases.case import Case
from app.cases.check import check
from app.cases.profile import profile
from app.core_api.core_session import Room, answers
from app.core_api.failures import failed
from app.core_api.session import (
    AccountFacts,
    CaseFacts,
    CaseRow,
    Cases,
    ChangePassphrase,
    CloseCase,
    ConfirmRecoveryKey,
    CreateAccount,
    Lock,
    LookAround,
    NewCase,
    NewKey,
    OpenCase,
    Recover,
    RenewRecoveryKey,
    RestoreCases,
    Restored,
    Standing,
    TryToWrite,
    Unlock,
)
from app.keys.account import Account, WrongPassphrase
from app.keys.account_settings import remember, remembered
from app.store import schema
from app.store.database import FolderReadOnly
from engine.errors import AimaError

PROFILE, KEY_KEPT = "profile", "recovery-key-kept"


class HomeNotWritable(AimaError):
    """AIMA cannot write into the folder where account and cases are to be: it is read-only, belongs to
    somebody else, or is no folder. Nothing was made. Correct the rights of the folder, or choose another with
    AIMA_HOME.
    """

    code = "home-not-writable"
    exit_code = 4


class FactMissing(AimaError):
    """A case needs a name, a purpose and a legal basis: they stand in its log from the first entry on."""

    code = "fact-missing"
    exit_code = 2


@answers(LookAround)
def standing(room: Room, _: LookAround) -> Standing:
    return Standing(Account.exists(room.home), str(room.home))


@answers(CreateAccount)
def create_account(room: Room, question: CreateAccount) -> NewKey:
    chosen = profile(question.profile).name
    with _home_named():
        account = Account.create(room.home, question.passphrase, use_keyring=question.use_keyring)
        room.enter(account)
        remember(account, {PROFILE: chosen, KEY_KEPT: False})
    return NewKey(account.recovery_key, account.file.device_secret)


@answers(Recover)
def recover(room: Room, question: Recover) -> NewKey:
    with _home_named():
        account = Account.recover(
            room.home, question.recovery_key, question.passphrase, use_keyring=question.use_keyring
        )
    _enter(room, account)
    remember(room.account, {KEY_KEPT: False})
    return NewKey(account.recovery_key, account.file.device_secret)


@answers(RenewRecoveryKey)
def renew_recovery_key(room: Room, _: RenewRecoveryKey) -> NewKey:
    with _home_named():
        key = room.account.renew_recovery_key()
    remember(room.account, {KEY_KEPT: False})
    return NewKey(key, room.account.file.device_secret)


@answers(ConfirmRecoveryKey)
def confirm_recovery_key(room: Room, _: ConfirmRecoveryKey) -> None:
    remember(room.account, {KEY_KEPT: True})


@answers(ChangePassphrase)
def change_passphrase(room: Room, question: ChangePassphrase) -> None:
    account = Account.unlock(room.home, question.old)
    with _home_named():
        account.change_passphrase(question.new)
    room.account.file = account.file


@answers(Unlock)
def unlock(room: Room, question: Unlock) -> AccountFacts:
    _enter(room, Account.unlock(room.home, question.passphrase))
    known = remembered(room.account, "")
    return AccountFacts(
        profile=str(known.get(PROFILE) or "police"),
        keyring=room.account.file.device_secret,
        recovery_key_kept=bool(known.get(KEY_KEPT, True)),  # the command line shows it and asks nothing
    )


@answers(Lock)
def lock(room: Room, _: Lock) -> bool:
    room.locked = True
    return room.at_work


@answers(Cases)
def cases(room: Room, _: Cases) -> list[CaseRow]:
    return [
        CaseRow(
            id=row.id,
            name=row.name,
            purpose=row.purpose,
            retention=row.retention,
            profile=row.profile,
            created_at=row.created_at,
            items=row.items,
            opened_at=row.opened_at,
            failed=failed(row.error) if row.error else None,
        )
        for row in recent.recent(room.account)
    ]


@answers(OpenCase)
def open_case(room: Room, question: OpenCase) -> CaseFacts:
    _leave(room)
    try:
        room.take(Case.open(room.account, question.id))
        told = facts(room.case)
    except AimaError:
        room.leave_case()
        recent.forget(room.account, question.id)
        raise
    recent.note(room.case)
    return told


@answers(TryToWrite)
def try_to_write(room: Room, _: TryToWrite) -> CaseFacts:
    if room.case.writable:
        return facts(room.case)
    room.take(Case.open(room.account, room.case.id, write=True))
    return facts(room.case)


@answers(NewCase)
def new_case(room: Room, question: NewCase) -> CaseFacts:
    said = {"name": question.name, "purpose": question.purpose, "legal_basis": question.legal_basis}
    said = {name: " ".join(text.split()) for name, text in said.items()}
    if not all(said.values()):
        raise FactMissing
    retention = profile(question.profile).retention(question.retention)
    _leave(room)
    with _home_named():
        room.take(Case.create(room.account, **said, retention=retention, profile=question.profile))
    recent.note(room.case)
    return facts(room.case)


@answers(CloseCase)
def close_case(room: Room, _: CloseCase) -> None:
    _leave(room)


@answers(RestoreCases)
def restore_cases(room: Room, question: RestoreCases) -> Restored:
    source = Path(question.source)
    restored = restore(room.home, source)
    if not room.unlocked:
        return Restored(len(restored), 0)
    problems = 0
    for case_id in restored:
        with Case.open(room.account, case_id, write=True) as case:
            problems += sum(not checked.sound for checked in check(case, room.dropped))
            case.custody.record("case restored", case_id, {"source": str(source.absolute())})
    return Restored(len(restored), problems)


def facts(case: Case) -> CaseFacts:
    """What the window is told of an open case."""
    with case.database.connect() as connection:
        items = connection.execute(select(func.count()).select_from(schema.items)).scalar_one()
    defaults = case.profile
    said = {name: str(case.facts[name]) for name in ("name", "purpose", "legal_basis", "retention")}
    return CaseFacts(
        id=case.id,
        **said,
        profile=defaults.name,
        created_at=str(case.facts["created_at"]),
        items=items,
        writable=case.writable,
        face_search=defaults.face_search,
        verifiers=defaults.verifiers,
        hide_bystanders=defaults.hide_bystanders,
        exposure=defaults.exposure,
        me=case.account.identity.id,
        in_use=not case.writable and os.access(case.folder, os.W_OK),
    )


def _leave(room: Room) -> None:
    """Close the case that is open, remembering how it stands."""
    if room.has_case:
        recent.note(room.case, opened=False)
    room.leave_case()


def _enter(room: Room, account: Account) -> None:
    """Take the account; a core that holds one, locked or not, goes on with its own if it is the same."""
    if not room.unlocked:
        room.enter(account)
        return
    same = account.identity.id == room.account.identity.id
    account.close()
    if not same:
        raise WrongPassphrase
    room.account.file = account.file
    room.locked = False


@contextmanager
def _home_named() -> Iterator[None]:
    """A folder that takes nothing is called one; a full disk has its own name already."""
    try:
        yield
    except FolderReadOnly:
        raise HomeNotWritable from None
    except OSError as error:
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST):
            raise HomeNotWritable from error
        raise
