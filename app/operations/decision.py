"""An operation as it is read: who said what, when, in which place of the common order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.operations.moments import Moment
from app.operations.operation import Header
from engine.errors import AimaError


class DecisionUnsound(AimaError):
    """This decision does not have the form its kind requires; nothing was recorded. Check what it
    refers to.
    """

    code = "decision-unsound"
    exit_code = 2


@dataclass(slots=True)
class Decision:
    """One thing one person said or did. `body` holds only JSON; `at` is UTC in ISO 8601, for people to read.

    Never changed once it is made; a frozen class would take twice as long to make, and there are thousands.

    `time` is its effective time in microseconds (`app/operations/order.py`): it decides with `id` what came
    first. `alias` is the id it had in a case of an earlier version.
    """

    id: str
    author: str
    at: str
    kind: str
    body: Mapping[str, Any]
    time: int = 0
    device: str = ""
    version: int = 1
    alias: str = ""
    _moments: tuple[Moment, ...] | None = field(default=None, init=False, repr=False, compare=False)

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def moments(self) -> tuple[Moment, ...]:
        """What it points at. Raises KeyError, TypeError, ValueError where that is no moment."""
        if self._moments is None:
            self._moments = tuple([Moment.from_json(m) for m in self.body.get("moments", ())])
        return self._moments

    @property
    def key(self) -> tuple[int, str]:
        """What it is ordered by."""
        return self.time, self.id


def opened(header: Header, operation_id: str, body: Mapping[str, Any], time: int) -> Decision:
    """What an operation says. Where it was taken over from a case of an earlier version, that is told by the
    field `earlier`: author, time and id it had. Raises DecisionUnsound where that id is not its own.
    """
    said = dict(body)
    earlier = said.pop("earlier", None)
    author, at, alias = header.author, header.wall, ""
    if earlier is not None:
        try:
            author, at, alias = str(earlier["author"]), str(earlier["at"]), str(earlier.get("id", ""))
        except (AttributeError, KeyError, TypeError) as error:
            raise DecisionUnsound(header.kind) from error
        if alias and alias != earlier_id(author, at, header.kind, said):
            raise DecisionUnsound(header.kind)
    version = header.kind_version
    return Decision(operation_id, author, at, header.kind, said, time, header.device, version, alias)


def earlier_id(author: str, at: str, kind: str, body: Mapping[str, Any]) -> str:
    """The id of a decision in cases before operations: from a hash of what was said, when and by whom."""
    text = json.dumps([author, at, kind, body], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def microseconds(at: str) -> int:
    """Since 1970, of a time in ISO 8601; 0 where it is none."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return 0
    since = moment.replace(tzinfo=moment.tzinfo or UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return max(0, (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds)
