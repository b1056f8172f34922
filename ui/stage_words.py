"""What stages are called in the window, and in which group they are offered."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from resources.displays import OTHER, display
from ui.translation import current

GROUPS = ("people", "speech", "text", "pictures", OTHER)
"""In the order in which they are offered."""


def stage_word(stage: str) -> str:
    """The name of a stage for people, as dossier and command line have it."""
    return display(stage).name(current().code)


def stage_about(stage: str) -> str:
    """What it does, in one line; may be empty."""
    return display(stage).about(current().code)


def group_of(stage: str) -> str:
    """One of GROUPS."""
    group = display(stage).group
    return group if group in GROUPS else OTHER


def group_word(group: str) -> str:
    """The name of a group of stages."""
    translate = QCoreApplication.translate
    words = {
        "people": translate("Stages", "People"),
        "speech": translate("Stages", "Speech and sound"),
        "text": translate("Stages", "Text"),
        "pictures": translate("Stages", "Pictures and shots"),
    }
    return words.get(group, translate("Stages", "Other"))
