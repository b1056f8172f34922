"""Vectors of two models in one case: each space by itself, bridged by what people say, and nothing fails."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from app.cases import log as decision_log
from app.cases.case import Case
from app.cases.face_columns import ItemFaces
from app.cases.image_search import search_like
from app.cases.spaces import PREFIX
from app.core_api.handlers import review_queue
from app.operations.moments import FACE
from app.review.face_index import FaceIndex
from app.review.face_search import Example, Reason, search_face
from app.review.people_index import PeopleIndex
from app.review.review import Review, review
from app.store import schema
from engine.models.catalogue import catalogue, default_space
from engine.models.tasks import Task
from engine.units import Kind
from engine.vectors import Space
from tests.made_case import face, put_faces, put_item, put_unit, sha256_of
from tests.unit.test_people_index import read_anew, say, standing_groups, stored_groups
from tests.vault import new_account, new_case

BUFFALO = catalogue()["face-insightface-buffalo-l"]
OTHER = {BUFFALO.name: BUFFALO.digest}
"""What a unit notes that this pack made."""
UNKNOWN, STRANGE = {"face-of-the-house": "7" * 64}, {"x": "9" * 64}
PEOPLE = 4


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with new_case(new_account(tmp_path / "home")) as opened:
        fill(opened)
        yield opened


def fill(case: Case, items: int = 2) -> None:
    """The same four people in as many items with each model."""
    for width, digests in ((128, None), (512, OTHER)):
        for n in range(items):
            put_seen(case, f"{width}-{n}.mp4", width, digests)


def put_seen(case: Case, name: str, width: int, digests: Mapping[str, str] | None) -> str:
    item = put_item(case, name)
    seen = [(face(k, like=0.85, width=width), 2.0 * k, 2.0 * k + 1, 20.0 * k) for k in range(PEOPLE)]
    put_faces(case, name, item, seen, digests=digests)
    return item


def people_in(found: Review) -> dict[int, set[str]]:
    """Names of the items in which each person is seen."""
    named = {item.id: item.untrusted_name for item in found.items.values()}
    return {c.number: {named[m.item_id] for m in c.members} for c in found.faces.clusters}


def test_each_model_has_its_own_groups_of_the_same_people(case: Case) -> None:
    with review(case) as found:
        groups = people_in(found)
    assert sorted(sorted(names) for names in groups.values()) == sorted(
        PEOPLE * [["128-0.mp4", "128-1.mp4"], ["512-0.mp4", "512-1.mp4"]]
    )


def test_one_name_for_a_face_of_each_model_makes_them_one_person_until_it_is_taken_back(case: Case) -> None:
    people_index = PeopleIndex()
    with review(case, write=True, people_index=people_index) as found:
        found.regroup()
        before = standing_groups(found)
        faces = people_index.faces(found.connection, found.findings).faces
        old, new = (next(i for i in faces.items if i.space.width == width) for width in (128, 512))
        found.decide("name", [old.moment(0)], name="Ada")
        made = found.decide("name", [new.moment(0)], name="Ada").id
        after = standing_groups(found)
        assert after[old.place(0)] == after[new.place(0)]
        assert len(set(after.values())) == len(set(before.values())) - 1
    with review(case) as found:
        (ada,) = [c for c in found.faces.clusters if c.identity]
        assert len(ada.members) == 4
    assert read_anew(case) == stored_groups(case) == after
    with review(case, write=True, people_index=people_index) as found:
        decision_log.undo(case, found.connection, made)
        found.regroup()
        again = standing_groups(found)
    assert again[old.place(0)] != again[new.place(0)]
    assert len(set(again.values())) == len(set(before.values()))


def test_faces_joined_across_models_join_also_what_each_model_joins(case: Case) -> None:
    with review(case, write=True) as found:
        moments = [track.moment for track in found.faces.appearances.values()]
        one = next(m for m in moments if m.sha256 == sha256_of("128-0.mp4"))
        other = next(m for m in moments if m.sha256 == sha256_of("512-0.mp4"))
        found.decide("merge", [one, other])
        assert sorted(len(c.members) for c in found.faces.clusters) == [2] * 6 + [4]


@settings(
    deadline=None,
    max_examples=6,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(0, 10_000))
def test_after_any_decisions_no_person_is_joined_across_models_but_by_people(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    dice, people_index = random.Random(seed), PeopleIndex()
    with new_case(new_account(tmp_path_factory.mktemp("home"))) as case:
        fill(case, 2)
        for _ in range(6):
            with review(case, write=True, people_index=people_index) as found:
                faces = people_index.faces(found.connection, found.findings).faces
                say(found, faces.number, [faces.moment(r) for r in range(len(faces.ids))], dice)
                kept = standing_groups(found)
                said = set(found.state.moments(FACE))
                for names in people_in_memory(people_index, found).values():
                    if len({space.width for space, _ in names}) > 1:
                        assert {m for _, m in names} & said
            assert kept == stored_groups(case)


def people_in_memory(index: PeopleIndex, found: Review) -> dict[int, list[tuple[Space, object]]]:
    faces = index.faces(found.connection, found.findings).faces
    groups: dict[int, list[tuple[Space, object]]] = {}
    for row in range(len(faces.ids)):
        item, at = faces.where(row)
        groups.setdefault(int(faces.number[row]), []).append((item.space, item.moment(at)))
    return groups


def test_a_face_search_stays_within_the_space_of_its_example_and_says_what_it_left_out(case: Case) -> None:
    with review(case) as found:
        tracks = list(found.faces.appearances.values())
        for space, width in (
            (default_space(Task.FACE_EMBEDDING), 128),
            (BUFFALO.space(Task.FACE_EMBEDDING), 512),
        ):
            example = Example("ee" * 32, face(1, width=width), space, 1)
            answer = search_face(case, tracks, example, Reason("find A", "warrant 7"))
            assert [hit.score for hit in answer.hits] == [pytest.approx(0.85, abs=1e-3)] * 2
            assert (answer.compared.faces, answer.compared.other_model) == (8, 8)
        details = list(case.custody.entries())[-1].details
        assert (details["compared_with"], details["seen_with_another_model"]) == (8, 8)
        assert details["threshold"] == f"{space.threshold('search'):.3f}"


def test_questions_are_about_pairs_within_a_space_by_what_its_cosines_mean(case: Case) -> None:
    for width, digests, cosine in ((128, None, 0.45), (512, OTHER, 0.36)):
        name = f"near-{width}.mp4"
        seen = face(1, like=0.85, width=width)
        away = face(777, width=width) - face(777, width=width) @ seen * seen
        near = cosine * seen + np.sqrt(1 - cosine**2) * away / np.linalg.norm(away)
        put_faces(case, name, put_item(case, name), [(near.astype(np.float32), 1, 2, 10)], digests=digests)
    people_index = PeopleIndex()
    with review(case, people_index=people_index) as found:
        held = people_index.faces(found.connection, found.findings)
        spaces = {int(n): i.space for i, rows in held_rows(held) for n in held.faces.number[rows]}
        asked = review_queue._pairs(held, found.state, 50)
    told = [(spaces[doubt.number].width, round(doubt.likeness, 2)) for doubt in asked]
    assert told == [(128, 0.45), (512, 0.36)]
    assert all(spaces[doubt.number] == spaces[doubt.other_number] for doubt in asked)


def held_rows(held: FaceIndex) -> list[tuple[ItemFaces, np.ndarray[Any, Any]]]:
    faces = held.faces
    return [
        (item, np.arange(low, high))
        for item, low, high in zip(faces.items, faces.first, faces.first[1:], strict=False)
    ]


def test_pictures_of_another_model_are_not_compared(case: Case) -> None:
    mobilenet = default_space(Task.PICTURE_EMBEDDING)
    for name, width, digests in (
        ("a.jpg", mobilenet.width, None), ("b.jpg", mobilenet.width, None), ("c.jpg", 64, STRANGE),
    ):  # fmt: skip
        item = put_item(case, name, Kind.IMAGE)
        rows = {"images": [{"t_ns": 0, "vector": face(1, width=width)}], "tags": []}
        put_unit(case, name, item, "image_embeddings", rows, span=(0, 1), digests=digests)
    with review(case) as found:
        by_name = {i.untrusted_name: i for i in found.items.values()}
        like_a = search_like(found.findings, found.items.values(), by_name["a.jpg"], 0)
        like_c = search_like(found.findings, found.items.values(), by_name["c.jpg"], 0)
    assert [hit.item_id for hit in like_a] == [by_name["b.jpg"].id]
    assert like_c == []


def test_voices_of_another_model_are_voices_of_their_own(case: Case) -> None:
    for name, width, digests in (("a.wav", 192, None), ("b.wav", 192, None), ("c.wav", 256, STRANGE)):
        item = put_item(case, name, Kind.AUDIO)
        nothing: dict[str, list[dict[str, object]]] = {"segments": [], "voices": []}
        key = put_unit(case, name, item, "speaker_embeddings", nothing, digests=digests)
        turn = {"start_ns": 0, "end_ns": 8_000_000_000, "speaker": 0}
        voice = {"speaker": 0, "vector": face(1, width=width), "seconds": 20.0}
        put_unit(case, name, item, "speakers", {"turns": [turn], "voices": [voice]}, reads=[key])
    with review(case) as found:
        assert sorted(len(cluster.members) for cluster in found.voices.clusters) == [1, 2]


def test_faces_of_a_model_nobody_knows_stand_alone_and_break_nothing(case: Case) -> None:
    for n in range(2):
        put_seen(case, f"unknown-{n}.mp4", 96, UNKNOWN)
    with review(case, write=True, people_index=PeopleIndex()) as found:
        found.regroup()
        groups, kept = people_in(found), standing_groups(found)
    assert kept == stored_groups(case)
    assert sum(names < {"unknown-0.mp4", "unknown-1.mp4"} for names in groups.values()) == 2 * PEOPLE


def test_what_a_job_noted_of_a_model_of_the_house_groups_its_faces_anywhere(case: Case) -> None:
    for n in range(2):
        put_seen(case, f"house-{n}.mp4", 96, UNKNOWN)
    space = Space("7" * 64, 96, "arcface", {"grouping": 0.5, "faint": 0.6, "search": 0.4})
    key = f"{PREFIX}{space.model} {Task.FACE_EMBEDDING.value}"
    with case.writing() as connection:
        connection.execute(insert(schema.facts), {"key": key, "value": space.facts()})
    with review(case) as found:
        groups = people_in(found)
    assert sum(names == {"house-0.mp4", "house-1.mp4"} for names in groups.values()) == PEOPLE


def test_vectors_of_another_length_than_their_model_gives_are_another_space(case: Case) -> None:
    put_seen(case, "wrong.mp4", 100, None)
    with review(case) as found:
        groups = people_in(found)
    assert sum(names == {"wrong.mp4"} for names in groups.values()) == PEOPLE


def test_a_space_of_which_nothing_is_known_decides_nothing() -> None:
    unknown = Space("1" * 64, 3)
    assert not unknown.calibrated
    assert float(np.float32(1)) < unknown.threshold("grouping")
    assert unknown == Space("1" * 64, 3, thresholds={"grouping": 0.5})
    assert unknown != Space("1" * 64, 4)
