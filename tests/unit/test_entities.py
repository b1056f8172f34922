"""What is found in lines of German and English, what is left alone, and how long hostile text takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from engine.records import Result, Table
from engine.stage import stages
from engine.stages.entities import FINDERS, Passage, spoken, written
from engine.text.accounts import checks
from engine.text.found import Found, Line, without_overlaps

Run = Callable[..., Mapping[str, list[Result]]]
Find = Callable[[str], Path]
SECOND = 1_000_000_000


def found(text: str, language: str = "", seen: bool = False) -> list[Found]:
    line = Line(text, language, seen)
    return without_overlaps(one for finder in FINDERS for one in finder(line))


def values(text: str, language: str = "", seen: bool = False) -> list[tuple[str, str]]:
    return [(one.kind, one.value) for one in found(text, language, seen)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Ruf mich unter 0176 12345678 an.", "de", [("phone", "+4917612345678")]),
        ("Tel. 089/63648018", "de", [("phone", "+498963648018")]),
        (
            "call me at +49 89 636-48018 or (212) 555-2368",
            "en",
            [("phone", "+498963648018"), ("phone", "+12125552368")],
        ),
        ("0043 1 5138892", "", [("phone", "+4315138892")]),
        ("IBAN: DE89 3704 0044 0532 0130 00 Danke", "de", [("iban", "DE89370400440532013000")]),
        ("to gb82west12345698765432", "en", [("iban", "GB82WEST12345698765432")]),
        ("an Max.Muster@Beispiel.de, bitte", "de", [("email", "max.muster@beispiel.de")]),
        ("siehe https://www.Beispiel.de/Weg?x=1.", "de", [("url", "https://www.beispiel.de/Weg?x=1")]),
        ("unter aima-hilfe.org (neu)", "de", [("url", "aima-hilfe.org")]),
        ("Kennzeichen M-AB 1234 und B-X 9E", "de", [("plate", "MAB1234"), ("plate", "BX9E")]),
        ("HH-ÄÖ 12 ist keins, WÜ-RZ 12H schon", "de", [("plate", "WÜRZ12H")]),
        ("number plate AB12 CDE", "en", [("plate", "AB12CDE")]),
        ("am 14. Juli 2015", "de", [("date", "2015-07-14")]),
        ("on July 14th, 2015 and 3 March 2016", "en", [("date", "2015-07-14"), ("date", "2016-03-03")]),
        ("am 01.02.2015 und 2015-02-03", "de", [("date", "2015-02-01"), ("date", "2015-02-03")]),
        ("1.234,56 € und € 50", "de", [("money", "1234.56 EUR"), ("money", "50.00 EUR")]),
        ("$1,000 or 1.5 million dollars", "en", [("money", "1000.00 USD"), ("money", "1500000.00 USD")]),
        ("nur 3,- EUR", "de", [("money", "3.00 EUR")]),
        ("zehn? nein, 10,5 Millionen Euro", "de", [("money", "10500000.00 EUR")]),
        ("Mein Name ist Karl-Heinz von Müller.", "de", [("name", "Karl-Heinz von Müller")]),
        (
            "Das sagte Frau Dr. Schmidt zu Angela Merkel.",
            "de",
            [("name", "Schmidt"), ("name", "Angela Merkel")],
        ),
        ("My name is Barack Obama", "en", [("name", "Barack Obama")]),
    ],
)
def test_things_are_found_with_their_canonical_value(
    text: str, language: str, expected: list[tuple[str, str]]
) -> None:
    assert values(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "null eins sieben sechs eins zwei drei vier fünf sechs sieben acht",
            "de",
            ("phone", "+4917612345678"),
        ),
        ("null acht neun, sechs drei sechs, vier acht null eins acht", "de", ("phone", "+498963648018")),
        ("oh two oh seven nine four six oh nine five eight", "en", ("phone", "+442079460958")),
        ("eine Mail an max punkt muster at beispiel punkt de", "de", ("email", "max.muster@beispiel.de")),
    ],
)
def test_numbers_and_addresses_read_out_are_found(
    text: str, language: str, expected: tuple[str, str]
) -> None:
    assert values(text, language) == [expected]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("DE89 3704 0044 0532 0130 01", False),
        ("Version 3.14.15 und 192.168.100.101", False),
        ("The 1234567 people of 2015 and 20 30 40 50 60 70", False),
        ("am 31.02.2015", False),
        ("look at example dot com", False),
        ("ICE 4 nach HH 20", True),
        ("USA 2015", True),
        ("EU 27 A B 12", False),
        ("XQ-AB 123", True),
        ("M-ABC 1234", True),
        ("Guten Morgen, Herr Präsident", False),
        ("In der Hauptstraße wohnt niemand", False),
        ("eins zwei drei vier fünf sechs sieben acht", False),
        ("user@", False),
        ("@nutzer und a@b", False),
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str, seen: bool) -> None:
    assert values(text, "de", seen) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("M·AB 1234", "MAB1234"),
        ("MAB1234", "MAB1234"),
        ("AB-123-CD", "AB123CD"),
        ("1-ABC-234", "1ABC234"),
        ("ZH 123456", "ZH123456"),
    ],
)
def test_a_line_that_is_a_plate_is_one_when_read_off_a_picture(text: str, expected: str) -> None:
    assert values(text, seen=True) == [("plate", expected)]
    if "-AB " not in text:
        assert values(f"da war {text} zu hören", "de") == []


def test_check_digits_tell_any_single_wrong_digit() -> None:
    right = "DE89370400440532013000"
    assert checks(right)
    wrong = [right[:i] + str((int(right[i]) + 1) % 10) + right[i + 1 :] for i in range(2, len(right))]
    assert not any(checks(number) for number in wrong)


HOSTILE = (
    "a", "1", "@", " ", "\n", "0 ", "a@", "a.", "a%", "a-", "+1 ", "(0", "1.", "1'", "1,000,", "0891234567 ",
    "A ", "AA-", "M-A 1 ", "DE12 ", "A1", "http://", "www.", "null ", "a dot ", "a at ", "Herr ", "Aa ",
    "Max ", "Ab-Ab", "Aa von ", "Mein Name ist ", "ß", "\U0001f600", "\u202e", "\x00",
)  # fmt: skip


def seconds_for(text: str) -> float:
    line = Line(text, "de", True)
    began = time.process_time()
    for finder in FINDERS:
        for _ in finder(line):
            pass
    return time.process_time() - began


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_takes_time_in_proportion_to_its_length(unit: str) -> None:
    short, long = (seconds_for((unit * length)[:length]) for length in (30_000, 180_000))
    assert long < max(15 * short, 0.5)


def test_a_megabyte_of_hostile_text_takes_seconds() -> None:
    assert seconds_for("".join(unit * (30_000 // len(unit)) for unit in HOSTILE)[:1_000_000]) < 10


def table(stage: str, name: str, rows: list[dict[str, Any]]) -> Table:
    return Table.from_rows(stages()[stage].tables[name], rows)


def said(*utterances: tuple[float, str]) -> Result:
    """A transcription in which every word lasts half a second."""
    rows, words = [], []
    for number, (start, text) in enumerate(utterances):
        parts = text.split()
        base = int(start * SECOND)
        end = base + len(parts) * SECOND // 2
        rows.append(
            {
                "start_ns": base,
                "end_ns": end,
                "text": text,
                "language": "de",
                "confidence": 0.9,
                "no_speech": 0.0,
                "flags": 0,
            }
        )
        for place, part in enumerate(parts):
            times = {"start_ns": base + place * SECOND // 2, "end_ns": base + (place + 1) * SECOND // 2}
            words.append({"utterance": number, **times, "text": f" {part}", "probability": 0.9})
    return {
        "utterances": table("transcription", "utterances", rows),
        "words": table("transcription", "words", words),
    }


def spans(passages: list[Passage]) -> list[tuple[str, float, float]]:
    result = []
    for passage in passages:
        for one in without_overlaps(o for finder in FINDERS for o in finder(passage.line)):
            start_ns, end_ns = passage.span(one.start, one.end)
            result.append((one.value, start_ns / SECOND, end_ns / SECOND))
    return result


def test_a_finding_has_the_time_of_its_own_words() -> None:
    passages = list(spoken([said((10, "Also ruf mich an unter 0176 12345678 heute noch"))]))
    assert spans(passages) == [("+4917612345678", 12.5, 13.5)]


def test_a_number_read_out_over_two_utterances_and_two_units_is_one() -> None:
    first, second = (
        said((10, "Meine Nummer ist null eins sieben sechs")),
        said((14, "eins zwei drei vier fünf sechs sieben acht")),
    )
    assert spans(list(spoken([first, second]))) == [("+4917612345678", 11.5, 18.0)]
    later = said((30, "eins zwei drei vier fünf sechs sieben acht"))
    assert spans(list(spoken([first, later]))) == []


def test_written_text_keeps_the_time_of_its_row() -> None:
    quad = [[0, 0], [9, 0], [9, 9], [0, 9]]
    rows = [
        {"start_ns": 3 * SECOND, "end_ns": 5 * SECOND, "text": "M-AB 1234", "quad": quad, "confidence": 0.9}
    ]
    assert spans(list(written([{"texts": table("screen_text", "texts", rows)}]))) == [("MAB1234", 3.0, 5.0)]


def test_a_broadcast_yields_its_caption_with_origin_and_time(run_stages: Run, media: Find) -> None:
    part = run_stages(media("obama_speech.mp4"), ["entities"])["entities"][0]
    rows = {(row["kind"], row["value"], row["origin"]): row for row in part["entities"]}
    date = rows["date", "2015-07-14", "screen_text"]
    assert (int(date["start_ns"]), date["text"][:4]) == (3 * SECOND, "JULY")
    assert ("name", "Obama", "screen_text") in rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("B-00 1000", "BOO1000"),
        ("B-OO 1000", "BOO1000"),
        ("B OOO 1000", "BOO1000"),
        ("B®OO 1000", "BOO1000"),
        ("K●AB I234", "KAB1234"),
        ("D B-OO 1000", "BOO1000"),
        ("PO 12345", "PO12345"),
        ("PL PO 12345", "PO12345"),
        ("WW 5678A", "WW5678A"),
        ("KRA 12AB", "KRA12AB"),
        ("BA 123CD", "BA123CD"),
        ("SK BA-123CD", "BA123CD"),
        ("1A2 3456", "1A23456"),
        ("AA BC-123", "AABC123"),
        ("B 123 ABC", "B123ABC"),
        ("CB 1234 AB", "CB1234AB"),
        ("ZG 1234-AB", "ZG1234AB"),
        ("LJ AB-123", "LJAB123"),
        ("А 123 ВС 77", "A123BC77"),
        ("AA 1234 BB", "AA1234BB"),
        ("34 ABC 123", "34ABC123"),
        ("131-D-12345", "131D12345"),
        ("BRA2E19", "BRA2E19"),
        ("ABC-1234", "ABC1234"),
        ("7ABC123", "7ABC123"),
        ("7ABC 123", "7ABC123"),
        ("ABCD 123", "ABCD123"),
        ("AB 123 CD", "AB123CD"),
        ("BBCD·12", "BBCD12"),
        ("ZH 417 682", "ZH417682"),
        ("AD 123 KB", "AD123KB"),
        ("B：OO1000", "BOO1000"),
        ("HH：ＡＫ 305E", "HHAK305E"),
        ("2-CHF-905", "2CHF905"),
        ("1-EUR-204", "1EUR204"),
        ("GNO6 ABC", "GN06ABC"),
        ("A8-I23-CD", "AB123CD"),
        ("AA 12S4 BB", "AA1254BB"),
    ],
)
def test_plates_of_europe_and_the_americas_are_found_where_a_line_is_one(text: str, expected: str) -> None:
    assert values(text, seen=True) == [("plate", expected)]


@pytest.mark.parametrize(
    "text",
    [
        "ISO 9001",
        "MAY 2024",
        "LAGER 47",
        "RAL 9005",
        "BUS 123",
        "SEGMENT TWO",
        "A 10 2015",
        "KM 1234",
        "TO1O THE",
        "SOLO MIO",
        "IN20 MIN",
        "F-16",
        "DIN A4",
        "DIN A 4",
        "C-130",
        "IC 2310",
    ],
)
def test_signs_with_numbers_are_no_plates(text: str) -> None:
    assert values(text, seen=True) == []


def _written(*lines: str) -> list[tuple[str, str]]:
    schema = stages()["screen_text"].tables["texts"]
    rows = [
        {"start_ns": 0, "end_ns": SECOND, "text": text, "quad": [[0, n], [9, n], [9, n + 1], [0, n + 1]],
         "confidence": 0.9}
        for n, text in enumerate(lines)
    ]  # fmt: skip
    found = written([{"texts": Table.from_rows(schema, rows)}])
    return [
        (one.kind, one.value)
        for passage in found
        for one in without_overlaps(one for finder in FINDERS for one in finder(passage.line))
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("0171 2345 6789 0123",),
        ("0301 2345678 17,5 1200",),
        ("Artikel Menge Preis", "030 1234567", "040 7654321", "089 2345678", "069 9876543"),
    ],
)
def test_numbers_of_a_table_are_no_telephone_numbers(lines: tuple[str, ...]) -> None:
    assert _written(*lines) == []


def test_numbers_below_each_other_are_a_list_and_no_plates() -> None:
    articles = ("AH-98200", "CN-45338", "EE-14629", "GK 61907", "LP-87060")
    assert _written(*articles) == []
    assert _written(*articles, "Kennzeichen: GK 61907") == [("plate", "GK61907")]
    assert _written("AH 98200") == [("plate", "AH98200")]


def test_german_plates_with_their_hyphens_are_plates_in_a_list_too() -> None:
    assert _written("M-XY 471", "B-OO 1000", "HH-AK 2947", "K-AB 12") == [
        ("plate", "MXY471"),
        ("plate", "BOO1000"),
        ("plate", "HHAK2947"),
        ("plate", "KAB12"),
    ]


def test_plates_of_cars_beside_each_other_are_no_list() -> None:
    schema = stages()["screen_text"].tables["texts"]
    rows = [
        {"start_ns": 0, "end_ns": 1, "text": text, "confidence": 0.9,
         "quad": [[x, y], [x + 90, y], [x + 90, y + 20], [x, y + 20]]}
        for text, x, y in (("AH 98200", 10, 400), ("CN 45338", 300, 405), ("EE 14629", 600, 398))
    ]  # fmt: skip
    passages = written([{"texts": Table.from_rows(schema, rows)}])
    assert [one.value for passage in passages for finder in FINDERS for one in finder(passage.line)] == [
        "AH98200",
        "CN45338",
        "EE14629",
    ]


def test_a_number_that_says_what_it_is_is_one_in_a_table_too() -> None:
    lines = ("Tel. 030 1234567", "+49 89 63648018", "12 34", "56 78", "90 12", "34 56")
    assert _written(*lines) == [("phone", "+49301234567"), ("phone", "+498963648018")]
