"""Rules of what the core tells a window of transcripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.cases.case import NoSuchItem
from app.cases.log import append
from app.core_api.core_session import CoreSession
from app.core_api.deciding import NameSpeaker, Reword, TakeBack
from app.core_api.handlers.deciding import name_speaker, reword, take_back
from app.core_api.handlers.transcript import (
    listen,
    spoken_items,
    transcripts,
    what_was_heard,
    who_speaks,
    write_transcript,
)
from app.core_api.protocol import Changed, Event
from app.core_api.transcript import (
    NO_SOUND,
    NO_SPEECH,
    NOT_YET,
    Listened,
    Said,
    SpokenItems,
    Transcripts,
    WhatWasHeard,
    WhoSpeaks,
    WriteTranscript,
)
from app.exports.export import TargetUnusable
from app.operations.decisions import NAME
from app.operations.decisions import made as made_decision
from app.operations.moments import VOICE, Moment
from engine.units import SECOND, Kind
from tests.made_case import probed, put_item, put_unit, said, sha256_of
from tests.vault import new_account, new_case

WHOLE = (0.0, (1 << 62) / SECOND)
TOLD: list[Event] = []


@pytest.fixture
def session(tmp_path: Path) -> Iterator[CoreSession]:
    TOLD.clear()
    account = new_account(tmp_path / "home")
    made = CoreSession(TOLD.append)
    made.enter(account)
    made.take(new_case(account))
    yield made
    made.leave()


def talk(session: CoreSession, name: str = "a.wav") -> str:
    """Two people; the second utterance holds words of both."""
    item = put_item(session.case, name, Kind.AUDIO, seconds=20)
    put_unit(session.case, name, item, "probe", probed(Kind.AUDIO), span=WHOLE, stream=-1)
    tables = dict(said((1, 3, "Grüß Gott"), (5, 9, "ja bitte also los")))
    times = [(0, 1.0), (0, 2.0), (1, 5.0), (1, 6.0), (1, 7.0), (1, 8.0)]
    words = "Grüß Gott ja bitte also los".split()  # noqa: SIM905
    tables["words"] = [
        {
            "utterance": utterance,
            "start_ns": round(t * SECOND),
            "end_ns": round((t + 0.9) * SECOND),
            "text": word,
            "probability": 0.5,
        }
        for word, (utterance, t) in zip(words, times, strict=True)
    ]
    put_unit(session.case, name, item, "transcription", tables, stream=1)
    turns = [(0, 0.5, 7.0), (1, 7.0, 10.0)]
    rows = [
        {"start_ns": round(a * SECOND), "end_ns": round(b * SECOND), "speaker": who, "overlap": False}
        for who, a, b in turns
    ]
    rng = np.random.default_rng(1)
    vectors = [v / np.linalg.norm(v) for v in rng.standard_normal((2, 192)).astype(np.float32)]
    voices = [{"speaker": n, "vector": v, "seconds": 6.0} for n, v in enumerate(vectors)]
    put_unit(session.case, name, item, "speaker_embeddings", {}, stream=1)
    put_unit(session.case, name, item, "speakers", {"turns": rows, "voices": voices})
    return item


def one(session: CoreSession, item: str, words: bool = True) -> Said:
    (found,) = transcripts(session, Transcripts((item,), words))
    return found


def row_texts(found: Said) -> list[str]:
    at = found.text_at
    return [bytes(found.text[at[n] : at[n + 1]]).decode() for n in range(len(found))]


def test_columns_hold_what_is_said_by_whom_and_each_word_where_it_stands(session: CoreSession) -> None:
    found = one(session, talk(session))
    assert row_texts(found) == ["Grüß Gott", "ja bitte", "also los"]
    assert [found.speakers[n].number for n in found.speaker] == [0, 0, 1]
    words = [
        row_texts(found)[row][found.word_from[w] : found.word_to[w]]
        for row in range(3)
        for w in range(found.words_at[row], found.words_at[row + 1])
    ]
    assert words == ["Grüß", "Gott", "ja", "bitte", "also", "los"]
    assert bytes(found.folded).decode() == "gruss gott\nja bitte\nalso los\n"
    assert found.umlaut_at.tolist() == [2]
    assert not len(one(session, found.item_id, words=False).word_start_ns)


def test_an_item_says_why_there_is_nothing_to_read(session: CoreSession) -> None:
    silent = put_item(session.case, "s.wav", Kind.AUDIO)
    put_unit(session.case, "s.wav", silent, "probe", probed(Kind.AUDIO), span=WHOLE, stream=-1)
    assert (one(session, silent).state, one(session, silent).share) == (NOT_YET, 0.0)
    put_unit(session.case, "s.wav", silent, "transcription", said(), stream=1)
    assert (one(session, silent).state, one(session, silent).share) == (NO_SPEECH, 1.0)
    failed = put_item(session.case, "f.wav", Kind.AUDIO)
    put_unit(session.case, "f.wav", failed, "probe", probed(Kind.AUDIO), span=WHOLE, stream=-1)
    put_unit(session.case, "f.wav", failed, "transcription", None, stream=1, error="out-of-memory")
    assert one(session, failed).state == "out-of-memory"
    photo = put_item(session.case, "p.jpg", Kind.IMAGE)
    put_unit(session.case, "p.jpg", photo, "probe", probed(Kind.IMAGE, 0), span=WHOLE, stream=-1)
    assert one(session, photo).state == NO_SOUND
    assert spoken_items(session, SpokenItems()) == (silent, failed)
    with pytest.raises(NoSuchItem):
        one(session, "nobody")


def test_a_wording_changes_that_item_s_transcript_and_no_group(session: CoreSession) -> None:
    item = talk(session)
    before = one(session, item)
    done = reword(session, Reword(before.moment(0), "Guten Tag"))
    assert TOLD[-1] == Changed(frozenset({"transcript", "claims"}), frozenset({item}))
    after = one(session, item)
    assert row_texts(after)[0] == "Guten Tag"
    assert after.reworded[0].machine_text == "Grüß Gott"
    assert after.flags[0] == 0
    undone = take_back(session, TakeBack(done.decisions))
    assert row_texts(one(session, item)) == row_texts(before)
    take_back(session, TakeBack(undone.decisions))
    assert TOLD[-1] == Changed(frozenset({"transcript", "claims"}), frozenset({item})), "redo says the same"
    assert row_texts(one(session, item))[0] == "Guten Tag"


def test_a_correction_that_fits_nothing_any_more_is_reported(session: CoreSession) -> None:
    item = talk(session)
    reword(session, Reword(one(session, item).moment(0), "Guten Tag"))
    put_unit(
        session.case, "a.wav", item, "transcription", said((12, 14, "anders")), stream=1, settings={"beam": 1}
    )
    assert one(session, item).lost == ("Guten Tag",)


def test_a_name_reaches_those_who_gave_it_and_is_hidden_from_those_who_may_verify_it(
    session: CoreSession,
) -> None:
    item = talk(session)
    moment = one(session, item).speakers[0].moment
    assert moment is not None
    name_speaker(session, NameSpeaker(moment, "Ada"))
    named = {s.number: s.untrusted_name for s in who_speaks(session, WhoSpeaks((item,)))[item]}
    assert named == {0: "Ada", 1: ""}
    other = Moment(VOICE, sha256_of("a.wav"), 1, 7 * SECOND, 10 * SECOND, 7 * SECOND)
    with session.review(write=True) as review:
        body = {"moments": [other.to_json()], "name": "Eva"}
        append(session.case, review.connection, made_decision("somebody else", NAME, body))
    assert [s.untrusted_name for s in one(session, item).speakers] == ["Ada", ""]


def test_what_was_heard_is_reported_by_person_and_to_everybody(session: CoreSession) -> None:
    item = talk(session)
    done = listen(session, Listened(item, 1, ((SECOND, 2 * SECOND), (2 * SECOND, 3 * SECOND))))
    assert Changed(frozenset({"listened"}), frozenset({item})) in TOLD
    (heard,) = what_was_heard(session, WhatWasHeard((item,)))
    assert heard.mine.tolist() == [[SECOND, 3 * SECOND]]
    assert (len(heard.others), heard.who) == (0, ())
    take_back(session, TakeBack(done.decisions))
    assert TOLD[-1] == Changed(frozenset({"listened", "claims"}), frozenset({item}))
    assert not len(what_was_heard(session, WhatWasHeard((item,)))[0].mine)


def test_a_transcript_is_written_whole_or_not_at_all_and_custody_knows(
    session: CoreSession, tmp_path: Path
) -> None:
    item = talk(session)
    target = tmp_path / "a.srt"
    assert write_transcript(session, WriteTranscript((item,), "srt", str(target))) == 3
    assert "Grüß Gott" in target.read_text(encoding="utf-8")
    last = list(session.case.custody.entries())[-1]
    assert (last.action, last.details["form"]) == ("transcript written", "srt")
    with pytest.raises(TargetUnusable):
        write_transcript(session, WriteTranscript((item,), "txt", str(tmp_path / "no" / "a.txt")))
