"""What was typed as it was understood: a chip per term and filter, and how near terms must be."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QComboBox, QToolButton, QWidget

from app.review import search_terms as terms
from app.review.search_terms import SECOND, Asked, Term
from ui.search.pressed_button import PressedButton
from ui.search.words import length_words, media_word, term_word
from ui.shared.flow_layout import FlowLayout

LENGTHS_NS = tuple(s * SECOND for s in (0, 1, 2, 5, 10, 30, 60, 300, 600))
LONGEST = 28
"""Letters of a value that a chip shows."""
ELLIPSIS = "…"


class Chips(QWidget):
    """A mirror of the field: whatever is changed here is changed in the field's text."""

    removed = Signal(object)
    """A Term."""
    within_chosen = Signal(object)
    """ns."""
    add_wanted = Signal(QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("chips")
        self._flow = FlowLayout(self)
        self._asked = Asked()
        self.within = QComboBox()
        self.within.setObjectName("within")
        self.within.activated.connect(self._choose)
        self.add = QToolButton()
        self.add.setObjectName("add-term")
        self.add.clicked.connect(self._want_add)
        self._chips: list[PressedButton] = []
        self._laid: tuple[list[str], int] = ([], 0)
        self._flow.addWidget(self.within)
        self._flow.addWidget(self.add)
        self.within.hide()

    def retranslate(self) -> None:
        self.add.setText(self.tr("+ Add"))
        self.add.setAccessibleName(self.tr("Add a term or a filter"))
        self.add.setToolTip(self.tr("Add a person, a voice, an object, a filter …"))
        self.within.setAccessibleName(self.tr("How close together"))
        self.within.setToolTip(self.tr("How close together in time all terms must be"))
        asked, self._asked, self._laid = self._asked, Asked(), ([""], 0)
        self.within.clear()
        self.show_asked(asked)

    def show_asked(self, asked: Asked) -> None:
        """Show these terms; as long as they are of the same kinds, only what has changed is replaced."""
        if asked == self._asked and self._laid[0] != [""]:
            return
        before, self._asked = self._asked, asked
        every = (*asked.terms, *asked.filters)
        if self._laid != ([term.kind for term in every], len(asked.terms)):
            self._lay(asked)
        for chip, term in zip(self._chips, every, strict=True):
            self._name(chip, term)
        if asked.joined and (before.within_ns != asked.within_ns or not self.within.count()):
            self._fill_within(asked.within_ns)
        self.within.setVisible(asked.joined)

    def _lay(self, asked: Asked) -> None:
        """A chip for each term, then how near they must be, then filters, then the button for more."""
        every = (*asked.terms, *asked.filters)
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self._flow.removeWidget(self.within)
        self._flow.removeWidget(self.add)
        self._chips = [self._chip(n, term.kind) for n, term in enumerate(every)]
        for chip in self._chips[: len(asked.terms)]:
            self._flow.addWidget(chip)
        self._flow.addWidget(self.within)
        for chip in self._chips[len(asked.terms) :]:
            self._flow.addWidget(chip)
        self._flow.addWidget(self.add)
        self._laid = ([term.kind for term in every], len(asked.terms))
        self.updateGeometry()

    def _chip(self, place: int, kind: str) -> PressedButton:
        chip = PressedButton()
        chip.setObjectName(f"chip-{kind}")
        chip.setToolTip(self.tr("Remove"))
        for pressed in (chip.clicked, chip.aside, chip.deleted):
            pressed.connect(partial(self._remove, place))
        return chip

    def _remove(self, place: int) -> None:
        every = (*self._asked.terms, *self._asked.filters)
        if place < len(every):
            self.removed.emit(every[place])

    def _name(self, chip: PressedButton, term: Term) -> None:
        value = term.value if term.kind == terms.WORDS else term.value.replace('"', "”")
        if term.kind == terms.MEDIA:
            value = media_word(value)
        if len(value) > LONGEST:
            value = value[: LONGEST - 1] + ELLIPSIS
        any_value = self.tr("any")
        label = value if term.kind == terms.WORDS else f"{term_word(term.kind)}: {value or any_value}"
        chip.say(f"{label}  ✕".replace("&", "&&"))
        chip.setAccessibleName(self.tr("{term}: remove").replace("{term}", label))

    def _fill_within(self, chosen: int) -> None:
        lengths = sorted({*LENGTHS_NS, chosen})
        self.within.clear()
        for length in lengths:
            words = self.tr("at the same time")
            if length:
                words = self.tr("within {length}").replace("{length}", length_words(length))
            self.within.addItem(words, length)
        self.within.setCurrentIndex(lengths.index(chosen))

    def _want_add(self) -> None:
        self.add_wanted.emit(self.add.mapToGlobal(self.add.rect().bottomLeft()))

    def _choose(self, index: int) -> None:
        self.within_chosen.emit(self.within.itemData(index))
