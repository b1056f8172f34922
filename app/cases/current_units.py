"""The current units of one item by stage; a long item's are kept as columns and made when asked for."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from app.cases.units_current import Unit, overlaps
from engine.records import Column, Result, Schemas, Table
from engine.units import BOXES, Sampling, Span

SCHEMAS: Schemas = {
    "units": {
        "key": Column("u8", (32,)),
        "stage": Column("i32", (), "place in `unit_texts`, as `error`, `device` and what follows"),
        "version": Column("i32"),
        "stream": Column("i32"),
        "start_ns": Column("i64"),
        "end_ns": Column("i64"),
        "preview": Column("bool"),
        "done": Column("bool"),
        "error": Column("i32"),
        "device": Column("i32"),
        "digests": Column("i32"),
        "settings": Column("i32"),
        "arithmetic": Column("i32"),
    },
    "unit_texts": {"text": Column("str")},
}
_TEXTS = ("stage", "error", "device", "digests", "settings", "arithmetic")


class CurrentUnits:
    """Units of an item that speak, failed ones too, each stage's in order of stream and time."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._by_stage: dict[str, list[Unit]] = {}
        for unit in units:
            self._by_stage.setdefault(unit.stage, []).append(unit)
        self._columns: _Columns | None = None

    @classmethod
    def kept(cls, item_id: str, tables: Result) -> CurrentUnits:
        """Of a view as `columns` made it."""
        made = cls(())
        made._columns = _Columns(item_id, tables)
        return made

    def of(self, stage: str) -> Sequence[Unit]:
        if self._columns is not None and stage not in self._by_stage:
            self._by_stage[stage] = self._columns.units(stage)
        return self._by_stage.get(stage, ())

    def overlapping(self, stage: str, span: Span) -> Sequence[Unit]:
        """Those of a stage that share time with a segment, in order of stream and time."""
        if self._columns is not None and stage not in self._by_stage:
            return self._columns.overlapping(stage, span)
        return [u for u in self.of(stage) if overlaps(u.span, span)]

    def at_place(self, stage: str, other: Unit) -> Unit | None:
        """The unit of a stage where one of another stage is: same stream, span and sampling."""
        if self._columns is not None and stage not in self._by_stage:
            near = self._columns.overlapping(stage, other.span)
        else:
            units, place = self.of(stage), _place(other)
            at = bisect_left(units, place, key=_place)
            near = list(units[at : at + 1])
        return next((u for u in near if _place(u) == _place(other)), None)

    def at(self, stage: str, number: int) -> Unit:
        """One of the units of a stage, without making the others where they are columns."""
        if self._columns is not None and stage not in self._by_stage:
            return self._columns.units(stage, number)[0]
        return self._by_stage[stage][number]

    def drawn(self, stage: str) -> npt.NDArray[np.bool_]:
        """Which units of a stage are of faces that a person drew; quick where they are columns."""
        if self._columns is not None and stage not in self._by_stage:
            return self._columns.drawn(stage)
        return np.array([u.sampling is Sampling.DRAWN for u in self.of(stage)], np.bool_)

    def __iter__(self) -> Iterator[Unit]:
        for stage in self._columns.stages if self._columns else sorted(self._by_stage):
            yield from self.of(stage)

    def columns(self) -> Result:
        """A view of them, without what they read and when they were finished."""
        numbers: dict[str, int] = {}
        rows = [
            {
                "key": np.frombuffer(bytes.fromhex(u.key), np.uint8), "version": u.version,
                "stream": u.stream, "start_ns": u.span.start_ns, "end_ns": u.span.end_ns,
                "preview": u.sampling is Sampling.KEYFRAMES, "done": u.done,
                **{n: numbers.setdefault(text, len(numbers)) for n, text in _texts(u).items()},
            }
            for u in self
        ]  # fmt: skip
        schema = SCHEMAS["unit_texts"]
        return {
            "units": Table.from_rows(SCHEMAS["units"], rows),
            "unit_texts": Table(schema, {"text": list(numbers)}),
        }


def _place(unit: Unit) -> tuple[int, int, int, str]:
    return unit.stream, unit.span.start_ns, unit.span.end_ns, unit.sampling


def _texts(unit: Unit) -> Mapping[str, str]:
    values = (
        unit.stage, unit.error, unit.device, json.dumps(dict(unit.digests)), json.dumps(dict(unit.settings)),
        unit.arithmetic,
    )  # fmt: skip
    return dict(zip(_TEXTS, values, strict=True))


class _Columns:
    """Units as a view holds them."""

    def __init__(self, item_id: str, tables: Result) -> None:
        self._item_id, self._units = item_id, tables["units"]
        self._texts: list[str] = tables["unit_texts"]["text"]
        self._parsed: dict[int, Any] = {}
        stages: npt.NDArray[np.int32] = self._units["stage"]
        begins = np.flatnonzero(np.r_[True, stages[1:] != stages[:-1]][: len(stages)])
        ends = [*begins[1:].tolist(), len(stages)]
        self._rows = {
            self._texts[int(stages[a])]: (int(a), int(b)) for a, b in zip(begins, ends, strict=False)
        }

    @property
    def stages(self) -> Sequence[str]:
        return list(self._rows)

    def units(self, stage: str, only: int | None = None) -> list[Unit]:
        """All of a stage, or one."""
        low, high = self._rows.get(stage, (0, 0))
        if only is not None:
            low, high = low + only, low + only + 1
        return self._made(stage, slice(low, high))

    def drawn(self, stage: str) -> npt.NDArray[np.bool_]:
        """Which units of a stage have boxes that a person drew."""
        settings = self._units["settings"][slice(*self._rows.get(stage, (0, 0)))]
        texts, at = np.unique(settings, return_inverse=True)
        own = np.array([BOXES in self._json(int(text)) for text in texts], np.bool_)
        found: npt.NDArray[np.bool_] = own[at]
        return found

    def overlapping(self, stage: str, span: Span) -> list[Unit]:
        """Units of a stage that share time with a segment."""
        low, high = self._rows.get(stage, (0, 0))
        starts, ends = (self._units[name][low:high] for name in ("start_ns", "end_ns"))
        return self._made(stage, low + np.flatnonzero((starts < span.end_ns) & (span.start_ns < ends)))

    def _made(self, stage: str, rows: slice | npt.NDArray[np.int64]) -> list[Unit]:
        u = {name: column[rows].tolist() for name, column in self._units.columns.items() if name != "key"}
        keys = self._units["key"][rows].tobytes().hex()
        texts = self._texts
        return [
            Unit(
                keys[64 * n : 64 * n + 64], self._item_id, stage, u["version"][n], u["stream"][n],
                Span(u["start_ns"][n], u["end_ns"][n]),
                self._sampling(u["preview"][n], u["settings"][n]),
                "done" if u["done"][n] else "failed", texts[u["error"][n]], "", texts[u["device"][n]],
                self._json(u["digests"][n]), self._json(u["settings"][n]),
                arithmetic=texts[u["arithmetic"][n]],
            )
            for n in range(len(u["stream"]))
        ]  # fmt: skip

    def _sampling(self, preview: bool, settings: int) -> Sampling:
        if preview:
            return Sampling.KEYFRAMES
        return Sampling.DRAWN if BOXES in self._json(settings) else Sampling.GRID

    def _json(self, at: int) -> Any:
        if at not in self._parsed:
            self._parsed[at] = json.loads(self._texts[at])
        return self._parsed[at]
