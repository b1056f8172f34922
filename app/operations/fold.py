"""What a set of operations amounts to, kept up to date one by one.

Each operation writes registers; a register's value follows from those of its operations that are in force, in
causal order. An arrival in the middle, an undo or a deletion changes the registers it touches and no others.
The same set gives the same state, in whatever order it arrived: a property test compares both.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

from app.operations.decision import Decision, DecisionUnsound
from app.operations.kind import Kind, known
from app.operations.state import State

_KEY = attrgetter("key")
_IN_LISTS = frozenset({"must", "cannot", "detached"})
"""Views whose registers hold lists that are joined."""
_BY_KEY = frozenset({"judgements", "clocks", "case_facts", "item_facts", "heard"})
"""Views that are mappings; all others are lists."""
_BY_LAST = frozenset({"edits"})
"""Views in order of the last operation of each register; all others go by the first."""


@dataclass(slots=True)
class _Register:
    """Operations that write one value, in order, in force or not; a stale value is folded when asked for."""

    said: list[Decision] = field(default_factory=list)
    value: Any = None
    stale: bool = False


class Fold:
    """`add` operations that have their place in the order; `state` is what holds."""

    def __init__(self) -> None:
        self._said: dict[str, Decision] = {}
        self._kinds: dict[str, Kind] = {}
        self._by_alias: dict[str, list[Decision]] = {}
        self._undos: dict[str, list[Decision]] = {}
        self._deleted: set[str] = set()
        self._force: set[str] = set()
        self._undone: set[str] = set()
        self._views: dict[str, dict[Hashable, _Register]] = {}
        self._dirty: dict[str, set[Hashable]] = {}
        self._state = State()

    def __contains__(self, operation_id: str) -> bool:
        return operation_id in self._said

    @property
    def deleted(self) -> Collection[str]:
        """Ids of operations whose content was taken away, whether or not they are here."""
        return self._deleted

    def named(self, named: str) -> Decision | None:
        """The operation of this id, or of this id in an earlier version."""
        return self._said.get(named) or next(iter(self._by_alias.get(named, ())), None)

    def add(self, said: Decision) -> None:
        """Take in an operation; one that is known, or of an unknown kind or form, changes nothing."""
        kind = known(said.kind, said.version)
        if kind is None or said.id in self._said:
            return
        try:
            kind.check(said)
        except DecisionUnsound:
            return
        self._said[said.id], self._kinds[said.id] = said, kind
        for view, key in kind.registers(said):
            self._write(view, key, said)
        if target := kind.takes_back(said):
            self._undos.setdefault(target, []).append(said)
        if said.alias:
            same = self._by_alias.setdefault(said.alias, [])
            insort(same, said, key=_KEY)
            for other in same:
                self._settle(other)
        self._settle(said)
        for one in kind.deletes(said):
            self._deleted.add(one)
            if (gone := self.named(one)) is not None:
                self._settle(gone)

    def _write(self, view: str, key: Hashable, said: Decision) -> None:
        register = self._views.setdefault(view, {}).setdefault(key, _Register())
        if register.said and said.key < register.said[-1].key:
            insort(register.said, said, key=_KEY)
            register.stale = True
        else:
            register.said.append(said)

    def _settle(self, said: Decision) -> None:
        """Find out whether an operation is in force, and what follows from that."""
        while True:
            gone = self._gone(said)
            undone = not gone and any(u.id in self._force and u.key > said.key for u in self._undos_of(said))
            holds = not gone and not undone
            if undone != (said.id in self._undone):
                (self._undone.add if undone else self._undone.discard)(said.id)
                self._dirty.setdefault("undone", set())
            if holds == (said.id in self._force):
                return
            (self._force.add if holds else self._force.discard)(said.id)
            self._touch(said, holds)
            target = self.named(self._kinds[said.id].takes_back(said))
            if target is None:
                return
            said = target

    def _undos_of(self, said: Decision) -> Iterator[Decision]:
        if not self._kinds[said.id].deletes(said):
            yield from self._undos.get(said.id, ())
            if said.alias:
                yield from self._undos.get(said.alias, ())

    def _gone(self, said: Decision) -> bool:
        """Whether it was deleted, or is the same as another that was taken over twice."""
        if self._kinds[said.id].deletes(said):
            return False
        if said.id in self._deleted or (said.alias and said.alias in self._deleted):
            return True
        return bool(said.alias) and self._by_alias[said.alias][0].id != said.id

    def _touch(self, said: Decision, holds: bool) -> None:
        kind = self._kinds[said.id]
        for view, key in kind.registers(said):
            register = self._views[view][key]
            if holds and not register.stale and register.said[-1] is said:
                register.value = kind.fold(view, key, register.value, [said])
            else:
                register.stale = True
            self._dirty.setdefault(view, set()).add(key)

    @property
    def state(self) -> State:
        """What holds now; a new value wherever something changed."""
        if self._dirty:
            dirty, self._dirty = self._dirty, {}
            now = {name: getattr(self._state, name) for name in State.__dataclass_fields__}
            for view, keys in dirty.items():
                if view != "undone":
                    now[view] = self._published(view, keys)
            if "undone" in dirty:
                now["undone"] = frozenset(self._undone)
                gone = sorted((self._said[one] for one in self._undone), key=_KEY)
                now["released"] = [m for d in gone for m in d.moments]
            self._state = State(**now)
        return self._state

    def _published(self, view: str, keys: Iterable[Hashable]) -> Any:
        registers = self._views[view]
        for key in keys:
            if registers[key].stale:
                self._refold(view, key, registers[key])
        if view in _BY_KEY:
            return {key: r.value for key, r in registers.items() if r.value is not None}
        place = -1 if view in _BY_LAST else 0
        there = [(self._held(r)[place].key, r.value) for r in registers.values() if r.value is not None]
        there.sort(key=lambda one: one[0])
        if view in _IN_LISTS:
            return [part for _, value in there for part in value]
        return [value for _, value in there]

    def _held(self, register: _Register) -> list[Decision]:
        """Operations of a register that are in force."""
        if len(register.said) == 1:
            return register.said
        return [said for said in register.said if said.id in self._force]

    def _refold(self, view: str, key: Hashable, register: _Register) -> None:
        value: Any = None
        held = [said for said in register.said if said.id in self._force]
        for _, run in groupby(held, key=attrgetter("kind")):
            some = list(run)
            value = self._kinds[some[0].id].fold(view, key, value, some)
        register.value, register.stale = value, False
