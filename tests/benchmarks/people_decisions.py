"""How long a decision about people takes in a case of 3,000 photos with 100,000 faces.

    python tests/benchmarks/people_decisions.py [photos] [faces a photo]

Beside it, in the same run: what one decision costs where nothing is kept in memory (`Review` without
`people_index`), as with a command. Times are of the core, from the question to the answer, stored with
`synchronous=FULL`; the processor's time is what counts, so that a busy machine tells the same. Exits with 1
if a decision takes longer than 100 ms (median of its kind).
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.cases import log as decision_log
from app.cases.case import Case
from app.cases.clusters import FACES
from app.review.people_index import PeopleIndex
from app.review.review import review
from engine.units import Kind
from tests.made_case import put_item, put_unit
from tests.vault import new_account, new_case

LIMIT_MS = 100.0
JPEG = b"\xff\xd8" + b"\0" * 4000


def build(case: Case, photos: int, faces: int, seed: int = 1) -> None:
    """Photos of crowds: who is in them is as unequal as in a city, and some faces are poor."""
    dice = np.random.default_rng(seed)
    people = photos
    bases = dice.standard_normal((people, 128)) / np.sqrt(128)
    often = 1 / np.arange(1, people + 1) ** 0.8
    for n in range(photos):
        name = f"{n}.jpg"
        item = put_item(case, name, Kind.IMAGE, 0)
        who = dice.choice(people, faces, replace=False, p=often / often.sum())
        vectors = bases[who] + dice.standard_normal((faces, 128)) * 0.75 / np.sqrt(128)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        quality = dice.choice([0.15, 0.5, 0.8], faces)
        seen = [
            {"t_ns": 0, "pts": 0, "box": [k * 60, 10, k * 60 + 50, 70], "points": np.zeros((5, 2)),
             "score": 0.9, "quality": quality[k], "sharpness": 1.0, "yaw": 0.0}
            for k in range(faces)
        ]  # fmt: skip
        where: dict[str, Any] = {"span": (0, 1e-9)}
        one = put_unit(case, name, item, "faces", {"faces": seen}, **where)
        tracks = {
            "tracklets": [{"tracklet": k, "start_ns": 0, "end_ns": 1, "faces": 1} for k in range(faces)],
            "members": [{"tracklet": k, "face": k} for k in range(faces)],
        }
        two = put_unit(case, name, item, "face_tracks", tracks, reads=[one], **where)
        found = {
            "embeddings": [
                {"tracklet": k, "t_ns": 0, "face": k, "vector": vectors[k], "quality": quality[k]}
                for k in range(faces)
            ],
            "crops": [{"tracklet": k, "t_ns": 0, "exact": True, "jpeg": JPEG} for k in range(faces)],
        }
        put_unit(case, name, item, "face_embeddings", found, reads=[one, two], **where)


def timed(what: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of the processor, and of the clock on the wall."""
    busy, started = time.process_time(), time.perf_counter()
    what()
    return (time.process_time() - busy) * 1000, (time.perf_counter() - started) * 1000


def sizes(people_index: PeopleIndex, case: Case) -> np.ndarray:
    with review(case, people_index=people_index) as found:
        number = people_index.faces(found.connection, found.findings).faces.number
    return np.bincount(number)


def run(case: Case) -> bool:
    people_index = PeopleIndex()

    def load() -> None:
        with review(case, people_index=people_index) as found:
            people_index.faces(found.connection, found.findings)
            people_index.voices(found.connection, found.findings)

    print(f"first reading and grouping: {timed(load)[0]:8.0f} ms of the processor")

    def save() -> None:
        more = True
        while more:
            with people_index.storing(), case.writing() as connection:
                more = people_index.save(connection)

    print(f"storing all memberships:    {timed(save)[0]:8.0f} ms")
    people_index = PeopleIndex()
    print(f"reading a case grouped before: {timed(load)[0]:5.0f} ms")
    took: dict[str, list[tuple[float, float]]] = {}
    many = sizes(people_index, case)
    by_size = np.argsort(-many, kind="stable")
    print(f"{int((many > 0).sum())} people, the largest with {many[by_size[:5]].tolist()} faces")
    for place in [p for p in (0, 5, 20, 100, 400) if p + 3 < len(by_size)]:
        for label, said in decide(people_index, case, by_size[place : place + 3]).items():
            took.setdefault(label, []).append(timed(said))
    good = True
    for label, times in took.items():
        busy, wall = (statistics.median(column) for column in zip(*times, strict=True))
        good &= busy <= LIMIT_MS
        most = max(time[0] for time in times)
        print(f"{label:<12} median {busy:6.1f} ms, most {most:6.1f} ms; by the clock {wall:6.1f} ms")

    def comparator() -> None:
        with review(case, write=True) as found:
            one, two = (found.appearance(str(n), FACES)[1].moment for n in by_size[10:12])
            found.decide("merge", [one, two])

    busy, wall = timed(comparator)
    print(f"a merge without memory {busy:8.0f} ms, by the clock {wall:.0f} ms")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return good


def decide(people_index: PeopleIndex, case: Case, people: np.ndarray) -> dict[str, Callable[[], object]]:
    made: list[str] = []

    def said(kind: str, *faces: tuple[int, int], **body: object) -> Callable[[], object]:
        def say() -> None:
            with review(case, write=True, people_index=people_index) as found:
                now = people_index.faces(found.connection, found.findings).faces
                moments = [now.moment(int(now.of(int(people[p]))[k])) for p, k in faces]
                made.append(found.decide(kind, moments, **body).id)

        return say

    def undo() -> None:
        with review(case, write=True, people_index=people_index) as found:
            made.append(decision_log.undo(case, found.connection, made.pop()).id)
            found.regroup()

    return {
        "name": said("name", (0, 0), name=f"Person {people[0]}"),
        "detach": said("detach", (0, 0), (0, 1)),
        "split": said("split", (0, 1), (0, 2), (0, 3)),
        "merge": said("merge", (1, 0), (2, 0)),
        "undo": undo,
        "redo": undo,
    }


def main() -> int:
    photos, faces = (int(a) for a in [*sys.argv[1:], "3000", "33"][:2])
    with tempfile.TemporaryDirectory() as folder, new_case(new_account(Path(folder) / "home")) as case:
        print(f"building {photos} photos with {faces} faces each …", flush=True)
        build(case, photos, faces)
        return 0 if run(case) else 1


if __name__ == "__main__":
    sys.exit(main())
