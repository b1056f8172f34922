"""What of a transcript is shown: a menu of marks that can be set together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ui.transcript.sheet import NOBODY, Chosen

MARKS = ("doubtful", "unheard", "edited")


class FilterMenu(QMenu):
    """`chosen` tells what a person wants to see."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._chosen = Chosen()
        self._offered: tuple[list[tuple[int, str]], list[str]] = ([], [])
        self.setToolTipsVisible(True)
        self.marks: dict[str, QAction] = {}
        for name in MARKS:
            action = self.addAction("")
            action.setCheckable(True)
            action.triggered.connect(lambda on, name=name: self._set(replace(self._chosen, **{name: on})))
            self.marks[name] = action
        self.addSeparator()
        self._speakers, self._languages = self.addMenu(""), self.addMenu("")
        self.addSeparator()
        self.everything = self.addAction("")
        self.everything.triggered.connect(lambda: self._set(Chosen()))
        self.retranslate()

    def retranslate(self) -> None:
        self.marks["doubtful"].setText(self.tr("Only &uncertain"))
        self.marks["unheard"].setText(self.tr("Only u&nheard"))
        self.marks["edited"].setText(self.tr("Only &edited"))
        self._speakers.setTitle(self.tr("&Speakers"))
        self._languages.setTitle(self.tr("&Languages"))
        self.everything.setText(self.tr("Show &everything"))

    def offer(self, speakers: Mapping[int, str], languages: Sequence[str]) -> None:
        """Names by group, and languages by code. A menu that is open stays as it is, if it can."""
        entries = [*speakers.items(), (NOBODY, self.tr("No known speakers"))]
        if (entries, list(languages)) == self._offered:
            return
        self._offered = entries, list(languages)
        self._speakers.clear()
        for group, name in entries:
            self._entry(self._speakers, name, "speakers", group)
        self._languages.clear()
        for code in languages:
            spelled = QLocale(code).nativeLanguageName() or code
            self._entry(self._languages, spelled, "languages", code)
        self._languages.menuAction().setVisible(len(languages) > 1)
        self._speakers.menuAction().setVisible(bool(speakers))
        self.show_chosen(self._chosen)

    def show_chosen(self, chosen: Chosen) -> None:
        """Tick what is chosen."""
        self._chosen = chosen
        for name, action in self.marks.items():
            action.setChecked(getattr(chosen, name))
        for menu, wanted in ((self._speakers, chosen.speakers), (self._languages, chosen.languages)):
            for action in menu.actions():
                action.setChecked(action.data() in wanted)
        self.everything.setEnabled(not chosen.anything)

    def words(self) -> list[str]:
        """What is chosen, for people."""
        every = [*self.marks.values(), *self._speakers.actions(), *self._languages.actions()]
        texts = [action.text() for action in every if action.isChecked()]
        return [text.replace("&&", "\0").replace("&", "").replace("\0", "&") for text in texts]

    def _entry(self, menu: QMenu, text: str, part: str, value: object) -> None:
        action = menu.addAction(text.replace("&", "&&"))
        action.setCheckable(True)
        action.setData(value)
        action.triggered.connect(lambda on: self._turn(part, value, on))

    def _turn(self, part: str, value: object, on: bool) -> None:
        known = getattr(self._chosen, part)
        self._set(replace(self._chosen, **{part: known | {value} if on else known - {value}}))

    def _set(self, chosen: Chosen) -> None:
        self.show_chosen(chosen)
        self.chosen.emit(chosen)
