"""What a person decides about statements: each action once, for window, command line and gateway."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.cases import drafts
from app.cases import log as decision_log
from app.cases.case import Case
from app.dossier.catalogue import Catalogue
from app.dossier.claims import Claim
from app.dossier.document import Dossier, draft, to_json
from app.dossier.judging import judgement
from app.dossier.material import gather
from app.operations.decisions import JUDGE, Decision
from app.store.clock import now


def judge(case: Case, claim: Claim, verdict: str, text: str, language: str) -> Decision:
    """Say that a statement is accepted, rejected, or is to read `text`; `verdict` is one of VERDICTS.

    Before the first judgement the case keeps what its dossier said, in this language. Raises WordingMissing.
    """
    body = judgement(claim, verdict, text, Catalogue(language))
    _keep_first_draft(case, language)
    with case.adding() as connection:
        return decision_log.decide(case, connection, JUDGE, body)


def keep(case: Case, dossier: Dossier, document: Mapping[str, Any], language: str) -> list[str]:
    """Keep in the case what was written by rule, and what a model was asked and answered; the drafts' ids."""
    with case.adding() as connection:
        kept = [drafts.keep(connection, drafts.RULE, language, draft(document))]
        if dossier.narrative is not None:
            kept.append(drafts.keep(connection, drafts.MODEL, language, dossier.narrative))
    return kept


def _keep_first_draft(case: Case, language: str) -> None:
    with case.database.connect() as connection:
        if any(known.kind == drafts.RULE for known in drafts.listed(connection)):
            return
        dossier = Dossier.write(gather(case, connection), now(), case.account.identity.id)
        document = to_json(dossier, Catalogue(language))
    keep(case, dossier, document, language)
