"""Views of items: what a list, a lane or a dossier reads of one, in one piece (`app/cases/stored_views.py`).

A view is a function of findings. It is kept when an item's analysis ends, and made from the results where it
is not there or no longer holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt

from app.cases.current_units import SCHEMAS as UNIT_COLUMNS
from app.cases.current_units import CurrentUnits
from app.cases.findings import Findings, Item
from app.cases.stored_views import NEVER, empty
from app.cases.units_current import Unit
from engine.records import Column, Result, Schemas, Table
from engine.stage import stages
from resources.displays import labelled

Times = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]
FEW = 4
"""Items that are asked about one by one."""


class View:
    """One kind of view. `stages` are those whose units `build` reads, none for all; theirs are added."""

    def __init__(
        self,
        name: str,
        stages: Sequence[str],
        schemas: Schemas,
        build: Callable[[Findings, Item], Result],
    ) -> None:
        self.name, self.stages, self.schemas, self.build = name, tuple(stages), schemas, build

    def token(self, findings: Findings, item_id: str) -> str:
        return findings.views.token(item_id, self.stages)

    def of(self, findings: Findings, item: Item) -> Result:
        """The view of one item."""
        kept = self.kept(findings, item.id)
        return self.build(findings, item) if kept is None else kept

    def kept(self, findings: Findings, item_id: str) -> Result | None:
        """The same without making it; None where it is not kept or no longer holds."""
        token = self.token(findings, item_id)
        if token == NEVER:
            return empty(self.schemas)
        return findings.views.read(item_id, self.name, token, self.schemas)

    def each(self, findings: Findings, items: Mapping[str, Item]) -> Iterator[tuple[Item, Result]]:
        """Item and view for all of these items that have units of these stages, in no order.

        One is in memory at a time; what is kept is read in one go, of few items one by one.
        """
        if len(items) <= FEW:
            for item_id, item in items.items():
                if self.token(findings, item_id) != NEVER:
                    yield item, self.of(findings, item)
            return
        counted = findings.views.revisions
        left = {i for i in items if i in counted and self.token(findings, i) != NEVER}
        for item_id, found in findings.views.each(self.name, self.stages, self.schemas, frozenset(left)):
            left.remove(item_id)
            yield items[item_id], found
        for item_id in [i for i in items if i in left]:
            yield items[item_id], self.build(findings, items[item_id])


@dataclass(frozen=True, slots=True)
class StageRows:
    """Rows of one table of a stage over an item, as `Findings.table` gives them, and where each is from."""

    table: Table
    unit: npt.NDArray[np.int32] = field(repr=False)
    """Place in `units` of the unit each row is from."""
    stage: str
    read_from: CurrentUnits = field(repr=False)

    @property
    def units(self) -> Sequence[Unit]:
        """Made when asked for: who only draws the rows needs none."""
        return self.read_from.of(self.stage)

    def of_units(self) -> Iterator[tuple[Unit, Table]]:
        """Rows of one unit after the other, in order of stream and time."""
        for at, unit in enumerate(self.units):
            yield unit, self.table.take(slice(*np.searchsorted(self.unit, (at, at + 1))))


class StageView(View):
    """Tables of one stage over the whole item, joined."""

    def __init__(self, stage: str, tables: Schemas) -> None:
        self.columns = tables
        schemas = {name: {**columns, "unit": Column("i32")} for name, columns in tables.items()}
        super().__init__(f"rows of {stage}", (stage,), {**schemas, **UNIT_COLUMNS}, self._joined)

    def rows(self, findings: Findings, item: Item, name: str) -> StageRows:
        """One table of the stage, with the unit of each row."""
        found = self.of(findings, item)
        bare = Table.of(self.columns[name], found[name].columns)
        return StageRows(bare, found[name]["unit"], self.stages[0], CurrentUnits.kept(item.id, found))

    def _joined(self, findings: Findings, item: Item) -> Result:
        (stage,) = self.stages
        parts = list(findings.parts(item.id, stage))
        made: dict[str, Table] = {}
        for name, columns in self.columns.items():
            rows = [part.rows(name) for part in parts]
            joined = Table.joined(columns, rows)
            unit = np.repeat(np.arange(len(parts), dtype=np.int32), [len(r) for r in rows])
            made[name] = Table(self.schemas[name], {**joined.columns, "unit": unit})
        return {**made, **CurrentUnits(part.unit for part in parts).columns()}


JOINED: Mapping[str, Sequence[str]] = {
    "damage": ("damage",),
    "screen_text": ("texts", "unread"),
    "entities": ("entities",),
    "speakers": ("turns",),
}


@cache
def joined() -> Mapping[str, Sequence[str]]:
    """Stages whose rows are small and read over a whole item, with the tables that are.

    Those of JOINED, and every stage whose results are labels.
    """
    labels = {shown.stage: (told.table,) for shown, told in labelled() if shown.stage in stages()}
    return {**JOINED, **labels}


@cache
def stage_view(stage: str) -> StageView:
    """The view of a stage of `joined`."""
    tables = stages()[stage].tables
    return StageView(stage, {name: tables[name] for name in joined()[stage]})


class SeenView(View):
    """When each label of a stage was found that tells moments: spans over which it was in one look after
    the other. A lane of a day reads these two columns instead of a name and a box for every look.
    """

    def __init__(self, stage: str, table: str) -> None:
        self.table = table
        super().__init__(f"seen by {stage}", (stage,), SEEN_COLUMNS, self._joined)

    def spans(self, findings: Findings, item: Item) -> Iterator[tuple[str, Times, Times]]:
        """Label, starts and ends in ns, in the order in which the labels first come. The last span of one
        may end after the item.
        """
        found, first = self.of(findings, item), 0
        starts, ends = found["spans"]["start_ns"], found["spans"]["end_ns"]
        for label, count in zip(found["labels"]["label"], found["labels"]["spans"].tolist(), strict=True):
            yield label, starts[first : first + count], ends[first : first + count]
            first += count

    def _joined(self, findings: Findings, item: Item) -> Result:
        (stage,) = self.stages
        every_ns = round(1e9 / float(stages()[stage].defaults.get("hz", 1.0)))
        found = rows(findings, item, stage, self.table).table
        own = of_labels(found["label"])
        spans = [_in_one_go(found["t_ns"][rows_], every_ns) for rows_ in own.values()]
        labels = {"label": list(own), "spans": [len(starts) for starts, _ in spans]}
        none = np.zeros(0, np.int64)
        starts = np.concatenate([none, *(starts for starts, _ in spans)])
        ends = np.concatenate([none, *(ends for _, ends in spans)])
        return {
            "labels": Table(SEEN_COLUMNS["labels"], labels),
            "spans": Table(SEEN_COLUMNS["spans"], {"start_ns": starts, "end_ns": ends}),
        }


SEEN_COLUMNS: Schemas = {
    "labels": {"label": Column("str"), "spans": Column("i64", (), "how many of `spans` are this label's")},
    "spans": {"start_ns": Column("i64"), "end_ns": Column("i64")},
}


def of_labels(labels: Sequence[str]) -> dict[str, Rows]:
    """The rows of each label, in the order in which the labels first come."""
    place = {label: n for n, label in enumerate(dict.fromkeys(labels))}
    numbers = np.fromiter(map(place.__getitem__, labels), np.int32, len(labels))
    return {label: np.flatnonzero(numbers == n) for label, n in place.items()}


def _in_one_go(times: Times, every_ns: int) -> tuple[Times, Times]:
    """Starts and ends of the runs of looks between which none is missing."""
    times = np.unique(times)
    cuts = np.flatnonzero(np.diff(times) > every_ns * 3 // 2)
    return times[np.append(0, cuts + 1)], times[np.append(cuts, len(times) - 1)] + every_ns


@cache
def seen_views() -> Mapping[str, SeenView]:
    """By stage: those whose results are labels at moments."""
    return {
        shown.stage: SeenView(shown.stage, told.table)
        for shown, told in labelled()
        if told.lane and shown.stage in stages() and "t_ns" in stages()[shown.stage].tables[told.table]
    }


def rows(findings: Findings, item: Item, stage: str, name: str) -> StageRows:
    """A table of `joined` over the whole item; empty where the stage has not run."""
    return stage_view(stage).rows(findings, item, name)
