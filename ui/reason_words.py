"""Why something was not analysed, in a few words: as the dossier says it, never as a code."""

from __future__ import annotations

from resources.languages import texts
from ui.translation import current


def reason_word(code: str) -> str:
    """The reason of an error code; “reason unknown” where the catalogue has none."""
    known = texts(current().code, "dossier")
    return known.get(f"reason.{code}") or known["reason."]
