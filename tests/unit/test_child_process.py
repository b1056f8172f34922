"""Nothing a child process does or stops doing holds up who speaks to it."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from engine.models.llama import ModelFailed
from gpu_backends import language
from gpu_backends.child_process import MOST_WAITING, ChildProcess
from tests.conftest import ROOT
from tests.hostile.bad_worker import HOW

SCRIPT = ROOT / "tests" / "hostile" / "bad_worker.py"


class Kept:
    """A child, and what was heard of it."""

    def __init__(self, how: str, flag: Path, hear: Callable[[dict[str, Any]], None] | None = None) -> None:
        self.heard: list[dict[str, Any]] = []
        self.ends = 0
        self.ended = threading.Event()
        command = [sys.executable, str(SCRIPT), how, str(flag)]
        self.child = ChildProcess(command, ROOT, hear or self.heard.append, self._end, name="child")

    def _end(self) -> None:
        self.ends += 1
        self.ended.set()


@pytest.mark.parametrize("how", HOW)
def test_a_child_that_is_killed_is_reported_as_ended_once(how: str, tmp_path: Path) -> None:
    kept = Kept(how, tmp_path / "flag")
    for _ in range(20):
        kept.child.send({"megabyte": bytes(1 << 20)})
    time.sleep(0.5)
    asked = time.monotonic()
    kept.child.kill()
    assert kept.child.wait(3.0)
    assert kept.ended.wait(1.0)
    assert time.monotonic() - asked < 3.0
    time.sleep(0.1)
    assert kept.ends == 1
    assert kept.child.status is not None
    assert kept.child.process is not None
    assert not psutil.pid_exists(kept.child.process.pid)


def test_a_program_that_is_not_there_ends_without_a_status() -> None:
    ended = threading.Event()
    child = ChildProcess(["/nothing here"], None, lambda _: None, ended.set, name="child")
    assert ended.wait(5.0)
    assert (child.status, child.process) == (None, None)
    child.send({"to": "nobody"})
    child.kill()


def test_a_child_that_leaves_too_much_unread_is_ended(tmp_path: Path) -> None:
    kept = Kept("deaf", tmp_path / "flag")
    kept.child.send({"megabyte": bytes(1 << 20)})
    for number in range(MOST_WAITING + 10):
        kept.child.send({"number": number})
    assert kept.ended.wait(10.0)


def test_a_message_nobody_can_take_ends_the_child(tmp_path: Path) -> None:
    def refuse(_: dict[str, Any]) -> None:
        raise ValueError("no message")

    kept = Kept("deaf", tmp_path / "flag", refuse)
    assert kept.ended.wait(10.0)


@pytest.mark.parametrize("how", ["silent", "stopped", "garbage", "hears no more"])
def test_a_language_model_that_hangs_is_a_named_error(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, str(SCRIPT), how, str(tmp_path / "flag")]
    monkeypatch.setattr(language, "program", lambda *_: (command, ROOT))
    began = time.monotonic()
    with pytest.raises(ModelFailed):
        language.LanguageProcess(tmp_path / "model.gguf", patience=1.5)
    assert time.monotonic() - began < 5.0
