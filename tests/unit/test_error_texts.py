"""Every error that can reach the window has words there: in both languages, and without commands."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

import app
import engine
import gpu_backends
from app.core_api.failures import failed
from app.core_api.protocol import CORE_LOST
from engine.errors import AimaError
from engine.models.errors import DownloadFailed
from tests.investigator import ROOT
from ui.error_texts import error_text, texts

PLACE = re.compile(r"\{(\w+)\}")


@pytest.fixture(scope="module")
def errors() -> list[type[AimaError]]:
    """Every class of error in the program."""
    for package in (app, engine, gpu_backends):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations." not in module.name:
                importlib.import_module(module.name)
    for file in (ROOT / "ui").rglob("*.py"):
        if "(AimaError)" in file.read_text(encoding="utf-8"):
            importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
    return [AimaError, *_below(AimaError)]


def _below(error: type[AimaError]) -> Iterator[type[AimaError]]:
    for special in error.__subclasses__():
        if special.__module__.partition(".")[0] in ("app", "engine", "gpu_backends", "ui"):
            yield special
            yield from _below(special)


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)


def test_every_code_has_german_words(errors: list[type[AimaError]]) -> None:
    codes = {error.code for error in errors} | {CORE_LOST.code}
    assert sorted(codes - set(texts("de"))) == []


def test_no_words_are_kept_for_a_code_that_is_gone(errors: list[type[AimaError]]) -> None:
    codes = {error.code for error in errors} | {CORE_LOST.code}
    assert sorted((set(texts("de")) | set(texts("en"))) - codes) == []


def test_no_window_hears_of_a_command(errors: list[type[AimaError]], language: str) -> None:
    told = [error_text(failed(error())) for error in errors if error.code != "usage"]
    assert [text for text in told if "`" in text or "--" in text or "main.py" in text] == []


def test_what_an_error_says_of_its_case_is_said_in_both_languages(language: str) -> None:
    told = error_text(failed(DownloadFailed("silero.whl", why="no route", client="pip")))
    assert told.startswith("silero.whl: ")
    assert "no route" in told
    assert "pip" in told
    assert not PLACE.search(told)


def test_places_in_the_windows_words_are_ones_the_error_fills(errors: list[type[AimaError]]) -> None:
    known: dict[str, set[str]] = {}
    for error in errors:
        known.setdefault(error.code, set()).update(PLACE.findall(error.__doc__ or ""))
    known[AimaError.code].add("what")
    for code, text in [*texts("de").items(), *texts("en").items()]:
        assert set(PLACE.findall(text)) <= known.get(code, set()), code


def test_a_foreign_exception_is_reported_by_its_place_only(language: str) -> None:
    try:
        raise KeyError("Zeuge Müller")
    except KeyError as error:
        told = error_text(failed(error))
    assert "Müller" not in told
    assert "test_error_texts.py" in told
