"""Rules of the transcript in the window that need no window: finding, following, choosing, listening."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core_api.folded_text import edges, folded, patterns, umlauts
from app.core_api.transcript import HeardOf, Said
from engine.units import SECOND
from tests.made_talk import talk
from ui.exposure import Exposure
from ui.player.speaker import Speaker, _Worker
from ui.position import CurrentPosition
from ui.shared.line_heights import LineHeights
from ui.transcript.block import Block, shares, with_span
from ui.transcript.cursor import Cursor, Position
from ui.transcript.hit_walk import HitWalk
from ui.transcript.listening import Listening
from ui.transcript.sheet import NOBODY, Chosen, Sheet
from ui.transcript.text_hits import Hits


def sheet_of(*said: Said) -> Sheet:
    made = Sheet()
    made.headings = len(said) > 1
    made.put(said)
    return made


def found(typed: str, said: Said) -> list[str]:
    """What was found, as it stands in the text, row by row."""
    made = sheet_of(said)
    hits = Hits(typed)
    for _ in hits.search([said]):
        pass
    walk = HitWalk(made)
    walk.take(hits)
    block = made.blocks[0]
    return [block.text(u)[a:b] for u in range(len(made)) for a, b in walk.letters(u)]


def test_words_are_found_in_every_spelling_of_umlauts_and_case() -> None:
    said = talk(300)
    for typed in ("Müller", "mueller", "MÜLLER", "muller"):
        assert set(found(typed, said)) == {"Müller"}
    assert set(found("strasse", said)) == {"Straße"}
    assert len(found("mueller", said)) == " ".join(texts(said)).count("Müller")
    assert found("neu", said) == [], "an umlaut stands for two letters only where there is one"


def texts(said: Said) -> list[str]:
    block = Block(said)
    return [block.text(row) for row in range(len(block))]


@given(st.text(max_size=30))
def test_places_in_folded_text_lead_back_to_letters(text: str) -> None:
    begins = edges(text)
    assert len(begins) == len(text) + 1
    assert begins[-1] == len(folded(text))
    assert all(a <= b for a, b in itertools.pairwise(begins))
    assert umlauts(text) == [begins[n] for n, letter in enumerate(text) if letter in "äöüÄÖÜ"]


def test_nothing_typed_looks_for_nothing() -> None:
    assert patterns("   ") == []
    assert patterns("́") == []


@pytest.mark.parametrize("typed", ["e", "er", "ch n", "nnn", "oe"])
def test_hits_are_all_there_are_and_none_lies_over_another(typed: str) -> None:
    said = talk(500, seed=3)
    hits = Hits(typed)
    for _ in hits.search([said]):
        pass
    rows = [bytes(said.folded[a:b]) for a, b in itertools.pairwise(said.folded_at)]
    plain = [p.text for p in hits.patterns if not p.umlauts]
    for n, row in enumerate(rows):
        own = hits.of(n)
        assert all(b <= c for (_, b), (c, _) in itertools.pairwise(own))
        assert sum(row[a:b] in plain for a, b in own) >= max(row.count(p) for p in plain) - (len(plain) > 1)


def test_from_hit_to_hit_goes_round_over_what_is_shown_only() -> None:
    said = talk(200)
    made = sheet_of(said)
    hits = Hits("er")
    for _ in hits.search([said]):
        pass
    walk = HitWalk(made)
    walk.take(hits)
    everywhere = walk.total
    made.choose(Chosen(doubtful=True))
    walk.count()
    assert 0 < walk.total < everywhere
    seen = [walk.step(1, 0) for _ in range(walk.total)]
    assert len(set(seen)) == walk.total == walk.number
    assert all(at is not None and made.flags[at[0]] for at in seen)
    assert walk.step(1, 0) == seen[0]
    assert walk.step(-1, 0) == seen[-1]


def test_the_word_at_a_time_is_the_last_that_began_and_still_lasts() -> None:
    said = talk(200, seed=9)
    block = Block(said)
    starts, ends = said.word_start_ns, said.word_end_ns
    for t in np.random.default_rng(0).integers(0, int(ends.max()) + SECOND, 500).tolist():
        lasting = np.flatnonzero((starts <= t) & (t < ends))
        word = block.word_at(t)
        if len(lasting):
            assert starts[word] == starts[lasting].max()
        else:
            assert word == -1


def test_lines_are_where_the_sum_of_those_above_says() -> None:
    rng = np.random.default_rng(4)
    heights = rng.integers(10, 90, 3000).astype(np.int32)
    lines = LineHeights(heights.copy())
    for line in rng.integers(0, 3000, 50).tolist():
        new = int(rng.integers(10, 300))
        assert lines.set(line, new) == new - heights[line]
        heights[line] = new
        assert lines.top(line) == heights[:line].sum()
        assert lines.at(lines.top(line)) == line
        assert lines.at(lines.top(line) + new - 1) == line
    assert lines.total == heights.sum()
    assert lines.at(1 << 40) == 2999
    assert LineHeights(np.zeros(0, np.int32)).at(5) == -1


def test_a_choice_shows_what_fits_and_headings_only_of_what_is_left() -> None:
    first, second = talk(40, seed=1, item="a"), talk(40, seed=2, item="b")
    made = sheet_of(first, second)
    assert int((made.lines < 0).sum()) == 2
    made.choose(Chosen(speakers=frozenset({1, NOBODY})))
    shown = made.lines[made.lines >= 0]
    assert set(made.speaker[shown].tolist()) <= {1, NOBODY}
    made.choose(Chosen(languages=frozenset({"fr"})))
    assert not len(made.lines)
    made.choose(Chosen())
    assert len(made.lines) == 82


def test_an_item_that_is_put_again_keeps_its_place() -> None:
    made = sheet_of(talk(10, item="a"), talk(10, item="b"))
    changed = talk(7, seed=8, item="a")
    made.put([changed])
    assert made.blocks[0].said is changed
    assert len(made) == 17
    block, row = made.where(7)
    assert (block.said.untrusted_name, row) == ("b", 0)


def test_the_cursor_walks_over_what_is_shown_and_is_found_again() -> None:
    made = sheet_of(talk(50))
    cursor = Cursor(made)
    made.choose(Chosen(speakers=frozenset({int(made.speaker[10])})))
    first, second = made.lines[:2].tolist()
    cursor.put(cursor.first(first))
    cursor.step_line(1)
    assert cursor.at is not None
    assert cursor.at.utterance == second
    cursor.step_word(1, mark=True)
    assert cursor.marked is not None
    block, row = made.where(cursor.at.utterance)
    word = block.start_of(row, cursor.at.word)
    made.put([talk(30, item="before"), talk(50)])
    cursor.recall()
    block, row = made.where(cursor.at.utterance)
    assert (block.said.untrusted_name, block.start_of(row, cursor.at.word)) == ("talk.wav", word)
    cursor.put(Position(0, 0))
    cursor.step_line(-1)
    assert cursor.at == Position(0, 0)


def test_shares_of_what_was_heard_are_what_each_nanosecond_says() -> None:
    spans = np.array([[10, 20], [30, 45]], np.int64)
    starts, ends = np.array([0, 12, 18, 44, 50]), np.array([10, 18, 32, 60, 51])
    heard = {t for a, b in spans.tolist() for t in range(a, b)}
    expected = [sum(t in heard for t in range(a, b)) / (b - a) for a, b in zip(starts, ends, strict=True)]
    assert shares(spans, starts, ends).tolist() == pytest.approx(expected)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12), st.booleans()), max_size=10))
def test_segments_heard_add_up_and_come_off(steps: list[tuple[int, int, bool]]) -> None:
    none = np.zeros((0, 2), np.int64)
    held, truth = HeardOf("i", none, none, ()), set[int]()
    for start, length, add in steps:
        held = with_span(held, start, start + length, add)
        truth = (
            truth | set(range(start, start + length)) if add else truth - set(range(start, start + length))
        )
    assert {t for a, b in held.mine.tolist() for t in range(a, b)} == truth
    assert all(b < c for (_, b), (c, _) in itertools.pairwise(held.mine.tolist()))


class Played:
    """A place that plays, and a clock that says how fast."""

    def __init__(self) -> None:
        self.now = 0
        self.position = CurrentPosition()
        self.position.audible = lambda: self.loud
        self.loud = True
        self.exposure = Exposure(self.position)
        self.listening = Listening(self.position, self.exposure, lambda: self.now)
        self.kept: list[tuple[str, list[tuple[int, int]]]] = []
        self.listening.kept.connect(lambda item, spans: self.kept.append((item, spans)))
        self.position.go("item", 0)

    def play(self, seconds: float, speed: float = 1.0, steps_a_second: int = 25) -> None:
        self.position.set_playing(True)
        for _ in range(int(seconds * steps_a_second)):
            self.now += SECOND // steps_a_second
            self.position.at(self.position.t_ns + round(speed * SECOND / steps_a_second))

    def stop(self) -> None:
        self.position.set_playing(False)

    @property
    def heard_s(self) -> float:
        return sum(b - a for _, spans in self.kept for a, b in spans) / SECOND


@pytest.mark.parametrize("speed", [0.5, 1.0, 2.0])
def test_what_is_played_up_to_twice_as_fast_was_listened_to(speed: float) -> None:
    played = Played()
    played.play(10, speed)
    played.stop()
    assert played.heard_s == pytest.approx(10 * speed, abs=0.2)


@pytest.mark.parametrize("speed", [2.5, 4.0, 16.0, -1.0])
def test_what_is_wound_or_played_backwards_was_not(speed: float) -> None:
    played = Played()
    played.position.go("item", 500 * SECOND)
    played.play(20, speed)
    played.stop()
    assert played.heard_s == 0


def test_a_jump_parts_what_was_listened_to() -> None:
    played = Played()
    played.play(3)
    played.position.seek(100 * SECOND)
    played.play(3)
    played.stop()
    spans = played.kept[-1][1]
    assert [(round(a / SECOND), round(b / SECOND)) for a, b in spans] == [(0, 3), (100, 103)]


def test_what_makes_no_sound_was_not_listened_to() -> None:
    """Muted in the player, at volume 0, or without a sound device."""
    played = Played()
    played.loud = False
    played.play(5)
    played.loud = True
    played.play(3)
    played.stop()
    assert played.heard_s == pytest.approx(3, abs=0.2)


@pytest.mark.parametrize(
    ("there", "loudness", "heard"), [(True, 0.5, True), (True, 0.0, False), (False, 0.5, False)]
)
def test_sound_is_heard_where_a_device_plays_it_loud(there: bool, loudness: float, heard: bool) -> None:
    speaker = Speaker()
    assert not speaker.heard, "nothing has begun"
    speaker._worker = _Worker()
    speaker._worker.available = there
    speaker.volume(loudness)
    assert not speaker.heard, "nothing has come out yet"
    speaker._worker.position = 0, 0.0
    assert speaker.heard is heard
    speaker._worker = None


def test_what_is_muted_or_only_shown_was_not_listened_to() -> None:
    played = Played()
    played.exposure.protect(False, False, True)
    played.play(5)
    played.stop()
    for n in range(100):
        played.now += SECOND // 25
        played.position.at(n * SECOND // 25)
    assert played.kept == []


def test_long_playing_is_kept_every_minute_without_a_hole() -> None:
    played = Played()
    played.play(150)
    assert len(played.kept) == 2
    played.stop()
    spans = [span for _, spans in played.kept for span in spans]
    assert all(b == c for (_, b), (c, _) in itertools.pairwise(spans))
    assert played.heard_s == pytest.approx(150, abs=0.2)


def test_leaving_an_item_keeps_what_was_heard_of_it() -> None:
    played = Played()
    played.play(4)
    played.position.go("other", 0)
    assert [item for item, _ in played.kept] == ["item"]
