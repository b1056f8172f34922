"""What the stages found in an item, read back from the sealed packed tables of its current units.

Where a segment was looked at twice (keyframes first, then the regular grid), the grid speaks and the
preview is heard only for what the grid has not reached yet.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Connection, RowMapping, select, true

from app.cases.spaces import Spaces
from app.cases.stored_units import stored_units
from app.cases.units_current import Cover, Unit, current, overlaps
from app.store import schema
from engine.records import Result, Table, unpack
from engine.stage import Stage, stages
from engine.units import Sampling, Span

Opener = Callable[[str, str, bytes], bytes]
"""(item id, unit key, sealed result) → packed tables."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of evidence as the case knows it; `name` is what its file was called."""

    id: str
    sha256: str
    untrusted_name: str
    kind: str
    duration_ns: int
    format: str
    bytes: int
    state: str
    error: str
    added_at: str


@dataclass(frozen=True, slots=True)
class Part:
    """One unit's tables, and the spans for which it speaks."""

    unit: Unit
    tables: Result = field(repr=False)
    speaks: tuple[Span, ...]

    def speaks_at(self, t_ns: int) -> bool:
        return any(span.holds(t_ns) for span in self.speaks)

    def rows(self, name: str) -> Table:
        """Rows of a table, without those in segments for which another unit speaks."""
        mask = self.spoken(name)
        return self.tables[name] if mask.all() else self.tables[name].take(mask)

    def spoken(self, name: str) -> npt.NDArray[np.bool_]:
        """Which rows of a table `rows` keeps."""
        table = self.tables[name]
        column = next((c for c in ("t_ns", "start_ns") if c in table.schema), None)
        if column is None or self.speaks == (self.unit.span,):
            return np.ones(len(table), dtype=bool)
        times = table[column]
        mask = np.zeros(len(times), dtype=bool)
        for span in self.speaks:
            mask |= (times >= span.start_ns) & (times < span.end_ns)
        return mask


class Findings:
    """Reads one case. Tables are opened when asked for and not kept: a case may be larger than memory."""

    def __init__(
        self, connection: Connection, open_result: Opener, known: Mapping[str, Stage] | None = None
    ) -> None:
        self.connection = connection
        self.stages = known if known is not None else stages()
        self._open = open_result
        self._units: dict[str, list[Unit]] = {}
        self._spaces: Spaces | None = None
        self._whole = False

    @property
    def spaces(self) -> Spaces:
        """In which space the vectors of a unit lie."""
        if self._spaces is None:
            self._spaces = Spaces(self.connection)
        return self._spaces

    def items(self, only: Collection[str] | None = None) -> list[Item]:
        """All items, or `only` those of these ids, in the order in which they were added."""
        t = schema.items
        wanted = select(t).order_by(t.c.added_at, t.c.id)
        if only is not None:
            wanted = wanted.where(t.c.id.in_(only))
        return [_item(row) for row in self.connection.execute(wanted).mappings()]

    def read(self, item_ids: Collection[str]) -> None:
        """Read the units of many items at once, which `units` then gives without asking again."""
        self._keep(item_ids, schema.units.c.item_id.in_(item_ids))

    def read_all(self) -> None:
        """The same for the whole case: one question for ten thousand items instead of ten thousand."""
        if not self._whole:
            self._keep((), true())
            self._whole = True

    def units(self, item_id: str) -> list[Unit]:
        """Current units of an item, failed ones too."""
        if item_id not in self._units:
            if self._whole:
                return []
            self._keep((item_id,), schema.units.c.item_id == item_id)
        return self._units[item_id]

    def parts(self, item_id: str, stage: str, within: Span | None = None) -> Iterator[Part]:
        """Results of a stage in order of stream and time; none where it has not run. `within` leaves units
        unopened that have nothing in it."""
        units = [u for u in self.units(item_id) if u.stage == stage and u.done]
        grid: dict[int, list[Span]] = {}
        for unit in units:
            if unit.sampling is Sampling.GRID:
                grid.setdefault(unit.stream, []).append(unit.span)
        covers = {stream: Cover(spans) for stream, spans in grid.items()}
        for unit in sorted(units, key=lambda u: (u.stream, u.span.start_ns, u.span.end_ns, u.sampling)):
            if within is not None and not overlaps(unit.span, within):
                continue
            speaks = [unit.span]
            if unit.sampling is Sampling.KEYFRAMES and unit.stream in covers:
                speaks = covers[unit.stream].leaves(unit.span)
            if speaks:
                yield Part(unit, self.tables(unit), tuple(speaks))

    def tables(self, unit: Unit) -> dict[str, Table]:
        """The packed tables of a unit that is done. Raises DamagedResult."""
        t = schema.units
        sealed = self.connection.execute(select(t.c.result).where(t.c.key == unit.key)).scalar_one()
        return unpack(self._open(unit.item_id, unit.key, sealed), self.stages[unit.stage].tables)

    def table(self, item_id: str, stage: str, name: str) -> Table:
        """One table of a stage over the whole item; empty where the stage has not run."""
        rows = [part.rows(name) for part in self.parts(item_id, stage)]
        return Table.joined(self.stages[stage].tables[name], rows)

    def beside(self, part: Part, stage: str) -> Part | None:
        """The result of another stage on the same segment with the same sampling."""
        mine = part.unit
        for unit in self.units(mine.item_id):
            same = (unit.stream, unit.span, unit.sampling) == (mine.stream, mine.span, mine.sampling)
            if unit.stage == stage and unit.done and same:
                return Part(unit, self.tables(unit), part.speaks)
        return None

    def _keep(self, item_ids: Collection[str], of_these: ColumnElement[bool]) -> None:
        found = stored_units(self.connection, of_these)
        versions = {name: stage.version for name, stage in self.stages.items()}
        asked = {*item_ids, *found}
        self._units |= {item_id: current(found.get(item_id, ()), versions) for item_id in asked}


def _item(row: RowMapping) -> Item:
    return Item(
        id=row["id"],
        sha256=row["sha256"],
        untrusted_name=row["name"],
        kind=row["kind"] or "other",
        duration_ns=row["duration_ns"] or 0,
        format=row["format"] or "",
        bytes=row["bytes"],
        state=row["state"],
        error=row["error"],
        added_at=row["added_at"],
    )
