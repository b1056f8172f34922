"""Stacks found by samples are those that comparing every picture with every picture finds."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.across.copied_pictures import SAMPLES, Pictures
from engine.across.hamming import RADIUS, Hashes, Index
from engine.across.near_duplicates import COPIED, NEW, HashRows, in_order, stack_items

LONG = 3 * SAMPLES


def drawn(count: int, dice: random.Random) -> Hashes:
    return np.frombuffer(dice.randbytes(count * 32), np.uint8).reshape(count, 32)


def noisy(film: Hashes, dice: random.Random) -> Hashes:
    """The film encoded again: up to 31 bits of each picture are others, of some pictures more."""
    bits = np.unpackbits(film, axis=1)
    for row in range(len(film)):
        bits[row, dice.sample(range(256), dice.choice((0, 9, 31, 31, 40)))] ^= 1
    return np.packbits(bits, axis=1)


def some_film(films: list[Hashes], dice: random.Random) -> Hashes:
    """A film of its own, or one that has something of an earlier one."""
    own = drawn(dice.choice((1, 3, SAMPLES, SAMPLES + 1, LONG)), dice)
    source = dice.choice(films) if films else drawn(3, dice)  # a picture after itself would count once
    match dice.randrange(6):
        case 0:
            return noisy(source, dice)
        case 1:
            start = dice.randrange(len(source))
            return noisy(source[start : start + dice.choice((1, 20, LONG))], dice)
        case 2:
            return source[::-1]
        case 3:
            return np.concatenate([source[: dice.choice((2, 30, 70))], own])
        case 4:
            return np.concatenate([own, noisy(source, dice)])
        case _:
            return own


def rows_of(films: list[Hashes], moving: list[bool]) -> HashRows:
    lengths = [len(film) for film in films]
    times = np.concatenate([np.arange(n) for n in lengths]) * 2_000_000_000
    clear = np.ones(sum(lengths), np.float32)
    numbers = np.repeat(np.arange(len(films)), lengths)
    return HashRows(numbers, times, np.concatenate(films), clear, np.array(moving))


def plainly(rows: HashRows) -> list[int]:
    """The first item of each item's stack, every picture compared with every picture."""
    bits = [rows.hash[rows.item == n].view(np.uint64) for n in range(len(rows.moving))]
    stack = list(range(len(bits)))
    for b in range(len(bits)):
        for a in range(b):
            apart = np.bitwise_count(bits[a][:, None] ^ bits[b][None]).sum(axis=2)
            one, other = np.nonzero(apart <= RADIUS)
            shares = in_order(one, other) / len(bits[a]), in_order(other, one) / len(bits[b])
            if max(shares) >= COPIED and rows.moving[a] == rows.moving[b]:
                low, high = sorted((stack[a], stack[b]))
                stack = [low if n == high else n for n in stack]
    return stack


def firsts(stack: list[int]) -> list[int]:
    return [stack.index(n) for n in stack]


@given(seed=st.integers(0, 100_000))
@settings(max_examples=60, deadline=None)
def test_samples_find_the_stacks_that_comparing_all_with_all_finds(seed: int) -> None:
    dice = random.Random(seed)
    films: list[Hashes] = []
    for _ in range(dice.randrange(2, 9)):
        films.append(some_film(films, dice))
    moving = [len(film) > 1 for film in films]
    rows = rows_of(films, moving)
    plain = plainly(rows)
    assert firsts(stack_items(rows).stack.tolist()) == plain
    last = rows_of(films[:-1], moving[:-1])
    earlier = np.append(stack_items(last).stack, NEW)
    assert firsts(stack_items(rows, earlier).stack.tolist()) == plain


def test_samples_are_spread_over_an_item_and_the_same_wherever_it_stands() -> None:
    dice = random.Random(7)
    films = [drawn(n, dice) for n in (5, LONG, SAMPLES + 1)]
    asked = [sampled(films, n) for n in range(3)]
    assert [len(places) for places in asked] == [5, SAMPLES, SAMPLES]
    assert (np.diff(asked[1] * SAMPLES // LONG) == 1).all()
    turned = films[::-1]
    assert [sampled(turned, 2 - n).tolist() for n in range(3)] == [places.tolist() for places in asked]


def sampled(films: list[Hashes], number: int) -> Index:
    """Which pictures of a film are asked about."""
    rows = rows_of(films, [True] * len(films))
    chosen = Pictures(rows.item, rows.hash, np.ones(len(films), np.bool_), rows.moving).samples()
    own: Index = chosen[rows.item[chosen] == number] - int(np.argmax(rows.item == number))
    return own


def test_long_videos_are_asked_about_by_their_samples_alone() -> None:
    items = 40
    dice = random.Random(1)
    films = [drawn(LONG * 4, dice) for _ in range(items)]
    rows = rows_of(films, [True] * items)
    pictures = Pictures(rows.item, rows.hash, np.ones(items, np.bool_), rows.moving)
    assert len(pictures.samples()) == items * SAMPLES
    assert pictures.met()[1] == []
