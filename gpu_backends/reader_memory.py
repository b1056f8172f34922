"""How much memory a reader and the process that asks it share."""

from __future__ import annotations

MEMORY_BYTES = 208 << 20
"""A moving picture of the largest size there may be. Only what is used becomes memory."""
