"""What kinds, states and acts are called in the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from resources.languages import texts
from ui.evidence.rows import UNKNOWN, Rows
from ui.figures import percent
from ui.reason_words import reason_word
from ui.translation import current

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
    """The name of a kind of item: video, audio, image, other; empty while unknown."""
    translate = QCoreApplication.translate
    words = {
        "video": translate("Evidence", "Video"),
        "audio": translate("Evidence", "Sound"),
        "image": translate("Evidence", "Picture"),
        "other": translate("Evidence", "Other"),
        "": translate("Evidence", "Unknown"),
    }
    return words.get(kind, kind)


def state_word(rows: Rows, row: int) -> str:
    """How far an item is, in few words: `added`, `analysed 40 %`, `unreadable`."""
    translate = QCoreApplication.translate
    state, share, failed = rows.states[row], rows.shares[row], rows.failed[row]
    if state == "unreadable":
        return translate("Evidence", "unreadable: {reason}").format(reason=reason_word(rows.errors[row]))
    if state == "added":
        return translate("Evidence", "added")
    if rows.outdated[row]:
        return translate("Evidence", "outdated, {share}").format(share=percent(max(0.0, share)))
    if failed:
        return translate("Evidence", "{share}, {failed} failed").format(share=percent(share), failed=failed)
    if state == "analysed" and share in (1.0, UNKNOWN):
        return translate("Evidence", "analysed")
    if share == UNKNOWN:
        return translate("Evidence", "preview only")
    return translate("Evidence", "analysed {share}").format(share=percent(share))


def act_word(action: str) -> str:
    """An entry of the chain of custody; what the window has no word for is said as in a dossier."""
    translate = QCoreApplication.translate
    words = {
        "item added": translate("Evidence", "Added"),
        "item seen again": translate("Evidence", "Found again"),
        "item verified": translate("Evidence", "Verified"),
        "item not added": translate("Evidence", "Skipped"),
    }
    said = texts(current().code, "dossier").get(f"action.{action}", action)
    return words.get(action, said)
