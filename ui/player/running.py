"""What is on the screen while an item runs: the clock, and the pictures that await their time. No Qt."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from gpu_backends.viewer_messages import Shown

SECOND = 1_000_000_000
JUMP_NS = SECOND // 12
"""Sound that is farther off than this is followed at once; less is caught up with unnoticed."""
SPEEDS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
"""What can be chosen; sound keeps its pitch."""
PULL = 0.1
"""Share of the difference to what is heard that is made up at each look."""


class Clock:
    """Time of the item while it runs at a speed; sound, where there is some, has the last word.

    `now` are seconds of a clock that only goes forward.
    """

    def __init__(self, t_ns: int, speed: float) -> None:
        self.speed = speed
        self._begun_ns = t_ns
        self._since: float | None = None

    @property
    def started(self) -> bool:
        return self._since is not None

    def start(self, now: float) -> None:
        self._since = now

    def t_ns(self, now: float) -> int:
        """The time to be seen; stands still before the start."""
        if self._since is None:
            return self._begun_ns
        return self._begun_ns + round((now - self._since) * self.speed * SECOND)

    def heard(self, t_ns: int, at: float) -> None:
        """What was heard at a moment: the clock follows it."""
        if self._since is None:
            return
        off = t_ns - self.t_ns(at)
        self._begun_ns += off if abs(off) > JUMP_NS * self.speed else round(off * PULL)


@dataclass(slots=True)
class Tally:
    """How a run went."""

    shown: int = 0
    dropped: int = 0
    """Pictures that arrived and were never painted, since the next was due already."""
    worst_ns: int = 0
    """Most by which a picture was painted after its time."""


class Waiting:
    """Pictures in the order in which they come, each until its time."""

    def __init__(self, speed: float) -> None:
        self._way = 1 if speed > 0 else -1
        self._pictures: deque[Shown] = deque()
        self.tally = Tally()

    def __len__(self) -> int:
        return len(self._pictures)

    def add(self, picture: Shown) -> None:
        self._pictures.append(picture)

    def due(self, t_ns: int) -> tuple[Shown | None, list[Shown]]:
        """The picture to be painted from now on, if that changes, and those whose time has passed unseen."""
        picture, passed = None, []
        while self._pictures and (t_ns - self._pictures[0].t_ns) * self._way >= 0:
            if picture is not None:
                passed.append(picture)
            picture = self._pictures.popleft()
        if picture is not None:
            self.tally.shown += 1
            self.tally.dropped += len(passed)
            if self.tally.shown > 1:
                self.tally.worst_ns = max(self.tally.worst_ns, (t_ns - picture.t_ns) * self._way)
        return picture, passed

    def rest(self) -> list[Shown]:
        """All that still wait, taken out."""
        left = list(self._pictures)
        self._pictures.clear()
        return left
