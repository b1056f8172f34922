"""How the processes that this program starts of itself are named. Light, since the window needs it first."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def program(word: str, module: str) -> tuple[list[str], Path | None]:
    """Command and folder of the process of this `module`; a frozen program starts itself with the `word`."""
    if getattr(sys, "frozen", False):
        return [sys.executable, word], None
    return [sys.executable, "-m", module], ROOT
