"""Which pack fills which task, and what of that a unit's key knows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.models.catalogue import Catalogue, Fills, Pack, catalogue
from engine.models.choice import label_for, labelled, pack_named
from engine.models.errors import LicenceForbids, PackMissing, PackUnfit, UnknownPack
from engine.models.packs import PackStore
from engine.models.tasks import Task
from engine.plan import UnitSlot, request_at
from engine.stage import Scope, Stage, stages
from engine.units import SECOND, Kind, MediaPath, Sampling, Span

BUFFALO = "face-insightface-buffalo-l"
KEYS = {
    "voice_activity": "f0f80420ac2029f40275f06d3405c03aeaa9bd5e62b229c0e73fa3fe61afa2ff",
    "transcription": "87d6098ccece577cf169a5f49d4754b013fd228db2ffeba4d3b105b700b0f61e",
    "screen_text": "16415717b5325e480e711461126aa9473b07a627899b8a0860be899bc0a0acf3",
    "entities": "07c49bfd298e41226f4b2884e7afaac8812c673611459635b5e45cb7465572f8",
    "faces": "7f2c465f5e4ecd55bbce24ff0ceb9e2b3d5aedd7b1552e04b228abd7ca6a2875",
    "shot_changes": "892a8f310491a4f433db15c3676b4e008a131612cef753586b93846252333142",
    "face_tracks": "c43b6c85b60dd4136796e5014d977a8d28437b26c8164aab2963c0dbda9e1a1d",
    "face_embeddings": "f583deb53a92913540b931bb9a2980c41d97606cb3e81a401ae2d7489eb21f9a",
    "image_embeddings": "8b8c677d0137b0f74fda5903c003911df985a712fcb4ba6b4ebb99e41d03d620",
    "objects": "9d7dded84cf56e27d7587d01bcaea9ba6b50c7bae00b68ff5bfe0bd17d2c8a66",
    "perceptual_hashes": "edcf4e44f342e7de6ce481f0fddc9f16e9185f0cba0edc7e79d4b6460a41220d",
    "probe": "d1eb7c01a8325bfc212500d24ac21e258e0ccdfdf6a67d9483c402309cb84af4",
    "shots": "8e3e6e97aefa8150f70108d0016f4c09724a6bf476080dc1679284ded8d28909",
    "sound_events": "d9cbe7a5e2a9e2aaf86cdf558aee26bed8a25df9912e7800f6d84a48095647f7",
    "speaker_embeddings": "3c141b0cf26ab28b197a0895ca1ec6424397905e228961c45c00655f66116cf0",
    "speakers": "1acc9cc67d04450906c8c6c633d9464dba32f5fccaa923fa76d08b0df9d79dd7",
}
"""Keys of units of the shipped packs before packs could be chosen: cases hold units by these."""


VERSIONS = dict.fromkeys(KEYS, 1) | {"faces": 2, "screen_text": 2, "shot_changes": 2, "transcription": 2}
"""Versions of the stages then; a stage that has another since gives its units other keys anyhow."""

READ = {"speakers": ("speaker_embeddings",)}
"""What a stage read then, where it reads more since."""


def key_of(stage: Stage, packs: PackStore) -> str:
    slot = UnitSlot(stage.name, -1 if stage.scope is Scope.ITEM else 0, Span(0, 10 * SECOND), Sampling.GRID)
    request = request_at(
        slot,
        sha256="ab" * 32,
        kind=Kind.VIDEO,
        media=MediaPath("anywhere"),
        settings={},
        digests=packs.digests(stage.needs),
        upstream_keys={earlier: ["cd" * 32] for earlier in READ.get(stage.name, stage.after)},
        models=packs.models((*stage.needs, *stage.spaces)),
    )
    return replace(request, version=VERSIONS[stage.name]).key


@pytest.mark.parametrize("name", KEYS)
def test_with_the_defaults_units_are_called_as_they_always_were(name: str, tmp_path: Path) -> None:
    assert key_of(stages()[name], PackStore(tmp_path)) == KEYS[name]


def test_another_pack_of_a_task_gives_other_keys_to_the_stages_that_use_it_and_to_no_other(
    tmp_path: Path,
) -> None:
    chosen = PackStore(tmp_path, overrides=[{"face embedding": BUFFALO}])
    other = {name for name in KEYS if key_of(stages()[name], chosen) != KEYS[name]}
    assert other == {"face_embeddings"}


def test_a_job_overrides_a_case_and_a_case_the_deployment(tmp_path: Path) -> None:
    case, job = {"face embedding": BUFFALO}, {"face embedding": "face-embedding-sface"}
    assert PackStore(tmp_path, overrides=[case]).chosen(Task.FACE_EMBEDDING).name == BUFFALO
    assert (
        PackStore(tmp_path, overrides=[case, job]).chosen(Task.FACE_EMBEDDING).name == job["face embedding"]
    )
    assert PackStore(tmp_path, overrides=[case]).chosen(Task.FACE_DETECTION).name == "face-detection-yunet"


@pytest.mark.parametrize(
    ("override", "error", "why"),
    [
        ({"face embedding": "nothing"}, UnknownPack, "nothing"),
        ({"face embedding": "speech-whisper-base"}, PackUnfit, "it does no face embedding, but speech"),
        ({"mind reading": BUFFALO}, PackUnfit, "there is no such task; there are face detection"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_with_the_reason(
    override: dict[str, str], error: type[Exception], why: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=why):
        PackStore(tmp_path, overrides=[override])


def test_a_choice_that_the_licence_forbids_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LicenceForbids, match="non-commercial research"):
        PackStore(tmp_path, frozenset({"government"}), overrides=[{"face embedding": BUFFALO}])


def test_a_chosen_pack_that_is_not_there_is_named_before_the_job(tmp_path: Path) -> None:
    with pytest.raises(PackMissing, match=BUFFALO):
        PackStore(tmp_path, overrides=[{"face embedding": BUFFALO}]).check([Task.FACE_EMBEDDING])


def two_in_two() -> Catalogue:
    """Two packs that both do both tasks of the voices."""
    both = (Task.SPEAKER_SEGMENTATION, Task.SPEAKER_EMBEDDING)
    packs = [
        Pack(name, dict.fromkeys(both, Fills("any", {})), "1", "", "MIT", "", frozenset(), False, {})
        for name in ("one", "two")
    ]
    return Catalogue(packs, {})


def test_labels_tell_who_did_what_where_two_packs_could_do_both() -> None:
    packs, needs = two_in_two(), (Task.SPEAKER_SEGMENTATION, Task.SPEAKER_EMBEDDING)
    seen = set()
    for segmentation in packs:
        for embedding in packs:
            choice = {needs[0]: segmentation, needs[1]: embedding}
            labels = labelled(packs, choice, needs)
            assert pack_named(label_for(labels, needs[0], packs)) == segmentation
            assert pack_named(label_for(labels, needs[1], packs)) == embedding
            seen.add(tuple(sorted(labels)))
    assert len(seen) == 4


def test_a_pack_holds_vectors_of_its_own_space_only() -> None:
    packs = catalogue()
    spaces = [pack.space(Task.FACE_EMBEDDING) for pack in packs.filling(Task.FACE_EMBEDDING)]
    assert sorted(space.width for space in spaces) == [128, 512]
    assert len(set(spaces)) == 2
    assert all(space.calibrated for space in spaces)
    with pytest.raises(PackUnfit, match="it does no picture embedding"):
        packs[BUFFALO].space(Task.PICTURE_EMBEDDING)
