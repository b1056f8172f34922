"""Persons counted in a street against a count by eye, and what an object finding may be."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.models.nanodet import LABELS, Detections, ObjectDetector, without_duplicates
from engine.records import Result, Table, pack
from engine.stages.objects import Objects

TRUTH = Path(__file__).resolve().parent.parent / "data" / "truth" / "vtest_people.json"
Run = Callable[..., Mapping[str, list[Result]]]
Find = Callable[[str], Path]


@pytest.fixture(scope="module")
def street(run_stages: Run, media: Find) -> list[Result]:
    return run_stages(media("vtest.avi"), ["objects"])["objects"]


def test_persons_in_a_street_are_counted_within_one_of_a_count_by_eye(street: list[Result]) -> None:
    truth = {row["t_ns"]: row["persons"] for row in json.loads(TRUTH.read_text())["pictures"]}
    counts = Table.joined(Objects.tables["counts"], [part["counts"] for part in street])
    counted = dict(zip(counts["t_ns"].tolist(), counts["persons"].tolist(), strict=True))
    errors = {t_ns: counted[t_ns] - persons for t_ns, persons in truth.items()}
    assert len(errors) == 24
    assert all(abs(error) <= 1 for error in errors.values()), errors
    assert np.mean(np.abs(list(errors.values()))) <= 0.6


def test_every_sampled_second_has_one_count_that_equals_its_person_boxes(street: list[Result]) -> None:
    counts = Table.joined(Objects.tables["counts"], [part["counts"] for part in street])
    objects = Table.joined(Objects.tables["objects"], [part["objects"] for part in street])
    assert counts["t_ns"].tolist() == [second * 1_000_000_000 for second in range(80)]
    persons = [
        t for t, label in zip(objects["t_ns"].tolist(), objects["label"], strict=True) if label == "person"
    ]
    assert [persons.count(t) for t in counts["t_ns"].tolist()] == counts["persons"].tolist()


def test_boxes_lie_inside_the_full_picture(street: list[Result]) -> None:
    boxes = np.concatenate([part["objects"]["box"] for part in street])
    assert (boxes[:, :2] >= 0).all()
    assert (boxes[:, 2:] <= (768, 576)).all()
    assert (boxes[:, 2:] > boxes[:, :2]).all()
    assert float(boxes[:, 2].max()) > 700


def test_a_speaker_is_a_person_in_every_second(run_stages: Run, media: Find) -> None:
    parts = run_stages(media("obama_speech.mp4"), ["objects"])["objects"]
    assert np.concatenate([part["counts"]["persons"] for part in parts]).min() >= 1


def test_persons_in_photos_are_found_upright_and_turned_by_their_tag(
    run_stages: Run, media: Find, tmp_path: Path
) -> None:
    upright = run_stages(media("t1.jpg"), ["objects"])["objects"][0]
    assert int(upright["counts"]["persons"][0]) >= 5
    picture = Image.open(media("t1.jpg")).convert("RGB")
    tags = picture.getexif()
    tags[0x0112] = 6
    picture.rotate(90, expand=True).save(tmp_path / "turned.jpg", exif=tags, quality=95)
    turned = run_stages(tmp_path / "turned.jpg", ["objects"])["objects"][0]
    assert abs(int(turned["counts"]["persons"][0]) - int(upright["counts"]["persons"][0])) <= 1


PORTRAITS = (
    "person_a_1.jpg", "person_a_2.jpg", "person_b_1.jpg", "person_b_2.jpg", "impostor_1.jpg",
    "impostor_2.jpg", "obama.jpg", "single_face.jpg",
)  # fmt: skip


@pytest.mark.parametrize("name", PORTRAITS)
def test_a_person_who_fills_the_picture_is_one(name: str, run_stages: Run, media: Find) -> None:
    (part,) = run_stages(media(name), ["objects"])["objects"]
    assert part["counts"]["persons"].tolist() == [1]


def test_a_person_in_front_of_one_who_fills_the_picture_stays(
    run_stages: Run, media: Find, tmp_path: Path
) -> None:
    portrait = Image.open(media("obama.jpg")).convert("RGB").resize((888, 1200))
    small = Image.open(media("person_b_1.jpg")).convert("RGB").resize((200, 251))
    portrait.paste(small, (660, 900))
    portrait.save(tmp_path / "two.png")
    (part,) = run_stages(tmp_path / "two.png", ["objects"])["objects"]
    assert part["counts"]["persons"].tolist() == [2]


def test_a_plain_picture_holds_nothing(run_stages: Run, tmp_path: Path) -> None:
    Image.new("RGB", (640, 480), (90, 120, 90)).save(tmp_path / "plain.png")
    found = run_stages(tmp_path / "plain.png", ["objects"])["objects"][0]
    assert len(found["objects"]) == 0
    assert found["counts"]["persons"].tolist() == [0]


def test_the_same_photo_gives_the_same_bytes(run_stages: Run, media: Find) -> None:
    one, other = (run_stages(media("thai_people.jpg"), ["objects"])["objects"][0] for _ in range(2))
    assert pack(one) == pack(other)


def test_duplicates_of_one_class_are_dropped_and_the_order_of_input_does_not_matter() -> None:
    boxes = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [30, 30, 40, 40], [0, 0, 10, 10]], dtype=np.float32)
    found = Detections(boxes, np.array([0.6, 0.9, 0.5, 0.7], np.float32), np.array([0, 0, 0, 2]))
    kept = without_duplicates(found)
    turned = without_duplicates(found.take(np.array([3, 2, 1, 0])))
    assert kept.scores.tolist() == turned.scores.tolist() == pytest.approx([0.9, 0.7, 0.5])
    assert [LABELS[label] for label in kept.classes] == ["person", "car", "person"]


def test_one_thing_has_one_label_but_never_hides_a_person() -> None:
    boxes = np.array([[0, 0, 20, 10], [0, 0, 20, 10.5], [0, 0, 20, 10]], dtype=np.float32)
    classes = np.array([LABELS.index("truck"), LABELS.index("car"), LABELS.index("person")])
    kept = without_duplicates(Detections(boxes, np.array([0.8, 0.7, 0.6], np.float32), classes))
    assert [LABELS[label] for label in kept.classes] == ["truck", "person"]


def test_a_picture_of_any_shape_is_taken(models: Path) -> None:
    detector = ObjectDetector(models / "objects-nanodet" / "nanodet.onnx")
    for shape in ((3, 900, 3), (900, 3, 3), (1, 1, 3)):
        assert len(detector.find(np.zeros(shape, np.uint8), 416, 0.5).scores) == 0
