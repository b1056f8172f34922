"""What narrows the list of evidence: words, kinds; and how many items that leaves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from ui.evidence.item_table_view import ACTIVATING
from ui.evidence.words import ICONS, OTHER, kind_word
from ui.figures import number
from ui.icons import icon
from ui.shared.flow_layout import FlowLayout
from ui.theme import Tokens

KINDS = ("video", "audio", "image", "other")


class ItemFilter(QWidget):
    """A field, a button for each kind, a count."""

    changed = Signal()
    left = Signal()
    """Enter, Down or Escape: on to the list."""

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setObjectName("evidence-filter")
        self.field.setClearButtonEnabled(True)
        self._counted = QLabel()
        self._counted.setObjectName("evidence-count")
        self._counted.setProperty("role", "muted")
        self._kinds = {kind: QToolButton() for kind in KINDS}
        below = FlowLayout()
        below.addWidget(self._counted)
        for kind, button in self._kinds.items():
            button.setObjectName(f"evidence-{kind}")
            button.setCheckable(True)
            button.setProperty("flat", "true")
            button.toggled.connect(self.changed)
            below.addWidget(button)
        self._counted.setMinimumHeight(self._kinds[KINDS[0]].sizeHint().height())
        self.field.textChanged.connect(self.changed)
        self.field.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addLayout(below)
        self.setFocusProxy(self.field)

    @property
    def kinds(self) -> frozenset[str]:
        """Those chosen; none: all are shown."""
        return frozenset(kind for kind, button in self._kinds.items() if button.isChecked())

    def clear(self) -> None:
        """Narrow nothing."""
        self.field.clear()
        for button in self._kinds.values():
            button.setChecked(False)

    def count(self, shown: int, everything: int, marked: int) -> None:
        """Say how many items there are."""
        if shown == everything:
            text = self.tr("1 item") if everything == 1 else self.tr("{count} items")
            text = text.format(count=number(everything))
        else:
            text = self.tr("{shown} of {all} items").format(shown=number(shown), all=number(everything))
        if marked > 1:
            text += " · " + self.tr("{count} marked").format(count=number(marked))
        self._counted.setText(text)

    def redraw(self, tokens: Tokens) -> None:
        """Icons for a theme."""
        for kind, button in self._kinds.items():
            button.setIcon(icon(ICONS.get(kind, OTHER), tokens))

    def retranslate(self) -> None:
        self.field.setPlaceholderText(self.tr("Filter by name or folder"))
        self.field.setAccessibleName(self.tr("Filter items"))
        for kind, button in self._kinds.items():
            button.setToolTip(kind_word(kind))
            button.setAccessibleName(self.tr("Show: {kind}").format(kind=kind_word(kind)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched is self.field:
            if event.key() == Qt.Key.Key_Escape:
                self.clear()
            if event.key() in (*ACTIVATING, Qt.Key.Key_Down, Qt.Key.Key_Escape):
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
