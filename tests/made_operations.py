"""Devices that speak, hear of each other late, and have clocks that are off."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from app.operations import payload
from app.operations.decision import Decision
from app.operations.device import Certificate, DeviceKey
from app.operations.fold import Fold
from app.operations.operation import Header, Operation, digest, id_of
from app.operations.order import Order, next_time
from engine.sealing.identity import Identity

CASE = "c" * 32
KEY = b"k" * 32
START = datetime(2026, 11, 1, tzinfo=UTC)
US = timedelta(microseconds=1)


@dataclass
class Speaker:
    """A device whose clock is `off` the true time. `said` are operations it knows, by id."""

    name: str
    off: timedelta = timedelta()
    said: dict[str, tuple[Decision, tuple[str, ...]]] = field(default_factory=dict)
    order: Order = field(default_factory=Order)
    own: list[str] = field(default_factory=list)

    def say(self, kind: str, body: Mapping[str, Any], at: datetime, author: str = "") -> Decision:
        """Say something at a true time, having seen all it knows."""
        clock = (at + self.off - datetime(1970, 1, 1, tzinfo=UTC)) // US
        time_us = next_time(clock, self.order.latest)
        parents = tuple(sorted(self.said))  # everything seen; a real device names the heads alone
        text = json.dumps([self.name, len(self.own), time_us, kind, body])
        stamp = (at + self.off).isoformat()
        made = Decision(
            hashlib.sha256(text.encode()).hexdigest(), author or self.name, stamp, kind, dict(body), time_us,
            self.name,
        )  # fmt: skip
        self.own.append(made.id)
        self.hear(made, parents)
        return made

    def hear(self, said: Decision, parents: tuple[str, ...]) -> None:
        self.said[said.id] = said, parents
        self.order.place(said.id, said.time, parents)

    def meet(self, other: Speaker) -> None:
        """Both know afterwards what either knew."""
        for here, there in ((self, other), (other, self)):
            for said, parents in list(there.said.values()):
                if said.id not in here.said:
                    here.hear(said, parents)


def folded(arrivals: list[tuple[Decision, tuple[str, ...]]]) -> Fold:
    """The fold of operations that arrive in this order; each waits for what its author had seen."""
    order, fold = Order(), Fold()
    known = {said.id: said for said, _ in arrivals}
    for said, parents in arrivals:
        for time, one in order.place(said.id, said.time, parents):
            now = known[one]
            fold.add(Decision(one, now.author, now.at, now.kind, now.body, time, now.device, alias=now.alias))
    return fold


class Signer:
    """A real device of a real user, with keys, in one case."""

    def __init__(self, user: Identity | None = None, case: str = CASE, operations_key: bytes = KEY) -> None:
        self.user, self.case, self.key = user or Identity.new(), case, DeviceKey.new()
        self.operations_key = operations_key
        self.certificate = certificate(self.user, self.key)
        self.number, self.last = 0, ""

    def sign(
        self, kind: str, body: Mapping[str, Any], heads: tuple[str, ...] = (), **changed: Any
    ) -> Operation:
        """The next operation; `changed` fields of the header are signed as they are."""
        self.number += 1
        bound = payload.associated(self.case, self.key.id, self.number, kind)
        key = payload.payload_key(self.operations_key, self.case, self.key.id, self.number)
        sealed = payload.sealed(key, body, bound)
        wall = changed.pop("wall", START + timedelta(minutes=self.number))
        fields = {
            "case": self.case, "author": self.user.id, "device": self.key.id, "number": self.number,
            "previous": self.last, "heads": heads, "time_us": (wall - datetime(1970, 1, 1, tzinfo=UTC)) // US,
            "wall": wall.isoformat(), "epoch": 1, "kind": kind, "kind_version": 1, "payload": digest(sealed),
        }  # fmt: skip
        header = Header(**(fields | changed))
        self.last = id_of(header.canonical)
        return Operation(header, self.last, self.key.sign(self.last), sealed)


def certificate(user: Identity, key: DeviceKey) -> Certificate:
    public = user.public
    return Certificate(
        user.id, public.receiving.hex(), public.signing.hex(), key.id, key.public.hex(), START.isoformat()
    ).signed(user.sign)
