"""What was said as columns is what it is as utterances, whatever people have corrected."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cases.findings import Findings
from app.cases.spoken_columns import spoken
from app.cases.transcript import transcript
from app.operations.decisions import Edit
from app.operations.moments import UTTERANCE, Moment
from engine.units import SECOND, Kind
from tests.made_case import put_item, put_unit, said, sha256_of
from tests.vault import new_account, new_case


def some_edit(dice: random.Random, number: int) -> Edit:
    """A correction of some utterances, of a piece of one, or of a place where nothing is said."""
    start = dice.randrange(0, 60)
    end = start + dice.choice((0, 1, 2, 5, 9))
    sha256 = sha256_of(dice.choice(("a.wav", "a.wav", "b.wav")))
    moment = Moment(UTTERANCE, sha256, dice.choice((1, 1, 2)), start * SECOND, end * SECOND, start * SECOND)
    return Edit(moment, f"so {number}", "Ada", f"e{number}")


@given(seed=st.integers(0, 10_000))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_columns_say_what_utterances_say(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    dice = random.Random(seed)
    home: Path = tmp_path_factory.mktemp("home") / "h"
    with new_case(new_account(home)) as case:
        item_id = put_item(case, "a.wav", Kind.AUDIO, seconds=60)
        for stream in (1, 2):
            starts = sorted(dice.sample(range(55), 12))
            words = [(start, start + dice.choice((0, 1, 2, 4)), f"wörtlich {start}") for start in starts]
            put_unit(case, "a.wav", item_id, "transcription", said(*words), stream=stream, span=(0, 60))
        edits = [some_edit(dice, number) for number in range(dice.randrange(5))]
        with case.database.connect() as connection:
            findings = Findings(connection, case.open_result)
            (item,) = findings.items()
            one_by_one = transcript(findings, item, edits)
            columns = spoken(findings, item, edits)
    told = zip(
        columns.starts.tolist(), columns.ends.tolist(), columns.doubtful.tolist(), columns.edited.tolist(),
        columns.untrusted_texts, strict=True,
    )  # fmt: skip
    assert list(told) == [
        (u.moment.start_ns, u.moment.end_ns, bool(u.doubts), bool(u.edited_by), u.untrusted_text)
        for u in one_by_one
    ]
