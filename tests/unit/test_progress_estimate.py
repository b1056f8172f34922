"""The estimate before a job and the remaining time during it come from measured rates."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.jobs.progress_estimate import WORKER_START, ProgressEstimate
from app.jobs.rates import Cost, RateKey, add_costs
from app.keys.account import Account
from app.keys.passphrase import Cost as HashingCost
from engine.plan import Group, Plan, UnitSlot
from engine.stage import stages
from engine.units import SECOND, Kind, Sampling, Span, UnitOutcome
from tests.conftest import ROOT

QUICK = HashingCost(memory_kib=8 * 1024, passes=1)
SLOT = UnitSlot("faces", 0, Span(0, 10 * SECOND), Sampling.GRID)
PLAN = Plan(Kind.VIDEO, 10 * SECOND, (Group(0, SLOT.span, Sampling.GRID, (SLOT,)),), (), upstream={SLOT: {}})


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    account = Account.create(tmp_path / "home", "pass", cost=QUICK, use_keyring=False)
    yield account
    account.close()


def _measured(account: Account, rate: float) -> None:
    key = RateKey("faces", "cpu", "video", "grid")
    add_costs(account, {key: Cost(rate * 5, rate * 5, 5.0, 1)})


def test_measured_rates_replace_shipped_ones(account: Account) -> None:
    shipped = ProgressEstimate(account, "cpu", 1).estimate([(1000, PLAN, ())])
    _measured(account, 3.0)
    measured = ProgressEstimate(account, "cpu", 1).estimate([(1000, PLAN, ())])
    assert not shipped.measured
    assert measured.measured
    assert measured.likely == pytest.approx(30.0 + WORKER_START)
    assert measured.low < measured.likely < measured.high


def test_rates_of_one_device_say_nothing_of_another(account: Account) -> None:
    _measured(account, 3.0)
    assert not ProgressEstimate(account, "cuda:0", 1).estimate([(1000, PLAN, ())]).measured


def test_what_is_durable_costs_nothing_and_two_workers_take_half(account: Account) -> None:
    _measured(account, 3.0)
    assert ProgressEstimate(account, "cpu", 1).estimate([(1000, PLAN, (SLOT,))]).likely == 0
    assert ProgressEstimate(account, "cpu", 2).estimate([(1000, PLAN, ())]).likely == pytest.approx(
        15.0 + WORKER_START
    )


def test_items_not_probed_yet_count_by_their_size(account: Account) -> None:
    _measured(account, 3.0)
    estimate = ProgressEstimate(account, "cpu", 1).estimate([(1000, PLAN, ()), (2000, None, ())])
    assert estimate.likely == pytest.approx(90.0 + WORKER_START)
    assert estimate.units == 1


def test_remaining_time_follows_how_it_goes(account: Account) -> None:
    _measured(account, 3.0)
    progress = ProgressEstimate(account, "cpu", 1)
    for _ in range(2):
        progress.expected(1000)
        progress.planned(PLAN, 1000)
    assert progress.remaining_seconds() is None
    assert progress.share() == 0.0
    progress.measured(SLOT, PLAN, UnitOutcome("k", b"", cpu_seconds=60, wall_seconds=60))
    assert progress.remaining_seconds() == pytest.approx(60.0)
    assert progress.share() == pytest.approx(0.5)


def test_what_a_job_measured_is_remembered(account: Account) -> None:
    progress = ProgressEstimate(account, "cpu", 1)
    progress.expected(1000)
    progress.planned(PLAN, 1000)
    progress.measured(SLOT, PLAN, UnitOutcome("k", b"", cpu_seconds=20, wall_seconds=20))
    progress.remember()
    assert ProgressEstimate(account, "cpu", 1).estimate([(1000, PLAN, ())]).likely == pytest.approx(
        20.0 + WORKER_START
    )


def test_every_stage_has_a_shipped_rate() -> None:
    shipped = tomllib.loads((ROOT / "resources" / "rates.toml").read_text(encoding="utf-8"))
    assert set(shipped["grid"]) == set(stages())
    assert set(shipped["keyframes"]) == {n for n, s in stages().items() if s.preview}


def test_loading_models_is_part_of_the_estimate_of_a_short_job(account: Account) -> None:
    slot = UnitSlot("transcription", 0, Span(0, SECOND), Sampling.GRID)
    plan = Plan(Kind.AUDIO, SECOND, (Group(0, slot.span, Sampling.GRID, (slot,)),), (), {slot: {}})
    estimate = ProgressEstimate(account, "cpu", 1).estimate([(1000, plan, ())])
    assert estimate.likely > WORKER_START + 1.0
    assert estimate.stages["transcription"][0] == 1
