"""The timeline with all that stands around it: buttons, what is under the pointer, scroll bars, items apart.

Loaded when the first case opens, since it needs numpy, which a window that only unlocks does without.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollBar,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.core_api.timeline import ApartItem
from ui.icons import icon
from ui.theme import Tokens
from ui.timeline.lane_icons import LaneIcons
from ui.timeline.timeline_view import TimelineView

WHOLE = 10_000
"""Steps of the scroll bar over all there is."""


class StatusLine(QLabel):
    """One line of plain text that gives way when there is no room for it."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "muted")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""

    def say(self, text: str) -> None:
        self._whole = text
        self._fit()

    @property
    def said(self) -> str:
        return self._whole

    def resizeEvent(self, event: object) -> None:  # noqa: N802
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))


class Board(QWidget):
    """`view` is the timeline itself. `case_chosen` tells which of the two timelines is wanted."""

    case_chosen = Signal(bool)
    clocks_wanted = Signal()
    apart_opened = Signal(str)
    """An item without a time was opened from the list."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.view = TimelineView(tokens)
        self.view.setObjectName("timeline-view")
        self.of_item, self.of_case = _button("of-item", True), _button("of-case", True)
        self._which = QButtonGroup(self)
        for button in (self.of_item, self.of_case):
            self._which.addButton(button)
        self.of_item.setChecked(True)
        self.of_case.toggled.connect(self.case_chosen)
        self.farther, self.nearer = _button("zoom-out"), _button("zoom-in")
        self.all, self.marked = _button("zoom-all"), _button("zoom-marked")
        self.clocks, self.apart = _button("clocks-open"), _button("apart-shown", True)
        self.farther.clicked.connect(lambda: self.view.zoom(-1))
        self.nearer.clicked.connect(lambda: self.view.zoom(1))
        self.all.clicked.connect(lambda: self.view.fit())
        self.marked.clicked.connect(self.fit_marked)
        self.clocks.clicked.connect(self.clocks_wanted)
        self.apart.toggled.connect(self._show_apart)
        self.status = StatusLine()
        self.apart_list = QListWidget()
        self.apart_list.setObjectName("items-apart")
        self.apart_list.itemActivated.connect(
            lambda item: self.apart_opened.emit(item.data(Qt.ItemDataRole.UserRole))
        )
        self.across = QScrollBar(Qt.Orientation.Horizontal)
        self.down = QScrollBar(Qt.Orientation.Vertical)
        self.across.valueChanged.connect(self._across)
        self.down.valueChanged.connect(self.view.set_down)
        self.view.scale_changed.connect(self._follow)
        self.view.scrolled.connect(self._follow)
        self._lay_out()
        self.use_tokens(tokens)
        self.show_case(False)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.setSpacing(4)
        for button in (self.of_item, self.of_case):
            bar.addWidget(button)
        bar.addSpacing(8)
        for button in (self.farther, self.nearer, self.all, self.marked):
            button.setProperty("flat", True)
            bar.addWidget(button)
        bar.addSpacing(8)
        bar.addWidget(self.status, 1)
        bar.addWidget(self.apart)
        bar.addWidget(self.clocks)
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.view, 0, 0)
        grid.addWidget(self.down, 0, 1)
        grid.addWidget(self.across, 1, 0)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(held)
        split.addWidget(self.apart_list)
        split.setStretchFactor(0, 1)
        split.setSizes([1000, 220])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(split, 1)

    def retranslate(self) -> None:
        """Set all texts."""
        texts = {
            self.of_item: (self.tr("Item"), self.tr("Timeline of the item")),
            self.of_case: (self.tr("Case"), self.tr("Timeline of the whole case")),
            self.clocks: (self.tr("Clocks …"), self.tr("Clocks of the sources")),
            self.farther: ("", self.tr("Zoom out (−)")),
            self.nearer: ("", self.tr("Zoom in (+)")),
            self.all: ("", self.tr("Show everything (0)")),
            self.marked: ("", self.tr("Zoom to the selection (Z)")),
        }
        for button, (text, tip) in texts.items():
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
        self.view.setAccessibleName(self.tr("Timeline"))
        self.view.setWhatsThis(
            self.tr(
                "Wheel: zoom at the pointer. Shift+wheel or arrow keys: scroll. Up and down:"
                " tracks. Ctrl+arrows: next event, move track. Backspace: collapse track."
                " Enter: open."
            )
        )
        self.apart_list.setAccessibleName(self.tr("Items without a recording time"))
        self._name_apart()

    def use_tokens(self, tokens: Tokens) -> None:
        """Paint in a theme's colours."""
        names = {
            self.farther: "mdi6.magnify-minus-outline",
            self.nearer: "mdi6.magnify-plus-outline",
            self.all: "mdi6.arrow-expand-horizontal",
            self.marked: "mdi6.arrow-collapse-horizontal",
            self.clocks: "mdi6.clock-edit-outline",
        }
        for button, name in names.items():
            button.setIcon(icon(name, tokens))
        self.clocks.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.view.use_icons(LaneIcons(tokens))
        self.view.use_tokens(tokens)

    def show_case(self, case: bool) -> None:
        """Whether it is the case that is shown."""
        with QSignalBlocker(self.of_case):
            (self.of_case if case else self.of_item).setChecked(True)
        self.clocks.setVisible(case)
        self._show_apart()

    def show_apart(self, items: Sequence[ApartItem]) -> None:
        """List the items that have no place on the case's axis."""
        self.apart_list.clear()
        for item in items:
            row = QListWidgetItem(" ".join(item.untrusted_name.split()))
            row.setData(Qt.ItemDataRole.UserRole, item.item_id)
            row.setSizeHint(QSize(0, 26))
            if item.untrusted_recorded:
                row.setText(f"{row.text()}  ({item.untrusted_recorded})")
            self.apart_list.addItem(row)
        self._name_apart()
        self._show_apart()

    def fit_marked(self) -> None:
        """Show the span between the marks, or the event chosen."""
        span = self.view.span or self.view.chosen_span
        if span is not None:
            self.view.fit(span)

    def follow_bars(self) -> None:
        """Let the scroll bars show what is in view."""
        self._follow()

    def clear(self) -> None:
        self.view.clear()
        self.apart_list.clear()
        self.status.say("")

    def _name_apart(self) -> None:
        self.apart.setText(self.tr("Without time: {count}").format(count=self.apart_list.count()))
        tip = self.tr("Items whose files do not state when they were recorded")
        self.apart.setToolTip(tip)
        self.apart.setAccessibleName(tip)

    def _show_apart(self) -> None:
        some = self.of_case.isChecked() and self.apart_list.count() > 0
        self.apart.setVisible(some)
        self.apart_list.setVisible(some and self.apart.isChecked())

    def _follow(self) -> None:
        view = self.view
        start, end = view.bounds
        left, right = view.scale.left_ns, view.scale.t(view.columns)
        low, high = min(start, left), max(end, right)
        unit = max(1, high - low)
        with QSignalBlocker(self.across), QSignalBlocker(self.down):
            page = max(1, (right - left) * WHOLE // unit)
            self.across.setRange(0, WHOLE - page)
            self.across.setPageStep(page)
            self.across.setSingleStep(max(1, page // 10))
            self.across.setValue((left - low) * WHOLE // unit)
            self.down.setRange(0, view.most_down)
            self.down.setPageStep(view.lanes_rect.height())
            self.down.setSingleStep(22)
            self.down.setValue(view.down)
        self.down.setVisible(view.most_down > 0)

    def _across(self, value: int) -> None:
        view = self.view
        start, end = view.bounds
        left, right = view.scale.left_ns, view.scale.t(view.columns)
        low, high = min(start, left), max(end, right)
        wanted = low + (high - low) * value // WHOLE
        view.show_scale(view.scale.panned((wanted - left) // view.scale.step_ns))


def _button(name: str, checkable: bool = False) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setCheckable(checkable)
    return button
