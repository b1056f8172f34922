"""Whether what stages found is still what it was, without reading any of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select

from app.cases.findings import Findings
from app.cases.stored_views import NEVER
from app.store import schema

ChangeTokens = Mapping[str, str]
"""By item that has units of some stages: what changes when one of these, or of what they read, does."""


def latest_change(connection: Connection) -> int:
    """While this is the same no unit came or went; asked before anything dearer."""
    return connection.execute(select(func.sum(schema.unit_revisions.c.revision))).scalar() or 0


def change_tokens(findings: Findings, stages: Sequence[str]) -> ChangeTokens:
    """Tokens of all items, as views bear them."""
    every = {item_id: findings.views.token(item_id, stages) for item_id in findings.views.revisions}
    return {item_id: token for item_id, token in every.items() if token != NEVER}
