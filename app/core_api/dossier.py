"""The dossier in a window: statements as columns, what people said about them, drafts, writing, checking."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.core_api.deciding import Done
from app.core_api.protocol import Event, Executor, Question

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Longs = npt.NDArray[np.int64]
    Ints = npt.NDArray[np.int32]
    Small = npt.NDArray[np.uint8]
    Floats = npt.NDArray[np.float32]
    Words = npt.NDArray[np.bytes_]

CITED = ("evidence", "absence", "custody", "decision")
"""Kinds of citations; columns hold their numbers."""
VERDICTS = ("", "accepted", "rejected", "edited")
"""What people say of a statement; columns hold their numbers."""
NO_STAGE = 255
MOST_CHANGES = 500


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of the dossier, in the language asked for."""

    key: str
    title: str
    nothing: str
    """What is said where it has no statement."""
    counted: bool
    """Whether it is about the evidence, so that it should be reviewed; others are about work."""


@dataclass(frozen=True, slots=True, eq=False)
class Statements:
    """All statements, a row each, in the order in which they are read.

    Row n says `text[text_at[n]:text_at[n + 1]]` (UTF-8) and rests on citations `cites_at[n]` to
    `cites_at[n + 1]`. Section s has rows `section_at[s]` to `section_at[s + 1]`.
    """

    version: str
    """Of what it follows from: another one may say something else."""
    sections: tuple[Heading, ...]
    section_at: Ints
    ids: Words
    text: Small = field(repr=False)
    text_at: Longs
    assessment: Small
    """1: an inference, 0: a fact."""
    subject: Ints
    """Whom a statement is about, by number in `subjects`; -1: nobody in particular."""
    subjects: tuple[str, ...] = field(repr=False)
    items: tuple[str, ...]
    item_names: tuple[str, ...] = field(repr=False)
    item_still: Small
    """1: a picture, which has no times."""
    cites_at: Ints
    cite_kind: Small
    cite_item: Ints
    """Number in `items`; -1 where a log is cited."""
    cite_ns: Longs
    """`(m, 3)`: begin, end, and when the box is there (-1: no box)."""
    cite_box: Floats
    """`(m, 4)`: x0 y0 x1 y1 in pixels; NaN where there is none."""
    cite_stage: Small
    """Number in `stages`, or NO_STAGE."""
    cite_entry: Words
    """How a cited log entry or decision is called."""
    stages: tuple[str, ...]
    disclosure: str

    def __len__(self) -> int:
        return len(self.text_at) - 1


@dataclass(frozen=True, slots=True)
class WholeDossier(Question[Statements]):
    """All statements that follow from the case now, worded in `de` or `en`."""

    language: str
    executor = Executor.STUDY


@dataclass(frozen=True, slots=True, eq=False)
class Judgements:
    """What people said about rows of `Statements` of a version; a row may be missing, none is there twice."""

    rows: Ints
    verdict: Small
    """Number in VERDICTS."""
    stale: Small
    """1: it was said about an earlier wording."""
    texts: tuple[str, ...] = field(repr=False)
    """A person's wording; mostly empty."""
    who: tuple[str, ...]
    """Beginning of the account's id; empty: this account."""
    at: tuple[str, ...]
    """UTC, ISO 8601."""
    lost: int
    """Judgements of what no statement is about any more."""
    here: bool
    """False: the statements of this version are not known any more; ask for all again."""
    newer: bool
    """Whether findings, or decisions about them, make other statements since."""


@dataclass(frozen=True, slots=True)
class Judged(Question[Judgements]):
    """What was said about the statements of this version."""

    version: str
    executor = Executor.STUDY


@dataclass(frozen=True, slots=True)
class JudgeStatement(Question[Done]):
    """Say `accept`, `reject` or `edit` of a statement as it stood in this version. `text`: the new wording.

    The first judgement in a case keeps the draft as it was before. Fails with `no-such-statement` and
    `wording-missing`.
    """

    version: str
    statement: str
    verdict: str
    language: str
    text: str = field(default="", repr=False)
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class Matching(Question["Ints"]):
    """Rows of a version that hold this text, in the machine's or a person's wording."""

    version: str
    language: str
    typed: str = field(repr=False)
    executor = Executor.STUDY


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft that the case keeps: `kind` is `rule` or `model`."""

    id: str
    at: str
    who: str
    """Beginning of the account's id; empty: this account."""
    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class Drafts(Question[tuple[DraftRow, ...]]):
    """All drafts, the oldest first."""


@dataclass(frozen=True, slots=True)
class Change:
    """How a statement of a draft and of now differ.

    `how`: `edited`, `rejected`, `reworded` (findings changed), `new`, `gone`; of a model's draft the verdict
    on the sentence: `supported`, `contradicted`, `unsupported`.
    """

    how: str
    section: str
    before: str = field(repr=False)
    now: str = field(repr=False)
    who: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """At most MOST_CHANGES of them, how many there are, and how many statements the draft had."""

    rows: tuple[Change, ...]
    count: int
    statements: int
    removed: int = 0
    """Sentences of a model that rested on nothing and were removed."""


@dataclass(frozen=True, slots=True)
class ChangesSince(Question[Changes]):
    """What became of a draft. Fails with `no-such-draft`."""

    draft: str


@dataclass(frozen=True, slots=True)
class ModelOffer:
    """A language model that could write the summary; `named` as `--narrative` takes it."""

    named: str
    label: str
    here: bool
    """Whether it runs inside this program: no server hears of the case."""


@dataclass(frozen=True, slots=True)
class LanguageModels(Question[tuple[ModelOffer, ...]]):
    """Models that are installed, or that a server on this computer offers."""

    executor = Executor.LONG


@dataclass(frozen=True, slots=True)
class WrittenTo:
    """What was written where; paths are empty for what was not asked for."""

    page: str
    document: str
    statements: int
    sources: int


@dataclass(frozen=True, slots=True)
class WriteDossier(Question[WrittenTo]):
    """Write dossier.html, dossier.json or both into a folder, in plain text; the log says so.

    `narrative` names a language model that adds a summary; empty for none. Dropped, it writes nothing more.
    Tells `Writing`. Fails with `not-writable`, `disk-full`, `model-failed`.
    """

    folder: str
    language: str
    page: bool = True
    document: bool = True
    crops: bool = True
    hide_bystanders: bool = False
    narrative: str = ""
    accepted_only: bool = False
    """Whether only statements that somebody accepted or reworded are written; the work stays whole."""
    executor = Executor.LONG


@dataclass(frozen=True, slots=True)
class Writing(Event):
    """How far writing has come: `what` is `gather`, `summary`, `write` or `keep`.

    Of a summary `done` of `all` pieces are written; `all` is 0 elsewhere.
    """

    what: str
    done: int = 0
    all: int = 0


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of a dossier found: it is sound where there are no `problems`."""

    problems: tuple[str, ...] = field(repr=False)
    """In the words of the checking program, which is English; may quote the file."""
    statements: int = 0
    sources: int = 0
    entries: int = 0
    items: int = 0
    files_missing: tuple[str, ...] = field(default=(), repr=False)
    """Items of which no copy was given, so that their hash was not compared."""
    withheld: int = 0
    mine: bool = False
    """Whether this account signed it."""


@dataclass(frozen=True, slots=True)
class CheckDossier(Question[Checked]):
    """Check a dossier.json: form, sources, spans, log, signature; and copies of its items, if given."""

    path: str
    media: tuple[str, ...] = ()
    executor = Executor.LONG
