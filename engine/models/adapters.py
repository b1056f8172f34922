"""The code that can run a pack, by task and name. Nothing of a model library is loaded before it is used.

A module of `engine/models/` offers `load_…(files, options, device)`, which gives an object of the form that
the task's stage expects; `files` are paths by role. Packs of one task and one adapter can stand in for each
other, and packs of one task and different adapters give objects of the same form.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.models.catalogue import Fills, Pack
from engine.models.errors import PackUnfit
from engine.models.tasks import EMBEDDINGS, Task

Files = Mapping[str, Path]
Options = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Adapter:
    """Where the code is, which roles of files it needs, which options it knows."""

    place: str
    """`module:function`."""
    files: frozenset[str]
    options: frozenset[str] = frozenset()


def _adapter(place: str, files: str = "model", options: str = "") -> Adapter:
    return Adapter(f"engine.models.{place}", frozenset(files.split()), frozenset(options.split()))


ADAPTERS: Mapping[Task, Mapping[str, Adapter]] = {
    Task.FACE_DETECTION: {"yunet": _adapter("yunet:load"), "scrfd": _adapter("scrfd:load")},
    Task.FACE_EMBEDDING: {
        "sface": _adapter("sface:load"),
        "arcface": _adapter("arcface:load", options="mean deviation"),
    },
    Task.SPEECH_RECOGNITION: {
        "whisper-ctranslate2": _adapter("whisper:load", "model config tokenizer vocabulary")
    },
    Task.VOICE_ACTIVITY: {"silero": _adapter("silero:load")},
    Task.SPEAKER_SEGMENTATION: {"pyannote-segmentation": _adapter("diarization:load_segmenter")},
    Task.SPEAKER_EMBEDDING: {"fbank": _adapter("diarization:load_embedder")},
    Task.OBJECT_DETECTION: {"nanodet": _adapter("nanodet:load")},
    Task.PICTURE_EMBEDDING: {"mobilenet-v2": _adapter("mobilenet:load", "model labels")},
    Task.PICTURE_TAGS: {"mobilenet-v2": _adapter("mobilenet:load", "model labels")},
    Task.TEXT_DETECTION: {"ppocr": _adapter("ppocr:load_detector")},
    Task.TEXT_RECOGNITION: {"ppocr": _adapter("ppocr:load_recogniser")},
    Task.SOUND_EVENTS: {"yamnet": _adapter("yamnet:load", "model classes")},
    Task.LANGUAGE_MODEL: {"llama-cpp": _adapter("llama:load")},
}


def adapter(pack: Pack, task: Task) -> Adapter:
    """The code that runs `pack` for `task`. Raises PackUnfit if there is none, or not for these files."""
    fills = pack.fills(task)
    found = ADAPTERS.get(task, {}).get(fills.adapter)
    if found is None:
        known = ", ".join(ADAPTERS.get(task, {})) or "none"
        raise PackUnfit(pack.name, why=f"no code runs a {fills.adapter} for {task.value}; there is {known}")
    _check(pack, task, fills, found)
    return found


def _check(pack: Pack, task: Task, fills: Fills, found: Adapter) -> None:
    if missing := sorted(found.files - fills.files.keys()):
        raise PackUnfit(pack.name, why=f"its entry names no file for {' and '.join(missing)}")
    if absent := sorted(set(fills.files.values()) - pack.members.keys()):
        raise PackUnfit(pack.name, why=f"its entry names {absent[0]}, which is not among its files")
    if unknown := sorted(fills.options.keys() - found.options):
        raise PackUnfit(pack.name, why=f"{fills.adapter} knows no option {unknown[0]}")
    if (task in EMBEDDINGS) != (fills.vectors is not None):
        raise PackUnfit(pack.name, why=f"a pack for {task.value} must say how long its vectors are")


def load(pack: Pack, task: Task, files: Files, device: str) -> Any:
    """The model, ready to use on `device`. `files` are all that the pack's entry names, by role."""
    module, _, function = adapter(pack, task).place.partition(":")
    loader: Callable[[Files, Options, str], Any] = getattr(importlib.import_module(module), function)
    return loader(files, pack.fills(task).options, device)
