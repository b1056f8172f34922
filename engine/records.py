"""Packed columns: the one form in which results are computed, stored, drawn and sent.

A *table* is a set of equally long columns; a *result* is a set of named tables. The packed form
is a safetensors file (a JSON header, then raw little-endian arrays): it cannot carry code, it is
checked against its own length before anything is read, and equal tables give equal bytes. Text
and byte columns are two arrays: all values joined, and the end offset of each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load as _load
from safetensors.numpy import save as _save

from engine.errors import AimaError

type_names: Mapping[str, str] = {
    "i64": "<i8", "i32": "<i4", "u8": "|u1", "bool": "|b1", "f32": "<f4", "f64": "<f8",
}  # fmt: skip
VALUES, ENDS = "#values", "#ends"
ANY = -1
"""In the shape of a column: as long as it happens to be, the same in all rows of a table."""


class DamagedResult(AimaError):
    """A stored result does not have the form its analysis step declares. Run `verify`, then analyse again."""

    code = "damaged-result"
    exit_code = 6


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `kind` is i64, i32, u8, bool, f32, f64, str or bytes; `shape` is that of one row.

    A length of ANY in `shape` is what the rows have.
    """

    kind: str
    shape: tuple[int, ...] = ()
    doc: str = ""


Schema = Mapping[str, Column]


