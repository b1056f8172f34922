"""Carrying model packs between machines: one uncompressed tar with a manifest first.

Exporting the same packs gives the same bytes. Importing takes nothing on trust from the file: which
members a pack has, how long they are and what they hash to comes from this version's own list, or, of packs
that are not on it, from an entry that is checked field by field and whose licence is looked at.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from engine.models.catalogue import Catalogue, Member, Pack, catalogue
from engine.models.errors import ArchiveRefused, EntryRefused, PackError, PackMissing
from engine.models.install import arriving, copy, disk_errors_named
from engine.models.own_packs import LONGEST_ENTRY, checked, entry_of, with_own, write_entry
from engine.models.packages import check_space
from engine.models.packs import PackStore

_MANIFEST = "manifest.json"
_FORMAT = 1
OWN_ENTRY = "pack.toml"
"""In a folder or zip of a pack that is on no list: what it is, as in `resources/models.toml`, and `name`."""
_LONGEST_MANIFEST = 1 << 20


@dataclass(slots=True)
class Imported:
    """Packs that arrived, and those left out because the deployment may not use them, with the reason."""

    added: list[str] = field(default_factory=list)
    refused: dict[str, PackError] = field(default_factory=dict)


def export_packs(store: PackStore, target: Path, names: Iterable[str] = ()) -> list[str]:
    """Write the named packs (default: all installed) to `target`; returns their names.

    Every file is hashed first. Raises PackMissing, PackDamaged, UnknownPack or NoSpace.
    """
    chosen = [store.packs[name] for name in names] or [store.packs[name] for name in store.installed()]
    if not chosen:
        raise PackMissing("models", how="`main.py models install`: there is nothing to export yet")
    for pack in chosen:
        for fault in store.verify(pack.name):
            raise fault.error
    manifest: dict[str, Any] = {"format": _FORMAT, "packs": {pack.name: _listed(pack) for pack in chosen}}
    if own := {pack.name: entry_of(pack) for pack in chosen if pack.own}:
        manifest["entries"] = own
    size = sum(pack.bytes for pack in chosen)
    with disk_errors_named(str(target), size):
        target.parent.mkdir(parents=True, exist_ok=True)
        check_space(target.parent, size)
        partial = target.with_name(f".{target.name}.part")
        try:
            _write(partial, json.dumps(manifest, indent=1, sort_keys=True).encode(), chosen, store.folder)
            partial.replace(target)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    return [pack.name for pack in chosen]


def _listed(pack: Pack) -> dict[str, Any]:
    return {name: {"sha256": m.sha256, "bytes": m.bytes} for name, m in pack.members.items()}


def _write(target: Path, manifest: bytes, packs: Iterable[Pack], folder: Path) -> None:
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(_entry(_MANIFEST, len(manifest)), io.BytesIO(manifest))
        for pack in packs:
            for name, member in pack.members.items():
                with (folder / pack.name / name).open("rb") as stream:
                    tar.addfile(_entry(f"{pack.name}/{name}", member.bytes), stream)


def _entry(name: str, size: int) -> tarfile.TarInfo:
    """Name and size; no times, owners or rights, so that equal packs give equal files."""
    entry = tarfile.TarInfo(name)
    entry.size = size
    entry.mode = 0o644
    return entry


def import_packs(
    source: Path, folder: Path, *, use: frozenset[str] = frozenset(), packs: Catalogue | None = None
) -> Imported:
    """Bring the packs of an export into `folder`; all of them arrive, or none.

    Raises ArchiveRefused if anything in the file is not exactly what this version expects, PackDamaged
    if a member has other bytes, FolderRefused, NoSpace.
    """
    packs = with_own(folder) if packs is None else packs
    with disk_errors_named(str(source), _size(source)), _staging(folder) as staging:
        try:
            with tarfile.open(source, "r:") as tar:
                untrusted = _manifest(tar)
                packs = _with_entries(untrusted.get("entries", {}), packs)
                expected = _expected(untrusted["packs"], packs)
                check_space(folder, sum(member.bytes for _, member in expected.values()))
                _unpack(tar, expected, Path(staging))
        except (tarfile.TarError, EOFError) as error:
            raise ArchiveRefused(source.name, why="it is no tar file, or it is cut short") from error
        names = {pack.name: pack for pack, _ in expected.values()}
        done = Imported()
        for name, pack in names.items():
            try:
                pack.check_licence(use)
            except PackError as error:
                done.refused[name] = error
                continue
            if pack.own:
                write_entry(pack, Path(staging) / name)
            _move(Path(staging) / name, folder / name)
            done.added.append(name)
    return done


def _with_entries(untrusted: Any, packs: Catalogue) -> Catalogue:
    """The list with the packs that the file describes itself. Raises EntryRefused, ArchiveRefused."""
    if not isinstance(untrusted, dict):
        raise ArchiveRefused(_MANIFEST, why="the list of its contents cannot be read")
    return packs.with_own([_newcomer(checked(name, entry), packs) for name, entry in untrusted.items()], {})


def _newcomer(pack: Pack, packs: Catalogue) -> Pack:
    """The pack, unless another of its name is known."""
    if pack.name in packs and packs[pack.name].digest != pack.digest:
        raise ArchiveRefused(pack.name, why="there is another pack of this name")
    return pack


def has_entry(source: Path) -> bool:
    """Whether a folder or zip describes the pack in it itself."""
    if source.is_dir():
        return (source / OWN_ENTRY).is_file()
    if not zipfile.is_zipfile(source):
        return False
    with zipfile.ZipFile(source) as archive:
        return any(PurePosixPath(name).name == OWN_ENTRY for name in archive.namelist())


def import_own(source: Path, folder: Path, *, use: frozenset[str] = frozenset()) -> str:
    """Bring in a pack that is on no list, from a folder or zip that holds `pack.toml` and its files.

    Gives its name. Raises EntryRefused, LicenceForbids, ArchiveRefused if a file is not in it, PackDamaged if
    one has other bytes than the entry says, FolderRefused, NoSpace.
    """
    size = _size(source)
    with disk_errors_named(source.name, size):
        document = _own_document(source)
    pack = _newcomer(checked(str(document.get("name", "")), document), with_own(folder))
    pack.check_licence(use)
    with disk_errors_named(pack.name, pack.bytes), _staging(folder) as staging:
        check_space(folder, pack.bytes)
        for member in pack.members.values():
            _take_original(source, member, Path(staging) / member.name)
        if pack.own:
            write_entry(pack, Path(staging))
        _move(Path(staging), folder / pack.name)
    return pack.name


def _own_document(source: Path) -> dict[str, Any]:
    try:
        if source.is_dir():
            with (source / OWN_ENTRY).open("rb") as stream:
                text = stream.read(LONGEST_ENTRY + 1)
        else:
            with zipfile.ZipFile(source) as archive:
                named = next(n for n in archive.namelist() if PurePosixPath(n).name == OWN_ENTRY)
                with archive.open(named) as inside:
                    text = inside.read(LONGEST_ENTRY + 1)
        if len(text) > LONGEST_ENTRY:
            raise EntryRefused(source.name, why="it is too long")
        return tomllib.loads(text.decode())
    except (ValueError, StopIteration, zipfile.BadZipFile, EOFError) as error:
        raise EntryRefused(source.name, why=f"{OWN_ENTRY} is no TOML") from error


def import_original(source: Path, name: str, folder: Path, *, use: frozenset[str] = frozenset()) -> None:
    """Bring one pack in from its publisher's zip, or a folder with its files, found by file name.

    For packs that no registry holds. Raises UnknownPack, LicenceForbids, ArchiveRefused if a file is
    not in it, PackDamaged if it has other bytes.
    """
    pack = catalogue()[name]
    pack.check_licence(use)
    _size(source)
    with disk_errors_named(name, pack.bytes), _staging(folder) as staging:
        check_space(folder, pack.bytes)
        for member in pack.members.values():
            _take_original(source, member, Path(staging) / member.name)
        _move(Path(staging), folder / name)


def _take_original(source: Path, member: Member, target: Path) -> None:
    if source.is_dir():
        if not (source / member.name).is_file():
            raise ArchiveRefused(source.name, why=f"it holds no {member.name}")
        with (source / member.name).open("rb") as stream, arriving(target, member) as out:
            copy(stream, out)
        return
    try:
        with zipfile.ZipFile(source) as archive:
            found = [name for name in archive.namelist() if PurePosixPath(name).name == member.name]
            if len(found) != 1:
                raise ArchiveRefused(source.name, why=f"it holds no {member.name}, or several")
            with archive.open(found[0]) as stream, arriving(target, member) as out:
                copy(stream, out)
    except (zipfile.BadZipFile, EOFError) as error:
        raise ArchiveRefused(source.name, why="it is no zip file, or it is damaged") from error


def _manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    first = tar.next()
    if first is None or first.name != _MANIFEST or not first.isreg() or first.size > _LONGEST_MANIFEST:
        raise ArchiveRefused(_MANIFEST, why="the list of its contents is missing")
    stream = tar.extractfile(first)
    assert stream is not None
    try:
        untrusted = json.loads(stream.read())
        if untrusted["format"] != _FORMAT:
            raise ArchiveRefused(_MANIFEST, why=f"it has format {untrusted['format']!r}, not {_FORMAT}")
        untrusted_manifest: dict[str, Any] = {**untrusted, "packs": dict(untrusted["packs"])}
    except (ValueError, LookupError, TypeError) as error:
        raise ArchiveRefused(_MANIFEST, why="the list of its contents cannot be read") from error
    return untrusted_manifest


def _expected(untrusted_packs: dict[str, Any], packs: Catalogue) -> dict[str, tuple[Pack, Member]]:
    """Names in the tar and what they must be, all from this version's list."""
    expected: dict[str, tuple[Pack, Member]] = {}
    for name, untrusted_members in untrusted_packs.items():
        if name not in packs:
            raise ArchiveRefused(_MANIFEST, why=f"this version knows no pack {name!r}")
        pack = packs[name]
        known = _listed(pack)
        if untrusted_members != known:
            raise ArchiveRefused(name, why="it is another version of this pack")
        expected |= {f"{name}/{member}": (pack, pack.members[member]) for member in known}
    return expected


