"""Every attempt of a process that a file has taken over is refused, whatever the kernel offers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox of Linux")

REFUSED = {"EACCES", "EPERM", "ENOSYS", "ENOMEM", "EMFILE"}
NOT_THERE = {"ENOENT", "gaierror"}
"""What is not on this computer, or cannot be asked: refused as well, by what is missing."""


def attempts(folder: Path, *words: str) -> tuple[str, list[dict[str, str]]]:
    """What was tried in a process confined to one file."""
    given, secret = folder / "item", folder / "home"
    given.write_bytes(b"evidence")
    (folder / "another item").write_bytes(b"secret")
    secret.mkdir(exist_ok=True)
    for name in ("account.json", "case.db"):
        (secret / name).write_bytes(b"secret")
    command = [sys.executable, "-m", "tests.hostile.inside", str(given), str(secret), *words]
    child = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    first, *told = (json.loads(line) for line in child.stdout.splitlines())
    assert given.read_bytes() == b"evidence"
    assert {p.name for p in folder.iterdir()} == {"item", "another item", "home"}
    return first["confined"], told


@pytest.mark.parametrize(
    "kernel",
    [(), ("landlock-4",), ("landlock-1",), ("no-namespace",)],
    ids=lambda words: " ".join(words) or "full",
)
def test_what_a_file_could_try_is_refused(kernel: tuple[str, ...], tmp_path: Path) -> None:
    confined, told = attempts(tmp_path, *kernel)
    assert ("missing" in confined) == (kernel == ("no-namespace",))
    needed = {each["what"]: each["ended"] for each in told if each["group"] == "needed"}
    assert set(needed.values()) == {"done"}, needed
    tried = [each for each in told if each["group"] != "needed"]
    got_through = [each for each in tried if each["ended"] not in REFUSED | NOT_THERE]
    assert not got_through
    by_hand = [each for each in tried if each["group"] != "calls that are not listed"]
    assert len(by_hand) >= 120, Counter(each["group"] for each in by_hand)
    assert len(tried) - len(by_hand) >= 200
