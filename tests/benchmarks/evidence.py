"""A case of 10,000 items in the list of evidence: how soon it is shown, what filtering and sorting cost.

`python tests/benchmarks/evidence.py [--times N]` opens the real window with every panel and takes turns
between that case and one of a single item, so that what other panels and the machine cost is seen beside it.
Fails where the list is shown later than 300 ms after the case was opened, or the window's process holds more
than 500 MB.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QTableView  # noqa: E402
from qasync import QEventLoop  # noqa: E402

from app.cases.case import Case  # noqa: E402
from app.core_api.session import Cases, CloseCase, OpenCase, Unlock  # noqa: E402
from app.keys.account import Account  # noqa: E402
from tests.benchmarks.opening import ITEMS, made_home  # noqa: E402
from tests.investigator import PASSPHRASE  # noqa: E402
from tests.made_case import put_item  # noqa: E402
from tests.windows.driving import asked, child, quiet, until  # noqa: E402
from tests.windows.job_running import evidence  # noqa: E402
from tests.windows.surroundings import screen  # noqa: E402
from ui.application import opened  # noqa: E402
from ui.shell import Shell  # noqa: E402

MOST_MS, MOST_MB = 300.0, 500.0


def small_case(home: Path) -> None:
    """A second case, of one item, to compare with."""
    account = Account.unlock(home, PASSPHRASE)
    facts = {"purpose": "measuring", "legal_basis": "none needed", "retention": "2040-01-01"}
    with Case.create(account, "One item", **facts) as case:
        put_item(case, "one")
    account.close()


def shown(shell: Shell, case_id: str, rows: int) -> float:
    """Milliseconds from the core's answer to the painted list."""
    facts = asked(shell, OpenCase(case_id))
    table = child(shell, QTableView, "evidence-table") if shell.ui.window else None
    begun = time.perf_counter()
    shell.open_case(facts)
    table = table or child(shell, QTableView, "evidence-table")
    until(lambda: table.model().rowCount() == rows, "the list is not shown")
    table.viewport().repaint()
    return 1000 * (time.perf_counter() - begun)


def leave(shell: Shell) -> None:
    quiet(shell, 60)
    shell.ui.case = None
    shell.workspace.closed()
    asked(shell, CloseCase())


def spent(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - begun)


def measure(shell: Shell, times: int) -> tuple[float, float]:
    """Median of what the large case takes, and the memory in MB with it open."""
    asked(shell, Unlock(PASSPHRASE))
    ids = {row.name: row.id for row in asked(shell, Cases())}
    shown(shell, ids["One item"], 1)  # makes the panels, which every case opened later has
    leave(shell)
    large, small = [], []
    for _ in range(times):
        small.append(shown(shell, ids["One item"], 1))
        leave(shell)
        large.append(shown(shell, ids["Ten thousand items"], ITEMS))
        leave(shell)
    shown(shell, ids["Ten thousand items"], ITEMS)
    quiet(shell, 60)
    panel = evidence(shell)
    filtering = spent(lambda: panel.filter.field.setText("IMG_0999"))
    assert panel.model.rowCount() == 10
    panel.filter.clear()
    sorting = spent(lambda: panel.table.sortByColumn(0, Qt.SortOrder.DescendingOrder))
    QTest.qWait(100)
    memory = psutil.Process().memory_full_info()
    many, one = statistics.median(large), statistics.median(small)
    print(f"shown after {many:.0f} ms ({ITEMS} items), {one:.0f} ms (one)")
    print(f"filtering {filtering:.1f} ms, sorting by name {sorting:.1f} ms")
    print(f"window's process: {memory.rss / 1e6:.0f} MB resident, {memory.uss / 1e6:.0f} MB its own")
    return many, memory.rss / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, screen():
        home = made_home(Path(folder) / "home")
        small_case(home)
        os.environ |= {"AIMA_HOME": str(home), "AIMA_MODELS": str(ROOT / ".aima" / "models")}
        app = QApplication(["aima", "-platform", "xcb"])
        loop = QEventLoop(app)
        asyncio.set_event_loop(loop)
        asyncio._set_running_loop(loop)
        with opened(app, loop) as shell:
            shell.resize(1280, 800)
            shell.show()
            time_ms, memory_mb = measure(shell, args.times)
        asyncio._set_running_loop(None)
        loop.close()
    print(f"list of evidence: {time_ms:.0f} ms (at most {MOST_MS:.0f})")
    print(f"memory: {memory_mb:.0f} MB (at most {MOST_MB:.0f})")
    return 0 if time_ms <= MOST_MS and memory_mb <= MOST_MB else 1


if __name__ == "__main__":
    sys.exit(main())
