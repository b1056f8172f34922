"""The command line: finds the commands by their files, unlocks, prints, and turns errors into exit codes."""

from __future__ import annotations

import argparse
import errno
import getpass
import importlib
import inspect
import io
import json
import logging
import os
import pkgutil
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO, cast

import app.commands
from app import places
from app.keys.process_secrets import PASSPHRASE
from engine.errors import AimaError

if TYPE_CHECKING:
    from app.cases.case import Case
    from app.keys.account import Account

LOG_EVERY_SECONDS = 5.0
"""How often progress is told where standard error is no terminal."""


class UsageError(AimaError):
    """The command was not understood. `main.py COMMAND --help` shows its options."""

    code = "usage"
    exit_code = 2


class PassphraseNeeded(AimaError):
    """A passphrase is needed, and there is no terminal to ask for it. Set AIMA_PASSPHRASE or use
    --passphrase-file.
    """

    code = "passphrase-needed"
    exit_code = 3


class FileUnusable(AimaError):
    """The system does not allow AIMA to read or write there. Check that the file or folder exists,
    that you have permission and that there is free space; then run the command again.
    """

    code = "file-unusable"
    exit_code = 5


class NotText(AimaError):
    """A word of the command contains bytes that are not text. If it is the name of an item, give its
    id or hash instead; `case show` lists them.
    """

    code = "not-text"
    exit_code = 2


class Command(Protocol):
    """A module in `app/commands/`: its name is the command's name."""

    HELP: str

    def configure(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, args: argparse.Namespace, out: Output) -> int: ...


class Output:
    """What a command may say and ask.

    With `--json`, records go to standard output, one a line, and lines for people nowhere.
    """

    def __init__(
        self, args: argparse.Namespace, stdout: TextIO, stderr: TextIO, passphrase: str | None = None
    ) -> None:
        """`passphrase`: what the environment held."""
        self.json = bool(args.json)
        self.args, self._passphrase = args, passphrase
        self._stdout, self._stderr = stdout, stderr
        self._account: Account | None = None
        self._remarked = -LOG_EVERY_SECONDS

    @property
    def looked_at(self) -> bool:
        """Whether a person reads what is said, on a terminal; what goes elsewhere leaves the case."""
        return not self.json and self._stdout.isatty()

    def line(self, text: str = "") -> None:
        """A line for people. A line break in it is shown escaped: a name that has one cannot forge a line."""
        if not self.json:
            self._stdout.write(_printable(text, self._stdout, "\t") + "\n")
            self._stdout.flush()

    def record(self, mapping: Mapping[str, Any]) -> None:
        """A record for machines; shown only with `--json`."""
        if self.json:
            self._stdout.write(json.dumps(mapping, ensure_ascii=True, default=str) + "\n")
            self._stdout.flush()

    def progress(self, text: str) -> None:
        """A passing remark on standard error: rewritten in place on a terminal, now and then in a log."""
        if self._stderr.isatty():
            self._stderr.write("\r\x1b[K" + _printable(text, self._stderr))
            self._stderr.flush()
        elif text and time.monotonic() - self._remarked >= LOG_EVERY_SECONDS:
            self._remarked = time.monotonic()
            self.remark(text)

    def remark(self, text: str) -> None:
        """A line on standard error that stays, for people."""
        if not self.json:
            self._stderr.write(_printable(text, self._stderr) + "\n")
            self._stderr.flush()

    @property
    def home(self) -> Path:
        """Folder of the account and its cases."""
        return places.home()

    @property
    def models(self) -> Path:
        """Folder of the model packs."""
        return places.models()

    def passphrase(self, prompt: str = "Passphrase: ") -> str:
        """From --passphrase-file, AIMA_PASSPHRASE or the terminal, in this order."""
        if self.args.passphrase_file:
            return secret_in(self.args.passphrase_file)
        if self._passphrase is not None:
            return self._passphrase
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

    def open_findings(self, args: argparse.Namespace) -> Case:
        """The same for those who read findings: prepared for that once, if an earlier version made it."""
        from app.review import kept_views

        case = self.open_case(args)
        if case.writable:
            try:
                if kept_views.fill_new(case, self._preparing):
                    self.progress("")
            except BaseException:
                case.close()
                raise
        return case

    def _preparing(self, share: float) -> None:
        self.progress(f"preparing the case for this version of AIMA: {share:.0%}; stop it at any time")


