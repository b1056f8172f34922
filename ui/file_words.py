"""What of a file was not read, in words of the window: the sentences of the dossier."""

from __future__ import annotations

from app.operations.moments import timecode
from engine.media.account import FileEntry
from resources.languages import texts
from ui.figures import length, number
from ui.translation import current


def entry_words(entry: FileEntry, name: str) -> str:
    """A sentence about an entry of the account of the item `name`."""
    known = texts(current().code, "dossier")
    key = f"left.{entry.code}"
    pattern = known.get(f"{key}.one" if entry.count == 1 else key) or known.get(key, entry.code)
    return pattern.format_map({key: _shown(key, value) for key, value in entry.values(name).items()})


def reason_word(code: str) -> str:
    """Why something was not analysed, in few words."""
    known = texts(current().code, "dossier")
    return known.get(f"reason.{code}") or known["reason."]


def _shown(name: str, value: str | int) -> str:
    if isinstance(value, str):
        return value
    if name.endswith("_ns"):
        return length(value)
    return timecode(value) if name.endswith("_time") else number(value)
