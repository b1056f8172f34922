"""What stands in the dossier's place while there is nothing to show, and the word that there is more."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)


class StatementPages(QStackedWidget):
    """Pages `statements`, `waiting`, `unfit`, `bare` and `broken`."""

    everything = Signal()
    """A person wants to see all statements."""
    again = Signal()
    """A person wants it to be tried again."""

    def __init__(self, statements: QWidget) -> None:
        super().__init__()
        self._texts = {name: QLabel() for name in ("waiting", "unfit", "bare", "broken")}
        self._everything, self._again, self._endless = QPushButton(), QPushButton(), QProgressBar()
        self._everything.clicked.connect(self.everything)
        self._again.clicked.connect(self.again)
        self._endless.setRange(0, 0)
        self._endless.setTextVisible(False)
        self._endless.setMaximumWidth(240)
        offers: dict[str, QWidget] = {
            "waiting": self._endless,
            "unfit": self._everything,
            "broken": self._again,
        }
        self._pages = {name: _page(text, offers.get(name)) for name, text in self._texts.items()}
        self._pages["statements"] = statements
        for page in self._pages.values():
            self.addWidget(page)
        self.retranslate()
        self.show_page("waiting")

    def show_page(self, name: str) -> None:
        self.setCurrentWidget(self._pages[name])

    def retranslate(self) -> None:
        """Set all texts."""
        self._texts["waiting"].setText(self.tr("Preparing the dossier …"))
        self._endless.setAccessibleName(self._texts["waiting"].text())
        self._texts["unfit"].setText(self.tr("No statement matches your selection."))
        self._texts["bare"].setText(
            self.tr(
                "There are no findings yet. Add files and analyse them: the findings appear"
                " here, each statement with its sources."
            )
        )
        self._texts["broken"].setText(
            self.tr("The dossier could not be created. The message above says why.")
        )
        self._everything.setText(self.tr("Show All Statements"))
        self._again.setText(self.tr("Try Again"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  (Qt's name)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class NewerNotice(QFrame):
    """Says that there are newer findings; nothing moves until the reader asks for them."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self._text, self._update = QLabel(), QPushButton()
        self._text.setWordWrap(True)
        self._update.clicked.connect(self.wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.addWidget(self._text, 1)
        row.addWidget(self._update)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self._text.setText(self.tr("New findings since this draft."))
        self._update.setText(self.tr("Update"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _page(text: QLabel, more: QWidget | None = None) -> QWidget:
    """A text in the middle of an empty place, and what can be done about it."""
    text.setWordWrap(True)
    text.setAlignment(Qt.AlignmentFlag.AlignCenter)
    text.setProperty("role", "muted")
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(24, 24, 24, 24)
    column.setSpacing(12)
    column.addStretch(1)
    column.addWidget(text)
    if more is not None:
        column.addWidget(more, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(2)
    return page