class Table:
    """Equally long columns under a schema. Numeric columns are arrays `(rows, *shape)`, others lists."""

    __slots__ = ("columns", "rows", "schema")

    def __init__(self, schema: Schema, columns: Mapping[str, Any]) -> None:
        if set(schema) != set(columns):
            raise DamagedResult(f"columns {sorted(columns)} instead of {sorted(schema)}")
        self.schema = schema
        self.columns: dict[str, Any] = {n: _column(n, schema[n], columns[n]) for n in schema}
        self.rows = _rows(self.columns)

    @classmethod
    def of(cls, schema: Schema, columns: Mapping[str, Any]) -> Table:
        """Of columns whose texts are known to be texts: of a million words none is looked at."""
        table = cls.__new__(cls)
        table.schema = schema
        table.columns = {
            name: _column(name, column, columns[name]) if column.kind in type_names else columns[name]
            for name, column in schema.items()
        }
        table.rows = _rows(table.columns)
        return table

    @classmethod
    def from_rows(cls, schema: Schema, rows: Iterable[Mapping[str, Any]]) -> Table:
        """Build from one mapping per row."""
        listed = list(rows)
        return cls(schema, {name: [row[name] for row in listed] for name in schema})

    @classmethod
    def empty(cls, schema: Schema) -> Table:
        return cls(schema, {name: [] for name in schema})

    @classmethod
    def joined(cls, schema: Schema, tables: Sequence[Table]) -> Table:
        """Rows of all `tables`, in order."""
        columns: dict[str, Any] = {}
        for name, column in schema.items():
            parts = [t.columns[name] for t in tables]
            if column.kind in type_names and parts:
                columns[name] = np.concatenate(parts)
            else:
                columns[name] = [value for part in parts for value in part]
        return cls(schema, columns)

    def __len__(self) -> int:
        return self.rows

    def __getitem__(self, name: str) -> Any:
        return self.columns[name]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Rows as mappings; for small tables and for reading aloud, not for hot loops."""
        for i in range(self.rows):
            yield {name: column[i] for name, column in self.columns.items()}

    def take(self, index: Any) -> Table:
        """The rows chosen by a boolean mask or an array of row numbers."""
        chosen = np.arange(self.rows)[index]
        columns = {
            name: column[chosen] if isinstance(column, np.ndarray) else [column[i] for i in chosen]
            for name, column in self.columns.items()
        }
        return Table(self.schema, columns)


def _rows(columns: Mapping[str, Any]) -> int:
    """How long all columns are. Raises DamagedResult."""
    lengths = {len(c) for c in columns.values()}
    if len(lengths) > 1:
        raise DamagedResult(f"columns of different length {sorted(lengths)}")
    return lengths.pop() if lengths else 0


def _column(name: str, column: Column, values: Any) -> Any:
    if column.kind not in type_names:
        wanted = str if column.kind == "str" else bytes
        listed = list(values)
        if not all(isinstance(v, wanted) for v in listed):
            raise DamagedResult(f"column {name} holds other values than {column.kind}")
        return listed
    dtype = np.dtype(type_names[column.kind])
    array = np.asarray(values, dtype=dtype)
    if array.size == 0 and not _fits(array, column.shape):
        known = (max(length, 0) for length in column.shape)
        array = array.reshape((array.shape[0] if array.ndim else 0, *known))
    if not _fits(array, column.shape):
        raise DamagedResult(f"column {name} has rows of shape {array.shape[1:]}, not {column.shape}")
    return np.ascontiguousarray(array)


def _fits(array: npt.NDArray[Any], shape: tuple[int, ...]) -> bool:
    own = array.shape[1:]
    return len(own) == len(shape) and all(a == b or b == ANY for a, b in zip(own, shape, strict=True))


def sized(schema: Schema, **widths: int) -> Schema:
    """The schema with the free length of these columns settled."""
    settled = {name: replace(schema[name], shape=(width,)) for name, width in widths.items()}
    return {**schema, **settled}


Result = Mapping[str, Table]
Schemas = Mapping[str, Schema]


def pack(result: Result) -> bytes:
    """Serialise to bytes that depend only on the content."""
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    for table_name, table in result.items():
        for name, values in table.columns.items():
            path = f"{table_name}/{name}"
            if isinstance(values, np.ndarray):
                arrays[path] = values
                continue
            encoded = [v.encode() if isinstance(v, str) else v for v in values]
            arrays[path + VALUES] = np.frombuffer(b"".join(encoded), dtype=np.uint8)
            arrays[path + ENDS] = np.cumsum([len(v) for v in encoded], dtype=np.int64)
    # one metadata key only: the library writes several in no fixed order
    return _save(arrays, metadata={"tables": json.dumps(sorted(result))})


def unpack(untrusted: bytes, schemas: Schemas) -> dict[str, Table]:
    """Parse bytes written by `pack`, checking every column against `schemas`. Raises DamagedResult."""
    try:
        arrays = _load(untrusted)
        return {name: _table(name, schema, arrays) for name, schema in schemas.items()}
    except (SafetensorError, KeyError, ValueError, UnicodeDecodeError) as error:
        raise DamagedResult(type(error).__name__) from error


def _table(table_name: str, schema: Schema, arrays: Mapping[str, Any]) -> Table:
    columns: dict[str, Any] = {}
    for name, column in schema.items():
        path = f"{table_name}/{name}"
        if column.kind in type_names:
            if arrays[path].dtype != np.dtype(type_names[column.kind]):
                raise DamagedResult(f"column {path} holds {arrays[path].dtype}")
            columns[name] = arrays[path]
            continue
        joined, ends = arrays[path + VALUES].tobytes(), arrays[path + ENDS]
        if (np.diff(ends, prepend=0, append=len(joined)) < 0).any():
            raise DamagedResult(f"column {path} has offsets that run backwards")
        columns[name] = _parted(joined, ends.tolist(), column.kind)
    return Table.of(schema, columns)


def _parted(joined: bytes, ends: Sequence[int], kind: str) -> list[Any]:
    """The values of a text or byte column. Raises UnicodeDecodeError."""
    if kind != "str":
        return [joined[a:b] for a, b in zip([0, *ends], ends, strict=False)]
    text = joined.decode()  # all at once: a call for each word costs more than the rest
    if len(text) < len(joined):
        ends = _in_letters(joined, ends)
    return [text[a:b] for a, b in zip([0, *ends], ends, strict=False)]


def _in_letters(joined: bytes, ends: Sequence[int]) -> Sequence[int]:
    """Ends counted in letters instead of bytes. Raises ValueError where one lies within a letter."""
    begins = (np.frombuffer(joined, dtype=np.uint8) & 0xC0) != 0x80
    if not begins[[end for end in ends if end < len(joined)]].all():
        raise ValueError("a text ends within a letter")
    counted: list[int] = np.concatenate([[0], np.cumsum(begins)])[ends].tolist()
    return counted
