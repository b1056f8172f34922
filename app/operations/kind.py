"""What a kind of operation is, and how kinds are found.

A kind is one file in `app/operations/kinds/` with one subclass of `Kind`: its form, the registers it writes,
how a register is folded, what it changes and how it is worded. An operation of a kind, or of a version of a
kind, that this program does not know is kept and passed on, and changes nothing here.
"""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

import app.operations.kinds
from app.operations.decision import Decision, DecisionUnsound

Register = tuple[str, Hashable]
"""A view (a field of `State`) and the key of one of its values."""
PEOPLE = frozenset({"faces", "voices"})


class Kind(ABC):
    """One kind of operation. A register holds the operations that write it, in order; `fold` is given those
    of one kind in a row, and what came of those before (None at first), which it must not change.
    """

    name: ClassVar[str]
    version: ClassVar[int] = 1
    changes: ClassVar[frozenset[str]] = frozenset()
    """What has changed, for the window (words of `Changed`)."""
    groups: ClassVar[bool] = False
    """Whether a face or a voice may belong elsewhere after it."""
    decision: ClassVar[bool] = True
    """Whether it is a person's word about the evidence, as the lists of decisions show it."""
    fewest: ClassVar[int] = 1
    """How many different moments it must point at."""
    text: ClassVar[str] = ""
    """Field that must be text."""
    flag: ClassVar[str] = ""
    """Field that must be true or false."""

    @property
    def wording(self) -> str:
        """Key of the catalogue that says what was done."""
        return f"decision.{self.name}"

    def action(self, body: Mapping[str, Any]) -> str:
        """What the chain of custody says was done."""
        return f"decision {self.name}"

    def subject(self, body: Mapping[str, Any]) -> str:
        """The item it was done to, by the id of this machine; empty for the case."""
        return ""

    def details(self, said: Decision) -> Mapping[str, Any]:
        """What the chain of custody says beside action and subject."""
        return {"decision": said.id}

    def kept(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """The body without what is so long that it is read from the sealed payload when asked for."""
        return body

    def check(self, said: Decision) -> None:
        """Refuse what a later reader could not fold. Raises DecisionUnsound."""
        body = said.body
        if self.text and not isinstance(body.get(self.text), str):
            raise DecisionUnsound(self.name)
        if self.flag and not isinstance(body.get(self.flag), bool):
            raise DecisionUnsound(self.name)
        try:
            count = len(set(said.moments))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise DecisionUnsound(self.name) from error
        if count < self.fewest or not self.sound(body, count):
            raise DecisionUnsound(self.name)

    def sound(self, body: Mapping[str, Any], moments: int) -> bool:
        """Whether the rest of the form is right; `moments` is how many different ones it points at."""
        return True

    def registers(self, said: Decision) -> Iterator[Register]:
        """What it writes."""
        yield from ()

    def fold(self, view: str, key: Any, value: Any, said: Sequence[Decision]) -> Any:
        """The value of a register after these operations; None where it holds nothing."""
        raise NotFolded(self.name)

    def takes_back(self, said: Decision) -> str:
        """Id of the operation that has no effect because of this one; empty for none."""
        return ""

    def deletes(self, said: Decision) -> Sequence[str]:
        """Ids of the operations whose content this one takes away."""
        return ()


class NotFolded(TypeError):
    """A kind that writes registers has to say how they are folded."""


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds by name."""
    found: dict[str, Kind] = {}
    for module in pkgutil.iter_modules(app.operations.kinds.__path__):
        loaded = importlib.import_module(f"{app.operations.kinds.__name__}.{module.name}")
        for one in vars(loaded).values():
            if isinstance(one, type) and issubclass(one, Kind) and one.__module__ == loaded.__name__:
                found[one.name] = one()
    return found


@cache
def known(name: str, version: int = 1) -> Kind | None:
    """The kind, if this program knows it in this version."""
    kind = kinds().get(name)
    return kind if kind is not None and version <= kind.version else None


def check(said: Decision) -> None:
    """Refuse an operation that could not be folded. Raises DecisionUnsound."""
    kind = known(said.kind, said.version)
    if kind is None or not said.author or not isinstance(said.body, Mapping):
        raise DecisionUnsound(said.kind)
    kind.check(said)
