"""What people stated about items, by name: the latest word about each, unless it was withdrawn."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from app.cases import log as decision_log
from app.operations.decisions import ITEM_FACT


@dataclass(frozen=True, slots=True)
class StatedFact:
    """`operation` is the entry of the custody log that says it."""

    sha256: str
    name: str
    value: str
    author: str
    at: str
    operation: str


def stated(connection: Connection) -> list[StatedFact]:
    """What holds, by item and name; an empty value withdraws a fact."""
    latest: dict[tuple[str, str], StatedFact] = {}
    for said in sorted(decision_log.decisions(connection, {ITEM_FACT}), key=lambda d: d.key):
        sha256 = str(said.body["sha256"])
        for name, value in said.body["facts"].items():
            latest[sha256, name] = StatedFact(sha256, name, str(value), said.author, said.at, said.id)
    return [latest[key] for key in sorted(latest) if latest[key].value]
