"""Rules of the exact neighbour search."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.across.nearest import WIDEST, encode, pairs_above, top

Floats = npt.NDArray[np.float32]


def unit_vectors(count: int, width: int, seed: int) -> Floats:
    """Crowded unit vectors, so that many cosines lie near any threshold."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(max(1, count // 8), width))
    vectors = centres[random.integers(0, len(centres), count)] + random.normal(size=(count, width))
    result: Floats = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return result


def all_cosines(vectors: Floats) -> npt.NDArray[np.float64]:
    wide = vectors.astype(np.float64)
    result: npt.NDArray[np.float64] = wide @ wide.T
    return result


@settings(deadline=None, max_examples=30)
@given(st.integers(2, 200), st.sampled_from([3, 128, 512]), st.integers(0, 10_000))
def test_every_pair_above_the_threshold_is_found_and_no_other(count: int, width: int, seed: int) -> None:
    vectors = unit_vectors(count, width, seed)
    found = pairs_above(vectors, 0.4)
    cosines = all_cosines(vectors).astype(np.float32)
    first, second = np.nonzero(np.triu(cosines >= np.float32(0.4), 1))
    assert (found.first.tolist(), found.second.tolist()) == (first.tolist(), second.tolist())
    assert np.abs(found.cosine - cosines[first, second]).max(initial=0) < 1e-6


def test_pairs_that_differ_in_the_seventh_digit_fall_on_their_own_side_of_the_threshold() -> None:
    angle = np.arccos(0.5)
    turned = np.array([angle - 1e-5, angle + 1e-5])
    vectors = np.array([[1, 0], *np.stack([np.cos(turned), np.sin(turned)], axis=1)], np.float32)
    found = pairs_above(vectors, 0.5)
    assert list(zip(found.first.tolist(), found.second.tolist(), strict=True)) == [(0, 1), (1, 2)]


def test_new_against_old_gives_exactly_the_pairs_that_are_missing() -> None:
    vectors = unit_vectors(5000, 64, 7)
    whole = pairs_above(vectors, 0.35)
    before, added = pairs_above(vectors[:4000], 0.35), pairs_above(vectors, 0.35, old=4000)
    both = np.concatenate([before.first * 5000 + before.second, added.first * 5000 + added.second])
    assert sorted(both.tolist()) == (whole.first * 5000 + whole.second).tolist()


def test_a_crowded_row_keeps_its_best_pairs() -> None:
    vectors = unit_vectors(300, 16, 3)
    cosines = all_cosines(vectors)
    np.fill_diagonal(cosines, -1)
    found = pairs_above(vectors, -1.0, most=5)
    kept = set(zip(found.first.tolist(), found.second.tolist(), strict=True))
    for row in range(300):
        for other in np.argsort(-cosines[row])[:5].tolist():
            assert (min(row, other), max(row, other)) in kept


def test_top_equals_sorting_all_cosines() -> None:
    vectors, asked = unit_vectors(3000, 128, 1), unit_vectors(40, 128, 2)
    rows, cosines = top(asked, vectors, 9)
    near = (asked.astype(np.float64) @ vectors.astype(np.float64).T).astype(np.float32)
    for i in range(len(asked)):
        expected = np.lexsort((np.arange(3000), -near[i]))[:9]
        assert rows[i].tolist() == expected.tolist()
        assert np.abs(cosines[i] - near[i, expected]).max() < 1e-6


def test_equal_vectors_are_ordered_by_row() -> None:
    vectors = np.repeat(unit_vectors(1, 128, 5), 10, axis=0)
    rows, cosines = top(vectors[:1], vectors, 4)
    assert rows[0].tolist() == [0, 1, 2, 3]
    assert np.allclose(cosines, 1)


def test_fewer_vectors_than_asked_for_give_shorter_answers() -> None:
    vectors = unit_vectors(3, 8, 0)
    assert top(vectors, vectors, 10)[0].shape == (3, 3)
    assert top(vectors, vectors[:0], 10)[0].shape == (3, 0)
    assert len(pairs_above(vectors[:0], 0.5)) == 0


def test_the_promised_error_of_the_codes_holds() -> None:
    vectors = unit_vectors(500, 128, 11)
    codes = encode(vectors)
    error = np.abs(codes.coarse(codes) - all_cosines(vectors))
    assert error.max() <= codes.slack(codes)


def test_vectors_too_wide_to_count_exactly_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        encode(np.zeros((1, WIDEST + 1), np.float32))
