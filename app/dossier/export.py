"""Writes a dossier: `dossier.html` and `dossier.json`, in plain text, where the user asked for them.

This is the one place where what the case holds leaves it unencrypted; the chain of custody says who
wrote it, when, and the hash of each file.
"""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from app.cases import drafts
from app.cases.case import Case
from app.dossier.catalogue import Catalogue
from app.dossier.document import Dossier, draft, to_json
from app.dossier.material import gather
from app.dossier.page import Page
from app.dossier.signature import signed
from app.store.clock import now
from app.store.files import write_whole
from engine.errors import AimaError

STEPS = ("gather", "summary", "write", "keep")
Narrator = Callable[[Dossier], Mapping[str, Any]]


class FolderNotWritable(AimaError):
    """The dossier could not be written there. Choose another folder with --out."""

    code = "not-writable"
    exit_code = 4


class FolderFull(AimaError):
    """There is no space left where the dossier was to be written. Make space or choose another folder with
    --out; a dossier that lay there before is still whole.
    """

    code = "disk-full"
    exit_code = 4


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    page: Path
    document: Path
    statements: int
    sources: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What of a dossier is written; both files, with crops, as the profile of the case asks."""

    page: bool = True
    document: bool = True
    crops: bool = True
    """Whether the page shows faces cut out of the evidence."""
    hide_bystanders: bool | None = None
    """Whether those of people whom nobody named are left out; None: as the profile says."""


def write(
    case: Case,
    folder: Path,
    language: str,
    narrate: Narrator | None = None,
    choices: Choices | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> Written:
    """Write the dossier of a case into `folder`. Raises FolderNotWritable, FolderFull.

    `told` hears of each step (one of STEPS) before it begins; what it raises ends the writing.
    """
    catalogue, choices = Catalogue(language), choices or Choices()
    told("gather")
    head = case.custody.record("dossier started", case.id, {"language": language})
    with case.database.connect() as connection:
        dossier = _made(case, connection, choices)
        if narrate is not None:
            told("summary")
            dossier.narrative = narrate(dossier)
        told("write")
        identity = case.account.identity
        document = signed(to_json(dossier, catalogue), identity.public.signing.hex(), identity.sign)
        files = {}
        if choices.page:
            files["dossier.html"] = Page(dossier, catalogue).html()
        if choices.document:
            files["dossier.json"] = json.dumps(document, ensure_ascii=False, indent=1)
    told("keep")
    kept = keep(case, dossier, document, language)
    details = {
        "files": _put(folder, files), "language": language, "started": head.hash, "drafts": kept,
    }  # fmt: skip
    case.custody.record("dossier written", case.id, details)
    statements = sum(1 for _ in dossier.claims())
    return Written(folder / "dossier.html", folder / "dossier.json", statements, len(dossier.citations))


def _made(case: Case, connection: Connection, choices: Choices) -> Dossier:
    dossier = Dossier.write(gather(case, connection), now(), case.account.identity.id)
    hide = choices.hide_bystanders
    dossier.hide_bystanders = case.profile.hide_bystanders if hide is None else hide
    dossier.crops = choices.crops
    return dossier


def keep(case: Case, dossier: Dossier, document: Mapping[str, Any], language: str) -> list[str]:
    """Keep in the case what was written by rule, and what a model was asked and answered; the drafts' ids."""
    mine = case.account.identity.id
    with case.writing() as connection:
        kept = [drafts.keep(connection, mine, drafts.RULE, language, draft(document))]
        if dossier.narrative is not None:
            kept.append(drafts.keep(connection, mine, drafts.MODEL, language, dossier.narrative))
    return kept


def _put(folder: Path, files: Mapping[str, str]) -> dict[str, str]:
    """Write the files; their hashes by name."""
    digests = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            data = text.encode("utf-8", "backslashreplace")
            write_whole(folder / name, data)
            digests[name] = hashlib.sha256(data).hexdigest()
    except OSError as error:
        raise (FolderFull if error.errno == errno.ENOSPC else FolderNotWritable)(str(folder)) from error
    return digests
