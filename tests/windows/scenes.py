"""The main states of the window, each reached as a person would; for the pictures of the documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtTest import QTest

from app.core_api.protocol import Failed
from engine.units import SECOND
from tests.windows.driving import item_called, quiet, settle, until
from ui.jobs.jobs_panel import JobsPanel
from ui.people.people_panel import PeoplePanel
from ui.player.player_panel import PlayerPanel
from ui.search.search_panel import SearchPanel
from ui.shell import Shell
from ui.timeline.timeline_panel import TimelinePanel


@dataclass(frozen=True)
class Scene:
    """`set_up` drives a window whose case is open, or, without `case`, one that has just started."""

    name: str
    set_up: Callable[[Shell], None]
    case: bool = True
    layout: str = "review"


def go_to(shell: Shell, name: str, seconds: float) -> None:
    """Look at an item by its name, and wait for its picture."""
    shell.ui.position.go(item_called(shell, name), round(seconds * SECOND))
    wait(shell)


def wait(shell: Shell) -> None:
    """Until nothing is on its way and the viewer has shown its picture."""
    for _ in range(20):
        settle()
    quiet(shell)
    for _ in range(10):
        settle()


def film(shell: Shell) -> None:
    go_to(shell, "obama_speech.mp4", 4)
    player = shell.workspace.panel("player")
    assert isinstance(player, PlayerPanel)
    until(lambda: player.projector.frame is not None, "the player shows no picture")
    wait(shell)


def show(panel: str) -> Callable[[Shell], None]:
    """The film, and a panel in front."""

    def set_up(shell: Shell) -> None:
        film(shell)
        shell.workspace.reveal(panel)
        wait(shell)

    return set_up


def first_run(shell: Shell) -> None:
    until(lambda: not shell.start_page.busy, "the core did not look around")
    settle()


def cases(shell: Shell) -> None:
    shell.close_case()
    until(lambda: not shell.start_page.busy and shell.ui.case is None, "the cases are not listed")
    wait(shell)


def covered(shell: Shell) -> None:
    film(shell)
    shell.ui.exposure.protect(blur=True, grey=True, mute=True)
    wait(shell)
    wait(shell)


def whole_case(shell: Shell) -> None:
    film(shell)
    timeline = shell.workspace.panel("timeline")
    assert isinstance(timeline, TimelinePanel)
    timeline.show_case(True)
    wait(shell)


def voices(shell: Shell) -> None:
    """Who speaks, and where the first of them is heard."""
    show("people")(shell)
    panel = shell.workspace.panel("people")
    assert isinstance(panel, PeoplePanel)
    panel.tabs.setCurrentIndex(1)
    panel.list.setCurrentIndex(panel.list.people.index(0))
    wait(shell)


def search(shell: Shell) -> None:
    film(shell)
    shell.workspace.reveal("search")
    panel = shell.workspace.panel("search")
    assert isinstance(panel, SearchPanel)
    QTest.keyClicks(panel.live.field, "united person:2 within:10s")
    wait(shell)
    wait(shell)


def quote(shell: Shell) -> None:
    film(shell)
    panel = shell.workspace.panel("jobs")
    assert isinstance(panel, JobsPanel)
    shell.workspace.reveal("jobs")
    panel.analyse()
    wait(shell)
    wait(shell)


def error(shell: Shell) -> None:
    film(shell)
    shell.ui.notices.fail(Failed("disk-full", "The disk is full."))
    wait(shell)


SCENES: Mapping[str, Scene] = {
    scene.name: scene
    for scene in (
        Scene("first-run", first_run, case=False),
        Scene("cases", cases),
        Scene("review", film),
        Scene("covered", covered),
        Scene("case-timeline", whole_case),
        Scene("people", voices, layout="people"),
        Scene("faces", show("faces"), layout="people"),
        Scene("search", search),
        Scene("coverage", show("coverage")),
        Scene("jobs", quote),
        Scene("dossier", show("dossier"), layout="writing"),
        Scene("error", error),
    )
}
