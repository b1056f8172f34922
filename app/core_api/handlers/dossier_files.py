"""Answers about what lies outside the case or beside it: files of a dossier, its drafts, language models."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from app.cases import drafts
from app.cases.drafts import MODEL
from app.core_api.core_session import CoreSession, handles
from app.core_api.dossier import (
    MOST_CHANGES,
    Change,
    Changes,
    ChangesSince,
    CheckDossier,
    Checked,
    DraftRow,
    Drafts,
    LanguageModels,
    ModelOffer,
    WriteDossier,
    Writing,
    WrittenTo,
)
from app.core_api.shown_dossier import LOGS, DecisionsSeen, Shown, judged, shown
from app.dossier.catalogue import Catalogue
from app.dossier.check_citations import check, not_given
from app.dossier.judging import Verdict
from app.dossier.language_models import chosen_model
from app.dossier.narrative import Narrator, narrator
from app.dossier.signature import FIELD
from app.exports.dossier_files import Choices, write
from engine.errors import AimaError

WHO = 8
OLLAMA, OLLAMA_SECONDS = "http://127.0.0.1:11434", 1.0


class DossierUnreadable(AimaError):
    """This is not a readable dossier. Choose the file `dossier.json` beside the page."""

    code = "dossier-unreadable"
    exit_code = 2


@handles(WriteDossier)
def write_dossier(session: CoreSession, question: WriteDossier) -> WrittenTo:
    def told(what: str, done: int = 0, pieces: int = 0) -> None:
        session.check()
        session.tell(Writing(what, done, pieces))

    narrate: Narrator | None = None
    if question.narrative:
        heard = partial(told, "summary")
        narrate = narrator(question.narrative, question.language, session.models, heard)
    choices = Choices(
        page=question.page,
        document=question.document,
        crops=question.crops,
        accepted_only=question.accepted_only,
        hide_bystanders=question.hide_bystanders,
    )
    written = write(session.case, Path(question.folder), question.language, narrate, choices, told)
    page = str(written.page) if question.page else ""
    document = str(written.document) if question.document else ""
    return WrittenTo(page, document, written.statements, written.sources)


@handles(CheckDossier)
def check_dossier(session: CoreSession, question: CheckDossier) -> Checked:
    try:
        untrusted = json.loads(Path(question.path).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise DossierUnreadable(Path(question.path).name) from error
    media = [Path(path) for path in question.media]
    if problems := check(untrusted, media):
        return Checked(tuple(problems))
    signer = untrusted[FIELD]["signer"]
    return Checked(
        problems=(),
        statements=sum(len(section["claims"]) for section in untrusted["sections"]),
        sources=len(untrusted["citations"]),
        entries=len(untrusted["custody"]),
        items=len(untrusted["items"]),
        files_missing=tuple(not_given(untrusted, media)),
        withheld=sum(decision["body"].get("withheld") is True for decision in untrusted["decisions"]),
        mine=signer == session.account.identity.public.signing.hex(),
    )


@handles(LanguageModels)
def language_models(session: CoreSession, _: LanguageModels) -> tuple[ModelOffer, ...]:
    offers = []
    file = chosen_model(session.models)
    if file.is_file() and find_spec("xllamacpp"):
        offers.append(ModelOffer("llama", file.parent.name, True))
    return (*offers, *_ollama())


def _ollama() -> Iterator[ModelOffer]:
    """Models of an Ollama server on this computer; none where none runs."""
    import httpx
    import ollama

    client = ollama.Client(host=OLLAMA, timeout=OLLAMA_SECONDS, trust_env=False)
    try:
        names = [str(model.model) for model in client.list().models if model.model]
    except (ollama.ResponseError, ConnectionError, httpx.HTTPError, ValueError):
        return
    for name in sorted(names):
        yield ModelOffer(f"ollama:{name}", f"{name} (Ollama)", False)


@handles(Drafts)
def kept_drafts(session: CoreSession, _: Drafts) -> tuple[DraftRow, ...]:
    me = session.account.identity.id
    with session.case.database.connect() as connection:
        found = drafts.listed(connection)
    return tuple(
        DraftRow(d.id, d.at, "" if d.actor == me else d.actor[:WHO], d.kind, d.language) for d in found
    )


@handles(ChangesSince)
def changes_since(session: CoreSession, question: ChangesSince) -> Changes:
    with session.case.database.connect() as connection:
        body = drafts.read(connection, question.draft)
        row = next(d for d in drafts.listed(connection) if d.id.startswith(question.draft))
        decisions_seen = DecisionsSeen.of(connection)
    if row.kind == MODEL:
        said = [Change(s["check"], "", s["text"], "") for s in body["sentences"]]
        return Changes(tuple(said[:MOST_CHANGES]), len(said), len(said), int(body["removed"]))
    seen = shown(session)
    found, _ = judged(session, seen, decisions_seen)
    before = {claim["id"]: (s["title"], claim["text"]) for s in body["sections"] for claim in s["claims"]}
    made = list(_changes(before, seen, found, row.language))
    return Changes(tuple(made[:MOST_CHANGES]), len(made), len(before))


def _changes(
    before: Mapping[str, tuple[str, str]], seen: Shown, found: Mapping[str, Verdict], language: str
) -> Iterator[Change]:
    """What people and new findings changed, in the order in which a dossier is read."""
    catalogue, texts = Catalogue(language), iter(seen.texts(language))
    now: set[str] = set()
    for section in seen.sections:
        if section.key in LOGS:
            continue
        title = catalogue.say(f"section.{section.key}")
        for claim in section.claims:
            text = next(texts)
            now.add(claim.id)
            _, first = before.get(claim.id, ("", ""))
            yield from _change(title, " ".join(first.split()), text, found.get(claim.id))
    for key, (title, first) in before.items():
        if key not in now:
            yield Change("gone", title, first, "")


def _change(title: str, first: str, text: str, verdict: Verdict | None) -> Iterator[Change]:
    who = verdict.judgement.author[:WHO] if verdict else ""
    if verdict is not None and verdict.word == "edited":
        yield Change("edited", title, first or text, verdict.text, who)
    elif verdict is not None and verdict.word == "rejected":
        yield Change("rejected", title, first or text, "", who)
    elif first != text:
        yield Change("reworded" if first else "new", title, first, text)
