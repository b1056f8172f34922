"""The list of cases as a person wants to see it, read from what the account remembers: no case is opened."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from app.cases.case import Case, cases_folder, listed
from app.keys.account import Account
from app.keys.account_settings import CASE, remember, remembered
from app.keys.case_keys import NAME as KEYS_FILE
from app.store import schema
from app.store.clock import now
from engine.errors import AimaError

FACTS = ("name", "purpose", "retention", "profile", "created_at")


@dataclass(frozen=True, slots=True)
class Recent:
    """A case as it was when last open; `error` says why it cannot be opened, and the rest is then empty."""

    id: str
    name: str
    purpose: str = ""
    retention: str = ""
    profile: str = ""
    created_at: str = ""
    items: int = 0
    opened_at: str = ""
    error: AimaError | None = None


def recent(account: Account) -> list[Recent]:
    """All cases, those opened last first. A case not yet known is opened once, to read."""
    known = remembered(account, CASE)
    names = listed(account)
    found, learned = [], {}
    for case_id, name in names.items():
        about = known.get(CASE + case_id)
        if about is None or _broken(account, case_id):
            row, about = _asked(account, case_id, name)
            learned[CASE + case_id] = about
        else:
            row = Recent(case_id, **about)
        found.append(row)
    gone = {key: None for key in known if key.removeprefix(CASE) not in names}
    if learned or gone:
        remember(account, {**learned, **gone})
    return sorted(found, key=lambda row: (row.opened_at or row.created_at, row.name), reverse=True)


def note(case: Case, opened: bool = True) -> None:
    """Remember how the case stands; `opened` False keeps when it was last opened."""
    account, key = case.account, CASE + case.id
    about = _about(case)
    before = remembered(account, key).get(key) or {}
    about["opened_at"] = now() if opened else before.get("opened_at", "")
    remember(account, {key: about})


def forget(account: Account, case_id: str) -> None:
    """Look at the case itself the next time it is listed: it could not be opened."""
    remember(account, {CASE + case_id: None})


def _about(case: Case) -> dict[str, str | int]:
    with case.database.connect() as connection:
        items = connection.execute(select(func.count()).select_from(schema.items)).scalar_one()
    return {**{name: str(case.facts[name]) for name in FACTS}, "items": items, "opened_at": ""}


def _asked(account: Account, case_id: str, name: str) -> tuple[Recent, dict[str, str | int] | None]:
    try:
        with Case.open(account, case_id, write=False) as case:
            about = _about(case)
    except AimaError as error:
        return Recent(case_id, name, error=error), None
    return Recent(case_id, **about), about  # type: ignore[arg-type]


def _broken(account: Account, case_id: str) -> bool:
    folder = cases_folder(account.home) / case_id
    return not all((folder / name).is_file() for name in ("case.db", KEYS_FILE))
