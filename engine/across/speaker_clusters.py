"""Who speaks in several files: the speakers of items grouped across the case.

The voices of `speakers` are grouped by the same rules as faces (`engine/across/face_clusters.py`): average
linkage, incremental, people's word above all. Two speakers of one item are two people unless somebody
joined them, and a voice heard for less than `LEAST_SECONDS` joins nothing by itself: the vector of a
few words is more like the recording than like the person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from engine.across.face_clusters import NEW, Constraints, FaceClusters, FaceRows, cluster_faces

__all__ = ["NEW", "Constraints", "SpeakerClusters", "VoiceRows", "cluster_speakers"]

Rows = npt.NDArray[np.int64]
SpeakerClusters = FaceClusters

LIKE = 0.72
"""Average cosine from which two groups of voices are one person; errs towards two groups of one."""
LEAST_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class VoiceRows:
    """One row per speaker of an item; every field has as many rows."""

    vectors: npt.NDArray[np.float32]
    """`(n, 192)`, length 1."""
    item: Rows
    """Number of the item, any numbering."""
    speaker: Rows
    """Number of the speaker within the item."""
    seconds: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.vectors)


def cluster_speakers(
    voices: VoiceRows,
    earlier: Rows | None = None,
    constraints: Constraints | None = None,
    like: float = LIKE,
) -> SpeakerClusters:
    """Group `voices`; arguments and result as in `cluster_faces`."""
    rows = FaceRows(
        vectors=np.asarray(voices.vectors, np.float32),
        item=np.asarray(voices.item, np.int64),
        tracklet=np.asarray(voices.speaker, np.int64),
        # all at the same time: speakers of one item are different people
        start_ns=np.zeros(len(voices), np.int64),
        end_ns=np.ones(len(voices), np.int64),
        quality=np.ones(len(voices), np.float32),
    )
    wishes = constraints or Constraints()
    brief = np.flatnonzero(np.asarray(voices.seconds) < LEAST_SECONDS).tolist()
    wishes = replace(wishes, detached=sorted({*wishes.detached, *brief}))
    return cluster_faces(rows, earlier, wishes, like)
