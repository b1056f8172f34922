"""The time of day, as it is stored."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """ISO 8601 in UTC with microseconds, such as 2026-11-22T14:29:00.123456Z; sorts as it passes."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
