"""The main job on a sample case of real media: case, evidence, analysis, dossier; then the window on it.

    python packaging/sample_case.py

Run by `bootstrap.py run`, which sets AIMA_HOME and AIMA_MODELS. The second run finds its case and everything
analysed, and only writes the dossier again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MEDIA, DATA = ROOT / ".aima" / "media", ROOT / "tests" / "data"
NAME = "Sample case"
EVIDENCE = [
    MEDIA / "obama_speech.mp4", MEDIA / "WolfgangLanger_Pexels.mp4", MEDIA / "sample.wav", MEDIA / "jfk.wav",
    DATA / "german_synthetic.flac", MEDIA / "obama.jpg", MEDIA / "impostor_1.jpg", MEDIA / "person_a_1.jpg",
    MEDIA / "person_a_2.jpg", MEDIA / "person_b_1.jpg", MEDIA / "person_b_2.jpg", MEDIA / "t1.jpg",
]  # fmt: skip
os.environ.setdefault("AIMA_PASSPHRASE", "public media, nothing to protect")


class Failed(Exception):
    """A command ended with the status that is the argument."""


def aima(*arguments: str | Path) -> None:
    """One command of AIMA, spoken and run."""
    words = [str(argument) for argument in arguments]
    shown = [f'"{word}"' if " " in word else word for word in words]
    print("\n$ python main.py", " ".join(shown if len(shown) < 12 else [*shown[:3], "…"]), flush=True)
    status = subprocess.run([sys.executable, "main.py", *words], cwd=ROOT, check=False).returncode
    if status:
        raise Failed(status)


def told(*arguments: str | Path) -> list[dict[str, Any]]:
    """What a command says to machines; nothing if it fails."""
    done = subprocess.run(
        [sys.executable, "main.py", *map(str, arguments), "--json"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith(b"{")]


def main() -> int:
    """The status of the command that failed, or 0."""
    started = time.monotonic()
    home = Path(os.environ["AIMA_HOME"])
    try:
        if not any(record.get("name") == NAME for record in told("case", "list")):
            aima(
                *("case", "new", "--name", NAME, "--no-keyring"),
                *("--purpose", "trying AIMA", "--legal-basis", "published media"),
            )
        aima("add", "--case", NAME, "--new-only", *EVIDENCE)
        aima("analyze", "--case", NAME)
        dossier = home / "dossier" / "dossier.html"
        aima("dossier", "--case", NAME, "--out", dossier.parent)
    except Failed as failed:
        status: int = failed.args[0]
        print(f"\nThe command above ended with status {status}; README.md lists what it means.")
        return status
    print(f"\nDone in {time.monotonic() - started:.0f} s. The dossier:\n\n    {dossier}\n")
    print(f"The case stays in {home}; its passphrase is “{os.environ['AIMA_PASSPHRASE']}”.")
    if os.environ.get("CI") or not has_screen():
        return 0
    print("The window opens now; unlock it with that passphrase.")
    return subprocess.run([sys.executable, "main.py"], cwd=ROOT, check=False).returncode


def has_screen() -> bool:
    """Whether a window could be seen."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    raise SystemExit(main())
