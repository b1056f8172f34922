"""Rules of the grid of faces that need no window: order, places, selection."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.core_api.people import FaceTable, SeenItem
from ui.faces.face_order import ALONE, Order, Ordering, Sort, Wanted
from ui.faces.face_selection import FaceSelection
from ui.faces.grid_layout import HEAD, MARGIN, GridLayout
from ui.faces.shown_faces import ShownFaces


def table(numbers: list[int], quality: list[float] | None = None) -> FaceTable:
    count = len(numbers)
    ones = np.ones(count, np.float32)
    return FaceTable(
        version=1,
        items=[SeenItem("a", "a.mp4", "video"), SeenItem("b", "b.jpg", "image")],
        ids=np.arange(100, 100 + count),
        number=np.array(numbers, np.int32),
        item=(np.arange(count) >= count // 2).astype(np.int32),
        t_ns=np.arange(count, dtype=np.int64),
        quality=ones if quality is None else np.array(quality, np.float32),
        score=ones,
        sharpness=ones,
        side=np.full(count, 80, np.uint16),
        exact=np.ones(count, np.bool_),
    )


def test_named_people_come_first_then_the_larger_and_who_is_alone_last() -> None:
    faces = table([5, 7, 7, 5, 5, 2, 2, 9, 8])
    order = Ordering(faces, {2: "Ada"}).order(Wanted())
    assert order.heads.tolist() == [2, 5, 7, ALONE]
    assert order.counts.tolist() == [2, 3, 2, 2]


def test_somebody_named_is_not_unassigned_even_with_one_face() -> None:
    faces = table([1, 2, 3, 3])
    assert Ordering(faces, {1: "Ada"}).order(Wanted()).heads.tolist() == [1, 3, ALONE]
    assert Ordering(faces, {1: "Ada"}).order(Wanted(unassigned=True)).rows.tolist() == [1]


def test_the_clearest_face_of_a_person_comes_first() -> None:
    faces = table([1, 1, 1, 2, 2], [0.2, 0.9, 0.5, 0.1, 0.3])
    assert Ordering(faces).order(Wanted()).rows.tolist() == [1, 2, 0, 4, 3]
    assert Ordering(faces).order(Wanted(Sort.QUALITY)).rows.tolist() == [1, 2, 4, 0, 3]


def test_filters_leave_out_what_does_not_fit() -> None:
    faces = table([1, 1, 2, 2, 3], [0.9, 0.1, 0.9, 0.9, 0.9])
    ordering = Ordering(faces)
    assert sorted(ordering.order(Wanted(least_quality=0.5)).rows.tolist()) == [0, 2, 3, 4]
    assert sorted(ordering.order(Wanted(people=frozenset({2, 3}))).rows.tolist()) == [2, 3, 4]
    assert sorted(ordering.order(Wanted(item_id="b")).rows.tolist()) == [2, 3, 4]
    assert ordering.order(Wanted(item_id="unknown")).rows.tolist() == []


def test_faces_sorted_by_time_stand_under_their_items() -> None:
    order = Ordering(table([3, 1, 2, 1])).order(Wanted(Sort.TIME))
    assert (order.rows.tolist(), order.heads.tolist(), order.starts.tolist()) == (
        [0, 1, 2, 3],
        [0, 1],
        [0, 2],
    )


def grid(counts: list[int], across: int, heads: bool = True) -> GridLayout:
    starts = np.r_[0, np.cumsum(counts)[:-1]].astype(np.int64)
    return GridLayout(Order(np.arange(sum(counts)), starts, np.arange(len(counts))), across, 100, 110, heads)


counts = st.lists(st.integers(1, 40), min_size=1, max_size=12)


@given(counts, st.integers(120, 900), st.booleans())
def test_every_face_is_found_where_it_is_drawn_and_nowhere_twice(
    sizes: list[int], across: int, heads: bool
) -> None:
    layout = grid(sizes, across, heads)
    seen: dict[tuple[int, int], int] = {}
    for place in range(sum(sizes)):
        cell = layout.where(place)
        assert layout.at(cell.x + 50, cell.y + 50) == place
        assert cell.y + layout.height <= layout.total
        assert seen.setdefault((cell.x, cell.y), place) == place


@given(counts, st.integers(120, 900), st.integers(0, 3000), st.integers(1, 700))
def test_the_lines_between_two_heights_are_those_that_can_be_seen(
    sizes: list[int], across: int, top: int, tall: int
) -> None:
    layout = grid(sizes, across)
    drawn = [
        place for first, count, _ in layout.lines(top, top + tall) for place in range(first, first + count)
    ]
    wanted = [
        place
        for place in range(sum(sizes))
        if layout.where(place).y < top + tall and layout.where(place).y + layout.height > top
    ]
    assert drawn == wanted
    assert layout.between(top, top + tall) == ((wanted[0], wanted[-1] + 1) if wanted else (0, 0))


parts = st.lists(
    st.tuples(st.integers(0, 900), st.integers(0, 3000), st.integers(1, 900), st.integers(1, 700)),
    min_size=1,
    max_size=4,
)


@given(counts, st.integers(120, 900), parts)
def test_of_parts_of_a_view_every_cell_that_is_touched_is_drawn_and_none_twice(
    sizes: list[int], across: int, given_parts: list[tuple[int, int, int, int]]
) -> None:
    layout = grid(sizes, across)
    order = Order(np.arange(sum(sizes)), layout._starts, np.arange(len(sizes)))
    faces = ShownFaces(table([1] * sum(sizes)), order, layout)
    boxes = [(x, y, x + wide, y + tall) for x, y, wide, tall in given_parts]
    drawn = {}
    for span in faces.spans(boxes):
        for n in range(span.many):
            assert (span.x + n * layout.width, span.y) not in drawn
            drawn[span.x + n * layout.width, span.y] = span.place + n
    touched = set()
    for place in range(sum(sizes)):
        cell = layout.where(place)
        assert drawn.get((cell.x, cell.y), place) == place
        for left, top, right, bottom in boxes:
            if cell.x < right and cell.x + layout.width > left and cell.y < bottom and cell.y + 110 > top:
                touched.add(place)
    assert touched <= set(drawn.values())
    if len(boxes) == 1:
        assert touched == set(drawn.values())


@given(counts, st.integers(120, 900), st.data())
def test_down_and_up_stay_in_the_column_as_far_as_there_is_one(
    sizes: list[int], across: int, data: st.DataObject
) -> None:
    layout = grid(sizes, across)
    place = data.draw(st.integers(0, sum(sizes) - 1))
    below = layout.below(place, 1)
    here, there = layout.where(place), layout.where(below)
    assert there.y >= here.y
    assert there.x <= here.x
    assert below == place or there.y > here.y or layout.section_of(below) != layout.section_of(place)


def test_nothing_is_under_a_head_or_beside_the_cells() -> None:
    layout = grid([3, 2], 420)
    assert layout.at(MARGIN + 10, HEAD // 2) == -1
    assert layout.at(MARGIN + 3 * 100 + 50, HEAD + 10) == -1
    assert layout.at(2, HEAD + 10) == -1


def test_a_selection_survives_another_table_by_its_ids() -> None:
    selection = FaceSelection()
    old, new = np.array([7, 8, 9]), np.array([1, 9, 7])
    selection.retable(old[:0], old)
    selection.only(0)
    selection.toggle(2)
    selection.retable(old, new)
    assert selection.rows.tolist() == [1, 2]
    assert selection.current == 1


def test_a_segment_follows_the_order_shown_not_the_table() -> None:
    selection = FaceSelection()
    ids = np.arange(5)
    selection.retable(ids[:0], ids)
    shown = np.array([4, 2, 0, 1, 3])
    selection.only(2)
    selection.stretch(shown, 1, 3)
    assert selection.rows.tolist() == [0, 1, 2]
    assert selection.current == 1
