"""How a stage's results are shown: one file per stage in `resources/stages/`, called as the stage.

Window, command line, timeline, search and dossier go through these and name no stage. A stage without a file
is shown under its code name. Whether a stage is listed in the coverage is no choice: every one is, or what it
did not analyse would be hidden.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from resources.languages import SOURCE, own_texts

FOLDER = Path(__file__).resolve().parent / "stages"
OTHER = "other"
SEEN, HEARD = "seen", "heard"
LABELLED = "labelled"


@dataclass(frozen=True, slots=True)
class Labels:
    """A table with columns `label` and `score`, `t_ns` or `start_ns` and `end_ns`, and maybe `box`."""

    table: str
    lane: str = "label"
    """Kind of its timeline lanes (`LaneKind`); empty for none."""
    section: str = SEEN
    """Section of the dossier: SEEN or HEARD."""
    sentence: str = LABELLED
    """Key of its sentences in `dossier.json`; those of LABELLED name the stage."""
    words: str = ""
    """Where its labels have words of their own in `dossier.json`, the first part of their keys."""
    enough: float = 0.0
    """Score from which a dossier states a finding."""
    enough_still: float = 0.0
    """The same of a photo, which no other picture confirms; 0 for `enough`."""
    unstated: tuple[str, ...] = ()
    """Labels that no dossier states, since they say nothing or were not measured."""
    unless_voices: tuple[str, ...] = ()
    """Labels that are stated only where no voice was told apart: what voices say is stated anyway."""
    unless_faces: tuple[str, ...] = ()
    """Labels that are stated only of items in which no face was found: who appears is stated anyway."""
    stated: bool = True
    """Whether a dossier states them at all; else they are for search."""


@dataclass(frozen=True, slots=True)
class Display:
    """What shows a stage."""

    stage: str
    group: str = OTHER
    """Where it is offered: people, speech, text, pictures, other."""
    search: str = ""
    """Kind of results that a search finds in it (`KINDS` of `app/core_api/search.py`); empty for none."""
    labels: Labels | None = None
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By language `name` and `about`."""

    def name(self, code: str) -> str:
        """What the stage is called in a language; in English where that has no name for it."""
        return self._word(code, "name", self.stage) or self.stage.replace("_", " ")

    def about(self, code: str) -> str:
        """What it does, in one line; empty where nobody wrote that."""
        return self._word(code, "about", f"{self.stage}.about")

    def _word(self, code: str, what: str, key: str) -> str:
        own = own_texts(code, "stages").get(key) or self.words.get(code, {}).get(what)
        return own or self.words.get(SOURCE, {}).get(what, "")


@cache
def displays() -> Mapping[str, Display]:
    """Every stage that says how it is shown, by name."""
    return {file.stem: _read(file) for file in sorted(FOLDER.glob("*.json"))}


def display(stage: str) -> Display:
    """How a stage is shown."""
    return displays().get(stage) or Display(stage)


def labelled() -> list[tuple[Display, Labels]]:
    """The stages whose results are labels."""
    return [(found, found.labels) for found in displays().values() if found.labels is not None]


def _labels(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **told,
        **{name: tuple(told.get(name, ())) for name in ("unstated", "unless_voices", "unless_faces")},
    }


def _read(file: Path) -> Display:
    told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    labels = Labels(**_labels(told["labels"])) if "labels" in told else None
    usual = "" if labels is None else "sound" if labels.section == HEARD else "object"
    return Display(
        file.stem, told.get("group", OTHER), told.get("search", usual), labels, told.get("words", {})
    )
