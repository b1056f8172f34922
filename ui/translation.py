"""The language of the window: English in the sources, others from `resources/translations`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from resources import languages
from resources.languages import SOURCE


def own_names() -> Mapping[str, str]:
    """The languages that can be chosen: code, and the name as its speakers call it."""
    return {code: found.name for code, found in languages.languages().items()}


def current() -> languages.Language:
    """The language of the window, with its forms of numbers and dates."""
    return languages.language(QLocale().name().partition("_")[0])


class EnglishPlurals(QTranslator):
    """The sources are English, but `%n item(s)` has to become `1 item` or `2 items`."""

    def isEmpty(self) -> bool:  # noqa: N802  (Qt's name)
        return False

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """None: as it is in the source."""
        if n < 0 or "(s)" not in text:
            return None
        return text.replace("(s)", "" if n == 1 else "s")


class Language:
    """Switches while the program runs: Qt notifies every widget, and panels set their texts again."""

    _installed: ClassVar[list[QTranslator]] = []
    """They belong to the program, so that a second window takes away what the first one put there."""

    def __init__(self) -> None:
        self.name = SOURCE

    def use(self, name: str) -> None:
        """The code of a language, or empty for the system's. Dates and numbers follow."""
        wanted = name or QLocale.system().name().partition("_")[0]
        self.name = languages.language(wanted).code
        system = QLocale.system()
        same = system.name().startswith(self.name)
        QLocale.setDefault(system if same else QLocale(self.name))
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
        self._installed.clear()
        if self.name == SOURCE:
            self._put(EnglishPlurals())
        else:
            qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            self._install(f"qtbase_{self.name}", qt)
            self._install("aima", str(languages.FOLDER / self.name))

    def _install(self, file: str, folder: str) -> None:
        translator = QTranslator()
        if translator.load(file, folder):
            self._put(translator)

    def _put(self, translator: QTranslator) -> None:
        QCoreApplication.installTranslator(translator)
        self._installed.append(translator)
