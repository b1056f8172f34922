"""JSON that people may read too, and that every reader of lines takes for as many lines as it has."""

from __future__ import annotations

import json

SEPARATORS = "\x85\u2028\u2029"
"""What some readers take for the end of a line. Valid inside a JSON text, and escaped all the same."""


def json_text(value: object) -> str:
    """`value` indented by one, with letters of every script as they are; no line break at the end."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    for separator in SEPARATORS:
        text = text.replace(separator, f"\\u{ord(separator):04x}")
    return text
