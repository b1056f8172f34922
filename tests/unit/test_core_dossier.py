"""Rules for the dossier as a window sees it: what is shown, what was judged, what is found, what changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.cases import drafts
from app.cases.case import Case
from app.core_api.core_session import CoreSession
from app.core_api.deciding import TakeBack
from app.core_api.dossier import (
    VERDICTS,
    ChangesSince,
    CheckDossier,
    Drafts,
    Judged,
    JudgeStatement,
    LanguageModels,
    Matching,
    Statements,
    WholeDossier,
    WriteDossier,
    Writing,
)
from app.core_api.handlers import dossier, dossier_files
from app.core_api.handlers.deciding import take_back
from app.core_api.protocol import Changed, Event
from app.dossier.judging import NoSuchStatement, WordingMissing
from app.exports.export import TargetUnusable
from app.review.review import review
from engine.errors import Cancelled
from tests.made_case import face, put_faces, put_item, put_unit, said
from tests.made_statements import Made, judgements, statements
from tests.vault import new_account, new_case
from ui.dossier.sheet import ASSESSMENTS, STALE, UNDECIDED, Chosen, Sheet
from ui.dossier.wording_changes import changes


@pytest.fixture
def told() -> list[Event]:
    return []


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: list[Event]) -> Iterator[CoreSession]:
    monkeypatch.setenv("AIMA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AIMA_MODELS", str(tmp_path / "models"))
    account = new_account(tmp_path / "home")
    opened = new_case(account)
    item = put_item(opened, "film.mp4")
    put_unit(opened, "film.mp4", item, "transcription", said((1, 3, "Guten Tag Müller"), (4, 6, "Bis bald")))
    put_faces(opened, "film.mp4", item, [(face(1), 1, 5, 10)])
    with review(opened, write=True) as found:
        found.regroup()
    session = CoreSession(told.append)
    session.enter(account)
    session.take(opened)
    yield session
    session.leave()


def _shown(session: CoreSession, language: str = "en") -> Statements:
    return dossier.whole_dossier(session, WholeDossier(language))


def _sheet(session: CoreSession) -> Sheet:
    sheet = Sheet()
    sheet.put(_shown(session))
    assert sheet.statements is not None
    sheet.take(dossier.what_was_judged(session, Judged(sheet.statements.version)))
    return sheet


def _row(sheet: Sheet, text: str) -> int:
    assert sheet.statements is not None
    (row,) = [n for n in range(len(sheet.statements)) if text in sheet.text(n)]
    return row


def _judge(session: CoreSession, sheet: Sheet, row: int, verdict: str, text: str = "") -> str:
    assert sheet.statements is not None
    key = sheet.key(row).decode()
    question = JudgeStatement(sheet.statements.version, key, verdict, "en", text)
    (made,) = dossier.judge(session, question).decisions
    return made


def test_every_statement_of_the_window_is_the_one_the_command_line_lists(session: CoreSession) -> None:
    sheet = _sheet(session)
    row = _row(sheet, "Guten Tag")
    (source,) = [s for s in sheet.sources(row) if s.kind == "evidence"]
    assert (source.untrusted_item, source.start_ns, source.end_ns) == ("film.mp4", 10**9, 3 * 10**9)
    assert source.stage == "Transcription"
    assert sheet.key(row).decode().startswith("k")
    assert "sagt" in Sheet.text(_german(session), row)


def _german(session: CoreSession) -> Sheet:
    sheet = Sheet()
    sheet.put(_shown(session, "de"))
    return sheet


def test_a_judgement_is_reported_and_is_there_when_asked_again(
    session: CoreSession, told: list[Event]
) -> None:
    sheet = _sheet(session)
    row = _row(sheet, "Guten Tag")
    _judge(session, sheet, row, "accept")
    assert [e.what for e in told if isinstance(e, Changed)] == [frozenset({"claims"})]
    after = _sheet(session)
    verdict = after.said(row)
    assert verdict is not None
    assert (verdict.word, verdict.who, verdict.stale) == ("accepted", "", False)
    assert after.progress[0] == 1


def test_a_judgement_that_is_taken_back_leaves_the_statement_undecided(session: CoreSession) -> None:
    sheet = _sheet(session)
    row = _row(sheet, "Guten Tag")
    made = _judge(session, sheet, row, "reject")
    take_back(session, TakeBack((made,)))
    assert _sheet(session).said(row) is None


def test_what_was_judged_is_the_wording_that_was_seen_even_if_findings_came_since(
    session: CoreSession,
) -> None:
    sheet = _sheet(session)
    row = _row(sheet, "Guten Tag")
    _analyse_again(session.case)
    _judge(session, sheet, row, "accept")
    after = _sheet(session)
    verdict = after.said(_row(after, "Guten Abend"))
    assert verdict is not None
    assert (verdict.word, verdict.stale) == ("accepted", True)


def _analyse_again(case: Case) -> None:
    item = put_item(case, "second.mp4")
    put_unit(case, "second.mp4", item, "transcription", said((1, 3, "Etwas Neues")))
    with case.writing() as connection:
        found = connection.exec_driver_sql("select id from items where name = 'film.mp4'").scalar_one()
        connection.exec_driver_sql("delete from units where item_id = ?", (found,))
    put_unit(case, "film.mp4", found, "transcription", said((1, 3, "Guten Abend Müller")))


def test_findings_that_come_while_somebody_reads_are_said_to_be_newer(session: CoreSession) -> None:
    sheet = _sheet(session)
    assert sheet.statements is not None
    assert not dossier.what_was_judged(session, Judged(sheet.statements.version)).newer
    item = put_item(session.case, "second.mp4")
    put_unit(session.case, "second.mp4", item, "transcription", said((1, 3, "Etwas Neues")))
    asked = dossier.what_was_judged(session, Judged(sheet.statements.version))
    assert asked.here
    assert asked.newer


def test_a_judgement_alone_makes_nothing_newer_and_costs_no_new_dossier(session: CoreSession) -> None:
    sheet = _sheet(session)
    assert sheet.statements is not None
    _judge(session, sheet, _row(sheet, "Guten Tag"), "accept")
    assert not dossier.what_was_judged(session, Judged(sheet.statements.version)).newer
    version = sheet.statements.version.partition(".")[0]
    assert session.kept("dossier known", version, lambda: None) is not None


def test_the_statements_about_the_log_follow_each_decision(session: CoreSession) -> None:
    sheet = _sheet(session)
    _judge(session, sheet, _row(sheet, "Guten Tag"), "accept")
    assert "accept the statement" in _sheet(session).text(_row(_sheet(session), "accept the statement"))


def test_a_version_the_core_has_forgotten_is_answered_with_that(session: CoreSession) -> None:
    assert not dossier.what_was_judged(session, Judged("nothing.0")).here


def test_an_edit_needs_words_and_a_judgement_a_statement(session: CoreSession) -> None:
    sheet = _sheet(session)
    with pytest.raises(WordingMissing):
        _judge(session, sheet, 0, "edit", "  ")
    assert sheet.statements is not None
    with pytest.raises(NoSuchStatement):
        dossier.judge(session, JudgeStatement(sheet.statements.version, "k0", "accept", "en"))


def test_the_first_judgement_keeps_the_draft_as_it_was_before(session: CoreSession) -> None:
    sheet = _sheet(session)
    assert not dossier_files.kept_drafts(session, Drafts())
    row = _row(sheet, "Guten Tag")
    _judge(session, sheet, row, "edit", "Herr Müller wird gegrüßt.")
    _judge(session, sheet, _row(sheet, "Bis bald"), "reject")
    (draft,) = dossier_files.kept_drafts(session, Drafts())
    with session.case.database.connect() as connection:
        body = drafts.read(connection, draft.id)
    assert not any("judged" in claim for section in body["sections"] for claim in section["claims"])
    found = dossier_files.changes_since(session, ChangesSince(draft.id))
    assert [c.how for c in found.rows] == ["edited", "rejected"]
    assert "Guten Tag" in found.rows[0].before
    assert found.rows[0].now == "Herr Müller wird gegrüßt."


@pytest.mark.parametrize("typed", ["muller", "MÜLLER", "Mueller"])
def test_a_name_is_found_however_its_umlaut_is_typed(session: CoreSession, typed: str) -> None:
    sheet = _sheet(session)
    assert sheet.statements is not None
    found = dossier.matching(session, Matching(sheet.statements.version, "en", typed))
    assert _row(sheet, "Guten Tag") in found.tolist()


def test_a_persons_wording_is_found_too(session: CoreSession) -> None:
    sheet = _sheet(session)
    row = _row(sheet, "Bis bald")
    _judge(session, sheet, row, "edit", "Ein Abschied.")
    assert sheet.statements is not None
    assert dossier.matching(session, Matching(sheet.statements.version, "en", "abschied")).tolist() == [row]


def test_only_what_was_asked_for_is_written_and_the_check_finds_it_sound(
    session: CoreSession, told: list[Event], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    written = dossier_files.write_dossier(session, WriteDossier(str(folder), "de", page=False))
    assert sorted(p.name for p in folder.iterdir()) == ["dossier.json"]
    assert not written.page
    assert [e.what for e in told if isinstance(e, Writing)] == ["gather", "write", "keep"]
    checked = dossier_files.check_dossier(session, CheckDossier(written.document))
    assert not checked.problems
    assert checked.mine
    assert (checked.items, len(checked.files_missing)) == (1, 1)


def test_a_page_without_faces_holds_none(session: CoreSession, tmp_path: Path) -> None:
    pages = []
    for crops in (True, False):
        folder = tmp_path / str(crops)
        written = dossier_files.write_dossier(session, WriteDossier(str(folder), "en", crops=crops))
        pages.append(Path(written.page).read_text(encoding="utf-8").count("data:image/jpeg"))
    assert pages[0] > 0
    assert pages[1] == 0


def test_a_word_changed_after_writing_is_found(session: CoreSession, tmp_path: Path) -> None:
    written = dossier_files.write_dossier(session, WriteDossier(str(tmp_path), "en"))
    path = Path(written.document)
    path.write_text(path.read_text(encoding="utf-8").replace("Guten Tag", "Guten Weg"), encoding="utf-8")
    assert "changed after it was signed" in " ".join(
        dossier_files.check_dossier(session, CheckDossier(str(path))).problems
    )


def test_a_file_that_is_no_dossier_is_refused(session: CoreSession, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("not json", encoding="utf-8")
    with pytest.raises(dossier_files.DossierUnreadable):
        dossier_files.check_dossier(session, CheckDossier(str(tmp_path / "x.json")))


def test_a_place_that_cannot_be_written_is_reported(session: CoreSession, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(TargetUnusable):
        dossier_files.write_dossier(session, WriteDossier(str(tmp_path / "file"), "en"))


def test_writing_that_is_stopped_leaves_no_file(session: CoreSession, tmp_path: Path) -> None:
    class Dropped:
        def is_set(self) -> bool:
            return True

    session.attend(Dropped())  # type: ignore[arg-type]
    with pytest.raises(Cancelled):
        dossier_files.write_dossier(session, WriteDossier(str(tmp_path / "out"), "en"))
    assert not (tmp_path / "out").exists()


def test_where_no_model_is_installed_none_is_offered(session: CoreSession) -> None:
    assert not any(offer.here for offer in dossier_files.language_models(session, LanguageModels()))


THREE = [
    Made(0, "Person 1 appears.", (0, 1), subject=0, assessment=True),
    Made(1, "Voice 2 says hello.", (1,), subject=1),
    Made(1, "Voice 2 says goodbye.", (2,), subject=1),
    Made(2, "The log has 3 entries."),
]


def _three(said: dict[int, str], stale: frozenset[int] = frozenset()) -> Sheet:
    sheet = Sheet()
    sheet.put(statements(THREE))
    sheet.take(judgements(said, stale))
    return sheet


def test_statements_about_the_work_are_not_counted_as_left_to_judge() -> None:
    sheet = _three({0: "accepted", 3: "accepted"})
    assert sheet.progress == (1, 3)
    assert sheet.next_undecided(0) == 1


def test_the_next_undecided_goes_round_and_ends_when_nothing_is_left() -> None:
    sheet = _three({1: "accepted"})
    assert sheet.next_undecided(2) == 0
    assert _three({0: "rejected", 1: "accepted", 2: "Other words"}).next_undecided(0) == -1


@pytest.mark.parametrize(
    ("chosen", "rows"),
    [
        (Chosen(), [0, 1, 2, 3]),
        (Chosen(UNDECIDED), [2, 3]),
        (Chosen(ASSESSMENTS), [0]),
        (Chosen(STALE), [1]),
        (Chosen(section="said"), [1, 2]),
        (Chosen(subject=1), [1, 2]),
        (Chosen(item=1), [0, 1]),
        (Chosen(found=np.array([2, 3], np.int32)), [2, 3]),
        (Chosen(UNDECIDED, "said", 1, 2), [2]),
        (Chosen(section="gone"), []),
        (Chosen(accepted_only=True), [0, 3]),
    ],
)
def test_what_is_chosen_is_what_is_shown(chosen: Chosen, rows: list[int]) -> None:
    sheet = _three({0: "accepted", 1: "rejected"}, stale=frozenset({1}))
    sheet.choose(chosen)
    assert sheet.lines[sheet.lines >= 0].tolist() == rows


def test_a_heading_without_statements_is_shown_only_where_nothing_was_chosen() -> None:
    sheet = Sheet()
    sheet.put(statements(THREE[1:]))
    assert (sheet.lines < 0).sum() == 3
    sheet.choose(Chosen(UNDECIDED))
    assert (sheet.lines < 0).sum() == 2


def test_verdict_numbers_stand_for_the_words_of_the_core() -> None:
    sheet = _three({0: "accepted", 1: "rejected", 2: "Own words"})
    assert [VERDICTS[v] for v in sheet.verdict] == ["accepted", "rejected", "edited", ""]
    assert sheet.wording(2) == "Own words"
    assert sheet.text(2) == "Voice 2 says goodbye."


def test_changes_of_a_wording_are_whole_words() -> None:
    before, now = "At dawn the van leaves.", "At dusk the van leaves slowly."
    gone, came = changes(before, now)
    assert [before[a:b] for a, b in gone] == ["dawn", "leaves."]
    assert [now[a:b] for a, b in came] == ["dusk", "leaves slowly."]


def test_a_dossier_says_the_same_whether_asked_for_once_or_twice(session: CoreSession) -> None:
    first, again = _shown(session), _shown(session)
    assert first.version == again.version
    assert first.text.tobytes() == again.text.tobytes()


def test_the_log_says_what_was_written(session: CoreSession, tmp_path: Path) -> None:
    dossier_files.write_dossier(session, WriteDossier(str(tmp_path), "en"))
    last = list(session.case.custody.entries())[-1]
    assert last.action == "dossier written"
    assert sorted(last.details["files"]) == ["dossier.html", "dossier.json"]
