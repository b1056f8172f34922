"""Where an export goes: a folder, a file with what belongs beside it, or a stream."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from engine.errors import AimaError

_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")


class NameUnsafe(AimaError):
    """A file of the export would have had a name that could lead elsewhere. Nothing was written. This is a
    fault of the program; please report it.
    """

    code = "name-unsafe"


@dataclass(frozen=True, slots=True)
class Folder:
    """Files are called as the export calls them; the folder is made where it is missing."""

    path: Path

    def of(self, name: str) -> Path:
        """Where a file of an export lies. Raises NameUnsafe."""
        return self.path / plain(name)

    @property
    def within(self) -> Path:
        return self.path

    def prepare(self) -> None:
        """Make the folder. Raises OSError."""
        self.path.mkdir(parents=True, exist_ok=True)


@dataclass(frozen=True, slots=True)
class OneFile:
    """A file that a person named; further files of the export have its name and an ending more."""

    path: Path

    @classmethod
    def ending(cls, path: Path, suffixes: Collection[str], default: str) -> OneFile:
        """The file of this name, with the ending `default` where it has none of `suffixes` (with the dot)."""
        return cls(path if path.suffix.lower() in suffixes else path.with_name(path.name + default))

    def of(self, name: str) -> Path:
        """`name` is empty for the file itself, else an ending such as `.json`. Raises NameUnsafe."""
        return self.path.with_name(self.path.name + (f".{plain(name[1:])}" if name else ""))

    @property
    def within(self) -> Path:
        return self.path.parent

    def prepare(self) -> None:
        """The folder has to be there."""


Place = Folder | OneFile


def plain(name: str) -> str:
    """The name if it is that of one file in a folder, whatever made it up. Raises NameUnsafe."""
    if not _PLAIN.fullmatch(name):
        raise NameUnsafe
    return name
