"""Faces, people and voices: what a window asks about them, and what a person decides.

A face has an `id` of its own while its item is not analysed again. A person or a voice has a number to be
shown and a lasting id, its *subject* (`app/cases/subjects.py`): decisions name people by that alone. All
faces of a case travel as columns, since there may be a million.

A decision about people fails with `no-such-group` where one of them was merged with another, or is gone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core_api.deciding import Done
from app.core_api.protocol import Executor, Question
from app.operations.moments import Moment

FACE, VOICE = "face", "voice"
Column = Any
"""A numpy array; named here so that nothing heavy is imported where questions are."""


@dataclass(frozen=True, slots=True)
class SeenItem:
    """An item with faces or voices."""

    id: str
    untrusted_name: str = field(repr=False)
    kind: str


@dataclass(frozen=True, slots=True)
class FaceTable:
    """A row per face, in order of item, stream and time. `number` is its person's, `item` counts `items`."""

    version: int
    items: Sequence[SeenItem] = field(repr=False)
    ids: Column = field(repr=False)
    """i64"""
    number: Column = field(repr=False)
    """i32"""
    item: Column = field(repr=False)
    """i32"""
    t_ns: Column = field(repr=False)
    """i64: when the face is seen best"""
    quality: Column = field(repr=False)
    """f32, 0 to 1; so are `score` (of the detector) and `sharpness`"""
    score: Column = field(repr=False)
    sharpness: Column = field(repr=False)
    side: Column = field(repr=False)
    """u16: longer side of the face in pixels"""
    exact: Column = field(repr=False)
    """bool: whether the stored picture comes from a full decoding"""

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Faces(Question[FaceTable]):
    """All faces of the case."""

    executor = Executor.STUDY


@dataclass(frozen=True, slots=True)
class KeepGroups(Question[None]):
    """Store who is with whom, bit by bit, where new faces were found; nothing on a case opened to read."""

    executor = Executor.LONG


@dataclass(frozen=True, slots=True)
class FaceChange:
    """Faces that belong to another person than at some version; `whole` says that all must be asked again."""

    version: int
    ids: Column = field(repr=False)
    number: Column = field(repr=False)
    whole: bool = False


@dataclass(frozen=True, slots=True)
class FaceChanges(Question[FaceChange]):
    """What changed since a version of the table."""

    since: int
    executor = Executor.STUDY


@dataclass(frozen=True, slots=True)
class Crops(Question[list[bytes]]):
    """Small JPEG pictures of these faces, as stored; empty where there is none."""

    ids: tuple[int, ...]
    executor = Executor.STUDY


@dataclass(frozen=True, slots=True)
class FaceSpot:
    """Where a face is seen best, and the segment it is followed through."""

    item_id: str
    moment: Moment = field(repr=False)


@dataclass(frozen=True, slots=True)
class WhereFace(Question[FaceSpot]):
    """Fails with `no-such-group` if the face no longer exists."""

    id: int
    executor = Executor.STUDY


@dataclass(frozen=True, slots=True)
class FaceFacts:
    """What is measured about a face, to be read beside its picture."""

    id: int
    untrusted_item: str = field(repr=False)
    item_id: str
    moment: Moment = field(repr=False)
    quality: float
    side: int
    """Longer side of the face in pixels."""
    exact: bool


@dataclass(frozen=True, slots=True)
class AboutFaces(Question[list[FaceFacts]]):
    """Facts of these faces, in the order asked; without those that no longer exist."""

    ids: tuple[int, ...]
    executor = Executor.STUDY


@dataclass(frozen=True, slots=True)
class Waiting:
    """A name that a second person has to confirm. Neither name nor score are sent."""

    kind: str
    number: int
    subject: str
    mine: bool
    """Whether this account said it, and so may not answer."""
    samples: tuple[int, ...]
    """Ids of faces, clearest first; of a voice rows of `People(VOICE).heard`."""


@dataclass(frozen=True, slots=True)
class WaitingNames(Question[list[Waiting]]):
    """Names that wait, those this account may answer first."""

    kind: str = FACE
    executor = Executor.STUDY


@dataclass(frozen=True, slots=True)
class Likeness(Question[Column]):
    """Cosine (f32) of every face in the table's order with these faces' mean."""

    ids: tuple[int, ...]
    executor = Executor.STUDY


