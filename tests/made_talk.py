"""Transcripts made by rule, as a window is given them."""

from __future__ import annotations

import random
from collections.abc import Iterator

from app.cases.findings import Item
from app.cases.transcript import Utterance
from app.core_api.said import Told, columns
from app.core_api.transcript import Said, Speaker
from app.operations.moments import UTTERANCE, Moment
from engine.across.speaker_words import SpokenWord
from engine.units import SECOND
from tests.made_case import sha256_of

GERMAN = (
    "ich", "du", "er", "wir", "ihr", "sie", "und", "oder", "aber", "nicht", "doch", "auch", "noch",
    "schon", "wieder", "immer", "heute", "gestern", "morgen", "Müller", "Straße", "Tür",
    "Schlüssel", "Nürnberg", "Köln", "gehört", "gesehen", "gewesen", "könnte", "würde", "über",
    "für", "größer", "Wagen", "Nacht", "Stimme", "Kamera", "Aufnahme", "Zeuge", "Polizei",
    "Bahnhof", "Lager", "Lieferung", "Telefon", "Nummer", "Uhr", "eigentlich", "natürlich",
    "vielleicht", "wahrscheinlich", "jedenfalls", "irgendwie", "irgendwann",
)  # fmt: skip
SPEAKERS = 6


def talk(utterances: int, seed: int = 5, item: str = "talk.wav", gap_s: float = 0.4) -> Said:
    """An item in which six people speak; some words are unsure, some utterances doubtful, none edited."""
    said = list(_said(utterances, random.Random(seed), sha256_of(item), gap_s))
    length = said[-1].moment.end_ns if said else 0
    item_id = sha256_of(f"id {item}")[:32]
    told = Told(
        "" if said else "no-speech",
        1.0,
        {
            n: Speaker(n, n + 1, f"Person {n}" if n < 2 else "", "candidate" if n < 2 else "", None)
            for n in range(SPEAKERS)
        },
        {},
        "me",
    )
    known = Item(item_id, sha256_of(item), item, "audio", length, "wav", 1, "probed", "", "")
    return columns(known, said, told)


def _said(count: int, chars: random.Random, sha256: str, gap_s: float) -> Iterator[Utterance]:
    t, speaker = 0, 0
    for _ in range(count):
        t += round(chars.expovariate(1 / gap_s) * SECOND)
        words, start = [], t
        for _ in range(chars.randint(1, 22)):
            length = chars.randint(80, 600) * 1_000_000
            word = chars.choice(GERMAN) + chars.choice(("", "", "", "", ",", "."))
            words.append(SpokenWord(t, t + length, word, 0, chars.betavariate(6, 1.2)))
            t += length + chars.choice((0, 0, 40_000_000))
        if chars.random() < 0.4:
            speaker = chars.randrange(-1, SPEAKERS)
        text = " ".join(w.text for w in words)
        flags = chars.choice((0,) * 19 + (1, 2, 4, 8, 10))
        place = Moment(UTTERANCE, sha256, 1, start, t, start)
        yield Utterance(place, text, text, "de", 0.8, flags, speaker, words=tuple(words))
