"""Rules for searching a face by an example picture: real pictures, real models, real sandboxed workers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from app.cases.case import Case
from app.review.face_search import (
    Example,
    ExampleUnreadable,
    NoFaceInExample,
    NoSuchFace,
    PurposeMissing,
    Reason,
    read_example,
    search_face,
)
from app.review.review import review
from engine.models.catalogue import default_space
from engine.models.packs import PackStore
from engine.models.tasks import Task
from engine.units import Kind
from gpu_backends.workers import Equipment, Workers
from tests.made_case import put_faces, put_item
from tests.vault import new_account, new_case

Read = Callable[..., Example]
WHO = {
    "person_a_1": "a",
    "person_a_2": "a",
    "person_b_1": "b",
    "person_b_2": "b",
    "impostor_1": "obama",  # of other people than a and b, and the same man as the next
    "obama": "obama",
    "impostor_2": "c",
}
PICTURES = tuple(WHO)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, media: Callable[[str], Path]) -> Path:
    """Pictures that are none, or that want to harm."""
    folder = tmp_path_factory.mktemp("hostile")
    whole = media("obama.jpg").read_bytes()
    (folder / "cut.jpg").write_bytes(whole[:200])
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "text.jpg").write_bytes(b"<svg onload='alert(1)'/>" * 50)
    (folder / "playlist.jpg").write_bytes(b"#EXTM3U\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n")
    # an honest header of 60000 × 60000 pixels, and nothing behind it
    at = whole.index(b"\xff\xc0") + 5
    (folder / "huge.jpg").write_bytes(whole[:at] + b"\xea\x60\xea\x60" + whole[at + 4 :])
    return folder


@pytest.fixture(scope="module")
def read(media: Callable[[str], Path], models: Path, hostile: Path) -> Iterator[Read]:
    """Reads examples in one worker that sees their folders and nothing else of the disk."""
    equipment = Equipment(models=models)
    with Workers(equipment, 1) as backend:
        yield lambda path, which=0: read_example(path, backend, PackStore(models), which=which)


@pytest.fixture(scope="module")
def examples(read: Read, media: Callable[[str], Path]) -> dict[str, Example]:
    return {name: read(media(f"{name}.jpg")) for name in PICTURES}


def test_an_example_finds_the_same_person_and_nobody_else(examples: dict[str, Example]) -> None:
    """The threshold lies between all pairs of pictures of one person and all pairs of different people."""
    same: list[float] = []
    other: list[float] = []
    for a, b in itertools.combinations(PICTURES, 2):
        score = float(examples[a].vector @ examples[b].vector)
        (same if WHO[a] == WHO[b] else other).append(score)
    assert (len(same), len(other)) == (3, 18)
    alike = default_space(Task.FACE_EMBEDDING).threshold("search")
    assert min(same) > 0.6 > alike > max(other)


def test_a_picture_of_several_faces_is_read_by_its_largest(read: Read, media: Callable[[str], Path]) -> None:
    assert read(media("multi_face.jpg")).faces > 1


def test_a_face_of_several_can_be_chosen(read: Read, media: Callable[[str], Path]) -> None:
    path = media("multi_face.jpg")
    every = [read(path, which) for which in range(1, read(path).faces + 1)]
    cosines = np.array([[float(a.vector @ b.vector) for b in every] for a in every])
    assert (cosines[~np.eye(len(every), dtype=bool)] < 0.6).all()
    assert max(float(read(path).vector @ one.vector) for one in every) > 0.999
    with pytest.raises(NoSuchFace):
        read(path, len(every) + 1)


@pytest.mark.parametrize("name", ["cut", "empty", "text", "playlist", "huge", "missing"])
def test_a_hostile_example_is_a_named_error(read: Read, hostile: Path, name: str) -> None:
    with pytest.raises(ExampleUnreadable) as caught:
        read(hostile / f"{name}.jpg")
    assert caught.value.code == "example-unreadable"
    assert str(hostile) not in str(caught.value)


def test_an_example_without_a_face_and_one_that_is_no_picture_are_refused(
    read: Read, media: Callable[[str], Path]
) -> None:
    with pytest.raises(NoFaceInExample):
        read(media("apple.jpg"))
    for name in ("obama_speech.mp4", "jfk.wav"):
        with pytest.raises(ExampleUnreadable):
            read(media(name))


@pytest.fixture
def case(tmp_path: Path, examples: dict[str, Example]) -> Iterator[Case]:
    """One tracklet per picture, with the vector the worker made of it."""
    with new_case(new_account(tmp_path / "home")) as opened:
        for name, example in examples.items():
            item = put_item(opened, name, Kind.IMAGE, 0)
            put_faces(opened, name, item, [(np.asarray(example.vector), 0, 1e-9, 10)], span=(0, 1e-9))
        yield opened


def test_a_search_is_in_the_chain_of_custody_before_it_is_answered(
    case: Case, examples: dict[str, Example]
) -> None:
    example = examples["person_a_1"]
    with review(case) as found:
        tracks = list(found.faces.appearances.values())
        with pytest.raises(PurposeMissing):
            search_face(case, tracks, example, Reason("", ""))
        hits = search_face(case, tracks, example, Reason("find A", "warrant 7")).hits
        names = [found.items[h.item_id].untrusted_name for h in hits]
    assert names == ["person_a_1", "person_a_2"]
    (entry,) = [e for e in case.custody.entries() if e.action == "face search"]
    assert entry.details["example"] == example.sha256
    assert (entry.details["purpose"], entry.details["compared_with"]) == ("find A", len(PICTURES))
    assert not case.custody.faults()
