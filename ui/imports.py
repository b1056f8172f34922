"""What PySide does with every module that is imported."""

from __future__ import annotations

import sys


def leave_sources_unread() -> None:
    """PySide reads the source of each module to see whether it names PySide, since a module may ask for other
    spellings of Qt's names; Python keeps what was read. None of ours does, and it takes 0.1 s and 12 MB.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = lambda module: False  # type: ignore[union-attr]
