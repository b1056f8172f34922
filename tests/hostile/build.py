"""The corpus of hostile and odd files, made from scratch: the same files each time.

python -m tests.hostile.build FOLDER
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.hostile import containers, pictures, texts

RESULT = "result"
"""The word in `Case.expected` for: the stages end with a result (the probe may still warn)."""


@dataclass(frozen=True, slots=True)
class Case:
    """One file. `expected`: how its probe may end, `result` or error codes of the engine.

    `intake`: whether it is no regular file, so that adding it decides rather than analysing it.
    """

    name: str
    path: Path
    expected: frozenset[str]
    intake: bool = False


def build(folder: Path) -> list[Case]:
    """Write every file into `folder` (made if missing) and describe it."""
    folder.mkdir(parents=True, exist_ok=True)
    return [*_made(folder), *_special(folder)]


def _made(folder: Path) -> Iterator[Case]:
    for makers in (containers.MAKERS, pictures.MAKERS, texts.MAKERS):
        for name, maker in makers.items():
            expected = maker(folder / name)
            yield Case(name, folder / name, frozenset(expected))


def _special(folder: Path) -> Iterator[Case]:
    if sys.platform == "win32":
        return
    target = folder / "beyond.mp4"
    specials: dict[str, Callable[[Path], None]] = {
        "dangling link.mp4": lambda path: path.symlink_to(folder / "nowhere.mp4"),
        "pipe.mp4": lambda path: os.mkfifo(path),
        "folder.mp4": lambda path: path.mkdir(exist_ok=True),
    }
    for name, make in specials.items():
        path = folder / name
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            path.unlink()
        make(path)
        yield Case(name, path, frozenset({"vanished"}), intake=True)
    containers.plain(target)
    link = folder / "link.mp4"
    link.unlink(missing_ok=True)
    link.symlink_to(target)
    yield Case("link.mp4", link, frozenset({RESULT}), intake=True)


if __name__ == "__main__":
    for case in build(Path(sys.argv[1])):
        print(case.name.encode("unicode_escape").decode(), *sorted(case.expected))
