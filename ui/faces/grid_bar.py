"""What the grid shows: whose faces, in what order, how good, how large."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QSlider, QToolButton, QWidget

from ui.faces.face_grid_view import LARGEST, SMALLEST, STEP
from ui.faces.face_order import Sort, Wanted
from ui.icons import icon
from ui.shared.flow_layout import FlowLayout
from ui.theme import Tokens

LEVELS = (0.0, 0.25, 0.5)
SORTS = (Sort.PERSON, Sort.QUALITY, Sort.TIME, Sort.LIKENESS)


class GridBar(QWidget):
    """`changed` says that something else is wanted."""

    changed = Signal()
    likeness_wanted = Signal()
    side_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._people: frozenset[int] = frozenset()
        self._item = ""
        self.sort, self.quality = QComboBox(), QComboBox()
        self.sort.setObjectName("sort")
        self.quality.setObjectName("quality")
        self.unassigned, self.this_item, self.everybody = QToolButton(), QToolButton(), QToolButton()
        for button, name in (
            (self.unassigned, "unassigned"),
            (self.this_item, "this-item"),
            (self.everybody, "everybody"),
        ):
            button.setObjectName(name)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.unassigned.setCheckable(True)
        self.this_item.setCheckable(True)
        self.everybody.hide()
        self.size_slider = QSlider(Qt.Orientation.Horizontal)
        self.size_slider.setRange(SMALLEST, LARGEST)
        self.size_slider.setSingleStep(STEP)
        self.size_slider.setPageStep(STEP * 2)
        self.size_slider.setFixedWidth(112)
        line = FlowLayout(self, 8)
        for widget in (
            self.sort,
            self.quality,
            self.unassigned,
            self.this_item,
            self.everybody,
            self.size_slider,
        ):
            line.addWidget(widget)
        self.sort.currentIndexChanged.connect(self._sorted)
        self.quality.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.unassigned.toggled.connect(lambda _: self.changed.emit())
        self.this_item.toggled.connect(lambda _: self.changed.emit())
        self.everybody.clicked.connect(lambda: self.only(frozenset()))
        self.size_slider.valueChanged.connect(self.side_wanted.emit)
        self.retranslate()

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            sort=SORTS[max(0, self.sort.currentIndex())],
            people=self._people,
            unassigned=self.unassigned.isChecked(),
            least_quality=LEVELS[max(0, self.quality.currentIndex())],
            item_id=self._item if self.this_item.isChecked() else "",
        )

    def only(self, people: frozenset[int], called: str = "") -> None:
        """Show these people only; none: everybody."""
        self._people = people
        self.everybody.setVisible(bool(people))
        self.everybody.setText(called or self.tr("%n person(s)", "", len(people)))
        if people:
            with QSignalBlocker(self.unassigned):
                self.unassigned.setChecked(False)
        self.updateGeometry()
        self.changed.emit()

    @property
    def people(self) -> frozenset[int]:
        """Numbers of the people the grid is limited to; empty: all."""
        return self._people

    def item(self, item_id: str) -> None:
        """The item that is looked at now."""
        self._item = item_id
        self.this_item.setEnabled(bool(item_id))
        if self.this_item.isChecked():
            self.changed.emit()

    def sort_by(self, sort: Sort) -> None:
        self.sort.setCurrentIndex(SORTS.index(sort))

    def side(self, side: int) -> None:
        """Pixels of a picture's side."""
        with QSignalBlocker(self.size_slider):
            self.size_slider.setValue(side)

    def use(self, tokens: Tokens) -> None:
        self.unassigned.setIcon(icon("mdi6.account-question-outline", tokens))
        self.this_item.setIcon(icon("mdi6.file-eye-outline", tokens))
        self.everybody.setIcon(icon("mdi6.close", tokens))

    def retranslate(self) -> None:
        sorts = (
            self.tr("By person"),
            self.tr("Clearest first"),
            self.tr("By item and time"),
            self.tr("Most similar to the selected"),
        )
        levels = (self.tr("Any quality"), self.tr("Fair or better"), self.tr("Good only"))
        _fill(self.sort, sorts)
        _fill(self.quality, levels)
        self.sort.setAccessibleName(self.tr("Order of the faces"))
        self.quality.setAccessibleName(self.tr("Minimum quality"))
        self.unassigned.setText(self.tr("Unassigned"))
        self.unassigned.setToolTip(self.tr("Only faces that belong to no person and have no name"))
        self.this_item.setText(self.tr("This item"))
        self.this_item.setToolTip(self.tr("Only faces of the item that is open in the player"))
        self.everybody.setToolTip(self.tr("Show everybody again"))
        self.size_slider.setAccessibleName(self.tr("Size of the pictures"))
        self.size_slider.setToolTip(self.tr("Size of the pictures (Ctrl and + or -)"))
        self.sort.setToolTip(self.sort.accessibleName())
        self.quality.setToolTip(self.quality.accessibleName())

    def _sorted(self) -> None:
        if self.wanted.sort is Sort.LIKENESS:
            self.likeness_wanted.emit()
        else:
            self.changed.emit()


def _fill(box: QComboBox, words: Sequence[str]) -> None:
    with QSignalBlocker(box):
        at = max(0, box.currentIndex())
        box.clear()
        box.addItems(words)
        box.setCurrentIndex(at)
