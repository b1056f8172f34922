"""Who speaks in several files: the speakers of items grouped across the case.

The voices of `speakers` are grouped by the same rules as faces (`engine/across/face_clusters.py`): average
linkage, incremental, people's word above all. Two speakers of one item are two people unless somebody
joined them.

How like two vectors of one voice are depends on how long both were heard: 0.5 for a second, 0.9 for ten.
A cosine is therefore read as a share of what one voice would reach in that time, and the space's `grouping`
holds for voices heard for long. A voice heard for less than `LEAST_SECONDS` joins nothing by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from engine.across.face_clusters import NEW, Constraints, FaceClusters, FaceRows, SpaceRows, cluster_apart
from engine.models.catalogue import default_space
from engine.models.tasks import Task
from engine.vectors import Space

__all__ = [
    "NEW", "Constraints", "SpaceVoices", "SpeakerClusters", "VoiceRows",
    "cluster_speakers", "cluster_speakers_apart",
]  # fmt: skip

Rows = npt.NDArray[np.int64]
SpeakerClusters = FaceClusters

LEAST_SECONDS = 0.8
HEARD_S = (0.75, 1.25, 1.75, 2.5, 3.5, 5.0, 10.0)
OF_ONE = (0.48, 0.54, 0.61, 0.69, 0.73, 0.79, 0.9)
"""Median cosine of two recordings of one voice that were both heard for so many seconds.

Measured on nine people (docs/BENCHMARKS.md); that of ten seconds is what halves
of conversations have."""


@dataclass(frozen=True, slots=True)
class VoiceRows:
    """One row per speaker of an item; every field has as many rows."""

    vectors: npt.NDArray[np.float32]
    """`(n, d)`, length 1."""
    item: Rows
    """Number of the item, any numbering."""
    speaker: Rows
    """Number of the speaker within the item."""
    seconds: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.vectors)


@dataclass(frozen=True, slots=True)
class SpaceVoices:
    """The voices of one space; `where` `(k,)` are their numbers among all voices."""

    where: Rows
    voices: VoiceRows
    space: Space


def cluster_speakers_apart(
    parts: Sequence[SpaceVoices],
    earlier: Rows,
    constraints: Constraints | None = None,
    anchors: Rows | None = None,
    first: int = 0,
) -> SpeakerClusters:
    """Group voices whose vectors lie in several spaces; as `cluster_apart`."""
    wishes = constraints or Constraints()
    brief = {int(row) for p in parts for row in p.where[np.asarray(p.voices.seconds) < LEAST_SECONDS]}
    wishes = replace(wishes, detached=sorted({*wishes.detached, *brief}))
    rows = [SpaceRows(p.where, _as_faces(p.voices), _by_time(p.space)) for p in parts]
    return cluster_apart(rows, earlier, wishes, anchors, first)


def cluster_speakers(
    voices: VoiceRows,
    earlier: Rows | None = None,
    constraints: Constraints | None = None,
    space: Space | None = None,
) -> SpeakerClusters:
    """Group `voices`; as `cluster_faces`, by default in the space of the shipped voice model."""
    everyone = SpaceVoices(np.arange(len(voices)), voices, space or default_space(Task.SPEAKER_EMBEDDING))
    before = np.full(len(voices), NEW, np.int64) if earlier is None else earlier
    return cluster_speakers_apart([everyone], before, constraints)


def _by_time(space: Space) -> Space:
    """The space for cosines times the sureness of both voices, as `_as_faces` gives it."""
    share = OF_ONE[0] / OF_ONE[-1]
    return replace(space, thresholds={name: cosine * share for name, cosine in space.thresholds.items()})


def _as_faces(voices: VoiceRows) -> FaceRows:
    return FaceRows(
        vectors=np.asarray(voices.vectors, np.float32),
        item=np.asarray(voices.item, np.int64),
        tracklet=np.asarray(voices.speaker, np.int64),
        # all at the same time: speakers of one item are different people
        start_ns=np.zeros(len(voices), np.int64),
        end_ns=np.ones(len(voices), np.int64),
        quality=np.ones(len(voices), np.float32),
        sureness=np.sqrt(OF_ONE[0] / np.interp(voices.seconds, HEARD_S, OF_ONE)).astype(np.float32),
    )
