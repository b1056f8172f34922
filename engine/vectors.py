"""The space a vector lies in. Vectors of two spaces are never compared, joined or stored in one array.

A space is one model, one way of preparing what the model sees, and one length. Cosines mean something only
within it, so the thresholds that people chose belong to it too, and come with the model pack.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

NEVER = 2.0
"""A cosine that no two vectors reach: the threshold of a space about which nothing is known."""


@dataclass(frozen=True, slots=True)
class Space:
    """Where vectors may be compared. Two spaces are the same if model, preparation and length are.

    `model` is the digest of the pack, `preparation` the adapter that turns media into what the model sees.
    """

    model: str
    width: int
    preparation: str = ""
    thresholds: Mapping[str, float] = field(default_factory=dict, compare=False, repr=False)
    """Cosines by what they decide, as `resources/models.toml` explains."""

    @property
    def calibrated(self) -> bool:
        """Whether anything is known of what a cosine means here."""
        return bool(self.thresholds)

    def threshold(self, name: str, unknown: float = NEVER) -> float:
        """The cosine from which `name` holds; `unknown` in a space about which nothing is known."""
        return self.thresholds.get(name, unknown)

    def facts(self) -> dict[str, Any]:
        """As plain values, to keep with a case."""
        return {
            "model": self.model,
            "width": self.width,
            "preparation": self.preparation,
            "thresholds": dict(self.thresholds),
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Space:
        """Raises KeyError, TypeError or ValueError for what `facts` did not write."""
        known = {str(name): float(value) for name, value in dict(facts["thresholds"]).items()}
        return cls(str(facts["model"]), int(facts["width"]), str(facts["preparation"]), known)
