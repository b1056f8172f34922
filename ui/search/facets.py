"""How many results there are of each kind; one press shows only these."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QLocale, QObject, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QToolButton, QWidget

from app.desk.search import KINDS, Count
from ui.icons import icon
from ui.search.flow_layout import FlowLayout
from ui.search.words import ICONS, kind_word
from ui.theme import Theme


class Facets(QWidget):
    """Buttons that are made once; those without results are hidden."""

    chosen = Signal(object)
    """The kinds wanted, empty for all."""
    aside = Signal(str)
    """A kind to be shown in a tab of its own."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("facets")
        self._theme = theme
        self._flow = FlowLayout(self)
        self._counts: dict[str, Count] = {}
        self.kinds: frozenset[str] = frozenset()
        self.all = self._button("")
        self.buttons = {kind: self._button(kind) for kind in KINDS}
        theme.changed.connect(self.retranslate)
        self.show_counts(())

    def retranslate(self) -> None:
        locale = QLocale()
        self.all.setText(self.tr("All"))
        for kind, button in self.buttons.items():
            count = self._counts.get(kind, Count(kind, 0))
            number = locale.toString(count.count) + ("+" if count.more else "")
            button.setText(f"{kind_word(kind)} {number}")
            button.setIcon(icon(ICONS[kind], self._theme.tokens))
            button.setToolTip(self.tr("Show only these; middle button: in a tab of its own"))

    def show_counts(self, counts: Sequence[Count]) -> None:
        self._counts = {count.kind: count for count in counts}
        for kind, button in self.buttons.items():
            button.setVisible(kind in self._counts or kind in self.kinds)
            button.setChecked(kind in self.kinds)
        self.all.setVisible(len(self._counts) > 1 or bool(self.kinds))
        self.all.setChecked(not self.kinds)
        self.setVisible(self.all.isVisibleTo(self))
        self.retranslate()
        self._flow.invalidate()

    def choose(self, kinds: frozenset[str]) -> None:
        """Set without telling anybody."""
        self.kinds = kinds
        self.show_counts(tuple(self._counts.values()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if (
            isinstance(event, QMouseEvent)
            and event.type() is QEvent.Type.MouseButtonRelease
            and event.button() is Qt.MouseButton.MiddleButton
        ):
            self.aside.emit(watched.objectName().removeprefix("facet-"))
            return True
        return super().eventFilter(watched, event)

    def _button(self, kind: str) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setObjectName(f"facet-{kind or 'all'}")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(14, 14))
        button.clicked.connect(partial(self._pressed, kind))
        if kind:
            button.installEventFilter(self)
        self._flow.addWidget(button)
        return button

    def _pressed(self, kind: str) -> None:
        wanted = frozenset({kind}) if kind and self.kinds != {kind} else frozenset()
        self.choose(wanted)
        self.chosen.emit(wanted)
