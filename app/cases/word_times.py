"""When each word of a person's wording was said: taken from the recognised words it keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from engine.across.speaker_words import SpokenWord

BY_HAND = -1.0
"""Probability of a word that a person wrote."""


def timed_anew(text: str, heard: Sequence[SpokenWord], start_ns: int, end_ns: int) -> tuple[SpokenWord, ...]:
    """The words of `text` between `start_ns` and `end_ns`, in order.

    A word that stands in both wordings (case and punctuation aside) keeps its time. Words between two such
    share the time between them by their length; every word ends where the next begins, or before.
    """
    written = text.split()
    matcher = SequenceMatcher(
        None, [_plain(w.text) for w in heard], [_plain(w) for w in written], autojunk=False
    )
    out: list[SpokenWord] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(heard[a:b], written[c:d], strict=True)
            out += [SpokenWord(w.start_ns, w.end_ns, new, w.utterance, BY_HAND) for w, new in pairs]
        elif d > c:
            begin = heard[a].start_ns if a < b else out[-1].end_ns if out else start_ns
            end = heard[b - 1].end_ns if a < b else heard[a].start_ns if a < len(heard) else end_ns
            out += _shared_out(written[c:d], begin, max(begin, end))
    return tuple(out)


def _shared_out(words: Sequence[str], start_ns: int, end_ns: int) -> Iterator[SpokenWord]:
    """Words one after the other, each as long as its letters say."""
    letters = [len(word) for word in words]
    total, edges = sum(letters), [0]
    for count in letters:
        edges.append(edges[-1] + count)
    times = [start_ns + (end_ns - start_ns) * edge // total for edge in edges]
    for word, (begin, end) in zip(words, pairwise(times), strict=True):
        yield SpokenWord(begin, end, word, -1, BY_HAND)


def _plain(word: str) -> str:
    return "".join(c for c in word.casefold() if c.isalnum()) or word
