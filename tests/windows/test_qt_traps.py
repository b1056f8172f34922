"""What this version of Qt for Python must not do; each in a process of its own, since it would end ours."""

from __future__ import annotations

import subprocess
import sys

PAINT = """
import sys
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
app = QGuiApplication(["x", "-platform", "offscreen"])
image = QImage(64, 64, QImage.Format.Format_RGB32)
before = sys.getrefcount(None)
painter = QPainter(image)
for number in range(20_000):
    painter.fillRect(QRectF(0, 0, 8, 8), Qt.GlobalColor.red)
    painter.drawRects([QRectF(1, 1, 4, 4)])
painter.end()
lost = before - sys.getrefcount(None)
print(lost)
sys.exit(0 if lost < 1000 else 1)
"""


def test_painting_twenty_thousand_rectangles_loses_no_reference_to_none() -> None:
    """PySide6 6.12.0 on Python 3.11 loses one a call and aborts after some five thousand."""
    done = subprocess.run(
        [sys.executable, "-c", PAINT], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, f"status {done.returncode}: {done.stdout} {done.stderr[-400:]}"
