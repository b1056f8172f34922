"""Stacks of copies: exact lookup, real re-encodings, people's constraints, growth without a rebuild."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from engine.across.hamming import near_pairs
from engine.across.near_duplicates import CLEAR, NEW, HashRows, Wishes, in_order, stack_items
from engine.media.picture_hash import FLIPPED, MIRRORED, pdq, turned
from engine.records import Result

Run = Callable[..., Mapping[str, list[Result]]]
Find = Callable[[str], Path]
Bits = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def random_hashes(count: int, seed: int = 1) -> Bits:
    return np.random.default_rng(seed).integers(0, 256, (count, 32), dtype=np.uint8)


def flipped(value: Bits, count: int, seed: int = 1) -> Bits:
    bits = np.unpackbits(value)
    bits[np.random.default_rng(seed).choice(256, count, replace=False)] ^= 1
    return np.packbits(bits)


def photos(values: Bits) -> HashRows:
    count = len(values)
    return HashRows(
        np.arange(count),
        np.zeros(count, np.int64),
        values,
        np.ones(count, np.float32),
        np.zeros(count, np.bool_),
    )


def videos(*items: Bits) -> HashRows:
    lengths = [len(item) for item in items]
    return HashRows(
        np.repeat(np.arange(len(items)), lengths),
        np.concatenate([np.arange(length) for length in lengths]) * 1_000_000_000,
        np.concatenate(items),
        np.ones(sum(lengths), np.float32),
        np.ones(len(items), np.bool_),
    )


@pytest.mark.parametrize("radius", [0, 15, 31])
def test_lookup_finds_exactly_the_pairs_that_comparing_all_with_all_finds(radius: int) -> None:
    values = random_hashes(600)
    for place in range(300):
        values[300 + place] = flipped(values[place], place % 45, seed=place)
    bits = np.unpackbits(values, axis=1).astype(np.int32)
    apart = (bits[:, None, :] != bits[None, :, :]).sum(axis=2)
    first, second = np.nonzero(np.triu(apart <= radius, 1))
    found = near_pairs(values, radius=radius)
    assert found.first.tolist() == first.tolist()
    assert found.second.tolist() == second.tolist()
    assert found.distance.tolist() == apart[first, second].tolist()
    added = near_pairs(values, old=300, radius=radius)
    assert added.second.tolist() == [b for a, b in zip(first, second, strict=True) if b >= 300]


def test_a_larger_radius_than_the_lookup_is_exact_for_is_refused() -> None:
    with pytest.raises(ValueError, match="31"):
        near_pairs(random_hashes(2), radius=32)


def test_a_hundred_thousand_hashes_take_seconds_and_a_thousand_more_a_fraction() -> None:
    values = random_hashes(101_000)
    for place in range(1000):
        values[100_000 + place] = flipped(values[place], place % 32, seed=place)
    rows = photos(values)
    began = time.process_time()
    whole = stack_items(rows)
    whole_seconds = time.process_time() - began
    earlier = stack_items(photos(values[:100_000])).stack
    began = time.process_time()
    grown = stack_items(rows, np.append(earlier, np.full(1000, NEW)))
    grown_seconds = time.process_time() - began
    assert len(set(whole.stack.tolist())) == len(set(grown.stack.tolist())) == 100_000
    assert (grown.stack[:1000] == grown.stack[100_000:]).all()
    assert (grown.stack[:100_000] == earlier).all()
    assert whole_seconds < 30
    assert grown_seconds < whole_seconds / 2


def test_copies_of_a_photo_stack_and_plain_pictures_do_not() -> None:
    values = random_hashes(5)
    values[1], values[2] = flipped(values[0], 31), flipped(values[0], 33, seed=2)
    values[4] = values[3]
    rows = photos(values)
    rows.quality[3:] = 0.1
    stack = stack_items(rows).stack.tolist()
    assert stack[0] == stack[1] != stack[2]
    assert stack[3] != stack[4]


def test_a_trimmed_copy_stacks_and_the_same_pictures_in_another_order_do_not() -> None:
    film = random_hashes(20)
    trimmed = np.array([flipped(value, 12, seed) for seed, value in enumerate(film[5:15])])
    shuffled = film[np.random.default_rng(3).permutation(20)]
    backwards = film[::-1]
    other = random_hashes(20, seed=9)
    found = stack_items(videos(film, trimmed, shuffled, backwards, other))
    stack = found.stack.tolist()
    assert stack[0] == stack[1]
    assert len(set(stack)) == 4
    link = next(link for link in found.links if (link.first, link.second) == (0, 1))
    assert link.second_share == 1.0
    assert link.first_share == 0.5
    assert link.second_ns == link.first_ns - 5_000_000_000


def test_long_still_segments_count_once() -> None:
    still, film = random_hashes(1), random_hashes(10, seed=4)
    one = np.concatenate([np.repeat(still, 30, axis=0), film])
    other = np.concatenate([np.repeat(still, 30, axis=0), random_hashes(10, seed=5)])
    stack = stack_items(videos(one, other)).stack
    assert stack[0] != stack[1]


def test_a_still_is_linked_to_its_video_but_not_stacked_with_it() -> None:
    film = random_hashes(6)
    rows = videos(film, film[2:3])
    rows.moving[1] = False
    found = stack_items(rows)
    assert found.stack[0] != found.stack[1]
    assert [(link.first, link.second, link.first_ns) for link in found.links] == [(0, 1, 2_000_000_000)]


def test_order_of_matches_is_kept_in_time() -> None:
    assert in_order(np.array([1, 2, 3, 4]), np.array([1, 2, 3, 4])) == 4
    assert in_order(np.array([1, 2, 3, 4]), np.array([4, 3, 2, 1])) == 1
    assert in_order(np.array([1, 1, 1, 2]), np.array([1, 2, 3, 3])) == 2
    assert in_order(np.array([1, 2, 3]), np.array([7, 7, 7])) == 3
    assert in_order(np.zeros(0, np.int64), np.zeros(0, np.int64)) == 0


def test_people_may_join_and_part_and_parting_wins() -> None:
    values = random_hashes(6)
    values[1] = values[2] = values[0]
    rows = photos(values)
    joined = stack_items(rows, wishes=Wishes(must=[(3, 4)]))
    assert joined.stack[3] == joined.stack[4]
    parted = stack_items(rows, wishes=Wishes(cannot=[(0, 1)]))
    assert parted.stack[0] != parted.stack[1]
    assert parted.stack[2] in (parted.stack[0], parted.stack[1])
    against = stack_items(rows, wishes=Wishes(must=[(0, 1)], cannot=[(1, 0)]))
    assert against.contradictions == ((0, 1),)
    assert against.stack[0] != against.stack[1]


def test_parting_a_finished_stack_takes_only_that_one_apart() -> None:
    values = random_hashes(6)
    values[1], values[3] = values[0], values[2]
    rows = photos(values)
    before = stack_items(rows).stack
    after = stack_items(rows, before, Wishes(cannot=[(0, 1)])).stack
    assert after[0] != after[1]
    assert after[2:].tolist() == before[2:].tolist()
    assert stack_items(rows, after, Wishes(cannot=[(0, 1)])).stack.tolist() == after.tolist()


def test_a_new_copy_of_both_joins_two_stacks_and_says_so() -> None:
    base = random_hashes(1)[0]
    values = np.stack([base, flipped(base, 40), flipped(flipped(base, 40), 0)])
    bits, far = np.unpackbits(base), np.unpackbits(values[1])
    halfway = bits.copy()
    halfway[np.flatnonzero(bits != far)[:20]] ^= 1
    values[2] = np.packbits(halfway)
    rows = photos(values)
    before = stack_items(photos(values[:2])).stack
    after = stack_items(rows, np.append(before, NEW))
    assert len(set(after.stack.tolist())) == 1
    assert after.absorbed == {int(before[1]): int(before[0])}


def test_nothing_at_all_is_no_stack() -> None:
    empty = photos(np.zeros((0, 32), np.uint8))
    assert len(stack_items(empty).stack) == 0


def test_a_real_video_made_smaller_and_trimmed_is_found_again(
    run_stages: Run, media: Find, tmp_path: Path
) -> None:
    copied(media("obama_speech.mp4"), tmp_path / "copy.mp4", first=30, width=240)
    names = [media("obama_speech.mp4"), tmp_path / "copy.mp4", media("bikes.mp4"), media("shot_change.mp4")]
    parts = [run_stages(path, ["perceptual_hashes"])["perceptual_hashes"] for path in names]
    tables = [(number, part["hashes"]) for number, units in enumerate(parts) for part in units]
    rows = HashRows(
        np.concatenate([np.full(len(table), number) for number, table in tables]),
        np.concatenate([table["t_ns"] for _, table in tables]),
        np.concatenate([table["hash"] for _, table in tables]),
        np.concatenate([table["quality"] for _, table in tables]),
        np.ones(len(names), np.bool_),
    )
    stack = stack_items(rows).stack.tolist()
    assert stack[0] == stack[1]
    assert len(set(stack)) == 3


def copied(source: Path, target: Path, first: int, width: int) -> None:
    """A re-encoding of `source` from its picture `first`, scaled to `width`."""
    with av.open(str(source)) as original, av.open(str(target), "w") as container:
        stream = container.add_stream("mpeg4", rate=12)
        height = width * 3 // 4
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = width, height, "yuv420p", 300_000
        for number, frame in enumerate(original.decode(video=0)):
            if number >= first:
                picture = Image.fromarray(frame.to_ndarray(format="rgb24")).resize((width, height))
                container.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")))
        container.mux(stream.encode(None))


def _looks(shown: Image.Image) -> tuple[Bits, float]:
    small = shown.copy()
    small.thumbnail((512, 512))
    return pdq(np.ascontiguousarray(np.asarray(small.convert("RGB"))[:, :, ::-1]))


@pytest.mark.parametrize("name", ["person_a_2.jpg", "obama.jpg", "apple.jpg", "multi_face.jpg"])
def test_mirrored_turned_and_dark_copies_stack_and_strangers_do_not(
    name: str, media: Find, tmp_path: Path
) -> None:
    shown = Image.open(media(name)).convert("RGB")
    copies = [shown, *(shown.transpose(turn) for turn in Image.Transpose)]
    copies += [shown.point(lambda value: value // 8), Image.open(media("thai_people.jpg"))]
    seen = []
    for number, copy in enumerate(copies):
        copy.convert("RGB").save(tmp_path / f"{number}.jpg", quality=80)
        seen.append(_looks(Image.open(tmp_path / f"{number}.jpg")))
    hashes = np.stack([value for value, _ in seen])
    quality = np.array([worth for _, worth in seen], np.float32)
    rows = HashRows(np.arange(10), np.zeros(10, np.int64), hashes, quality, np.zeros(10, np.bool_))
    stacks = stack_items(rows).stack.tolist()
    assert stacks[:9] == [0] * 9
    assert stacks[9] != 0


def test_darkness_and_its_noise_are_like_nothing() -> None:
    noise = np.random.default_rng(1).integers(0, 6, (240, 320, 3)).astype(np.uint8)
    assert pdq(noise)[1] < CLEAR


def test_a_mirrored_film_is_found_again() -> None:
    values = random_hashes(30)
    stacks = stack_items(videos(values, turned(values, MIRRORED), turned(values, FLIPPED))).stack.tolist()
    assert stacks == [0, 0, 1]
