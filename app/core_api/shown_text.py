"""Text of the evidence as it may be shown: on one line, and not in disguise."""

from __future__ import annotations

import re

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, those that turn the direction of text, and what no encoding could read."""


def plain(untrusted: str) -> str:
    """What cannot be seen, or would make a name look like another, becomes `�`."""
    return _UNSEEN.sub("\ufffd", untrusted)
