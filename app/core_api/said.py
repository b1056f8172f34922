"""Utterances as the columns a window draws from. Only the core loads this."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from app.cases.findings import Item
from app.cases.transcript import Utterance
from app.core_api.folded_text import folded, umlauts
from app.core_api.shown_text import plain
from app.core_api.transcript import HeardOf, Reworded, Said, Speaker
from engine.across.speaker_words import NOBODY, SpokenWord
from engine.units import Span


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of an item besides its utterances."""

    state: str
    share: float
    speakers: Mapping[int, Speaker]
    """By number within the item."""
    heard: Mapping[str, Sequence[Span]]
    me: str
    lost: Sequence[str] = ()


def columns(item: Item, utterances: Sequence[Utterance], told: Told) -> Said:
    """The transcript of an item, in order of time."""
    rows = sorted(utterances, key=lambda u: (u.moment.start_ns, u.moment.stream))
    numbers = sorted({u.speaker for u in rows if u.speaker != NOBODY and u.speaker in told.speakers})
    places = {number: place for place, number in enumerate(numbers)}
    languages = sorted({u.language for u in rows})
    texts = [u.untrusted_text for u in rows]
    encoded = [text.encode("utf-8", "replace") for text in texts]
    alike = [folded(text) + b"\n" for text in texts]
    folded_at = _edges([len(f) for f in alike])
    found = [list(_placed(u)) for u in rows]
    words = [word for words in found for word in words]
    return Said(
        item_id=item.id,
        sha256=item.sha256,
        untrusted_name=plain(item.untrusted_name),
        duration_ns=item.duration_ns,
        state=told.state,
        share=told.share,
        start_ns=np.array([u.moment.start_ns for u in rows], np.int64),
        end_ns=np.array([u.moment.end_ns for u in rows], np.int64),
        stream=np.array([u.moment.stream for u in rows], np.int32),
        speaker=np.array([places.get(u.speaker, -1) for u in rows], np.int32),
        flags=np.array([0 if u.edited_by else u.flags for u in rows], np.uint8),
        language=np.array([languages.index(u.language) for u in rows], np.int32),
        confidence=np.array([u.confidence for u in rows], np.float32),
        text=np.frombuffer(bytearray(b"".join(encoded)), np.uint8),
        text_at=_edges([len(e) for e in encoded]),
        folded=np.frombuffer(bytearray(b"".join(alike)), np.uint8),
        folded_at=folded_at,
        umlaut_at=np.array(
            [int(at) + n for at, text in zip(folded_at, texts, strict=False) for n in umlauts(text)], np.int64
        ),
        words_at=_edges([len(w) for w in found]).astype(np.int32),
        word_start_ns=np.array([w.start_ns for _, _, w in words], np.int64),
        word_end_ns=np.array([w.end_ns for _, _, w in words], np.int64),
        word_from=np.array([begin for begin, _, _ in words], np.int32),
        word_to=np.array([end for _, end, _ in words], np.int32),
        word_probability=np.array([w.probability for _, _, w in words], np.float32),
        speakers=tuple(told.speakers[number] for number in numbers),
        languages=tuple(languages),
        reworded={
            n: Reworded(u.edit, u.edited_by, u.machine_text) for n, u in enumerate(rows) if u.edited_by
        },
        lost=tuple(told.lost),
        heard=heard_of(item.id, told.heard, told.me),
    )


def heard_of(item_id: str, heard: Mapping[str, Sequence[Span]], me: str) -> HeardOf:
    """What was listened to of an item, given by person."""
    others = sorted(span for who, spans in heard.items() if who != me for span in spans)
    merged: list[list[int]] = []
    for span in others:
        if merged and span.start_ns <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], span.end_ns)
        else:
            merged.append([span.start_ns, span.end_ns])
    mine = [[s.start_ns, s.end_ns] for s in heard.get(me, ())]
    who = tuple(sorted(author for author, spans in heard.items() if author != me and spans))
    return HeardOf(item_id, _pairs(mine), _pairs(merged), who)


def _placed(utterance: Utterance) -> Iterator[tuple[int, int, SpokenWord]]:
    """Each word with its first and last letter in the text; one that does not stand there is left out."""
    text, at = utterance.untrusted_text, 0
    for word in utterance.words:
        begin = text.find(word.text, at) if word.text else -1
        if begin >= 0:
            at = begin + len(word.text)
            yield begin, at, word


def _edges(lengths: Sequence[int]) -> npt.NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.array(lengths, np.int64))])


def _pairs(spans: Sequence[Sequence[int]]) -> npt.NDArray[Any]:
    return np.array(spans, np.int64).reshape(-1, 2)