@dataclass(frozen=True, slots=True)
class Named:
    """What may be shown of a name. Empty if this account may still be asked who it is."""

    untrusted_name: str = field(repr=False)
    status: str
    """candidate, verified or disputed"""
    mine: bool
    """Whether this account was the first to say it."""
    asked: bool
    """Whether this account may verify it."""


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """One row per person or voice, in order of their number."""

    kind: str
    number: Column
    count: Column
    """i32: faces, or speakers of an item"""
    items: Column
    """i32"""
    seen_ns: Column
    """i64: in view in moving pictures, or heard"""
    best: Column
    """i64: id of the clearest face; of a voice the row of `heard` that is heard longest"""
    subjects: Column
    """S34: lasting ids"""
    names: Mapping[int, Named] = field(repr=False)
    heard: Sequence[HeardVoice] = field(default=(), repr=False)

    def __len__(self) -> int:
        return len(self.number)

    def subject(self, number: int) -> str:
        """Lasting id of the person or voice shown with this number; empty where there is none."""
        at = int(self.number.searchsorted(number))
        return bytes(self.subjects[at]).decode() if at < len(self) and self.number[at] == number else ""


@dataclass(frozen=True, slots=True)
class HeardVoice:
    """A speaker of an item, and their longest turn."""

    number: int
    item_id: str
    untrusted_item: str = field(repr=False)
    speaker: int
    seconds: float
    start_ns: int
    end_ns: int


@dataclass(frozen=True, slots=True)
class People(Question[PeopleTable]):
    """All people (`FACE`) or voices (`VOICE`)."""

    kind: str = FACE
    executor = Executor.STUDY


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A question the machine would ask: are these two the same? `likeness` is a cosine.

    Two groups, or a face that fits badly (`face`, in group `one`). `one` and `other` are subjects, their
    numbers are for showing.
    """

    kind: str
    one: str
    number: int
    other: str = ""
    other_number: int = -1
    face: int = -1
    likeness: float = 0.0
    samples: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    """Ids of faces to show for either side, clearest first; of voices rows of `People(VOICE).heard`."""


@dataclass(frozen=True, slots=True)
class ReviewQueue(Question[list[ReviewItem]]):
    """What is most worth a person's answer, the most likely first."""

    kind: str = FACE
    most: int = 80
    executor = Executor.STUDY


@dataclass(frozen=True, slots=True)
class MergePeople(Question[Done]):
    """These people, or voices, are one; the first is who stays if they are equally many."""

    people: tuple[str, ...]
    kind: str = FACE
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class PartPeople(Question[Done]):
    """These two are not one."""

    one: str
    other: str
    kind: str = FACE
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class SplitFaces(Question[Done]):
    """These faces are a person of their own; with a `name`, that is who. Look-alikes may follow them."""

    ids: tuple[int, ...]
    name: str = field(default="", repr=False)
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class MoveFaces(Question[Done]):
    """These faces belong to that person."""

    ids: tuple[int, ...]
    person: str
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class NotThisPerson(Question[Done]):
    """These faces are not the people `of` whom they were shown; who they are is open.

    Fails with `no-such-group` where a face is counted with somebody else since.
    """

    ids: tuple[int, ...]
    of: frozenset[str]
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class SamePerson(Question[Done]):
    """This face does belong to the person `of` whom it was shown.

    Fails with `no-such-group` where it is counted with somebody else since.
    """

    id: int
    of: str
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class NamePerson(Question[Done]):
    """Name a person or a voice: unconfirmed until a second person agrees."""

    person: str
    name: str = field(repr=False)
    kind: str = FACE
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class SplitVoices(Question[Done]):
    """These speakers, as (item id, speaker), are a voice of their own."""

    speakers: tuple[tuple[str, int], ...]
    name: str = field(default="", repr=False)
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class MoveVoices(Question[Done]):
    """These speakers are that voice."""

    speakers: tuple[tuple[str, int], ...]
    voice: str
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class NotThisVoice(Question[Done]):
    """These speakers are not the voices `of` which they were shown.

    Fails with `no-such-group` where one is counted with another voice since.
    """

    speakers: tuple[tuple[str, int], ...]
    of: frozenset[str]
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of a blind answer. The name is shown now, since it was answered."""

    done: Done
    status: str
    untrusted_name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class VerifyPerson(Question[Verified]):
    """A second person's answer, given without having seen the first; empty: cannot say.

    Fails with `own-answer` for the account that was first, and with `not-named`.
    """

    person: str
    name: str = field(repr=False)
    kind: str = FACE
    executor = Executor.WRITE
