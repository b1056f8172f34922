"""Errors of the core in words of the window: by their code, in its language, of menus and not of commands."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from PySide6.QtCore import QLocale

from app.core_api.protocol import Failed

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "translations"


def error_text(failed: Failed) -> str:
    """What happened, why, what to do; as the core says it where the window has no words of its own."""
    text = texts(QLocale().name().partition("_")[0]).get(failed.code, failed.message)
    for name, value in failed.facts.items():
        text = text.replace("{" + name + "}", value)
    return f"{failed.detail}: {text}" if failed.detail else text


@cache
def texts(language: str) -> dict[str, str]:
    """The window's own words by code; places in braces are filled with the facts of the error."""
    file = FOLDER / language / "errors.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
