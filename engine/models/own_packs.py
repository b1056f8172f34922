"""Packs that a deployment added: each brings its own entry, checked field by field and kept with its files.

Nothing such an entry says is trusted further than that: it names files by hash, tasks and adapters that this
version knows, a licence with the uses it excludes, and where it gives vectors, their length and cosines.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.models.adapters import adapter
from engine.models.catalogue import Catalogue, Fills, Member, Pack, catalogue, fills
from engine.models.errors import EntryRefused, PackError
from engine.models.tasks import Task

ENTRY, CHOSEN = "pack.json", "defaults.json"
"""In the folder of a pack, its entry; in the folder of all packs, what the deployment chose."""
USES = ("commercial", "government", "non-commercial")
LONGEST_ENTRY = 1 << 16
MOST_MEMBERS, LARGEST_MEMBER, WIDEST = 64, 1 << 36, 8192
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_HASH = re.compile(r"[0-9a-f]{64}")
_TEXTS = {"version": 80, "description": 300, "licence": 120, "clause": 2000}
"""Texts of an entry and how long each may be."""


def with_own(folder: Path) -> Catalogue:
    """The packs this version knows and those whose entries lie in `folder`, with the choice made for it."""
    return catalogue().with_own(own_packs(folder), deployment_choice(folder))


def own_packs(folder: Path) -> Iterator[Pack]:
    """Packs in `folder` that brought an entry, in order of name; an entry that is damaged is passed over."""
    for file in sorted(folder.glob(f"*/{ENTRY}")):
        try:
            yield read_entry(file.parent.name, file.read_bytes())
        except (OSError, EntryRefused):
            continue


def deployment_choice(folder: Path) -> dict[Task, str]:
    """What `models default` chose for this folder; what is not understood is as if it were not there."""
    try:
        kept = json.loads((folder / CHOSEN).read_bytes())
        return {Task(task): str(pack) for task, pack in dict(kept).items()}
    except (OSError, ValueError, TypeError):
        return {}


def read_entry(name: str, untrusted: bytes) -> Pack:
    """The pack that an entry describes. Raises EntryRefused."""
    if len(untrusted) > LONGEST_ENTRY:
        raise EntryRefused(name, why="it is too long")
    try:
        document = json.loads(untrusted)
    except ValueError as error:
        raise EntryRefused(name, why="it is no JSON") from error
    return checked(name, document)


def checked(name: str, untrusted: Any) -> Pack:
    """The pack that the values of an entry describe. Raises EntryRefused."""
    if not NAME.fullmatch(name):
        raise EntryRefused(repr(name[:80]), why="its name is no file name")
    try:
        pack = _pack(name, untrusted)
        for task in pack.tasks:
            adapter(pack, task)
    except EntryRefused:
        raise
    except PackError as error:
        raise EntryRefused(name, why=str(error)) from error
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise EntryRefused(name, why=f"{type(error).__name__}: {error}") from error
    return pack


def _pack(name: str, entry: Any) -> Pack:
    texts = {key: _text(name, entry, key, longest) for key, longest in _TEXTS.items()}
    forbids = frozenset(entry.get("forbids", ()))
    members = [_member(name, one) for one in entry["members"]]
    _demand(name, forbids <= set(USES), f"`forbids` may hold {', '.join(USES)}")
    _demand(name, bool(texts["licence"]), "it names no licence")
    _demand(name, not forbids or bool(texts["clause"]), "it excludes uses and quotes no clause")
    _demand(name, 0 < len(members) <= MOST_MEMBERS, f"it must have 1 to {MOST_MEMBERS} files")
    _demand(name, len({m.name for m in members}) == len(members), "two of its files have one name")
    tasks = {Task(task): _filled(name, filled) for task, filled in entry["tasks"].items()}
    _demand(name, bool(tasks), "it fills no task")
    return Pack(
        name=name,
        tasks=tasks,
        forbids=forbids,
        base=False,
        members={member.name: member for member in members},
        own=True,
        **texts,
    )


def _demand(name: str, holds: bool, why: str) -> None:
    if not holds:
        raise EntryRefused(name, why=why)


def _text(name: str, entry: Mapping[str, Any], key: str, longest: int) -> str:
    value = entry.get(key, "")
    _demand(name, isinstance(value, str) and len(value) <= longest, f"`{key}` is no short text")
    return " ".join(value.split())


def _member(pack: str, entry: Mapping[str, Any]) -> Member:
    name, sha256, size = entry["name"], entry["sha256"], entry["bytes"]
    _demand(pack, isinstance(name, str) and NAME.fullmatch(name) is not None, "a file's name is no file name")
    _demand(pack, name != ENTRY, f"a file is called {ENTRY}")
    _demand(pack, isinstance(sha256, str) and _HASH.fullmatch(sha256) is not None, f"{name} has no SHA-256")
    _demand(pack, type(size) is int and 0 < size <= LARGEST_MEMBER, f"{name} has no size")
    return Member(name, sha256, size)


def _filled(pack: str, entry: Mapping[str, Any]) -> Fills:
    filled = fills(entry)
    numbers = [*filled.options.values()]
    if filled.vectors is not None:
        cosines = filled.vectors.thresholds.values()
        numbers += cosines
        _demand(pack, all(-1 <= value <= 1 for value in cosines), "a threshold is no cosine")
        _demand(pack, 0 < filled.vectors.width <= WIDEST, f"vectors have 1 to {WIDEST} values")
    _demand(pack, all(math.isfinite(value) for value in numbers), "a number is not finite")
    return filled


def entry_of(pack: Pack) -> dict[str, Any]:
    """The entry of a pack as plain values, from which `checked` makes the same pack."""
    entry: dict[str, Any] = {key: getattr(pack, key) for key in _TEXTS}
    entry["forbids"] = sorted(pack.forbids)
    entry["members"] = [{"name": m.name, "sha256": m.sha256, "bytes": m.bytes} for m in pack.members.values()]
    entry["tasks"] = {task.value: _plain(filled) for task, filled in pack.tasks.items()}
    return entry


def _plain(filled: Fills) -> dict[str, Any]:
    plain = asdict(filled)
    vectors = plain.pop("vectors")
    plain["scripts"] = list(filled.scripts)
    return plain | ({"space": {"width": vectors["width"], **vectors["thresholds"]}} if vectors else {})


def write_entry(pack: Pack, folder: Path) -> None:
    """Keep the entry of a pack beside its files."""
    text = json.dumps(entry_of(pack), indent=1, sort_keys=True)
    (folder / ENTRY).write_text(text, encoding="utf-8")


def keep_choice(folder: Path, chosen: Mapping[Task, str]) -> None:
    """Make `chosen` what this deployment uses unless a case or a job says otherwise."""
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{CHOSEN}.part"
    text = json.dumps({task.value: pack for task, pack in chosen.items()}, indent=1, sort_keys=True)
    partial.write_text(text, encoding="utf-8")
    partial.replace(folder / CHOSEN)
