"""Rules for voices across files: on real recordings, and for people's decisions about them."""

from __future__ import annotations

import wave
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest

from app.cases.case import Case
from app.cases.clusters import VOICES
from app.cases.log import append, undo
from app.exports.transcript_forms import as_text
from app.operations.decisions import made as made_decision
from app.operations.moments import VOICE
from app.review import person_actions
from app.review.person_actions import Target
from app.review.review import NoSuchGroup, OwnAnswer, review
from engine.records import Result
from engine.units import SECOND, Kind
from tests.made_case import Rows, put_item, put_unit, said
from tests.sounds import RATE, load
from tests.vault import new_account, new_case

RunStages = Callable[..., Mapping[str, list[Result]]]
HALVES = {"sample": (0, 15), "sample later": (15, 30), "trn03": (0, 15), "trn03 later": (15, 30)}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with new_case(new_account(tmp_path_factory.mktemp("voices") / "home")) as opened:
        yield opened


@pytest.fixture(scope="module")
def recordings(
    case: Case, run_stages: RunStages, media: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Case:
    """A conversation and a lecture, each cut into two files, and two speeches by other people."""
    folder = tmp_path_factory.mktemp("cut")
    paths = {"obama": media("obama_speech.mp4"), "jfk": media("jfk.wav")}
    for name, (start, end) in HALVES.items():
        paths[name] = folder / f"{name}.wav"
        sound = load(f"{name.split()[0]}.wav")[start * RATE : end * RATE]
        with wave.open(str(paths[name]), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes((sound * 32767).astype(np.int16).tobytes())
    for name, path in paths.items():
        (found,) = run_stages(path, ["speakers"])["speakers"]
        item = put_item(case, name, Kind.AUDIO, 15)
        put_unit(case, name, item, "speakers", {n: list(t) for n, t in found.items()})
    return case


def _people(case: Case) -> dict[str, int]:
    """Number of the voice per item and speaker."""
    with review(case, write=True) as found:
        found.regroup()
        return {
            f"{found.items[v.item_id].untrusted_name} {v.row}": c.number
            for c in found.voices.clusters
            for v in found.appearances(c)
        }


def test_a_recording_cut_into_two_files_has_the_same_voices_and_other_people_have_others(
    recordings: Case,
) -> None:
    who = _people(recordings)
    assert who["sample 0"] == who["sample later 1"], (
        "who speaks most in the first half speaks less in the other"
    )
    assert who["trn03 0"] == who["trn03 later 0"]
    apart = [who[n] for n in ("sample 0", "sample later 0", "trn03 0", "obama 0", "jfk 0")]
    assert len(set(apart)) == len(apart)


def _speakers(*turns: tuple[float, float, int], voices: Mapping[int, int]) -> dict[str, Rows]:
    """Tables of `speakers`: (start, end, speaker), and the made-up person each speaker is."""
    rows = [
        {"start_ns": round(a * SECOND), "end_ns": round(b * SECOND), "speaker": who} for a, b, who in turns
    ]
    heard = [{"speaker": n, "vector": _voice(person), "seconds": 20.0} for n, person in voices.items()]
    return {"turns": rows, "voices": heard}


def _voice(person: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    vector = np.random.default_rng(person).standard_normal(192)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Case]:
    """Two files: people 1 and 2 speak in a, person 1 in b."""
    with new_case(new_account(tmp_path / "home")) as opened:
        a, b = put_item(opened, "a.wav", Kind.AUDIO), put_item(opened, "b.wav", Kind.AUDIO)
        turns = ((0, 5, 0), (5, 9, 1), (9, 12, 0))
        put_unit(opened, "a.wav", a, "speakers", _speakers(*turns, voices={0: 1, 1: 2}))
        put_unit(opened, "b.wav", b, "speakers", _speakers((0, 8, 0), voices={0: 1}))
        words = said((0, 9, "guten Tag zusammen ja bitte"), (9, 12, "also los"))
        words["words"] = [
            {"utterance": 0, "start_ns": round(t * SECOND), "end_ns": round((t + 1) * SECOND), "text": text}
            for t, text in ((0.5, "guten"), (2, "Tag"), (3.5, "zusammen"), (5.5, "ja"), (7, "bitte"))
        ]
        put_unit(opened, "a.wav", a, "transcription", words, stream=1)
        yield opened


def _lines(case: Case) -> list[str]:
    with review(case) as found:
        item = next(i for i in found.items.values() if i.untrusted_name == "a.wav")
        return as_text(found.transcript(item), lambda u: found.speaker(item.id, u.speaker)).splitlines()


def _name(case: Case, item: str, speaker: int, name: str) -> None:
    with review(case, write=True) as found:
        moment = next(
            v.moment
            for v in found.voices.appearances.values()
            if (found.items[v.item_id].untrusted_name, v.row) == (item, speaker)
        )
        found.decide("name", [moment], name=name)


def test_an_utterance_is_written_down_in_parts_where_the_speaker_changes(talk: Case) -> None:
    assert _people(talk) == {"a.wav 0": 1, "a.wav 1": 2, "b.wav 0": 1}
    assert _lines(talk) == [
        "00:00.0  voice 1: guten Tag zusammen",
        "00:05.5  voice 2: ja bitte",
        "00:09.0  voice 1: also los",
    ]


def test_a_voice_named_in_one_file_is_named_in_the_others_and_stays_so_when_computed_again(
    talk: Case,
) -> None:
    _people(talk)
    _name(talk, "b.wav", 0, "Ada")
    assert _lines(talk)[0] == "00:00.0  Ada (unconfirmed): guten Tag zusammen"
    with review(talk) as found:
        items = {i.untrusted_name: i.id for i in found.items.values()}
    # other numbers, other edges, another key
    turns = ((0.1, 4.9, 1), (5.1, 9, 0), (9, 12.2, 1))
    tables = _speakers(*turns, voices={0: 2, 1: 1})
    put_unit(talk, "a.wav", items["a.wav"], "speakers", tables, settings={"least_turn_s": 0.2})
    tables = _speakers((0.3, 8.1, 0), voices={0: 1})
    put_unit(talk, "b.wav", items["b.wav"], "speakers", tables, settings={"least_turn_s": 0.2})
    assert _lines(talk)[0] == "00:00.0  Ada (unconfirmed): guten Tag zusammen"
    assert _people(talk) == {"a.wav 1": 1, "a.wav 0": 2, "b.wav 0": 1}


def test_people_stand_above_the_machine_about_voices_too(talk: Case) -> None:
    _people(talk)
    with review(talk, write=True) as found:
        apart = found.decide("detach", [found.appearance("1.2", VOICES)[1].moment]).id
    assert len(set(_people(talk).values())) == 3
    with review(talk, write=True) as found:
        undo(talk, found.connection, apart)
        found.regroup()
    assert len(set(_people(talk).values())) == 2
    with review(talk, write=True) as found:
        person_actions.merge(found, [Target(VOICES, n) for n in (1, 2)])
    assert len(set(_people(talk).values())) == 1


def test_a_name_whose_voice_is_no_longer_found_is_reported(talk: Case) -> None:
    _name(talk, "b.wav", 0, "Ada")
    with review(talk) as found:
        item = next(i.id for i in found.items.values() if i.untrusted_name == "b.wav")
    put_unit(talk, "b.wav", item, "speakers", _speakers(voices={}), settings={"least_turn_s": 9.0})
    with review(talk) as found:
        assert [i.name for i in found.voices.lost] == ["Ada"]
        assert not found.faces.lost, "a voice is no face"


def test_nobody_who_may_be_asked_reads_the_name_of_a_voice(talk: Case) -> None:
    _people(talk)
    with review(talk, write=True) as found:
        moment = found.appearance("1", VOICES)[1].moment
        assert moment.kind == VOICE
        body = {"moments": [moment.to_json()], "name": "Ada"}
        append(talk, found.connection, made_decision("somebody else", "name", body))
    assert _lines(talk)[0] == "00:00.0  voice 1: guten Tag zusammen"
    with review(talk, write=True) as found:
        assert found.status(person_actions.verify(found, Target(VOICES, 1), "ada")[1]) == "verified"
        with pytest.raises(NoSuchGroup):
            person_actions.verify(found, Target(VOICES, 9), "ada")
    assert _lines(talk)[0] == "00:00.0  Ada: guten Tag zusammen"
    _name(talk, "a.wav", 1, "Eva")
    with review(talk, write=True) as found, pytest.raises(OwnAnswer):
        person_actions.verify(found, Target(VOICES, 2), "Eva")


def test_a_correction_stays_when_its_utterance_is_parted_later(talk: Case) -> None:
    """It was given for the whole; the pieces it covers become one again, and no word is lost."""
    _people(talk)
    with review(talk, write=True) as found:
        item = next(i for i in found.items.values() if i.untrusted_name == "a.wav")
        first, second, *_ = found.transcript(item)
        whole = {**first.moment.to_json(), "end_ns": second.moment.end_ns}
        body = {"moments": [whole], "text": "Guten Tag zusammen. Ja, bitte!"}
        append(talk, found.connection, made_decision("somebody", "edit-transcript", body))
    assert [line.partition(": ")[2] for line in _lines(talk)] == [
        "[✎] Guten Tag zusammen. Ja, bitte!",
        "also los",
    ]


def test_a_correction_of_a_part_does_not_swallow_what_another_says(talk: Case) -> None:
    _people(talk)
    with review(talk, write=True) as found:
        item = next(i for i in found.items.values() if i.untrusted_name == "a.wav")
        found.decide("edit-transcript", [found.transcript(item)[1].moment], text="Ja, bitte!")
    with review(talk) as found:
        put_unit(talk, "a.wav", item.id, "speakers", _speakers(voices={}), settings={"least_turn_s": 9.0})
    with review(talk) as found:
        from app.cases.transcript import lost_edits

        lines = found.transcript(item)
        assert [u.untrusted_text for u in lines] == ["guten Tag zusammen ja bitte", "also los"]
        assert [e.text for e in lost_edits(lines, found.state.edits)] == ["Ja, bitte!"]
