"""A case of the version before operations: everything people said holds, under its old ids too.

`tests/data/case_v4` was made by that version: one item with three faces, every kind of decision, some taken
back and brought back, another author's answer, drafts, searches and a dossier.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select, update

from app.cases import drafts, saved_searches
from app.cases import log as decision_log
from app.cases.case import Case
from app.cases.check import check
from app.cases.custody import CONTINUED
from app.dossier.check_citations import check as check_document
from app.exports.dossier_files import write
from app.keys.account import Account
from app.operations.decisions import Identity
from app.review import listened
from app.review.review import review
from app.store import schema
from app.store.database import OlderSchema
from engine.stage import stages
from tests.vault import PASSPHRASE

OLD = Path(__file__).resolve().parents[1] / "data" / "case_v4"
IDS: dict[str, Any] = json.loads((OLD / "ids.json").read_text())


@dataclass
class Old:
    account: Account
    case_id: str

    def open(self, write: bool | None = None) -> Case:
        return Case.open(self.account, self.case_id, write)


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Old]:
    home = tmp_path / "home"
    shutil.copytree(OLD, home)
    (folder,) = (home / "cases").iterdir()
    for name in ("media", "incoming"):
        (folder / name).mkdir(exist_ok=True)
    account = Account.unlock(home, PASSPHRASE)
    yield Old(account, folder.name)
    account.close()


def test_what_people_said_holds_as_before_with_its_authors(old: Old) -> None:
    with old.open() as case, review(case) as found:
        me, state = old.account.identity.id, found.state
        (ada,) = state.identities
        assert [(v.author, v.name, v.blind) for v in ada.votes] == [
            (me, "Ada", False),
            ("b" * 32, "Ada", True),
        ]
        assert Identity(ada.moment, ada.votes).status() == "verified"
        assert len(state.must) == 1
        assert len(state.cannot) == 2
        assert len(state.detached) == 1
        assert [e.text for e in state.edits] == ["zwei"]
        assert state.judgements["k1"].text == "worded"
        assert state.clocks["device:X"].offset_ns == 5
        (heard,) = listened.heard(found.connection).values()
        assert [len(spans) for spans in heard.values()] == [1]
        assert [(s.name, s.typed) for s in saved_searches.listed(found.connection)] == [
            ("Red car", "red car near:10s")
        ]
        assert [d.id for d in drafts.listed(found.connection)] == IDS["drafts"]
        assert drafts.read(found.connection, IDS["drafts"][0][:8])["language"] == "en"
        made = decision_log.decisions(found.connection)
        assert {d.alias for d in made} == {i for i in IDS.values() if isinstance(i, str)}
        assert all(d.at < "2026-11-30T03" for d in made)
        assert case.facts["name"] == state.case_facts["name"] == "Nachtfalter"


def test_a_decision_is_taken_back_and_brought_back_by_its_old_id(old: Old) -> None:
    with old.open() as case:
        with review(case, write=True) as found:
            undone = decision_log.undo(case, found.connection, IDS["edit again"][:10])
            assert [e.text for e in found.state.edits] == ["eins"]
            decision_log.undo(case, found.connection, undone.id)
            assert [e.text for e in found.state.edits] == ["zwei"]
        with pytest.raises(decision_log.NoSuchDecision), case.writing() as connection:
            decision_log.undo(case, connection, "f" * 12)


def test_the_log_is_one_list_and_sound_to_the_end(old: Old, tmp_path: Path) -> None:
    with old.open() as case:
        actions = [e.action for e in case.custody.entries()]
        assert [e.seq for e in case.custody.entries()] == list(range(1, len(actions) + 1))
        assert actions[0] == "case created"
        assert actions.index(CONTINUED) == 20
        assert case.custody.faults() == []
        problems = [c for c in check(case) if not c.sound and c.part not in ("item", "results")]
        assert problems == []
        case.custody.record("face search", "item", {})
        assert list(case.custody.entries())[-1].seq == len(actions) + 1
    with old.open() as case:
        assert case.custody.faults() == []


def test_both_checkers_take_both_forms(old: Old, tmp_path: Path) -> None:
    before = json.loads((OLD / "dossier.json").read_text(encoding="utf-8"))
    assert check_document(before) == []
    with old.open() as case:
        document = json.loads(write(case, tmp_path / "out", "en").document.read_text(encoding="utf-8"))
    assert check_document(document) == []
    assert check_document(document, signers=[old.account.identity.public.signing.hex()]) == []
    assert check_document(document, signers=["00" * 32])
    forms = ["header" in entry for entry in document["custody"]]
    assert forms == sorted(forms)
    assert {"before": forms.count(False)} == {"before": 20}


@pytest.mark.parametrize("part", ["early", "late", "end of the early", "decision", "certificate"])
def test_a_log_of_both_forms_that_was_changed_is_reported(old: Old, tmp_path: Path, part: str) -> None:
    with old.open() as case:
        document = json.loads(write(case, tmp_path / "out", "en").document.read_text(encoding="utf-8"))
    if part == "early":
        document["custody"][3]["at"] = "2020-01-01T00:00:00Z"
    elif part == "late":
        document["custody"][-1]["content"]["action"] = "nothing"
    elif part == "end of the early":
        del document["custody"][19]
    elif part == "decision":
        document["decisions"][0]["body"]["name"] = "Eva"
    else:
        document["devices"][0]["user"] = "f" * 32
    assert [p for p in check_document(document) if "signed" not in p]


def test_the_old_log_cut_off_is_noticed(old: Old) -> None:
    with old.open() as case:
        with case.writing() as connection:
            connection.exec_driver_sql("DROP TRIGGER custody_no_delete")
            connection.execute(schema.custody.delete().where(schema.custody.c.seq == 20))
        assert "end" in {f.problem for f in case.custody.faults()}


def test_an_earlier_time_behind_a_later_one_in_the_old_log_is_told(old: Old) -> None:
    with old.open() as case:
        before = len(case.custody.warnings())
        with case.writing() as connection:
            connection.exec_driver_sql("DROP TRIGGER custody_no_update")
            here = schema.custody.c.seq == 9
            connection.execute(schema.custody.update().where(here).values(at="2020-01-01T00:00:00Z"))
        told = case.custody.warnings()
        assert (before, [w.problem for w in told]) == (0, ["backwards"])


def test_what_was_interrupted_begins_again(old: Old, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of it is never seen: neither by who opens it to read, nor by who opens it next."""

    class Interrupted(Exception):
        pass

    def breaks(*_: object) -> None:
        raise Interrupted

    with monkeypatch.context() as patch:
        patch.setattr("app.cases.taking_over._follow", breaks)
        with pytest.raises(Interrupted):
            old.open()
    with pytest.raises(OlderSchema):
        old.open(write=False)
    with old.open() as case, case.database.connect() as connection:
        assert len(decision_log.decisions(connection)) == len(IDS) - 1
        assert not inspect(connection).has_table("earlier_decisions")


