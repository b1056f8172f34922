"""What a person can ask of the transcript: the commands of its menu, their keys and names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence

from ui.panel import Panel

KEYS = {
    "find": "Ctrl+F",
    "next": "F3",
    "previous": "Shift+F3",
    "edit": "E, F2",
    "join": "Ctrl+J",
    "revert": "Shift+R",
    "machine": "W",
    "name": "N",
    "heard": "H",
    "doubtful": "D",
    "doubtful-back": "Shift+D",
    "unheard": "U",
    "follow": "F",
    "whole": "Shift+A",
    "copy": "Ctrl+C",
    "write": "",
}
"""In the order of the menu; they hold while the transcript has the focus, before any other of the window."""
SWITCHES = ("machine", "follow", "whole")
AT_THE_CURSOR = ("edit", "join", "revert", "name", "heard", "copy")


class TranscriptCommands(QObject):
    """Actions by name."""

    def __init__(self, panel: Panel, slots: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(panel)
        self.acts: dict[str, QAction] = {}
        for name, keys in KEYS.items():
            action = panel.command("transcript", slots[name], keys, everywhere=False)
            action.setObjectName(f"transcript-{name}")
            action.setCheckable(name in SWITCHES)
            self.acts[name] = action
        self.acts["follow"].setChecked(True)

    def meant(self, event: QKeyEvent) -> QAction | None:
        """The command whose key this is."""
        pressed = QKeySequence(event.keyCombination())
        return next((a for a in self.acts.values() if pressed in a.shortcuts() and a.isEnabled()), None)

    def retranslate(self) -> None:
        texts = {
            "find": self.tr("Find in Transcript"),
            "next": self.tr("Next Hit"),
            "previous": self.tr("Previous Hit"),
            "edit": self.tr("Edit Line"),
            "join": self.tr("Join with Next Line"),
            "revert": self.tr("Restore Automatic Transcript"),
            "machine": self.tr("Show Automatic Transcript"),
            "name": self.tr("Name Speaker…"),
            "heard": self.tr("Mark as Heard or Unheard"),
            "doubtful": self.tr("Next Uncertain Line"),
            "doubtful-back": self.tr("Previous Uncertain Line"),
            "unheard": self.tr("Next Unheard Line"),
            "follow": self.tr("Follow Playback"),
            "whole": self.tr("Transcripts of the Whole Case"),
            "copy": self.tr("Copy with Times"),
            "write": self.tr("Export Transcript…"),
        }
        for name, text in texts.items():
            self.acts[name].setText(text)
