"""An investigator at the command line, with a home of their own: for tests from end to end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.cases.case import Case
from app.keys.account import Account
from app.keys.passphrase import Cost

ROOT = Path(__file__).resolve().parents[1]
PASSPHRASE = "four words for testing"
QUICK = Cost(memory_kib=8 * 1024, passes=1)
"""Argon2id cost for tests; the product's default takes a second an unlocking."""


@dataclass(frozen=True)
class Investigator:
    """Runs `main.py` in processes of its own, as a person does."""

    home: Path
    models: Path
    environment: dict[str, str] = field(default_factory=dict)

    @classmethod
    def set_up(cls, home: Path, models: Path, **environment: str) -> Investigator:
        """With an account and one case, named like its purpose."""
        investigator = cls(home, models, environment)
        Account.create(home, PASSPHRASE, cost=QUICK, use_keyring=False).close()
        return investigator

    def new_case(self, name: str = "Case") -> None:
        facts = ("--purpose", name, "--legal-basis", "test", "--retention", "2030-01-01")
        self.run("case", "new", "--name", name, *facts)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """The command as a running process; its standard error goes nowhere."""
        return subprocess.Popen(
            [sys.executable, "main.py", *arguments],
            cwd=ROOT,
            env=self.variables(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def run(self, *arguments: str, expect: int | None = 0) -> subprocess.CompletedProcess[str]:
        """The finished command; fails the test when its exit status is not `expect` (None: any)."""
        done = subprocess.run(
            [sys.executable, "main.py", *arguments],
            cwd=ROOT,
            env=self.variables(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert expect in (None, done.returncode), f"{arguments}: {done}"
        return done

    def records(self, *arguments: str, expect: int | None = 0) -> list[dict[str, Any]]:
        """What the command says with `--json`."""
        return [
            json.loads(line) for line in self.run(*arguments, "--json", expect=expect).stdout.splitlines()
        ]

    @contextmanager
    def open_case(self) -> Iterator[Case]:
        """The case, in this process."""
        account = Account.unlock(self.home, PASSPHRASE)
        try:
            with Case.find(account) as case:
                yield case
        finally:
            account.close()

    def variables(self) -> dict[str, str]:
        """Environment of the commands."""
        own = {
            "AIMA_HOME": str(self.home),
            "AIMA_MODELS": str(self.models),
            "AIMA_PASSPHRASE": PASSPHRASE,
        }
        return {**os.environ, **own, **self.environment}
