"""What a set of operations amounts to does not depend on how it came together."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.dossier.catalogue import Catalogue
from app.operations.decision import Decision
from app.operations.fold import Fold
from app.operations.kind import kinds, known
from app.operations.kinds.listened import change
from app.operations.moments import Moment
from app.operations.state import State
from engine.units import SECOND
from tests.made_operations import START, Speaker, folded

SHA = "ab" * 32
MONTHS = timedelta(days=200)


def at(number: int, kind: str = "face") -> Moment:
    start = number * SECOND
    return Moment(kind, SHA, 0, start, start + 2 * SECOND, start, (0, 0, 10, 10))


def wording(text: str) -> dict[str, Any]:
    return {"moments": [at(1).to_json()], "text": text}


def body_of(kind: str, dice: random.Random, known_ids: list[str]) -> dict[str, Any]:
    moments = [at(n).to_json() for n in dice.sample(range(5), 3)]
    some: dict[str, dict[str, Any]] = {
        "name": {"moments": moments[:1], "name": dice.choice(["Ada", "Eva"])},
        "identify": {"moments": moments[:1], "name": dice.choice(["ada", "Eva"]), "blind": True},
        "edit-transcript": {"moments": moments[:1], "text": str(dice.random())},
        "judge-claim": {"claim": dice.choice("ab"), "accepted": dice.random() < 0.5},
        "clock": {"source": dice.choice("xy"), "offset_ns": dice.randrange(9), "uncertainty_ns": 1},
        "time": {"sha256": dice.choice("xy"), "at_ns": dice.randrange(9), "uncertainty_ns": 1},
        "listened": {"moments": moments, "heard": dice.random() < 0.6},
        "search": {"search": dice.choice("st"), "name": "n", "typed": dice.choice(["", "red", "car"])},
        "case-fact": {"facts": {dice.choice(["name", "purpose"]): dice.random()}},
        "item-fact": {"sha256": SHA, "facts": {"place": dice.random()}},
        "note": {"text": str(dice.random()), "tags": ["x"]},
        "undo": {"decision": dice.choice(known_ids or ["0"])},
        "delete": {"operations": [dice.choice(known_ids or ["0"])]},
        "from the future": {"anything": 1},
    }
    return some.get(kind, {"moments": moments})


def history(dice: random.Random, devices: int, length: int) -> list[Speaker]:
    """People at work: they speak, take back what they know of, and meet now and then."""
    speakers = [Speaker(f"d{n}", MONTHS * dice.uniform(-1, 1)) for n in range(devices)]
    every = [*kinds(), "undo", "undo", "undo", "from the future"]
    for step in range(length):
        one, other = dice.choice(speakers), dice.choice(speakers)
        kind = dice.choice(every)
        if kind == "draft":
            body: dict[str, Any] = {"draft": dice.choice("uv"), "by": "rule", "language": "en", "body": {}}
        elif kind == "record":
            body = {"action": "a", "subject": "s", "details": {}}
        else:
            body = body_of(kind, dice, sorted(one.said))
        one.say(kind, body, START + timedelta(minutes=step))
        if dice.random() < 0.3:
            one.meet(other)
    for one in speakers[1:]:
        speakers[0].meet(one)
    return speakers


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 4), st.integers(1, 30))
def test_any_order_of_arrival_and_any_clocks_give_the_same_state(
    dice: random.Random, devices: int, length: int
) -> None:
    whole = history(dice, devices, length)[0].said
    arrivals = list(whole.values())
    wanted = folded(arrivals).state
    for _ in range(3):
        dice.shuffle(arrivals)
        assert folded(arrivals + arrivals[:2]).state == wanted


@settings(max_examples=80, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 25))
def test_what_is_kept_up_to_date_equals_what_is_folded_at_once(dice: random.Random, length: int) -> None:
    """After every single arrival, whether or not anybody looked in between."""
    said = sorted((d for d, _ in history(dice, 3, length)[0].said.values()), key=lambda d: d.key)
    dice.shuffle(said)
    kept = Fold()
    for count, one in enumerate(said, 1):
        kept.add(one)
        if dice.random() < 0.5:
            at_once = Fold()
            for other in sorted(said[:count], key=lambda d: d.key):
                at_once.add(other)
            assert kept.state == at_once.state


def test_a_clock_that_is_off_does_not_decide_who_is_right() -> None:
    """A word said after seeing another replaces it: with a clock a month slow, or against one ahead."""
    for off in (timedelta(days=-31), timedelta(days=3650)):
        here, there = Speaker("here", -off if off > timedelta() else timedelta()), Speaker("there", off)
        here.say("edit-transcript", wording("eins"), START)
        here.meet(there)
        there.say("edit-transcript", wording("zwei"), START + timedelta(hours=1))
        here.meet(there)
        assert [e.text for e in folded(list(here.said.values())).state.edits] == ["zwei"]
        here.say("edit-transcript", wording("drei"), START + timedelta(hours=2))
        assert [e.text for e in folded(list(here.said.values())).state.edits] == ["drei"]


def test_undoing_an_undo_brings_a_word_back_whatever_the_clock_says() -> None:
    one = Speaker("d")
    said = one.say("name", {"moments": [at(1).to_json()], "name": "Ada"}, START)
    for turn in range(1, 6):
        one.off -= timedelta(days=30)
        said = one.say("undo", {"decision": said.id}, START + timedelta(minutes=turn))
        state = folded(list(one.said.values())).state
        assert bool(state.identities) is (turn % 2 == 0)
        assert (state.released == [at(1)]) is (turn % 2 == 1)


def test_what_was_deleted_said_nothing_and_is_not_brought_back() -> None:
    one = Speaker("d")
    name = one.say("name", {"moments": [at(1).to_json()], "name": "Ada"}, START)
    without = folded(list(one.said.values())[:0]).state
    gone = one.say("delete", {"operations": [name.id]}, START)
    one.say("undo", {"decision": gone.id}, START)
    assert folded(list(one.said.values())).state == without == State()


def test_a_deleted_undo_leaves_what_it_took_back() -> None:
    one = Speaker("d")
    name = one.say("name", {"moments": [at(1).to_json()], "name": "Ada"}, START)
    undo = one.say("undo", {"decision": name.id}, START)
    one.say("delete", {"operations": [undo.id]}, START)
    assert [i.name for i in folded(list(one.said.values())).state.identities] == ["Ada"]


def test_the_same_words_taken_over_twice_count_once() -> None:
    first, second = (
        Decision(i * 64, "anna", "2026-11-01T00:00:00+00:00", "must",
                 {"moments": [at(1).to_json(), at(2).to_json()]}, time, alias="f" * 32)
        for i, time in (("a", 5), ("b", 3))
    )  # fmt: skip
    for order in ((first, second), (second, first)):
        fold = Fold()
        for one in order:
            fold.add(one)
            _ = fold.state
        assert fold.state.must == [(at(1), at(2))]
        undo = Decision("c" * 64, "anna", "", "undo", {"decision": "f" * 32}, 9)
        fold.add(undo)
        assert fold.state.must == []


def test_an_operation_waits_for_what_its_author_had_seen() -> None:
    one = Speaker("d")
    for number in range(3):
        one.say("note", {"text": str(number)}, START)
    first, second, third = one.said.values()
    assert [n.text for n in folded([third, second]).state.notes] == []
    assert [n.text for n in folded([third, first, second]).state.notes] == ["0", "1", "2"]


def test_unknown_kinds_and_newer_versions_are_left_out_without_harm() -> None:
    assert known("praise") is None
    assert known("name", 2) is None
    fold = Fold()
    fold.add(
        Decision("a" * 64, "anna", "", "name", {"moments": [at(1).to_json()], "name": "Ada"}, 1, version=2)
    )
    fold.add(Decision("b" * 64, "anna", "", "praise", {}, 2))
    fold.add(Decision("c" * 64, "anna", "", "name", {"moments": "nonsense", "name": "Ada"}, 3))
    assert fold.state == State()


def test_every_kind_is_one_file() -> None:
    wanted = (
        "name must cannot detach merge split identify edit-transcript judge-claim undo listened clock record "
        "no-face draw-face time search draft note case-fact item-fact delete"
    )
    assert set(kinds()) == set(wanted.split())
    for kind in kinds().values():
        assert type(kind).__module__.rpartition(".")[2] == kind.name.replace("-", "_")


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9), st.booleans()), max_size=30))
def test_segments_are_the_instants_added_and_not_taken_out(steps: list[tuple[int, int, bool]]) -> None:
    stretches: list[tuple[int, int]] = []
    instants: set[int] = set()
    for start, length, add in steps:
        change(stretches, start, start + length, add)
        instants = (
            instants | set(range(start, start + length))
            if add
            else instants - set(range(start, start + length))
        )
    assert {i for s, e in stretches for i in range(s, e)} == instants
    assert all(a[1] < b[0] for a, b in pairwise(stretches))


@pytest.mark.parametrize("kind", ["must", "cannot", "merge", "split"])
def test_words_about_several_need_several(kind: str) -> None:
    fold = Fold()
    fold.add(Decision("a" * 64, "anna", "", kind, {"moments": [at(1).to_json()] * 2}, 1))
    assert fold.state == State()


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_kind_that_people_read_of_is_worded(language: str) -> None:
    say = Catalogue(language)
    for kind in kinds().values():
        if kind.decision:
            assert say.has(kind.wording)
            assert say.has(f"action.{kind.action({})}")


@settings(max_examples=80, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 40))
def test_what_is_loaded_at_once_equals_what_is_added_one_by_one(dice: random.Random, length: int) -> None:
    said = sorted((d for d, _ in history(dice, 3, length)[0].said.values()), key=lambda d: d.key)
    part = dice.randrange(len(said) + 1)
    added, loaded = Fold(), Fold()
    loaded.load(said[:part])
    for one in said:
        added.add(one)
    for one in said[part:]:
        loaded.add(one)
    assert loaded.state == added.state
