"""Who is the same person: tracklets of faces grouped across the items of a case.

A pure function of vectors, earlier clusters and people's constraints. One node per tracklet (a face in a
photo is a tracklet of one picture): the mean of its unit vectors. Nodes are joined by average linkage
(`engine/across/linkage.py`) over all pairs above `LIKE`, which errs towards two clusters of one person
rather than one cluster of two: a single look-alike pair never joins groups, since all pairs count.

* Two tracklets visible at the same time in one item are never one person.
* Nodes below `FAINT` quality neither join groups nor shift their mean; each goes to its best group at
  `FAINT_LIKE`, or stays alone.
* Earlier clusters go in as finished groups: the cost of adding is that of comparing the new with the old.
  A cluster that people's constraints contradict is taken apart and grouped again; no other is.
* People's word stands above every rule: `must` joins what machines would part, `cannot` and different
  `subjects` part what machines would join, `detached` faces join nothing by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.across.face_guard import FaceGuard, Seen
from engine.across.face_nodes import (
    NEW,
    Constraints,
    Contradiction,
    FaceRows,
    Mask,
    Nodes,
    Rows,
    Wishes,
    atoms,
)
from engine.across.linkage import average_linkage
from engine.across.nearest import Pairs, pairs_above

__all__ = ["NEW", "Constraints", "Contradiction", "FaceClusters", "FaceRows", "cluster_faces"]

LIKE = 0.48
"""Average cosine from which two groups are one person."""
FAINT_LIKE = 0.54
"""The same for a face of poor quality."""
MOST = 64
"""Near pairs kept per tracklet; bounds memory where one person appears thousands of times."""


@dataclass(frozen=True, slots=True)
class FaceClusters:
    """`cluster` `(n,)`: number of each row's cluster; earlier numbers live on, new ones count upwards.

    `closeness` `(n,)`: cosine of the row's vector with the mean of its cluster (1 when alone).
    `absorbed`: earlier cluster number → the one that took most of it in.
    """

    cluster: Rows
    closeness: npt.NDArray[np.float32]
    absorbed: Mapping[int, int]
    contradictions: tuple[Contradiction, ...]


def cluster_faces(
    faces: FaceRows,
    earlier: Rows | None = None,
    constraints: Constraints | None = None,
    like: float = LIKE,
) -> FaceClusters:
    """Group `faces`; `earlier` `(n,)` holds each row's cluster from the last time, or NEW.

    Without `earlier` everything is grouped afresh. The same rows give the same groups in any order.
    """
    if not len(faces):
        return FaceClusters(np.zeros(0, np.int64), np.zeros(0, np.float32), {}, ())
    earlier = np.full(len(faces), NEW, np.int64) if earlier is None else np.asarray(earlier, np.int64)
    nodes = Nodes(faces, earlier)
    wishes = Wishes(nodes, constraints or Constraints())
    group = _grouped(nodes, wishes, like)
    cluster, absorbed = _numbered(group[nodes.of_row], earlier)
    return FaceClusters(
        cluster, _closeness(group[nodes.of_row], faces.vectors), absorbed, wishes.contradictions
    )


def _grouped(nodes: Nodes, wishes: Wishes, like: float) -> Rows:
    """Final group of each node."""
    atom, fresh = atoms(nodes, wishes)
    guard = FaceGuard(
        _Sightings(nodes, atom),
        [(int(atom[a]), int(atom[b])) for a, b in wishes.parted],
        {int(atom[node]): subject for node, subject in wishes.subjects.items()},
    )
    counts = nodes.sturdy & ~wishes.detached
    sums = _sums(nodes.vectors, atom, counts)
    sizes = np.bincount(atom[counts], minlength=len(nodes)).astype(np.float32)
    faint = ~wishes.detached & (sizes[atom] == 0)
    stand_ins = _sums(nodes.vectors, atom, faint)
    pairs = _near(sums + stand_ins, sizes, atom, fresh & ~wishes.detached, faint, like)
    root = average_linkage(sums, sizes, pairs.first, pairs.second, like, guard)
    joined = root != np.arange(len(root))
    np.add.at(sums, root[joined], sums[joined])
    np.add.at(sizes, root[joined], sizes[joined])
    heir = _attach_faint(pairs, root, stand_ins, sums, sizes, guard)
    return heir[root[atom]]


def _sums(vectors: npt.NDArray[np.float32], group: Rows, counted: Mask) -> npt.NDArray[np.float32]:
    """Sum of the counted vectors of each group, in the place of the group's number."""
    sums = np.zeros_like(vectors)
    rows = np.flatnonzero(counted)
    rows = rows[np.argsort(group[rows], kind="stable")]
    if len(rows):
        names = group[rows]
        starts = np.flatnonzero(np.r_[True, names[1:] != names[:-1]])
        sums[names[starts]] = np.add.reduceat(vectors[rows], starts, axis=0)
    return sums


