"""Backups of a case: a folder that can stand in for it, and be taken back on another machine.

    DEST/account.json                      keys of the account, as closed as ever
    DEST/cases/<id>/case.db, case.keys     a consistent copy, under the same key
    DEST/cases/<id>/media/…                sealed files; those already there with the same size are not
    copied again

Everything in a backup is ciphertext. On a new machine the passphrase opens it only if no keyring took part;
otherwise the recovery key does.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from app.cases.case import Case, cases_folder
from app.cases.check import Checked, check
from app.keys.account import Account
from app.keys.account_file import NAME as ACCOUNT_FILE
from app.keys.account_file import AccountFile
from app.keys.case_keys import NAME as KEYS_FILE
from app.store.database import DiskFull, FolderReadOnly, copy_database
from app.store.files import flush_folder, write_whole
from app.store.schema import items
from engine.errors import AimaError, Cancelled


class NoBackup(AimaError):
    """This folder contains no AIMA backup. Name the folder that was given to `backup`."""

    code = "no-backup"
    exit_code = 4


class BackupInTheWay(AimaError):
    """The destination lies inside AIMA's own folder, or the case already exists here. Choose another
    folder, or move the existing case first; nothing was overwritten.
    """

    code = "backup-in-the-way"
    exit_code = 4


class OtherAccount(AimaError):
    """The backup belongs to another account. Restore it into an empty folder (AIMA_HOME), and open it
    there.
    """

    code = "other-account"
    exit_code = 4


class BackupDamaged(AimaError):
    """The copy was read back, and part of it is damaged. Use another disk, or `verify` the case itself."""

    code = "backup-damaged"
    exit_code = 6


@dataclass(frozen=True, slots=True)
class BackupDone:
    """What a backup did, and what reading everything back showed."""

    folder: Path
    copied: int
    already_there: int
    checked: tuple[Checked, ...]


def back_up(case: Case, destination: Path, cancelled: Callable[[], bool] = lambda: False) -> BackupDone:
    """Copy `case` into `destination`, then read all of it back. An earlier backup there is replaced at the
    end only.

    Raises CaseInUse, BackupInTheWay, BackupDamaged, DiskFull, FolderReadOnly, Cancelled.
    """
    home = case.account.home.resolve()
    if destination.resolve().is_relative_to(home):
        raise BackupInTheWay
    with case.writing() as connection:
        details = {"destination": str(destination.absolute())}
        case.custody.append(connection, "backup started", case.id, details)
    folder = cases_folder(destination) / case.id
    with _plainly():
        (folder / "media").mkdir(parents=True, exist_ok=True, mode=0o700)
        copy = folder / "case.db.new"
        copy.unlink(missing_ok=True)
        copy_database(case.database, copy, case.keys.database_key)
        copied, there = _copy_media(case, folder, cancelled)
        write_whole(folder / KEYS_FILE, (case.folder / KEYS_FILE).read_bytes())
        copy.replace(folder / "case.db")
        write_whole(destination / ACCOUNT_FILE, AccountFile.load(case.account.home).without_device())
    checked = _read_back(case, folder, cancelled)
    return BackupDone(folder, copied, there, checked)


def restore(home: Path, source: Path) -> list[str]:
    """Take all cases of a backup into `home`, and the account if there is none. Ids of the cases.

    Nothing is overwritten. Open and check each case afterwards: that needs the passphrase or recovery key.
    Raises NoBackup, BackupInTheWay, DiskFull, FolderReadOnly.
    """
    backed_up = sorted(p.parent for p in cases_folder(source).glob(f"*/{KEYS_FILE}"))
    if not backed_up or not (source / ACCOUNT_FILE).is_file():
        raise NoBackup
    own = AccountFile.load(home).id if Account.exists(home) else ""
    if own not in ("", AccountFile.load(source).id):
        raise OtherAccount
    if any((cases_folder(home) / folder.name).exists() for folder in backed_up):
        raise BackupInTheWay
    with _plainly():
        cases_folder(home).mkdir(parents=True, exist_ok=True, mode=0o700)
        if not own:
            write_whole(home / ACCOUNT_FILE, AccountFile.load(source).without_device())
        for folder in backed_up:
            _take_back(folder, cases_folder(home))
    return [folder.name for folder in backed_up]


def _take_back(folder: Path, cases: Path) -> None:
    unfinished = cases / f".{folder.name}"
    shutil.rmtree(unfinished, ignore_errors=True)
    for name in ("media", "incoming"):
        (unfinished / name).mkdir(parents=True, mode=0o700)
    for name in ("case.db", KEYS_FILE):
        _copy_file(folder / name, unfinished / name)
    for path in (folder / "media").glob("*/*"):
        _copy_file(path, unfinished / "media" / path.parent.name / path.name)
    unfinished.rename(cases / folder.name)
    flush_folder(cases)


def _copy_media(case: Case, folder: Path, cancelled: Callable[[], bool]) -> tuple[int, int]:
    copied = there = 0
    for sealed in _sealed_names(case):
        if cancelled():
            raise Cancelled
        source = case.media_path(sealed)
        target = folder / "media" / sealed[:2] / sealed
        if not source.is_file():
            continue  # reading back names it
        if target.is_file() and target.stat().st_size == source.stat().st_size:
            there += 1
        else:
            _copy_file(source, target)
            copied += 1
    return copied, there


def _sealed_names(case: Case) -> list[str]:
    with case.database.connect() as connection:
        return list(connection.execute(select(items.c.sealed).order_by(items.c.added_at)).scalars())


def _copy_file(source: Path, target: Path) -> None:
    """Temporary name, flushed, renamed: what has the final name is whole."""
    target.parent.mkdir(exist_ok=True, mode=0o700)
    temporary = target.with_name(target.name + ".new")
    with source.open("rb") as origin, temporary.open("wb") as file:
        shutil.copyfileobj(origin, file, 1 << 20)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(target)


def _read_back(case: Case, folder: Path, cancelled: Callable[[], bool]) -> tuple[Checked, ...]:
    """Check the copy; a file that rotted there since the last backup is copied once more."""
    checked = _checked(case, folder, cancelled)
    rotten = [c.subject for c in checked if c.part == "item" and not c.sound]
    if not rotten:
        return _sound(checked)
    for item_id in rotten:
        source = Path(case.media(item_id).path)
        if source.is_file():
            _copy_file(source, folder / "media" / source.parent.name / source.name)
    return _sound(_checked(case, folder, cancelled))


def _checked(case: Case, folder: Path, cancelled: Callable[[], bool]) -> tuple[Checked, ...]:
    with Case.open(case.account, case.id, write=False, folder=folder) as copy:
        return tuple(check(copy, cancelled))


def _sound(checked: tuple[Checked, ...]) -> tuple[Checked, ...]:
    wrong = [c for c in checked if not c.sound]
    if wrong:
        raise BackupDamaged(", ".join(f"{c.part} {c.subject} {c.problem}" for c in wrong[:5]))
    return checked


@contextmanager
def _plainly() -> Iterator[None]:
    """Errors of the file system, as a person would say them."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DiskFull from error
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise FolderReadOnly from error
        raise
