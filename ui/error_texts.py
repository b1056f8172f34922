"""Errors of the core in words of the window: by their code, in its language, of menus and not of commands."""

from __future__ import annotations

from collections.abc import Mapping

from app.core_api.protocol import Failed
from resources.languages import own_texts
from ui.translation import current


def error_text(failed: Failed) -> str:
    """What happened, why, what to do; as the core says it where the window has no words of its own."""
    text = texts(current().code).get(failed.code, failed.message)
    for name, value in failed.facts.items():
        text = text.replace("{" + name + "}", value)
    return f"{failed.detail}: {text}" if failed.detail else text


def texts(language: str) -> Mapping[str, str]:
    """The window's own words by code; places in braces are filled with the facts of the error.

    Not filled up in English: there the core's own message is one.
    """
    return own_texts(language, "errors")
