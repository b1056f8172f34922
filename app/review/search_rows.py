"""What a search finds, as a person reads it. Imports nothing heavy, since the window reads it too."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.operations.moments import Moment

SPEECH, SCREEN, ENTITY, PERSON, VOICE, OBJECT, PICTURE, SOUND = (
    "speech", "screen", "entity", "person", "voice", "object", "picture", "sound",
)  # fmt: skip
KINDS = (PERSON, VOICE, SPEECH, SCREEN, ENTITY, OBJECT, PICTURE, SOUND)
"""What is found, in the order in which kinds are shown."""
BEST, IN_TIME = "best", "time"
COPY, LIKE = "copy", "like"


@dataclass(frozen=True, slots=True)
class Who:
    """A person or a voice of the case."""

    kind: str
    number: int
    untrusted_name: str = field(default="", repr=False)
    """Empty if unnamed, or if this account may still be asked."""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a result was found together with."""

    kind: str
    start_ns: int
    end_ns: int
    after_ns: int
    """How long after the result it begins; below 0 where it ends before it, 0 where they overlap."""
    untrusted_text: str = field(default="", repr=False)
    who: Who | None = None
    sha256: str = ""
    """Of the item it is in, where that is another one; `untrusted_item` is its name."""
    untrusted_item: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One result. `untrusted_text` is shown as plain text; control characters are gone from it."""

    kind: str
    moment: Moment = field(repr=False)
    item_id: str = ""
    untrusted_item: str = field(default="", repr=False)
    untrusted_text: str = field(default="", repr=False)
    marks: tuple[tuple[int, int], ...] = field(default=(), repr=False)
    """Which letters of the text match: first, and behind the last."""
    who: Who | None = None
    detail: str = field(default="", repr=False)
    """Of an entity its kind; of a picture COPY or LIKE, where it was found as one."""
    score: float = 0.0
    band: str = ""
    still: bool = False
    """Whether the item is a picture, in which time means nothing."""
    doubtful: bool = False
    edited: bool = False
    crop: tuple[str, int] | None = None
    """What `Crops` is asked for a thumbnail."""
    beside: tuple[Beside, ...] = ()
