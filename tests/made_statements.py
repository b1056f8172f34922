"""Made-up statements as columns: any number of them, for tests and benchmarks of the dossier's panel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.core_api.dossier import VERDICTS, Heading, Judgements, Statements
from engine.units import SECOND

HEADINGS = (
    Heading("people", "Who appears", "Nobody.", counted=True),
    Heading("said", "What is said", "Nothing.", counted=True),
    Heading("custody", "Chain of custody", "Nothing.", counted=False),
)


@dataclass(frozen=True)
class Made:
    """How a statement is made: its section, text and the items it cites, each at second n of item n."""

    section: int
    text: str
    items: tuple[int, ...] = ()
    subject: int = -1
    assessment: bool = False


def statements(made: list[Made], version: str = "v.1", items: int = 3) -> Statements:
    """Columns as the core sends them; `made` in the order of sections."""
    raw = [m.text.encode() for m in made]
    cites = [(n, item) for n, m in enumerate(made) for item in m.items]
    counts = [len(m.items) for m in made]
    begin = np.array([item * SECOND for _, item in cites], np.int64)
    return Statements(
        version=version,
        sections=HEADINGS,
        section_at=np.searchsorted([m.section for m in made], np.arange(4)).astype(np.int32),
        ids=np.array([f"k{n:016x}" for n in range(len(made))], np.bytes_),
        text=np.frombuffer(b"".join(raw), np.uint8),
        text_at=np.concatenate([[0], np.cumsum([len(r) for r in raw])]).astype(np.int64),
        assessment=np.array([m.assessment for m in made], np.uint8),
        subject=np.array([m.subject for m in made], np.int32),
        subjects=("Person 1", "Voice 2"),
        items=tuple(f"item{n}" for n in range(items)),
        item_names=tuple(f"film {n}.mp4" for n in range(items)),
        item_still=np.zeros(items, np.uint8),
        cites_at=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        cite_kind=np.zeros(len(cites), np.uint8),
        cite_item=np.array([item for _, item in cites], np.int32),
        cite_ns=np.stack([begin, begin + SECOND, np.full(len(cites), -1)], axis=1).reshape(-1, 3),
        cite_box=np.full((len(cites), 4), np.nan, np.float32),
        cite_stage=np.zeros(len(cites), np.uint8),
        cite_entry=np.zeros(len(cites), "S8"),
        stages=("Speakers",),
        disclosure="By rule.",
    )


def judgements(said: dict[int, str], stale: frozenset[int] = frozenset(), lost: int = 0) -> Judgements:
    """Verdicts by row; a text that is no verdict is a person's wording."""
    rows = sorted(said)
    words = [said[row] if said[row] in VERDICTS else "edited" for row in rows]
    return Judgements(
        rows=np.array(rows, np.int32),
        verdict=np.array([VERDICTS.index(word) for word in words], np.uint8),
        stale=np.array([row in stale for row in rows], np.uint8),
        texts=tuple(said[row] if said[row] not in VERDICTS else "" for row in rows),
        who=("",) * len(rows),
        at=("2026-11-22T18:00:00+00:00",) * len(rows),
        lost=lost,
        here=True,
        newer=False,
    )
