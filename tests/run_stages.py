"""Runs stages on one plain file in this process, planned as the product plans them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.execute import run_unit
from engine.media.source import MediaCache
from engine.models.packs import PackStore
from engine.one_file import OneFile
from engine.records import Result
from engine.stage import Context


def run_stages(
    path: Path,
    wanted: Sequence[str],
    models: Path,
    preview: bool = False,
    settings: Mapping[str, object] | None = None,
) -> Mapping[str, list[Result]]:
    """Results as of `OneFile.run`; whatever a stage raises comes through. `settings` overrides defaults."""
    packs, cache = PackStore(models), MediaCache()
    context = Context(settings={}, packs=packs)
    file = OneFile(
        path,
        hashlib.sha256(path.read_bytes()).hexdigest(),
        lambda request: run_unit(request, context, cache),
        packs,
        settings,
    )
    try:
        return file.run(wanted, preview)
    finally:
        cache.close()
