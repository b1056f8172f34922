"""What `resources/models.toml` says: every pack, its licence, where its bytes come from and their hashes."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from engine.models.errors import LicenceForbids, UnknownPack


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
class Pack:
    """A model with everything it needs to run."""

    name: str
    task: str
    version: str
    description: str
    licence: str
    clause: str
    forbids: frozenset[str]
    base: bool
    members: Mapping[str, Member] = field(hash=False)

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
        """Hex SHA-256 over the names and hashes of the members; known without opening any."""
        lines = (f"{name} {member.sha256}\n" for name, member in sorted(self.members.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()

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
    """All packs by name, in the order of the file. Raises UnknownPack for a name it does not hold."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        packages = {
            key: Package(name=entry["package"], **_but(entry, "package"))
            for key, entry in document["packages"].items()
        }
        self._packs = {name: _pack(name, entry, packages) for name, entry in document["packs"].items()}

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
    """The packs this version of AIMA knows."""
    text = resources.files("resources").joinpath("models.toml").read_text(encoding="utf-8")
    return Catalogue(tomllib.loads(text))


def _pack(name: str, entry: Mapping[str, Any], packages: Mapping[str, Package]) -> Pack:
    members = [_member(member, packages) for member in entry["members"]]
    return Pack(
        name=name,
        clause=" ".join(entry.get("clause", "").split()),
        forbids=frozenset(entry.get("forbids", ())),
        members={member.name: member for member in members},
        **{key: entry[key] for key in ("task", "version", "description", "licence", "base")},
    )


def _member(entry: Mapping[str, Any], packages: Mapping[str, Package]) -> Member:
    parts = tuple(Part(packages[part["package"]], part["path"]) for part in entry.get("parts", ()))
    return Member(parts=parts, **_but(entry, "parts"))


def _but(entry: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in names}
