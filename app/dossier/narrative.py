"""The optional summary: a language model reads statements piece by piece, and what it says is checked.

1. Statements about the same item go to the model in pieces, as JSON between markers, with a fixed answer
   schema in which sources can only be ids of that piece.
2. The sentences that came back go to it once more, to be shortened, in the same form.
3. A sentence whose sources do not all resolve is removed. The others are checked against what they cite
   (`sentence_check.py`); the verdict is printed beside them.

Text from the evidence takes part only as data inside that JSON: whatever it says, the outcome is a list of
sentences that cite statements of this dossier, or nothing. Prompts, drafts and answers are kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from app.dossier.catalogue import Catalogue
from app.dossier.document import Dossier
from app.dossier.judging import worded
from app.dossier.language_models import LanguageModel, open_model
from app.dossier.sentence_check import check
from resources import languages

SECTIONS = ("people", "speakers", "said", "written", "seen", "heard", "entities")
PIECE, LONGEST_TEXT = 14, 280
SENTENCES_EACH, SENTENCES_IN_ALL, LONGEST_SENTENCE = 3, 8, 400

Narrator = Callable[[Dossier], Mapping[str, Any]]
"""Writes the summary of a dossier."""
Told = Callable[[int, int], None]


def _nobody(done: int, pieces: int) -> None:
    """Nobody wants to know how far it is."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the ids of the statements it rests on, all of which exist."""

    text: str
    claims: tuple[str, ...]


@dataclass(slots=True)
class _Draft:
    """What was asked and answered, and what became of it."""

    asked: list[dict[str, Any]]
    removed: int = 0


def narrator(named: str, language: str, models: Path, told: Told = _nobody) -> Narrator:
    """Something that writes the summary of a dossier with the model a person named."""

    def narrate(dossier: Dossier) -> Mapping[str, Any]:
        with open_model(named, models) as model:
            return narrative(dossier, model, language, told)

    return narrate


def narrative(dossier: Dossier, model: LanguageModel, language: str, told: Told = _nobody) -> dict[str, Any]:
    """The summary, with model, prompts, every draft and the verdict on every sentence. Raises ModelFailed.

    `told` hears before each piece how many are done and how many there are; what it raises ends the work.
    """
    texts = _texts(dossier, Catalogue(language))
    draft = _Draft([])
    found: list[Sentence] = []
    pieces = list(_pieces(dossier, texts))
    for number, piece in enumerate(pieces):
        told(number, len(pieces))
        system = _prompt("segment", language, SENTENCES_EACH)
        found += _ask(model, system, piece, {key: (key,) for key in piece}, SENTENCES_EACH, draft)
    joined: list[Sentence] = []
    told(len(pieces), len(pieces))
    if len(found) > SENTENCES_IN_ALL:
        rows = {f"s{n}": s for n, s in enumerate(found[: PIECE * 2], 1)}
        system = _prompt("join", language, SENTENCES_IN_ALL)
        said = {key: s.text for key, s in rows.items()}
        joined = _ask(model, system, said, {k: s.claims for k, s in rows.items()}, SENTENCES_IN_ALL, draft)
    chosen = joined or found[:SENTENCES_IN_ALL]
    return {
        "model": model.name,
        "language": language,
        "sentences": [
            {"text": s.text, "claims": list(s.claims), "check": check(s.text, [texts[c] for c in s.claims])}
            for s in chosen
        ],
        "removed": draft.removed,
        "drafts": draft.asked,
    }


def _texts(dossier: Dossier, catalogue: Catalogue) -> dict[str, str]:
    """Statements a model may read: none that a person rejected; in a person's wording where there is one."""
    sections = [s for s in dossier.sections if s.key in SECTIONS]
    out = [key for key, verdict in dossier.verdicts.items() if verdict.word == "rejected"]
    claims = [c for s in sections for c in s.claims if c.id not in out]
    return {c.id: worded(c, catalogue, dossier.verdicts) for c in claims}


def _pieces(dossier: Dossier, texts: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Statements of one section and at most PIECE of them at a time, shortened."""
    for section in dossier.sections:
        ids = [c.id for c in section.claims if c.id in texts]
        for start in range(0, len(ids), PIECE):
            yield {key: texts[key][:LONGEST_TEXT] for key in ids[start : start + PIECE]}


def _ask(
    model: LanguageModel,
    system: str,
    rows: Mapping[str, str],
    rests_on: Mapping[str, tuple[str, ...]],
    most: int,
    draft: _Draft,
) -> list[Sentence]:
    # short names, so that a small model can copy them
    names = {f"f{n}": key for n, key in enumerate(rows, 1)}
    data = json.dumps([{"id": n, "text": rows[key]} for n, key in names.items()], ensure_ascii=False)
    user = f"BEGIN FINDINGS\n{data}\nEND FINDINGS"
    untrusted = model.ask(system, user, answer_schema(tuple(names), most))
    draft.asked.append({"system": system, "user": user, "answer": untrusted})
    kept, removed = checked(untrusted, {n: rests_on[key] for n, key in names.items()}, most)
    draft.removed += removed
    return kept


def answer_schema(names: Sequence[str], most: int) -> dict[str, Any]:
    """JSON Schema of an answer: sentences whose sources are among `names`."""
    sentence = {
        "type": "object",
        "properties": {
            "text": {"type": "string", "maxLength": LONGEST_SENTENCE},
            "claims": {"type": "array", "minItems": 1, "maxItems": 6, "items": {"enum": list(names)}},
        },
        "required": ["text", "claims"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"sentences": {"type": "array", "maxItems": most, "items": sentence}},
        "required": ["sentences"],
        "additionalProperties": False,
    }


def checked(untrusted: str, rests_on: Mapping[str, tuple[str, ...]], most: int) -> tuple[list[Sentence], int]:
    """Sentences of an answer whose sources all resolve, and how many were removed. Never raises."""
    try:
        listed = json.loads(untrusted)["sentences"]
        listed = listed if isinstance(listed, list) else []
    except (ValueError, KeyError, TypeError, RecursionError):
        return [], 1
    kept = [s for entry in listed[:most] if (s := _sentence(entry, rests_on)) is not None]
    return kept, len(listed) - len(kept)


def _sentence(entry: Any, rests_on: Mapping[str, tuple[str, ...]]) -> Sentence | None:
    if not isinstance(entry, dict):
        return None
    text, names = entry.get("text"), entry.get("claims")
    if not isinstance(text, str) or not isinstance(names, list) or not names:
        return None
    if not all(isinstance(n, str) and n in rests_on for n in names):
        return None
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    claims = dict.fromkeys(claim for name in names for claim in rests_on[name])
    return Sentence(plain[:LONGEST_SENTENCE], tuple(claims)) if plain else None


def _prompt(name: str, language: str, most: int) -> str:
    text = (files("resources") / "prompts" / f"narrative.{name}.txt").read_text(encoding="utf-8")
    return text.format(most=most, language=languages.language(language).english)
