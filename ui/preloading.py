"""Loads what an open case needs while the passphrase is being typed: modules only, in a separate thread."""

from __future__ import annotations

import importlib
import logging
import threading

logger = logging.getLogger(__name__)


def preload() -> threading.Thread:
    """Begin; nobody needs to wait for it. What fails here fails again, with a message, where it is needed."""
    thread = threading.Thread(target=_load, name="preload", daemon=True)
    thread.start()
    return thread


def _load() -> None:
    from ui.workspace import PANELS

    for module in ("ui.start.cases_page", *(where.partition(":")[0] for where in PANELS)):
        try:
            importlib.import_module(module)
        except Exception as error:
            logger.warning("%s was not loaded ahead: %s", module, type(error).__name__)
