"""Answers about account and case."""

from __future__ import annotations

from sqlalchemy import func, select

from app.cases.case import Case, listed
from app.cases.profile import profile
from app.desk.room import Room, answers
from app.desk.session import (
    CaseFacts,
    CaseRow,
    Cases,
    CloseCase,
    CreateAccount,
    LookAround,
    NewCase,
    OpenCase,
    Standing,
    Unlock,
)
from app.keys.account import Account
from app.store import schema


@answers(LookAround)
def standing(room: Room, _: LookAround) -> Standing:
    return Standing(Account.exists(room.home), str(room.home))


@answers(CreateAccount)
def create_account(room: Room, question: CreateAccount) -> str:
    account = Account.create(room.home, question.passphrase, use_keyring=question.use_keyring)
    room.enter(account)
    return account.recovery_key


@answers(Unlock)
def unlock(room: Room, question: Unlock) -> None:
    room.enter(Account.unlock(room.home, question.passphrase))


@answers(Cases)
def cases(room: Room, _: Cases) -> list[CaseRow]:
    return [CaseRow(case_id, name) for case_id, name in listed(room.account).items()]


@answers(OpenCase)
def open_case(room: Room, question: OpenCase) -> CaseFacts:
    room.leave_case()
    room.take(Case.open(room.account, question.id))
    return facts(room.case)


@answers(NewCase)
def new_case(room: Room, question: NewCase) -> CaseFacts:
    retention = profile(question.profile).retention(question.retention)
    room.leave_case()
    room.take(
        Case.create(
            room.account,
            question.name,
            purpose=question.purpose,
            legal_basis=question.legal_basis,
            retention=retention,
            profile=question.profile,
        )
    )
    return facts(room.case)


@answers(CloseCase)
def close_case(room: Room, _: CloseCase) -> None:
    room.leave_case()


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
    )
