"""Vectors and tags of whole pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.models.mobilenet import network_size
from engine.records import Result, Table, pack
from engine.stages.image_embeddings import ImageEmbeddings

Run = Callable[..., Mapping[str, list[Result]]]
Find = Callable[[str], Path]


def vector(run_stages: Run, path: Path) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    found: np.ndarray[tuple[int], np.dtype[np.float32]] = run_stages(path, ["image_embeddings"])[
        "image_embeddings"
    ][0]["images"]["vector"][0]
    return found


def test_a_photo_has_one_vector_of_length_one_and_the_nearest_class_as_tag(
    run_stages: Run, media: Find
) -> None:
    found = run_stages(media("apple.jpg"), ["image_embeddings"])["image_embeddings"][0]
    assert found["images"]["vector"].shape == (1, 1280)
    assert float(np.linalg.norm(found["images"]["vector"][0])) == pytest.approx(1, abs=1e-5)
    # ImageNet has no class for red apples; the pomegranate is the nearest it has
    assert found["tags"]["label"] == ["pomegranate"]


def test_a_smaller_cropped_copy_is_nearer_than_any_other_photo(
    run_stages: Run, media: Find, tmp_path: Path
) -> None:
    names = ("thai_people.jpg", "apple.jpg", "obama.jpg", "t1.jpg")
    photo = Image.open(media(names[0])).convert("RGB")
    width, height = photo.size
    cut = photo.crop((width // 12, height // 12, width, height)).resize((width // 2, height // 2))
    cut.save(tmp_path / "copy.jpg", quality=60)
    copy = vector(run_stages, tmp_path / "copy.jpg")
    likeness = [float(copy @ vector(run_stages, media(name))) for name in names]
    assert likeness[0] > 0.8
    assert likeness[0] > max(likeness[1:]) + 0.2


def test_a_video_has_a_vector_for_each_shot_and_every_ten_seconds(run_stages: Run, media: Find) -> None:
    parts = run_stages(media("obama_speech.mp4"), ["image_embeddings"])["image_embeddings"]
    rows = Table.joined(ImageEmbeddings.tables["images"], [part["images"] for part in parts])
    assert rows["t_ns"].tolist()[0] == 0
    assert any(2_000_000_000 <= t <= 4_000_000_000 for t in rows["t_ns"].tolist())
    assert len(rows) <= 9
    street = run_stages(media("vtest.avi"), ["image_embeddings"])["image_embeddings"]
    times = np.concatenate([part["images"]["t_ns"] for part in street])
    assert np.diff(np.append(times, 79_500_000_000)).max() <= 10_000_000_000


def test_the_same_photo_gives_the_same_bytes(run_stages: Run, media: Find) -> None:
    one, other = (
        run_stages(media("apple.jpg"), ["image_embeddings"])["image_embeddings"][0] for _ in range(2)
    )
    assert pack(one) == pack(other)


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1, 4000), (4000, 1), (224, 224)])
def test_the_network_sees_about_the_same_area_whatever_the_shape(width: int, height: int) -> None:
    columns, rows = network_size(width, height)
    assert 0.6 <= columns * rows / 224**2 <= 1.4
    assert columns % 32 == rows % 32 == 0