def secret_in(file: str) -> str:
    """A passphrase or key from a file. Raises OSError, UsageError."""
    try:
        return Path(file).read_text(encoding="utf-8").strip("\r\n")
    except UnicodeDecodeError:
        raise UsageError(f"{file} holds no text in UTF-8") from None


def _printable(text: str, stream: TextIO, kept: str = "\n\t") -> str:
    """Text from evidence may hold control characters and lone surrogates: shown escaped, never sent raw."""
    encoding = stream.encoding or "utf-8"
    safe = "".join(c if c.isprintable() or c in kept else _escaped(c) for c in text)
    return safe.encode(encoding, "backslashreplace").decode(encoding)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def commands(only: str = "") -> Mapping[str, Command]:
    """Every command, by name; or the one called `only`, if there is such a one: loading all takes a while."""
    names = sorted(info.name for info in pkgutil.iter_modules(app.commands.__path__))
    names = [only] if only in names else names
    found = {name: importlib.import_module(f"app.commands.{name}") for name in names}
    return {name: cast(Command, module) for name, module in found.items() if hasattr(module, "HELP")}


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


def run(
    arguments: list[str],
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
    passphrase: str | None = None,
) -> int:
    """Run one command; returns the exit status. Errors become one message and the error's own status.

    `passphrase`: what the environment held; it is looked up where the caller has not taken it out.
    """
    nobody = cast(TextIO, _Nobody())
    stdout, stderr = stdout or sys.stdout or nobody, stderr or sys.stderr or nobody
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", stream=stderr)
    found = commands(arguments[0] if arguments else "") or commands()
    try:
        args = _parser(found).parse_args(arguments)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 2
    given = os.environ.get(PASSPHRASE) if passphrase is None else passphrase
    out = Output(args, stdout, stderr, given)
    action: Callable[[argparse.Namespace, Output], int] = found[args.command].run
    try:
        return action(args, out)
    except KeyboardInterrupt:
        stderr.write("Stopped. Run the same command again to go on.\n")
        return 130
    except BrokenPipeError:
        return 141
    except Exception as error:
        return _told(error, arguments, out, stderr)


class _Nobody(io.TextIOBase):
    """Who is told when the program was started with its output closed."""

    def write(self, text: str) -> int:
        return len(text)


def _told(error: Exception, arguments: list[str], out: Output, stderr: TextIO) -> int:
    """Say what happened, as far as it quotes no evidence; returns the exit status."""
    named = error if isinstance(error, AimaError) else _named(error, arguments, out)
    if named is not None:
        out.record({"error": named.code, "message": str(named)})
        stderr.write(_printable(f"Error ({named.code}): {named}", stderr) + "\n")
        return named.exit_code
    # the message of a foreign exception may quote evidence: only where it happened is told
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    where = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))
    advice = inspect.cleandoc(AimaError.__doc__ or "")
    stderr.write(f"Error (internal): {type(error).__name__} at {where}. {advice}\n")
    out.record({"error": AimaError.code, "message": f"{type(error).__name__} at {where}"})
    return AimaError.exit_code


def _named(error: Exception, arguments: list[str], out: Output) -> AimaError | None:
    """What a person can mend behind an error of Python: a file named in the command, bytes that are no text.

    A file that nobody named is not told: its name may be evidence.
    """
    if isinstance(error, UnicodeEncodeError) and not all(_is_text(a) for a in arguments):
        return NotText()
    if not isinstance(error, OSError):
        return None
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        from app.store.database import DiskFull

        return DiskFull()
    if not isinstance(error.filename, str):
        return None
    place = Path(error.filename).absolute()
    known = [Path(a).absolute() for a in arguments if a] + [out.home.absolute(), out.models.absolute()]
    if any(place == k or k.is_relative_to(place) for k in known):
        return FileUnusable(f"{place} ({error.strerror})")
    return FileUnusable(str(error.strerror)) if place.is_relative_to(out.home.absolute()) else None


def _is_text(argument: str) -> bool:
    return not any("\ud800" <= c <= "\udfff" for c in argument)
