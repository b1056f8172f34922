"""What shows a stage is found by the stage: a made one is seen everywhere, and only two files are new."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import engine.stages
from app.cases.item_views import joined, stage_view
from app.core_api.core_session import CoreSession
from app.core_api.coverage import Coverage
from app.core_api.handlers.coverage import coverage_map
from app.core_api.handlers.jobs import what_can_run
from app.core_api.handlers.search import ask, find
from app.core_api.handlers.timeline import lanes
from app.core_api.jobs import WhatCanRun
from app.core_api.search import Ask, Find
from app.core_api.timeline import LaneKind, Lanes
from app.dossier import catalogue
from app.dossier.catalogue import Catalogue
from app.exports.dossier_files import write
from app.review.search_rows import KINDS
from engine.stage import stages
from engine.units import SECOND
from resources import displays as resources_displays
from resources.displays import LABELLED, OTHER, display, displays, labelled
from resources.languages import languages, own_texts
from tests.investigator import ROOT
from tests.made_case import probed, put_item, put_unit
from tests.vault import new_account, new_case
from ui.stage_words import group_of, stage_word
from ui.timeline.words import lane_name

NAME = "a.mp4"
STAGE = '''
from typing import ClassVar
from engine.records import Column, Result, Schemas, Table
from engine.stage import Context, Reads, Source, Stage
from engine.units import Kind


class Flags(Stage):
    """Flags of states."""

    name = "made_flags"
    version = 1
    reads = Reads.PICTURES
    kinds = frozenset({Kind.VIDEO})
    tables: ClassVar[Schemas] = {
        "flags": {
            "start_ns": Column("i64"), "end_ns": Column("i64"),
            "label": Column("str"), "score": Column("f32"),
        }
    }

    def run(self, source: Source, context: Context) -> Result:
        return {"flags": Table.empty(self.tables["flags"])}
'''
DISPLAY = """
{
 "group": "pictures",
 "labels": {"table": "flags"},
 "words": {
  "en": {"name": "Flag detection", "about": "Flags of states."},
  "de": {"name": "Flaggenerkennung", "about": "Flaggen von Staaten."}
 }
}
"""


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CoreSession]:
    """A case in which a made stage found something: the stage is its code, and how it is shown."""
    code, shown = tmp_path / "stages", tmp_path / "displays"
    code.mkdir()
    (code / "made_flags.py").write_text(STAGE, encoding="utf-8")
    shutil.copytree(resources_displays.FOLDER, shown)
    (shown / "made_flags.json").write_text(DISPLAY, encoding="utf-8")
    monkeypatch.setattr(engine.stages, "__path__", [*engine.stages.__path__, str(code)])
    monkeypatch.setattr(resources_displays, "FOLDER", shown)
    forget()
    account = new_account(tmp_path / "home")
    made = CoreSession(lambda _: None)
    made.enter(account)
    made.take(new_case(account))
    fill(made)
    yield made
    made.leave()
    monkeypatch.undo()
    sys.modules.pop("engine.stages.made_flags", None)
    forget()


def forget() -> None:
    for cached in (stages, displays, catalogue._texts, joined, stage_view):
        cached.cache_clear()


def fill(session: CoreSession) -> None:
    item = put_item(session.case, NAME)
    put_unit(session.case, NAME, item, "probe", probed(), span=(0, (1 << 62) / SECOND), stream=-1)
    rows = [
        {"start_ns": a * SECOND, "end_ns": b * SECOND, "label": label, "score": 0.8}
        for a, b, label in ((1, 3, "red_banner"), (5, 6, "red_banner"), (9, 10, "white_banner"))
    ]
    put_unit(session.case, NAME, item, "made_flags", {"flags": rows})


def item_of(session: CoreSession) -> str:
    with session.review() as review:
        (item,) = review.items
    return item


def test_it_is_offered_in_its_group_under_its_name(session: CoreSession) -> None:
    from PySide6.QtCore import QLocale

    assert "made_flags" in {choice.name for choice in what_can_run(session, WhatCanRun()).stages}
    assert group_of("made_flags") == "pictures"
    before = QLocale()
    for code, name in (("en", "Flag detection"), ("de", "Flaggenerkennung")):
        QLocale.setDefault(QLocale(code))
        assert stage_word("made_flags") == name
    QLocale.setDefault(before)


def test_it_has_timeline_lanes(session: CoreSession) -> None:
    found = lanes(session, Lanes(item_of(session))).lanes
    own = [lane for lane in found if lane.key.startswith("made_flags:")]
    assert [(lane.kind, lane_name(lane), lane.count) for lane in own] == [
        (LaneKind.LABEL, "red_banner", 2), (LaneKind.LABEL, "white_banner", 1),
    ]  # fmt: skip


def test_it_is_found_by_a_search(session: CoreSession) -> None:
    vocabulary = ask(session, Ask())
    assert ("object", "red_banner", 2) in {(w.kind, w.untrusted_value, w.count) for w in vocabulary.words}
    rows = find(session, Find("object:red")).rows
    assert [(row.untrusted_text, row.moment.start_ns) for row in rows] == [
        ("red_banner", SECOND), ("red_banner", 5 * SECOND),
    ]  # fmt: skip


def test_it_is_listed_in_the_coverage(session: CoreSession) -> None:
    shown = coverage_map(session, Coverage((item_of(session),)))
    assert shown.shares[0, shown.stages.index("made_flags")] == 1


@pytest.mark.parametrize(
    ("code", "found", "covered"),
    [
        (
            "en",
            "Flag detection: “red banner” in a.mp4, 2 times between",
            "Flag detection covered 100 % of a.mp4",
        ),
        (
            "de",
            "Flaggenerkennung: „red banner“ in a.mp4, 2-mal zwischen",
            "Flaggenerkennung: 100 % von a.mp4",
        ),
    ],
)
def test_it_stands_in_the_dossier(
    session: CoreSession, tmp_path: Path, code: str, found: str, covered: str
) -> None:
    written = write(session.case, tmp_path / "out", code)
    document = json.loads(written.document.read_text(encoding="utf-8"))
    texts = {s["id"]: [c["text"] for c in s["claims"]] for s in document["sections"]}
    assert any(text.startswith(found) for text in texts["seen"])
    assert any(text.startswith(covered) for text in texts["coverage"])


def test_the_command_line_knows_it_by_its_name(
    session: CoreSession, capsys: pytest.CaptureFixture[str]
) -> None:
    from app.command_line import run

    run(["analyze", "--help"])
    assert "made_flags (Flag detection)" in " ".join(capsys.readouterr().out.split())


def test_every_stage_says_how_it_is_shown() -> None:
    assert set(displays()) == set(stages())
    for shown in displays().values():
        assert shown.group == OTHER or shown.group in {display(name).group for name in stages()}
        assert not shown.search or shown.search in KINDS
        assert all(set(shown.words[code]) == {"name", "about"} for code in languages()), shown.stage
    for shown, labels in labelled():
        columns = set(stages()[shown.stage].tables[labels.table])
        assert {"label", "score"} <= columns
        assert "t_ns" in columns or {"start_ns", "end_ns"} <= columns
        assert not labels.lane or labels.lane in set(LaneKind)
        for code in languages():
            assert {labels.sentence, LABELLED} <= set(own_texts(code, "dossier"))


def test_a_stage_without_a_file_is_shown_under_its_code_name() -> None:
    assert display("made_up").name("de") == "made up"
    assert Catalogue("de").show("stage", {"word": "stage.made_up"}) == "made up"


def test_what_shows_labels_names_no_stage() -> None:
    """Where a stage of labels is named, a new one is not shown."""
    named = "|".join(shown.stage for shown, _ in labelled() if shown.stage != "objects")
    for file in (
        "app/cases/occurrences.py", "app/core_api/item_lanes.py", "app/core_api/handlers/search.py",
        "app/core_api/handlers/media.py", "app/dossier/heard_and_seen.py", "ui/stage_words.py",
        "ui/jobs/stage_choice.py",
    ):  # fmt: skip
        assert not re.search(f"""["'](?:{named})["']""", (ROOT / file).read_text(encoding="utf-8")), file
