"""What a job promises, however its back ends disappoint: each unit ends stored or named missing."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from app.cases.case import Case
from app.cases.running_jobs import ANALYSIS
from app.jobs.analysis import Analysis
from app.jobs.backends import Machine
from app.jobs.events import End, Ended, JobEvent, UnitSentBack
from app.jobs.job_log import JobLog
from app.jobs.progress_estimate import ProgressEstimate
from app.jobs.runner import JobSettings, Runner
from app.jobs.unit_states import Patience
from app.store import schema
from engine.models.packs import PackStore
from engine.plan import PROBE_SLOT, plan
from engine.records import unpack
from engine.stage import stages
from engine.units import UnitOutcome, UnitRequest, Verdict
from gpu_backends.backend import Backend, Price
from gpu_backends.workers import WorkerNotStarted
from tests.made_backend import Answer, MadeBackend, failed, finished
from tests.made_case import put_item
from tests.vault import new_account, new_case

WANTED = ("perceptual_hashes", "shot_changes", "shots")
QUICK = Patience(retries=2, losses=2, first_pause=0.0)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    account = new_account(tmp_path_factory.mktemp("home"))
    with new_case(account) as made:
        yield made
    account.close()


class Job:
    """One job over a new item, and what came of it."""

    _names = itertools.count()

    def __init__(self, case: Case) -> None:
        self.case = case
        self.item = put_item(case, f"film {next(self._names)}", seconds=50.0)
        self.events: list[JobEvent] = []
        self.log = JobLog(case)

    def run(
        self,
        *backends: Backend,
        patience: Patience = QUICK,
        cancelled: Callable[[], bool] = lambda: False,
        retry_failed: bool = False,
    ) -> Ended:
        self.job = self.log.begin(ANALYSIS, [self.item], {}, [b.name for b in backends])
        runner = Runner(
            self.case, backends, PackStore(Path("no packs")), JobSettings(WANTED, retry_failed=retry_failed),
            ProgressEstimate(self.case.account, "cpu", 1), self.events.append, cancelled, patience,
            leases=self.log.leases(self.job),
        )  # fmt: skip
        ended = runner.run([self.item])
        self.log.end(self.job, ANALYSIS, ended)
        return ended

    def rows(self) -> list[tuple[str, str, int, int, str]]:
        """Stage, sampling, stream, start and state of the units of the item."""
        u = schema.units.c
        wanted = select(u.stage, u.sampling, u.stream, u.start_ns, u.state).where(u.item_id == self.item)
        with self.case.database.connect() as connection:
            return [(r[0], r[1], r[2], r[3], r[4]) for r in connection.execute(wanted)]

    def planned(self) -> int:
        """Units the item has by its probe, the probe too."""
        u = schema.units.c
        wanted = select(u.key, u.result).where(u.item_id == self.item, u.stage == "probe")
        with self.case.database.connect() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None or row.result is None:
            return 1
        probe = unpack(self.case.open_result(self.item, row.key, row.result), stages()["probe"].tables)
        return len({PROBE_SLOT, *plan(probe, WANTED).slots()})

    def count(self, table: str) -> int:
        rows = schema.case_tables.tables[table]
        with self.case.database.connect() as connection:
            wanted = select(func.count()).where(rows.c.job == self.job)
            return int(connection.execute(wanted).scalar_one())


def fine(request: UnitRequest) -> Iterable[UnitOutcome]:
    return [finished(request)]


def once(*first: Verdict, error: str = "cancelled") -> Answer:
    """A back end that disappoints at the first attempts of every unit and computes it then."""
    seen: Counter[str] = Counter()

    def answer(request: UnitRequest) -> Iterable[UnitOutcome]:
        seen[request.key] += 1
        at = seen[request.key] - 1
        return [failed(request, first[at], error) if at < len(first) else finished(request)]

    return answer


def test_a_job_without_disappointment_stores_every_unit_once(case: Case) -> None:
    job = Job(case)
    ended = job.run(MadeBackend(fine))
    assert (ended.state, ended.missing) == (End.DONE, ())
    assert ended.done_units == len(job.rows()) == job.planned() == job.count("ledger")
    assert job.count("leases") == 0


@pytest.mark.parametrize("verdict", [Verdict.RETRY, Verdict.LOST])
@pytest.mark.parametrize("error", ["cancelled", "pack-unknown", "out-of-memory", "stage-failed"])
def test_a_unit_that_fails_in_passing_is_tried_again_and_nothing_of_it_is_stored(
    case: Case, verdict: Verdict, error: str
) -> None:
    job = Job(case)
    ended = job.run(MadeBackend(once(verdict, error=error)))
    assert (ended.state, ended.failed_units) == (End.DONE, 0)
    assert len(job.rows()) == job.planned() == ended.done_units
    assert job.count("ledger") == 2 * ended.done_units, "what was tried in vain has cost something too"


def test_a_unit_that_comes_back_each_time_is_missing_with_all_that_reads_it_and_the_job_is_not_done(
    case: Case,
) -> None:
    job = Job(case)

    def answer(request: UnitRequest) -> Iterable[UnitOutcome]:
        bad = request.stage == "shot_changes" and request.span.start_ns == 0
        return [failed(request, Verdict.RETRY, "cancelled") if bad else finished(request)]

    ended = job.run(MadeBackend(answer))
    assert ended.state is End.PARTLY
    assert {unit.stage for unit in ended.missing} == {"shot_changes", "shots"}
    assert {unit.error for unit in ended.missing} == {"cancelled"}
    assert len(job.rows()) + len(ended.missing) == job.planned()
    again = Job(case)
    again.item = job.item
    done = again.run(MadeBackend(fine))
    assert (done.state, done.done_units) == (End.DONE, len(ended.missing))


def test_waiting_for_a_slot_costs_nothing_and_the_back_end_is_polled(case: Case) -> None:
    """It spun: two million questions in three seconds."""
    backend, job, stop = MadeBackend(fine, slots=0), Job(case), threading.Event()
    spent: list[float] = []

    def run() -> None:
        began = time.thread_time()
        job.run(backend, cancelled=stop.is_set)
        spent.append(time.thread_time() - began)

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(1.5)
    asked, polled = backend.asked, backend.polled
    backend.slots = 2
    thread.join(30)
    assert not thread.is_alive()
    assert 3 <= polled <= 20
    assert asked <= 40
    assert len(job.rows()) == job.planned(), "it goes on as soon as there is a slot"


def test_losing_one_of_two_back_ends_leaves_the_other_working(case: Case) -> None:
    def lose(request: UnitRequest) -> Iterable[UnitOutcome]:
        first.fault = WorkerNotStarted("status 1")
        return [failed(request, Verdict.LOST, "worker-not-started")]

    first, second, job = MadeBackend(lose, name="first"), MadeBackend(fine, name="second"), Job(case)
    ended = job.run(first, second)
    assert ended.state is End.DONE
    assert len(first.submitted) == 1
    assert len(job.rows()) == job.planned()


def test_a_job_whose_every_back_end_is_lost_ends_with_the_reason_and_can_continue_later(case: Case) -> None:
    def lose(request: UnitRequest) -> Iterable[UnitOutcome]:
        if len(backend.submitted) < 4:
            return [finished(request)]
        backend.fault = WorkerNotStarted("status 1")
        return [failed(request, Verdict.LOST, "worker-not-started")]

    backend, job = MadeBackend(lose, slots=1), Job(case)
    with pytest.raises(WorkerNotStarted):
        job.run(backend)
    assert len(job.rows()) == 3
    again = Job(case)
    again.item = job.item
    assert again.run(MadeBackend(fine)).state is End.DONE


def test_a_unit_goes_where_it_is_taken_and_is_missing_where_nobody_takes_it(case: Case) -> None:
    class Choosy(MadeBackend):
        def takes(self, request: UnitRequest) -> bool:
            return request.stage in self.stages

        def __init__(self, *named: str) -> None:
            super().__init__(fine, name=named[0])
            self.stages = named

    first, second, job = Choosy("probe", "shot_changes"), Choosy("perceptual_hashes"), Job(case)
    ended = job.run(first, second)
    assert {r.stage for r in first.submitted} == {"probe", "shot_changes"}
    assert {r.stage for r in second.submitted} == {"perceptual_hashes"}
    assert [(unit.stage, unit.error) for unit in ended.missing] == [("shots", "no-place")]


def test_a_unit_that_one_back_end_sends_back_is_tried_on_the_other(case: Case) -> None:
    def never(request: UnitRequest) -> Iterable[UnitOutcome]:
        return [failed(request, Verdict.RETRY, "pack-unknown")]

    first, second, job = MadeBackend(never, name="first"), MadeBackend(fine, name="second"), Job(case)
    ended = job.run(first, second)
    assert ended.state is End.DONE
    assert max(Counter(r.key for r in first.submitted).values()) == 1


def test_a_unit_that_never_comes_back_is_given_again_when_its_lease_ends_and_a_late_result_changes_nothing(
    case: Case,
) -> None:
    late: list[UnitOutcome] = []

    def answer(request: UnitRequest) -> Iterable[UnitOutcome]:
        if request.stage == "shots" and not late:
            late.append(finished(request))
            return []
        return [finished(request), *late]

    backend, job = MadeBackend(answer), Job(case)
    backend.lease_seconds = 0.3
    ended = job.run(backend)
    assert ended.state is End.DONE
    assert late
    assert job.count("ledger") == len(job.rows()) + 1
    assert Counter(r.stage for r in backend.submitted)["shots"] == 2


def test_each_attempt_is_in_the_ledger_with_what_it_cost(case: Case) -> None:
    backend, job = MadeBackend(once(Verdict.RETRY)), Job(case)
    backend.price = Price(0.002, "EUR")
    ended = job.run(backend)
    with case.database.connect() as connection:
        rows = connection.execute(select(schema.ledger).where(schema.ledger.c.job == job.job)).all()
    paid = [row for row in rows if row.verdict == "final"]
    assert len(paid) == ended.done_units
    assert {(row.cost, row.currency, row.wall_seconds) for row in paid} == {(0.002, "EUR", 1.0)}
    assert {row.cost for row in rows if row.verdict == "retry"} == {0.0}


def test_a_failure_gives_way_to_a_result_and_a_result_to_nothing(case: Case) -> None:
    job = Job(case)
    bad = job.run(MadeBackend(lambda r: [finished(r) if r.stage == "probe" else failed(r, Verdict.FINAL)]))
    assert bad.failed_units == len(job.rows()) - 1
    good = Job(case)
    good.item = job.item
    ended = good.run(MadeBackend(fine), retry_failed=True)
    assert ended.state is End.DONE
    assert {row[4] for row in good.rows()} == {"done"}
    with case.database.connect() as connection:
        before = connection.execute(select(schema.units).where(schema.units.c.item_id == job.item)).all()
    third = Job(case)
    third.item = job.item
    third.run(MadeBackend(lambda r: [failed(r, Verdict.FINAL)]), retry_failed=True)
    with case.database.connect() as connection:
        after = connection.execute(select(schema.units).where(schema.units.c.item_id == job.item)).all()
    assert before == after


@pytest.mark.parametrize(
    ("error", "again"),
    [("stage-failed", True), ("out-of-memory", True), ("unreadable", False), ("timed-out", False)],
)
def test_what_failed_in_passing_is_tried_again_by_the_next_job_without_being_asked(
    case: Case, error: str, again: bool
) -> None:
    job = Job(case)
    job.run(MadeBackend(lambda r: [finished(r) if r.stage == "probe" else failed(r, Verdict.FINAL, error)]))
    second = Job(case)
    second.item = job.item
    ended = second.run(MadeBackend(fine))
    assert {row[4] for row in second.rows() if row[0] != "probe"} == {"done" if again else "failed"}
    assert (ended.failed_units == 0) is again


def test_a_job_whose_process_is_gone_is_reported_as_interrupted_and_ended_by_the_next(case: Case) -> None:
    job = Job(case)
    crashed = job.log.begin(ANALYSIS, [job.item], {}, ["made"])
    job.log.leases(crashed).take("key", "faces", MadeBackend(fine), 1)
    assert job.log.past(1)[0].state == "running"
    gone = {"process": "another 1 0"}
    with case.writing() as connection:
        connection.execute(update(schema.jobs).where(schema.jobs.c.id == crashed).values(gone))
    assert job.log.past(1)[0].state == "interrupted"
    job.run(MadeBackend(fine))
    states = {row.id: row.state for row in job.log.past(10)}
    assert (states[crashed], states[job.job]) == ("interrupted", "done")
    with case.database.connect() as connection:
        left = select(func.count()).where(schema.leases.c.job == crashed)
        assert connection.execute(left).scalar_one() == 0


def test_numbers_of_leases_are_never_given_twice_and_what_outlives_this_process_is_durable_at_once(
    case: Case,
) -> None:
    log, backend, remote = JobLog(case), MadeBackend(fine), MadeBackend(fine, name="remote")
    remote.lease_seconds = 60.0
    jobs = [log.begin(ANALYSIS, [], {}, []) for _ in range(3)]
    books = [log.leases(job) for job in jobs]
    tokens = [book.take("key", "faces", backend, 1).token for _ in range(5) for book in books]
    tokens += [log.leases(jobs[0]).take("key", "faces", backend, 1).token]
    assert len(set(tokens)) == len(tokens)
    lease = books[0].take("far", "faces", remote, 1)
    row = select(schema.leases).where(schema.leases.c.token == lease.token)
    with case.database.connect() as connection:
        assert connection.execute(row).one().backend == "remote"
    with case.writing() as connection:
        assert lease.settle(connection, failed_outcome())
        assert not lease.settle(connection, failed_outcome()), "the lease has ended"


def failed_outcome() -> UnitOutcome:
    return UnitOutcome("far", None, "unreadable")


def test_what_failed_in_passing_is_reported_and_by_how_the_job_ends(case: Case, models: Path) -> None:
    job = Job(case)
    analysis = Analysis(case.account, case, Machine(models), JobSettings(WANTED))
    told: list[JobEvent] = []
    backend = MadeBackend(once(Verdict.RETRY, error="out-of-memory"))
    ended = analysis.run([backend], [job.item], told.append, lambda: False)
    assert ended.state is End.DONE
    back = [event for event in told if isinstance(event, UnitSentBack)]
    assert len(back) == ended.done_units
    assert all(event.again for event in back)
    (row,) = JobLog(case).past(1)
    assert (row.state, row.done, row.missing) == ("done", ended.done_units, [])


class Chance(MadeBackend):
    """Gives outcomes in any order, twice, late, for units nobody asked for; never a unit without any."""

    def __init__(self, plan: Sequence[int], seed: int, name: str) -> None:
        super().__init__(self._answered, slots=3, name=name)
        self._plan, self._chance = itertools.cycle(plan), random.Random(seed)
        self._held: list[UnitOutcome] = []

    def _answered(self, request: UnitRequest) -> Iterable[UnitOutcome]:
        good = finished(request)
        lost, back = failed(request, Verdict.LOST), failed(request, Verdict.RETRY)
        stranger = UnitOutcome("unknown", None, "unreadable", lease=request.lease)
        unasked = UnitOutcome(request.key, good.result, lease=request.lease + 1_000_000)
        self._held += [
            [good],
            [failed(request, Verdict.FINAL)],
            [back],
            [lost],
            [good, good],
            [stranger, unasked, good],
            [back, good],
            [lost, good],
        ][next(self._plan)]
        return ()

    def poll(self, timeout: float) -> list[UnitOutcome]:
        if self._held:
            self._chance.shuffle(self._held)
            some = self._chance.randint(1, len(self._held))
            self._ready.extend(self._held[:some])
            del self._held[:some]
        return super().poll(timeout)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.integers(0, 7), min_size=1, max_size=12),
    st.lists(st.integers(0, 7), min_size=1, max_size=12),
    st.integers(0, 1000),
)
def test_whatever_back_ends_answer_each_unit_ends_stored_once_or_named_missing(
    case: Case, first: list[int], second: list[int], seed: int
) -> None:
    job = Job(case)
    ended = job.run(Chance(first, seed, "first"), Chance(second, seed + 1, "second"), patience=QUICK)
    rows, planned = job.rows(), job.planned()
    assert len(rows) == ended.done_units + ended.failed_units
    assert len(rows) + len(ended.missing) == planned
    assert len({row[:4] for row in rows}) == len(rows)
    assert (ended.state is End.DONE) == (not ended.missing)
    with case.database.connect() as connection:
        wanted = select(func.count()).where(
            schema.ledger.c.job == job.job, schema.ledger.c.verdict == Verdict.FINAL.value
        )
        assert connection.execute(wanted).scalar_one() == len(rows), "nothing is stored twice"
    assert job.count("leases") == 0