def test_nothing_is_taken_over_twice(old: Old) -> None:
    with old.open() as case:
        first = case.custody.head()
    with old.open() as case:
        assert case.custody.head() == first
        with case.database.connect() as connection:
            aliases = connection.execute(select(schema.operations.c.alias)).scalars().all()
    known = [alias for alias in aliases if alias]
    assert len(known) == len(set(known))


def test_groups_follow_what_they_followed(old: Old) -> None:
    with old.open() as case, case.writing() as connection:
        # results of an older version of a stage do not speak; here they stand for new ones
        for name, stage in stages().items():
            made = schema.units.c.stage == name
            connection.execute(update(schema.units).where(made).values(version=stage.version))
    with old.open() as case, review(case) as found:
        names = [found.shown_name(c.identity) for c in found.faces.clusters]
        assert sorted(n for n in names if n) == ["Ada"]
        rows = found.connection.execute(select(schema.groupings.c.decisions)).scalars().all()
        last = decision_log.last(found.connection)
        assert all(0 < followed <= last for followed in rows)
        assert decision_log.released(found.connection, max(rows)) == []


def test_an_account_of_that_version_gets_a_device_once(old: Old) -> None:
    again = Account.unlock(old.account.home, PASSPHRASE)
    assert again.device.id == old.account.device.id
    assert again.certificate.holds()
    assert again.certificate.user == again.identity.id
    again.close()
