"""Answers about the dossier: its statements, and what people say of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from app.core_api.core_session import CoreSession, handles
from app.core_api.deciding import Done
from app.core_api.dossier import (
    VERDICTS,
    Judged,
    Judgements,
    JudgeStatement,
    Matching,
    Statements,
    WholeDossier,
)
from app.core_api.folded_text import folded, patterns
from app.core_api.handlers.deciding import done
from app.core_api.shown_dossier import DecisionsSeen, Gone, Shown, judged, shown
from app.core_api.statement_columns import columns
from app.dossier import statement_actions
from app.dossier.catalogue import Catalogue
from app.dossier.judging import NoSuchStatement, Verdict

WHO = 8


@handles(WholeDossier)
def whole_dossier(session: CoreSession, question: WholeDossier) -> Statements:
    seen, catalogue = shown(session), Catalogue(question.language)
    session.check()
    texts = seen.texts(question.language)
    disclosure = f"{catalogue.say('disclosure')} {catalogue.say('disclosure.assessment')}"
    return columns(seen.version, seen.sections, texts, seen.known.items, catalogue, disclosure)


@handles(Judged)
def what_was_judged(session: CoreSession, question: Judged) -> Judgements:
    with session.case.database.connect() as connection:
        decisions_seen = DecisionsSeen.of(connection)
    try:
        seen = shown(session, question.version)
    except Gone:
        return replace(_judgements({}, {}, "", 0, True), here=False)
    found, lost = judged(session, seen, decisions_seen)
    row = {claim.id: n for n, claim in enumerate(seen.claims) if claim.id in found}
    newer = seen.known.version != decisions_seen.version
    return _judgements(found, row, session.account.identity.id, lost, newer)


def _judgements(
    found: Mapping[str, Verdict], row: Mapping[str, int], me: str, lost: int, newer: bool
) -> Judgements:
    ordered = sorted(found, key=row.__getitem__)
    made = [found[key] for key in ordered]
    return Judgements(
        rows=np.array([row[key] for key in ordered], np.int32),
        verdict=np.array([VERDICTS.index(v.word) for v in made], np.uint8),
        stale=np.array([v.stale for v in made], np.uint8),
        texts=tuple(v.text for v in made),
        who=tuple("" if v.judgement.author == me else v.judgement.author[:WHO] for v in made),
        at=tuple(v.judgement.at for v in made),
        lost=lost,
        here=True,
        newer=newer,
    )


@handles(JudgeStatement)
def judge(session: CoreSession, question: JudgeStatement) -> Done:
    seen = _seen(session, question.version)
    claim = next((c for c in seen.claims if c.id == question.statement), None)
    if claim is None:
        raise NoSuchStatement
    made = statement_actions.judge(session.case, claim, question.verdict, question.text, question.language)
    return done(session, made)


@handles(Matching)
def matching(session: CoreSession, question: Matching) -> npt.NDArray[np.int32]:
    wanted = [pattern.text for pattern in patterns(question.typed)]
    seen = _seen(session, question.version)
    with session.case.database.connect() as connection:
        found, _ = judged(session, seen, DecisionsSeen.of(connection))
    worded = {key: folded(verdict.text) for key, verdict in found.items() if verdict.text}
    rows = [
        n
        for n, (claim, text) in enumerate(zip(seen.claims, seen.folded(question.language), strict=True))
        if any(p in text for p in wanted) or any(p in worded.get(claim.id, b"") for p in wanted)
    ]
    return np.array(rows, np.int32)


def _seen(session: CoreSession, version: str) -> Shown:
    """What was shown when asked; what would be shown now if that is gone."""
    try:
        return shown(session, version)
    except Gone:
        return shown(session)
