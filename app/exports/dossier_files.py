"""The dossier: `dossier.html` and `dossier.json`, in the folder that a person asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from app.cases.case import Case
from app.dossier.catalogue import Catalogue
from app.dossier.document import Dossier, to_json
from app.dossier.material import gather
from app.dossier.narrative import Narrator
from app.dossier.page import Page
from app.dossier.signature import signed
from app.dossier.statement_actions import keep
from app.exports import export
from app.exports.export import Content, Export, Needs
from app.exports.json_text import json_text
from app.exports.place import Folder
from app.store.clock import now

STEPS = ("gather", "summary", "write", "keep")
PAGE, DOCUMENT = "dossier.html", "dossier.json"


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
    accepted_only: bool = False
    """Whether only statements that a person accepted are written."""
    hide_bystanders: bool | None = None
    """Whether those of people whom nobody named are left out; None: as the profile says."""


@dataclass(frozen=True, slots=True)
class DossierOptions:
    """`told` is called with each step (one of STEPS) before it begins; an exception in it ends the export."""

    language: str
    choices: Choices = Choices()
    narrate: Narrator | None = None
    told: Callable[[str], None] = lambda _: None


class DossierFiles(Export[DossierOptions]):
    """Page and signed document. The log knows of the beginning too: the document ends with that entry."""

    name = "dossier_files"
    action = "dossier written"
    needs = Needs.CASE

    def gather(self, case: Case, options: DossierOptions) -> Content:
        catalogue, choices = Catalogue(options.language), options.choices
        options.told("gather")
        head = case.custody.record("dossier started", case.id, {"language": options.language})
        with case.at_one_moment() as connection:
            dossier = _made(case, connection, choices)
            if options.narrate is not None:
                options.told("summary")
                dossier.narrative = options.narrate(dossier)
            options.told("write")
            identity = case.account.identity
            document = signed(to_json(dossier, catalogue), identity.public.signing.hex(), identity.sign)
            files = {}
            if choices.page:
                files[PAGE] = _bytes(Page(dossier, catalogue).html())
            if choices.document:
                files[DOCUMENT] = _bytes(json_text(document))
        options.told("keep")
        kept = keep(case, dossier, document, options.language)
        facts = {
            "language": options.language, "started": head.hash, "drafts": kept,
            "sources": len(dossier.citations),
        }  # fmt: skip
        return Content(files, facts, records=sum(1 for _ in dossier.stated()))


def write(
    case: Case,
    folder: Path,
    language: str,
    narrate: Narrator | None = None,
    choices: Choices | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> Written:
    """Write the dossier of a case into `folder`, in place of one there. Raises what `export.write` raises."""
    options = DossierOptions(language, choices or Choices(), narrate, told)
    made = export.write(DossierFiles(), case, Folder(folder), options, replace=True)
    return Written(folder / PAGE, folder / DOCUMENT, made.content.records, made.content.facts["sources"])


def _made(case: Case, connection: Connection, choices: Choices) -> Dossier:
    dossier = Dossier.write(gather(case, connection), now(), case.account.identity.id)
    hide = choices.hide_bystanders
    dossier.hide_bystanders = case.profile.hide_bystanders if hide is None else hide
    dossier.crops = choices.crops
    return dossier.only_accepted() if choices.accepted_only else dossier


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
