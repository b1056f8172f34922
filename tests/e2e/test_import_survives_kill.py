"""`kill -9` during an import, at random moments. `python -m tests.e2e.kill_import` does it more often."""

from __future__ import annotations

import os
from pathlib import Path

from tests.e2e.kill_import import kill_at_random_moments


def test_killed_imports_resume_without_loss_or_rereading(tmp_path: Path) -> None:
    assert kill_at_random_moments(tmp_path, 6, seed=int.from_bytes(os.urandom(4), "big")) == 6
