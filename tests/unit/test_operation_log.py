"""The log of a real case: what comes from other devices, what is refused, what is said about it."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from app.cases import log as decision_log
from app.cases.backup import back_up, restore
from app.cases.case import Case
from app.cases.check import check
from app.cases.epochs import advance
from app.cases.operation_log import OperationMissing, OperationRefused
from app.keys.account import Account
from app.operations.decisions import State
from app.operations.operation import Operation
from app.review.review import review
from app.store import schema
from tests.made_case import face, put_faces, put_item
from tests.made_operations import Signer
from tests.unit.test_operations_fold import at, wording
from tests.vault import PASSPHRASE, new_account, new_case

SOON = datetime.now(UTC) + timedelta(minutes=1)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with new_case(new_account(tmp_path / "home")) as opened:
        yield opened


def other_device(case: Case) -> Signer:
    """Another person's device, which holds the keys of the case."""
    return Signer(case=case.id, operations_key=case.keys.operations_key(case.keys.epoch))


def take_in(case: Case, who: Signer, *operations: Operation) -> list[bool]:
    with case.writing() as connection:
        return [case.operations.take_in(connection, o, who.certificate) for o in operations]


def say(case: Case, kind: str, **body: object) -> str:
    with case.writing() as connection:
        return decision_log.decide(case, connection, kind, body).id


def state(case: Case) -> State:
    with case.database.connect() as connection:
        return decision_log.state(connection)


def head(case: Case) -> str:
    with case.database.connect() as connection:
        t = schema.operations.c
        return str(connection.execute(select(t.id).order_by(t.seq.desc()).limit(1)).scalar_one())


def test_what_another_device_said_counts_with_its_author_and_is_taken_in_once(case: Case) -> None:
    ben = other_device(case)
    one = ben.sign("edit-transcript", wording("eins"))
    assert take_in(case, ben, one, one) == [True, False]
    assert [(e.text, e.author) for e in state(case).edits] == [("eins", ben.user.id)]
    assert case.custody.faults() == []


def test_the_last_word_is_of_the_author_who_had_seen_the_others(case: Case) -> None:
    """Also when their clock is a month slow, and against one who is ten years ahead; both are said."""
    ben = other_device(case)
    say(case, "edit-transcript", **wording("eins"))
    slow = SOON - timedelta(days=31)
    take_in(case, ben, ben.sign("edit-transcript", wording("zwei"), (head(case),), wall=slow))
    assert [e.text for e in state(case).edits] == ["zwei"]
    say(case, "edit-transcript", **wording("drei"))
    ahead = SOON + timedelta(days=3650)
    take_in(case, ben, ben.sign("edit-transcript", wording("vier"), (head(case),), wall=ahead))
    assert [e.text for e in state(case).edits] == ["vier"]
    say(case, "edit-transcript", **wording("fünf"))
    assert [e.text for e in state(case).edits] == ["fünf"]
    told = {w.problem for w in case.custody.warnings()}
    assert told == {"behind", "future"}
    warned = [c.warning for c in check(case) if c.part == "clock"]
    assert set(warned) == {"clock-behind", "clock-future"}
    assert case.custody.faults() == []


