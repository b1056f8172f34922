"""Model packs and this computer, outside the first run."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from ui.dialog_size import fit
from ui.start.device_step import DeviceStep
from ui.start.packs_step import PacksStep
from ui.start.step import Step
from ui.ui_context import UiContext


class SetupDialog(QDialog):
    """The same steps as in the first run, side by side. Opened with `open()`."""

    def __init__(self, ui: UiContext, profile: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("setup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.packs, self.device = PacksStep(ui, lambda: profile), DeviceStep(ui, lambda: profile)
        tabs = QTabWidget()
        for step in (self.packs, self.device):
            tabs.addTab(_scrolled(step), step.heading())
            step.entered()
        self.setWindowTitle(self.tr("Set up"))
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.addWidget(tabs, 1)
        column.addWidget(box)
        fit(self, 680, 520)
        self.finished.connect(lambda _: self._leave())
        self.packs.setFocus()

    def _leave(self) -> None:
        self.packs.leave()
        self.device.leave()


def _scrolled(step: Step) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    step.column.setContentsMargins(16, 16, 16, 16)
    if isinstance(step, DeviceStep):
        step.column.addStretch(1)  # the packs' table takes the room there is
    area.setWidget(step)
    return area
