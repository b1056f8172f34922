"""What the commands answer to words that mean nothing, and to a case in which nothing is."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import update

from app.command_line import run
from app.store.schema import items
from tests.made_case import put_item
from tests.vault import PASSPHRASE, new_account, new_case

Command = Callable[..., tuple[int, str]]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command at a desk with one case that holds one item, whose name is no text."""
    home = tmp_path / "home"
    with new_case(new_account(home)) as case:
        put_item(case, "bad.mp4")
        with case.writing() as connection:
            connection.execute(update(items).values(name="bad\udcff.mp4"))
    monkeypatch.setenv("AIMA_HOME", str(home))
    monkeypatch.setenv("AIMA_PASSPHRASE", PASSPHRASE)
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> tuple[int, str]:
        out = io.StringIO()
        return run(list(arguments), out, out), out.getvalue()

    return command


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("search", "nowhere"), 5, "Nothing found"),
        (("search", "--limit", "0", "x"), 2, "from 1"),
        (("add", ""), 2, "a path is empty"),
        (("analyze", "nosuch.mp4"), 4, "nosuch.mp4"),
        (("analyze", ""), 4, "no-such-item"),
        (("analyze", "--workers", "-1"), 2, "--workers"),
        (("analyze", "--device", "gpu"), 2, "cuda:0"),
        (("transcript", "nosuch.mp4"), 4, "no-such-item"),
        (("verify", "--export-custody", "gone/custody.jsonl"), 5, "gone/custody.jsonl"),
        (("dossier", "--case", "\udcff"), 4, "case list"),
    ],
)
def test_a_word_that_means_nothing_gets_its_own_answer(
    command: Command, words: tuple[str, ...], status: int, said: str
) -> None:
    got, text = command(*words)
    assert (got, said in text) == (status, True), text


def test_an_item_whose_name_is_no_text_answers_to_it(command: Command) -> None:
    assert command("transcript", "bad\udcff.mp4")[0] == 0


def test_the_empty_word_means_no_folder(command: Command, tmp_path: Path) -> None:
    (tmp_path / "private.txt").write_text("not evidence")
    assert command("add", "")[0] == 2
    assert "private" not in command("status")[1]
