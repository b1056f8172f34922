"""What a person changed of a first draft, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_WORD = re.compile(r"\s*\S+")
Spans = list[tuple[int, int]]
LONGEST = 2000
"""Letters beyond which two texts are shown whole: comparing takes the square of their length."""


def changes(first: str, now: str) -> tuple[Spans, Spans]:
    """Letters `[begin, end)` that went from the first text, and those that came into the second."""
    if len(first) + len(now) > LONGEST:
        return [(0, len(first))], [(0, len(now))]
    before, after = list(_WORD.finditer(first)), list(_WORD.finditer(now))
    gone: Spans = []
    came: Spans = []
    match = SequenceMatcher(
        None, [w.group().strip() for w in before], [w.group().strip() for w in after], False
    )
    for what, a, b, c, d in match.get_opcodes():
        if what != "equal":
            gone += _stretch(before[a:b])
            came += _stretch(after[c:d])
    return gone, came


def _stretch(words: Sequence[re.Match[str]]) -> Spans:
    """From the first letter of the first word to the last of the last."""
    return [(words[0].end() - len(words[0].group().lstrip()), words[-1].end())] if words else []
