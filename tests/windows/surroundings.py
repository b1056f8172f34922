"""What a real window needs around it: a screen in memory, and an account with an analysed case."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from engine.stage import stages
from tests.investigator import ROOT, Investigator

MEDIA, DATA = ROOT / ".aima" / "media", ROOT / "tests" / "data"
MIGRATIONS = ROOT / "app" / "store" / "migrations" / "case"
FEW = [
    *(MEDIA / name for name in ("obama_speech.mp4", "sample.wav", "obama.jpg", "person_a_1.jpg")),
    *(MEDIA / name for name in ("person_a_2.jpg", "t1.jpg")),
]
"""Enough for the tests: a film with a face and speech, a conversation, photos of one person, a group."""
MANY = [
    *FEW, MEDIA / "WolfgangLanger_Pexels.mp4", MEDIA / "jfk.wav", MEDIA / "impostor_1.jpg",
    MEDIA / "person_b_1.jpg", MEDIA / "person_b_2.jpg", DATA / "german_synthetic.flac",
]  # fmt: skip
"""What the pictures in the documents show."""


@contextmanager
def screen(size: str = "1920x1080") -> Iterator[str]:
    """A display with a window manager, named in DISPLAY; AIMA_TEST_DISPLAY names another to look at."""
    if shown := os.environ.get("AIMA_TEST_DISPLAY"):
        os.environ["DISPLAY"] = shown
        yield shown
        return
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as said:
        os.environ["DISPLAY"] = f":{said.readline().strip()}"
    manager = subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL, env=os.environ)
    try:
        yield os.environ["DISPLAY"]
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait()


def analysed(evidence: Sequence[Path], models: Path) -> Path:
    """An account with one case of real media, analysed once per version of stages and form; to be copied."""
    versions = sorted((name, stage.version) for name, stage in stages().items())
    forms = sorted(path.name for path in MIGRATIONS.glob("*.py"))
    processor = os.environ.get("CT2_FORCE_CPU_ISA", "")
    told = json.dumps([versions, forms, processor, [path.name for path in evidence]])
    home = ROOT / ".aima" / "analysed" / hashlib.sha256(told.encode()).hexdigest()[:16]
    home.parent.mkdir(parents=True, exist_ok=True)
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another process of the tests may be making it
        if not (home / "whole").exists():
            shutil.rmtree(home, ignore_errors=True)
            core = Investigator.set_up(home, models)
            core.new_case("Sample case")
            core.run("add", *map(str, evidence))
            core.run("analyze")
            (home / "whole").touch()
    return home
