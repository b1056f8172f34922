"""All commands of the player, with their keys: in the menu, on the buttons, and by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from ui.icons import icon
from ui.panel import Panel
from ui.theme import Tokens

KEYS: Mapping[str, str] = {
    "play": "Space",
    "play anywhere": "Ctrl+Space",
    "backwards": "J",
    "stand": "K",
    "forwards": "L",
    "picture back": "Left, ,",
    "picture on": "Right, .",
    "second back": "Shift+Left",
    "second on": "Shift+Right",
    "ten back": "Ctrl+Left",
    "ten on": "Ctrl+Right",
    "cut back": "Up",
    "cut on": "Down",
    "start": "Home",
    "end": "End",
    "type time": "G",
    "mark in": "I",
    "mark out": "O",
    "go in": "Shift+I",
    "go out": "Shift+O",
    "clear marks": "X",
    "repeat": "R",
    "slower": "[",
    "faster": "]",
    "usual speed": "Backspace",
    "mute": "M",
    "louder": "Ctrl+Up",
    "quieter": "Ctrl+Down",
    "next track": "A",
    "fit": "0",
    "own size": "1",
    "zoom in": "+, =",
    "zoom out": "-",
    "pan left": "Ctrl+Shift+Left",
    "pan right": "Ctrl+Shift+Right",
    "pan up": "Ctrl+Shift+Up",
    "pan down": "Ctrl+Shift+Down",
    "full screen": "F",
    "faces": "B",
    "objects": "Shift+B",
    "texts": "T",
    "still": "Ctrl+Shift+S",
    "count pictures": "",
}
"""By the name of the command; several keys parted by a comma and a space."""
ICONS: Mapping[str, str] = {
    "play": "mdi6.play",
    "picture back": "mdi6.step-backward",
    "picture on": "mdi6.step-forward",
    "cut back": "mdi6.skip-previous",
    "cut on": "mdi6.skip-next",
    "mark in": "mdi6.contain-start",
    "mark out": "mdi6.contain-end",
    "repeat": "mdi6.repeat",
    "mute": "mdi6.volume-high",
    "still": "mdi6.camera-outline",
    "full screen": "mdi6.fullscreen",
    "fit": "mdi6.fit-to-screen-outline",
}
EVERYWHERE = frozenset({"play anywhere"})
"""Whose keys count in every panel."""
SWITCHES = frozenset({"repeat", "mute", "faces", "objects", "texts", "count pictures", "full screen"})
CHANGED = {"play": ("mdi6.play", "mdi6.pause"), "mute": ("mdi6.volume-high", "mdi6.volume-off")}


class PlayerCommands(QObject):
    """The actions by name. The keys count while the player has the focus; elsewhere most of them type."""

    wanted = Signal(str)
    """The name of the command a person gave."""

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self._actions: dict[str, QAction] = {}
        for name, keys in KEYS.items():
            action = panel.command(
                "play", partial(self.wanted.emit, name), keys, everywhere=name in EVERYWHERE
            )
            action.setObjectName(f"play-{name.replace(' ', '-')}")
            action.setCheckable(name in SWITCHES)
            self._actions[name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def enable(self, running: bool, pictures: bool) -> None:
        """What can be done with an item that runs, or only stands; and has pictures, or only sound."""
        for name, action in self._actions.items():
            pictorial = name in PICTORIAL
            action.setEnabled((pictures or not pictorial) and (running or name in ALWAYS))

    def redraw(self, tokens: Tokens, running: bool) -> None:
        """Icons for a theme, and for how things stand."""
        for name, plain in ICONS.items():
            action = self._actions[name]
            if name in CHANGED:
                plain = CHANGED[name][running if name == "play" else action.isChecked()]
            action.setIcon(icon(plain, tokens))

    def retranslate(self) -> None:
        for name, text in self._texts().items():
            action = self._actions[name]
            action.setText(text)
            keys = ", ".join(k.toString(k.SequenceFormat.NativeText) for k in action.shortcuts())
            action.setToolTip(f"{text} ({keys})" if keys else text)

    def _texts(self) -> Mapping[str, str]:
        return {
            "play": self.tr("Play or Pause"),
            "play anywhere": self.tr("Play or Pause from Any Panel"),
            "backwards": self.tr("Rewind (Press Again: Faster)"),
            "stand": self.tr("Pause"),
            "forwards": self.tr("Fast Forward (Press Again: Faster)"),
            "picture back": self.tr("Previous Frame"),
            "picture on": self.tr("Next Frame"),
            "second back": self.tr("One Second Back"),
            "second on": self.tr("One Second Forward"),
            "ten back": self.tr("Ten Seconds Back"),
            "ten on": self.tr("Ten Seconds Forward"),
            "cut back": self.tr("Previous Cut"),
            "cut on": self.tr("Next Cut"),
            "start": self.tr("Go to Start"),
            "end": self.tr("Go to End"),
            "type time": self.tr("Go to Time…"),
            "mark in": self.tr("Mark In Here"),
            "mark out": self.tr("Mark Out Here"),
            "go in": self.tr("Go to Mark In"),
            "go out": self.tr("Go to Mark Out"),
            "clear marks": self.tr("Clear Marks"),
            "repeat": self.tr("Loop Marked Segment"),
            "slower": self.tr("Slower"),
            "faster": self.tr("Faster"),
            "usual speed": self.tr("Normal Speed"),
            "mute": self.tr("Mute"),
            "louder": self.tr("Louder"),
            "quieter": self.tr("Quieter"),
            "next track": self.tr("Next Sound Track"),
            "fit": self.tr("Fit to Window"),
            "own size": self.tr("Actual Size (1:1)"),
            "zoom in": self.tr("Zoom In"),
            "zoom out": self.tr("Zoom Out"),
            "pan left": self.tr("Pan Left"),
            "pan right": self.tr("Pan Right"),
            "pan up": self.tr("Pan Up"),
            "pan down": self.tr("Pan Down"),
            "full screen": self.tr("Full Screen"),
            "faces": self.tr("Show Faces"),
            "objects": self.tr("Show Objects"),
            "texts": self.tr("Show Text in the Picture"),
            "still": self.tr("Export Frame…"),
            "count pictures": self.tr("Show Frame Numbers"),
        }


ALWAYS = frozenset({
    "fit", "own size", "zoom in", "zoom out", "pan left", "pan right", "pan up", "pan down", "full screen",
    "faces", "objects", "texts", "still", "count pictures",
})  # fmt: skip
"""What can also be done with a picture that stands."""
PICTORIAL = frozenset(ALWAYS | {"picture back", "picture on", "cut back", "cut on"}) - {"full screen"}
"""What needs pictures."""
