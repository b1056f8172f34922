"""Groups of voices in one item by spectral clustering that finds the number of groups itself.

Park, Han, Kumar, Narayanan, "Auto-Tuning Spectral Clustering for Speaker Diarization Using Normalized
Maximum Eigengap", IEEE Signal Processing Letters 27, 2020: every row of the affinity keeps its p largest
entries, for the p whose ratio to the normalised maximum eigengap is least; the place of the gap is the
number of groups. Two groups are joined again when vectors of different groups are nearly as like one
another as vectors of one group: a ratio, since how like two voices are depends on the recording.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.across.linkage import average_linkage
from engine.across.nearest import pairs_above

Labels = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

MOST_GROUPS = 10
MOST_NODES = 300
"""Nodes up to which the eigenvalue problem is solved."""
SAME = 0.6
"""Ratio of likeness between groups to likeness within from which two groups are one."""
SPANS = 48
"""Spans of time within which they are joined."""
NARROWEST = 0.05
TRIED = 24


class _Free:
    """A guard that forbids nothing."""

    def allows(self, kept: int, gone: int) -> bool:
        return True

    def joined(self, kept: int, gone: int) -> None:
        return None


def voice_groups(vectors: Floats, seconds: Floats, least_seconds: float, join: float) -> Labels:
    """Group of each of the unit vectors `(n, d)`, numbered from 0 in order of first appearance.

    Vectors with a cosine of `join` are one node when there are more vectors than nodes.
    `seconds` `(n,)` is how long each was heard; a group heard for less than `least_seconds` in all is
    given to its neighbours.
    """
    if not len(vectors):
        return np.zeros(0, np.int64)
    node = _nodes(vectors, join)
    means, weights = _means(vectors, seconds, node)
    chosen = np.sort(np.argsort(-weights, kind="stable")[:MOST_NODES])
    labels = _merged(means[chosen], _spectral(means[chosen]))
    labels = _without_small(means[chosen], labels, weights[chosen], least_seconds)
    centres, _ = _means(means[chosen], weights[chosen], labels)
    nearest = np.argmax(means @ centres.T, axis=1)
    nearest[chosen] = labels
    return _in_order(nearest[node])


def _nodes(vectors: Floats, join: float) -> Labels:
    """Number of the node of each vector: the vectors themselves, or, if there are many, close ones joined.

    They are joined within spans of time only, so that somebody heard throughout is many nodes: how
    many groups there are shows in how densely the nodes hang together.
    """
    if len(vectors) <= MOST_NODES:
        return np.arange(len(vectors))
    node, count = np.zeros(len(vectors), np.int64), 0
    for rows in np.array_split(np.arange(len(vectors)), SPANS):
        part = np.ascontiguousarray(vectors[rows])
        pairs = pairs_above(part, join)
        ones = np.ones(len(part), np.float32)
        root = average_linkage(part, ones, pairs.first, pairs.second, join, _Free())
        names, inverse = np.unique(root, return_inverse=True)
        node[rows] = inverse + count
        count += len(names)
    return node


def _means(vectors: Floats, weights: Floats, group: Labels) -> tuple[Floats, Floats]:
    """Unit mean vector and total weight of each group."""
    count = int(group.max()) + 1
    sums = np.zeros((count, vectors.shape[1]), np.float64)
    np.add.at(sums, group, vectors.astype(np.float64) * weights[:, None])
    sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
    totals = np.bincount(group, weights, count)
    return sums.astype(np.float32), totals.astype(np.float32)


def _spectral(vectors: Floats) -> Labels:
    count = len(vectors)
    if count < 3:
        return np.zeros(count, np.int64)
    order = np.argsort(-(vectors @ vectors.T), axis=1, kind="stable")
    widths = np.unique(np.linspace(max(2, NARROWEST * count), max(2, count // 2), TRIED).astype(int))
    best: tuple[float, int, Doubles] | None = None
    for width in widths.tolist():
        affinity = np.zeros((count, count))
        np.put_along_axis(affinity, order[:, :width], 1.0, axis=1)
        affinity = (affinity + affinity.T) / 2
        values, places = np.linalg.eigh(np.diag(affinity.sum(axis=1)) - affinity)
        gaps = np.diff(values[: MOST_GROUPS + 1])
        groups = int(np.argmax(gaps)) + 1
        ratio = width / count / (gaps[groups - 1] / (values[-1] + 1e-10) + 1e-10)
        if best is None or ratio < best[0]:
            best = (ratio, groups, places)
    assert best is not None
    return _k_means(best[2][:, : best[1]], best[1])


def _k_means(points: Doubles, count: int) -> Labels:
    """Lloyd's algorithm from the points farthest from one another, so nothing is drawn."""
    chosen, distance = [0], np.square(points - points[0]).sum(axis=1)
    while len(chosen) < count:
        chosen.append(int(np.argmax(distance)))
        distance = np.minimum(distance, np.square(points - points[chosen[-1]]).sum(axis=1))
    centres = points[chosen].copy()
    labels = np.zeros(len(points), np.int64)
    for _ in range(100):
        labels = np.argmin(np.square(points[:, None] - centres[None]).sum(axis=2), axis=1)
        moved = np.array(
            [points[labels == k].mean(axis=0) if (labels == k).any() else centres[k] for k in range(count)]
        )
        if np.allclose(moved, centres):
            break
        centres = moved
    return labels.astype(np.int64)


def _merged(vectors: Floats, labels: Labels) -> Labels:
    """Join the two most alike groups as long as their likeness is near that within them."""
    while True:
        present = np.unique(labels)
        if len(present) < 2:
            return labels
        member = (labels[:, None] == present[None]).astype(np.float64)
        sizes = member.sum(axis=0)
        sums = member.T @ (vectors.astype(np.float64) @ vectors.T.astype(np.float64)) @ member
        within = (np.diag(sums) - sizes) / np.maximum(sizes * (sizes - 1), 1)
        known = sizes > 1
        pooled = (within * known)[:, None] + (within * known)[None]
        shared = known.astype(float)[:, None] + known.astype(float)[None]
        typical = np.where(shared > 0, pooled / np.maximum(shared, 1), 0.5)
        ratio = sums / np.outer(sizes, sizes) / np.maximum(typical, 0.05)
        np.fill_diagonal(ratio, -np.inf)
        first, second = np.unravel_index(int(np.argmax(ratio)), ratio.shape)
        if ratio[first, second] < SAME:
            return labels
        labels = np.where(labels == present[second], present[first], labels)


def _without_small(vectors: Floats, labels: Labels, weights: Floats, least: float) -> Labels:
    while True:
        present = np.unique(labels)
        totals = np.array([weights[labels == name].sum() for name in present])
        if len(present) < 2 or totals.min() >= least:
            return np.unique(labels, return_inverse=True)[1].astype(np.int64)
        gone = present[int(np.argmin(totals))]
        others = np.unique(labels[labels != gone], return_inverse=True)
        centres, _ = _means(vectors[labels != gone], weights[labels != gone], others[1])
        rows = np.flatnonzero(labels == gone)
        labels = labels.copy()
        labels[rows] = others[0][np.argmax(vectors[rows] @ centres.T, axis=1)]


def _in_order(labels: Labels) -> Labels:
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse]
