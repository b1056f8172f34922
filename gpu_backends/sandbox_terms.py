"""What the sandboxes of all systems share: what is in force, and the limits."""

from __future__ import annotations

from dataclasses import dataclass

OUTPUT_BYTES = 256 << 20
"""Longest file a worker may write, where it may write at all."""
OPEN_FILES = 256


@dataclass(frozen=True, slots=True)
class Sandbox:
    """What is in force, and what could not be had, as short phrases."""

    measures: tuple[str, ...]
    missing: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """One line for a person."""
        text = "; ".join(self.measures) or "nothing is confined"
        return f"{text}; missing: {', '.join(self.missing)}" if self.missing else text
