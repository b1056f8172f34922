"""What was said in an item, as columns: where it is drawn, nothing is made of each utterance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.cases.findings import Findings, Item
from app.cases.transcript import DOUBTS, SPOKEN, Utterance, apply_edits, utterances
from app.operations.decisions import Edit
from engine.records import Table

Times = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Spoken:
    """Utterances `(n,)` in the order of `transcript.transcript`: spans in ns, and their words.

    `doubtful` as `Utterance.doubts` says, `edited` where a person has worded it.
    """

    starts: Times
    ends: Times
    doubtful: Flags
    edited: Flags
    untrusted_texts: Sequence[str] = field(repr=False)

    def __len__(self) -> int:
        return len(self.starts)


def spoken(findings: Findings, item: Item, edits: Iterable[Edit] = ()) -> Spoken:
    """What `transcript` tells, with people's corrections; only what these touch is made into utterances."""
    kept = SPOKEN.of(findings, item)
    said = kept["said"]
    own = [e for e in edits if e.moment.sha256 == item.sha256]
    touched = _touched(said, own)
    if not touched.any():
        return _columns(said)
    worded = apply_edits(utterances(item, {**kept, "said": said.take(touched)}), own)
    return _merged(_columns(said.take(~touched)), said["stream"][~touched], worded)


def _touched(said: Table, edits: Sequence[Edit]) -> Flags:
    """Rows that share time with a correction."""
    out = np.zeros(len(said), dtype=np.bool_)
    for edit in edits:
        out |= (said["start_ns"] < edit.moment.end_ns) & (said["end_ns"] > edit.moment.start_ns)
    return out


def _columns(said: Table) -> Spoken:
    doubtful = (said["flags"] & sum(DOUBTS)) != 0
    return Spoken(said["start_ns"], said["end_ns"], doubtful, np.zeros(len(said), np.bool_), said["text"])


def _merged(rest: Spoken, streams: npt.NDArray[np.int32], worded: Sequence[Utterance]) -> Spoken:
    """Both, in order of stream and time."""
    moments = [u.moment for u in worded]
    stream = np.append(streams, [m.stream for m in moments])
    starts = np.append(rest.starts, [m.start_ns for m in moments])
    ends = np.append(rest.ends, [m.end_ns for m in moments])
    doubtful = np.append(rest.doubtful, [bool(u.doubts) for u in worded])
    edited = np.append(rest.edited, [bool(u.edited_by) for u in worded])
    texts = [*rest.untrusted_texts, *(u.untrusted_text for u in worded)]
    order = np.lexsort((ends, starts, stream))
    return Spoken(
        starts[order], ends[order], doubtful[order], edited[order], [texts[n] for n in order.tolist()]
    )
