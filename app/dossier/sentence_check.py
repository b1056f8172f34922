"""Whether a sentence says what the statements it cites say: supported, contradicted or unsupported.

By rule, not by another model: every number, time and quotation of the sentence has to stand in what it
cites, the two must agree in being negated, and most of its words have to come from there. A number that
differs where the cited text has one of the same unit contradicts; one that stands nowhere is unsupported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

SUPPORTED, CONTRADICTED, UNSUPPORTED = "supported", "contradicted", "unsupported"
ENOUGH_WORDS = 0.5
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_MEASURE = re.compile(r"(\d+(?:[.,:]\d+)*)[\s\u00a0\u202f]*([^\W\d_]+|%)")
_QUOTED = re.compile(r"[“„\"]([^“”„\"]+)[”“\"]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_NEGATIONS = frozenset(_WORD.findall("not never nobody none nicht kein keine keiner keinen niemand nie"))
_COMMON = frozenset(
    _WORD.findall(
        "the and that this with from for are was were has have who they their which under said says about "
        "into der die das und ist sind war wird werden mit von bei auf aus dem den des ein eine einen einem "
        "einer dass hat haben sich auch als sehen gesagt"
    )
)


def check(sentence: str, cited: Sequence[str]) -> str:
    """One of SUPPORTED, CONTRADICTED, UNSUPPORTED."""
    source = " ".join(cited)
    if _negated(sentence) != _negated(source):
        return CONTRADICTED
    known = {_plain(n) for n in _NUMBER.findall(source)}
    strange = {_plain(n) for n in _NUMBER.findall(sentence)} - known
    if strange:
        return CONTRADICTED if _other_measure(sentence, source, strange) else UNSUPPORTED
    if any(_flat(q) not in _flat(source) for q in _QUOTED.findall(sentence)):
        return UNSUPPORTED
    words = _words(sentence)
    shared = len(words & _words(source))
    return SUPPORTED if words and shared >= ENOUGH_WORDS * len(words) else UNSUPPORTED


def _other_measure(sentence: str, source: str, strange: set[str]) -> bool:
    units = {unit.lower() for _, unit in _MEASURE.findall(source)}
    return any(_plain(n) in strange and unit.lower() in units for n, unit in _MEASURE.findall(sentence))


def _negated(text: str) -> bool:
    return not _NEGATIONS.isdisjoint(_WORD.findall(text.lower().replace("n't", " not")))


def _words(text: str) -> set[str]:
    """Stems of a kind: the first six letters, so that inflection does not count."""
    return {w[:6] for w in _WORD.findall(text.lower())} - {w[:6] for w in _COMMON}


def _plain(number: str) -> str:
    return number.replace(",", ".").strip(".")


def _flat(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))
