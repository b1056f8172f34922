"""Errors of the core in the language of the window: English as they come, others by their code."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from PySide6.QtCore import QLocale

from app.desk.protocol import Failed

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "translations"


def error_text(failed: Failed) -> str:
    """What happened, why, what to do."""
    text = _texts(QLocale().name().partition("_")[0]).get(failed.code, failed.message)
    return f"{failed.detail}: {text}" if failed.detail else text


def known(code: str, language: str) -> bool:
    """Whether there is a text for this code in a language."""
    return code in _texts(language)


@cache
def _texts(language: str) -> dict[str, str]:
    file = FOLDER / language / "errors.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
