"""What is asked before the first finding does not grow with the case: of 2,000 photos it took seconds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from app.cases.case import Case
from app.cases.running_jobs import ANALYSIS
from app.jobs.analysis import Analysis
from app.jobs.backends import Machine
from app.jobs.events import End
from app.jobs.job_log import JobLog
from app.jobs.progress_estimate import ProgressEstimate
from app.jobs.runner import JobSettings, Runner
from engine.models.packs import PackStore
from engine.units import Kind
from tests.made_backend import MadeBackend, finished
from tests.made_case import put_item
from tests.vault import new_account, new_case

ITEMS, MOST_STATEMENTS = 200, 40


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    account = new_account(tmp_path_factory.mktemp("home"))
    with new_case(account) as made:
        for number in range(ITEMS):
            put_item(made, f"photo {number}", Kind.IMAGE)
        yield made
    account.close()


@contextmanager
def _statements(case: Case) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(case.database, "before_cursor_execute", note)
    yield asked
    event.remove(case.database, "before_cursor_execute", note)


def test_an_estimate_asks_no_item_by_itself_that_nobody_looked_into(case: Case, models: Path) -> None:
    analysis = Analysis(case.account, case, Machine(models), JobSettings())
    chosen = analysis.items()
    with _statements(case) as asked:
        estimate = analysis.estimate(chosen)
    assert estimate.unprobed == ITEMS
    assert len(asked) < MOST_STATEMENTS


def test_a_job_begins_without_asking_every_item(case: Case, models: Path) -> None:
    backend = MadeBackend(lambda request: [finished(request)], slots=1)
    log = JobLog(case)
    chosen = Analysis(case.account, case, Machine(models), JobSettings()).items()
    leases = log.leases(log.begin(ANALYSIS, chosen, {}, [backend.name]))
    runner = Runner(
        case, [backend], PackStore(models), JobSettings(), ProgressEstimate(case.account, "cpu", 1),
        cancelled=lambda: bool(backend.submitted), leases=leases,
    )  # fmt: skip
    with _statements(case) as asked:
        assert runner.run(chosen).state is End.CANCELLED
    assert len(backend.submitted) == 1
    assert len(asked) < MOST_STATEMENTS
