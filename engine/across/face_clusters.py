"""Who is the same person: tracklets of faces grouped across the items of a case.

A pure function of vectors, earlier clusters and people's constraints. One node per tracklet (a face in a
photo is a tracklet of one picture): the mean of its unit vectors. Nodes are joined by average linkage
(`engine/across/linkage.py`) over all pairs above `LIKE`, which errs towards two clusters of one person
rather than one cluster of two: a single look-alike pair never joins groups, since all pairs count.

* Two tracklets visible at the same time in one item are never one person.
* Nodes below `FAINT` quality neither join groups nor shift their mean; each goes to its best group at
  `FAINT_LIKE`, or stays alone.
* Earlier clusters go in as finished groups: the cost of adding is that of comparing the new with the old.
  A cluster that people's constraints contradict is taken apart and grouped again among itself; no other is.
* People's word stands above every rule: `must` joins what machines would part, `cannot` and different
  `subjects` part what machines would join, `detached` faces join nothing by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.across.face_grouping import FaceGrouping
from engine.across.face_nodes import NEW, Constraints, Contradiction, FaceRows, Nodes, Rows
from engine.across.group_sums import group_sums

__all__ = ["LIKE", "NEW", "Constraints", "Contradiction", "FaceClusters", "FaceRows", "cluster_faces"]

LIKE = 0.48
"""Average cosine from which two groups are one person."""


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
    nodes = Nodes(faces)
    wishes = of_nodes(nodes, constraints or Constraints())
    found = FaceGrouping(nodes, nodes.highest(earlier), wishes, like, first=0)
    cluster = found.number[nodes.of_row]
    against = tuple(
        Contradiction(int(nodes.row[c.first]), int(nodes.row[c.second])) for c in found.contradictions
    )
    return FaceClusters(cluster, _closeness(cluster, faces.vectors), _absorbed(cluster, earlier), against)


def of_nodes(nodes: Nodes, constraints: Constraints) -> Constraints:
    """Constraints between rows as constraints between their nodes."""

    def node(row: int) -> int:
        return int(nodes.of_row[row])

    return Constraints(
        must=[(node(a), node(b)) for a, b in constraints.must],
        cannot=[(node(a), node(b)) for a, b in constraints.cannot],
        detached=[node(row) for row in constraints.detached],
        subjects={node(row): subject for row, subject in constraints.subjects.items()},
    )


def _absorbed(cluster: Rows, earlier: Rows) -> dict[int, int]:
    """For each number that is no more, the one that took most of it in."""
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
