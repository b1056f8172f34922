"""Rules of changing groups of faces: as if grouped from scratch, at the cost of what a decision touches."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.across import face_part
from engine.across.face_grouping import FaceGrouping
from engine.across.face_nodes import NEW, Constraints, FaceRows, Nodes
from engine.models.catalogue import default_space
from engine.models.tasks import Task

Rows = npt.NDArray[np.int64]

SPACE = default_space(Task.FACE_EMBEDDING)


def crowd(count: int, persons: int, seed: int, noise: float = 1.15) -> Nodes:
    """Faces of people who look rather like themselves and now and then like another; some are poor."""
    made = np.random.default_rng(seed)
    bases = made.standard_normal((persons, 128)) / np.sqrt(128)
    bases += 0.35 * np.roll(bases, 1, axis=0)
    vectors = bases[made.integers(0, persons, count)]
    vectors += made.standard_normal((count, 128)) * noise * 0.8 / np.sqrt(128)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    start = made.integers(0, 6, count)
    return Nodes(
        FaceRows(
            vectors.astype(np.float32),
            np.arange(count) // 4,
            np.arange(count),
            start,
            start + 1,
            made.choice([0.1, 0.6, 0.9], count).astype(np.float32),
        )
    )


@dataclass
class Words:
    """What people have said so far, each word as (kind, nodes, name)."""

    said: list[tuple[str, tuple[int, ...], str]] = field(default_factory=list)

    @property
    def constraints(self) -> Constraints:
        must: list[tuple[int, int]] = []
        cannot: list[tuple[int, int]] = []
        detached: list[int] = []
        subjects: dict[int, str] = {}
        for kind, (one, *rest), name in self.said:
            must += [(one, n) for n in rest] if kind == "merge" else []
            must += [(rest[0], n) for n in rest[1:]] if kind == "split" else []
            cannot += [(one, n) for n in rest] if kind in ("cannot", "split", "detach") else []
            detached += [one] if kind == "detach" else []
            if kind == "name":
                subjects[one] = name
        return Constraints(must, cannot, detached, subjects)


def spoken(grouping: FaceGrouping, dice: random.Random) -> tuple[str, tuple[int, ...], str]:
    """A word as a person might say it: about faces of one group, or of two."""
    count = len(grouping.number)
    one = dice.randrange(count)
    same = np.flatnonzero(grouping.number == grouping.number[one]).tolist()
    kind = dice.choice(["merge", "cannot", "split", "detach", "name"])
    if kind == "merge":
        return kind, tuple(dice.sample(range(count), 2)), ""
    if kind in ("cannot", "split") and len(same) > 2:
        return kind, tuple(dice.sample(same, dice.randint(2, min(4, len(same))))), ""
    if kind == "detach":
        return kind, tuple(dice.sample(same, min(2, len(same)))), ""
    return "name", (one,), dice.choice(["Ada", "Grace", "Eva"])


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000))
@example(3092)  # two groups hold as many nodes of one earlier group
def test_a_decision_settled_alone_gives_the_groups_of_grouping_everything_again(seed: int) -> None:
    dice, nodes, words = random.Random(seed), crowd(90, 9, seed), Words()
    grouping = FaceGrouping(nodes, np.full(90, NEW, np.int64), words.constraints, SPACE)
    for _ in range(12):
        before = grouping.number.copy()
        released: tuple[int, ...] = ()
        if words.said and dice.random() < 0.25:
            word = words.said.pop(dice.randrange(len(words.said)))
            released = word[1]
        else:
            word = spoken(grouping, dice)
            words.said.append(word)
        anchors = grouping.anchors.copy()
        change = grouping.settle(words.constraints, word[1], released)
        rebuilt = FaceGrouping(nodes, before, words.constraints, SPACE, released, anchors=anchors)
        assert grouping.number.tolist() == rebuilt.number.tolist(), word
        assert grouping.anchors.tolist() == rebuilt.anchors.tolist()
        assert grouping.contradictions == rebuilt.contradictions
        changed = np.flatnonzero(before != grouping.number)
        assert change.nodes.tolist() == changed.tolist()
        assert change.after.tolist() == grouping.number[changed].tolist()
        assert change.before.tolist() == before[changed].tolist()


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000))
def test_grouping_again_without_a_new_word_changes_nothing(seed: int) -> None:
    dice, nodes, words = random.Random(seed), crowd(80, 6, seed), Words()
    grouping = FaceGrouping(nodes, np.full(80, NEW, np.int64), words.constraints, SPACE)
    for _ in range(6):
        words.said.append(spoken(grouping, dice))
        grouping.settle(words.constraints, words.said[-1][1])
    again = FaceGrouping(nodes, grouping.number, words.constraints, SPACE)
    assert again.number.tolist() == grouping.number.tolist()


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000))
def test_a_word_taken_back_at_once_leaves_everything_as_it_was(seed: int) -> None:
    dice, nodes, words = random.Random(seed), crowd(80, 6, seed), Words()
    grouping = FaceGrouping(nodes, np.full(80, NEW, np.int64), words.constraints, SPACE)
    for _ in range(8):
        before, held = grouping.number.copy(), words.constraints
        word = spoken(grouping, dice)
        words.said.append(word)
        change = grouping.settle(words.constraints, word[1])
        if dice.random() < 0.5:
            words.said.pop()
            assert grouping.restore(held, change)
            assert grouping.settle(held, word[1]).nodes.tolist() == []
            assert grouping.number.tolist() == before.tolist()


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000))
def test_the_same_holds_for_groups_too_large_to_be_taken_apart_face_by_face(seed: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(face_part, "LARGEST", 4)
        dice, nodes, words = random.Random(seed), crowd(90, 4, seed, 1.0), Words()
        grouping = FaceGrouping(nodes, np.full(90, NEW, np.int64), words.constraints, SPACE)
        for _ in range(8):
            words.said.append(spoken(grouping, dice))
            before, anchors = grouping.number.copy(), grouping.anchors.copy()
            grouping.settle(words.constraints, words.said[-1][1])
            rebuilt = FaceGrouping(nodes, before, words.constraints, SPACE, anchors=anchors)
            assert grouping.number.tolist() == rebuilt.number.tolist(), words.said[-1]


def test_who_is_parted_from_a_large_group_takes_their_look_alikes_along_and_nobody_else() -> None:
    made = np.random.default_rng(3)
    one, two = np.linalg.qr(made.standard_normal((128, 2)))[0].T
    bases = np.where(np.arange(500)[:, None] < 430, one, 0.55 * one + 0.835 * two)
    vectors = bases + made.standard_normal((500, 128)) * 0.5 / np.sqrt(128)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    number = np.arange(500)
    rows = (vectors.astype(np.float32), number, number, number * 0, number * 0 + 1)
    nodes = Nodes(FaceRows(*rows, np.full(500, 0.9, np.float32)))
    grouping = FaceGrouping(nodes, np.ones(500, np.int64), Constraints(), SPACE)
    grouping.settle(Constraints(cannot=[(0, 499)]), [0, 499])
    assert set(grouping.number[:430].tolist()) == {1}
    apart = grouping.number[430:]
    assert (apart == apart[-1]).mean() > 0.9
    assert apart[-1] != 1


def test_a_change_is_not_undone_over_a_later_one() -> None:
    nodes = crowd(60, 4, 1)
    grouping = FaceGrouping(nodes, np.full(60, NEW, np.int64), Constraints(), SPACE)
    sizes = np.bincount(grouping.number)
    group = int(sizes.argmax())
    one, two = np.flatnonzero(grouping.number == group)[:2].tolist()
    other = int(np.flatnonzero(grouping.number != group)[0])
    first = grouping.settle(Constraints(detached=[one]), [one])
    words = Constraints(detached=[one], must=[(one, other), (two, two)])
    grouping.settle(words, [one, other])
    assert not grouping.restore(Constraints(must=[(one, other)]), first)


def test_closeness_is_the_cosine_with_the_mean_of_the_group() -> None:
    nodes = crowd(60, 4, 2)
    grouping = FaceGrouping(nodes, np.full(60, NEW, np.int64), Constraints(), SPACE)
    group = np.flatnonzero(grouping.number == np.bincount(grouping.number).argmax())
    mean = nodes.vectors[group].sum(axis=0)
    wanted = nodes.vectors[group] @ mean / np.linalg.norm(mean)
    assert np.allclose(grouping.closeness(group[:3]), wanted[:3], atol=1e-5)
