"""What one unit costs before it has run: its *work*, and the seconds that work takes on a device.

Work of a unit that looks at pictures is the seconds its stage takes for them on the reference machine: for
one picture of so many pixels, for so many keyframes of a film, for so many seconds of a film with so many
pixels a second. Work of any other unit is its seconds of media. A rate is seconds per work: from the
account's earlier runs on the same device, else from `resources/rates.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from app.jobs.rates import RateKey
from engine.plan import Plan, UnitSlot
from engine.units import SECOND, Kind, Sampling

UNKNOWN_RATE = 0.1
START, PICTURE, PIXELS, LOOKED_AT = "start", "image", "image_megapixel", "image_looked_at"
FILM, FILM_PIXELS, DECODED = "film", "film_megapixel", "film_decoded_megapixel"
KEYFRAME, KEYFRAME_PIXELS = "keyframe", "keyframe_megapixel"
PICTURES, KEYFRAMES, FILMS = "pictures", "keyframes by number", "film by size"
"""Samplings under which the rates of what looks at pictures are kept."""
USUAL_RATE = 25.0
"""Pictures a second of a film that does not say."""
MOST_LOOKED_AT = 3.0
"""Megapixels at most of those a detector looks at; larger pictures are scaled down for it."""


class UnitCosts:
    """Work and expected seconds of units on one device; `known` are the rates measured there."""

    def __init__(self, device: str, known: Mapping[RateKey, float]) -> None:
        self._device, self._known, self._shipped = device, known, shipped_rates()

    def key(self, slot: UnitSlot, plan: Plan) -> RateKey:
        return RateKey(slot.stage, self._device, plan.kind.value, self._sampling(slot, plan))

    def is_measured(self, key: RateKey) -> bool:
        return key in self._known

    def work(self, slot: UnitSlot, plan: Plan) -> float:
        """Seconds of the reference machine for pictures, seconds of media for the rest."""
        sampling, megapixels = self._sampling(slot, plan), plan.megapixels
        if sampling == PICTURES:
            looked_at = self._of(slot, LOOKED_AT) * min(megapixels, MOST_LOOKED_AT)
            return self._of(slot, PICTURE, UNKNOWN_RATE) + self._of(slot, PIXELS) * megapixels + looked_at
        if sampling == KEYFRAMES:
            each = self._of(slot, KEYFRAME) + self._of(slot, KEYFRAME_PIXELS) * megapixels
            return each * max(1, plan.keyframes_within(slot))
        if sampling == FILMS:
            decoded = self._of(slot, DECODED) * (plan.frame_rate or USUAL_RATE)
            each = self._of(slot, FILM) + (self._of(slot, FILM_PIXELS) + decoded) * megapixels
            return each * _seconds(slot, plan)
        return _seconds(slot, plan)

    def rate(self, key: RateKey) -> float:
        """Seconds per work."""
        if key in self._known:
            return self._known[key]
        if key.sampling in (PICTURES, KEYFRAMES, FILMS):
            return 1.0
        return self._shipped.get((key.stage, key.sampling), UNKNOWN_RATE)

    def seconds(self, slot: UnitSlot, plan: Plan) -> float:
        return self.rate(self.key(slot, plan)) * self.work(slot, plan)

    def start(self, stage: str) -> float:
        """Seconds until a worker has loaded what the stage needs."""
        return self._shipped.get((stage, START), 0.0)

    def _sampling(self, slot: UnitSlot, plan: Plan) -> str:
        if plan.kind is Kind.IMAGE:
            return PICTURES
        if slot.sampling is Sampling.KEYFRAMES and (slot.stage, KEYFRAME) in self._shipped:
            return KEYFRAMES
        if slot.sampling is Sampling.GRID and (slot.stage, FILM) in self._shipped:
            return FILMS
        return slot.sampling.value

    def _of(self, slot: UnitSlot, heading: str, unknown: float = 0.0) -> float:
        return self._shipped.get((slot.stage, heading), unknown)


def _seconds(slot: UnitSlot, plan: Plan) -> float:
    """Of media."""
    return (min(slot.span.end_ns, max(plan.duration_ns, 1)) - slot.span.start_ns) / SECOND


@cache
def shipped_rates() -> Mapping[tuple[str, str], float]:
    """By stage and heading of `rates.toml`."""
    raw = tomllib.loads(resources.files("resources").joinpath("rates.toml").read_text(encoding="utf-8"))
    return {(stage, heading): rate for heading, by_stage in raw.items() for stage, rate in by_stage.items()}
