"""A back end made for tests: it computes nothing, and disappoints as it is told."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace

from engine.records import pack
from engine.stage import stages
from engine.units import Kind, UnitOutcome, UnitRequest, Verdict
from gpu_backends.backend import Backend
from tests.made_case import Rows, probed, table

Answer = Callable[[UnitRequest], Iterable[UnitOutcome]]


def finished(request: UnitRequest) -> UnitOutcome:
    """The unit's result: empty tables, and for the probe a video of a few segments."""
    schemas = stages()[request.stage].tables
    rows: dict[str, Rows] = dict(probed(Kind.VIDEO, 50.0)) if request.stage == "probe" else {}
    result = pack({name: table(schema, rows.get(name, ())) for name, schema in schemas.items()})
    return UnitOutcome(request.key, result, cpu_seconds=0.5, wall_seconds=1.0, lease=request.lease)


def failed(request: UnitRequest, verdict: Verdict, error: str = "unreadable") -> UnitOutcome:
    return UnitOutcome(request.key, None, error, verdict=verdict, lease=request.lease)


class MadeBackend(Backend):
    """Answers each unit with what `answer` gives for it, in whatever order that comes."""

    def __init__(self, answer: Answer, slots: int = 2, name: str = "made") -> None:
        self.name = name
        self.submitted: list[UnitRequest] = []
        self.slots, self.asked, self.polled = slots, 0, 0
        self._answer = answer
        self._ready: deque[UnitOutcome] = deque()
        self._running: set[int] = set()

    def free(self) -> int:
        self.asked += 1
        return 0 if self.fault else self.slots - len(self._running)

    def submit(self, request: UnitRequest) -> None:
        self.submitted.append(replace(request, upstream={}))
        self._running.add(request.lease)
        self._ready.extend(self._answer(request))

    def poll(self, timeout: float) -> list[UnitOutcome]:
        self.polled += 1
        outcomes, self._ready = list(self._ready), deque()
        self._running -= {outcome.lease for outcome in outcomes}
        return outcomes

    def cancel(self) -> None:
        self._ready.clear()

    def close(self) -> None:
        self._running.clear()
