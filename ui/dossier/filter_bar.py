"""What of a dossier is shown: section, state, person or item, and a text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QStringListModel, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QWidget

from app.core_api.dossier import Statements
from app.core_api.shown_text import plain
from ui.dossier.sheet import Chosen

NARROW_PX = 620
TYPING_MS = 200
LETTERS = 9


class FilterBar(QWidget):
    """Emits what was chosen; typed text has a signal of its own, since it has to be searched for."""

    chosen = Signal(object)
    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.section, self.show_what, self.about = QComboBox(), QComboBox(), QComboBox()
        self.text = QLineEdit()
        self.text.setClearButtonEnabled(True)
        self.text.setObjectName("dossier-find")
        self.accepted_only = QCheckBox()
        self.accepted_only.setObjectName("accepted-only")
        self._sections: tuple[str, ...] = ()
        self._titles: list[str] = []
        self._subjects: list[str] = []
        self._items: list[str] = []
        self._row = QGridLayout(self)
        self._row.setContentsMargins(8, 0, 8, 0)
        self._row.setSpacing(8)
        self._waiting = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._waiting.timeout.connect(lambda: self.typed.emit(self.text.text()))
        self.text.textChanged.connect(self._waiting.start)
        self.text.returnPressed.connect(self._now)
        for box in self._boxes:
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(LETTERS)
            box.activated.connect(lambda _: self.chosen.emit(self.choice))
        self.accepted_only.clicked.connect(lambda _: self.chosen.emit(self.choice))
        self._place(wide=True)
        self.retranslate()

    @property
    def choice(self) -> Chosen:
        """Without what was typed."""
        section, about = self.section.currentIndex(), self.about.currentIndex() - 1
        people = len(self._subjects)
        return Chosen(
            show=max(self.show_what.currentIndex(), 0),
            section=self._sections[section - 1] if section > 0 else "",
            subject=about if 0 <= about < people else -1,
            item=about - people if about >= people else -1,
            accepted_only=self.accepted_only.isChecked(),
        )

    def offer(self, statements: Statements) -> None:
        """Sections, people and items that there are; what was chosen stays where it can."""
        before, about = self.choice, self.about.currentText()
        self._sections = tuple(s.key for s in statements.sections)
        self._titles = [s.title for s in statements.sections]
        self._subjects = list(statements.subjects)
        self._items = [plain(name) for name in statements.item_names]
        self._fill()
        if before.section in self._sections:
            self.section.setCurrentIndex(1 + self._sections.index(before.section))
        names = [*self._subjects, *self._items]
        self.about.setCurrentIndex(1 + names.index(about) if about in names else 0)

    def clear(self) -> None:
        """Forget what the case was about, and show everything."""
        self._sections, self._titles, self._subjects, self._items = (), [], [], []
        self._fill()
        self.show_everything()

    def show_everything(self) -> None:
        """Choose nothing in particular."""
        for box in self._boxes:
            box.setCurrentIndex(0)
        self.accepted_only.setChecked(False)
        self.text.setText("")  # `clear` could be undone, in another case
        self._now()

    def retranslate(self) -> None:
        """Set all texts."""
        self._fill()
        self.text.setPlaceholderText(self.tr("Find in statements"))
        self.text.setAccessibleName(self.tr("Find in statements"))
        self.section.setAccessibleName(self.tr("Section"))
        self.show_what.setAccessibleName(self.tr("Which statements"))
        self.about.setAccessibleName(self.tr("About whom or what"))
        self.accepted_only.setText(self.tr("Accepted only"))
        self.accepted_only.setToolTip(
            self.tr("Only statements that somebody accepted or reworded; what was analysed stays whole.")
        )

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  (Qt's name)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place(self.width() >= NARROW_PX)

    @property
    def _boxes(self) -> tuple[QComboBox, QComboBox, QComboBox]:
        return self.section, self.show_what, self.about

    def _place(self, wide: bool) -> None:
        """One row, or three where there is no room."""
        narrow = ((0, 0), (0, 1), (1, 0), (1, 1), (2, 0))
        places = tuple((0, column) for column in range(len(narrow))) if wide else narrow
        widgets = (*self._boxes, self.text, self.accepted_only)
        for widget, (row, column) in zip(widgets, places, strict=True):
            self._row.addWidget(widget, row, column)
        for column in range(4):
            self._row.setColumnStretch(column, 1 if wide or column < 2 else 0)

    def _fill(self) -> None:
        states = [
            self.tr("All statements"),
            self.tr("Unreviewed"),
            self.tr("Assessments"),
            self.tr("Accepted"),
            self.tr("Rejected"),
            self.tr("Edited"),
            self.tr("Reviewed in an earlier wording"),
        ]
        self._put(self.section, [self.tr("All sections"), *self._titles])
        self._put(self.show_what, states)
        self._put(self.about, [self.tr("Everything"), *self._subjects, *self._items])

    def _put(self, box: QComboBox, texts: list[str]) -> None:
        at = max(box.currentIndex(), 0)
        box.setModel(QStringListModel(texts, box))
        box.setCurrentIndex(min(at, len(texts) - 1))

    def _now(self) -> None:
        self._waiting.stop()
        self.typed.emit(self.text.text())
