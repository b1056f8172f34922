"""What this computer offers, and whether analyses run on the processor or a graphics card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QVBoxLayout

from app.core_api.setup import CheckMachine, CheckRow
from ui.figures import size
from ui.sandbox_words import sandbox_words
from ui.start.card import row, waiting_line, words
from ui.start.step import Step
from ui.ui_context import UiContext

PROCESSOR = "cpu"
MARKS = {"good": "✓", "note": "!", "missing": "✗"}
ROLES = {"good": "good", "note": "warning", "missing": "error"}
SHOWN = ("processor", "GPU", "space for cases", "space for models", "keyring", "sandbox")
SHOWN_IF_WRONG = ("libraries", "system libraries")


class DeviceStep(Step):
    """Keeps the choice in the settings as `device`: `cpu`, `cuda:0` …"""

    def __init__(self, ui: UiContext, profile: Callable[[], str]) -> None:
        super().__init__()
        self._ui, self._profile, self._tasks = ui, profile, ui.tasks()
        self._rows: tuple[CheckRow, ...] = ()
        self._lines: list[QLabel] = []
        self._group = QButtonGroup(self)
        self.choices: dict[str, QRadioButton] = {}
        self._devices, self._found = QVBoxLayout(), QVBoxLayout()
        self._found.setSpacing(6)
        self._heading = words("heading")
        self.waiting = waiting_line()
        self.column.addLayout(self._devices)
        self.column.addSpacing(8)
        self.column.addWidget(self._heading)
        self.column.addWidget(self.waiting)
        self.column.addLayout(self._found)
        self._offer(PROCESSOR)
        self.retranslate()

    @property
    def device(self) -> str:
        return next((name for name, button in self.choices.items() if button.isChecked()), PROCESSOR)

    def heading(self) -> str:
        return self.tr("This computer")

    def lead(self) -> str:
        return self.tr("Where should analyses run? The results are the same; a graphics card is faster.")

    def entered(self) -> None:
        self._tasks.start(self._check())

    def leave(self) -> None:
        self._ui.settings.keep("device", self.device)
        self._tasks.cancel()

    def retranslate(self) -> None:
        self._heading.setText(self.tr("What was found"))
        self.waiting.setAccessibleName(self.tr("Checking this computer"))
        for name, button in self.choices.items():
            button.setText(self._device_name(name))
        self._draw()

    async def _check(self) -> None:
        self.waiting.show()
        try:
            self._rows = await self._ui.core.ask(CheckMachine(self._profile()))
        finally:
            self.waiting.hide()
        for check in self._rows:
            if check.name == "GPU" and check.facts.get("usable"):
                self._offer(str(check.facts["device"]))
        self.retranslate()

    def _offer(self, device: str) -> None:
        if device in self.choices:
            return
        button = self.choices[device] = QRadioButton()
        button.setObjectName(f"device-{device}")
        self._group.addButton(button)
        self._devices.addLayout(row(button, None))
        button.setChecked(self._ui.settings.text("device", PROCESSOR) == device or len(self.choices) == 1)
        self.setFocusProxy(self.choices[self.device])

    def _device_name(self, device: str) -> str:
        if device == PROCESSOR:
            return self.tr("Processor")
        return self.tr("Graphics card {device}").format(device=device)

    def _draw(self) -> None:
        for line in self._lines:
            self._found.removeWidget(line)
            line.deleteLater()
        self._lines = [self._line(check) for check in self._rows if _shown(check)]
        for line in self._lines:
            self._found.addWidget(line)

    def _line(self, check: CheckRow) -> QLabel:
        line = words(ROLES[check.state] if check.state != "good" else "")
        line.setObjectName(f"check-{check.name}")
        line.setText(f"{MARKS[check.state]}  {self._says(check)}")
        return line

    def _says(self, check: CheckRow) -> str:
        facts = check.facts
        match check.name:
            case "processor":
                return self.tr("Processor: {threads} threads, {memory} of memory").format(
                    threads=facts["threads"], memory=size(facts["memory_bytes"], 0)
                )
            case "GPU":
                return self._graphics(facts)
            case "space for cases":
                return self._space(self.tr("Space for cases"), check)
            case "space for models":
                return self._space(self.tr("Space for model packs"), check)
            case "keyring":
                if check.state == "good":
                    return self.tr("Keyring: available")
                return self.tr("Keyring: none; the passphrase alone protects accounts")
            case "sandbox":
                return self._sandbox(facts)
            case _:
                return self._libraries(check)

    def _graphics(self, facts: Mapping[str, Any]) -> str:
        if "device" not in facts:
            return self.tr("Graphics card: none usable; the processor does all work")
        if facts["usable"]:
            return self.tr("Graphics card {device}: {memory}").format(
                device=facts["device"], memory=size(facts["memory_mb"] * 1_000_000, 0)
            )
        return self.tr("Graphics card {device}: present, but this installation cannot use it").format(
            device=facts["device"]
        )

    def _space(self, what: str, check: CheckRow) -> str:
        said = self.tr("{what}: {free} free").format(what=what, free=size(check.facts["free_bytes"], 0))
        if check.state != "good":
            said += ". " + self.tr(
                "Evidence is copied into the case: free some space or choose another disk."
            )
        return said

    def _sandbox(self, facts: Mapping[str, Any]) -> str:
        if not facts.get("missing"):
            return self.tr("Files are read in an isolated process; all protections are active")
        return self.tr(
            "Files are read in a separate process, but this system lacks some protections"
            " ({missing}). Analyse files of unknown origin on another computer."
        ).format(missing=sandbox_words("; ".join(facts["missing"])))

    def _libraries(self, check: CheckRow) -> str:
        return self.tr("Libraries: {what}. Install AIMA again.").format(what=check.detail)


def _shown(check: CheckRow) -> bool:
    """The packs have a page of their own; what is as it should be, and nobody asks for, is left out."""
    return check.name in SHOWN or (check.name in SHOWN_IF_WRONG and check.state != "good")
