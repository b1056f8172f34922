"""How many speak, who when, who again in another file, and which words are whose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engine.across.speaker_clusters import Constraints, VoiceRows, cluster_speakers
from engine.across.speaker_words import NOBODY, SpokenWord, Turn, who_said
from engine.across.spoken import is_speech
from engine.across.voice_parts import Labels, voice_groups
from engine.records import Table, pack
from engine.stage import Vector, stages
from tests.diarization_error import Turns, diarization_error, read_rttm
from tests.sounds import MEDIA, RATE, load, speakers_of, turns_of

SECOND = 1_000_000_000


@pytest.mark.parametrize(
    ("name", "truth"), [("sample.wav", "sample.rttm"), ("dev00.wav", "debug.development.rttm")]
)
def test_speakers_are_counted_and_placed(name: str, truth: str) -> None:
    _, result = speakers_of(load(name))
    reference = read_rttm(MEDIA / truth, 30.0)[name.removesuffix(".wav")]
    assert len(set(result["turns"]["speaker"].tolist())) == len({who for _, _, who in reference})
    assert diarization_error(reference, turns_of(result)).rate <= 0.25


def test_cutting_a_file_into_units_changes_no_byte_of_its_speakers() -> None:
    sound = np.concatenate([load("sample.wav"), load("trn05.wav")])
    once, cut = speakers_of(sound, 120), speakers_of(sound, 25)
    assert pack(once[0]) == pack(cut[0])
    assert pack(once[1]) == pack(cut[1])


def test_silence_has_no_speaker() -> None:
    _, result = speakers_of(np.zeros(16_000 * 15, np.float32))
    assert len(result["turns"]) == len(result["voices"]) == 0


def bubbling(seconds: int, seed: int) -> Vector:
    """Water: some twenty bubbles a second, sines from 250 to 900 hertz that rise and fade."""
    draw = np.random.default_rng(seed)
    sound = draw.normal(0, 0.001, seconds * RATE)
    t = np.arange(RATE // 4) / RATE
    at = int(draw.exponential(RATE / 20))
    while at + len(t) < len(sound) - RATE:
        tone = np.sin(2 * np.pi * (draw.uniform(250, 900) * t + 600 * t * t))
        sound[at : at + len(t)] += draw.uniform(0.05, 0.3) * np.exp(-25 * t) * np.minimum(1, 200 * t) * tone
        at += int(draw.exponential(RATE / 20))
    sound *= np.sin(2 * np.pi * 0.4 * np.arange(len(sound)) / RATE) > -0.2
    result: Vector = np.clip(sound, -1, 1).astype(np.float32)
    return result


def growling(seconds: int, seed: int) -> Vector:
    """Pulses of 70 to 110 hertz through two resonances, louder and fainter as an animal breathes."""
    draw = np.random.default_rng(seed)
    t = np.arange(seconds * RATE) / RATE
    phase = np.cumsum(90 + 15 * np.sin(2 * np.pi * 0.7 * t) + draw.normal(0, 8, len(t))) / RATE
    source = (phase % 1 < 0.08).astype(np.float64) + draw.normal(0, 0.02, len(t))
    spectrum, hertz = np.fft.rfft(source), np.fft.rfftfreq(len(t), 1 / RATE)
    shape = 1 / (1 + ((hertz - 350) / 150) ** 2) + 0.4 / (1 + ((hertz - 900) / 200) ** 2)
    breath = np.clip(np.sin(2 * np.pi * 0.35 * t), 0, None)
    sound = np.fft.irfft(spectrum * shape, len(t)) * breath
    result: Vector = (0.3 * sound / np.abs(sound).max()).astype(np.float32)
    return result


@pytest.mark.parametrize("made", [bubbling, growling])
def test_what_only_sounds_like_a_voice_is_none(made: Callable[[int, int], Vector]) -> None:
    """The model that tells speakers apart hears a voice in water and in an animal."""
    local, result = speakers_of(made(10, 1))
    assert len(local["segments"])
    assert len(result["turns"]) == len(result["voices"]) == 0


def test_of_speech_and_water_the_speech_has_a_voice() -> None:
    sound = np.concatenate([bubbling(10, 1), load("jfk.wav"), bubbling(10, 1)])
    _, result = speakers_of(sound)
    assert set(result["turns"]["speaker"].tolist()) == {0}
    assert result["turns"]["start_ns"][0] > 9.5 * SECOND
    assert result["turns"]["end_ns"][-1] < 22 * SECOND


def test_speech_is_what_either_model_hears_as_such() -> None:
    def table(stage: str, name: str, **columns: object) -> Table:
        return Table(stages()[stage].tables[name], columns)

    speech = table(
        "voice_activity", "speech", start_ns=[0, 5], end_ns=[10, 20], confidence=[1, 1], channel=[0, 1]
    )
    names = ["Speech", "Water", "Whispering"]
    events = table(
        "sound_events", "events", start_ns=[40, 60, 80], end_ns=[50, 70, 90], label=names, score=[1, 1, 1]
    )
    starts, ends = np.array([0, 10, 15, 16, 40, 60, 80]), np.array([20, 30, 25, 30, 50, 70, 100])
    expected = [True, True, True, False, True, False, True]
    assert is_speech(starts, ends, speech, events).tolist() == expected


def test_error_rate_agrees_with_cases_worked_by_hand() -> None:
    reference: Turns = [(0, 10, "a"), (10, 20, "b")]
    assert diarization_error(reference, [(0, 10, "x"), (10, 20, "y")]).rate == 0
    assert diarization_error(reference, []).rate == 1
    # one speaker found for both: ten of twenty seconds confused
    assert diarization_error(reference, [(0, 20, "x")]).rate == pytest.approx(0.5)
    # two seconds late and two too long: 2 missed, 2 confused at the seam, none false
    late = diarization_error(reference, [(2, 12, "x"), (12, 20, "y")])
    assert (late.missed, late.false, late.confused) == (2, 0, 2)
    # overlap: b is heard over a for five seconds, of which two are found
    overlap = diarization_error([(0, 10, "a"), (5, 10, "b")], [(0, 10, "x"), (8, 12, "y")])
    assert (overlap.missed, overlap.false, overlap.speech) == (3, 2, 15)


def directions(count: int, seed: int) -> Vector:
    return unit(np.random.default_rng(seed).normal(size=(count, 192)))


def unit(vectors: Any) -> Vector:
    result: Vector = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return result


def grouped(vectors: Vector) -> Labels:
    """Groups of pieces of a second each, one after the other."""
    start = np.arange(len(vectors)) * SECOND
    return voice_groups(vectors, np.ones(len(vectors), np.float32), start, start + SECOND, 2.0, join=0.6)


@pytest.mark.parametrize("people", [1, 2, 3, 5])
def test_groups_are_as_many_as_voices(people: int) -> None:
    centres = directions(people, 1)
    who = np.arange(people * 30) % people
    assert grouped(unit(centres[who] + 0.6 * directions(len(who), 2))).tolist() == who.tolist()


def test_four_voices_of_which_three_are_alike_are_four() -> None:
    """As on the radio: three have a likeness of 0.58, one is unlike them, and two say little."""
    own = directions(4, 4)
    centres = unit(np.concatenate([1.15 * directions(1, 3) + own[:3], own[3:]]))
    who = np.random.default_rng(1).permutation(np.repeat(np.arange(4), (41, 14, 38, 16)))
    found = grouped(unit(centres[who] + 1.1 * directions(len(who), 11)))
    assert len(set(zip(found.tolist(), who.tolist(), strict=True))) == len(set(found.tolist())) == 4


def test_pieces_of_the_same_sound_do_not_make_it_two_voices() -> None:
    """Every second is heard in four windows, whose vectors are nearly the same."""
    voice = directions(1, 1)[0]
    heard = unit(voice + 1.1 * directions(30, 2))
    vectors = unit(np.repeat(heard, 4, axis=0) + 0.1 * directions(120, 3))
    start = np.repeat(np.arange(30), 4) * SECOND
    found = voice_groups(vectors, np.ones(120, np.float32), start, start + SECOND, 8.0, join=0.6)
    assert set(found.tolist()) == {0}


def test_many_hours_of_voices_are_grouped_through_their_nodes() -> None:
    centres = directions(4, 5)
    who = np.arange(4000) % 4
    assert grouped(unit(centres[who] + 0.5 * directions(len(who), 6))).tolist() == who.tolist()


def rows(vectors: Vector, items: list[int], speakers: list[int], seconds: float = 20) -> VoiceRows:
    return VoiceRows(vectors, np.array(items), np.array(speakers), np.full(len(items), seconds, np.float32))


def test_one_speaker_of_two_files_is_one_person_and_two_of_one_file_are_two() -> None:
    a, b = directions(2, 9)
    found = cluster_speakers(rows(np.stack([a, b, a, a]), [0, 0, 1, 0], [0, 1, 0, 2])).cluster
    assert found[1] not in (found[0], found[2])
    assert (found[0] == found[2]) != (found[3] == found[2])


def test_people_overrule_the_machine_about_voices() -> None:
    a, b = directions(2, 9)
    voices = rows(np.stack([a, a, b]), [0, 1, 2], [0, 0, 0])
    assert len(set(cluster_speakers(voices).cluster.tolist())) == 2
    parted = cluster_speakers(voices, constraints=Constraints(cannot=[(0, 1)])).cluster
    assert parted[0] != parted[1]
    joined_by_hand = cluster_speakers(voices, constraints=Constraints(must=[(0, 2)])).cluster
    assert joined_by_hand[0] == joined_by_hand[2]


def test_a_word_joins_nobody() -> None:
    a = directions(1, 9)[0]
    found = cluster_speakers(rows(np.stack([a, a]), [0, 1], [0, 0], seconds=0.7)).cluster
    assert found[0] != found[1]


@pytest.mark.parametrize(
    ("seconds", "cosine", "same"),
    [(1.25, 0.5, True), (1.25, 0.38, False), (2.5, 0.6, True), (2.5, 0.5, False),
     (5, 0.7, True), (5, 0.6, False), (20, 0.75, True), (20, 0.7, False)],
)  # fmt: skip
def test_the_less_is_heard_the_less_alike_may_two_sounds_of_one_voice_be(
    seconds: float, cosine: float, same: bool
) -> None:
    """Of 13,877 pairs of two people none reached the limit of its length, of one person's four in five."""
    a, b = directions(2, 9)
    other = cosine * a + np.sqrt(1 - cosine**2) * unit((b - (a @ b) * a)[None])[0]
    found = cluster_speakers(rows(unit(np.stack([a, other])), [0, 1], [0, 0], seconds)).cluster
    assert (found[0] == found[1]) == same


