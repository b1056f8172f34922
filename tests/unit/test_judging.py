"""Rules for what people say about the statements of a dossier, and for what is kept of its drafts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DatabaseError

from app.cases import drafts
from app.cases.case import Case
from app.cases.clusters import FACES
from app.cases.log import append, undo
from app.dossier.catalogue import Catalogue
from app.dossier.check_citations import check
from app.dossier.document import Dossier
from app.dossier.judging import NoSuchStatement, WordingMissing, called, lost
from app.dossier.material import gather
from app.dossier.narrative import narrative
from app.dossier.statement_actions import judge
from app.exports.dossier_files import write
from app.operations.decisions import Decision
from app.operations.decisions import made as made_decision
from app.review import person_actions
from app.review.person_actions import Target
from app.review.review import review
from app.store import schema
from tests.made_case import face, put_faces, put_item, put_unit, said
from tests.unit.test_narrative import ScriptedModel
from tests.vault import new_account, new_case

ROOT = Path(__file__).resolve().parents[2]
EN = Catalogue("en")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with new_case(new_account(tmp_path / "home")) as opened:
        item = put_item(opened, "film.mp4")
        put_unit(opened, "film.mp4", item, "transcription", said((1, 3, "Guten Tag"), (4, 6, "Bis bald")))
        put_faces(opened, "film.mp4", item, [(face(1), 1, 5, 10)])
        with review(opened, write=True) as found:
            found.regroup()
        yield opened


def _judge(case: Case, beginning: str, verdict: str, text: str = "") -> str:
    with case.database.connect() as connection:
        claim = called(Dossier.write(gather(case, connection), "", "").claims(), beginning)
    return judge(case, claim, verdict, text, "en").id


def _document(case: Case, folder: Path, **more: Any) -> Any:
    return json.loads(write(case, folder, "en", **more).document.read_text(encoding="utf-8"))


def _claims(document: Any) -> dict[str, Any]:
    sections = document["sections"]
    return {f"{c['statement']['key']}{n}": c for s in sections for n, c in enumerate(s["claims"])}


def _judged(document: Any) -> Mapping[str, Any]:
    return {c["text"]: c["judged"] for c in _claims(document).values() if "judged" in c}


def test_the_next_dossier_shows_who_accepted_rejected_and_reworded(case: Case, tmp_path: Path) -> None:
    before = _claims(_document(case, tmp_path / "1"))
    for key, verdict, text in (
        ("said.unknown0", "reject", ""),
        ("said.unknown1", "edit", "Somebody says goodbye."),
        ("appears.once0", "accept", ""),
    ):
        _judge(case, before[key]["id"][:9], verdict, text)
    document = _document(case, tmp_path / "2")
    after = _claims(document)
    assert {k: after[k]["id"] for k in before if not k.startswith("cust")} == {
        k: c["id"] for k, c in before.items() if not k.startswith("cust")
    }
    verdicts = [after[k]["judged"] for k in ("said.unknown0", "said.unknown1", "appears.once0")]
    assert [v["verdict"] for v in verdicts] == ["rejected", "edited", "accepted"]
    assert {v["by"] for v in verdicts} == {case.account.identity.id}
    assert verdicts[1]["text"] == "Somebody says goodbye."
    assert after["said.unknown1"]["text"] == before["said.unknown1"]["text"], "what was found stays beside it"
    page = (tmp_path / "2" / "dossier.html").read_text(encoding="utf-8")
    assert "Somebody says goodbye." in page
    assert "rejected by" in page
    assert check(document) == []
    form = json.loads((ROOT / "resources/templates/dossier.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(document, form)


def test_a_judgement_stays_when_units_are_computed_again(case: Case, tmp_path: Path) -> None:
    """Keys, edges of utterances and rows of tracklets differ; what is said there and who appears does not."""
    claims = _claims(_document(case, tmp_path / "1"))
    _judge(case, claims["said.unknown1"]["id"], "accept")
    _judge(case, claims["appears.once0"]["id"], "reject")
    with review(case) as found:
        (item,) = found.items
    again = said((0.8, 3.1, "Guten Tag"), (4.1, 6.2, "Bis bald"))
    put_unit(case, "film.mp4", item, "transcription", again, settings={"beam": 2})
    put_faces(case, "film.mp4", item, [(face(1), 1.1, 5.2, 11)], settings={"side": 2})
    with review(case, write=True) as found:
        found.regroup()
    judged = _judged(_document(case, tmp_path / "2"))
    verdicts = sorted((v["verdict"], v["stale"]) for v in judged.values())
    assert verdicts == [("accepted", True), ("rejected", True)], "the times differ, and that is said"
    with review(case) as found:
        dossier = Dossier.write(gather(case, found.connection), "", "")
        assert lost(dossier.claims(), found.state) == []


def test_a_judgement_of_another_wording_says_so_and_one_of_nothing_is_reported(
    case: Case, tmp_path: Path
) -> None:
    claims = _claims(_document(case, tmp_path / "1"))
    gone = _judge(case, claims["said.unknown0"]["id"], "accept")
    _judge(case, claims["said.unknown1"]["id"], "accept")
    with review(case) as found:
        (item,) = found.items
    put_unit(case, "film.mp4", item, "transcription", said((4, 6, "Nie wieder")), settings={"beam": 2})
    assert [v["stale"] for v in _judged(_document(case, tmp_path / "2")).values()] == [True]
    with review(case) as found:
        dossier = Dossier.write(gather(case, found.connection), "", "")
        assert [j.decision for j in lost(dossier.claims(), found.state)] == [gone]


def test_a_judgement_is_a_decision_logged_and_taken_back_like_any_other(case: Case, tmp_path: Path) -> None:
    claim = _claims(_document(case, tmp_path / "1"))["said.unknown0"]
    made = _judge(case, claim["id"], "reject")
    entry = list(case.custody.entries())[-1]
    assert (entry.action, entry.details["decision"]) == ("decision judge-claim", made)
    with case.writing() as connection:
        undo(case, connection, made)
    assert _judged(_document(case, tmp_path / "2")) == {}


def test_what_is_no_statement_and_a_wording_that_is_missing_are_refused(case: Case, tmp_path: Path) -> None:
    claim = _claims(_document(case, tmp_path / "1"))["said.unknown0"]["id"]
    for beginning in ("", "k", claim[:5], "k000000000000"):
        with pytest.raises(NoSuchStatement):
            _judge(case, beginning, "accept")
    for verdict, text in (("edit", " "), ("accept", "words")):
        with pytest.raises(WordingMissing):
            _judge(case, claim, verdict, text)


def test_a_model_reads_a_persons_wording_and_nothing_rejected(case: Case, tmp_path: Path) -> None:
    claims = _claims(_document(case, tmp_path / "1"))
    _judge(case, claims["said.unknown0"]["id"], "reject")
    _judge(case, claims["said.unknown1"]["id"], "edit", "Somebody says goodbye.")
    model = ScriptedModel(lambda _: {"sentences": []})
    with case.database.connect() as connection:
        narrative(Dossier.write(gather(case, connection), "", ""), model, "en")
    asked = " ".join(user for _, user in model.asked)
    assert "Guten Tag" not in asked
    assert "Bis bald" not in asked
    assert "Somebody says goodbye." in asked


def test_first_drafts_prompts_and_every_wording_stay_in_the_case(case: Case, tmp_path: Path) -> None:
    model = ScriptedModel(lambda _: {"sentences": [{"text": "Somebody greets.", "claims": ["f1"]}]})
    first = _document(case, tmp_path / "1", narrate=lambda d: narrative(d, model, "en"))
    claim = _claims(first)["said.unknown0"]
    for text in ("One.", "Two."):
        _judge(case, claim["id"], "edit", text)
    _document(case, tmp_path / "2")
    _document(case, tmp_path / "3")
    with case.database.connect() as connection:
        kept = drafts.listed(connection)
        assert [d.kind for d in kept] == ["rule", "model", "rule"], "the same draft is kept once"
        body = drafts.read(connection, kept[0].id[:12])
        assert _claims(body)["said.unknown0"]["text"] == claim["text"]
        asked = drafts.read(connection, kept[1].id)["drafts"]
        assert [(d["system"], d["user"]) for d in asked] == model.asked
        wordings = [d.body.get("text") for d in _log(connection) if d.kind == "judge-claim"]
    assert wordings == ["One.", "Two."]
    entry = next(e for e in case.custody.entries() if e.action == "dossier written")
    assert entry.details["drafts"] == [kept[0].id, kept[1].id]


def _log(connection: Any) -> list[Decision]:
    from app.cases.log import decisions

    return decisions(connection)


def test_a_draft_can_not_be_taken_out_of_the_case(case: Case, tmp_path: Path) -> None:
    _document(case, tmp_path / "1")
    with pytest.raises(DatabaseError), case.writing() as connection:
        connection.execute(delete(schema.operations).where(schema.operations.c.kind == "draft"))


def test_a_dossier_of_someone_who_may_be_asked_holds_the_name_nowhere(case: Case, tmp_path: Path) -> None:
    """Not in the statements, the decisions, the judgements, the drafts or the page; and it is still sound."""
    claim = _claims(_document(case, tmp_path / "0"))["appears.once0"]["id"]
    with review(case, write=True) as found:
        moments = [found.appearance("1")[1].moment.to_json()]
        for kind, body in (
            ("name", {"moments": moments, "name": "Rumpelstilz"}),
            (
                "judge-claim",
                {"claim": claim, "accepted": True, "said": "Rumpelstilz", "text": "RUMPELSTILZ!"},
            ),
        ):
            append(case, found.connection, made_decision("somebody else", kind, body))
    document = _document(case, tmp_path / "1")
    for name in ("dossier.html", "dossier.json"):
        assert "rumpelstilz" not in (tmp_path / "1" / name).read_text(encoding="utf-8").casefold()
    assert "identity.pending1" in _claims(document)
    assert check(document) == []
    with review(case, write=True) as found:
        person_actions.verify(found, Target(FACES, 1), "rumpelstilz")
    document = _document(case, tmp_path / "2")
    assert _claims(document)["identity.verified1"]["statement"]["values"]["name"] == "Rumpelstilz"
    assert check(document) == []


def test_who_named_somebody_reads_the_name_as_unconfirmed(case: Case, tmp_path: Path) -> None:
    with review(case, write=True) as found:
        found.decide("name", [found.appearance("1")[1].moment], name="Ada")
        assert found.label(found.person(1)) == "Ada (unconfirmed)"
    text = _claims(_document(case, tmp_path))["identity.candidate1"]["text"]
    assert "may be Ada, unconfirmed" in text
