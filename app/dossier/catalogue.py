"""Sentences, headings, numbers and times of a dossier in one of the languages of `resources/translations`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from app.dossier.claims import UNTRUSTED
from app.operations.moments import timecode
from engine.units import SECOND
from resources.displays import display, displays
from resources.languages import language, texts


class Catalogue:
    """One language. Text of the evidence is only ever a value: it can not add or change a sentence."""

    def __init__(self, code: str) -> None:
        self.language = code
        self._forms, self._texts = language(code), _texts(code)

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
            return self._texts.get(word) or self._unworded(word)
        if isinstance(value, Sequence) and not isinstance(value, str):
            return ("; " if name == "reasons" else ", ").join(self.show(name, one) for one in value)
        if name.endswith("_at") and isinstance(value, str):
            return self.instant(value)
        if name.endswith("_time") and isinstance(value, int):
            return timecode(value)
        if name.endswith("_ns") and isinstance(value, int):
            return self.duration(value)
        if isinstance(value, float):
            return self.decimal(value)
        if isinstance(value, int):
            return self._forms.decimal(value, 0)
        return str(value)

    def _unworded(self, word: str) -> str:
        """What the catalogue has no text for: a stage nobody described, a label of a model."""
        kind, _, name = word.partition(".")
        return display(name).name(self.language) if kind == "stage" else name

    def decimal(self, value: float, places: int = 1) -> str:
        return self._forms.decimal(value, places)

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
        return f"{self._forms.instant(at)} UTC"

    def _pattern(self, key: str, values: Mapping[str, Any] | None) -> str:
        if values and values.get("count") == 1 and f"{key}.one" in self._texts:
            return self._texts[f"{key}.one"]
        return self._texts[key]


@cache
def _texts(code: str) -> Mapping[str, str]:
    """Sentences of a language, and the names of stages as `stage.NAME`."""
    names = {f"stage.{stage}": shown.name(code) for stage, shown in displays().items()}
    return {**texts(code, "labels"), **texts(code, "dossier"), **names}
