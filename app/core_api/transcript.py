"""What is said: transcripts for a window, what was listened to, and writing them to files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.core_api.deciding import Done
from app.core_api.protocol import Executor, Question
from app.operations.moments import UTTERANCE, Moment

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Longs = npt.NDArray[np.int64]
    Ints = npt.NDArray[np.int32]
    Small = npt.NDArray[np.uint8]
    Floats = npt.NDArray[np.float32]

NOT_YET, NO_SOUND, NO_SPEECH = "not-yet", "no-sound", "no-speech"


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker of an item."""

    number: int
    """Which speaker of the item they are."""
    group: int
    """Number of their voice in the case."""
    untrusted_name: str
    """Their name; empty if unnamed, or if this account may still be asked."""
    status: str
    """`candidate`, `verified` or `disputed`; empty where nobody named them."""
    moment: Moment | None = field(repr=False)
    """What a name is given to."""


@dataclass(frozen=True, slots=True)
class Reworded:
    """A person's wording of an utterance, and the machine's."""

    decision: str
    author: str
    machine_text: str = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class HeardOf:
    """Segments of an item that were listened to, `(n, 2)` ns each, in order and not touching."""

    item_id: str
    mine: Longs
    others: Longs
    who: tuple[str, ...]
    """Others who listened."""


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """All that is said in one item, as columns with a row per utterance, in order of time.

    Text is one run of UTF-8 in which row n is `text_at[n]` to `text_at[n + 1]`; so is folded text, whose rows
    end in a line break. Words of row n are `words_at[n]` to `words_at[n + 1]`.
    """

    item_id: str
    sha256: str
    untrusted_name: str
    duration_ns: int
    state: str
    """Why there is nothing, or not all: NOT_YET, NO_SOUND, NO_SPEECH or an error code; mostly empty."""
    share: float
    """How much of it was analysed, 0 to 1."""
    start_ns: Longs
    end_ns: Longs
    stream: Ints
    speaker: Ints
    """Place in `speakers`, -1 for nobody known."""
    flags: Small
    """See ARCHITECTURE.md; 0 once a person has worded it."""
    language: Ints
    """Place in `languages`."""
    confidence: Floats
    text: Small = field(repr=False)
    text_at: Longs
    folded: Small = field(repr=False)
    folded_at: Longs
    umlaut_at: Longs
    """Where in `folded` an umlaut stands."""
    words_at: Ints
    word_start_ns: Longs
    word_end_ns: Longs
    word_from: Ints
    """First letter of a word within the text of its utterance; `word_to` is behind its last."""
    word_to: Ints
    word_probability: Floats
    """Below 0 where a person wrote it."""
    speakers: tuple[Speaker, ...]
    languages: tuple[str, ...]
    reworded: dict[int, Reworded]
    """By row."""
    lost: tuple[str, ...] = field(repr=False)
    """Corrections that no longer match any utterance; they are kept, and shown as such."""
    heard: HeardOf

    def __len__(self) -> int:
        return len(self.start_ns)

    def moment(self, row: int, last: int = -1) -> Moment:
        """Where an utterance is; with `last` where it and those up to that row are."""
        start, end = int(self.start_ns[row]), int(self.end_ns[row : max(row, last) + 1].max())
        return Moment(UTTERANCE, self.sha256, int(self.stream[row]), start, end, start)


@dataclass(frozen=True, slots=True)
class SpokenItems(Question[tuple[str, ...]]):
    """Ids of the items in which something may be said, in the order in which they were added."""


@dataclass(frozen=True, slots=True)
class Transcripts(Question[tuple[Said, ...]]):
    """What is said in these items. Ask for a few at a time. Words take most of the room: see `Said`."""

    items: tuple[str, ...]
    words: bool = True


@dataclass(frozen=True, slots=True)
class WhoSpeaks(Question[dict[str, tuple[Speaker, ...]]]):
    """The speakers of these items, as they are called and grouped now."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatWasHeard(Question[tuple[HeardOf, ...]]):
    """What was listened to of these items."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listened(Question[Done]):
    """This account listened to these segments (ns) of an item, or, with `heard` False, takes that back."""

    item_id: str
    stream: int
    spans: tuple[tuple[int, int], ...]
    heard: bool = True
    by_playing: bool = True
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class WriteTranscript(Question[int]):
    """Write the transcripts of items to a plain file. Answers with the number of utterances."""

    items: tuple[str, ...]
    form: str
    """`txt`, `srt` or `vtt`."""
    path: str
    executor = Executor.LONG
