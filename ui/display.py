"""Language and colours of the window: switched while it runs, and remembered."""

from __future__ import annotations

from ui.settings import Settings
from ui.theme import Theme
from ui.translation import Language


class Display:
    """One for the window; what a person chooses counts at once."""

    def __init__(self, settings: Settings, theme: Theme, language: Language) -> None:
        self._settings, self._theme, self._language = settings, theme, language

    @property
    def language(self) -> str:
        """Code of the one in use: en, de."""
        return self._language.name

    def use_language(self, name: str) -> None:
        """Switch to the language with this code."""
        self._settings.keep("language", name)
        self._language.use(name)

    def use_theme(self, choice: str) -> None:
        """Switch to system, dark or light."""
        self._settings.keep("theme", choice)
        self._theme.use(choice)
