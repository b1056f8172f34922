"""Takes the pictures of the documents: every main state of the real window, in its looks and sizes.

    python -m tests.windows.screens                 all, into docs/screenshots
    python -m tests.windows.screens player faces    these only
    python -m tests.windows.screens --out FOLDER

Needs what the tests of the window need.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from tests.investigator import ROOT
from tests.windows.driving import open_sample, settle
from tests.windows.scenes import SCENES, Scene
from tests.windows.surroundings import MANY, analysed, screen
from ui.application import opened
from ui.shell import Shell

TARGET = ROOT / "docs" / "screenshots"


@dataclass(frozen=True)
class Look:
    """How a picture is taken; `scale` in percent needs a process of its own."""

    theme: str
    language: str
    size: str = "1280x800"
    scale: int = 100

    @property
    def name(self) -> str:
        scaled = "" if self.scale == 100 else f"-{self.scale}"
        return f"{self.size}{scaled}-{self.theme}-{self.language}"


LOOKS = (
    Look("dark", "en"), Look("light", "de"), Look("dark", "de", "1024x600"), Look("light", "en", "1920x1080"),
    Look("dark", "de", "960x540", 200),
)  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Takes the pictures of the documents.")
    parser.add_argument("scenes", nargs="*", metavar="SCENE")
    parser.add_argument("--out", type=Path, default=TARGET)
    parser.add_argument("--scale", type=int, default=100, help="used by the command itself")
    asked = parser.parse_args(arguments)
    scenes = [SCENES[name] for name in asked.scenes or SCENES]
    asked.out.mkdir(parents=True, exist_ok=True)
    if asked.scale != 100:
        take(scenes, [look for look in LOOKS if look.scale == asked.scale], asked.out)
        return 0
    with screen("2000x1200"):
        take(scenes, [look for look in LOOKS if look.scale == 100], asked.out)
        for scale in sorted({look.scale for look in LOOKS} - {100}):
            again = [sys.executable, "-m", "tests.windows.screens", *asked.scenes, "--out", str(asked.out)]
            scaled = {**os.environ, "QT_SCALE_FACTOR": str(scale / 100)}
            subprocess.run([*again, "--scale", str(scale)], cwd=ROOT, env=scaled, check=True)
    return 0


def take(scenes: Sequence[Scene], looks: Sequence[Look], out: Path) -> None:
    """A window of its own for each scene and look."""
    app = QApplication(["aima", "-platform", "xcb"])
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    asyncio._set_running_loop(loop)
    try:
        _take(app, loop, scenes, looks, out)
    finally:
        asyncio._set_running_loop(None)
        loop.close()


def _take(
    app: QApplication, loop: QEventLoop, scenes: Sequence[Scene], looks: Sequence[Look], out: Path
) -> None:
    home = analysed(MANY, ROOT / ".aima" / "models")
    os.environ["AIMA_MODELS"] = str(ROOT / ".aima" / "models")
    for scene in scenes:
        for look in looks:
            with tempfile.TemporaryDirectory() as folder:
                own = Path(folder) / "home"
                if scene.case:
                    shutil.copytree(home, own)
                os.environ["AIMA_HOME"] = str(own)
                with opened(app, loop) as shell:
                    picture(shell, scene, look, out / f"{scene.name}-{look.name}.webp")
                settle()


def picture(shell: Shell, scene: Scene, look: Look, file: Path) -> None:
    shell.display.use_language(look.language)
    shell.display.use_theme(look.theme)
    width, height = (int(n) for n in look.size.split("x"))
    shell.resize(width, height)
    shell.show()
    QTest.qWaitForWindowExposed(shell)
    shell.start_page.begin()
    if scene.case:
        open_sample(shell)
        shell.workspace.arrange(scene.layout)
    scene.set_up(shell)
    settle()
    frame = shell.geometry()
    whole = shell.screen().grabWindow(0, frame.x(), frame.y(), frame.width(), frame.height())
    whole.save(str(file), "WEBP", 90)
    print(file.name)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
