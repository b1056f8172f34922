"""Packed tables: lossless, canonical, and safe to open when they come from elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.records import Column, DamagedResult, Table, pack, unpack

SCHEMA = {"t_ns": Column("i64"), "box": Column("f32", (4,)), "text": Column("str"), "crop": Column("bytes")}
SCHEMAS = {"seen": SCHEMA, "none": {"t_ns": Column("i64")}}


def _result(texts: list[str]) -> dict[str, Table]:
    rows = [{"t_ns": i, "box": [i, 0, 1, 2], "text": t, "crop": t.encode()} for i, t in enumerate(texts)]
    return {"seen": Table.from_rows(SCHEMA, rows), "none": Table.empty(SCHEMAS["none"])}


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_tables_come_back_as_they_were(texts: list[str]) -> None:
    result = _result(texts)
    back = unpack(pack(result), SCHEMAS)
    assert back["seen"]["text"] == texts
    assert back["seen"]["crop"] == [t.encode() for t in texts]
    np.testing.assert_array_equal(back["seen"]["box"], result["seen"]["box"])
    assert len(back["none"]) == 0


def test_equal_tables_give_equal_bytes_whatever_their_order() -> None:
    result = _result(["a", "ü"])
    reversed_order = dict(reversed(result.items()))
    assert pack(result) == pack(reversed_order) == pack(_result(["a", "ü"]))


@given(st.binary(max_size=200))
def test_bytes_that_are_no_result_are_named_damaged(untrusted: bytes) -> None:
    with pytest.raises(DamagedResult):
        unpack(untrusted, SCHEMAS)


@given(st.data())
def test_a_result_with_flipped_bytes_is_damaged_or_still_has_its_form(data: st.DataObject) -> None:
    packed = bytearray(pack(_result(["eins", "zwei"])))
    packed[data.draw(st.integers(0, len(packed) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        table = unpack(bytes(packed), SCHEMAS)["seen"]
    except DamagedResult:
        return
    assert len(table["text"]) == len(table["box"]) == 2


def test_columns_of_another_type_or_length_are_refused() -> None:
    with pytest.raises(DamagedResult):
        Table(SCHEMA, {"t_ns": [1], "box": [[1, 2, 3]], "text": ["a"], "crop": [b""]})
    with pytest.raises(DamagedResult):
        Table(SCHEMA, {"t_ns": [1, 2], "box": [[1, 2, 3, 4]], "text": ["a"], "crop": [b""]})
    with pytest.raises(DamagedResult):
        unpack(pack({"none": Table(SCHEMAS["none"], {"t_ns": [1]})}), {"none": {"t_ns": Column("f64")}})


def test_a_text_that_ends_within_a_letter_is_damaged() -> None:
    schema = {"words": {"text": Column("str")}}
    whole = pack({"words": Table(schema["words"], {"text": ["früh", "wach"]})})
    assert unpack(whole, schema)["words"]["text"] == ["früh", "wach"]
    ends = np.array([5, 9], dtype=np.int64).tobytes()
    assert whole.count(ends) == 1
    cut = whole.replace(ends, np.array([3, 9], dtype=np.int64).tobytes())
    with pytest.raises(DamagedResult):
        unpack(cut, schema)
