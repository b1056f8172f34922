"""Rules for keeping groups of faces and near-duplicate stacks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.cases import clusters
from app.cases.case import Case
from app.review.review import review
from engine.units import Kind
from tests.made_case import face, put_faces, put_item, put_unit
from tests.vault import new_account, new_case


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with new_case(new_account(tmp_path / "home")) as opened:
        yield opened


def _store(case: Case) -> dict[str, int]:
    """Bring the groups up to date; number of the person seen at each left edge."""
    with review(case, write=True) as found:
        found.regroup()
        return {
            f"{found.items[t.item_id].untrusted_name}@{t.moment.box[0]:.0f}": c.number
            for c in found.faces.clusters
            for t in found.appearances(c)
        }


def test_one_person_in_two_items_is_one_group_and_two_people_in_one_picture_are_two(case: Case) -> None:
    a, b = put_item(case, "a.mp4"), put_item(case, "b.mp4")
    put_faces(case, "a.mp4", a, [(face(1), 1, 5, 10), (face(2), 1, 5, 200)])
    put_faces(case, "b.mp4", b, [(face(1, like=0.7), 1, 5, 60)])
    numbers = _store(case)
    assert numbers["a.mp4@10"] == numbers["b.mp4@60"] != numbers["a.mp4@200"]
    assert min(numbers.values()) == 1


def test_a_group_keeps_its_number_when_items_are_added_and_units_are_computed_again(case: Case) -> None:
    a = put_item(case, "a.mp4")
    put_faces(case, "a.mp4", a, [(face(1), 1, 5, 10), (face(2), 7, 9, 200)])
    before = _store(case)
    b = put_item(case, "b.mp4")
    put_faces(case, "b.mp4", b, [(face(3), 1, 2, 5), (face(2, like=0.8), 3, 4, 90)])
    put_faces(case, "a.mp4", a, [(face(2), 7, 9, 200), (face(1), 1, 5, 10)], settings={"side": 3})
    after = _store(case)
    assert {k: after[k] for k in before} == before
    assert after["b.mp4@90"] == before["a.mp4@200"]
    assert after["b.mp4@5"] not in before.values()


def test_people_stand_above_the_machine(case: Case) -> None:
    a = put_item(case, "a.mp4")
    put_faces(case, "a.mp4", a, [(face(1), 1, 2, 10), (face(2), 4, 5, 60), (face(1), 7, 8, 110)])
    numbers = _store(case)
    assert numbers["a.mp4@10"] == numbers["a.mp4@110"]

    def decide(kind: str, *edges: int) -> str:
        with review(case, write=True) as found:
            every = {t.moment.box[0]: t.moment for c in found.faces.clusters for t in found.appearances(c)}
            return found.decide(kind, [every[float(e)] for e in edges]).id

    made = decide("merge", 10, 60)
    assert len(set(_store(case).values())) == 1
    decide("cannot", 10, 110)
    numbers = _store(case)
    assert numbers["a.mp4@10"] == numbers["a.mp4@60"] != numbers["a.mp4@110"]
    with review(case, write=True) as found:
        from app.cases.log import undo

        undo(case, found.connection, made)
        found.regroup()
    assert len(set(_store(case).values())) == 3


def test_groups_are_the_same_whatever_computes_them(case: Case) -> None:
    a = put_item(case, "a.mp4")
    people = [(face(n % 3, like=0.8 if n > 2 else 1.0), n * 2.0, n * 2.0 + 1, 20.0 * n) for n in range(6)]
    put_faces(case, "a.mp4", a, people)
    first = _store(case)
    with case.database.connect() as connection:
        kept = clusters.stored(connection, clusters.FACES)
    assert _store(case) == first
    with case.database.connect() as connection:
        assert clusters.stored(connection, clusters.FACES) == kept


def test_items_that_show_the_same_are_stacked(case: Case) -> None:
    rng = np.random.default_rng(0)
    hashes = rng.integers(0, 256, (3, 32), dtype=np.uint8)
    hashes[1] = hashes[0]
    hashes[1, :9] ^= 1
    for name, value in zip(("a.jpg", "b.jpg", "c.jpg"), hashes, strict=True):
        item = put_item(case, name, Kind.IMAGE, 0)
        rows = [{"t_ns": 0, "hash": value, "quality": 1.0}]
        put_unit(case, name, item, "perceptual_hashes", {"hashes": rows}, span=(0, 1e-9))
    with review(case) as found:
        (stack,) = found.stacks
        names = {found.items[m.item_id].untrusted_name for m in stack.members}
    assert names == {"a.jpg", "b.jpg"}
