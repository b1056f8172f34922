"""Who is the same person: chooses the grouping cosine on one set of people, and judges it on another.

    python tests/benchmarks/faces.py [--choose] [--cache .aima/downloads] [--models .aima/models]

Photos go through the stages as in a case, one item each, and through the grouping of the product. It tells
BCubed F (Bagga and Baldwin 1998) over all photos with a face, how many groups hold two people, and what came
of photos turned by 90, 180 and 270 degrees without a word of it in the file. `--choose` prints the choosing
set at every cosine; nothing of the judging set is looked at then. Gates (judging set): F ≥ 0.99, no group of
two people. Some 4 CPU minutes; 1 with `--choose`.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import cv2
import numpy as np
import numpy.typing as npt

from engine.across.face_clusters import FaceRows, cluster_faces
from engine.across.face_nodes import FAINT, worth
from engine.models.catalogue import default_space
from engine.models.tasks import Task
from engine.vectors import Space
from tests.benchmarks.face_corpora import Photo, by_hash, corpora, turned, worsened
from tests.run_stages import run_stages

ROOT = Path(__file__).parents[2]
LEAST_F = 0.99


@dataclass(frozen=True, slots=True)
class Seen:
    """The largest face of a photo; `worth` as the grouping counts it."""

    photo: str
    person: str
    vector: npt.NDArray[np.float32]
    worth: float


@dataclass(frozen=True, slots=True)
class Score:
    """BCubed precision, recall and F; `mixed` groups that hold two people; `groups` in all."""

    precision: float
    recall: float
    mixed: int
    groups: int

    @property
    def f(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)

    def __str__(self) -> str:
        return (
            f"F {self.f:.4f} (precision {self.precision:.4f}, recall {self.recall:.4f}), "
            f"{self.groups} groups, {self.mixed} of two people"
        )


def look(photos: Iterable[Photo], models: Path) -> list[Seen]:
    """Faces of photos as the product finds them; photos without one are left out."""
    found: list[Seen] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.png"
        for photo in photos:
            cv2.imwrite(str(path), photo.picture)
            results = run_stages(path, ["face_embeddings"], models)
            (faces,), (embedded,) = results["faces"], results["face_embeddings"]
            seen, vectors = faces["faces"], embedded["embeddings"]
            if not len(vectors):
                continue
            at = vectors["face"]
            sides = (seen["box"][at, 2:] - seen["box"][at, :2]).max(axis=1)
            row = int(sides.argmax())
            counts = worth(vectors["quality"], seen["score"][at], seen["yaw"][at])
            found.append(Seen(photo.name, photo.person, vectors["vector"][row], float(counts[row])))
    return found


def grouped(faces: Sequence[Seen], space: Space) -> npt.NDArray[np.int64]:
    """Group of each, as the product groups them; every photo is an item of its own."""
    at = np.arange(len(faces))
    rows = FaceRows(
        np.stack([face.vector for face in faces]),
        at,
        at * 0,
        at * 0,
        at * 0 + 1,
        np.array([face.worth for face in faces], np.float32),
    )
    return cluster_faces(rows, space=space).cluster


def score(faces: Sequence[Seen], groups: npt.NDArray[np.int64]) -> Score:
    person = np.unique([face.person for face in faces], return_inverse=True)[1]
    here, own = groups[:, None] == groups[None], person[:, None] == person[None]
    both = (here & own).sum(axis=1)
    mixed = sum(len(set(person[groups == group].tolist())) > 1 for group in np.unique(groups))
    return Score(
        float((both / here.sum(axis=1)).mean()),
        float((both / own.sum(axis=1)).mean()),
        mixed,
        len(np.unique(groups)),
    )


def at_cosines(space: Space, grouping: float, known_well: float) -> Space:
    """The space with other cosines; poor faces stay as far above the first as they are."""
    above = space.threshold("faint") - space.threshold("grouping")
    cosines = {"grouping": grouping, "known_well": known_well, "faint": grouping + above}
    return replace(space, thresholds={**space.thresholds, **cosines})


def choose(photos: Sequence[Photo], models: Path, space: Space) -> None:
    plain = look(photos, models)
    poor = look(map(worsened, photos), models)
    print(f"choosing: {len({p.person for p in photos})} people, {len(plain)} and {len(poor)} worsened photos")
    print(
        "cosine of two faces, of groups known well: F as they are, worsened, together (groups of two people)"
    )
    for percent in range(38, 55, 2):
        for below in (0, 6, 10, 12, 14):
            own = at_cosines(space, percent / 100, (percent - below) / 100)
            each = [score(faces, grouped(faces, own)) for faces in (plain, poor, plain + poor)]
            told = "  ".join(f"{reached.f:.4f} ({reached.mixed})" for reached in each)
            print(f"  {percent / 100:.2f} {(percent - below) / 100:.2f}: {told}")


def judge(photos: Sequence[Photo], models: Path, space: Space) -> bool:
    plain = look(photos, models)
    several = len({p.person for p in photos}) - sum(
        1 for p in photos if len([q for q in photos if q.person == p.person]) == 1
    )
    print(f"judging: {len(photos)} photos, {len({p.person for p in photos})} people, {several} with several")
    print(f"  faces found in {len(plain)}; set aside {sum(face.worth < FAINT for face in plain)}")
    reached = score(plain, grouped(plain, space))
    print(f"  as they are: {reached}")
    poor = look(map(worsened, photos), models)
    print(f"  worsened ({len(poor)} found): {score(poor, grouped(poor, space))}")
    print(f"  together: {score(plain + poor, grouped(plain + poor, space))}")
    _tell_of_strangers(plain, space)
    sideways = [turned(photo, quarters) for photo in _firsts(photos) for quarters in (1, 2, 3)]
    return reached.f >= LEAST_F and not reached.mixed and _turned(plain, look(sideways, models), space)


def _tell_of_strangers(faces: Sequence[Seen], space: Space) -> None:
    """How many pairs of people who are seen once each would be taken for one, by a normal tail."""
    first = {face.person: face.vector for face in reversed(faces)}
    vectors = np.stack(list(first.values()))
    alike = (vectors @ vectors.T)[np.triu_indices(len(vectors), 1)]
    mean, spread = float(alike.mean()), float(alike.std())
    share = math.erfc((space.threshold("grouping") - mean) / spread / math.sqrt(2)) / 2
    pairs = ", ".join(f"{share * n * (n - 1) / 2:,.1f} among {n:,}" for n in (178, 1_000, 10_000, 100_000))
    print(
        f"  strangers: cosine {mean:.3f} ± {spread:.3f}, at most {alike.max():.3f}; pairs expected: {pairs}"
    )


def _firsts(photos: Sequence[Photo]) -> list[Photo]:
    """One photo of each person."""
    first: dict[str, Photo] = {}
    for photo in sorted(photos, key=lambda p: by_hash(p.name)):
        first.setdefault(photo.person, photo)
    return list(first.values())


def _turned(upright: Sequence[Seen], sideways: Sequence[Seen], space: Space) -> bool:
    everybody = [*upright, *sideways]
    groups = grouped(everybody, space)
    joined = aside = apart = wrong = 0
    for at in range(len(upright), len(everybody)):
        others = {everybody[n].person for n in np.flatnonzero(groups == groups[at]) if n != at}
        if others - {everybody[at].person}:
            wrong += 1
        elif everybody[at].worth < FAINT and not others:
            aside += 1
        elif others:
            joined += 1
        else:
            apart += 1
    print(
        f"  turned, {len(sideways)} found: {joined} joined, {aside} set aside, {apart} apart, {wrong} mixed"
    )
    return not wrong


def main() -> int:
    """Exit status 1 where a gate is missed."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    asked.add_argument("--choose", action="store_true")
    asked.add_argument("--cache", type=Path, default=ROOT / ".aima" / "downloads")
    asked.add_argument("--models", type=Path, default=ROOT / ".aima" / "models")
    chosen = asked.parse_args()
    sets, space = corpora(chosen.cache), default_space(Task.FACE_EMBEDDING)
    if chosen.choose:
        choose(sets.choice, chosen.models, space)
        return 0
    return 0 if judge(sets.judge, chosen.models, space) else 1


if __name__ == "__main__":
    sys.exit(main())
