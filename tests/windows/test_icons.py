"""Rules for the icons, and for what loading the window leaves in memory."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from tests.investigator import ROOT
from ui.icons import SIZES, icon
from ui.theme import DARK

NAMED = sorted(
    {n for f in (ROOT / "ui").rglob("*.py") for n in re.findall(r'"(mdi6\.[a-z0-9-]+)"', f.read_text())}
)
LOADED = """
import importlib, linecache, sys
from PySide6.QtWidgets import QApplication
import ui.application
ui.application._shell(QApplication(["aima", "-platform", "offscreen"]))
from ui.workspace import PANELS
for where in PANELS:
    importlib.import_module(where.partition(":")[0])
print([name for name in sys.modules if name.startswith(("qtpy", "qtawesome"))])
print([name for name in linecache.cache if name.endswith("_panel.py")])
"""


@pytest.mark.parametrize("name", NAMED)
def test_every_icon_is_drawn_in_each_size(name: str, qapp: QApplication) -> None:
    made = icon(name, DARK)
    for size in SIZES:
        picture = made.pixmap(QSize(size, size), 1.0, QIcon.Mode.Normal).toImage()
        assert picture.width() == size
        seen = [picture.pixelColor(x, y).alpha() for x in range(size) for y in range(size)]
        assert size * size // 20 < sum(alpha > 0 for alpha in seen) < size * size


def test_an_icon_that_does_not_exist_is_reported(qapp: QApplication) -> None:
    with pytest.raises(KeyError):
        icon("mdi6.no-such-thing", DARK)


def test_the_panels_bring_no_other_fonts_along_and_no_source_text() -> None:
    """They were 40 MB of the window's memory."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:2] == ["[]", "[]"]
