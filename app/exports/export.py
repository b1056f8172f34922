"""What an export is, how exports are found, and the one way in which they leave the case.

An export is one file in `app/exports/` with one subclass of `Export`. Whatever it is, it leaves like this:

1. what is in it is gathered;
2. its files are written beside their places, whole and flushed to the disk;
3. the log of the case says what leaves it, with the hash of each file;
4. the files are shown, all of them or none; where that fails, the log says that too.

So nothing lies outside of the case that the log does not know of. Killed between 3 and 4, the log knows of an
export that nobody has: that harms nobody. The caller says once that it is not encrypted.
"""

from __future__ import annotations

import errno
import hashlib
import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

import app.exports
from app.cases.case import Case
from app.cases.chain import Entry
from app.exports.aside import Aside, clear
from app.exports.place import Folder, OneFile, Place
from engine.errors import AimaError

Options = TypeVar("Options")
NOT_ENCRYPTED = "This is not encrypted: anyone who has it can read it."
MOST_HASHED = 32
"""An export of more files ends with a list that holds the hash of each; the log has the hash of the list."""
FAILED = "export failed"
"""What the log says where a file could not be shown after it had been logged."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class TargetUnusable(AimaError):
    """It could not be written there. Choose a folder that you may write to."""

    code = "not-writable"
    exit_code = 4


class TargetFull(AimaError):
    """There is not enough space there. Free some space or choose another folder; an earlier file
    there is still complete.
    """

    code = "disk-full"
    exit_code = 4


class TargetTaken(AimaError):
    """There is a file of that name already, and nothing was written. Choose another name, or allow it to be
    replaced.
    """

    code = "target-taken"
    exit_code = 4


class Needs(StrEnum):
    """What an export is made of."""

    CASE = "case"
    ITEMS = "items"
    SELECTION = "selection"


@dataclass(frozen=True, slots=True)
class Content:
    """What leaves the case. `facts` (JSON) go into the log; `subject` is the item it is about, else the case.

    `files` are bytes by name: in a folder names of files; of one file the empty name, and endings (`.json`)
    of what lies beside it. The last is the one the others belong to, and is shown last.
    """

    files: Mapping[str, bytes] = field(repr=False)
    facts: Mapping[str, Any] = field(default_factory=dict)
    subject: str = ""
    records: int = 0
    """How many statements, lines, rows or pictures are in it."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written where; `entry` is that of the log."""

    paths: tuple[Path, ...]
    content: Content = field(repr=False)
    entry: Entry


class Export(ABC, Generic[Options]):
    """A form in which something leaves the case. Its `options` are a frozen value that says what exactly."""

    name: ClassVar[str]
    """Equal to that of its file."""
    action: ClassVar[str]
    """What the log calls it; every language has words for it (`action.…` in `dossier.json`)."""
    needs: ClassVar[Needs]
    suffixes: ClassVar[tuple[str, ...]] = ()
    """Endings of its file, with the dot, the usual one first; none where it fills a folder."""

    @abstractmethod
    def gather(self, case: Case, options: Options) -> Content:
        """Everything that leaves the case, in memory. What it raises ends the export; nothing was written."""

    def place(self, path: Path) -> OneFile:
        """The file a person named, with an ending of this export."""
        return OneFile.ending(path, self.suffixes, self.suffixes[0])


@cache
def exports() -> Mapping[str, Export[Any]]:
    """Every export found in `app/exports/`, by name."""
    found: dict[str, Export[Any]] = {}
    for info in pkgutil.iter_modules(app.exports.__path__):
        module = importlib.import_module(f"app.exports.{info.name}")
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Export) and value is not Export:
                found[value.name] = value()
    return found


def write(
    export: Export[Options], case: Case, place: Place, options: Options, *, replace: bool = False
) -> Written:
    """Gather, write aside, log, show. `replace` False: refuse where a file of the export is there already.

    Raises TargetTaken, TargetUnusable, TargetFull, and what gathering raises.
    """
    content = export.gather(case, options)
    targets = {name: place.of(name) for name in content.files}
    if not replace and any(target.exists() for target in targets.values()):
        raise TargetTaken
    with Aside() as aside:
        with _told(place):
            place.prepare()
            clear(place.within)
            for name, data in content.files.items():
                aside.add(targets[name], data)
        entry = log(export, case, content, place)
        try:
            with _told(place):
                aside.show()
        except AimaError:
            case.custody.record(FAILED, content.subject or case.id, {"entry": entry.hash})
            raise
    return Written(tuple(targets.values()), content, entry)


def stream(export: Export[Options], case: Case, options: Options, show: Callable[[bytes], None]) -> Written:
    """The same to standard output: logged, then handed to `show`, file by file."""
    content = export.gather(case, options)
    entry = log(export, case, content, None)
    for data in content.files.values():
        show(data)
    return Written((), content, entry)


def log(export: Export[Any], case: Case, content: Content, place: Place | None) -> Entry:
    """Say in the log what leaves the case. Not where to: a name a person chose may tell too much."""
    called = export.name + (place.path.suffix if isinstance(place, OneFile) else "")
    every = list(content.files.items())
    named = every if len(every) <= MOST_HASHED else every[-1:]
    hashes = {
        name if isinstance(place, Folder) else f"{called}{name}": hashlib.sha256(data).hexdigest()
        for name, data in named
    }
    return case.custody.record(export.action, content.subject or case.id, {**content.facts, "files": hashes})


@contextmanager
def _told(place: Place) -> Iterator[None]:
    """Errors of the system as what a person can mend."""
    try:
        yield
    except OSError as error:
        raise (TargetFull if error.errno in _FULL else TargetUnusable)(str(place.path)) from error
