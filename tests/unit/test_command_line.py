"""Errors end in a message and a status, machines get JSON, and nothing is shown raw that evidence named."""

from __future__ import annotations

import argparse
import errno
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from app import command_line
from app.command_line import Output, UsageError, run, secret_in
from engine.errors import AimaError
from tests.conftest import ROOT


class Speaking:
    """A command that does what the test says."""

    HELP = "speak"

    def __init__(self, error: Exception | None = None, text: str = "") -> None:
        self.error, self.text = error, text

    def configure(self, parser: argparse.ArgumentParser) -> None:
        parser.description = "speaks"

    def run(self, args: argparse.Namespace, out: Output) -> int:
        if self.error:
            raise self.error
        out.line(self.text)
        out.record({"text": self.text})
        return 0


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Speaking:
    command = Speaking()
    monkeypatch.setattr(command_line, "commands", lambda _="": {"speak": command})
    return command


def _run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = run(["speak", *arguments], out, err)
    return status, out.getvalue(), err.getvalue()


def test_an_error_is_its_docstring_its_code_and_its_status(speak: Speaking) -> None:
    class Lost(AimaError):
        """The stick was pulled out. Put it back."""

        code = "lost"
        exit_code = 9

    speak.error = Lost("E:")
    status, out, err = _run("--json")
    assert status == 9
    assert err == "Error (lost): E:: The stick was pulled out. Put it back.\n"
    assert json.loads(out) == {"error": "lost", "message": "E:: The stick was pulled out. Put it back."}


def test_an_unforeseen_error_tells_where_but_quotes_nothing(speak: Speaking) -> None:
    speak.error = ValueError("name of a witness")
    status, out, err = _run("--json")
    assert status == 1
    assert "witness" not in out + err
    assert "ValueError at test_command_line.py" in err
    assert "doctor" in err


def test_control_characters_of_names_are_shown_escaped(speak: Speaking) -> None:
    speak.text = "evil\x1b[2Jname\udcff ü"
    _, out, _ = _run()
    assert out == "evil\\x1b[2Jname\\udcff ü\n"


def test_json_is_plain_ascii_a_line_a_record(speak: Speaking) -> None:
    speak.text = "ü\n"
    _, out, _ = _run("--json")
    assert out.isascii()
    assert json.loads(out) == {"text": "ü\n"}


def test_no_terminal_and_no_passphrase_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIMA_PASSPHRASE", raising=False)
    monkeypatch.setenv("AIMA_HOME", str(tmp_path))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    out, err = io.StringIO(), io.StringIO()
    assert run(["status"], out, err) == 3
    assert "AIMA_PASSPHRASE" in err.getvalue()


@pytest.mark.parametrize("name", sorted(command_line.commands()))
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    assert len(capsys.readouterr().out) > 100


def test_a_command_loads_none_of_the_others() -> None:
    """What the others need costs a quarter of a second before anything is found."""
    told = "import sys; from app.command_line import run; run(['doctor', '--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name for name in done.stdout.split() if name.startswith("app.commands.")}
    assert "app.commands.doctor" in loaded
    assert "app.commands.dossier" not in loaded


def test_a_word_that_is_no_command_is_told_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    for word in ("nonsense", "group_command", ""):
        assert run([word]) == 2
        assert "analyze" in capsys.readouterr().err


def test_a_file_named_in_the_command_is_named_in_the_error(speak: Speaking, tmp_path: Path) -> None:
    missing = str(tmp_path / "gone")
    speak.error = FileNotFoundError(2, "No such file or directory", missing)
    status, _, err = _run("--passphrase-file", missing)
    assert status == 5
    assert err.startswith(f"Error (file-unusable): {missing} (No such file or directory): ")


def test_a_file_nobody_named_is_not_told(speak: Speaking) -> None:
    speak.error = FileNotFoundError(2, "No such file or directory", "/evidence/witness.mp4")
    status, out, err = _run("--json")
    assert status == 1
    assert "witness" not in out + err


def test_bytes_that_are_no_text_in_the_command_are_a_misunderstanding(speak: Speaking) -> None:
    speak.error = UnicodeEncodeError("utf-8", "\udcff", 0, 1, "surrogates not allowed")
    assert _run("--case", "\udcff")[0] == 2
    assert _run("--case", "ü")[0] == 1


def test_a_name_with_a_line_break_cannot_forge_a_line(speak: Speaking) -> None:
    speak.text = "a.mp4\nEverything is sound."
    assert _run()[1] == "a.mp4\\nEverything is sound.\n"


def test_a_program_without_output_still_runs(speak: Speaking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", None)
    assert run(["speak"]) == 0


def test_a_passphrase_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="key"):
        secret_in(str(tmp_path / "key"))


def test_a_full_disk_is_called_one_wherever_it_shows(speak: Speaking) -> None:
    speak.error = OSError(errno.ENOSPC, "No space left on device")
    status, _, err = _run()
    assert status == 4
    assert err.startswith("Error (disk-full)")


def test_a_log_hears_of_progress_now_and_then(speak: Speaking) -> None:
    args = argparse.Namespace(json=False)
    err = io.StringIO()
    out = Output(args, io.StringIO(), err)
    for share in range(100):
        out.progress(f"{share} %")
    out.remark("one stretch failed")
    assert err.getvalue() == "0 %\none stretch failed\n"