def test_one_narrator_of_many_short_files_is_one_voice() -> None:
    """Vectors of two to three seconds of one voice have a likeness of 0.6 to 0.7, another's of 0.2."""
    one, other = directions(2, 9)
    vectors = unit(np.concatenate([one + 0.7 * directions(20, 1), other + 0.7 * directions(20, 2)]))
    who = np.repeat([0, 1], 20)
    found = cluster_speakers(rows(vectors, list(range(40)), [0] * 40, seconds=2.5)).cluster
    assert len(set(found.tolist())) == 2
    assert len(set(zip(found.tolist(), who.tolist(), strict=True))) == 2


def test_clusters_keep_their_numbers_when_a_file_is_added() -> None:
    a, b, c = directions(3, 9)
    before = cluster_speakers(rows(np.stack([a, b]), [0, 1], [0, 0])).cluster
    earlier = np.array([*before.tolist(), -1, -1])
    after = cluster_speakers(rows(np.stack([a, b, a, c]), [0, 1, 2, 3], [0, 0, 0, 0]), earlier).cluster
    assert after[:2].tolist() == before.tolist()
    assert after[2] == before[0]
    assert after[3] not in before


def words(*times: tuple[float, float, str]) -> list[SpokenWord]:
    return [SpokenWord(int(a * SECOND), int(b * SECOND), text, 0) for a, b, text in times]


def test_an_utterance_is_parted_where_the_speaker_changes() -> None:
    turns = [Turn(0, 2 * SECOND, 4), Turn(2 * SECOND, 4 * SECOND, 7)]
    said = who_said(words((0, 1, "How"), (1, 1.9, "are"), (1.8, 2.4, "you?"), (2.5, 3, "Fine.")), turns)
    assert [(part.speaker, part.text) for part in said] == [(4, "How are"), (7, "you? Fine.")]


def test_who_interrupts_is_heard_and_far_words_are_nobodys() -> None:
    turns = [Turn(0, 10 * SECOND, 1), Turn(4 * SECOND, 5 * SECOND, 2)]
    said = who_said(words((1, 2, "so"), (4.5, 5.4, "we"), (10.2, 10.4, "end"), (30, 31, "ghost")), turns)
    assert [part.speaker for part in said] == [1, NOBODY]
    assert [part.text for part in said] == ["so we end", "ghost"]
