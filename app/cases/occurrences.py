"""Where things are seen, heard and mentioned, in memory: what a search reads instead of all findings.

Detections of one label that follow each other closely are one occurrence, so that a car in view for a minute
is found once. Only items whose units changed are read again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from app.cases import change_tokens
from app.cases.appearances import voices
from app.cases.findings import Findings, Item
from app.cases.item_views import rows as stage_rows
from app.cases.stored_views import NEVER
from engine.records import Table
from engine.units import SECOND
from resources.displays import labelled

OBJECT, PICTURE, SOUND, ENTITY, TURN = "object", "picture", "sound", "entity", "turn"
SOURCES = (OBJECT, PICTURE, SOUND, ENTITY, TURN)
MENTIONS, TURNS = "entities", "speakers"
GAP_NS = 3 * SECOND
"""Detections of a label at most this far apart are one occurrence."""
Longs = npt.NDArray[np.int64]
Labels = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """One occurrence. `label` is what it is called; of an entity kind, spelling and value."""

    label: Labels = field(repr=False)
    stream: int
    start_ns: int
    end_ns: int
    t_ns: int
    score: float
    box: tuple[float, ...] = ()


@dataclass(frozen=True)
class Occurrences:
    """All occurrences of a kind, as columns `(n,)` in order of item and time. `item` counts `items`."""

    item: Longs
    start: Longs
    end: Longs
    label: Longs
    """Place in `labels`."""
    score: npt.NDArray[np.float32]
    labels: Sequence[Labels]
    seen: Sequence[Seen] = field(repr=False)

    def __len__(self) -> int:
        return len(self.item)

    def of(self, fits: Callable[[Labels], bool]) -> Longs:
        """Rows whose label fits."""
        wanted = np.array([fits(label) for label in self.labels], dtype=np.bool_)
        return np.flatnonzero(wanted[self.label]) if len(self.labels) else np.zeros(0, np.int64)


class Shelf:
    """Occurrences of one case. `refresh` reads what is new; `of` tells what was read last."""

    def __init__(self) -> None:
        self._items: dict[str, tuple[str, dict[str, list[Seen]]]] = {}
        self._whole: dict[str, Occurrences] = {kind: _columns([]) for kind in SOURCES}
        self._lock = threading.Lock()
        self.mark = ""
        """What `latest_change` said when this was read; empty before anything was."""

    def of(self, kind: str) -> Occurrences:
        return self._whole[kind]

    def refresh(self, findings: Findings, items: Sequence[Item], check: Callable[[], None]) -> None:
        """Read the items that changed. `check` is called between them and may raise."""
        with self._lock:
            mark = latest_change(findings.connection)
            if mark == self.mark:
                return
            seen = change_tokens.change_tokens(findings, _stages())
            for item in items:
                check()
                own = seen.get(item.id, NEVER)
                if self._items.get(item.id, (NEVER, {}))[0] != own:
                    self._items[item.id] = own, {kind: _read(findings, item, kind) for kind in SOURCES}
            known = [self._items.get(item.id, (NEVER, {}))[1] for item in items]
            self._whole = {kind: _columns([found.get(kind, []) for found in known]) for kind in SOURCES}
            self.mark = mark


def _stages() -> tuple[str, ...]:
    """The stages that occurrences are read from."""
    return (MENTIONS, TURNS, *(shown.stage for shown, _ in labelled()))


def latest_change(connection: Connection) -> str:
    """Differs as soon as a unit was stored or an item added."""
    added = "SELECT max(rowid) FROM items"
    return f"{change_tokens.latest_change(connection)} {connection.exec_driver_sql(added).scalar()}"


def _columns(by_item: Sequence[list[Seen]]) -> Occurrences:
    labels: dict[Labels, int] = {}
    seen = [s for found in by_item for s in found]
    numbers = [labels.setdefault(s.label, len(labels)) for s in seen]
    return Occurrences(
        np.repeat(np.arange(len(by_item)), [len(found) for found in by_item]).astype(np.int64),
        np.array([s.start_ns for s in seen], np.int64),
        np.array([s.end_ns for s in seen], np.int64),
        np.array(numbers, np.int64),
        np.array([s.score for s in seen], np.float32),
        tuple(labels),
        seen,
    )


def _read(findings: Findings, item: Item, kind: str) -> list[Seen]:
    if kind == TURN:
        return [
            Seen((str(voice.row),), turn.stream, turn.start_ns, turn.end_ns, turn.start_ns, 1.0)
            for voice in voices(findings, item)
            for turn in voice.turns
        ]
    return sorted(_found(findings, item, kind), key=lambda s: (s.start_ns, s.end_ns))


def _found(findings: Findings, item: Item, kind: str) -> Iterator[Seen]:
    if kind == ENTITY:
        for unit, rows in stage_rows(findings, item, MENTIONS, "entities").of_units():
            for row in rows:
                label, start = (row["kind"], row["text"], row["value"]), int(row["start_ns"])
                end, score = int(row["end_ns"]), float(row["confidence"])
                yield Seen(label, unit.stream, start, end, start, score)
    for shown, labels in labelled():
        if shown.search == kind and shown.stage in findings.stages:
            for unit, rows in stage_rows(findings, item, shown.stage, labels.table).of_units():
                yield from _labels(unit.stream, rows)


def _labels(stream: int, rows: Table) -> Iterator[Seen]:
    """What a table of labels holds: moments as runs, spans as they are."""
    if "t_ns" in rows.columns:
        boxes = rows["box"] if "box" in rows.columns else None
        yield from _runs(stream, rows["t_ns"], rows["label"], rows["score"], boxes)
        return
    for start, end, label, score in zip(
        rows["start_ns"], rows["end_ns"], rows["label"], rows["score"], strict=True
    ):
        yield Seen((label,), stream, int(start), int(end), int(start), float(score))


def _runs(
    stream: int,
    times: Longs,
    labels: Sequence[str],
    scores: npt.NDArray[np.float32],
    boxes: npt.NDArray[np.float32] | None,
) -> Iterator[Seen]:
    """Detections as occurrences; each shows its surest picture."""
    by_label: dict[str, list[int]] = {}
    for n in np.argsort(times, kind="stable"):
        by_label.setdefault(labels[n], []).append(int(n))
    for label, rows in by_label.items():
        at = times[rows]
        for run in np.split(np.array(rows), np.flatnonzero(np.diff(at) > GAP_NS) + 1):
            best = int(run[scores[run].argmax()])
            box = tuple(float(v) for v in boxes[best]) if boxes is not None else ()
            start, end = int(times[run[0]]), int(times[run[-1]]) + 1
            yield Seen((label,), stream, start, end, int(times[best]), float(scores[best]), box)
