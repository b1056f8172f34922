"""PDQ hashes: the same as the reference program's, and stable under what people do to pictures."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from engine.media.picture_hash import LARGEST_SIDE, NEAR, Hash, distances, pdq
from engine.records import Result, Table, pack
from engine.stage import Picture
from engine.stages.perceptual_hashes import PerceptualHashes

Run = Callable[..., Mapping[str, list[Result]]]
Find = Callable[[str], Path]
PHOTOS = ("obama.jpg", "thai_people.jpg", "t1.jpg", "apple.jpg", "multi_face.jpg")
REFERENCE = {
    0: "7cf0762484b15a6416f4541f590f9e5b068be6de35e8540f4c8b12db8ccde29f",
    1: "bea0bc105e09f4027e228bfd29f6b35d617523314965f36d99d52b2481f22bd5",
    5: "b84ecbb894e502a920acf5555dcbc25df7713a677c8c3371cd7ebf0056861c08",
    9: "34c26025ce3403a4828ad4fdb5d573c535dbb26c63c951ca76e3cb1839f35f0e",
}
"""Written by the reference implementation (pdqhash 0.2.8) from `drawn(seed)`."""


def drawn(seed: int) -> Picture:
    """A picture made of whole numbers, the same everywhere: waves, blocks and noise."""
    y, x = np.mgrid[0:300, 0:400]
    noise = np.random.Generator(np.random.PCG64(seed)).integers(0, 60, (30, 40))
    base = (x * (seed + 1) + y * 3) % 160 + noise.repeat(10, axis=0).repeat(10, axis=1)
    return np.stack([base, base[::-1], base[:, ::-1]], axis=2).astype(np.uint8)


def hashed(picture: Image.Image) -> Hash:
    picture = picture.convert("RGB")
    picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.BOX)
    return pdq(np.asarray(picture)[:, :, ::-1])[0]


def recoded(picture: Image.Image, quality: int) -> Image.Image:
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=quality)
    return Image.open(held)


@pytest.mark.parametrize("seed", sorted(REFERENCE))
def test_hashes_equal_those_of_the_reference_program(seed: int) -> None:
    value, quality = pdq(drawn(seed))
    assert int(distances(value, np.frombuffer(bytes.fromhex(REFERENCE[seed]), np.uint8))) <= 2
    assert quality == 1.0


@pytest.mark.parametrize("name", PHOTOS)
def test_a_copy_stays_within_31_bits(name: str, media: Find) -> None:
    photo = Image.open(media(name)).convert("RGB")
    width, height = photo.size
    edge_x, edge_y = width // 100, height // 100
    copies = {
        "strong JPEG": recoded(photo, 15),
        "half the size": photo.resize((width // 2, height // 2)),
        "brighter": ImageEnhance.Brightness(photo).enhance(1.2),
        "narrower": photo.resize((width, round(height * 0.92))),
        "an edge cut off": photo.crop((edge_x, edge_y, width, height)),
    }
    original = hashed(photo)
    apart = {what: int(distances(hashed(copy), original)) for what, copy in copies.items()}
    assert all(bits <= NEAR for bits in apart.values()), apart


def test_different_photos_are_far_apart(media: Find) -> None:
    values = [hashed(Image.open(media(name))) for name in PHOTOS]
    assert min(int(distances(a, b)) for a, b in itertools.combinations(values, 2)) > 80


def test_plain_pictures_have_no_quality() -> None:
    for grey in (0, 128, 255):
        assert pdq(np.full((200, 300, 3), grey, np.uint8))[1] == 0.0


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 500, 3), (500, 2, 3), (64, 64, 3)])
def test_pictures_of_any_shape_have_a_hash(shape: tuple[int, int, int]) -> None:
    assert pdq(np.zeros(shape, np.uint8))[0].shape == (32,)


def test_a_still_segment_keeps_few_hashes_and_a_cut_brings_a_new_one(run_stages: Run, media: Find) -> None:
    parts = run_stages(media("obama_speech.mp4"), ["perceptual_hashes"])["perceptual_hashes"]
    rows = Table.joined(PerceptualHashes.tables["hashes"], [part["hashes"] for part in parts])
    assert 2 <= len(rows) <= 9
    steps = [int(distances(a, b)) for a, b in itertools.pairwise(rows["hash"])]
    assert max(steps) > NEAR
    assert float(rows["quality"].min()) > 0.5


def test_scout_hashes_only_keyframes_and_the_same_file_gives_the_same_bytes(
    run_stages: Run, media: Find
) -> None:
    previewed = [
        run_stages(media("obama_speech.mp4"), ["perceptual_hashes"], preview=True)["perceptual_hashes"]
        for _ in range(2)
    ]
    assert [pack(part) for part in previewed[0]] == [pack(part) for part in previewed[1]]
    assert 1 <= sum(len(part["hashes"]) for part in previewed[0]) <= 3
