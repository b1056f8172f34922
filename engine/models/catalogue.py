"""What `resources/models.toml` says: every pack, its licence, where its bytes come from and their hashes."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from engine.models.errors import LicenceForbids, PackUnfit, UnknownPack
from engine.models.tasks import Task
from engine.vectors import Space


@dataclass(frozen=True, slots=True)
class Package:
    """One file of a package registry."""

    registry: str
    """`pypi` or `npm`."""
    name: str
    version: str
    file: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Part:
    """One member of a package."""

    package: Package
    path: str


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a pack: the parts joined, or what a converter makes of them."""

    name: str
    sha256: str
    bytes: int
    parts: tuple[Part, ...] = ()
    converter: str = ""


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors an embedding gives: how long they are, and the cosines that decide something."""

    width: int
    thresholds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fills:
    """How a pack fills a task: by which code, from which of its members, and with what settings.

    `files` maps the roles that the adapter asks for to names of members. Packs of one task and one adapter
    can stand in for each other.
    """

    adapter: str
    files: Mapping[str, str] = field(hash=False)
    options: Mapping[str, float] = field(hash=False, default_factory=dict)
    scripts: tuple[str, ...] = ()
    """Of screen text: the scripts it reads (ISO 15924)."""
    vectors: Vectors | None = field(hash=False, default=None)


@dataclass(frozen=True, slots=True)
class Pack:
    """A model with everything it needs to run."""

    name: str
    tasks: Mapping[Task, Fills] = field(hash=False)
    version: str
    description: str
    licence: str
    clause: str
    forbids: frozenset[str]
    base: bool
    members: Mapping[str, Member] = field(hash=False)
    own: bool = False
    """Whether it is not on the list this version ships, but brought its own entry."""

    @property
    def bytes(self) -> int:
        """Size once installed."""
        return sum(member.bytes for member in self.members.values())

    @property
    def downloadable(self) -> bool:
        """Whether a package registry has it; otherwise it can only be carried in by file."""
        return all(member.parts for member in self.members.values())

    @property
    def digest(self) -> str:
        """Hex SHA-256 over the names and hashes of the members; known without opening any.

        Of a pack with its own entry also over how it fills its tasks, which no version of AIMA vouches for.
        """
        lines = [f"{name} {member.sha256}\n" for name, member in sorted(self.members.items())]
        if self.own:
            filled = {task.value: asdict(fills) for task, fills in self.tasks.items()}
            lines.append(json.dumps(filled, sort_keys=True))
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def fills(self, task: Task) -> Fills:
        """How it fills `task`. Raises PackUnfit."""
        if task not in self.tasks:
            raise PackUnfit(self.name, why=f"it does no {task.value}, but {self.purpose}")
        return self.tasks[task]

    def space(self, task: Task) -> Space:
        """Where the vectors lie that it gives for `task`. Raises PackUnfit."""
        fills = self.fills(task)
        if fills.vectors is None:
            raise PackUnfit(self.name, why=f"its {task.value} gives no vectors")
        return Space(self.digest, fills.vectors.width, fills.adapter, fills.vectors.thresholds)

    @property
    def purpose(self) -> str:
        """Its tasks as text."""
        return ", ".join(task.value for task in self.tasks)

    def member(self, name: str) -> Member:
        """The member called `name`; raises UnknownPack."""
        if name not in self.members:
            raise UnknownPack(f"{self.name}/{name}")
        return self.members[name]

    def check_licence(self, use: frozenset[str]) -> None:
        """Raise LicenceForbids if the licence excludes one of the kinds of use in `use`."""
        excluded = sorted(self.forbids & use)
        if excluded:
            raise LicenceForbids(self.name, use=" and ".join(excluded), clause=self.clause)


class Catalogue(Mapping[str, Pack]):
    """All packs by name, in the order of the list. Raises UnknownPack for a name it does not hold.

    `defaults` names the pack that fills each task unless something else is chosen.
    """

    def __init__(self, packs: Iterable[Pack], defaults: Mapping[Task, str]) -> None:
        self._packs = {pack.name: pack for pack in packs}
        self.defaults = defaults

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Catalogue:
        """From a document in the form of `resources/models.toml`, which is trusted."""
        packages = {
            key: Package(name=entry["package"], **_but(entry, "package"))
            for key, entry in document["packages"].items()
        }
        packs = [_pack(name, entry, packages) for name, entry in document["packs"].items()]
        return cls(packs, {Task(task): name for task, name in document.get("defaults", {}).items()})

    def with_own(self, packs: Iterable[Pack], defaults: Mapping[Task, str]) -> Catalogue:
        """The same with packs that brought their own entries, and other defaults. Shipped ones win."""
        more = [pack for pack in packs if pack.name not in self._packs]
        return Catalogue([*self._packs.values(), *more], {**self.defaults, **defaults})

    def filling(self, task: Task) -> list[Pack]:
        """The packs that fill a task."""
        return [pack for pack in self._packs.values() if task in pack.tasks]

    def __getitem__(self, name: str) -> Pack:
        if name not in self._packs:
            raise UnknownPack(name)
        return self._packs[name]

    def __contains__(self, name: object) -> bool:
        return name in self._packs

    def __iter__(self) -> Any:
        return iter(self._packs)

    def __len__(self) -> int:
        return len(self._packs)


@cache
def catalogue() -> Catalogue:
    """The packs this version of AIMA knows; `PackStore.packs` also holds those a deployment added."""
    text = resources.files("resources").joinpath("models.toml").read_text(encoding="utf-8")
    return Catalogue.read(tomllib.loads(text))


@cache
def default_space(task: Task) -> Space:
    """Where the vectors lie that the shipped default for `task` gives."""
    known = catalogue()
    return known[known.defaults[task]].space(task)


def _pack(name: str, entry: Mapping[str, Any], packages: Mapping[str, Package]) -> Pack:
    members = [_member(member, packages) for member in entry["members"]]
    return Pack(
        name=name,
        tasks={Task(task): fills(filled) for task, filled in entry["tasks"].items()},
        clause=" ".join(entry.get("clause", "").split()),
        forbids=frozenset(entry.get("forbids", ())),
        members={member.name: member for member in members},
        **{key: entry[key] for key in ("version", "description", "licence", "base")},
    )


def fills(entry: Mapping[str, Any]) -> Fills:
    """How a task is filled, from its table in an entry."""
    space = entry.get("space")
    vectors = None
    if space is not None:
        known = {name: float(value) for name, value in space.items() if name != "width"}
        vectors = Vectors(int(space["width"]), known)
    options = {name: float(value) for name, value in entry.get("options", {}).items()}
    return Fills(
        entry["adapter"], dict(entry.get("files", {})), options, tuple(entry.get("scripts", ())), vectors
    )


def _member(entry: Mapping[str, Any], packages: Mapping[str, Package]) -> Member:
    parts = tuple(Part(packages[part["package"]], part["path"]) for part in entry.get("parts", ()))
    return Member(parts=parts, **_but(entry, "parts"))


def _but(entry: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in names}
