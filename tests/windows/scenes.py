"""The main states of the window, each reached as a person would; for the pictures of the documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.desk.evidence import Items
from engine.units import SECOND
from tests.windows.driving import asked, quiet, settle, until
from ui.player.player_panel import PlayerPanel
from ui.shell import Shell


@dataclass(frozen=True)
class Scene:
    """`set_up` drives a window whose case is open, or, without `case`, one that has just started."""

    name: str
    set_up: Callable[[Shell], None]
    case: bool = True
    layout: str = "review"


def go_to(shell: Shell, name: str, seconds: float) -> None:
    """Look at an item by its name, and wait for its picture."""
    listing = asked(shell, Items())
    ids = dict(zip(listing.names.split("\0"), listing.ids.split("\0"), strict=True))
    shell.bench.place.go(ids[name], round(seconds * SECOND))
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


SCENES: Mapping[str, Scene] = {
    scene.name: scene
    for scene in (
        Scene("first-run", first_run, case=False),
        Scene("review", film),
        Scene("people", show("people"), layout="people"),
        Scene("faces", show("faces"), layout="people"),
        Scene("search", show("search")),
        Scene("coverage", show("coverage")),
        Scene("jobs", show("jobs")),
        Scene("dossier", show("dossier"), layout="writing"),
    )
}
