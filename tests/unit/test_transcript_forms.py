"""Transcripts that leave the case say what is in doubt, who worded it and who listened, in valid files."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from app.cases.listening import Listening
from app.cases.transcript import Utterance
from app.exports.json_text import json_text
from app.exports.transcript_forms import as_records, as_subtitles, as_text
from app.operations.moments import UTTERANCE, Moment

SECOND = 1_000_000_000
CUE = re.compile(r"^(\d+):(\d+):(\d+)[.,](\d+) --> (\d+):(\d+):(\d+)[.,](\d+)$", re.MULTILINE)


def utterance(start: float, end: float, text: str, **facts: object) -> Utterance:
    start_ns, end_ns = round(start * SECOND), round(end * SECOND)
    place = Moment(UTTERANCE, "0" * 64, 1, start_ns, end_ns, start_ns)
    return replace(Utterance(place, text, text, "en", 0.9, 0), **facts)  # type: ignore[arg-type]


SAID = [
    utterance(0, 1, "plainly heard"),
    utterance(1, 2, "perhaps so", flags=8),
    utterance(2, 3, "<as> a person\u2028wrote", flags=1, edited_by="anna", edit="d1"),
    utterance(3, 3, "B-B-B", flags=1 | 16),
    utterance(4, 4.0004, "short --> cue"),
]


def nobody(utterance: Utterance) -> str:
    return ""


@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_doubt_and_a_persons_wording_are_marked_in_subtitles(form: str) -> None:
    lines = as_subtitles(SAID, nobody, form).splitlines()
    assert "plainly heard" in lines
    assert "[?] perhaps so" in lines
    assert next(line for line in lines if "person wrote" in line).startswith("[✎] ")
    assert "[?] B-B-B" in lines


def test_vtt_names_each_doubt_before_its_cue() -> None:
    blocks = as_subtitles(SAID, nobody, "vtt").split("\n\n")
    assert blocks[0] == "WEBVTT"
    assert "machine" in blocks[1]
    assert blocks[3] == "NOTE low-confidence"
    assert blocks[6] == "NOTE repetition, low-level"


@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_every_cue_ends_after_it_begins(form: str) -> None:
    cues = [[int(n) for n in found] for found in CUE.findall(as_subtitles(SAID, nobody, form))]
    assert len(cues) == len(SAID)
    for h, m, s, ms, *end in cues:
        assert [h, m, s, ms] < end


def test_one_utterance_is_one_line_of_text() -> None:
    lines = as_text(SAID, nobody).splitlines()
    assert len(lines) == len(SAID)
    assert [("[?]" in line, "[✎]" in line) for line in lines[:3]] == [
        (False, False), (True, False), (False, True),
    ]  # fmt: skip


def test_records_tell_who_listened() -> None:
    heard = {("0" * 64, "bert"): ((0, SECOND), (SECOND, 3 * SECOND // 2)), ("1" * 64, "carl"): ((0, SECOND),)}
    records = as_records(SAID, nobody, Listening(heard))
    assert [record["listened_by"] for record in records[:3]] == [["bert"], [], []]


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029"])
def test_json_is_valid_for_readers_that_part_lines_at_any_separator(separator: str) -> None:
    value = [{"text": f"first{separator}second"}]
    text = json_text(value)
    assert json.loads(text) == value
    assert json.loads("\n".join(text.splitlines())) == value
