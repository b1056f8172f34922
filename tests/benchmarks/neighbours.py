"""Nearest neighbours and face clusters at size, beside a plain float32 matrix product.

    python tests/benchmarks/neighbours.py [--count 100000]

Vectors are drawn to look like faces: people of very different frequency, each with a few looks, two
people of one family nearer than strangers. Gates: no pair above the threshold is missed (recall 1.0),
no dearer than the plain product, adding a hundredth costs at most a fiftieth of grouping again. At 100,000
about 270 CPU-s and 2 GB; 20,000 take a tenth of that and keep the same gates.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np  # noqa: E402
import numpy.typing as npt  # noqa: E402

from engine.across.face_clusters import NEW, FaceRows, cluster_faces  # noqa: E402
from engine.across.nearest import pairs_above, top  # noqa: E402
from engine.models.catalogue import default_space  # noqa: E402
from engine.models.tasks import Task  # noqa: E402

Answer = TypeVar("Answer")
Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
SPACE = default_space(Task.FACE_EMBEDDING)
WIDTH, LIKE = SPACE.width, SPACE.threshold("grouping")


def timed(work: Callable[[], Answer]) -> tuple[float, Answer]:
    """CPU seconds and the answer."""
    begun = time.process_time()
    answer = work()
    return time.process_time() - begun, answer


def people(count: int, seed: int = 2) -> tuple[Floats, Rows]:
    """Unit vectors `(count, 128)` and whose they are; within a person cosines are 0.4 to 0.8."""
    random = np.random.default_rng(seed)
    persons = max(2, count // 20)
    often = random.pareto(1.2, persons) + 1
    who = random.choice(persons, count, p=often / often.sum())
    family = random.normal(size=(persons // 3 + 1, WIDTH))
    face = 0.35 * family[np.arange(persons) // 3] + random.normal(size=(persons, WIDTH))
    look = random.normal(size=(persons, 3, WIDTH))
    vectors = face[who] + 0.35 * look[who, random.integers(0, 3, count)]
    vectors += random.uniform(0.4, 1.1, (count, 1)) * random.normal(size=(count, WIDTH))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32), who.astype(np.int64)


def plain_pairs(vectors: Floats, threshold: float) -> npt.NDArray[np.int64]:
    """All pairs above the threshold by the whole float32 product, as `first * n + second`."""
    found = []
    for start in range(0, len(vectors), 2048):
        near = vectors[start : start + 2048] @ vectors.T
        first, second = np.nonzero(near >= threshold)
        first += start
        keep = first < second
        found.append(first[keep] * len(vectors) + second[keep])
    return np.concatenate(found)


def as_rows(vectors: Floats) -> FaceRows:
    """Every vector a tracklet of its own, twenty to an item, one after another."""
    number = np.arange(len(vectors), dtype=np.int64)
    second = 1_000_000_000
    return FaceRows(
        vectors, number // 20, number % 20, number % 20 * second, (number % 20 + 1) * second,
        np.full(len(vectors), 0.8, np.float32),
    )  # fmt: skip


def b_cubed(found: Rows, truth: Rows) -> tuple[float, float, float]:
    """B³ precision, recall and F (Bagga and Baldwin 1998)."""
    _, f, found_size = np.unique(found, return_inverse=True, return_counts=True)
    _, t, truth_size = np.unique(truth, return_inverse=True, return_counts=True)
    both, size = np.unique(f * (t.max() + 1) + t, return_counts=True)
    f_of, t_of = both // (t.max() + 1), both % (t.max() + 1)
    precision = float((size * size / found_size[f_of]).sum() / len(found))
    recall = float((size * size / truth_size[t_of]).sum() / len(found))
    return precision, recall, 2 * precision * recall / (precision + recall)


def part(rows: FaceRows, chosen: Rows) -> FaceRows:
    return FaceRows(
        rows.vectors[chosen], rows.item[chosen], rows.tracklet[chosen],
        rows.start_ns[chosen], rows.end_ns[chosen], rows.quality[chosen],
    )  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=100_000)
    count = parser.parse_args().count
    print(f"{count} vectors", flush=True)
    vectors, who = people(count)
    misses: list[str] = []

    plain_s, plain = timed(lambda: plain_pairs(vectors, LIKE))
    ours_s, pairs = timed(lambda: pairs_above(vectors, LIKE))
    mine = pairs.first * count + pairs.second
    near_limit = 1e-6
    missed = np.setdiff1d(plain, mine)
    really = (vectors[missed // count].astype(np.float64) * vectors[missed % count]).sum(axis=1)
    lost = int((really >= LIKE + near_limit).sum())
    print(f"pairs above {LIKE}: {len(plain)} by plain float32 product in {plain_s:.1f} CPU-s")
    print(
        f"                  {len(mine)} by int8 codes and re-ranking in {ours_s:.1f} CPU-s; missed {lost}",
        flush=True,
    )
    if lost or ours_s > plain_s:
        misses.append("pairs")

    asked = vectors[:1000]
    plain_s, best = timed(lambda: np.argpartition(-(asked @ vectors.T), 10, axis=1)[:, :10])
    ours_s, (rows, _) = timed(lambda: top(asked, vectors, 10))
    recall = float(np.mean([len(set(a) & set(b)) / 10 for a, b in zip(best, rows, strict=True)]))
    print(
        f"top 10 of 1,000 queries: plain {plain_s:.2f} CPU-s, ours {ours_s:.2f} CPU-s, recall {recall:.4f}",
        flush=True,
    )
    if recall < 1:
        misses.append("top k")

    faces = as_rows(vectors)
    rebuild_s, whole = timed(lambda: cluster_faces(faces))
    added = count // 100
    before = np.arange(count - added)
    old = cluster_faces(part(faces, before))
    earlier = np.concatenate([old.cluster, np.full(added, NEW, np.int64)])
    adding_s, grown = timed(lambda: cluster_faces(faces, earlier))
    print(f"clusters of {count}: from scratch {rebuild_s:.1f} CPU-s,", end=" ")
    print(f"{len(np.unique(whole.cluster))} for {len(np.unique(who))} people")
    print(f"  +{added} into {count - added}: {adding_s:.2f} CPU-s = 1/{rebuild_s / adding_s:.0f} of that")
    for name, answer in (("from scratch", whole), ("grown", grown)):
        precision, recall, score = b_cubed(answer.cluster, who)
        print(f"  {name}: BCubed precision {precision:.4f} recall {recall:.4f} F {score:.4f}")
    if rebuild_s < 50 * adding_s:
        misses.append("incremental")
    print("missed: " + ", ".join(misses) if misses else "all gates held")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