def test_a_clock_set_back_on_this_machine_decides_nothing(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A correction made with the clock a month back counts all the same, and the clock is reported."""
    say(case, "edit-transcript", **wording("eins"))
    back = (datetime.now(UTC) - timedelta(days=31)).isoformat().replace("+00:00", "Z")
    with monkeypatch.context() as patch:
        patch.setattr("app.cases.operation_log.now", lambda: back)
        said = say(case, "edit-transcript", **wording("zwei"))
        assert [e.text for e in state(case).edits] == ["zwei"]
        say(case, "undo", decision=said)
    assert [e.text for e in state(case).edits] == ["eins"]
    assert "backwards" in {w.problem for w in case.custody.warnings()}


def test_what_is_not_signed_as_it_should_be_is_refused(case: Case) -> None:
    ben, mallory = other_device(case), other_device(case)
    sound = ben.sign("edit-transcript", wording("eins"))
    forged = mallory.sign("edit-transcript", wording("zwei"), author=ben.user.id)
    elsewhere = Signer(case="d" * 32).sign("edit-transcript", wording("drei"))
    swapped = replace(sound, sealed=ben.sign("edit-transcript", wording("vier")).sealed)
    changed = replace(sound, header=replace(sound.header, kind="judge-claim"))
    for who, operation, problem in (
        (mallory, forged, "author"),
        (ben, elsewhere, "case"),
        (ben, swapped, "payload"),
        (ben, changed, "id"),
        (mallory, sound, "certificate"),
        (ben, replace(sound, signature=b"\0" * 64), "signature"),
    ):
        with pytest.raises(OperationRefused, match=problem):
            take_in(case, who, operation)
    assert state(case).edits == []
    assert case.custody.faults() == []


@pytest.mark.parametrize("turned", [False, True])
def test_a_device_that_speaks_with_two_tongues_is_reported_and_both_count(case: Case, turned: bool) -> None:
    """In whatever order they come, so that all copies of the case agree."""
    ben = other_device(case)
    said = []
    for words in ("one", "other"):
        ben.number, ben.last = 0, ""
        said.append(ben.sign("note", {"text": words}))
    take_in(case, ben, *(reversed(said) if turned else said))
    assert [f.problem for f in case.custody.faults()] == ["fork"]
    assert sorted(n.text for n in state(case).notes) == ["one", "other"]
    case.operations.forget()
    assert sorted(n.text for n in state(case).notes) == ["one", "other"]


def test_an_unknown_kind_is_kept_and_passed_on_and_changes_nothing(case: Case) -> None:
    ben = other_device(case)
    before = state(case)
    strange = ben.sign("praise", {"anything": [1, 2]})
    newer = ben.sign("name", {"moments": [at(1).to_json()], "name": "Ada"}, kind_version=9)
    take_in(case, ben, strange, newer)
    assert state(case) == before
    with case.database.connect() as connection:
        kept = [entry for entry in case.custody.exported(connection)][-2:]
    assert [entry["id"] for entry in kept] == [strange.id, newer.id]
    assert case.custody.faults() == []


def test_what_rests_on_something_missing_waits_for_it(case: Case) -> None:
    ben, eva = other_device(case), other_device(case)
    first = ben.sign("edit-transcript", wording("eins"))
    answer = eva.sign("edit-transcript", wording("zwei"), (first.id,))
    later = eva.sign("note", {"text": "later"})
    take_in(case, eva, answer, later)
    assert state(case).edits == []
    with pytest.raises(OperationMissing):
        take_in(case, ben, ben.sign("note", {"text": "too early"}, number=7))
    ben.number, ben.last = 1, first.id
    take_in(case, ben, first)
    assert [e.text for e in state(case).edits] == ["zwei"]
    assert [n.text for n in state(case).notes] == ["later"]
    said = say(case, "note", text="mine")
    with case.database.connect() as connection:
        header = next(e["header"] for e in case.custody.exported(connection) if e["id"] == said)
    assert set(header["heads"]) == {first.id, later.id}
    assert case.custody.faults() == []


def test_deleted_content_is_gone_and_every_chain_stays_valid(case: Case, tmp_path: Path) -> None:
    item = put_item(case, "a.mp4")
    put_faces(case, "a.mp4", item, [(face(1), 1, 5, 10), (face(2), 1, 5, 200)])
    with review(case, write=True) as found:
        moment = found.appearance("1")[1].moment
        name = found.decide("name", [moment], name="Rumpelstilz").id
        merged = found.decide("merge", [moment, found.appearance("2")[1].moment]).id
        assert len(found.faces.clusters) == 1
    ben = other_device(case)
    note = ben.sign("note", {"text": "Rumpelstilz"}, (head(case),))
    take_in(case, ben, note)
    with review(case, write=True) as found:
        found.delete([name, merged, note.id], "asked for")
        assert len(found.faces.clusters) == 2
        assert all(c.identity is None for c in found.faces.clusters)
    with case.database.connect() as connection:
        bodies = connection.execute(select(schema.operations.c.body)).scalars().all()
        assert "Rumpelstilz" not in "".join(str(body) for body in bodies)
        sealed = connection.execute(select(func.count(schema.seals.c.sealed))).scalar_one()
        assert sealed == len(bodies) - 3
        with pytest.raises(decision_log.NoSuchDecision):
            decision_log.delete(case, connection, ["f" * 64], "")
    assert case.custody.faults() == []
    before = state(case)
    assert not before.identities
    case.operations.forget()
    assert state(case) == before


def test_what_was_deleted_before_it_came_is_not_kept(case: Case) -> None:
    ben = other_device(case)
    note = ben.sign("note", {"text": "Rumpelstilz"})
    say(case, "delete", operations=[note.id])
    take_in(case, ben, note)
    assert state(case).notes == []
    with case.database.connect() as connection:
        last = schema.seals.select().order_by(schema.seals.c.seq.desc()).limit(1)
        assert connection.execute(last).one().sealed is None
    assert case.custody.faults() == []


def test_what_was_changed_behind_the_triggers_counts_for_nothing(case: Case, tmp_path: Path) -> None:
    said = say(case, "edit-transcript", **wording("eins"))
    account, case_id = case.account, case.id
    with case.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER operations_no_update")
        changed = json.dumps(wording("gelogen"))
        here = schema.operations.c.id == said
        connection.execute(update(schema.operations).where(here).values(body=changed))
    case.close()
    with account.database.begin() as accounts:
        accounts.exec_driver_sql("DELETE FROM cases")
    with Case.open(account, case_id) as again:
        assert state(again).edits == []
        assert [f.problem for f in again.custody.faults()] == ["content"]


def test_what_was_checked_here_is_not_checked_again(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    say(case, "edit-transcript", **wording("eins"))
    account, case_id = case.account, case.id
    case.close()
    looked: list[int] = []

    def look(*_: object) -> str:
        looked.append(1)
        return ""

    monkeypatch.setattr("app.operations.chain.Chains.unsigned", look)
    with Case.open(account, case_id) as again:
        assert [e.text for e in state(again).edits] == ["eins"]
    assert looked == []
    with account.database.begin() as accounts:
        accounts.exec_driver_sql("DELETE FROM cases")
    with Case.open(account, case_id) as again:
        assert [e.text for e in state(again).edits] == ["eins"]
    assert len(looked) == 2


def test_a_transaction_taken_back_leaves_no_word_in_memory(case: Case) -> None:
    class Broken(Exception):
        pass

    def breaks() -> None:
        with case.writing() as connection:
            decision_log.decide(case, connection, "edit-transcript", wording("eins"))
            assert decision_log.state(connection).edits
            raise Broken

    with pytest.raises(Broken):
        breaks()
    assert state(case).edits == []
    say(case, "edit-transcript", **wording("zwei"))
    assert [e.text for e in state(case).edits] == ["zwei"]
    assert case.custody.faults() == []


def test_words_of_an_epoch_that_ended_are_still_read_and_may_come_late(case: Case) -> None:
    ben = other_device(case)
    say(case, "edit-transcript", **wording("eins"))
    late = ben.sign("note", {"text": "late"})
    advance(case, [case.account.identity.public])
    advance(case, [case.account.identity.public])
    account, case_id = case.account, case.id
    case.close()
    with Case.open(account, case_id) as again:
        take_in(again, ben, late)
        assert [e.text for e in state(again).edits] == ["eins"]
        assert [n.text for n in state(again).notes] == ["late"]
        assert again.custody.faults() == []


def test_a_user_is_not_a_device(tmp_path: Path) -> None:
    """Recovery makes another device of the same user, and so does a backup taken to another folder."""
    home = tmp_path / "home"
    account = new_account(home)
    user, device, key = account.identity.id, account.device.id, account.recovery_key
    with new_case(account) as case:
        case_id = case.id
    account.close()
    same = Account.unlock(home, PASSPHRASE)
    assert (same.identity.id, same.device.id) == (user, device)
    same.close()
    again = Account.recover(home, key, PASSPHRASE, use_keyring=False)
    assert again.identity.id == user
    assert again.device.id != device
    with Case.open(again, case_id) as case:
        case.custody.record("face search", "item", {})
        assert case.custody.faults() == []
        with case.database.connect() as connection:
            assert {c["device"] for c in case.custody.certificates(connection)} == {device, again.device.id}
        back_up(case, tmp_path / "stick")
    again.close()
    elsewhere = tmp_path / "elsewhere"
    restore(elsewhere, tmp_path / "stick")
    taken = Account.unlock(elsewhere, PASSPHRASE)
    assert taken.identity.id == user
    assert taken.device.id not in (device, again.device.id)
    with Case.open(taken, case_id) as case:
        case.custody.record("face search", "item", {})
        assert case.custody.faults() == []
    taken.close()


def test_an_older_copy_of_a_case_goes_on_as_another_device(case: Case, tmp_path: Path) -> None:
    """Else one device would say two things under one number, and everybody else would see a fork."""
    account, case_id, folder = case.account, case.id, case.folder
    say(case, "note", text="one")
    case.close()
    shutil.copytree(folder, tmp_path / "copy")
    with Case.open(account, case_id) as again:
        say(again, "note", text="two")
        lost = head(again)
    device = account.device.id
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "copy", folder)
    with Case.open(account, case_id) as older:
        assert account.device.id != device
        say(older, "note", text="three")
        assert [n.text for n in state(older).notes] == ["one", "three"]
        assert head(older) != lost
        renewed = account.device.id
    with Case.open(account, case_id):
        assert account.device.id == renewed
    same = Account.unlock(account.home, PASSPHRASE)
    assert same.device.id == account.device.id
    same.close()


def test_a_look_costs_what_came_since_not_the_whole_log(case: Case) -> None:
    """Neither thousands of corrections nor of names are gone through again for the next look."""
    with case.writing() as connection:
        for number in range(1500):
            place = [at(number).to_json()]
            kind, said = ("name", {"name": "Ada"}) if number % 2 else ("edit-transcript", {"text": "eins"})
            decision_log.decide(case, connection, kind, {"moments": place, **said})
    assert len(state(case).identities) == 750
    looks = []
    for _ in range(5):
        say(case, "edit-transcript", **wording("zwei"))
        started = time.process_time()
        found = state(case)
        looks.append(time.process_time() - started)
        assert [e.text for e in found.edits][-1] == "zwei"
    assert sorted(looks)[2] <= 0.02
