"""Writes packaging/lock/dev.txt anew from pyproject.toml: every library pinned, every file by its hash.

    python packaging/relock.py

Run it after changing a dependency; it needs `uv` (pip install uv) and the index that uv is set to. One lock
serves Linux, Windows and macOS and every Python from 3.11 on: what differs carries its condition.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = "packaging/lock/dev.txt"
COMMAND = [
    *("uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--python-version", "3.11"),
    *("--extra", "dev", "--no-header", "--no-annotate", "--only-binary", ":all:"),
    *("--no-emit-index-url", "--no-emit-find-links", "--output-file", OUTPUT, "pyproject.toml"),
]


if __name__ == "__main__":
    raise SystemExit(subprocess.run(COMMAND, cwd=ROOT, check=False).returncode)
