"""Rules for the times of words, and for what was listened to."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.case import Case
from app.cases.log import decisions, last, undo
from app.cases.transcript import transcript
from app.cases.word_times import timed_anew
from app.operations.decisions import EDIT, LISTENED, Decision, DecisionUnsound, fold
from app.operations.decisions import made as made_decision
from app.operations.moments import UTTERANCE, Moment
from app.review import listened
from app.review.review import review
from engine.across.speaker_words import SpokenWord
from engine.units import SECOND, Span
from tests.made_case import put_item, put_unit, said, sha256_of
from tests.vault import new_account, new_case

HEARD = [
    SpokenWord(1000 * n, 1000 * n + 800, text, 0, 0.5 + n / 20)
    for n, text in enumerate(["ich", "war", "um", "acht", "am", "Tor"])
]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with new_case(new_account(tmp_path / "home")) as opened:
        yield opened


def _talk(case: Case) -> str:
    item = put_item(case, "a.wav")
    tables = dict(said((1, 4, "ich war um acht"), (5, 7, "am Tor")))
    places = [(0, 1.0), (0, 1.5), (0, 2.0), (0, 3.0), (1, 5.0), (1, 6.0)]
    tables["words"] = [
        {
            "utterance": utterance,
            "start_ns": round(t * SECOND),
            "end_ns": round((t + 0.4) * SECOND),
            "text": word.text,
            "probability": 0.75,
        }
        for word, (utterance, t) in zip(HEARD, places, strict=True)
    ]
    put_unit(case, "a.wav", item, "transcription", tables, stream=1)
    return item


def test_words_are_kept_only_for_who_asks(case: Case) -> None:
    item = _talk(case)
    with review(case) as found:
        bare = transcript(found.findings, found.items[item])
        whole = transcript(found.findings, found.items[item], words=True)
    assert [u.words for u in bare] == [(), ()]
    assert [[w.text for w in u.words] for u in whole] == [["ich", "war", "um", "acht"], ["am", "Tor"]]
    assert whole[0].words[3].start_ns == 3 * SECOND
    assert whole[0].words[3].probability == pytest.approx(0.75)


def test_a_person_s_wording_keeps_the_times_of_the_words_it_keeps(case: Case) -> None:
    item = _talk(case)
    with review(case, write=True) as found:
        moment = found.transcript(found.items[item])[0].moment
        found.decide(EDIT, [moment], text="Ich kam um zehn, acht.")
        edited = transcript(found.findings, found.items[item], found.state.edits, words=True)[0]
    times = {w.text: w.start_ns / SECOND for w in edited.words}
    assert times == {"Ich": 1.0, "kam": 1.5, "um": 2.0, "zehn,": 2.4, "acht.": 3.0}
    assert all(w.probability < 0 for w in edited.words), "written by hand"


def test_words_written_between_share_the_time_between() -> None:
    written = timed_anew("ich war wohl schon um acht am Tor", HEARD, 0, 6000)
    assert [(w.text, w.start_ns) for w in written][:5] == [
        ("ich", 0),
        ("war", 1000),
        ("wohl", 1800),
        ("schon", 1888),
        ("um", 2000),
    ]
    assert timed_anew("nein", [], 0, 500) == (SpokenWord(0, 500, "nein", -1, -1.0),)


@given(st.lists(st.sampled_from(["ich", "war", "um", "Acht!", "am", "neu", "…"]), max_size=12))
def test_every_written_word_has_a_time_and_they_stand_in_order(words: list[str]) -> None:
    timed = timed_anew(" ".join(words), HEARD, 0, 6000)
    assert [w.text for w in timed] == words
    assert all(0 <= w.start_ns <= w.end_ns <= 6000 for w in timed)
    assert all(a.end_ns <= b.start_ns for a, b in itertools.pairwise(timed))


def _place(start: int, end: int) -> Moment:
    return Moment(UTTERANCE, sha256_of("a.wav"), 1, start, end, start)


def test_what_was_played_stays_listened_to_until_a_person_says_otherwise(case: Case) -> None:
    me = case.account.identity.id
    with case.writing() as connection:
        listened.listen(case, connection, [_place(0, 10), _place(20, 30)], heard=True, by_playing=True)
        listened.listen(case, connection, [_place(10, 22)], heard=True, by_playing=True)
        unmark = listened.listen(case, connection, [_place(5, 6)], heard=False, by_playing=False)
    with case.database.connect() as connection:
        assert listened.heard(connection) == {sha256_of("a.wav"): {me: [Span(0, 5), Span(6, 30)]}}
    with case.writing() as connection:
        undo(case, connection, unmark.id)
        assert listened.heard(connection) == {sha256_of("a.wav"): {me: [Span(0, 30)]}}


def test_what_somebody_else_heard_is_not_taken_from_them() -> None:
    def said_by(author: str, start: int, end: int, heard: bool) -> Decision:
        body = {"moments": [_place(start, end).to_json()], "heard": heard, "by_playing": True}
        return made_decision(author, LISTENED, body)

    folded = listened.by_item(fold([said_by("ada", 0, 10, True), said_by("bob", 0, 10, False)]))
    assert folded[sha256_of("a.wav")] == {"ada": [Span(0, 10)], "bob": []}


def test_listening_weighs_on_no_other_decision(case: Case) -> None:
    with case.writing() as connection:
        listened.listen(case, connection, [_place(0, 10)], heard=True, by_playing=True)
    with review(case) as found:
        assert found.state.moments(UTTERANCE) == set()
        assert [d.kind for d in decisions(found.connection)] == [LISTENED]
        assert last(found.connection, {LISTENED}) > 0
        assert last(found.connection, {EDIT}) == 0


def test_a_mark_that_does_not_say_which_is_refused() -> None:
    with pytest.raises(DecisionUnsound):
        made_decision("ada", LISTENED, {"moments": [_place(0, 1).to_json()], "heard": "yes"})


def test_listening_in_any_order_of_segments_covers_the_same() -> None:
    rng = np.random.default_rng(3)
    spans = [
        (int(a), int(a + n)) for a, n in zip(rng.integers(0, 50, 12), rng.integers(1, 9, 12), strict=True)
    ]
    body = {"moments": [_place(a, b).to_json() for a, b in spans], "heard": True, "by_playing": True}
    folded = listened.by_item(fold([made_decision("ada", LISTENED, body)]))[sha256_of("a.wav")]["ada"]
    covered = {t for span in folded for t in range(span.start_ns, span.end_ns)}
    assert covered == {t for a, b in spans for t in range(a, b)}
