"""Fixtures every test may use: real media, real models, and stages run on them without a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from engine.records import Result
from tests.run_stages import run_stages as _run_stages

settings.register_profile("any machine", deadline=None)  # how long an example takes is no rule of ours
settings.load_profile("any machine")

ROOT = Path(__file__).resolve().parent.parent


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Only where the tests run in several processes."""
    from tests.both_cores import Shares

    return Shares(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        from tests.both_cores import begin_with_the_longest

        begin_with_the_longest(items)


@pytest.fixture(scope="session")
def media() -> Callable[[str], Path]:
    """Path of a sample file by name; the bootstrap script fetched them."""

    def find(name: str) -> Path:
        path = ROOT / ".aima" / "media" / name
        assert path.is_file(), f"{name} is missing: python packaging/bootstrap.py test fetches it"
        return path

    return find


@pytest.fixture(scope="session")
def models() -> Path:
    """Folder of the installed model packs."""
    folder = ROOT / ".aima" / "models"
    assert folder.is_dir(), "no model packs: python packaging/bootstrap.py test installs them"
    return folder


@pytest.fixture(scope="session")
def run_stages(models: Path) -> Callable[..., Mapping[str, list[Result]]]:
    """`run_stages(path, ["faces", …])` → per stage one result per unit, in order of time."""

    def run(path: Path, wanted: Sequence[str], preview: bool = False) -> Mapping[str, list[Result]]:
        return _run_stages(path, wanted, models, preview=preview)

    return run
