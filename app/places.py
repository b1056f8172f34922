"""Where things lie on this computer, unless the environment says otherwise."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """Folder of the account and its cases: AIMA_HOME, else the system's place for application data."""
    if given := os.environ.get("AIMA_HOME"):
        return Path(given)
    import platformdirs

    return Path(platformdirs.user_data_path("aima", appauthor=False))


def models() -> Path:
    """Folder of the model packs: AIMA_MODELS, else beside the account."""
    return Path(os.environ.get("AIMA_MODELS") or home() / "models")
