"""What a dossier said before anybody changed it: kept in the case, encrypted with it, append only.

A draft is the statements written by rule, or what a language model was asked and answered. The same draft is
kept once; its id is the hash of what it says.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from app.store.clock import now
from app.store.schema import drafts
from engine.errors import AimaError

RULE, MODEL = "rule", "model"


class NoSuchDraft(AimaError):
    """No draft has this id, or several begin so. `dossier drafts` lists all with their ids."""

    code = "no-such-draft"
    exit_code = 4


@dataclass(frozen=True, slots=True)
class Draft:
    """When a draft was first written, for whom, by rule or by a model."""

    id: str
    at: str
    actor: str
    kind: str
    language: str


def keep(connection: Connection, actor: str, kind: str, language: str, body: Mapping[str, Any]) -> str:
    """Store a draft in the caller's transaction unless it is known; returns its id."""
    text = json.dumps([kind, language, body], sort_keys=True, separators=(",", ":")).encode()
    key = hashlib.sha256(text).hexdigest()[:32]
    if connection.execute(select(drafts.c.seq).where(drafts.c.id == key)).first() is None:
        row = {"id": key, "at": now(), "actor": actor, "kind": kind, "language": language}
        connection.execute(insert(drafts), row | {"body": zlib.compress(text)})
    return key


def listed(connection: Connection) -> list[Draft]:
    """All drafts, the oldest first."""
    columns = [drafts.c[name] for name in Draft.__dataclass_fields__]
    return [Draft(*row) for row in connection.execute(select(*columns).order_by(drafts.c.seq))]


def read(connection: Connection, beginning: str) -> dict[str, Any]:
    """The draft whose id begins so. Raises NoSuchDraft."""
    fits = [d.id for d in listed(connection) if beginning and d.id.startswith(beginning)]
    if len(fits) != 1:
        raise NoSuchDraft
    body = connection.execute(select(drafts.c.body).where(drafts.c.id == fits[0])).scalar_one()
    draft: dict[str, Any] = json.loads(zlib.decompress(body))[2]
    return draft
