"""What a set of operations amounts to, kept up to date one by one.

Each operation writes registers; a register's value follows from those of its operations that are in force, in
causal order. An arrival in the middle, an undo or a deletion changes the registers it touches and no others.
The same set gives the same state, in whatever order it arrived: a property test compares both.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any

from app.operations.decision import Decision, DecisionUnsound
from app.operations.kind import Kind, known
from app.operations.state import State

_KEY = attrgetter("key")
_IN_LISTS = frozenset({"must", "cannot", "detached", "no_faces", "drawn"})
"""Views whose registers hold lists that are joined."""
_BY_KEY = frozenset({"judgements", "clocks", "times", "case_facts", "item_facts", "heard"})
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
        self._by_alias: dict[str, list[Decision]] = {}
        self._undos: dict[str, list[Decision]] = {}
        self._deleted: set[str] = set()
        self._force: set[str] = set()
        self._undone: set[str] = set()
        self._views: dict[str, dict[Hashable, _Register]] = {}
        self._dirty: dict[str, set[Hashable]] = {}
        self._whole: set[str] = set()
        """Views that are dirty all over."""
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
        kind = _kind(said)
        if kind is None or said.id in self._said:
            return
        try:
            kind.check(said)
        except DecisionUnsound:
            return
        self._said[said.id] = said
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

    def load(self, ordered: Iterable[Decision]) -> None:
        """Take in at first many whose form was checked, in causal order: as `add` one by one, but fast."""
        targets: list[str] = []
        for said in ordered:
            kind = _kind(said)
            if kind is None:
                continue
            self._said[said.id] = said
            for view, key in kind.registers(said):
                registers = self._views.setdefault(view, {})
                if (register := registers.get(key)) is None:
                    registers[key] = _Register([said], stale=True)
                else:
                    register.said.append(said)
                    register.stale = True
                self._whole.add(view)
            if said.alias:
                self._by_alias.setdefault(said.alias, []).append(said)
            if target := kind.takes_back(said):
                self._undos.setdefault(target, []).append(said)
                targets.append(target)
            if named := kind.deletes(said):
                self._deleted.update(named)
        self._force.update(self._said)
        again = [one for same in self._by_alias.values() if len(same) > 1 for one in same]
        again += [one for named in (*targets, *self._deleted) if (one := self.named(named)) is not None]
        for one in sorted(again, key=_KEY, reverse=True):
            self._settle(one)

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
            target = self.named(_known(said).takes_back(said))
            if target is None:
                return
            said = target

    def _undos_of(self, said: Decision) -> Iterator[Decision]:
        if not _known(said).deletes(said):
            yield from self._undos.get(said.id, ())
            if said.alias:
                yield from self._undos.get(said.alias, ())

    def _gone(self, said: Decision) -> bool:
        """Whether it was deleted, or is the same as another that was taken over twice."""
        if _known(said).deletes(said):
            return False
        if said.id in self._deleted or (said.alias and said.alias in self._deleted):
            return True
        return bool(said.alias) and self._by_alias[said.alias][0].id != said.id

    def _touch(self, said: Decision, holds: bool) -> None:
        kind = _known(said)
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
        if self._dirty or self._whole:
            dirty, self._dirty = self._dirty, {}
            whole, self._whole = self._whole, set()
            now = {name: getattr(self._state, name) for name in State.__dataclass_fields__}
            for view in (dirty.keys() | whole) - {"undone"}:
                registers = self._views[view]
                changed = registers if view in whole else {key: registers[key] for key in dirty[view]}
                now[view] = self._published(view, registers, changed)
            if "undone" in dirty:
                now["undone"] = frozenset(self._undone)
                gone = sorted((self._said[one] for one in self._undone), key=_KEY)
                now["released"] = [m for d in gone for m in d.moments]
            self._state = State(**now)
        return self._state

    def _published(
        self, view: str, registers: Mapping[Hashable, _Register], changed: Mapping[Hashable, _Register]
    ) -> Any:
        """The field of the state; values of registers that changed are folded first."""
        for key, register in changed.items():
            if register.stale:
                self._refold(view, key, register)
        if view in _BY_KEY:
            return {key: r.value for key, r in registers.items() if r.value is not None}
        there = [
            ((r.said if len(r.said) == 1 else self._held(r, view))[0], r.value)
            for r in registers.values()
            if r.value is not None
        ]
        if not in_order([said for said, _ in there]):
            there.sort(key=lambda one: one[0].key)
        if view in _IN_LISTS:
            return [part for _, value in there for part in value]
        return [value for _, value in there]

    def _held(self, register: _Register, view: str) -> list[Decision]:
        """Operations of a register that are in force, the one first that tells its place in the view."""
        held = [said for said in register.said if said.id in self._force]
        return held[::-1] if view in _BY_LAST else held

    def _refold(self, view: str, key: Hashable, register: _Register) -> None:
        value: Any = None
        held = [said for said in register.said if said.id in self._force]
        runs = [held] if len(held) == 1 else [list(run) for _, run in groupby(held, key=attrgetter("kind"))]
        for run in runs:
            value = _known(run[0]).fold(view, key, value, run)
        register.value, register.stale = value, False


def in_order(said: Sequence[Decision]) -> bool:
    """Whether they are in causal order already, as operations mostly come; quicker than sorting."""
    return all(a.time < b.time for a, b in pairwise(said))


def _kind(said: Decision) -> Kind | None:
    return known(said.kind, said.version)


def _known(said: Decision) -> Kind:
    """The kind of an operation that was taken in."""
    kind = known(said.kind, said.version)
    assert kind is not None
    return kind
