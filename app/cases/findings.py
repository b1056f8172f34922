"""What the stages found in an item, read back from the sealed packed tables of its current units.

Where a segment was looked at twice (keyframes first, then the regular grid), the grid speaks and the
preview is heard only for what the grid has not reached yet.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, RowMapping, select

from app.cases.current_units import SCHEMAS as UNIT_COLUMNS
from app.cases.current_units import CurrentUnits
from app.cases.spaces import Spaces
from app.cases.stored_units import stored_units
from app.cases.stored_views import Opener, StoredViews
from app.cases.units_current import Cover, Unit, current
from app.store import schema
from engine.records import Result, Table, unpack
from engine.stage import Stage, stages
from engine.units import Sampling, Span

UNITS = "units"
"""Name of the view that holds the current units of an item."""
MANY_UNITS = 300
_RESULT = "SELECT result FROM units WHERE key = ?"
"""As text: an item has thousands, and putting a statement together takes as long as reading one."""
T = TypeVar("T")


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
        self.views = StoredViews(connection, open_result, self.stages)
        self._open = open_result
        self._units: dict[str, CurrentUnits] = {}
        self._last: tuple[object, Any] = (None, None)
        self._spaces: Spaces | None = None

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
        found = stored_units(self.connection, schema.units.c.item_id.in_(item_ids))
        self._units |= {item_id: self._current(found.get(item_id, ())) for item_id in item_ids}

    def units(self, item_id: str) -> list[Unit]:
        """Current units of an item, failed ones too."""
        return list(self.current(item_id))

    def of_stage(self, item_id: str, stage: str) -> Sequence[Unit]:
        """The same of one stage, in order of stream and time."""
        return self.current(item_id).of(stage)

    def current(self, item_id: str) -> CurrentUnits:
        """What `units` lists, by stage: a long item's are made only as far as they are asked for."""
        if item_id not in self._units:
            self._units[item_id] = self._kept(item_id) or self._current(
                stored_units(self.connection, schema.units.c.item_id == item_id).get(item_id, ())
            )
        return self._units[item_id]

    def _kept(self, item_id: str) -> CurrentUnits | None:
        """Units of an item as its view has them; items of few units have none."""
        if not self.many(item_id):
            return None
        found = self.views.read(item_id, UNITS, self.views.token(item_id, ()), UNIT_COLUMNS)
        return CurrentUnits.kept(item_id, found) if found else None

    def many(self, item_id: str) -> bool:
        """Whether an item has so many units that reading them takes longer than a view of them."""
        return sum(self.views.counted(item_id).values()) >= MANY_UNITS

    def _current(self, units: Iterable[Unit]) -> CurrentUnits:
        return CurrentUnits(current(units, {name: stage.version for name, stage in self.stages.items()}))

    def parts(self, item_id: str, stage: str, within: Span | None = None) -> Iterator[Part]:
        """Results of a stage in order of stream and time; none where it has not run. `within` leaves units
        unopened that have nothing in it."""
        for unit, speaks in self._speaking(item_id, stage, within):
            yield Part(unit, self.tables(unit), speaks)

    def part(self, item_id: str, stage: str, key: str) -> Part | None:
        """The result of one unit; None where it does not speak any more."""
        for unit, speaks in self._speaking(item_id, stage):
            if unit.key == key:
                return Part(unit, self.tables(unit), speaks)
        return None

    def _speaking(
        self, item_id: str, stage: str, within: Span | None = None
    ) -> Iterator[tuple[Unit, tuple[Span, ...]]]:
        current = self.current(item_id)
        found = current.of(stage) if within is None else current.overlapping(stage, within)
        grid: dict[int, Cover] = {}
        for unit in found:
            if not unit.done:
                continue
            speaks = [unit.span]
            if unit.sampling is Sampling.KEYFRAMES:
                if within is not None or unit.stream not in grid:
                    near = current.of(stage) if within is None else current.overlapping(stage, unit.span)
                    grid[unit.stream] = _grid(near, unit.stream)
                speaks = grid[unit.stream].leaves(unit.span)
            if speaks:
                yield unit, tuple(speaks)

    def tables(self, unit: Unit) -> dict[str, Table]:
        """The packed tables of a unit that is done. Raises DamagedResult."""
        sealed = self.connection.exec_driver_sql(_RESULT, (unit.key,)).scalar_one()
        return unpack(self._open(unit.item_id, unit.key, sealed), self.stages[unit.stage].tables)

    def once(self, what: object, make: Callable[[], T]) -> T:
        """What `make` gives, made once where the same is asked for twice in a row."""
        if self._last[0] != what:
            self._last = what, make()
        made: T = self._last[1]
        return made

    def table(self, item_id: str, stage: str, name: str) -> Table:
        """One table of a stage over the whole item; empty where the stage has not run."""
        rows = [part.rows(name) for part in self.parts(item_id, stage)]
        return Table.joined(self.stages[stage].tables[name], rows)

    def beside(self, part: Part, stage: str) -> Part | None:
        """The result of another stage on the same segment with the same sampling."""
        mine = part.unit
        unit = self.current(mine.item_id).at_place(stage, mine)
        return Part(unit, self.tables(unit), part.speaks) if unit and unit.done else None


def _grid(units: Iterable[Unit], stream: int) -> Cover:
    """What the full pass has reached of a stream."""
    return Cover(u.span for u in units if u.done and u.sampling is Sampling.GRID and u.stream == stream)


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
