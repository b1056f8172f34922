"""Rules for the one table of folding: what is typed plainly finds what is written with all its signs."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.cases import folding
from app.cases.case import Case
from app.cases.search import search_text
from app.cases.text_query import Mode
from app.store.schema import passages
from tests.made_case import put_item, put_unit, said
from tests.vault import new_account, new_case

WORDS, PHRASE, PART = Mode.WORDS, Mode.PHRASE, Mode.PART
FOUND = (
    ("Größe der Straße", "groesse", WORDS),
    ("Viele Grüße", "gruesse", WORDS),
    ("in der Königsstraße", "koenigsstrasse", WORDS),
    ("bei Müller große Straße", "mueller grosse strasse", PHRASE),
    ("Büro in İzmir", "İzmir", WORDS),
    ("Büro in İzmir", "izmir", WORDS),
    ("Diyarbakır", "diyarbakir", WORDS),
    ("Łódź dworzec", "Lodz", WORDS),
    ("Søren kommt", "Soren", WORDS),
    ("Søren kommt", "Soeren", WORDS),
    ("Đà Nẵng", "da nang", WORDS),
    ("我们在北京见面", "北京", WORDS),
    ("我们在北京见面", "北京", PART),
    ("明日は東京タワーで会う", "東京", WORDS),
    ("ﾀﾜｰで会う", "タワー", WORDS),
    ("서울에서 만나자", "서울", WORDS),
    ("เจอกันที่กรุงเทพ", "กรุงเทพ", WORDS),
    ("مُحَمَّد علي", "محمد", WORDS),
    ("שָׁלוֹם לך", "שלום", WORDS),
    ("हिन्दी में", "हिन्दी", WORDS),
    ("Ёлка стоит", "елка", WORDS),
    ("Αθήνα", "αθηνα", WORDS),
    ("E-Mail an ihn", "email", WORDS),
    ("Email an ihn", "E-Mail", WORDS),
    ("Nord-Süd-Fahrt", "Nordsüdfahrt", WORDS),
    ("Nordsüdfahrt", "Nord-Süd-Fahrt", WORDS),
    ("PO 12345", "PO12345", PART),
    ("PO 12345", "PO12345", WORDS),
    ("7ABC123", "7ABC 123", PART),
    ("B-00 1000", "B-OO 1000", PART),
    ("B-00 1000", "B-OO", PART),
    ("wagen 1B 23I vorn", "18231", PART),
    ("А 123 ВС 77", "A123BC77", PART),
    ("Goteborg", "Göteborg", WORDS),
    ("Zürich Hauptbahnhof", '"zurich haupt*', WORDS),
)
LEFT = (
    ("schon gut, schön", "schön so", WORDS),
    ("हिनद", "हिन्दी", WORDS),
    ("京北", "北京", WORDS),
    ("бей", "беи", WORDS),
    ("over there", "E-Mail", WORDS),
    ("is to exit", "toe", PART),
    ("Mail an E und Email-", "bmail", WORDS),
)


def _found(case: Case, text: str, typed: str, mode: Mode) -> bool:
    item = put_item(case, f"{hash((text, typed, mode))}.mp4")
    put_unit(case, item, item, "transcription", said((0, 2, text)), stream=1)
    with case.database.connect() as connection:
        return any(h.item_id == item for h in search_text(connection, typed, mode).hits)


@pytest.mark.parametrize(("text", "typed", "mode"), FOUND)
def test_what_is_typed_plainly_is_found(tmp_path: Path, text: str, typed: str, mode: Mode) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        assert _found(case, text, typed, mode)


@pytest.mark.parametrize(("text", "typed", "mode"), LEFT)
def test_what_is_another_word_is_not_found(tmp_path: Path, text: str, typed: str, mode: Mode) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        assert not _found(case, text, typed, mode)


def test_a_query_of_an_umlaut_shows_the_passage_as_it_was_said(tmp_path: Path) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        item = put_item(case, "a.mp4")
        put_unit(case, item, item, "transcription", said((0, 2, "Die Große  Straße")), stream=1)
        with case.database.connect() as connection:
            (hit,) = search_text(connection, "grosse strasse").hits
    assert hit.untrusted_text == "Die Große Straße"


def test_passages_of_an_earlier_folding_are_folded_again_when_the_case_is_opened(tmp_path: Path) -> None:
    account = new_account(tmp_path / "home")
    with new_case(account) as case:
        item = put_item(case, "a.mp4")
        put_unit(case, item, item, "transcription", said((0, 2, "Łódź")), stream=1)
        with case.writing() as connection:
            connection.execute(update(passages).values(text="Łódź", fold=0))
            assert search_text(connection, "lodz").hits == ()
        case_id = case.id
    with Case.open(account, case_id) as again, again.database.connect() as connection:
        assert len(search_text(connection, "lodz").hits) == 1
        (row,) = connection.execute(select(passages.c.text, passages.c.fold))
        connection.exec_driver_sql(
            "INSERT INTO passages_words(passages_words, rank) VALUES ('integrity-check', 1)"
        )
    assert tuple(row) == ("lodz", folding.VERSION)
