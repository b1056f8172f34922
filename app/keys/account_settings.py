"""What an account remembers between sittings, encrypted: settings that say something about people's work."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.keys.account import Account
from app.store.account_schema import settings
from app.store.database import DiskFull, FolderReadOnly
from app.store.lock import CaseInUse

CASE = "case "
"""Before the id of a case: what was known of it when it was last open."""


def remembered(account: Account, beginning: str) -> dict[str, Any]:
    """Values by name, of all names that begin so."""
    wanted = select(settings).where(settings.c.key.startswith(beginning, autoescape=True))
    with account.database.connect() as connection:
        return {row.key: row.value for row in connection.execute(wanted)}


def remember(account: Account, values: dict[str, Any]) -> bool:
    """Keep values by name, None to forget one. False where nothing can be written: no reason to stop."""
    try:
        with account.database.execution_options(immediate=True).begin() as connection:
            connection.execute(settings.delete().where(settings.c.key.in_(values)))
            kept = [{"key": key, "value": value} for key, value in values.items() if value is not None]
            if kept:
                connection.execute(settings.insert(), kept)
    except (FolderReadOnly, CaseInUse, DiskFull):
        return False
    return True
