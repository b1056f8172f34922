"""`case`: make a case, list cases, show one, choose its models."""

from __future__ import annotations

import argparse

from app.cases.case import Case, listed
from app.cases.items import held
from app.cases.model_choice import case_choice, choose
from app.cases.profile import profile, profiles
from app.command_line import Output, UsageError
from app.commands.models import chosen_models
from app.keys.account import Account
from engine.units import SECOND

HELP = "create a case, list all cases, show one, choose its models"


def configure(parser: argparse.ArgumentParser) -> None:
    # one flat parser: options shared by all commands may then stand anywhere
    parser.add_argument(
        "action", choices=("new", "list", "show", "set"), help="`new` also creates the account the first time"
    )
    parser.add_argument("which", nargs="?", default="", metavar="CASE", help="with show and set: id or name")
    parser.add_argument(
        "--model",
        action="append",
        metavar="TASK=PACK",
        help="with set: a model pack for the case; PACK may be empty",
    )
    new = parser.add_argument_group("options of `case new`")
    new.add_argument("--name", default="", help="name of the case; stored encrypted")
    new.add_argument("--purpose", default="", help="why the evidence is analysed")
    new.add_argument("--legal-basis", default="", help="what permits it: a statute, a warrant, consent")
    new.add_argument("--retention", default="", metavar="DATE", help="day by which the case must be deleted")
    new.add_argument("--profile", default="police", choices=sorted(profiles), help="default: police")
    new.add_argument(
        "--no-keyring", action="store_true", help="protect a new account by the passphrase alone"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    return {"new": _new, "list": _list, "show": _show, "set": _set}[args.action](args, out)


def _new(args: argparse.Namespace, out: Output) -> int:
    for name in ("name", "purpose", "legal_basis"):
        if not getattr(args, name).strip():
            raise UsageError(f"case new needs --{name.replace('_', '-')}")
    retention = profile(args.profile).retention(args.retention)
    account = out.unlock() if Account.exists(out.home) else _first_account(args, out)
    with Case.create(
        account,
        args.name,
        purpose=args.purpose,
        legal_basis=args.legal_basis,
        retention=retention,
        profile=args.profile,
    ) as case:
        out.record({"case": case.id, "folder": str(case.folder), **case.facts})
        out.line(f"Case {case.id} “{case.name}” created; delete it by {retention}.")
    return 0


def _first_account(args: argparse.Namespace, out: Output) -> Account:
    account = Account.create(out.home, out.passphrase("New passphrase: "), use_keyring=not args.no_keyring)
    kept = account.file.device_secret
    out.record({"account": account.id, "keyring": kept, "recovery_key": account.recovery_key})
    out.line(f"Account created in {out.home}.")
    if kept:
        out.line(
            "A second secret lies in this computer's keyring: the passphrase works on this computer only."
        )
    else:
        out.line("No keyring is used: only the passphrase protects the account, so choose a long one.")
    out.line("Recovery key (print it and keep it in another place; it is not shown again):")
    out.line(f"    {account.recovery_key}")
    return account


def _list(args: argparse.Namespace, out: Output) -> int:
    for case_id, name in listed(out.unlock()).items():
        out.record({"case": case_id, "name": name})
        out.line(f"{case_id}  {name or '(cannot be opened; `case show` with this id shows why)'}")
    return 0


def _set(args: argparse.Namespace, out: Output) -> int:
    chosen = chosen_models(args.model)
    if not chosen:
        raise UsageError("case set needs --model TASK=PACK; `models list` shows tasks and packs")
    with Case.find(out.unlock(), args.which or args.case, write=True) as case:
        choose(case, out.models, chosen)
        for task, pack in case_choice(case).items():
            out.record({"task": task, "pack": pack})
            out.line(f"{task:26} {pack}")
    return 0


def _show(args: argparse.Namespace, out: Output) -> int:
    with Case.find(out.unlock(), args.which or args.case, write=False) as case:
        listing = held(case)
        out.record({"case": case.id, "folder": str(case.folder), **case.facts, "items": len(listing)})
        out.line(f"{case.name}  ({case.id})")
        for name in ("purpose", "legal_basis", "retention", "profile", "created_at"):
            out.line(f"  {name.replace('_', ' '):<12} {case.facts[name]}")
        for task, pack in case_choice(case).items():
            out.line(f"  {task:<12} {pack}")
        out.line(f"  {'items':<12} {len(listing)}")
        for item in listing:
            out.record(
                {
                    "item": item.id, "name": item.name, "sha256": item.sha256, "blake3": item.blake3,
                    "bytes": item.bytes, "kind": item.kind, "duration_ns": item.duration_ns,
                    "added_at": item.added_at, "state": item.state, "places": item.places,
                }
            )  # fmt: skip
            seconds = f"{item.duration_ns / SECOND:9.1f} s" if item.duration_ns else f"{'':11}"
            out.line(f"{item.sha256[:16]}  {item.kind or '?':<6}{seconds} {item.bytes:>14,} B  {item.name}")
    return 0
