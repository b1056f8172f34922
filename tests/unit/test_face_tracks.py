"""Rules of tracklets: one person, between two cuts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from engine.models.packs import PackStore
from engine.records import Result, Table, pack
from engine.stage import Context, stages
from engine.units import SECOND, Kind, Sampling, Span, UnitRequest

Run = Callable[..., Mapping[str, list[Result]]]
Face = tuple[int, float, float, float]
"""Fifth of a second, left, top, side."""


def tracked(
    faces: Sequence[Face], cuts: Sequence[int] = (), sampling: Sampling = Sampling.GRID
) -> tuple[list[set[int]], Result]:
    """Members of each tracklet and the tables, for made-up findings of the stages before."""
    from engine.media.source import MediaCache

    stage = stages()["face_tracks"]
    ordered = sorted(faces)
    found = {
        "faces": Table(
            stages()["faces"].tables["faces"],
            {
                "t_ns": [t * SECOND // 5 for t, *_ in ordered],
                "pts": [t for t, *_ in ordered],
                "box": np.array([[x, y, x + s, y + s] for _, x, y, s in ordered], np.float32).reshape(-1, 4),
                "points": np.zeros((len(ordered), 5, 2), np.float32),
                **{name: [0.9] * len(ordered) for name in ("score", "quality", "sharpness")},
                "yaw": [0.0] * len(ordered),
            },
        )
    }
    schemas = stages()["shot_changes"].tables
    changes = {
        "changes": Table(schemas["changes"], {"t_ns": list(cuts), "score": [1.0] * len(cuts)}),
        "edges": Table.empty(schemas["edges"]),
    }
    request = UnitRequest(
        stage="face_tracks", version=1, sha256="", kind=Kind.VIDEO, stream=0, span=Span(0, 10 * SECOND),
        sampling=sampling, settings=stage.defaults, digests={}, upstream_keys={},
        upstream={"faces": [pack(found)], "shot_changes": [pack(changes)]},
    )  # fmt: skip
    context = Context(settings=stage.defaults, packs=PackStore(Path()))
    result = stage.run(MediaCache().source(request), context)
    members = result["members"]
    numbers = range(len(result["tracklets"]))
    return [set(members["face"][members["tracklet"] == n].tolist()) for n in numbers], result


def test_a_walking_face_is_one_tracklet() -> None:
    groups, result = tracked([(t, 20 + 25 * t, 50, 60) for t in range(20)])
    assert groups == [set(range(20))]
    assert result["tracklets"]["start_ns"].tolist() == [0]
    assert result["tracklets"]["end_ns"].tolist() == [4 * SECOND]


def test_no_tracklet_crosses_a_cut() -> None:
    groups, result = tracked([(t, 50, 50, 60) for t in range(10)], cuts=[int(0.93 * SECOND)])
    assert groups == [set(range(5)), set(range(5, 10))]
    assert result["tracklets"]["end_ns"][0] == int(0.93 * SECOND)


def test_a_face_hidden_for_half_a_second_continues_and_for_two_seconds_does_not() -> None:
    assert len(tracked([(t, 50, 50, 60) for t in (0, 1, 2, 5, 6)])[0]) == 1
    assert len(tracked([(t, 50, 50, 60) for t in (0, 1, 2, 12, 13)])[0]) == 2


def test_two_faces_side_by_side_stay_apart() -> None:
    groups, _ = tracked([(t, x, 50, 60) for t in range(10) for x in (50, 130)])
    assert groups == [set(range(0, 20, 2)), set(range(1, 20, 2))]


def test_faces_that_cannot_be_told_apart_start_a_new_track_instead_of_mixing() -> None:
    walk = [(t, 20 + 20 * t, 50, 60) for t in range(10)] + [(t, 220 - 20 * t, 50, 60) for t in range(10)]
    groups, _ = tracked(walk)
    ordered = sorted(walk)
    for group in groups:
        way = [ordered[i][1] for i in sorted(group)]
        steps = np.diff(way)
        assert (steps >= 0).all() or (steps <= 0).all()


def test_every_face_belongs_to_exactly_one_tracklet() -> None:
    random = np.random.default_rng(4)
    faces = [
        (t, float(random.uniform(0, 500)), float(random.uniform(0, 300)), float(random.uniform(20, 90)))
        for t in range(30)
        for _ in range(5)
    ]
    groups, result = tracked(faces)
    assert sorted(face for group in groups for face in group) == list(range(150))
    assert result["tracklets"]["faces"].tolist() == [len(group) for group in groups]


def test_tracklets_of_one_picture_last_until_the_next_and_end_within_the_stretch() -> None:
    _, result = tracked([(49, 50, 50, 60)])
    assert result["tracklets"]["start_ns"].tolist() == [49 * SECOND // 5]
    assert result["tracklets"]["end_ns"].tolist() == [10 * SECOND]


def test_the_scout_joins_only_faces_that_hardly_moved() -> None:
    assert len(tracked([(0, 50, 50, 60), (10, 53, 51, 61)], sampling=Sampling.KEYFRAMES)[0]) == 1
    assert len(tracked([(0, 50, 50, 60), (10, 90, 50, 60)], sampling=Sampling.KEYFRAMES)[0]) == 2


def test_two_people_of_real_footage_are_two_tracklets(media: Callable[[str], Path], run_stages: Run) -> None:
    tracks = run_stages(media("obama_speech.mp4"), ["face_tracks"])["face_tracks"]
    assert [len(unit["tracklets"]) for unit in tracks] == [2]
