"""Opens a case of 10,000 items in a real window and says how long that took; part of `start.py`."""

from __future__ import annotations

import asyncio
import hashlib
import sys
import time
from pathlib import Path

from sqlalchemy import insert

from app.cases.case import MEDIA_KIND, Case
from app.core_api.session import CaseFacts
from app.keys.account import Account
from app.store import schema
from app.store.clock import now
from engine.units import SECOND
from tests.investigator import PASSPHRASE

ITEMS = 10_000


def made_home(home: Path) -> Path:
    """An account, at the real cost of Argon2, with one case of 10,000 items without media."""
    account = Account.create(home, PASSPHRASE, use_keyring=False)
    facts = {"purpose": "measuring", "legal_basis": "none needed", "retention": "2040-01-01"}
    with Case.create(account, "Ten thousand items", **facts) as case, case.writing() as connection:
        connection.execute(insert(schema.items), [_item(case, n) for n in range(ITEMS)])
    account.close()
    return home


def _item(case: Case, number: int) -> dict[str, object]:
    name = f"IMG_{number:05d}.mp4"
    item_id = hashlib.sha256(name.encode()).hexdigest()[:32]
    return {
        "id": item_id, "sha256": hashlib.sha256(item_id.encode()).hexdigest(), "blake3": "", "name": name,
        "bytes": 1_000_000 + number, "kind": "video", "format": "mp4", "duration_ns": 20 * SECOND,
        "sealed": item_id, "wrapped_key": case.keys.wrap_item_key(item_id, MEDIA_KIND, b"k" * 32),
        "epoch": case.keys.epoch, "added_at": now(), "added_by": "benchmark", "state": "probed",
    }  # fmt: skip


def main(home: Path) -> int:
    import os

    os.environ["AIMA_HOME"] = str(home)
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication
    from qasync import QEventLoop

    from tests.windows.driving import quiet, until
    from ui.application import opened

    app = QApplication(["aima"])
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    asyncio._set_running_loop(loop)
    with opened(app, loop) as shell:
        shell.show()
        shell.start_page.begin()
        until(lambda: not shell.start_page.busy, "the core did not start")
        page = shell.start_page
        answered: list[float] = []
        page.opened.disconnect()

        def answer(facts: CaseFacts) -> None:
            answered.append(time.monotonic())
            shell.open_case(facts)

        page.opened.connect(answer)
        begun = time.monotonic()
        QTest.keyClicks(page.unlock_page.field.edit, PASSPHRASE)
        page.unlock_page.button.click()
        until(lambda: page._cases is not None and page.cases_page.model.total, "no cases")
        listed = time.monotonic()
        page.cases_page.chosen.emit(page.cases_page.model.row(page.cases_page.list.currentIndex()).id)  # type: ignore[union-attr]
        until(lambda: answered, "the case did not open", 60)
        until(lambda: shell.workspace.isVisible(), "no workspace")
        app.processEvents()
        shown = time.monotonic()
        quiet(shell, 60)
        done = time.monotonic()
        print(f"cases listed after the passphrase: {(listed - begun) * 1000:.0f} ms")
        print(f"first screen after the core's answer: {(shown - answered[0]) * 1000:.0f} ms")
        print(f"everything in view after that: {(done - shown) * 1000:.0f} ms")
        print(f"memory of the window's process: {_memory_mb():.0f} MB")
    asyncio._set_running_loop(None)
    loop.close()
    return 0


def _memory_mb() -> float:
    import psutil

    return float(psutil.Process().memory_info().rss) / 1e6


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
