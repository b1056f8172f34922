"""Rules for which units speak: the sweep says what the definition says, and does so in time."""

from __future__ import annotations

import time
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from app.cases.units_current import Cover, Unit, current, overlaps, uncovered
from engine.units import SECOND, Sampling, Span

VERSIONS = {"faces": 2, "face_tracks": 1, "objects": 1}


def defined(units: Sequence[Unit]) -> list[Unit]:
    """The definition as the module's text gives it, each unit compared with each."""
    newest = sorted(units, key=lambda u: (u.finished_at, u.key), reverse=True)
    newest = list({u.key: u for u in newest if VERSIONS.get(u.stage) == u.version}.values())
    models = {u.stage: u.digests for u in reversed(newest) if u.done}
    newest = [u for u in newest if u.stage not in models or models[u.stage] == u.digests]
    kept: list[Unit] = []
    for unit in sorted(newest, key=lambda u: not u.done):
        if not any(_same_place(unit, other) for other in kept):
            kept.append(unit)
    while True:
        sound = [u for u in kept if all(any(k == o.key for o in kept) for k in u.upstream)]
        if len(sound) == len(kept):
            return sorted(kept, key=lambda u: (u.stage, u.stream, u.span, u.sampling, u.key))
        kept = sound


def _same_place(one: Unit, other: Unit) -> bool:
    here, there = ((u.stage, u.stream, u.sampling) for u in (one, other))
    return here == there and overlaps(one.span, other.span)


spans = st.builds(lambda a, n: Span(a, a + n), st.integers(0, 30), st.integers(0, 12))


@st.composite
def some_units(draw: st.DrawFn) -> list[Unit]:
    keys = [f"{n:02d}" for n in range(draw(st.integers(0, 24)))]
    return [
        Unit(
            key=key,
            item_id="i",
            stage=draw(st.sampled_from(sorted(VERSIONS))),
            version=draw(st.integers(1, 2)),
            stream=draw(st.integers(0, 1)),
            span=draw(spans),
            sampling=draw(st.sampled_from(list(Sampling))),
            state=draw(st.sampled_from(["done", "done", "failed"])),
            finished_at=str(draw(st.integers(0, 6))),
            digests={"pack": draw(st.sampled_from(["a", "a", "a", "b"]))},
            upstream=tuple(draw(st.lists(st.sampled_from(keys), max_size=2))) if draw(st.booleans()) else (),
        )
        for key in keys
    ]


@given(some_units())
@settings(max_examples=400, deadline=None)
def test_the_sweep_keeps_what_the_definition_keeps(units: list[Unit]) -> None:
    assert current(units, VERSIONS) == defined(units)


@given(spans, st.lists(spans, max_size=8))
def test_a_cover_leaves_open_every_moment_that_no_span_holds(span: Span, covers: list[Span]) -> None:
    left = Cover(covers).leaves(span)
    assert left == uncovered(span, covers)
    for t in range(span.start_ns, span.end_ns):
        assert any(s.holds(t) for s in left) != any(s.holds(t) for s in covers)


def test_a_unit_of_another_model_does_not_speak_beside_the_newest() -> None:
    def unit(key: str, at: int, model: str, made: str) -> Unit:
        span = Span(at * SECOND, (at + 10) * SECOND)
        digests = {"face": model}
        return Unit(key, "i", "faces", 2, 0, span, Sampling.GRID, "done", finished_at=made, digests=digests)

    old, older, new = unit("a", 0, "128", "1"), unit("b", 10, "128", "2"), unit("c", 0, "512", "3")
    assert current([old, older, new], VERSIONS) == [new]


def units_of_a_day(hours: float, every: float, stages: int) -> list[Unit]:
    """What a file of many hours has: grid, preview, an older version, and settings that were changed."""
    units = []
    for stage in range(stages):
        for n in range(round(hours * 3600 / every)):
            span = Span(round(n * every * SECOND), round((n + 1) * every * SECOND))
            name = f"stage{stage}"
            for version, sampling, made in ((1, Sampling.GRID, "1"), (2, Sampling.GRID, "2")):
                key = f"{stage}.{n}.{version}"
                read = (f"{stage - 1}.{n}.2",) if stage and version == 2 else ()
                unit = Unit(
                    key, "i", name, version, 0, span, sampling, "done", finished_at=made, upstream=read
                )
                units.append(unit)
            if n % 8 == 0:
                wide = Span(span.start_ns, span.end_ns + round(7 * every * SECOND))
                units.append(Unit(f"{stage}.{n}.k", "i", name, 2, 0, wide, Sampling.KEYFRAMES, "done"))
    return units


def test_the_units_of_a_day_are_kept_apart_in_time_that_grows_with_their_number() -> None:
    versions = {f"stage{n}": 2 for n in range(8)}
    units = units_of_a_day(24, 12, 8)
    began = time.process_time()
    kept = current(units, versions)
    spent = time.process_time() - began
    assert len(kept) == 8 * (7200 + 900)
    assert spent < 3.0, f"{len(units)} units took {spent:.1f} s; a minute where the cost is a square"
