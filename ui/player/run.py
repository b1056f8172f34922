"""One run of an item: from when it may start, what is due, and when it is over."""

from __future__ import annotations

from gpu_backends.viewer_messages import Heard, Ran, Shown, SoundOver
from ui.player.running import SECOND, Clock, Waiting
from ui.player.speaker import Speaker

SOUND_FIRST_NS = SECOND * 3 // 20
"""Sound that must be there before a run starts, so that it does not stutter."""
SOUND_WAIT_SECONDS = 1.5
"""Longest wait for a sound device; pictures go first then."""
CLOCK_EVERY_SECONDS = 0.1


class Run:
    """`number` as the viewer calls it; `pictures` and `audible`: whether any are expected. Seconds `now` are
    those of a clock that only goes forward."""

    def __init__(
        self, number: int, begun_ns: int, speed: float, speaker: Speaker, pictures: bool, audible: bool
    ) -> None:
        self.number, self.speed = number, speed
        self.clock, self.waiting = Clock(begun_ns, speed), Waiting(speed)
        self.last_ns = begun_ns
        """Time of the last picture painted, or the end of the last sound that came."""
        self._speaker, self._pictures = speaker, pictures
        self._sound_until = begun_ns if audible else None  # None where no sound is expected any more
        self._begun_ns = begun_ns
        self._sound_over = self._over = False
        self._going_since: float | None = None
        self._told_clock = 0.0
        if audible:
            speaker.begin(speed)

    def take(self, message: Heard | SoundOver | Ran) -> None:
        """What the viewer sent of this run, besides pictures."""
        match message:
            case Heard(t_ns=t_ns, pcm=pcm):
                self._speaker.feed(t_ns, pcm)
                until = self._sound_until = t_ns + round(len(pcm) // 4 * self.speed * SECOND / 48_000)
                self.last_ns = max(self.last_ns, until)
            case SoundOver():
                self._sound_over = True
            case Ran():
                self._over = True

    def silence(self) -> None:
        """No sound will come."""
        self._sound_until = None

    def tick(self, now: float) -> int | None:
        """The time to be seen and heard now; None until the run may start."""
        if not self.clock.started:
            if not self._may_start(now):
                return None
            self.clock.start(now)
        if not self._sound_over and (heard := self._speaker.position):
            self.clock.heard(*heard)
        return self.clock.t_ns(now)

    def due(self, t_ns: int) -> tuple[Shown | None, list[Shown]]:
        """The picture to be painted, if any, and those passed by."""
        picture, passed = self.waiting.due(t_ns)
        if picture is not None:
            self.last_ns = picture.t_ns if self.speed < 0 else max(self.last_ns, picture.t_ns)
        return picture, passed

    def clock_due(self, now: float) -> bool:
        """Whether the viewer should hear the time again."""
        if now - self._told_clock < CLOCK_EVERY_SECONDS:
            return False
        self._told_clock = now
        return True

    def finished(self, t_ns: int, duration_ns: int) -> bool:
        """Whether everything that came has been seen and heard, and nothing more comes."""
        if not self._over or len(self.waiting):
            return False
        if self.speed < 0:
            return t_ns <= max(0, self.last_ns)
        bare = not self._pictures and self._sound_until is None
        return t_ns >= (duration_ns if bare else self.last_ns)

    def _may_start(self, now: float) -> bool:
        """From when the sound is really heard, where it can be."""
        if self._going_since is None:
            if not self._ready():
                return False
            self._going_since = now
            self._speaker.go()
        if self._sound_until is None or self._sound_over or now - self._going_since > SOUND_WAIT_SECONDS:
            return True
        speaker = self._speaker
        return speaker.settled and (not speaker.can_be_heard or speaker.position is not None)

    def _ready(self) -> bool:
        """Whether enough is there to begin: a picture, and some sound where there is any."""
        first = self._sound_until is None or self._sound_over
        sound = first or (self._sound_until or 0) - self._begun_ns >= SOUND_FIRST_NS * self.speed
        return self._over or (sound and (bool(len(self.waiting)) or not self._pictures))
