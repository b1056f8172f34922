"""What people say about voices and statements, through the command line as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.investigator import Investigator
from tests.made_case import put_item, put_unit, said
from tests.unit.test_voices import _speakers


@pytest.fixture
def investigator(tmp_path: Path, models: Path) -> Investigator:
    set_up = Investigator.set_up(tmp_path / "home", models)
    set_up.new_case()
    with set_up.open_case() as case:
        for name in ("a.wav", "b.wav"):
            item = put_item(case, name)
            put_unit(case, name, item, "speakers", _speakers((0, 8, 0), voices={0: 1}))
            put_unit(case, name, item, "transcription", said((0, 4, "der Ausgang ist dort")), stream=1)
    return set_up


def test_a_voice_named_on_the_command_line_is_named_in_every_answer(
    investigator: Investigator, tmp_path: Path
) -> None:
    (voice,) = investigator.records("voices", "list")
    assert (voice["voice"], voice["items"]) == (1, 2)
    investigator.run("voices", "name", "1", "Ada", "Lovelace")
    hits = [told for told in investigator.records("search", "ausgang") if "uri" in told]
    assert hits  # beside them it is told what was not analysed
    for hit in hits:
        assert hit["who"] == ["Ada Lovelace (unconfirmed)"]
    (line,) = investigator.records("transcript", "b.wav")
    assert line["speaker"] == "Ada Lovelace (unconfirmed)"
    investigator.run("voices", "verify", "1", "Ada Lovelace", expect=4)
    investigator.run("voices", "split", "1.1", "1.2", expect=2)
    investigator.run("voices", "list", "--crops", str(tmp_path), expect=2)


def test_a_statement_judged_on_the_command_line_is_judged_in_the_next_dossier(
    investigator: Investigator, tmp_path: Path
) -> None:
    claim = next(c for c in investigator.records("dossier", "claims", "ausgang") if c["section"] == "said")[
        "claim"
    ]
    investigator.run("dossier", "judge", claim, "edit", expect=2)
    investigator.run("dossier", "judge", "k0000000", "accept", expect=4)
    investigator.run("dossier", "judge", claim[:10], "edit", "--text", "Der Ausgang ist da.")
    investigator.run("dossier", "--out", str(tmp_path / "out"))
    document = json.loads((tmp_path / "out" / "dossier.json").read_text(encoding="utf-8"))
    judged = [c for s in document["sections"] for c in s["claims"] if "judged" in c]
    assert [(c["id"], c["judged"]["text"]) for c in judged] == [(claim, "Der Ausgang ist da.")]
    kept = investigator.records("dossier", "drafts")
    assert [draft["kind"] for draft in kept] == ["rule", "rule"], "as it was before it was judged, and since"
    for draft, since in zip(kept, (False, True), strict=True):
        (body,) = investigator.records("dossier", "drafts", draft["draft"][:8])
        assert {s["id"] for s in body["sections"]} > {"said", "speakers"}
        (kept_claim,) = [c for s in body["sections"] for c in s["claims"] if c["id"] == claim]
        assert ("judged" in kept_claim) is since
