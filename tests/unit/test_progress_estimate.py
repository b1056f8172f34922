"""The estimate before a job and the remaining time during it come from measured rates."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.jobs.progress_estimate import HANDLING, WORKER_START, ProgressEstimate
from app.jobs.rates import Cost, add_costs
from app.jobs.unit_costs import UnitCosts
from app.keys.account import Account
from app.keys.passphrase import Cost as HashingCost
from engine.plan import Group, Plan, UnitSlot
from engine.stage import Reads, stages
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
    key = UnitCosts("cpu", {}).key(SLOT, PLAN)
    work = UnitCosts("cpu", {}).work(SLOT, PLAN) / 2
    add_costs(account, {key: Cost(rate * 5, rate * 5, work, 1)})


def test_measured_rates_replace_shipped_ones(account: Account) -> None:
    shipped = ProgressEstimate(account, "cpu", 1).estimate([(1000, PLAN, ())])
    _measured(account, 3.0)
    measured = ProgressEstimate(account, "cpu", 1).estimate([(1000, PLAN, ())])
    assert not shipped.measured
    assert measured.measured
    assert measured.likely == pytest.approx(30.0 + HANDLING + WORKER_START)
    assert measured.low < measured.likely < measured.high


def test_rates_of_one_device_say_nothing_of_another(account: Account) -> None:
    _measured(account, 3.0)
    assert not ProgressEstimate(account, "cuda:0", 1).estimate([(1000, PLAN, ())]).measured


def test_what_is_durable_costs_nothing_and_two_workers_take_half(account: Account) -> None:
    _measured(account, 3.0)
    assert ProgressEstimate(account, "cpu", 1).estimate([(1000, PLAN, (SLOT,))]).likely == 0
    two = [(1000, PLAN, ()), (1000, PLAN, ())]
    assert ProgressEstimate(account, "cpu", 2).estimate(two).likely == pytest.approx(
        30.0 + HANDLING + WORKER_START
    )


def test_one_segment_is_not_shared_by_two_workers(account: Account) -> None:
    _measured(account, 3.0)
    assert ProgressEstimate(account, "cpu", 2).estimate([(1000, PLAN, ())]).likely == pytest.approx(
        30.0 + WORKER_START
    )


def test_more_workers_than_processors_get_no_more_done(account: Account) -> None:
    _measured(account, 3.0)
    many = [(1000, PLAN, ())] * 16
    assert (
        ProgressEstimate(account, "cpu", 8, cores=2).estimate(many).likely
        == ProgressEstimate(account, "cpu", 2).estimate(many).likely
    )


def test_items_not_probed_yet_count_by_their_size(account: Account) -> None:
    _measured(account, 3.0)
    estimate = ProgressEstimate(account, "cpu", 1).estimate([(1000, PLAN, ()), (2000, None, ())])
    assert estimate.likely == pytest.approx(90.0 + HANDLING + WORKER_START)
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
        20.0 + HANDLING + WORKER_START
    )


def test_every_stage_has_a_shipped_rate() -> None:
    shipped = tomllib.loads((ROOT / "resources" / "rates.toml").read_text(encoding="utf-8"))
    looking = {n for n, s in stages().items() if s.reads is Reads.PICTURES}
    assert looking <= set(shipped["film"])
    assert set(shipped["grid"]) == set(stages()) - set(shipped["film"])
    assert set(shipped["keyframe"]) == {n for n, s in stages().items() if s.preview}


def test_loading_models_is_part_of_the_estimate_of_a_short_job(account: Account) -> None:
    slot = UnitSlot("transcription", 0, Span(0, SECOND), Sampling.GRID)
    plan = Plan(Kind.AUDIO, SECOND, (Group(0, slot.span, Sampling.GRID, (slot,)),), (), {slot: {}})
    estimate = ProgressEstimate(account, "cpu", 1).estimate([(1000, plan, ())])
    assert estimate.likely > WORKER_START + 1.0
    assert estimate.stages["transcription"][0] == 1


def _photo(megapixels: float) -> Plan:
    slots = tuple(UnitSlot(n, 0, Span(0, 1), Sampling.GRID) for n in ("faces", "screen_text"))
    groups = tuple(Group(0, slot.span, Sampling.GRID, (slot,)) for slot in slots)
    return Plan(Kind.IMAGE, 0, groups, (), {slot: {} for slot in slots}, megapixels)


def _seconds(plan: Plan) -> dict[str, float]:
    costs = UnitCosts("cpu", {})
    return {slot.stage: costs.seconds(slot, plan) for slot in plan.slots()}


def _took(seconds: float) -> UnitOutcome:
    return UnitOutcome("k", b"", cpu_seconds=seconds, wall_seconds=seconds)


def test_a_picture_of_more_pixels_costs_more_but_not_in_proportion(account: Account) -> None:
    small, large = (_seconds(_photo(size)) for size in (0.3, 12.0))
    assert 4 < large["screen_text"] / small["screen_text"] < 12


def test_photos_not_probed_yet_cost_about_what_photos_cost_and_not_by_their_bytes(account: Account) -> None:
    probed = [(30_000 * (n + 1), _photo(0.3), ()) for n in range(4)]
    alone = ProgressEstimate(account, "cpu", 1).estimate(probed).likely - WORKER_START
    waiting = [(3_000_000, None, ())] * 100
    likely = ProgressEstimate(account, "cpu", 1).estimate([*probed, *waiting]).likely
    assert 25 < likely / alone < 250, "by bytes it would be 1,000 times"


def test_an_item_not_probed_yet_is_judged_by_those_of_its_size(account: Account) -> None:
    _measured(account, 3.0)
    probed = [(400_000, _photo(2.0), ()), (400_000_000, PLAN, ())]
    known = ProgressEstimate(account, "cpu", 1).estimate(probed).likely
    likely = ProgressEstimate(account, "cpu", 1).estimate([*probed, *[(390_000, None, ())] * 10]).likely
    assert likely - known == pytest.approx(10 * sum(_seconds(_photo(2.0)).values()), rel=0.05)


def test_a_stage_that_was_measured_says_how_fast_the_others_will_be(account: Account) -> None:
    """The faces of all photos come first: before any text was read, a machine half as fast is known to be."""
    plan, progress = _photo(2.0), ProgressEstimate(account, "cpu", 1)
    faces, text = plan.slots()
    expected = _seconds(plan)
    for _ in range(40):
        progress.expected(1000)
        progress.planned(plan, 1000)
    for _ in range(40):
        progress.measured(faces, plan, _took(2 * expected["faces"]))
    left = progress.remaining_seconds()
    assert left is not None
    assert left == pytest.approx(40 * 2 * expected["screen_text"], rel=0.2)
    for _ in range(20):
        progress.measured(text, plan, _took(expected["screen_text"] / 4))
    left = progress.remaining_seconds()
    assert left is not None
    assert left == pytest.approx(20 * expected["screen_text"] / 4, rel=0.5), "text itself counts once it came"


def test_sizes_seen_before_the_job_speak_for_items_that_open_late(account: Account) -> None:
    """Items open smallest first: without the others the large ones would be taken for small ones."""
    progress = ProgressEstimate(account, "cpu", 1)
    sizes = [50_000] * 50 + [4_000_000] * 50
    for size in sizes:
        progress.expected(size)
    for size in sizes[::10]:
        progress.like(_photo(0.3 if size < 100_000 else 12.0), size)
    opened = _photo(0.3)
    for size in sizes[:10]:
        progress.planned(opened, size)
        for slot in opened.slots():
            progress.measured(slot, opened, _took(_seconds(opened)[slot.stage]))
    left = progress.remaining_seconds()
    assert left is not None
    truth = sum(sum(_seconds(_photo(0.3 if size < 100_000 else 12.0)).values()) for size in sizes[10:])
    assert truth / 2 < left < truth * 2


def _film(megapixels: float, rate: float, keyframes: int, seconds: int = 60) -> Plan:
    span = Span(0, seconds * SECOND)
    quick = UnitSlot("faces", 0, span, Sampling.KEYFRAMES)
    full = tuple(UnitSlot(name, 0, span, Sampling.GRID) for name in ("screen_text", "faces"))
    times = tuple(range(0, span.end_ns, span.end_ns // keyframes))
    groups = Group(0, span, Sampling.KEYFRAMES, (quick,)), Group(0, span, Sampling.GRID, full)
    read = {slot: dict[str, tuple[UnitSlot, ...]]() for slot in (quick, *full)}
    return Plan(Kind.VIDEO, span.end_ns, groups, (), read, megapixels, rate, {0: times})


def _passes(plan: Plan) -> tuple[float, float]:
    """Seconds of the preview and of the full pass."""
    costs = UnitCosts("cpu", {})
    preview, *full = (costs.seconds(slot, plan) for slot in plan.slots())
    return preview, sum(full)


def test_a_preview_of_a_film_costs_by_its_keyframes_and_a_full_pass_does_not() -> None:
    few, many = _passes(_film(2.0, 25, keyframes=6)), _passes(_film(2.0, 25, keyframes=60))
    assert many[0] == pytest.approx(10 * few[0], rel=0.05)
    assert many[1] == few[1]


def test_a_large_film_and_one_of_many_pictures_a_second_cost_more() -> None:
    small, large = _passes(_film(0.08, 25, 6)), _passes(_film(8.3, 25, 6))
    assert large[0] > 2 * small[0]
    assert large[1] > 2 * small[1]
    assert _passes(_film(8.3, 60, 6))[1] > 1.3 * large[1]


def test_a_busy_computer_takes_as_many_times_longer_for_the_same_work(account: Account) -> None:
    idle = ProgressEstimate(account, "cpu", 2).estimate([(1000, PLAN, ())])
    busy = ProgressEstimate(account, "cpu", 2, held_up=4.0).estimate([(1000, PLAN, ())])
    assert busy.likely == pytest.approx(4 * idle.likely)
    assert busy.work_seconds == idle.work_seconds
    assert busy.held_up == 4.0


def test_seconds_that_other_programs_took_are_no_rate(account: Account) -> None:
    """A run on a busy computer says nothing about what the work costs."""
    progress = ProgressEstimate(account, "cpu", 1)
    progress.expected(1000)
    progress.planned(PLAN, 1000)
    progress.measured(SLOT, PLAN, UnitOutcome("k", b"", cpu_seconds=20, wall_seconds=300))
    progress.remember()
    assert ProgressEstimate(account, "cpu", 1).estimate([(1000, PLAN, ())]).likely < 22


def test_loading_a_model_is_no_rate(account: Account) -> None:
    """The first unit of a stage loads its model, and one of a photo takes a fraction of that."""
    slot = UnitSlot("face_embeddings", 0, Span(0, 1), Sampling.GRID)
    plan = Plan(Kind.IMAGE, 0, (Group(0, slot.span, Sampling.GRID, (slot,)),), (), {slot: {}}, 1.0)
    progress = ProgressEstimate(account, "cpu", 1)
    for _ in range(1000):
        progress.expected(1000)
        progress.planned(plan, 1000)
    own = UnitCosts("cpu", {}).seconds(slot, plan)
    loading = UnitCosts("cpu", {}).start("face_embeddings")
    assert loading > own
    progress.measured(slot, plan, _took(own + loading))
    assert progress.remaining_work() == pytest.approx(999 * own, rel=0.1)
