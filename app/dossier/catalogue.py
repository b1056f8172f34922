"""Sentences, headings, numbers and times of a dossier in German and English."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup, escape

from app.dossier.claims import UNTRUSTED
from app.operations.moments import timecode
from engine.units import SECOND

LANGUAGES = ("de", "en")


class Catalogue:
    """One language. Text of the evidence is only ever a value: it can not add or change a sentence."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = _texts(language)

    def has(self, key: str) -> bool:
        return key in self._texts

    def say(self, key: str, values: Mapping[str, Any] | None = None) -> str:
        """The sentence as plain text. `key.one` is taken where the value `count` is 1."""
        shown = {name: self.show(name, value) for name, value in (values or {}).items()}
        return self._pattern(key, values).format_map(shown)

    def markup(self, key: str, values: Mapping[str, Any] | None = None) -> Markup:
        """The sentence as HTML: every value escaped, values from the evidence set apart."""
        shown = {}
        for name, value in (values or {}).items():
            text = escape(self.show(name, value))
            kind = "evidence" if name.startswith(UNTRUSTED) else "value"
            shown[name] = Markup('<bdi class="{}">{}</bdi>').format(kind, text)
        return escape(self._pattern(key, values)).format_map(shown)

    def show(self, name: str, value: Any) -> str:
        """A value as people read it; what it is follows from its name (`…_ns`, `…_at`, `…_seconds`)."""
        if isinstance(value, Mapping):
            word = str(value["word"])
            if "values" in value:
                return self.say(word, value["values"])
            return self._texts.get(word, word.partition(".")[2])
        if name.endswith("_at") and isinstance(value, str):
            return self.instant(value)
        if name.endswith("_time") and isinstance(value, int):
            return timecode(value)
        if name.endswith("_ns") and isinstance(value, int):
            return self.duration(value)
        if isinstance(value, float):
            return self.decimal(value)
        if isinstance(value, int):
            return f"{value:,}".replace(",", "\u202f")
        return str(value)

    def decimal(self, value: float, places: int = 1) -> str:
        text = f"{value:.{places}f}"
        return text.replace(".", ",") if self.language == "de" else text

    def duration(self, ns: int) -> str:
        """`0.4 s`, `14.3 s`, `2 min 05 s`, `1 h 02 min`."""
        if ns < 60 * SECOND:
            return f"{self.decimal(ns / SECOND)}\u00a0s"
        minutes, seconds = divmod(round(ns / SECOND), 60)
        if minutes < 60:
            return f"{minutes}\u00a0min {seconds:02d}\u00a0s"
        return f"{minutes // 60}\u00a0h {minutes % 60:02d}\u00a0min"

    def instant(self, iso: str) -> str:
        """Date and time in UTC; left as it is where it is none."""
        try:
            at = datetime.fromisoformat(iso.replace("Z", "+00:00"))
        except ValueError:
            return iso
        pattern = "%d.%m.%Y, %H:%M" if self.language == "de" else "%d %b %Y, %H:%M"
        return at.strftime(pattern) + " UTC"

    def size(self, count: int) -> str:
        units = ("B", "kB", "MB", "GB", "TB")
        value, step = float(count), 0
        while value >= 1000 and step < len(units) - 1:
            value, step = value / 1000, step + 1
        return f"{self.decimal(value) if step else count}\u00a0{units[step]}"

    def _pattern(self, key: str, values: Mapping[str, Any] | None) -> str:
        if values and values.get("count") == 1 and f"{key}.one" in self._texts:
            return self._texts[f"{key}.one"]
        return self._texts[key]


@cache
def _texts(language: str) -> Mapping[str, str]:
    source = files("resources") / "templates" / f"catalogue.{language}.json"
    texts: dict[str, str] = json.loads(source.read_text(encoding="utf-8"))
    return texts
