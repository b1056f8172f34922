"""What a unit's failure is called."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.investigator import ROOT

_ATTEMPT = """
import hashlib, resource, sys
from pathlib import Path
from engine.execute import attempt
from engine.media.source import MediaCache
from engine.models.packs import PackStore
from engine.one_file import OneFile
from engine.stage import Context, stages

path, spare = Path(sys.argv[1]), int(sys.argv[2])
stages()
cache = MediaCache()
context = Context(settings={}, packs=PackStore(path.parent))

def run(request):
    outcome = attempt(request, context, cache)
    print(outcome.error, outcome.verdict)
    raise SystemExit

if spare:
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + spare, taken + spare))
OneFile(path, hashlib.sha256(path.read_bytes()).hexdigest(), run, context.packs, None).run(["probe"])
"""


@pytest.mark.parametrize(("spare", "said"), [(0, "unreadable final"), (24 << 20, "out-of-memory retry")])
def test_where_memory_is_short_a_failure_to_read_is_not_said_of_the_file(
    tmp_path: Path, spare: int, said: str
) -> None:
    file = tmp_path / "broken.mkv"
    file.write_bytes(bytes.fromhex("1a45dfa3") + bytes(4096))
    command = [sys.executable, "-c", _ATTEMPT, str(file), str(spare)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == said, done.stderr
