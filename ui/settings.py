"""What a window remembers without a passphrase: look, language, layout. Nothing about any case."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings


class Settings:
    """`window.ini` beside the account."""

    def __init__(self, home: Path) -> None:
        with suppress(OSError):  # reported later as `unwritable`; the core says what is wrong there
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)

    @property
    def damaged(self) -> bool:
        """Whether the file is no settings file: then the defaults hold, and the next change replaces it."""
        return self._file.status() is QSettings.Status.FormatError

    @property
    def unwritable(self) -> bool:
        """Whether nothing can be remembered."""
        return not self._file.isWritable() or self._file.status() is QSettings.Status.AccessError

    def text(self, name: str, default: str = "") -> str:
        return str(self._file.value(name, default))

    def number(self, name: str, default: int) -> int:
        try:
            return int(str(self._file.value(name, default)))
        except ValueError:
            return default  # somebody edited the file

    def flag(self, name: str, default: bool = False) -> bool:
        """A stored yes or no."""
        return self.text(name, "yes" if default else "no") == "yes"

    def state(self, name: str) -> QByteArray:
        """Saved geometry or layout; empty where there is none."""
        found = self._file.value(name, QByteArray())
        return found if isinstance(found, QByteArray) else QByteArray()

    def keep(self, name: str, value: str | int | bool | QByteArray) -> None:
        """Remember it; a place that cannot be written is no reason to stop."""
        self._file.setValue(name, ("yes" if value else "no") if isinstance(value, bool) else value)

    def flush(self) -> None:
        self._file.sync()
