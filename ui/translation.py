"""The language of the window: English in the sources, German from `resources/translations`."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "translations"
LANGUAGES = {"en": "English", "de": "Deutsch"}


class Language:
    """Switches while the program runs: Qt tells every widget, and panels set their texts anew."""

    def __init__(self) -> None:
        self._installed: list[QTranslator] = []
        self.name = "en"

    def use(self, name: str) -> None:
        """`en`, `de`, or empty for the system's. Dates and numbers follow."""
        wanted = name or QLocale.system().name().partition("_")[0]
        self.name = wanted if wanted in LANGUAGES else "en"
        system = QLocale.system()
        same = system.name().startswith(self.name)
        QLocale.setDefault(system if same else QLocale(self.name))
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
        self._installed = []
        if self.name != "en":
            qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            self._install(f"qtbase_{self.name}", qt)
            self._install(f"aima_{self.name}", str(FOLDER))

    def _install(self, file: str, folder: str) -> None:
        translator = QTranslator()
        if translator.load(file, folder):
            QCoreApplication.installTranslator(translator)
            self._installed.append(translator)
