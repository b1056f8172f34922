"""What every back end promises. A test class inherits this and supplies the fixture `backend`."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine.execute import run_unit
from engine.media.source import MediaCache
from engine.models.packs import PackStore
from engine.sealing.packages import seal_package
from engine.stage import Context, stages
from engine.units import SECOND, Kind, MediaPath, Sampling, Span, UnitOutcome, UnitRequest, Verdict
from gpu_backends.backend import Backend


def faces_unit(path: Path, models: Path, seconds: int = 8, stream: int = 1) -> UnitRequest:
    """A unit that decodes pictures and runs a model on them."""
    stage = stages()["faces"]
    packs = PackStore(models)
    return UnitRequest(
        stage=stage.name,
        version=stage.version,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        kind=Kind.VIDEO,
        stream=stream,
        span=Span(0, seconds * SECOND),
        sampling=Sampling.GRID,
        settings=dict(stage.defaults),
        digests=packs.digests(stage.needs),
        upstream_keys={},
        media=MediaPath(str(path)),
    )


def outcomes(backend: Backend, count: int, seconds: float = 60.0) -> list[UnitOutcome]:
    """Poll until `count` outcomes are there."""
    found: list[UnitOutcome] = []
    until = time.monotonic() + seconds
    while len(found) < count and time.monotonic() < until:
        found += backend.poll(0.1)
    return found


class BackendContract:
    @pytest.fixture
    def speech(self, media: Callable[[str], Path]) -> Path:
        return media("obama_speech.mp4")

    def test_result_is_the_same_bytes_as_the_stage_yields_here(
        self, backend: Backend, speech: Path, models: Path
    ) -> None:
        request = faces_unit(speech, models)
        backend.submit(request)
        (outcome,) = outcomes(backend, 1)
        cache = MediaCache()
        expected = run_unit(request, Context(settings={}, packs=PackStore(models)), cache)
        cache.close()
        assert outcome.key == request.key
        assert outcome.error == ""
        assert outcome.result == expected
        assert outcome.cpu_seconds > 0

    def test_a_package_gives_the_bytes_that_the_file_gives_and_opens_for_no_other_item(
        self, backend: Backend, speech: Path, models: Path
    ) -> None:
        request = faces_unit(speech, models, 2)
        with speech.open("rb") as file:
            package = seal_package(file, request.sha256)
        swapped = replace(package, content=package.content[:-1] + b"\0")
        outcome_of = {}
        for name, unit in {
            "other content": replace(request, media=swapped),
            "other grant": replace(request, media=replace(package, grant=bytes(32))),
            "other item": replace(request, media=replace(package, sha256="0" * 64)),
            "package": replace(request, media=package),
            "file": request,
        }.items():
            backend.submit(unit)
            (outcome_of[name],) = outcomes(backend, 1)
        assert outcome_of["package"].error == ""
        assert outcome_of["package"].key == outcome_of["file"].key
        assert outcome_of["package"].result == outcome_of["file"].result
        for name in ("other item", "other content", "other grant"):
            assert (outcome_of[name].result, outcome_of[name].error) == (None, "media-damaged"), name

    def test_a_unit_comes_back_exactly_once(self, backend: Backend, speech: Path, models: Path) -> None:
        backend.submit(faces_unit(speech, models, 1))
        assert len(outcomes(backend, 1)) == 1
        assert backend.poll(0.3) == []
        assert backend.free() >= 1

    def test_a_stage_of_another_version_is_refused_by_name(
        self, backend: Backend, speech: Path, models: Path
    ) -> None:
        backend.submit(replace(faces_unit(speech, models), version=10_000))
        (outcome,) = outcomes(backend, 1)
        assert (outcome.result, outcome.error) == (None, "stage-unknown")

    def test_a_file_that_is_no_media_is_an_error_and_the_next_unit_is_computed(
        self, backend: Backend, speech: Path, models: Path, readable: Path
    ) -> None:
        broken = readable / "broken.mp4"
        broken.write_bytes(b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 50)
        backend.submit(faces_unit(broken, models))
        (failed,) = outcomes(backend, 1)
        assert failed.result is None
        assert failed.error
        backend.submit(faces_unit(speech, models, 1))
        (fine,) = outcomes(backend, 1)
        assert fine.error == ""

    def test_cancelling_ends_a_running_unit_within_a_second(
        self, backend: Backend, media: Callable[[str], Path], models: Path
    ) -> None:
        backend.submit(faces_unit(media("vtest.avi"), models, 79, stream=0))
        asked: list[float] = []

        def ask() -> None:
            asked.append(time.monotonic())
            backend.cancel()

        timer = threading.Timer(2.0, ask)
        timer.start()
        (outcome,) = outcomes(backend, 1)
        timer.join()
        assert outcome.error == "cancelled"
        assert time.monotonic() - asked[0] < 1.0

    def test_a_unit_that_was_stopped_may_be_done_another_time(
        self, backend: Backend, speech: Path, models: Path
    ) -> None:
        backend.submit(replace(faces_unit(speech, models), lease=5))
        backend.cancel()
        (outcome,) = outcomes(backend, 1)
        assert (outcome.error, outcome.verdict, outcome.lease) == ("cancelled", Verdict.RETRY, 5)

    def test_an_outcome_carries_the_lease_of_its_request_and_what_it_says_of_the_unit(
        self, backend: Backend, speech: Path, models: Path
    ) -> None:
        """A pack that is not here or another version of a stage is no fault of the evidence."""
        fine = replace(faces_unit(speech, models, 1), lease=7)
        elsewhere = replace(fine, digests={**fine.digests, next(iter(fine.digests)): "0" * 64}, lease=8)
        other = replace(fine, version=10_000, lease=9)
        found = {}
        for request in (fine, elsewhere, other):
            backend.submit(request)
            (outcome,) = outcomes(backend, 1)
            found[outcome.lease] = outcome
        assert {lease: o.verdict for lease, o in found.items()} == {
            7: Verdict.FINAL, 8: Verdict.RETRY, 9: Verdict.RETRY,
        }  # fmt: skip
        assert [found[lease].error for lease in (8, 9)] == ["pack-missing", "stage-unknown"]

    def test_a_stage_that_breaks_is_tried_again_and_then_final(
        self, backend: Backend, speech: Path, models: Path
    ) -> None:
        """The reason is not known the first time, and may pass."""
        broken = replace(faces_unit(speech, models, 1), settings={})
        backend.submit(broken)
        (outcome,) = outcomes(backend, 1)
        if outcome.verdict is Verdict.RETRY:
            backend.submit(broken)
            (outcome,) = outcomes(backend, 1)
        assert (outcome.error, outcome.verdict) == ("stage-failed", Verdict.FINAL)

    def test_polling_with_nothing_under_way_is_no_error_and_news_rings(
        self, backend: Backend, speech: Path, models: Path
    ) -> None:
        rung = threading.Event()
        backend.on_news(rung.set)
        assert backend.poll(0.0) == []
        assert (backend.fault, backend.free() >= 1) == (None, True)
        backend.submit(faces_unit(speech, models, 1))
        (outcome,) = outcomes(backend, 1)
        assert outcome.verdict is Verdict.FINAL

    def test_closing_twice_is_closing_once(self, backend: Backend) -> None:
        backend.close()
        backend.close()
