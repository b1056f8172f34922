"""What the commands answer to words that mean nothing, and to a case in which nothing is."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import update

from app.command_line import run
from app.store.schema import items, units
from tests.made_case import put_item, put_unit, said
from tests.vault import PASSPHRASE, new_account, new_case

Command = Callable[..., tuple[int, str]]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command with one case that holds one item, whose name is no text."""
    home = tmp_path / "home"
    with new_case(new_account(home)) as case:
        item = put_item(case, "bad.mp4")
        put_unit(case, "bad.mp4", item, "transcription", said((0, 2, "an older version heard this")))
        with case.writing() as connection:
            connection.execute(update(units).values(version=0))
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
        (("faces", "list"), 0, "None found so far"),
        (("faces", "list", "7"), 4, "7"),
        (("faces", "list", "Anna"), 4, "Anna"),
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
    status, text = command("transcript", "bad\udcff.mp4")
    assert (status, "not-transcribed" in text) == (5, True), "what an older version heard is not shown"


def test_the_empty_word_means_no_folder(command: Command, tmp_path: Path) -> None:
    (tmp_path / "private.txt").write_text("not evidence")
    assert command("add", "")[0] == 2
    assert "private" not in command("status")[1]


def test_results_of_an_older_version_are_not_called_analysed(command: Command) -> None:
    text = command("status")[1]
    assert "outdated" in text
    assert "`analyze` renews them" in text
    assert json.loads(command("status", "--json")[1])["outdated"] == 1


def test_a_face_search_without_models_blames_the_models_and_not_the_picture(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, media: Callable[[str], Path]
) -> None:
    monkeypatch.setenv("AIMA_MODELS", str(tmp_path / "none"))
    reason = ("--purpose", "test", "--legal-basis", "test")
    status, text = command("search", "--face", str(media("obama.jpg")), *reason)
    assert (status, "pack-missing" in text, "models install" in text) == (6, True, True), text
