"""C1, C2, C5: what questions cost that grow with the case."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import Any

from tests.faults.either import Seen, busy, case_at_hand, named


def quadratic_current_units() -> Seen:
    from app.cases.units_current import Unit, current
    from engine.units import Sampling, Span

    def asked(count: int) -> float:
        spans = [Span(n, n + 1) for n in range(count)]
        units = [Unit(f"{s.start_ns:x}", "i", "faces", 1, 0, s, Sampling.GRID, "done") for s in spans]
        return min(busy(lambda: current(units, {"faces": 1})) for _ in range(2))

    few, many = asked(1500), asked(12_000)
    growth = many / few
    told = f"8 times the units (12,000) cost {growth:.0f} times the CPU seconds: {few:.3f} → {many:.3f}"
    return growth > 24, told


def quadratic_fold() -> Seen:
    count, most = 2000, 0.1

    def fill(case: Any) -> None:
        sha256 = "ab" * 32
        for first in range(0, count, 500):
            with case.writing() as connection:
                for n in range(first, first + 500):
                    at = named("moments").Moment("face", sha256, 0, n, n + 1, n, (0, 0, 10, 10)).to_json()
                    named("log").decide(case, connection, "name", {"moments": [at], "name": f"Person {n}"})

    def look(case: Any) -> None:
        with named("review").review(case) as found:
            assert len(found.state.identities) == count

    with case_at_hand(fill) as at_hand, at_hand.opened() as case:
        look(case)
        second = busy(lambda: look(case))
    return second > most, f"second look at {count} names: {second:.3f} CPU-s (at most {most})"


def lists_read_every_unit() -> Seen:
    few, many, most = 1, 6, 0.05

    def asked(hours: int) -> float:
        def fill(case: Any) -> None:
            large = import_module("tests.made_large_case")
            large.build(case, hours)
            with suppress(ImportError):
                import_module("app.review.kept_views").fill(case)

        def listed() -> None:
            with at_hand.opened() as case, named("review").review(case) as found:
                assert found.faces.clusters
                found.appearances(found.faces.clusters[0]) if hasattr(found, "appearances") else None

        with case_at_hand(fill) as at_hand:
            with at_hand.opened() as case, named("review").review(case, write=True) as found:
                found.regroup()
            return min(busy(listed) for _ in range(2))

    each = (asked(many) - asked(few)) / (many - few)
    return each > most, f"an hour of footage more: {each:.3f} CPU-s for the list of people (at most {most})"
