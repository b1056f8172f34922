"""The files of a Whisper model of CTranslate2, which opens them by fixed names or out of memory."""

from __future__ import annotations

from pathlib import Path

from engine.models.adapters import Files


def under_their_names(files: Files) -> dict[str, Path]:
    """Paths by the names CTranslate2 looks for.

    Roles are `model`, `config`, `tokenizer`, `vocabulary` and, for models that differ from the first ones in
    their features (large-v3 and its kin), `preprocessor`.
    """
    json = files["vocabulary"].suffix == ".json"
    named = {
        "model.bin": files["model"],
        "config.json": files["config"],
        "tokenizer.json": files["tokenizer"],
        "vocabulary.json" if json else "vocabulary.txt": files["vocabulary"],
    }
    if "preprocessor" in files:
        named["preprocessor_config.json"] = files["preprocessor"]
    return named


def in_memory(files: Files) -> dict[str, bytes] | None:
    """Contents by name, where the files are called something else or lie in several folders; else None."""
    named = under_their_names(files)
    together = len({path.parent for path in named.values()}) == 1
    if together and all(path.name == called for called, path in named.items()):
        return None
    return {called: path.read_bytes() for called, path in named.items()}