def _unpack(tar: tarfile.TarFile, expected: dict[str, tuple[Pack, Member]], staging: Path) -> None:
    """Copy exactly the expected members; the names on disk come from the list, never from the tar."""
    missing = dict(expected)
    while (entry := tar.next()) is not None:
        if entry.name not in missing or not entry.isreg():
            raise ArchiveRefused(repr(entry.name), why="it does not belong there")
        pack, member = missing.pop(entry.name)
        if entry.size != member.bytes:
            raise ArchiveRefused(entry.name, why="it has another size")
        (staging / pack.name).mkdir(exist_ok=True)
        stream = tar.extractfile(entry)
        assert stream is not None
        with arriving(staging / pack.name / member.name, member) as out:
            copy(stream, out)
    if missing:
        raise ArchiveRefused(next(iter(missing)), why="it is listed but not there")


def _size(source: Path) -> int:
    try:
        return source.stat().st_size
    except OSError as error:
        raise ArchiveRefused(str(source), why=os.strerror(error.errno or 0).lower()) from error


def _staging(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder on the same disk, emptied whatever happens; one that a killed import left is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    for leftover in folder.glob(".import-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    return tempfile.TemporaryDirectory(dir=folder, prefix=".import-", ignore_cleanup_errors=True)


def _move(staged: Path, home: Path) -> None:
    home.mkdir(exist_ok=True)
    for file in sorted(staged.iterdir()):
        file.replace(home / file.name)
