"""What kinds, states and acts are called in the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.evidence.rows import UNKNOWN, Rows
from ui.figures import percent

ICONS = {
    "video": "mdi6.movie-open-outline",
    "audio": "mdi6.waveform",
    "image": "mdi6.image-outline",
    "": "mdi6.help-circle-outline",
}
BROKEN, OTHER = "mdi6.file-alert-outline", "mdi6.file-outline"


def icon_name(kind: str, state: str) -> str:
    """The icon of an item's kind; another where it cannot be read."""
    return BROKEN if state == "unreadable" else ICONS.get(kind, OTHER)


def kind_word(kind: str) -> str:
    tr = QCoreApplication.translate
    words = {
        "video": tr("Evidence", "Video"),
        "audio": tr("Evidence", "Sound"),
        "image": tr("Evidence", "Picture"),
        "other": tr("Evidence", "Other"),
        "": tr("Evidence", "Not known yet"),
    }
    return words.get(kind, kind)


def state_word(rows: Rows, row: int) -> str:
    """How far an item is, in few words: `added`, `analysed 40 %`, `unreadable`."""
    tr = QCoreApplication.translate
    state, share, failed = rows.states[row], rows.shares[row], rows.failed[row]
    if state == "unreadable":
        return tr("Evidence", "unreadable ({code})").format(code=rows.errors[row])
    if state == "added":
        return tr("Evidence", "added")
    if rows.outdated[row]:
        return tr("Evidence", "outdated, {share}").format(share=percent(max(0.0, share)))
    if failed:
        return tr("Evidence", "analysed {share}, {failed} failed").format(share=percent(share), failed=failed)
    if state == "analysed" and share in (1.0, UNKNOWN):
        return tr("Evidence", "analysed")
    if share == UNKNOWN:
        return tr("Evidence", "looked into")
    return tr("Evidence", "analysed {share}").format(share=percent(share))


def act_word(action: str) -> str:
    """An entry of the chain of custody."""
    tr = QCoreApplication.translate
    words = {
        "item added": tr("Evidence", "Added"),
        "item seen again": tr("Evidence", "Found again"),
        "item verified": tr("Evidence", "Verified"),
        "item not added": tr("Evidence", "Not added"),
    }
    return words.get(action, action)
