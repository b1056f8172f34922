"""What people decide about lines and clocks: the window and the command line record the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cases import clocks
from app.cases import log as decision_log
from app.cases.case import Case
from app.core_api.core_session import CoreSession
from app.core_api.deciding import Reword
from app.core_api.handlers.deciding import reword
from app.core_api.handlers.timeline import set_clock
from app.core_api.timeline import SetClock
from app.operations.decisions import CLOCK, EDIT, Decision
from app.review.review import review
from engine.units import SECOND
from tests.investigator import Investigator
from tests.made_case import put_item, put_unit, said, sha256_of


@pytest.fixture(scope="module")
def investigator(tmp_path_factory: pytest.TempPathFactory) -> Investigator:
    """At a case with one item in which something is said."""
    folder = tmp_path_factory.mktemp("actions")
    made = Investigator.set_up(folder / "home", folder / "models")
    made.new_case()
    with made.open_case() as case:
        item = put_item(case, "a.wav")
        put_unit(case, "a.wav", item, "transcription", said((1, 3, "Grüß Gott")), stream=1)
    return made


@pytest.fixture
def session(investigator: Investigator) -> Iterator[CoreSession]:
    made = CoreSession(lambda _: None)
    with investigator.open_case() as case:
        made.enter(case.account)
        made.take(case)
        yield made
        made.leave_case()


def _last(case: Case, kind: str) -> Decision:
    with case.database.connect() as connection:
        return decision_log.decisions(connection, {kind})[-1]


def test_a_line_is_reworded_alike_from_window_and_command_line(
    investigator: Investigator, session: CoreSession
) -> None:
    with review(session.case) as found:
        (item,) = found.items.values()
        line = found.transcript(item)[0].moment
    reword(session, Reword(line, " Guten  Tag "))
    window = _last(session.case, EDIT)
    session.leave_case()
    investigator.run("transcript", "a.wav", "--correct", "00:02", "Guten Tag")
    with investigator.open_case() as case:
        command = _last(case, EDIT)
    assert command.id != window.id
    assert command.body == window.body == {"moments": [line.to_json()], "text": "Guten Tag"}


def test_a_clock_is_set_alike_from_window_and_command_line(
    investigator: Investigator, session: CoreSession
) -> None:
    source = clocks.ITEM + sha256_of("a.wav")
    set_clock(session, SetClock(source, -90 * SECOND, 2 * SECOND, "church clock"))
    window = _last(session.case, CLOCK)
    session.leave_case()
    told = investigator.run(
        *("clock", "a.wav", "--offset", "-90", "--uncertainty", "2", "--reason", "church clock", "--json")
    )
    assert json.loads(told.stdout.splitlines()[0])["source"] == source
    with investigator.open_case() as case:
        command = _last(case, CLOCK)
    assert command.id != window.id
    assert command.body == window.body


def test_an_item_that_states_no_time_is_listed_as_that(investigator: Investigator, tmp_path: Path) -> None:
    told = investigator.run("clock")
    assert told.stdout.split("  ")[0] == "no time is stated"
    assert told.stdout.rstrip().endswith("a.wav")
