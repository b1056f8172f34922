"""The command line: finds the commands by their files, unlocks, prints, and turns errors into exit codes."""

from __future__ import annotations

import argparse
import getpass
import importlib
import inspect
import json
import logging
import os
import pkgutil
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO, cast

import platformdirs

import app.commands
from engine.errors import AimaError

if TYPE_CHECKING:
    from app.cases.case import Case
    from app.keys.account import Account

logger = logging.getLogger(__name__)


class UsageError(AimaError):
    """The command was not understood. `main.py COMMAND --help` tells what it takes."""

    code = "usage"
    exit_code = 2


class PassphraseNeeded(AimaError):
    """A passphrase is needed and there is no terminal to ask on.

    Set AIMA_PASSPHRASE or use --passphrase-file.
    """

    code = "passphrase-needed"
    exit_code = 3


class Command(Protocol):
    """A module in `app/commands/`: its name is the command's name."""

    HELP: str

    def configure(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, args: argparse.Namespace, out: Output) -> int: ...


class Output:
    """What a command may say and ask.

    With `--json`, records go to standard output, one a line, and lines for people nowhere.
    """

    def __init__(self, args: argparse.Namespace, stdout: TextIO, stderr: TextIO) -> None:
        self.json = bool(args.json)
        self.args = args
        self._stdout, self._stderr = stdout, stderr
        self._account: Account | None = None

    def line(self, text: str = "") -> None:
        """A line for people."""
        if not self.json:
            self._stdout.write(_printable(text, self._stdout) + "\n")
            self._stdout.flush()

    def record(self, mapping: Mapping[str, Any]) -> None:
        """A record for machines; shown only with `--json`."""
        if self.json:
            self._stdout.write(json.dumps(mapping, ensure_ascii=True, default=str) + "\n")
            self._stdout.flush()

    def progress(self, text: str) -> None:
        """A passing remark on standard error; rewritten in place on a terminal."""
        if self._stderr.isatty():
            self._stderr.write("\r\x1b[K" + _printable(text, self._stderr))
        elif not self.json:
            self._stderr.write(_printable(text, self._stderr) + "\n")
        self._stderr.flush()

    @property
    def home(self) -> Path:
        """Folder of the account and its cases: AIMA_HOME, else the system's place for application data."""
        return Path(os.environ.get("AIMA_HOME") or platformdirs.user_data_path("aima", appauthor=False))

    @property
    def models(self) -> Path:
        """Folder of the model packs: AIMA_MODELS, else beside the account."""
        return Path(os.environ.get("AIMA_MODELS") or self.home / "models")

    def passphrase(self, prompt: str = "Passphrase: ") -> str:
        """From --passphrase-file, AIMA_PASSPHRASE or the terminal, in this order."""
        if self.args.passphrase_file:
            return Path(self.args.passphrase_file).read_text(encoding="utf-8").rstrip("\r\n")
        if (given := os.environ.get("AIMA_PASSPHRASE")) is not None:
            return given
        if not sys.stdin.isatty():
            raise PassphraseNeeded
        return getpass.getpass(prompt)

    def unlock(self) -> Account:
        """The account, unlocked once per process."""
        if self._account is None:
            from app.keys.account import Account

            self._account = Account.unlock(self.home, self.passphrase())
        return self._account

    def open_case(self, args: argparse.Namespace, write: bool | None = None) -> Case:
        """The case named by `--case` (id, its beginning, or its name), or the only one.

        `write` True: raise CaseInUse if somebody else writes; None: read then.
        """
        from app.cases.case import Case

        return Case.find(self.unlock(), args.case, write)


def _printable(text: str, stream: TextIO) -> str:
    """Text from evidence may hold control characters and lone surrogates: shown escaped, never sent raw."""
    encoding = stream.encoding or "utf-8"
    safe = "".join(c if c.isprintable() or c in "\n\t" else _escaped(c) for c in text)
    return safe.encode(encoding, "backslashreplace").decode(encoding)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def commands() -> Mapping[str, Command]:
    """Every command, by name."""
    names = [info.name for info in pkgutil.iter_modules(app.commands.__path__)]
    return {name: cast(Command, importlib.import_module(f"app.commands.{name}")) for name in sorted(names)}


def _parser(found: Mapping[str, Command]) -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="one JSON record a line on standard output")
    shared.add_argument("--passphrase-file", metavar="FILE", help="read the passphrase from this file")
    shared.add_argument("--case", default="", metavar="CASE", help="id or name (default: the only one)")
    parser = argparse.ArgumentParser(prog="main.py", description="AIMA analyses the media of a case.")
    parsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in found.items():
        own = parsers.add_parser(name, help=module.HELP, description=module.HELP, parents=[shared])
        module.configure(own)
    return parser


def run(arguments: list[str], stdout: TextIO | None = None, stderr: TextIO | None = None) -> int:
    """Run one command; returns the exit status. Errors become one message and the error's own status."""
    stdout, stderr = stdout or sys.stdout, stderr or sys.stderr
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", stream=stderr)
    found = commands()
    try:
        args = _parser(found).parse_args(arguments)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 2
    out = Output(args, stdout, stderr)
    action: Callable[[argparse.Namespace, Output], int] = found[args.command].run
    try:
        return action(args, out)
    except AimaError as error:
        out.record({"error": error.code, "message": str(error)})
        stderr.write(_printable(f"Error ({error.code}): {error}", stderr) + "\n")
        return error.exit_code
    except KeyboardInterrupt:
        stderr.write("Stopped. Run the same command again to go on.\n")
        return 130
    except BrokenPipeError:
        return 141
    except Exception as error:
        # the message of a foreign exception may quote evidence: only where it happened is told
        frames = traceback.extract_tb(error.__traceback__)[-4:]
        where = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))
        advice = inspect.cleandoc(AimaError.__doc__ or "")
        stderr.write(f"Error (internal): {type(error).__name__} at {where}. {advice}\n")
        out.record({"error": AimaError.code, "message": f"{type(error).__name__} at {where}"})
        return AimaError.exit_code
