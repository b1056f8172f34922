"""What a dossier said before anybody changed it: kept in the case as operations.

A draft is the statements written by rule, or what a language model was asked and answered. The same draft is
kept once; its id is the hash of what it says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from app.cases.operation_log import of
from app.cases.operation_rows import read_one
from app.operations.decisions import DRAFT
from app.operations.state import Draft
from engine.errors import AimaError

RULE, MODEL = "rule", "model"


class NoSuchDraft(AimaError):
    """No draft has this id, or several ids begin like this. `dossier drafts` lists all drafts with
    their ids.
    """

    code = "no-such-draft"
    exit_code = 4


def keep(connection: Connection, kind: str, language: str, body: Mapping[str, Any]) -> str:
    """Store a draft in the caller's transaction unless it is known; returns its id."""
    text = json.dumps([kind, language, body], sort_keys=True, separators=(",", ":")).encode()
    key = hashlib.sha256(text).hexdigest()[:32]
    if all(draft.id != key for draft in listed(connection)):
        said = {"draft": key, "by": kind, "language": language, "body": body}
        of(connection).append(connection, DRAFT, said)
    return key


def listed(connection: Connection) -> list[Draft]:
    """All drafts, the oldest first."""
    return of(connection).state(connection).drafts


def read(connection: Connection, beginning: str) -> dict[str, Any]:
    """The draft whose id begins so. Raises NoSuchDraft."""
    fits = [d for d in listed(connection) if beginning and d.id.startswith(beginning)]
    if len(fits) != 1:
        raise NoSuchDraft
    draft: dict[str, Any] = of(connection).content(read_one(connection, fits[0].operation))["body"]
    return draft


__all__ = ["MODEL", "RULE", "Draft", "NoSuchDraft", "keep", "listed", "read"]
