"""What to analyse, with what it will cost before it starts."""

from __future__ import annotations

import asyncio
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.core_api.jobs import Choices, Estimate, Quote, Wanted, WhatCanRun
from app.core_api.protocol import Refused
from ui.dialog_size import fit
from ui.error_texts import error_text
from ui.figures import number
from ui.jobs.quote_text import quote_text
from ui.jobs.stage_choice import StageChoiceTree
from ui.ui_context import UiContext

PAUSE_MS = 400
"""A quote is asked for when nothing was changed for so long."""


class AnalyseDialog(QDialog):
    """Emits `wanted` when a person starts. The quote comes first: without one nothing can be started."""

    wanted = Signal(object)

    def __init__(self, ui: UiContext, asked: Wanted, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("analyse")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._ui, self._tasks = ui, ui.tasks()
        self._marked = asked.items or ui.position.chosen
        self._quoting: asyncio.Task[Any] | None = None
        self._later = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._build(asked)
        self._name()
        self._later.timeout.connect(self._quote)
        self._tasks.start(self._choices(asked))

    def done(self, result: int) -> None:
        self._tasks.cancel()
        super().done(result)

    def asked(self) -> Wanted:
        """What is chosen now."""
        return Wanted(
            items=self._marked if self._only_marked.isChecked() else (),
            stages=self._stages.chosen(),
            preview_only=self._preview.isChecked(),
            retry_failed=self._retry.isChecked(),
            device=str(self._device.currentData() or "cpu"),
            workers=self._workers.value(),
        )

    def _build(self, asked: Wanted) -> None:
        self._everything, self._only_marked = QRadioButton(), QRadioButton()
        self._everything.setObjectName("analyse-all")
        self._only_marked.setObjectName("analyse-marked")
        self._only_marked.setEnabled(bool(self._marked))
        (self._only_marked if asked.items or len(self._marked) > 1 else self._everything).setChecked(True)
        self._items = QGroupBox()
        rows = QVBoxLayout(self._items)
        rows.addWidget(self._everything)
        rows.addWidget(self._only_marked)
        self._stages = StageChoiceTree()
        self._preview, self._retry = QCheckBox(), QCheckBox()
        self._preview.setObjectName("analyse-scout")
        self._retry.setObjectName("analyse-retry")
        self._preview.setChecked(asked.preview_only)
        self._retry.setChecked(asked.retry_failed)
        self._device, self._workers = QComboBox(), QSpinBox()
        self._device.setObjectName("analyse-device")
        self._workers.setObjectName("analyse-workers")
        self._workers.setRange(0, 64)
        self._workers.setValue(asked.workers)
        self._form = QFormLayout()
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._device_label, self._workers_label = QLabel(), QLabel()
        self._form.addRow(self._device_label, self._device)
        self._form.addRow(self._workers_label, self._workers)
        self._said, self._waiting = QLabel(), QProgressBar()
        self._said.setObjectName("analyse-quote")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._waiting.setRange(0, 0)
        self._waiting.setTextVisible(False)
        self._costs = QGroupBox()
        costs = QVBoxLayout(self._costs)
        costs.addWidget(self._waiting)
        costs.addWidget(self._said, 1)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._start = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._start.setObjectName("analyse-start")
        for button in self._buttons.buttons():
            button.setIcon(QIcon())
        self._start.setEnabled(False)
        self._lay_out()
        self._buttons.accepted.connect(self._accept)
        self._buttons.rejected.connect(self.reject)
        for button in (self._everything, self._preview, self._retry):
            button.toggled.connect(self._changed)
        self._stages.changed.connect(self._changed)
        self._device.currentIndexChanged.connect(self._changed)
        self._workers.valueChanged.connect(self._changed)

    def _lay_out(self) -> None:
        choices = QWidget()
        left = QVBoxLayout(choices)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self._items)
        left.addWidget(self._stages, 1)
        left.addWidget(self._preview)
        left.addWidget(self._retry)
        left.addLayout(self._form)
        scroll = QScrollArea()
        scroll.setWidget(choices)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        halves = QHBoxLayout()
        halves.setSpacing(16)
        halves.addWidget(scroll, 3)
        halves.addWidget(self._costs, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(halves, 1)
        column.addWidget(self._buttons)
        fit(self, 820, 540)

    def _name(self) -> None:
        self.setWindowTitle(self.tr("Analyse"))
        self._items.setTitle(self.tr("Items"))
        self._everything.setText(self.tr("All items of the case"))
        self._only_marked.setText(self.tr("Marked items ({count})").format(count=number(len(self._marked))))
        self._preview.setText(self.tr("Preview only (keyframes and photos)"))
        self._retry.setText(self.tr("Retry failed segments"))
        self._device_label.setText(self.tr("Device"))
        self._workers_label.setText(self.tr("Workers"))
        self._device.setAccessibleName(self.tr("Device"))
        self._workers.setAccessibleName(self.tr("Workers"))
        self._workers.setSpecialValueText(self.tr("one per core"))
        self._costs.setTitle(self.tr("Estimate"))
        self._start.setText(self.tr("Start"))
        self._said.setAccessibleName(self.tr("Estimate"))
        self._said.setText(self.tr("Checking this computer …"))

    async def _choices(self, asked: Wanted) -> None:
        choices: Choices = await self._ui.core.ask(WhatCanRun())
        self._stages.offer(choices.stages, asked.stages)
        for device in choices.devices:
            if device.usable:
                words = device.words or self.tr("Processor, {cores} cores").format(cores=choices.cores)
                self._device.addItem(words, device.name)
        self._device.setCurrentIndex(max(0, self._device.findData(asked.device)))
        self._changed()

    def _changed(self) -> None:
        self._start.setEnabled(False)
        self._waiting.show()
        self._later.start()

    def _quote(self) -> None:
        if self._quoting is not None:
            self._quoting.cancel()
        self._quoting = self._tasks.start(self._ask_quote())

    async def _ask_quote(self) -> None:
        wanted = self.asked()
        if not self._stages.any():
            self._tell(self.tr("No analysis step is selected."), may_start=False)
            return
        if problem := self._stages.problem():
            self._tell(error_text(problem), may_start=False)
            return
        self._said.setText(self.tr("Estimating from a sample of the items …"))
        try:
            quote: Quote = await self._ui.core.ask(Estimate(wanted))
        except Refused as refused:
            self._tell(error_text(refused.failed), may_start=False)
            return
        text = quote_text(quote)
        writable = self._ui.case is not None and self._ui.case.writable
        if not writable:
            text += "\n\n" + self.tr(
                "The case is being edited in another window or command. Close it there and"
                " reopen the case here to analyse it."
            )
        self._tell(text, may_start=writable and (quote.units > 0 or quote.unprobed > 0))

    def _tell(self, text: str, may_start: bool) -> None:
        self._said.setText(text)
        self._waiting.hide()
        self._start.setEnabled(may_start)
        if may_start:
            self._start.setDefault(True)

    def _accept(self) -> None:
        self.wanted.emit(self.asked())
        self.accept()
