"""What people say about voices and statements, through the command line as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.desk import Desk
from tests.made_case import put_item, put_unit, said
from tests.unit.test_voices import _speakers


@pytest.fixture
def desk(tmp_path: Path, models: Path) -> Desk:
    furnished = Desk.furnished(tmp_path / "home", models)
    furnished.new_case()
    with furnished.open_case() as case:
        for name in ("a.wav", "b.wav"):
            item = put_item(case, name)
            put_unit(case, name, item, "speakers", _speakers((0, 8, 0), voices={0: 1}))
            put_unit(case, name, item, "transcription", said((0, 4, "der Ausgang ist dort")), stream=1)
    return furnished


def test_a_voice_named_on_the_command_line_is_named_in_every_answer(desk: Desk, tmp_path: Path) -> None:
    (voice,) = desk.records("voices", "list")
    assert (voice["voice"], voice["items"]) == (1, 2)
    desk.run("voices", "name", "1", "Ada", "Lovelace")
    for hit in desk.records("search", "ausgang"):
        assert hit["who"] == ["Ada Lovelace (candidate)"]
    (line,) = desk.records("transcript", "b.wav")
    assert line["speaker"] == "Ada Lovelace (candidate)"
    desk.run("voices", "verify", "1", "Ada Lovelace", expect=4)
    desk.run("voices", "split", "1.1", "1.2", expect=2)
    desk.run("voices", "list", "--crops", str(tmp_path), expect=2)


def test_a_statement_judged_on_the_command_line_is_judged_in_the_next_dossier(
    desk: Desk, tmp_path: Path
) -> None:
    claim = next(c for c in desk.records("dossier", "claims", "ausgang") if c["section"] == "said")["claim"]
    desk.run("dossier", "judge", claim, "edit", expect=2)
    desk.run("dossier", "judge", "k0000000", "accept", expect=4)
    desk.run("dossier", "judge", claim[:10], "edit", "--text", "Der Ausgang ist da.")
    desk.run("dossier", "--out", str(tmp_path / "out"))
    document = json.loads((tmp_path / "out" / "dossier.json").read_text(encoding="utf-8"))
    judged = [c for s in document["sections"] for c in s["claims"] if "judged" in c]
    assert [(c["id"], c["judged"]["text"]) for c in judged] == [(claim, "Der Ausgang ist da.")]
    (draft,) = desk.records("dossier", "drafts")
    assert draft["kind"] == "rule"
    (body,) = desk.records("dossier", "drafts", draft["draft"][:8])
    assert {s["id"] for s in body["sections"]} > {"said", "speakers"}
