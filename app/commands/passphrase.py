"""`passphrase`: change it, or set a new one with the recovery key."""

from __future__ import annotations

import argparse
import sys

from app.command_line import Output, PassphraseNeeded, UsageError, secret_in
from app.keys.account import Account

HELP = "change the passphrase, or recover an account whose passphrase is lost"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        choices=("change", "recover"),
        help="change keeps the recovery key; recover asks for it and replaces it",
    )
    parser.add_argument("--new-passphrase-file", metavar="FILE", help="read the new one from this file")
    parser.add_argument(
        "--recovery-key-file", metavar="FILE", help="with recover: read the key from this file"
    )
    parser.add_argument(
        "--no-keyring", action="store_true", help="with recover: protect by the passphrase alone from now on"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    return _change(args, out) if args.action == "change" else _recover(args, out)


def _change(args: argparse.Namespace, out: Output) -> int:
    account = Account.unlock(out.home, out.passphrase("Old passphrase: "))
    account.change_passphrase(_new(args))
    out.record({"changed": True, "keyring": account.file.device_secret})
    out.line("The passphrase has been changed. The recovery key stays the same.")
    return 0


def _recover(args: argparse.Namespace, out: Output) -> int:
    typed = _secret(args.recovery_key_file, "Recovery key: ")
    account = Account.recover(out.home, typed, _new(args), use_keyring=not args.no_keyring)
    out.record(
        {"recovered": True, "recovery_key": account.recovery_key, "keyring": account.file.device_secret}
    )
    out.line("The passphrase has been set. The old recovery key no longer works; the new one is:")
    out.line(f"    {account.recovery_key}")
    return 0


def _new(args: argparse.Namespace) -> str:
    first = _secret(args.new_passphrase_file, "New passphrase: ")
    if not args.new_passphrase_file and _secret(None, "Once more: ") != first:
        raise UsageError("the two are not the same")
    return first


def _secret(file: str | None, prompt: str) -> str:
    if file:
        return secret_in(file)
    if not sys.stdin.isatty():
        raise PassphraseNeeded
    import getpass

    return getpass.getpass(prompt)
