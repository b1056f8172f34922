"""What confines the processes that read evidence, in the language of the window."""

from __future__ import annotations

import re

from resources.languages import texts
from ui.translation import current

BETWEEN = re.compile(r"(; |, |: | \()")


def sandbox_words(described: str) -> str:
    """Phrases of `gpu_backends.sandbox_terms.Sandbox`, each by `sandbox.json`; one it lacks stays English.

    Numbers in a phrase stand as `{n}` in its key.
    """
    known = texts(current().code, "sandbox")
    return "".join(
        part if BETWEEN.fullmatch(part) else _phrase(part, known.get(re.sub(r"\d+", "{n}", part)))
        for part in BETWEEN.split(described)
    )


def _phrase(part: str, pattern: str | None) -> str:
    numbers = iter(re.findall(r"\d+", part))
    return part if pattern is None else re.sub(r"\{n\}", lambda _: next(numbers), pattern)
