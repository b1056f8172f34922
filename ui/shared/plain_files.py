"""What a person is told before anything leaves the case: once, and in the same words for every export."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def not_encrypted() -> str:
    """One sentence, short enough for a title."""
    return QCoreApplication.translate("Exports", "This is not encrypted: anyone who has it can read it.")


def plain_file_notice() -> str:
    """The same, and that it is on record."""
    logged = QCoreApplication.translate("Exports", "The case log records who exported it and when.")
    return f"{not_encrypted()} {logged}"
