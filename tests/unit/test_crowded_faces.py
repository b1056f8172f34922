"""Rules for people who are seen very often: nobody falls apart because of that, and it costs little more."""

from __future__ import annotations

import time

import numpy as np
import numpy.typing as npt
import pytest

from engine.across.face_clusters import FaceRows, cluster_faces

PEOPLE = 8


def looped(repeats: int, poses: int = 3, quality: float = 0.8, seed: int = 0) -> tuple[FaceRows, list[int]]:
    """A film of eight people in some poses each, shown again and again; a pose is near-equal each time."""
    made = np.random.default_rng(seed)

    def unit(vectors: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        lengths: npt.NDArray[np.float64] = np.linalg.norm(vectors, axis=-1, keepdims=True)
        return vectors / lengths

    bases = unit(made.standard_normal((PEOPLE, 128)))
    seen = unit(np.repeat(bases, poses, axis=0) + made.standard_normal((PEOPLE * poses, 128)) * 0.044)
    vectors = unit(
        np.tile(seen, (repeats, 1)) + made.standard_normal((PEOPLE * poses * repeats, 128)) * 0.009
    )
    count = len(vectors)
    at = np.arange(count)
    rows = FaceRows(vectors.astype(np.float32), at * 0, at, at, at + 1, np.full(count, quality, np.float32))
    return rows, np.tile(np.repeat(np.arange(PEOPLE), poses), repeats).tolist()


def groups_of(rows: FaceRows, who: list[int]) -> tuple[int, int]:
    """How many groups there are, and how many pairs of group and person."""
    number = cluster_faces(rows).cluster.tolist()
    return len(set(number)), len(set(zip(number, who, strict=True)))


@pytest.mark.parametrize("repeats", [60, 67, 200, 2000])
def test_a_person_seen_again_and_again_stays_one_person(repeats: int) -> None:
    assert groups_of(*looped(repeats)) == (PEOPLE, PEOPLE)


def test_a_person_seen_often_at_poor_quality_joins_the_one_they_are() -> None:
    clear, who = looped(2)
    poor, also = looped(300, quality=0.1)
    count = len(clear)
    both = FaceRows(
        np.concatenate([clear.vectors, poor.vectors]),
        np.r_[clear.item, poor.item + 1],
        np.r_[clear.tracklet, poor.tracklet],
        np.r_[clear.start_ns, poor.start_ns],
        np.r_[clear.end_ns, poor.end_ns],
        np.r_[clear.quality, poor.quality],
    )
    assert count == len(who)
    assert groups_of(both, [*who, *also]) == (PEOPLE, PEOPLE)


def test_repetitions_that_come_later_join_the_groups_that_stand() -> None:
    rows, who = looped(300)
    old = len(who) // 3
    first = cluster_faces(rows)
    earlier = np.where(np.arange(len(who)) < old, first.cluster, -1)
    again = cluster_faces(rows, earlier)
    assert again.cluster.tolist() == first.cluster.tolist()


def test_ten_times_the_repetitions_cost_little_more_than_ten_times_as_much() -> None:
    def seconds(repeats: int) -> float:
        rows, _ = looped(repeats)
        started = time.process_time()
        cluster_faces(rows)
        return time.process_time() - started

    seconds(100)
    few, many = seconds(200), seconds(2000)
    print(f"4,800 sightings {few:.2f} s, 48,000 sightings {many:.2f} s of the processor")
    assert many < 25 * few
