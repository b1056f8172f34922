"""How many results there are of each kind; one press shows only these."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.core_api.search import Count
from app.review.search_rows import KINDS
from ui.figures import number
from ui.icons import icon
from ui.search.pressed_button import PressedButton
from ui.search.words import ICONS, kind_word
from ui.shared.flow_layout import FlowLayout
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
        self.all.say(self.tr("All"))
        for kind, button in self.buttons.items():
            button.setIcon(icon(ICONS[kind], self._theme.tokens))
            button.setToolTip(self.tr("Show only these; middle button: in a new tab"))
        self._name()

    def show_counts(self, counts: Sequence[Count]) -> None:
        self._counts = {count.kind: count for count in counts}
        shown = {kind for kind in KINDS if kind in self._counts or kind in self.kinds}
        for kind, button in self.buttons.items():
            button.setVisible(kind in shown)
            button.setChecked(kind in self.kinds)
        self.all.setVisible(len(shown) > 1 or bool(self.kinds))
        self.all.setChecked(not self.kinds)
        self.setVisible(len(shown) > 1 or bool(self.kinds))
        self._name()

    def _name(self) -> None:
        for kind, count in self._counts.items():
            shown = number(count.count) + ("+" if count.more else "")
            self.buttons[kind].say(f"{kind_word(kind)} {shown}")
        for kind in self.kinds - set(self._counts):
            self.buttons[kind].say(kind_word(kind))

    def choose(self, kinds: frozenset[str]) -> None:
        """Set without telling anybody."""
        self.kinds = kinds
        self.show_counts(tuple(self._counts.values()))

    def _button(self, kind: str) -> PressedButton:
        button = PressedButton()
        button.setCheckable(True)
        button.setObjectName(f"facet-{kind or 'all'}")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(14, 14))
        button.clicked.connect(partial(self._pressed, kind))
        if kind:
            button.aside.connect(partial(self.aside.emit, kind))
        self._flow.addWidget(button)
        return button

    def _pressed(self, kind: str) -> None:
        wanted = frozenset({kind}) if kind and self.kinds != {kind} else frozenset()
        self.choose(wanted)
        self.chosen.emit(wanted)
