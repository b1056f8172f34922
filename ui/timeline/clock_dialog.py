"""The clocks of the sources: what files state, how far a clock was off, how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.core_api.timeline import SetClock, SourceClock
from ui import figures
from ui.dialog_size import fit
from ui.timeline import clock_text
from ui.timeline.words import zone_word


class ClockDialog(QDialog):
    """Shows every source; `wanted` carries what a person sets (SetClock). It stays open for the next."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None, writable: bool) -> None:
        super().__init__(parent)
        self._writable = writable
        self._clocks: tuple[SourceClock, ...] = ()
        self.setObjectName("clocks")
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.list = QTreeWidget()
        self.list.setObjectName("sources")
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAlternatingRowColors(True)
        self.list.currentItemChanged.connect(lambda *_: self._show())
        self.offset, self.uncertainty, self.reason = QLineEdit(), QLineEdit(), QLineEdit()
        self.offset.setObjectName("offset")
        self.uncertainty.setObjectName("uncertainty")
        self.reason.setObjectName("reason")
        self.reason.setMaxLength(500)
        self.labels = QLabel(), QLabel(), QLabel()
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(12)
        for label, field in zip(self.labels, (self.offset, self.uncertainty, self.reason), strict=True):
            form.addRow(label, field)
            label.setBuddy(field)
            field.textEdited.connect(self._check)
            field.returnPressed.connect(self._set)
        self.problem = QLabel()
        self.problem.setProperty("role", "error")
        self.problem.setWordWrap(True)
        self.buttons = QDialogButtonBox()
        self.set_button = self.buttons.addButton(QDialogButtonBox.StandardButton.Apply)
        self.close_button = self.buttons.addButton(QDialogButtonBox.StandardButton.Close)
        for button in (self.set_button, self.close_button):
            button.setIcon(QIcon())
            button.setAutoDefault(False)
        self.set_button.setDefault(True)
        self.set_button.clicked.connect(self._set)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.about)
        column.addWidget(self.list, 1)
        column.addLayout(form)
        column.addWidget(self.problem)
        column.addWidget(self.buttons)
        fit(self, 960, 520)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Clocks of the sources"))
        self.about.setText(
            self.tr(
                "The time in a file is what the device's clock showed. If you know how far"
                " that clock was off, enter it here. The file and its recorded time are never"
                " changed."
            )
        )
        self.list.setHeaderLabels(
            [
                self.tr("Source"), self.tr("Items"), self.tr("First time in the files"), self.tr("Time zone"),
                self.tr("Correction"), self.tr("Uncertainty"), self.tr("Reason"),
            ]
        )  # fmt: skip
        self.list.setAccessibleName(self.tr("Sources and their clocks"))
        texts = (
            (
                self.tr("&Correction"),
                self.tr("For example +1:00:00 or -2d 0:00:30; added to the time in the file"),
            ),
            (
                self.tr("&Uncertainty"),
                self.tr("For example 0:00:30; the true time lies within this, before or after"),
            ),
            (self.tr("&Reason"), self.tr("How you know this, for later readers")),
        )
        for label, field, (name, hint) in zip(
            self.labels, (self.offset, self.uncertainty, self.reason), texts, strict=True
        ):
            label.setText(name)
            field.setPlaceholderText(hint)
            field.setAccessibleName(name.replace("&", ""))
            field.setAccessibleDescription(hint)
        self.set_button.setText(self.tr("Set clock"))
        self.close_button.setText(self.tr("Close"))
        self._check()

    def show_clocks(self, clocks: Sequence[SourceClock]) -> None:
        """Show what holds now; the source that is being looked at stays so."""
        chosen = self._chosen()
        self._clocks = tuple(clocks)
        self.list.clear()
        for clock in self._clocks:
            row = QTreeWidgetItem(
                [
                    " ".join(clock.untrusted_name.split()),
                    figures.number(clock.items),
                    clock.untrusted_recorded[0],
                    zone_word(clock.zone, short=True),
                    clock_text.written(clock.offset_ns) if clock.author else "–",
                    clock_text.written(clock.uncertainty_ns, signed=False) if clock.uncertainty_ns else "–",
                    clock.reason,
                ]
            )
            row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            width = self.fontMetrics().horizontalAdvance(row.text(0)) + 16
            row.setSizeHint(0, QSize(min(width, 280), 26))
            self.list.addTopLevelItem(row)
        header = self.list.header()
        header.setMinimumSectionSize(72)
        for number in range(6):
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.ResizeToContents)
        keys = [clock.key for clock in self._clocks]
        if keys:
            row_number = keys.index(chosen.key) if chosen and chosen.key in keys else 0
            self._look_at(row_number)
        self._show()

    def choose(self, key: str) -> None:
        """Look at this source."""
        for number, clock in enumerate(self._clocks):
            if clock.key == key:
                self._look_at(number)

    def _look_at(self, number: int) -> None:
        row = self.list.topLevelItem(number)
        if row is not None:
            self.list.setCurrentItem(row)

    def _chosen(self) -> SourceClock | None:
        current = self.list.currentItem()
        row = self.list.indexOfTopLevelItem(current) if current else -1
        return self._clocks[row] if 0 <= row < len(self._clocks) else None

    def _show(self) -> None:
        clock = self._chosen()
        for field in (self.offset, self.uncertainty, self.reason):
            field.setEnabled(clock is not None and self._writable)
        if clock is not None:
            self.offset.setText(clock_text.written(clock.offset_ns))
            self.uncertainty.setText(clock_text.written(clock.uncertainty_ns, signed=False))
            self.reason.setText(clock.reason)
        self._check()

    def _check(self) -> bool:
        """Say what is wrong with what was typed; whether it can be set."""
        problem = ""
        if not self._writable:
            problem = self.tr("The case is read-only: clocks can be viewed but not set.")
        elif self._chosen() is None:
            problem = self.tr("No file of this case states when it was recorded.") if not self._clocks else ""
        elif self._typed() is None:
            problem = self.tr("Enter times as hours:minutes:seconds, with days in front as in 2d 0:00:00.")
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        possible = not problem and self._chosen() is not None
        self.set_button.setEnabled(possible)
        return possible

    def _typed(self) -> tuple[int, int] | None:
        try:
            offset, uncertainty = (
                clock_text.parsed(self.offset.text()),
                clock_text.parsed(self.uncertainty.text()),
            )
        except ValueError:
            return None
        return (offset, uncertainty) if uncertainty >= 0 else None

    def _set(self) -> None:
        clock, typed = self._chosen(), self._typed()
        if self._check() and clock is not None and typed is not None:
            self.wanted.emit(SetClock(clock.key, *typed, self.reason.text().strip()))
