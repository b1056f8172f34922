"""Making a case: what it is called, what for, what allows it, and until when it may be kept."""

from __future__ import annotations

from PySide6.QtCore import QDate, QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDateEdit, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.cases.profile import profiles
from app.core_api.session import NewCase
from ui.start.card import Card, row, waiting_line, words
from ui.start.cases_model import date_format
from ui.start.profile_words import ProfileWords

TEXTS = ("name", "purpose", "legal_basis")


class NewCasePage(Card):
    """`wanted` carries a `NewCase` that is complete."""

    wanted = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("new-case-page")
        self._words = ProfileWords()
        self.edits = {name: QLineEdit() for name in TEXTS}
        self.date, self.profile = QDateEdit(), QComboBox()
        self._date_chosen = False
        self._labels = {name: QLabel() for name in (*TEXTS, "retention", "profile")}
        self.wrong = {name: words("error") for name in (*TEXTS, "retention")}
        self.about, self.error = words("muted"), words("error")
        self.waiting = waiting_line()
        self.cancel, self.make = QPushButton(), QPushButton()
        self._name_parts()
        fields: dict[str, QWidget] = {**self.edits, "retention": self.date, "profile": self.profile}
        for name in (*TEXTS, "profile", "retention"):
            part = QVBoxLayout()
            part.setSpacing(4)
            self._labels[name].setBuddy(fields[name])
            part.addWidget(self._labels[name])
            part.addWidget(fields[name])
            if name in self.wrong:
                part.addWidget(self.wrong[name])
                self.wrong[name].hide()
            if name == "profile":
                part.addWidget(self.about)
            self.column.addLayout(part)
        for last in (self.error, self.waiting):
            self.column.addWidget(last)
        self.error.hide()
        self.column.addLayout(row(self.cancel, None, self.make))
        self._connect()
        self.first = self.edits["name"]
        self.retranslate()

    def _name_parts(self) -> None:
        for name, edit in self.edits.items():
            edit.setObjectName(f"case-{name}")
            edit.setMaxLength(500)
            self.wrong[name].setObjectName(f"case-{name}-wrong")
        self.date.setObjectName("case-retention")
        self.date.setCalendarPopup(True)
        self.profile.setObjectName("case-profile")
        self.make.setObjectName("case-make")
        self.cancel.setObjectName("case-cancel")
        self.make.setDefault(True)
        self.error.setObjectName("case-error")
        for name in profiles:
            self.profile.addItem("", name)

    def _connect(self) -> None:
        self.profile.currentIndexChanged.connect(self._profile_changed)
        self.date.userDateChanged.connect(self._date_edited)
        self.make.clicked.connect(self._enter)
        self.cancel.clicked.connect(self.left)
        for edit in self.edits.values():
            edit.returnPressed.connect(self._enter)
            edit.textEdited.connect(self._typed)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.left)

    def begin(self, profile: str) -> None:
        """Empty fields, the account's profile."""
        self.hold(False)
        for edit in self.edits.values():
            edit.clear()
        for label in (*self.wrong.values(), self.error):
            label.hide()
        self._date_chosen = False
        self.profile.setCurrentIndex(max(0, self.profile.findData(profile)))
        self._profile_changed()

    def hold(self, held: bool) -> None:
        """While it is being made."""
        self.waiting.setVisible(held)
        for part in (*self.edits.values(), self.date, self.profile, self.make, self.cancel):
            part.setEnabled(not held)

    def refuse(self, code: str, text: str) -> None:
        """The core did not make it: everything typed stays."""
        self.hold(False)
        told = self.wrong["retention"] if code == "bad-retention" else self.error
        told.setText(text)
        told.show()
        (self.date if code == "bad-retention" else self.edits["name"]).setFocus()

    def retranslate(self) -> None:
        self.title.setText(self.tr("New case"))
        self.lead.setText(
            self.tr("All of this is encrypted and recorded in the case log from the first entry on.")
        )
        labels = {
            "name": self.tr("Name"),
            "purpose": self.tr("Purpose"),
            "legal_basis": self.tr("Legal basis"),
            "retention": self.tr("Delete by"),
            "profile": self.tr("Deployment profile"),
        }
        hints = {
            "name": self.tr("The name your team uses for the case"),
            "purpose": self.tr("Why the evidence is analysed"),
            "legal_basis": self.tr("What permits it: a statute, a warrant, consent"),
        }
        for name, text in labels.items():
            self._labels[name].setText(text)
        for name, hint in hints.items():
            self.edits[name].setPlaceholderText(hint)
            self.edits[name].setAccessibleName(labels[name])
            self.edits[name].setAccessibleDescription(hint)
        missing = {
            "name": self.tr("Enter a name for the case."),
            "purpose": self.tr("Enter a purpose: evidence may not be analysed without one."),
            "legal_basis": self.tr("Enter a legal basis: nothing may be analysed without one."),
        }
        for name, text in missing.items():
            self.wrong[name].setText(text)
        self.date.setAccessibleName(labels["retention"])
        self.date.setDisplayFormat(date_format())
        self.profile.setAccessibleName(labels["profile"])
        for n in range(self.profile.count()):
            self.profile.setItemText(n, self._words.name(self.profile.itemData(n)))
        self.cancel.setText(self.tr("Cancel"))
        self.make.setText(self.tr("Create Case"))
        self.waiting.setAccessibleName(self.tr("Creating the case"))
        self._tell_profile()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  (Qt's name)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _typed(self) -> None:
        for name, edit in self.edits.items():
            if edit.text().strip():
                self.wrong[name].hide()

    def _date_edited(self) -> None:
        self._date_chosen = True
        self.wrong["retention"].hide()

    def _profile_changed(self) -> None:
        chosen = profiles[self.profile.currentData()]
        if not self._date_chosen:
            self.date.blockSignals(True)
            self.date.setMinimumDate(QDate.currentDate().addDays(1))
            self.date.setDate(QDate.fromString(chosen.retention(), Qt.DateFormat.ISODate))
            self.date.blockSignals(False)
        self._tell_profile()

    def _tell_profile(self) -> None:
        if self.profile.currentData():
            self.about.setText(self._words.short(profiles[self.profile.currentData()]))

    def _enter(self) -> None:
        empty = [name for name, edit in self.edits.items() if not edit.text().strip()]
        for name in TEXTS:
            self.wrong[name].setVisible(name in empty)
        if empty:
            self.edits[empty[0]].setFocus()
            self.ensureWidgetVisible(self.edits[empty[0]])
            return
        said = {name: edit.text() for name, edit in self.edits.items()}
        retention = self.date.date().toString(Qt.DateFormat.ISODate)
        self.wanted.emit(NewCase(**said, retention=str(retention), profile=self.profile.currentData()))
