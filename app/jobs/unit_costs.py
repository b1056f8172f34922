"""What one unit costs before it has run: its *work*, and the seconds that work takes on a device.

Work of a unit of film or sound is its seconds of media; of a unit of a picture, the seconds its stage takes
on the reference machine for one picture of so many pixels. A rate is seconds per work: from the account's
earlier runs on the same device, else from `resources/rates.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from app.jobs.rates import RateKey
from engine.plan import Plan, UnitSlot
from engine.units import SECOND, Kind

UNKNOWN_RATE = 0.1
START, PICTURE, PIXELS, LOOKED_AT = "start", "image", "image_megapixel", "image_looked_at"
PICTURES = "pictures"
"""Sampling under which the rates of pictures are kept."""
MOST_LOOKED_AT = 3.0
"""Megapixels at most of those a detector looks at; larger pictures are scaled down for it."""


class UnitCosts:
    """Work and expected seconds of units on one device; `known` are the rates measured there."""

    def __init__(self, device: str, known: Mapping[RateKey, float]) -> None:
        self._device, self._known, self._shipped = device, known, shipped_rates()

    def key(self, slot: UnitSlot, plan: Plan) -> RateKey:
        sampling = PICTURES if plan.kind is Kind.IMAGE else slot.sampling.value
        return RateKey(slot.stage, self._device, plan.kind.value, sampling)

    def is_measured(self, key: RateKey) -> bool:
        return key in self._known

    def work(self, slot: UnitSlot, plan: Plan) -> float:
        """Seconds of media, or seconds of the reference machine for a picture of this size."""
        if plan.kind is not Kind.IMAGE:
            return (min(slot.span.end_ns, max(plan.duration_ns, 1)) - slot.span.start_ns) / SECOND
        megapixels = plan.megapixels
        looked_at = min(megapixels, MOST_LOOKED_AT)
        by_size = (
            self._shipped.get((slot.stage, PIXELS), 0.0) * megapixels
            + self._shipped.get((slot.stage, LOOKED_AT), 0.0) * looked_at
        )
        return self._shipped.get((slot.stage, PICTURE), UNKNOWN_RATE) + by_size

    def rate(self, key: RateKey) -> float:
        """Seconds per work."""
        if key in self._known:
            return self._known[key]
        if key.sampling == PICTURES:
            return 1.0
        return self._shipped.get((key.stage, key.sampling), UNKNOWN_RATE)

    def seconds(self, slot: UnitSlot, plan: Plan) -> float:
        return self.rate(self.key(slot, plan)) * self.work(slot, plan)

    def start(self, stage: str) -> float:
        """Seconds until a worker has loaded what the stage needs."""
        return self._shipped.get((stage, START), 0.0)


@cache
def shipped_rates() -> Mapping[tuple[str, str], float]:
    """By stage and heading of `rates.toml`."""
    raw = tomllib.loads(resources.files("resources").joinpath("rates.toml").read_text(encoding="utf-8"))
    return {(stage, heading): rate for heading, by_stage in raw.items() for stage, rate in by_stage.items()}
