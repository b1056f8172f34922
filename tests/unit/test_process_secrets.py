"""A process that holds keys gives nothing of them to its children, to a core dump, or to other processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from app.keys.process_secrets import PASSPHRASE
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

LOOK = """
import ctypes, json, os, resource, subprocess, sys
from app.keys.process_secrets import close_up
given = close_up(holds_keys=sys.argv[1] == "keys")
own = open("/proc/self/environ", "rb").read()
child = subprocess.run(["/bin/sh", "-c", "cat /proc/self/environ"], capture_output=True).stdout
print(json.dumps([
    given, "horse" in own.decode(), "horse" in child.decode(), b"KEPT=1" in child,
    resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0),
]))
"""


def looked(*, keys: bool, passphrase: str | None) -> Any:
    environment = {**os.environ, "KEPT": "1"}
    environment.pop(PASSPHRASE, None)
    if passphrase is not None:
        environment[PASSPHRASE] = passphrase
    command = [sys.executable, "-c", LOOK, "keys" if keys else "none"]
    child = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return json.loads(child.stdout)


def test_a_process_with_keys_leaves_no_dump_and_no_passphrase_to_its_children() -> None:
    assert looked(keys=True, passphrase="horse battery") == ["horse battery", False, False, True, [0, 0], 0]


def test_a_window_leaves_no_dump_but_lets_the_desktop_ask_who_it_is() -> None:
    assert looked(keys=False, passphrase="horse") == ["horse", False, False, True, [0, 0], 1]


def test_without_a_passphrase_in_the_environment_there_is_none() -> None:
    assert looked(keys=True, passphrase=None)[0] is None
