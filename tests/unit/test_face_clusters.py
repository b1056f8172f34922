"""Rules of grouping faces: purity, people's word, order, adding."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.across import face_grouping
from engine.across.face_clusters import NEW, Constraints, Contradiction, FaceRows, cluster_faces

SECOND = 1_000_000_000
Rows = npt.NDArray[np.int64]


def towards(*shares: tuple[int, float], seed: int = 0, noise: float = 0.0) -> npt.NDArray[np.float32]:
    """Unit vector with the given shares of axes, and noise."""
    vector = np.random.default_rng(seed).normal(size=128) * noise / np.sqrt(128)
    for axis, share in shares:
        vector[axis] += share
    result: npt.NDArray[np.float32] = (vector / np.linalg.norm(vector)).astype(np.float32)
    return result


def rows(
    vectors: Sequence[npt.NDArray[np.float32]],
    item: Sequence[int] | None = None,
    start: Sequence[int] | None = None,
    quality: Sequence[float] | None = None,
) -> FaceRows:
    """One tracklet of one second per vector, each in an item of its own unless said otherwise."""
    count = len(vectors)
    begins = np.array(start or [0] * count, np.int64) * SECOND
    return FaceRows(
        np.stack(vectors),
        np.array(range(count) if item is None else item, np.int64),
        np.arange(count, dtype=np.int64),
        begins,
        begins + SECOND,
        np.array(quality or [0.8] * count, np.float32),
    )


def people(count: int, persons: int, seed: int) -> tuple[FaceRows, Rows]:
    """Faces of well separated persons in items of ten."""
    random = np.random.default_rng(seed)
    who = random.integers(0, persons, count)
    vectors = [towards((int(p), 1.0), seed=seed * 1000 + i, noise=0.6) for i, p in enumerate(who)]
    start = (np.arange(count) % 10).tolist()
    return rows(vectors, (np.arange(count) // 10).tolist(), start), who.astype(np.int64)


def taken(faces: FaceRows, index: Rows) -> FaceRows:
    return FaceRows(
        faces.vectors[index], faces.item[index], faces.tracklet[index],
        faces.start_ns[index], faces.end_ns[index], faces.quality[index],
    )  # fmt: skip


def partition(labels: Rows) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in np.unique(labels)}


def test_each_person_is_one_cluster() -> None:
    faces, who = people(200, 12, 1)
    assert partition(cluster_faces(faces).cluster) == partition(who)


def test_one_look_alike_does_not_join_two_people() -> None:
    one = [towards((0, 1.0), seed=i, noise=0.5) for i in range(6)]
    two = [towards((1, 1.0), seed=50 + i, noise=0.5) for i in range(6)]
    between = [towards((0, 1.0), (1, 1.0))]
    labels = cluster_faces(rows([*one, *between, *two])).cluster
    assert not set(labels[:6].tolist()) & set(labels[7:].tolist())
    assert len(set(labels[:6].tolist())) == len(set(labels[7:].tolist())) == 1


def test_faces_visible_at_the_same_time_are_never_one_person() -> None:
    twins = [towards((0, 1.0), seed=i, noise=0.2) for i in range(4)]
    labels = cluster_faces(rows(twins, item=[0, 0, 0, 0], start=[0, 0, 1, 1])).cluster
    assert labels[0] != labels[1]
    assert labels[2] != labels[3]


def test_the_same_face_seconds_apart_in_one_item_is_one_person() -> None:
    same = [towards((0, 1.0), seed=i, noise=0.2) for i in range(3)]
    assert len(set(cluster_faces(rows(same, item=[0, 0, 0], start=[0, 1, 5])).cluster.tolist())) == 1


def test_rows_of_one_tracklet_stay_together() -> None:
    faces = rows([towards((0, 1.0)), towards((1, 1.0))], item=[0, 0])
    faces = FaceRows(
        faces.vectors, faces.item, np.zeros(2, np.int64), faces.start_ns, faces.end_ns, faces.quality
    )
    assert len(set(cluster_faces(faces).cluster.tolist())) == 1


def test_a_poor_face_joins_its_person_but_brings_nobody_together() -> None:
    one = [towards((0, 1.0), seed=i, noise=0.3) for i in range(3)]
    two = [towards((1, 1.0), seed=20 + i, noise=0.3) for i in range(3)]
    poor = [towards((0, 1.0), (1, 0.4)), towards((0, 1.0), (1, 1.0)), towards((5, 1.0))]
    labels = cluster_faces(rows([*one, *two, *poor], quality=[0.8] * 6 + [0.1] * 3)).cluster
    assert labels[6] == labels[0]
    assert labels[0] != labels[3]
    assert (labels == labels[8]).sum() == 1


def test_must_joins_and_cannot_parts_whatever_the_vectors_say() -> None:
    alike = [towards((0, 1.0), seed=i, noise=0.2) for i in range(4)]
    stranger = [towards((9, 1.0))]
    wishes = Constraints(must=[(0, 4)], cannot=[(0, 3)])
    labels = cluster_faces(rows([*alike, *stranger]), constraints=wishes).cluster
    assert labels[0] == labels[4]
    assert labels[0] != labels[3]


def test_a_detached_face_stays_alone_until_people_say_where_it_belongs() -> None:
    alike = [towards((0, 1.0), seed=i, noise=0.2) for i in range(4)]
    alone = cluster_faces(rows(alike), constraints=Constraints(detached=[2])).cluster
    assert (alone == alone[2]).sum() == 1
    told = cluster_faces(rows(alike), constraints=Constraints(detached=[2], must=[(2, 3)])).cluster
    assert told[2] == told[3] == told[0]


def test_two_names_are_two_people_and_one_name_is_one() -> None:
    alike = [towards((0, 1.0), seed=i, noise=0.2) for i in range(4)]
    stranger = [towards((9, 1.0))]
    wishes = Constraints(subjects={0: "Ada", 3: "Grace", 4: "Ada"})
    labels = cluster_faces(rows([*alike, *stranger]), constraints=wishes).cluster
    assert labels[0] == labels[4] != labels[3]


def test_contradicting_decisions_are_named_and_nothing_is_parted_silently() -> None:
    faces = rows([towards((i, 1.0)) for i in range(3)])
    wishes = Constraints(must=[(0, 1), (1, 2)], cannot=[(0, 2)])
    result = cluster_faces(faces, constraints=wishes)
    assert result.contradictions == (Contradiction(0, 2),)
    assert len(set(result.cluster.tolist())) == 1


def test_constraints_survive_any_later_run() -> None:
    faces, _ = people(60, 4, 3)
    first = cluster_faces(faces)
    same = np.flatnonzero(first.cluster == first.cluster[0])
    other = int(np.flatnonzero(first.cluster != first.cluster[0])[0])
    wishes = Constraints(cannot=[(int(same[0]), int(same[1]))], must=[(int(same[2]), other)])
    labels = first.cluster
    for _ in range(3):
        labels = cluster_faces(faces, labels, wishes).cluster
        assert labels[same[0]] != labels[same[1]]
        assert labels[same[2]] == labels[other]


def test_a_decision_leaves_the_clusters_it_does_not_concern_alone() -> None:
    faces, who = people(120, 6, 4)
    first = cluster_faces(faces).cluster
    same = np.flatnonzero(who == who[0])
    again = cluster_faces(faces, first, Constraints(cannot=[(int(same[0]), int(same[1]))])).cluster
    untouched = who != who[0]
    assert (again[untouched] == first[untouched]).all()


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 1000))
def test_the_order_of_the_faces_does_not_matter(seed: int) -> None:
    faces, _ = people(80, 7, 5)
    order = np.random.default_rng(seed).permutation(80)
    shuffled = cluster_faces(taken(faces, order)).cluster
    back = np.empty(80, np.int64)
    back[order] = shuffled
    assert partition(back) == partition(cluster_faces(faces).cluster)


def test_adding_gives_the_groups_of_a_single_run_and_keeps_the_numbers() -> None:
    faces, _ = people(300, 15, 6)
    whole = cluster_faces(faces).cluster
    labels = np.zeros(0, np.int64)
    for end in (100, 150, 290, 300):
        earlier = np.concatenate([labels, np.full(end - len(labels), NEW, np.int64)])
        grown = cluster_faces(taken(faces, np.arange(end)), earlier).cluster
        assert (grown[: len(labels)] == labels).all()
        labels = grown
    assert partition(labels) == partition(whole)


def test_nothing_changes_when_nothing_is_new() -> None:
    faces, _ = people(100, 5, 7)
    first = cluster_faces(faces)
    again = cluster_faces(faces, first.cluster)
    assert (again.cluster == first.cluster).all()
    assert again.absorbed == {}


def test_clusters_that_people_join_report_which_number_went() -> None:
    faces = rows([towards((0, 1.0)), towards((0, 1.0)), towards((1, 1.0))])
    first = cluster_faces(faces).cluster
    joined = cluster_faces(faces, first, Constraints(must=[(0, 2)]))
    assert joined.absorbed == {int(first[2]): int(first[0])}
    assert (joined.cluster == first[0]).all()


def test_no_faces_give_no_clusters() -> None:
    empty = taken(rows([towards((0, 1.0))]), np.zeros(0, np.int64))
    assert len(cluster_faces(empty).cluster) == 0


def test_closeness_is_one_alone_and_lower_for_the_odd_one() -> None:
    faces = rows([towards((0, 1.0)), towards((0, 1.0)), towards((0, 1.0), (1, 0.6)), towards((7, 1.0))])
    result = cluster_faces(faces)
    assert result.cluster[0] == result.cluster[2]
    assert result.closeness[3] > 0.999
    assert result.closeness[2] < result.closeness[0]


def test_faces_that_are_not_comparable_belong_to_nobody() -> None:
    """Vectors of zeros, as a face has of which nobody knows which way up it is."""
    known = np.eye(4, dtype=np.float32)[[0, 0, 1]]
    vectors = np.concatenate([known, np.zeros((3, 4), np.float32)])
    at = np.arange(6)
    quality = np.array([0.9, 0.9, 0.9, 0, 0, 0], np.float32)
    found = cluster_faces(FaceRows(vectors, at, at, at * 0, at * 0 + 1, quality)).cluster.tolist()
    assert found[0] == found[1] != found[2]
    assert len(set(found[3:]) | {found[0], found[2]}) == 5


@pytest.mark.parametrize("at_once", [20, 60])
def test_many_faces_are_grouped_part_by_part_as_at_once(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    faces, who = people(300, 15, 8)
    far = [int(np.flatnonzero(who == n)[-1]) for n in (1, 2)]
    near = [int(np.flatnonzero(who == n)[0]) for n in (1, 2)]
    wishes = Constraints(must=[(near[0], far[1])], cannot=[(near[0], far[0])], detached=[near[1]])
    monkeypatch.setattr(face_grouping, "AT_ONCE", at_once)
    assert partition(cluster_faces(faces).cluster) == partition(who)
    labels = cluster_faces(faces, constraints=wishes).cluster
    assert labels[near[0]] == labels[far[1]]
    assert labels[near[0]] != labels[far[0]]
    assert (labels == labels[near[1]]).sum() == 1


def between(alike: float) -> tuple[float, float]:
    """Shares of two axes for somebody whose face is as `alike` that of the first axis."""
    return alike, float(np.sqrt(1 - alike * alike))


def test_groups_of_several_looks_join_where_two_single_faces_do_not() -> None:
    """On average 0.42 alike: too little for two single faces, enough for two groups of eight looks."""
    a, b = between(0.6)
    one = [towards((0, 1.0), (10 + look, 0.65)) for look in range(8)]
    two = [towards((0, a), (1, b), (20 + look, 0.65)) for look in range(8)]
    assert 0.41 < float(np.mean(np.stack(one) @ np.stack(two).T)) < 0.43
    assert len(set(cluster_faces(rows([one[0], two[0]])).cluster.tolist())) == 2
    assert len(set(cluster_faces(rows([*one, *two])).cluster.tolist())) == 1


def test_the_same_look_again_and_again_counts_as_one() -> None:
    """As alike as above, but each person is seen in one look forty times."""
    a, b = between(0.43)
    one = [towards((0, 1.0), seed=look, noise=0.1) for look in range(40)]
    two = [towards((0, a), (1, b), seed=50 + look, noise=0.1) for look in range(40)]
    assert 0.41 < float(np.mean(np.stack(one) @ np.stack(two).T)) < 0.43
    assert len(set(cluster_faces(rows([*one, *two])).cluster.tolist())) == 2
