"""Words of the window that are no texts of Qt: reasons, confinement, spans."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.plan import WHOLE
from engine.units import SECOND
from gpu_backends.sandbox_terms import Sandbox
from resources.languages import own_texts
from ui.figures import span
from ui.reason_words import reason_word
from ui.sandbox_words import sandbox_words
from ui.translation import Language


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    Language().use("en")


def test_a_reason_is_said_in_words_and_never_as_a_code() -> None:
    Language().use("de")
    assert reason_word("truncated") == "die Datei ist unvollständig"
    assert reason_word("no-such-code") == "Grund unbekannt"
    Language().use("en")
    assert reason_word("truncated") == "the file is incomplete"


def test_both_languages_know_the_same_reasons() -> None:
    english, german = ({k for k in own_texts(code, "dossier") if k[:7] == "reason."} for code in ("en", "de"))
    assert english == german


def test_confinement_is_said_in_the_language_of_the_window() -> None:
    made = Sandbox(
        ("memory 2048 MB, 256 open files", "no new privileges"),
        ("files by Landlock 4 (Function not implemented)",),
    )
    Language().use("de")
    assert sandbox_words(made.description) == (
        "Arbeitsspeicher 2048 MB, 256 offene Dateien; keine neuen Rechte;"
        " fehlt: Dateizugriff durch Landlock 4 beschränkt (Function not implemented)"
    )
    Language().use("en")
    assert sandbox_words(made.description) == made.description


def test_a_whole_item_has_no_span() -> None:
    assert span(WHOLE.start_ns, WHOLE.end_ns) == ""
    assert span(0, 12 * SECOND) == "00:00.0–00:12.0"
