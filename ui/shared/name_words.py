"""How people and voices are called in the window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from app.core_api.people import Named


class NameWords:
    """Words for numbers, names and their status."""

    @staticmethod
    def called(kind: str, number: int, names: Mapping[int, Named]) -> str:
        """The name with its status where it is not verified, else a number: never an empty text."""
        person = QCoreApplication.translate("NameWords", "Person {number}")
        voice = QCoreApplication.translate("NameWords", "Voice {number}")
        plain = (person if kind == "face" else voice).format(number=number)
        named = names.get(number)
        if named is None or not named.untrusted_name:
            return plain
        if named.status == "verified":
            return named.untrusted_name
        return f"{named.untrusted_name} ({NameWords.status(named.status)})"

    @staticmethod
    def status(status: str) -> str:
        words = {
            "candidate": QCoreApplication.translate("NameWords", "unconfirmed"),
            "verified": QCoreApplication.translate("NameWords", "verified"),
            "disputed": QCoreApplication.translate("NameWords", "disputed"),
        }
        return words.get(status, "")

    @staticmethod
    def standing(named: Named | None) -> str:
        """What there is to say about a name in a list; empty where there is none."""
        if named is None:
            return ""
        if named.asked:
            return QCoreApplication.translate("NameWords", "named, waiting for your answer")
        if named.mine and named.status == "candidate":
            return QCoreApplication.translate("NameWords", "unconfirmed, waiting for a second person")
        return NameWords.status(named.status)
