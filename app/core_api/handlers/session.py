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
from app.core_api.core_session import CoreSession, handles
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
    NewCase,
    NewKey,
    OpenCase,
    ReadStartState,
    Recover,
    RenewRecoveryKey,
    RestoreCases,
    Restored,
    StartState,
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
    """AIMA cannot write to the folder for account and cases: it is read-only, belongs to another
    user, or is not a folder. Nothing was created. Correct the permissions of the folder, or choose
    another one with AIMA_HOME.
    """

    code = "home-not-writable"
    exit_code = 4


class FactMissing(AimaError):
    """A case needs a name, a purpose and a legal basis. They are recorded in its log from the first
    entry on.
    """

    code = "fact-missing"
    exit_code = 2


@handles(ReadStartState)
def start_state(session: CoreSession, _: ReadStartState) -> StartState:
    return StartState(Account.exists(session.home), str(session.home))


@handles(CreateAccount)
def create_account(session: CoreSession, question: CreateAccount) -> NewKey:
    chosen = profile(question.profile).name
    with _home_named():
        account = Account.create(session.home, question.passphrase, use_keyring=question.use_keyring)
        session.enter(account)
        remember(account, {PROFILE: chosen, KEY_KEPT: False})
    return NewKey(account.recovery_key, account.file.device_secret)


@handles(Recover)
def recover(session: CoreSession, question: Recover) -> NewKey:
    with _home_named():
        account = Account.recover(
            session.home, question.recovery_key, question.passphrase, use_keyring=question.use_keyring
        )
    _enter(session, account)
    remember(session.account, {KEY_KEPT: False})
    return NewKey(account.recovery_key, account.file.device_secret)


@handles(RenewRecoveryKey)
def renew_recovery_key(session: CoreSession, _: RenewRecoveryKey) -> NewKey:
    with _home_named():
        key = session.account.renew_recovery_key()
    remember(session.account, {KEY_KEPT: False})
    return NewKey(key, session.account.file.device_secret)


@handles(ConfirmRecoveryKey)
def confirm_recovery_key(session: CoreSession, _: ConfirmRecoveryKey) -> None:
    remember(session.account, {KEY_KEPT: True})


@handles(ChangePassphrase)
def change_passphrase(session: CoreSession, question: ChangePassphrase) -> None:
    account = Account.unlock(session.home, question.old)
    with _home_named():
        account.change_passphrase(question.new)
    session.account.file = account.file


@handles(Unlock)
def unlock(session: CoreSession, question: Unlock) -> AccountFacts:
    _enter(session, Account.unlock(session.home, question.passphrase))
    known = remembered(session.account, "")
    return AccountFacts(
        profile=str(known.get(PROFILE) or "police"),
        keyring=session.account.file.device_secret,
        recovery_key_kept=bool(known.get(KEY_KEPT, True)),  # the command line shows it and asks nothing
    )


@handles(Lock)
def lock(session: CoreSession, _: Lock) -> bool:
    session.locked = True
    return session.at_work


@handles(Cases)
def cases(session: CoreSession, _: Cases) -> list[CaseRow]:
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
        for row in recent.recent(session.account)
    ]


@handles(OpenCase)
def open_case(session: CoreSession, question: OpenCase) -> CaseFacts:
    _leave(session)
    try:
        session.take(Case.open(session.account, question.id))
        told = facts(session.case)
    except AimaError:
        session.leave_case()
        recent.forget(session.account, question.id)
        raise
    recent.note(session.case)
    return told


@handles(TryToWrite)
def try_to_write(session: CoreSession, _: TryToWrite) -> CaseFacts:
    if session.case.writable:
        return facts(session.case)
    session.take(Case.open(session.account, session.case.id, write=True))
    return facts(session.case)


@handles(NewCase)
def new_case(session: CoreSession, question: NewCase) -> CaseFacts:
    said = {"name": question.name, "purpose": question.purpose, "legal_basis": question.legal_basis}
    said = {name: " ".join(text.split()) for name, text in said.items()}
    if not all(said.values()):
        raise FactMissing
    retention = profile(question.profile).retention(question.retention)
    _leave(session)
    with _home_named():
        session.take(Case.create(session.account, **said, retention=retention, profile=question.profile))
    recent.note(session.case)
    return facts(session.case)


@handles(CloseCase)
def close_case(session: CoreSession, _: CloseCase) -> None:
    _leave(session)


@handles(RestoreCases)
def restore_cases(session: CoreSession, question: RestoreCases) -> Restored:
    source = Path(question.source)
    restored = restore(session.home, source)
    if not session.unlocked:
        return Restored(len(restored), 0)
    problems = 0
    for case_id in restored:
        with Case.open(session.account, case_id, write=True) as case:
            problems += sum(not checked.sound for checked in check(case, session.dropped))
            case.custody.record("case restored", case_id, {"source": str(source.absolute())})
    return Restored(len(restored), problems)


def facts(case: Case) -> CaseFacts:
    """What the window learns about an open case."""
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


def _leave(session: CoreSession) -> None:
    """Close the case that is open, remembering how it stands."""
    if session.has_case:
        recent.note(session.case, opened=False)
    session.leave_case()


def _enter(session: CoreSession, account: Account) -> None:
    """Take the account; a core that holds one, locked or not, continues with its own if it is the same."""
    if not session.unlocked:
        session.enter(account)
        return
    same = account.identity.id == session.account.identity.id
    account.close()
    if not same:
        raise WrongPassphrase
    session.account.file = account.file
    session.locked = False


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
