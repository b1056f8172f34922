"""Who is the same person: tracklets of faces grouped across the items of a case.

A pure function of vectors, earlier clusters and people's constraints. One node per tracklet (a face in a
photo is a tracklet of one picture): the mean of its unit vectors. Nodes are joined by average linkage
(`engine/across/linkage.py`) over all pairs above the `grouping` cosine of their space, which errs towards two
clusters of one person rather than one cluster of two: a single look-alike pair never joins groups, since all
pairs count.

* Two tracklets visible at the same time in one item are never one person.
* Nodes below `FAINT` quality neither join groups nor shift their mean; each goes to its best group at
  the space's `faint`, or stays alone.
* Earlier clusters go in as finished groups: the cost of adding is that of comparing the new with the old.
  A cluster that people's constraints contradict is taken apart and grouped again among itself; no other is.
* People's word stands above every rule: `must` joins what machines would part, `cannot` and different
  `subjects` part what machines would join, `detached` faces join nothing by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from engine.across.face_grouping import FaceGrouping
from engine.across.face_groupings import FaceGroupings, SpaceNodes
from engine.across.face_nodes import NEW, Constraints, Contradiction, FaceRows, Nodes, Rows
from engine.across.group_sums import group_sums
from engine.across.numbering import UNKNOWN, padded
from engine.models.catalogue import default_space
from engine.models.tasks import Task
from engine.vectors import Space

__all__ = ["NEW", "Constraints", "Contradiction", "FaceClusters", "FaceRows", "cluster_faces"]


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
    anchors: Rows = field(default_factory=lambda: np.zeros(0, np.int64))
    """The row that each number ever given stands for; -1 where it is not among these."""


@dataclass(frozen=True, slots=True)
class SpaceRows:
    """The rows of one space; `where` `(k,)` are their numbers among all rows."""

    where: Rows
    faces: FaceRows
    space: Space


_NOTHING = np.zeros(0, np.int64)
NO_FACES = FaceRows(
    np.zeros((0, 0), np.float32), _NOTHING, _NOTHING, _NOTHING, _NOTHING, np.zeros(0, np.float32)
)


def cluster_faces(
    faces: FaceRows,
    earlier: Rows | None = None,
    constraints: Constraints | None = None,
    space: Space | None = None,
    anchors: Rows | None = None,
    first: int = 0,
) -> FaceClusters:
    """Group `faces`; `earlier` `(n,)` holds each row's cluster from the last time, or NEW.

    `space` is where the vectors lie (None: that of the shipped face model), and has the cosines that decide.
    `anchors` `(k,)` is the row that each number given so far stands for, or -1; numbers begin with `first`.
    Without `earlier` everything is grouped afresh. The same rows give the same groups in any order.
    """
    known = padded(anchors, first)
    if not len(faces):
        return FaceClusters(np.zeros(0, np.int64), np.zeros(0, np.float32), {}, (), known)
    earlier = np.full(len(faces), NEW, np.int64) if earlier is None else np.asarray(earlier, np.int64)
    nodes = Nodes(faces)
    wishes = of_nodes(nodes, constraints or Constraints())
    space = space or default_space(Task.FACE_EMBEDDING)
    at = np.where(known == UNKNOWN, UNKNOWN, nodes.of_row[known])
    found = FaceGrouping(nodes, nodes.highest(earlier), wishes, space, first=first, anchors=at)
    cluster = found.number[nodes.of_row]
    against = tuple(
        Contradiction(int(nodes.row[c.first]), int(nodes.row[c.second])) for c in found.contradictions
    )
    stands_for = np.where(found.anchors == UNKNOWN, UNKNOWN, nodes.row[found.anchors])
    closeness = _closeness(cluster, faces.vectors)
    return FaceClusters(cluster, closeness, _absorbed(cluster, earlier), against, stands_for)


def cluster_apart(
    parts: Sequence[SpaceRows],
    earlier: Rows,
    constraints: Constraints | None = None,
    anchors: Rows | None = None,
    first: int = 0,
) -> FaceClusters:
    """Group rows whose vectors lie in several spaces, each space by itself; people's words bridge them.

    `earlier` and `constraints` are about rows as numbered by the `where` of `parts`, which hold each once.
    """
    if len(parts) < 2:
        one = parts[0] if parts else SpaceRows(np.zeros(0, np.int64), NO_FACES, Space("", 0))
        return cluster_faces(one.faces, earlier, constraints, one.space, anchors, first)
    nodes, of_row, row, begin = [], np.zeros(len(earlier), np.int64), [], 0
    for part in parts:
        own = Nodes(part.faces)
        nodes.append(SpaceNodes(np.arange(begin, begin + len(own)), own, part.space))
        of_row[part.where] = own.of_row + begin
        row.append(part.where[own.row])
        begin += len(own)
    before = np.concatenate([n.nodes.highest(earlier[p.where]) for n, p in zip(nodes, parts, strict=True)])
    wishes = between_nodes(of_row, constraints or Constraints())
    known = padded(anchors, first)
    at = np.where(known == UNKNOWN, UNKNOWN, of_row[known])
    found = FaceGroupings(nodes, before, wishes, first=first, anchors=at)
    cluster, first_row = found.number[of_row], np.concatenate(row)
    against = tuple(
        Contradiction(int(first_row[c.first]), int(first_row[c.second])) for c in found.contradictions
    )
    closeness = np.zeros(len(earlier), np.float32)
    for part in parts:
        closeness[part.where] = _closeness(cluster[part.where], part.faces.vectors)
    stands_for = np.where(found.anchors == UNKNOWN, UNKNOWN, first_row[found.anchors])
    return FaceClusters(cluster, closeness, _absorbed(cluster, earlier), against, stands_for)


def of_nodes(nodes: Nodes, constraints: Constraints) -> Constraints:
    """Constraints between rows as constraints between their nodes."""
    return between_nodes(nodes.of_row, constraints)


def between_nodes(of_row: Rows, constraints: Constraints) -> Constraints:
    """The same, where `of_row` `(n,)` is the node of every row."""

    def node(row: int) -> int:
        return int(of_row[row])

    return Constraints(
        must=[(node(a), node(b)) for a, b in constraints.must],
        cannot=[(node(a), node(b)) for a, b in constraints.cannot],
        detached=[node(row) for row in constraints.detached],
        subjects={node(row): subject for row, subject in constraints.subjects.items()},
    )


def _absorbed(cluster: Rows, earlier: Rows) -> dict[int, int]:
    """For each number that no longer exists, the one that took most of it over."""
    gone = np.flatnonzero((earlier != NEW) & ~np.isin(earlier, cluster))
    shared, counts = np.unique(np.stack([earlier[gone], cluster[gone]]), axis=1, return_counts=True)
    heirs: dict[int, int] = {}
    for at in np.lexsort((shared[1], shared[0], -counts)).tolist():
        heirs.setdefault(int(shared[0, at]), int(shared[1, at]))
    return dict(sorted(heirs.items()))


def _closeness(cluster: Rows, vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    names, group = np.unique(cluster, return_inverse=True)
    means = group_sums(vectors, group, len(names))
    lengths = np.maximum(np.linalg.norm(means, axis=1), 1e-12)
    products = np.einsum("ij,ij->i", vectors, means[group])
    result: npt.NDArray[np.float32] = (products / lengths[group]).astype(np.float32)
    return result