def _near(
    sums: npt.NDArray[np.float32],
    sizes: npt.NDArray[np.float32],
    atom: Rows,
    fresh: Mask,
    faint: Mask,
    like: float,
) -> Pairs:
    """Pairs of initial groups whose average is at least `like` and of which at least one holds a fresh node.

    The average with a finished group is the product with its mean, so an earlier cluster counts as one
    vector, however many faces it holds.
    """
    present = np.zeros(len(atom), np.bool_)
    present[atom[fresh | faint]] = True
    present |= sizes > 0
    new = np.zeros(len(atom), np.bool_)
    new[atom[fresh]] = True
    order = np.r_[np.flatnonzero(present & ~new), np.flatnonzero(present & new)]
    means = sums[order]
    faint_only = sizes[order] == 0
    lengths = np.linalg.norm(means[faint_only], axis=1, keepdims=True)
    means[faint_only] /= np.maximum(lengths, 1e-12)
    means[~faint_only] /= sizes[order][~faint_only, None]
    pairs = pairs_above(means, like, old=int((present & ~new).sum()), most=MOST)
    return Pairs(order[pairs.first], order[pairs.second], pairs.cosine)


class _Sightings:
    """When the nodes of an initial group were visible."""

    def __init__(self, nodes: Nodes, atom: Rows) -> None:
        self._nodes = nodes
        self._order = np.argsort(atom, kind="stable")
        self._sorted = atom[self._order]

    def __call__(self, group: int) -> Iterator[Seen]:
        low, high = np.searchsorted(self._sorted, [group, group + 1])
        for node in self._order[low:high].tolist():
            yield int(self._nodes.item[node]), int(self._nodes.start_ns[node]), int(self._nodes.end_ns[node])


def _attach_faint(
    pairs: Pairs,
    root: Rows,
    stand_ins: npt.NDArray[np.float32],
    sums: npt.NDArray[np.float32],
    sizes: npt.NDArray[np.float32],
    guard: FaceGuard,
) -> Rows:
    """Give each group without a sturdy node to the best group near it, the closest first."""
    first, second = root[pairs.first], root[pairs.second]
    swap = sizes[first] > 0
    faint, solid = np.where(swap, second, first), np.where(swap, first, second)
    useful = (sizes[faint] == 0) & (sizes[solid] > 0)
    edges = np.unique(np.stack([faint[useful], solid[useful]], axis=1), axis=0)
    vectors = stand_ins[edges[:, 0]]
    lengths = np.maximum(np.linalg.norm(vectors, axis=1), 1e-12)
    average = np.einsum("ij,ij->i", vectors, sums[edges[:, 1]]) / lengths / sizes[edges[:, 1]]
    heir = np.arange(len(root), dtype=np.int64)
    for edge in np.lexsort((edges[:, 1], edges[:, 0], -average)).tolist():
        gone, kept = edges[edge].tolist()
        if average[edge] < FAINT_LIKE or heir[gone] != gone or not guard.allows(kept, gone):
            continue
        guard.joined(kept, gone)
        heir[gone] = kept
    return heir


def _numbered(group: Rows, earlier: Rows) -> tuple[Rows, dict[int, int]]:
    """Cluster numbers of the rows: each group takes the earlier number of which it holds most rows."""
    names, index = np.unique(group, return_inverse=True)
    number = np.full(len(names), NEW, np.int64)
    rows = np.flatnonzero(earlier != NEW)
    shared, counts = np.unique(np.stack([earlier[rows], index[rows]]), axis=1, return_counts=True)
    heirs: dict[int, int] = {}
    taken: set[int] = set()
    for at in np.lexsort((shared[1], shared[0], -counts)).tolist():
        old, place = int(shared[0, at]), int(shared[1, at])
        heirs.setdefault(old, place)
        if number[place] == NEW and old not in taken:
            number[place] = old
            taken.add(old)
    free = np.flatnonzero(number == NEW)
    number[free] = np.arange(len(free)) + earlier.max(initial=NEW) + 1
    absorbed = {old: int(number[place]) for old, place in sorted(heirs.items()) if old not in taken}
    return number[index], absorbed


def _closeness(group: Rows, vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    means = _sums(vectors, group, np.ones(len(group), np.bool_))
    lengths = np.maximum(np.linalg.norm(means, axis=1), 1e-12)
    products = np.einsum("ij,ij->i", vectors, means[group])
    result: npt.NDArray[np.float32] = (products / lengths[group]).astype(np.float32)
    return result
