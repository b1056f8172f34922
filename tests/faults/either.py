"""What both versions have under one name or another, and a small case that either can make and read."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

Seen = tuple[bool, str]
"""Whether the fault is shown, and what was seen."""

NAMES = {
    "log": ("app.cases.log", "app.cases.decision_log"),
    "moments": ("app.operations.moments", "app.cases.moments"),
    "review": ("app.review.review", "app.cases.review"),
    "session": ("app.core_api.core_session:CoreSession", "app.desk.room:Room"),
    "handlers": ("app.core_api.core_session:handlers", "app.desk.room:handlers"),
    "questions": ("app.core_api.people", "app.desk.people"),
    "handling people": ("app.core_api.handlers.people", "app.desk.answers.people"),
    "handling decisions": ("app.core_api.handlers.people_deciding", "app.desk.answers.people_deciding"),
    "progress": ("app.jobs.progress_estimate:ProgressEstimate", "app.jobs.pace:Pace"),
    "media": ("engine.units:MediaPath", "engine.units:Media"),
}
"""What is looked for by its name today, and by its name before."""


def named(what: str) -> Any:
    """A module or one of its names, whichever version has it."""
    for place in NAMES[what]:
        module, _, name = place.partition(":")
        with suppress(ImportError, AttributeError):
            found = import_module(module)
            return getattr(found, name) if name else found
    raise LookupError(what)


def made(name: str) -> Any:
    """A function of the checkout's own `tests/made_case.py`."""
    return getattr(import_module("tests.made_case"), name)


@dataclass(frozen=True)
class CaseAtHand:
    """A small case with an account of its own, read through `main.py` and in this process."""

    home: Path

    @contextmanager
    def opened(self) -> Iterator[Any]:
        from app.cases.case import Case
        from app.keys.account import Account
        from tests.vault import PASSPHRASE

        account = Account.unlock(self.home, PASSPHRASE)
        try:
            with Case.find(account) as case:
                yield case
        finally:
            account.close()

    def records(self, *arguments: str, **environment: str) -> list[dict[str, Any]]:
        """What `main.py` says with `--json`."""
        from tests.vault import PASSPHRASE

        own = {"AIMA_HOME": str(self.home), "AIMA_PASSPHRASE": PASSPHRASE}
        done = subprocess.run(
            [sys.executable, "main.py", *arguments, "--json"],
            env={**os.environ, **own, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{arguments}: {done.stdout} {done.stderr}")
        return [json.loads(line) for line in done.stdout.splitlines()]

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """What is done in the block is gone after it."""
        with tempfile.TemporaryDirectory(prefix="aima-fault-") as folder:
            kept = shutil.copytree(self.home, Path(folder) / "home")
            try:
                yield
            finally:
                shutil.rmtree(self.home)
                shutil.copytree(kept, self.home)

    def people(self) -> dict[int, set[str]]:
        """By number the places where each person is seen."""
        listed = [r for r in self.records("faces", "list") if "person" in r]
        return {r["person"]: {s["uri"] for s in r["sightings"]} for r in listed}

    def number_of(self, name: str, left: int) -> int:
        """The number of who is seen in an item with this left edge of the box."""
        sha256, box = made("sha256_of")(name), f"pixel:{left},"
        return next(n for n, uris in self.people().items() if any(sha256 in u and box in u for u in uris))


@contextmanager
def case_at_hand(fill: Callable[[Any], None] = lambda _: None) -> Iterator[CaseAtHand]:
    from tests.vault import new_account, new_case

    with tempfile.TemporaryDirectory(prefix="aima-fault-") as folder:
        account = new_account(Path(folder) / "home")
        with new_case(account) as case:
            fill(case)
        account.close()
        yield CaseAtHand(Path(folder) / "home")


def films(case: Any) -> None:
    """People 0, 1, 2 in two films, person 7 in a photo."""
    from engine.units import Kind

    for name in ("a.mp4", "b.mp4"):
        seen = [(made("face")(n, like=0.8), n * 2.0, n * 2.0 + 1, 20 * n + 10) for n in range(3)]
        made("put_faces")(case, name, made("put_item")(case, name), seen)
    photo = made("put_item")(case, "c.jpg", Kind.IMAGE, 0)
    made("put_faces")(case, "c.jpg", photo, [(made("face")(7), 0, 1, 5)])


def busy(work: Callable[[], object]) -> float:
    """CPU seconds of this process."""
    began = time.process_time()
    work()
    return time.process_time() - began
