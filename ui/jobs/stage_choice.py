"""Stages to tick, in groups; what cannot run here says why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from app.core_api.jobs import StageChoice
from app.core_api.protocol import Failed
from ui.stage_words import GROUPS, group_of, group_word, stage_about, stage_word

STAGE = Qt.ItemDataRole.UserRole
LEAST_HEIGHT = 150


class StageChoiceTree(QTreeWidget):
    """All ticked means all stages, also those a later version brings."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("analyse-stages")
        self.setColumnCount(1)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setHeaderLabels([self.tr("Analysis steps")])
        self.setAccessibleName(self.tr("Analysis steps"))
        self._offered: dict[str, StageChoice] = {}
        self.itemChanged.connect(self._changed)

    def offer(self, choices: Sequence[StageChoice], chosen: Sequence[str]) -> None:
        """Show what there is; `chosen` empty ticks everything."""
        self.blockSignals(True)
        self._offered = {choice.name: choice for choice in choices}
        for group in GROUPS:
            self._group(group_word(group), [c for c in choices if group_of(c.name) == group], chosen)
        self.expandAll()
        self.blockSignals(False)

    def chosen(self) -> tuple[str, ...]:
        """Ticked stages; empty where all are."""
        ticked = self._ticked()
        return () if len(ticked) == len(self._offered) else tuple(ticked)

    def any(self) -> bool:
        return bool(self._ticked())

    def problem(self) -> Failed | None:
        """Why what is ticked cannot run, as far as that is known."""
        waiting, seen = self._ticked(), set[str]()
        while waiting:
            name = waiting.pop()
            choice = self._offered.get(name)
            if choice is None or name in seen:
                continue
            if choice.problem is not None:
                return choice.problem
            seen.add(name)
            waiting += choice.after
        return None

    def _group(self, title: str, choices: Sequence[StageChoice], chosen: Sequence[str]) -> None:
        if not choices:
            return
        top = QTreeWidgetItem(self, [title])
        top.setFlags(top.flags() | Qt.ItemFlag.ItemIsAutoTristate | Qt.ItemFlag.ItemIsUserCheckable)
        for choice in choices:
            row = QTreeWidgetItem(top, [stage_word(choice.name)])
            row.setData(0, STAGE, choice.name)
            row.setToolTip(0, stage_about(choice.name))
            row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = choice.problem is None and (not chosen or choice.name in chosen)
            row.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            if choice.problem is not None:
                row.setText(0, self.tr("{stage} (a model pack is missing)").format(stage=row.text(0)))

    def _rows(self) -> Iterator[QTreeWidgetItem]:
        for number in range(self.topLevelItemCount()):
            top = self.topLevelItem(number)
            assert top is not None
            yield from filter(None, (top.child(n) for n in range(top.childCount())))

    def _ticked(self) -> list[str]:
        return [r.data(0, STAGE) for r in self._rows() if r.checkState(0) is Qt.CheckState.Checked]

    def _changed(self) -> None:
        self.changed.emit()
