"""Opening installed model packs: the right bytes, under a licence that allows it, or a clear refusal."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.models.adapters import adapter
from engine.models.catalogue import Catalogue, Member, Pack
from engine.models.choice import chosen_for, labelled, pack_named, resolved
from engine.models.errors import PackDamaged, PackError, PackMissing
from engine.models.own_packs import with_own
from engine.models.tasks import Task

Stamp = tuple[str, int, int, int]

_verified: dict[Stamp, str] = {}
"""Hashes computed by this process. A file is hashed again when its size, time or inode changes."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A member that cannot be used, and why."""

    pack: str
    member: str
    error: PackError


class PackStore:
    """Model packs under one folder, `folder/<pack>/<member>`.

    `use` holds the kinds of use the deployment stands for (`commercial`, `government`,
    `non-commercial`); a pack whose licence forbids one of them is refused. Only reads.

    `overrides` are what a case and a job choose, from task to pack, the last of which wins.
    `packs` are those that are known, by default the shipped ones and those the folder brought with it.
    Raises PackUnfit, UnknownPack, LicenceForbids for an override that cannot be.
    """

    def __init__(
        self,
        folder: Path,
        use: frozenset[str] = frozenset(),
        *,
        packs: Catalogue | None = None,
        overrides: Iterable[Mapping[str, str]] = (),
    ) -> None:
        self.folder = Path(folder)
        self.use = frozenset(use)
        self.packs = with_own(self.folder) if packs is None else packs
        overrides = tuple(overrides)
        self.choice = resolved(self.packs, *overrides)
        self._overridden = {Task(name) for override in overrides for name in override}
        for override in overrides:
            for name in override.values():
                self.packs[name].check_licence(self.use)

    def overrides(self, task: Task) -> bool:
        """Whether a case or a job says which pack fills `task`."""
        return task in self._overridden

    def chosen(self, task: Task) -> Pack:
        """The pack that fills `task`. Raises PackUnfit."""
        return chosen_for(self.packs, self.choice, task)

    def check(self, needs: Iterable[Task]) -> None:
        """Raise unless the packs for these tasks can be used: asked before a job.

        Raises PackUnfit, LicenceForbids, PackMissing, PackDamaged.
        """
        for task in needs:
            pack = self.chosen(task)
            adapter(pack, task)
            self.require(pack.name)

    def digests(self, needs: Iterable[Task]) -> dict[str, str]:
        """What a unit of a stage with these needs notes of its models, by label; reads no file."""
        return {label: pack.digest for label, pack in labelled(self.packs, self.choice, needs).items()}

    def models(self, needs: Iterable[Task]) -> dict[str, str]:
        """Task → pack, as a unit carries it to its worker."""
        return {task.value: self.chosen(task).name for task in needs}

    def holds(self, digests: Mapping[str, str]) -> bool:
        """Whether the packs known here are the very ones that these labels and digests name."""
        names = {label: pack_named(label) for label in digests}
        known = self.packs
        return all(n in known and known[n].digest == digests[label] for label, n in names.items())

    def files(self, pack: str, task: Task) -> dict[str, Path]:
        """Paths of the members that the pack's entry names for `task`, by role; every one checked.

        Raises UnknownPack, PackUnfit, LicenceForbids, PackMissing, PackDamaged.
        """
        fills = self.packs[pack].fills(task)
        return {role: self.path(pack, member) for role, member in fills.files.items()}

    def path(self, pack: str, member: str) -> Path:
        """The file of a member, checked by size always and by SHA-256 once per process.

        Raises UnknownPack, LicenceForbids, PackMissing or PackDamaged.
        """
        entry = self.packs[pack]
        entry.check_licence(self.use)
        found = self.folder / pack / entry.member(member).name
        check_file(entry, entry.member(member), found)
        return found

    def digest(self, pack: str) -> str:
        """Hex digest of the pack, for provenance and unit keys; reads no file. Raises UnknownPack."""
        return self.packs[pack].digest

    def require(self, pack: str) -> None:
        """Raise unless the pack's licence allows it and its files are there, by size: asked before a job.

        Raises UnknownPack, LicenceForbids, PackMissing or PackDamaged.
        """
        entry = self.packs[pack]
        entry.check_licence(self.use)
        for member in entry.members.values():
            check_size(entry, member, self.folder / pack / member.name)

    def installed(self) -> list[str]:
        """Names of the packs whose files are all there with the right sizes."""
        return [name for name, entry in self.packs.items() if self._complete(entry)]

    def verify(self, *packs: str) -> Iterator[Fault]:
        """Read the named packs again (default: those of which any file is there); yield what is wrong."""
        for name in packs or [name for name in self.packs if (self.folder / name).is_dir()]:
            entry = self.packs[name]
            for member in entry.members.values():
                try:
                    check_file(entry, member, self.folder / name / member.name, again=True)
                except PackError as error:
                    yield Fault(name, member.name, error)

    def _complete(self, entry: Pack) -> bool:
        for member in entry.members.values():
            try:
                if (self.folder / entry.name / member.name).stat().st_size != member.bytes:
                    return False
            except OSError:
                return False
        return True


def check_file(pack: Pack, member: Member, file: Path, *, again: bool = False) -> None:
    """Raise PackMissing or PackDamaged unless `file` holds exactly the bytes of `member`.

    `again` hashes it even if this process has done so before.
    """
    status = check_size(pack, member, file)
    stamp = (str(file), status.st_size, status.st_mtime_ns, status.st_ino)
    if again or stamp not in _verified:
        _verified[stamp] = file_sha256(file)
    if _verified[stamp] != member.sha256:
        title = f"{pack.name}/{member.name}"
        raise PackDamaged(title, why="its SHA-256 is not the one in the list of packs")


def check_size(pack: Pack, member: Member, file: Path) -> os.stat_result:
    """Status of a member's file. Raise PackMissing or PackDamaged unless it is there with the right size."""
    title = f"{pack.name}/{member.name}"
    try:
        status = file.stat()
    except OSError as error:
        raise PackMissing(title, how=how_to_get(pack)) from error
    if status.st_size != member.bytes:
        raise PackDamaged(title, why=f"it has {status.st_size} bytes instead of {member.bytes}")
    return status


def how_to_get(pack: Pack) -> str:
    """The command that installs `pack`."""
    if not pack.downloadable:
        return f"`main.py models import --pack {pack.name} FILE` (no package registry holds it)"
    return (
        "`main.py models install`"
        + ("" if pack.base else f" {pack.name}")
        + (" (with a network) or `main.py models import FILE` (from another machine)")
    )


def file_sha256(file: Path) -> str:
    """Hex SHA-256 of a file, read in blocks of 1 MiB."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256", _bufsize=1 << 20).hexdigest()
